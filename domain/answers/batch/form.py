"""What a batch answers, and the result of reading it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.answers.batch.courtesies import Rest
from domain.answers.batch.named import Names, split_clauses
from domain.answers.batch.parts import read_text
from domain.answers.readings import Kind, Reading, Status


@dataclass(frozen=True, slots=True)
class Batch:
    """A message laid out over the questions: None where a question was not answered.

    `ok`: it ended with a word that sends. `nothing`: "không phát sinh" was said of the whole form.
    `numbered`: the answers had the numbers or names of their questions. `rest`: what was said of
    all other questions. `leftover`: what belongs to no question.
    """

    readings: tuple[Reading | None, ...]
    ok: bool = False
    nothing: bool = False
    numbered: bool = False
    rest: Rest | None = None
    leftover: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked: the kinds of answers, the questions' names, and the numbers open now."""

    kinds: Sequence[Kind]
    names: Names
    asked: Sequence[int]

    def select_asked(self) -> "Form":
        """Return a form with only the questions that are asked now."""
        kept = [number - 1 for number in self.asked]
        names = [self.names[at] for at in kept] if self.names else ()
        return Form([self.kinds[at] for at in kept], names, range(1, len(kept) + 1))

    def read(self, text: str, at: int) -> Reading:
        """Read a part as the answer to a question, with or without the question's name."""
        reading = read_text(text, self.kinds[at])
        if reading.status is not Status.UNREADABLE:
            return reading
        shorter = self.strip_name(text, at)
        return reading if shorter == text else read_text(shorter, self.kinds[at])

    def is_yes_no(self, number: int) -> bool:
        return self.kinds[number - 1] is Kind.YES_NO

    def make_empty(self) -> list[Reading | None]:
        return [None] * len(self.kinds)

    def strip_name(self, text: str, at: int) -> str:
        """Strip the question's own name: "thoát nghèo 2 hộ"."""
        named = split_clauses(text, self.names) if self.names else []
        if len(named) == 1 and named[0].question == at and named[0].text:
            return strip_last_month(named[0].text)
        return text


def strip_last_month(text: str) -> str:
    """Strip brackets copied from the form, where more follows them: "(1): 2"."""
    kept = re.sub(r"^\([^()]*\)[ :?]*(?=.)", "", text.strip(" :?"))
    return kept.strip(" :?") or text
