"""What conversations may ask the shell to do, in the transaction that stores their new state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.engine.conversation import Effect
from domain.cases.intake import Intake
from domain.cases.intake_form import SILENCE
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.reporting import Change
from domain.tasks.office_words import OfficeWords


@dataclass(frozen=True, slots=True)
class SubmitReport(Effect):
    """Send a report: the last one for (unit, period) is in force, earlier ones are kept.

    `values`: indicator code → field → amount (a skipped question is absent, an answer "none" is
    0). `skipped`: codes she left out. `unchanged`: codes taken over from the last report.
    `corrected`: what changed since it was first shown, for the receipt. `help_needed`: her answer
    to the case question; None if it was not asked or not answered. `edition`: the one that stood
    when she was last shown it (0: none), which alone this may replace. `reason`: why an officer
    corrects a leader, one of domain.notices.hands.CORRECTION_REASONS.
    """

    unit_id: int
    period: str
    values: Mapping[str, Mapping[str, float]]
    skipped: tuple[str, ...] = ()
    on_behalf: bool = False
    unchanged: tuple[str, ...] = ()
    corrected: tuple[Change, ...] = ()
    help_needed: bool | None = None
    edition: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TellOfLeaving(Effect):
    """Tell the officers over a unit that she has left her post there, and remind her no more."""

    role: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class SetEventDate(Effect):
    """Store the first and last day of an event of the plan; `days` None: it is not held."""

    event: str
    days: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class WordBroadcast(Effect):
    """Store the words of a draft and the level they are for."""

    broadcast_id: int
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class SendBroadcast(Effect):
    """Send a draft to its audience."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class WordActivity(Effect):
    """Keep the words of a draft of an activity, sealed."""

    draft_id: int
    words: OfficeWords


@dataclass(frozen=True, slots=True)
class DropActivity(Effect):
    """Delete a draft of an activity with its words."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class RecordActivity(Effect):
    """Record a draft: an office did this for a task (an event's id) on a day.

    `held`: it is the conference itself.
    """

    draft_id: int
    task: str
    day: date
    participants: int | None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Reopen(Effect):
    """Open a locked period for one unit until the end of a day.

    `reason`: one of domain.notices.reopening.REASONS.
    """

    unit_id: int
    period: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class ExtendDueDays(Effect):
    """Put off the due day of these units' reports of a period ("2025-10")."""

    unit_ids: tuple[int, ...]
    period: str
    until: date


@dataclass(frozen=True, slots=True)
class UndoExtension(Effect):
    """Take back what put off the due day of these units' reports of a period."""

    unit_ids: tuple[int, ...]
    period: str


@dataclass(frozen=True, slots=True)
class FileCase(Effect):
    """Open a case in this commune, or (`again`) complete the one opened since `since`.

    `then`: what is said after the number of the case. `commune_known`: she was asked which commune
    it is, or it is her own. `phone_is_safe`: what she said of her phone, None if nothing.
    `commune_out`: she said that the commune must not know, before anybody was told.
    """

    unit_id: int
    intake: Intake
    since: datetime
    again: bool = False
    then: tuple[Notice, ...] = ()
    commune_known: bool = True
    phone_is_safe: bool | None = None
    commune_out: bool = False


@dataclass(frozen=True, slots=True)
class AwaitAnswer(Effect):
    """Say, if nothing is answered `within` that time after `asked_at`, that nobody was told."""

    asked_at: datetime
    within: timedelta = SILENCE


@dataclass(frozen=True, slots=True)
class StopTelling(Effect):
    """Tell nobody more of the case opened since `since`, and those who know that she wishes so."""

    since: datetime
    then: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class DecideCommune(Effect):
    """Tell the commune of the case opened since `since`, or leave it out of every step."""

    since: datetime
    may_know: bool
    then: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class SayItIsTheSame(Effect):
    """Record that the case opened since `since` is the one she had reported shortly before."""

    since: datetime
    earlier_id: int
    then: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeBack(Effect):
    """Delete what was said in this chat since `since` and her own messages, if the network can.

    `message_refs`: her messages, as Event.message_ref.
    """

    since: datetime
    message_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SayInCase(Effect):
    """Pass words on to the other side of a case. `more`: what she writes next goes there too.

    `urgent`: they tell of danger, so the officers are called again.
    """

    case_id: int
    words: Confidential
    more: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class SayShown(Effect):
    """Tell the other side of a case that a photo, a voice message or the like came (`what`)."""

    case_id: int
    what: str


@dataclass(frozen=True, slots=True)
class KeepPhone(Effect):
    """Keep an officer's number, sealed as it was offered, for these units: she agreed to it."""

    sealed: str
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UndoJoining(Effect):
    """Take back what a code gave her: she has said that she is not the person it was meant for."""

    code: str
