"""What the views of cases are told at the moment a message is sent."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.confidential import Confidential
from domain.notices.people import Held


@dataclass(frozen=True, slots=True)
class Words:
    """What one side said. `by`: "me", "reporter" or "officer"."""

    by: str
    at: datetime
    words: Confidential


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the reader may know it.

    `case`: only where she may see what it says (its `intake` is None once erased). `owner`,
    `reporter`: by post, never by name; `taker` is the level of whoever holds it ("commune", …).
    `acts`: what she may do now. `said`: the last words of both sides.
    """

    number: str
    state: str
    opened_at: datetime
    danger: bool
    mine: bool
    taker: str = ""
    owner: Held | None = None
    reporter: Held | None = None
    place: str = ""
    case: Case | None = None
    reports: bool = False
    acts: frozenset[CaseAction] = frozenset()
    said: tuple[Words, ...] = ()
    siblings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case in a list: nothing of what it says."""

    number: str
    state: str
    danger: bool
    opened_at: datetime
    mine: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class ListFacts:
    """Her cases; `more` others are not listed. `counts` by list ("mine", "free", "overdue")."""

    cases: tuple[ListedCase, ...]
    more: int = 0
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuFacts:
    """The case's number, and names of what ids in the menu stand for."""

    number: str
    names: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Held] = field(default_factory=dict)
    opened: dict[str, datetime] = field(default_factory=dict)
