"""Notices that remind of reports; what is still owed is read when they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.notices.base import Notice
from domain.notices.reporting import Line, OwedMonth
from domain.org.levels import Level
from domain.periods import Period


class ReminderDue(Notice, frozen=True, tag="reminder_due/1"):
    """Reminds a person that her units owe the report of a period ("2025-10").

    Nothing is sent once all of them sent it. `why`: "ladder" (a step of the reminder schedule),
    "asked" (she asked to be reminded again) or "nudge" (her officer had her reminded).
    """

    person_id: int
    unit_ids: tuple[int, ...]
    period: str
    why: str = "ladder"


@dataclass(frozen=True, slots=True)
class OwedForm:
    """One report still owed. `left`: those of its `questions` that have no answer.

    `unit_name`: with its commune where another unit bears its name; `short` as she types it.
    `begun`: some questions are answered. `in_steps`: it is open and asks one question at a time.
    """

    unit_id: int
    unit_name: str
    questions: int
    left: Sequence[Line]
    begun: bool = False
    in_steps: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """The reports a person owes. `name`: hers ("Nông Thị Hoa"), "" where it is not known.

    `late`: other months of these units whose due days are over.
    """

    name: str
    period: Period
    due: date
    forms: Sequence[OwedForm]
    late: Sequence[OwedMonth] = ()


class StillMissing(Notice, frozen=True, tag="still_missing/1"):
    """Tells the officer of a unit who below it has not sent the report of a period."""

    unit_id: int
    period: str


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """A unit that has not sent. `count`: how many branches are missing in it (1: it may be itself).

    `why`: "" (somebody can be reminded), "nobody" (nobody took its code), "unreachable" (nobody in
    post can be written to) or "paused" (somebody there asked not to be reminded before `until`).
    `due`: her due day where it is later than the list's.
    """

    unit_id: int
    name: str
    count: int = 1
    why: str = ""
    until: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class MissingFacts:
    """Who has not sent the report of a period, at or below a unit.

    `sent`, `expected` and `on_time` count branches; `missing`: the branches, or the communes with
    missing ones. `own`: missing reports of communes and areas themselves. `may_extend`: the due day
    that an extension would lead to; None where one was granted already.
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
    """Promises to remind her again at a moment ("2025-10-20T09:30+07:00")."""

    at: str


class SentIndeed(Notice, frozen=True, tag="sent_indeed/1"):
    """Confirms that the report she says she sent is here."""

    unit_name: str
    period: str
    number: str
    sent_at: str


class NotSentYet(Notice, frozen=True, tag="not_sent_yet/1"):
    """Says that the report she says she sent is not here; `answered` of `questions` are kept."""

    unit_id: int
    unit_name: str
    period: str
    answered: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Unreached:
    """A unit where nobody is reminded.

    `why` as MissingUnit's: "nobody", "unreachable", or "paused" (whoever reports there asked for
    it).
    """

    name: str
    why: str


class Nudged(Notice, frozen=True, tag="nudged/2"):
    """Tells an officer how many people are reminded now.

    `already`: how many had been reminded that day; `unreached`: the units where nobody can be;
    `held`: they are reminded in the morning, since it is night. `months`: whose reports are
    missing ("2025-10"). `asked`: what she named, as she would type it again; "" for her own.
    """

    reminded: int
    already: int = 0
    unreached: tuple[Unreached, ...] = ()
    held: bool = False
    months: tuple[str, ...] = ()
    asked: str = ""


class UnreachedPage(Notice, frozen=True, tag="unreached_page/1"):
    """Lists the units that a nudge does not reach, from the page `page` (1 is the first)."""

    unreached: tuple[Unreached, ...]
    page: int
    asked: str = ""
