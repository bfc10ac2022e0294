"""What a batch answers: questions with the words that belong to them; and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from domain.answers.batch.courtesies import Rest
from domain.answers.batch.named import Names
from domain.answers.readings import Kind, Reading
from domain.answers.text.marks import clean
from domain.answers.text.phrases import strip_marks


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form, as far as its answers are concerned.

    `names`: what it may be called. `units`: the words its amounts are counted in. `beside`: what
    else may stand in its answer ("chuyển đi") without meaning another thing. `stock`: those of its
    names that also stand for what there is already ("45 hội viên"). `ceiling`: more of these in a
    month are not likely. `own_words`: only a yes or a no
    of its own answers it, because a wrong one raises an alarm or hides one.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    ceiling: float | None = None
    own_words: bool = False


class UnplacedReason(StrEnum):
    """Why a clause belongs to no line of this month's report, or tells no amount of its line."""

    PLANNED = "planned"
    OTHER_TIME = "other_time"
    OTHER_THING = "other_thing"
    QUESTION = "question"
    UNCLEAR = "unclear"
    NO_AMOUNT = "no_amount"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words of hers that were given to no question, and why."""

    text: str
    why: UnplacedReason


@dataclass(frozen=True, slots=True)
class Batch:
    """A message laid out over the questions: None where a question was not answered.

    `ok`: it ended with a word that sends. `nothing`: "không phát sinh" was said of the whole form.
    `numbered`: the answers had the numbers or names of their questions. `rest`: what was said of
    all other questions. `unplaced`: what was said and belongs to no question. `leftover`: the whole
    message where nothing of it could be laid out.
    """

    readings: tuple[Reading | None, ...]
    ok: bool = False
    nothing: bool = False
    numbered: bool = False
    rest: Rest | None = None
    leftover: str = ""
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(frozen=True)
class Form:
    """What is asked: the questions, the numbers open now, and the month the report is about."""

    questions: Sequence[Question]
    asked: Sequence[int]
    month: int | None = None

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of answers, in the form's order."""
        return tuple(question.kind for question in self.questions)

    @cached_property
    def names(self) -> Names:
        """What each question may be called; empty where none has a name."""
        names = tuple(question.names for question in self.questions)
        return names if any(names) else ()

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words of all names without their marks."""
        return frozenset(
            word
            for question in self.questions
            for name in question.names
            for word in strip_marks(clean(name)).split()
        )

    def select_asked(self) -> "Form":
        """Return a form with only the questions that are asked now."""
        kept = [self.questions[number - 1] for number in self.asked]
        return Form(kept, range(1, len(kept) + 1), self.month)

    def is_yes_no(self, number: int) -> bool:
        """Return True if yes or no answers the question of this number."""
        return self.kinds[number - 1] is Kind.YES_NO

    def make_empty(self) -> list[Reading | None]:
        """Make the readings of a message that answers nothing."""
        return [None] * len(self.kinds)
