"""Types of the late facts of cases: what their views are given when a message is sent."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.cases.duties import Duties
from domain.confidential import Confidential
from domain.notices.people import NamedPost


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """What one side said to the other. `by`: "me", "reporter" or "officer"."""

    by: str
    at: datetime
    words: Confidential


@dataclass(frozen=True, slots=True)
class ToldOutside:
    """Whom outside the Union an officer told (a domain.cases.commands.Outside), and when."""

    whom: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another officer, to those who work on the case: her level and her own name."""

    level: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """Who last reminded whoever holds the case, and when."""

    by: Colleague
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """Who last did not agree that the case ends, why (a word from a list), and when."""

    by: Colleague
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """An officer reached the woman, or tried to in vain."""

    by: Colleague
    at: datetime
    reached: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """How a case ended: when, why (a word from a list), who asked for it, and who agreed."""

    at: datetime
    reason: str
    asker: Colleague
    second: Colleague | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the reader may know it.

    `case`: None where she may not see its content (its `intake` is None once erased). `owner` and
    `reporter` are named by their posts, never by their names; `taker` is the level of whoever
    holds it ("commune", …). `mine`: she holds it; `reports`: she reported it. `acts`: what she may
    do now. `said`: the last words of both sides. `siblings`: numbers of other cases about the same
    person. `quiet`: she reported it on a phone that may not show what it is about.

    Where she may see the content: `owed`, what is owed in it; `holder_name`, the own name of
    whoever holds it, and `holder_reached`, whether she can be written to; `asker`, who wants to
    end it, and `double_of` as the double of which number; `second_reached`, whether another officer
    can be asked; `told_outside`; `reminded`; `refused`; `contacts`, the last times somebody reached
    her or tried to. `is_asker`: she herself asked to end it. `phone_unsafe`: the reporter's phone
    shows no more than that there is news.

    `held_before`: officers who held it and do no more.

    `unreached`: whoever holds it has not reached her yet. `ended`: how it ended.

    `reporter_reached`: whoever reported it can be written to still.

    To whoever reported it: `anybody_told`, whether an officer knows of it who can be reached.

    Where nobody has taken it: `untaken_since`, and `asked`, how many others of each level were
    asked to.
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
    quiet: bool = False
    owed: Duties = ()
    asker: NamedPost | None = None
    double_of: str = ""
    told_outside: tuple[ToldOutside, ...] = ()
    holder_name: str = ""
    holder_reached: bool = True
    reporter_reached: bool = True
    anybody_told: bool = True
    second_reached: bool = True
    reminded: Reminded | None = None
    refused: Refused | None = None
    contacts: tuple[Contact, ...] = ()
    phone_unsafe: bool = False
    held_before: tuple[Colleague, ...] = ()
    unreached: bool = False
    ended: Ended | None = None
    is_asker: bool = False
    untaken_since: datetime | None = None
    asked: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case in a list, without its content. `duty`: what she has waited for longest, since
    `since`. `readable`: its content can be opened. `holder`: another officer who holds it."""

    number: str
    state: str
    danger: bool
    opened_at: datetime
    mine: bool
    overdue: bool
    duty: str = ""
    since: datetime | None = None
    readable: bool = True
    holder: Colleague | None = None


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
    by number and the moment they were opened. `is_asker`: she herself asked to end the case."""

    number: str
    names: dict[str, str] = field(default_factory=dict)
    posts: dict[str, NamedPost] = field(default_factory=dict)
    opened: dict[str, datetime] = field(default_factory=dict)
    is_asker: bool = False
