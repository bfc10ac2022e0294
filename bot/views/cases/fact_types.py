"""Types of the late facts of cases: what their views are given when a message is sent."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.confidential import Confidential
from domain.notices.people import NamedPost


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """What one side said to the other. `by`: "me", "reporter" or "officer"."""

    by: str
    at: datetime
    words: Confidential


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the reader may know it.

    `case`: None where she may not see its content (its `intake` is None once erased). `owner` and
    `reporter` are named by their posts, never by their names; `taker` is the level of whoever
    holds it ("commune", …). `mine`: she holds it; `reports`: she reported it. `acts`: what she may
    do now. `said`: the last words of both sides. `siblings`: numbers of other cases about the same
    person.
    """

    number: str
    state: str
    opened_at: datetime
    danger: bool
    mine: bool
    taker: str = ""
    owner: NamedPost | None = None
    reporter: NamedPost | None = None
    place: str = ""
    case: Case | None = None
    reports: bool = False
    acts: frozenset[CaseAction] = frozenset()
    said: tuple[SpokenWords, ...] = ()
    siblings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case in a list, without its content."""

    number: str
    state: str
    danger: bool
    opened_at: datetime
    mine: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class ListFacts:
    """Her cases; `more` others are not listed.

    `counts`: how many cases each list holds, by its name ("all", "mine", "free", "overdue").
    """

    cases: tuple[ListedCase, ...]
    more: int = 0
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuFacts:
    """The case's number, and what the ids in a menu stand for: officers by name and post, or cases
    by number and the moment they were opened."""

    number: str
    names: dict[str, str] = field(default_factory=dict)
    posts: dict[str, NamedPost] = field(default_factory=dict)
    opened: dict[str, datetime] = field(default_factory=dict)
