"""Reminders of reports that are owed, as data; what is owed is looked up when they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.notices.base import Notice
from domain.notices.reporting import Line
from domain.org.levels import Level
from domain.periods import Period


class ReminderDue(Notice, frozen=True, tag="reminder_due/1"):
    """A person's units owe the report of a period ("2025-10"). Nothing is said once all sent it.

    `why`: "ladder", "asked" (she asked to be reminded again) or "nudge" (her officer did it).
    """

    person_id: int
    unit_ids: tuple[int, ...]
    period: str
    why: str = "ladder"


@dataclass(frozen=True, slots=True)
class OwedForm:
    """One report still owed: the questions without an answer (`left` of `questions`).

    `begun`: she has it open, or set aside. `in_steps`: it asks one question at a time.
    """

    unit_id: int
    unit_name: str
    questions: int
    left: Sequence[Line]
    begun: bool = False
    in_steps: bool = False


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """`name`: what she is called ("Nông Thị Hoa"), "" where it is not known."""

    name: str
    period: Period
    due: date
    forms: Sequence[OwedForm]


class StillMissing(Notice, frozen=True, tag="still_missing/1"):
    """Told to the officer of a unit: who below has not sent the report of a period."""

    unit_id: int
    period: str


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """A unit that has not sent. `count`: branches missing in it (1: it is itself the one).

    `why`: "" (somebody can be reminded), "nobody" (nobody took its code) or "unreachable" (nobody
    in post can be written to).
    """

    unit_id: int
    name: str
    count: int = 1
    why: str = ""


@dataclass(frozen=True, slots=True)
class MissingFacts:
    """`own`: reports of the units' own level (a commune's, not of its branches) still missing.

    `may_extend`: the last day an extension would lead to; None where one was granted already.
    """

    unit_id: int
    unit_name: str
    level: Level
    period: Period
    due: date
    sent: int
    expected: int
    on_time: int
    missing: Sequence[MissingUnit] = ()
    own: Sequence[MissingUnit] = ()
    may_extend: date | None = None


# --- what she answers to it --------------------------------------------------------------------


class WillRemind(Notice, frozen=True, tag="will_remind/1"):
    """She is reminded again at this moment ("2025-10-20T09:30+07:00")."""

    at: str


class SentIndeed(Notice, frozen=True, tag="sent_indeed/1"):
    """She says she sent it, and nothing is owed."""

    unit_name: str
    period: str
    number: str
    sent_at: str


class NotSentYet(Notice, frozen=True, tag="not_sent_yet/1"):
    """She says she sent it, but it has not come. `answered` of `questions` are kept."""

    unit_id: int
    unit_name: str
    period: str
    answered: int = 0
    questions: int = 0


class Nudged(Notice, frozen=True, tag="nudged/1"):
    """An officer had people reminded: how many now, how many had been today, who cannot be."""

    reminded: int
    already: int = 0
    unreached: tuple[str, ...] = ()
    held: bool = False


class Extended(Notice, frozen=True, tag="extended/1"):
    """The due day of a unit's reports of a period was put off."""

    unit_name: str
    period: str
    until: date
