"""Notices that answer what is asked beside reports: who writes, whom to ask, what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from domain.notices.base import Notice
from domain.notices.people import NamedPost
from domain.notices.reporting import Amounts


class AboutMe(Notice, frozen=True, tag="about_me/1"):
    """Says who writes here, and as whom she is recorded."""

    province: str
    held: tuple[NamedPost, ...] = ()


class WhomToAsk(Notice, frozen=True, tag="whom_to_ask/1"):
    """Names the officers over her, who are read late.

    `about`: "call", "substitute", "delete", "print", "phone", "unknown" (a question that nothing
    here answers), or "help" for their names alone, beneath something else.
    """

    person_id: int
    about: str = "call"

    @property
    def unheard(self) -> bool:
        """Whoever asks whom to call, or something unknown, may be in need."""
        return self.about in ("call", "unknown")


@dataclass(frozen=True, slots=True)
class OfficerAbove:
    """Officers of one unit over her: the unit's name, their names, and the numbers they show."""

    unit_name: str
    people: Sequence[tuple[str, str]] = field(repr=False)


class OwedReport(msgspec.Struct, frozen=True):
    """A report that a unit owes, and the day it is due."""

    unit_name: str
    period: str
    due: date


class DueDays(Notice, frozen=True, tag="due_days/1"):
    """Says which reports she owes and when each is due. `several`: she reports for several units"""

    owed: tuple[OwedReport, ...]
    several: bool = False


class SentReport(Notice, frozen=True, tag="sent_report/1"):
    """Shows the report of a unit and a period as it stands, read late; or that there is none."""

    unit_id: int
    period: str


@dataclass(frozen=True, slots=True)
class SentReportFacts:
    """A report in force; `number` "" where there is none. `values`: by code, without cases.

    `changeable`: it may still be corrected.
    """

    unit_name: str
    number: str = ""
    sent_at: datetime | None = None
    codes: Sequence[str] = ()
    values: Mapping[str, Amounts] = field(default_factory=dict)
    changeable: bool = False


class RemindersPaused(Notice, frozen=True, tag="reminders_paused/1"):
    """Says that she is not reminded of these reports before a day, and that her officer sees it.

    `locks`: that day is the last on which they can be sent.
    """

    periods: tuple[str, ...]
    until: date
    locks: bool = False


class HowToPause(Notice, frozen=True, tag="how_to_pause/1"):
    """Tells a leader who wants a later due day what she may have herself: not to be reminded."""


class AskLeaving(Notice, frozen=True, tag="ask_leaving/1"):
    """Asks whether she really has left this post. `again`: her answer was neither."""

    held: NamedPost
    again: bool = False


class LeavingTold(Notice, frozen=True, tag="leaving_told/1"):
    """Says that her officer is told that she leaves her post (`officers`: how many were), or that
    nobody could be. `paused`: she is not reminded of its reports from now on."""

    held: NamedPost
    officers: int
    paused: bool = False


class PostGoneAlready(Notice, frozen=True, tag="post_gone_already/1"):
    """Says that she is not recorded in this post any more, so that nobody needs to be told."""

    held: NamedPost


class PostLeft(Notice, frozen=True, tag="post_left/1"):
    """Tells an officer that somebody says she has left her post; her name is read late."""

    person_id: int
    held: NamedPost


class StaysInPost(Notice, frozen=True, tag="stays_in_post/1"):
    """Says that nothing changes: she stays in her post."""

    held: NamedPost
