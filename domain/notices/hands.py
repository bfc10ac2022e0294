"""Notices where several people report for one unit: who sent, and who replaced whose report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.notices.base import Notice
from domain.notices.reporting import Amounts, Change, Head

CORRECTION_REASONS = ("asked", "checked", "slip", "other")
"""Why an officer corrects a leader: she asked for it, the books say otherwise, a slip, another."""


@dataclass(frozen=True, slots=True)
class StandingReport:
    """The report in force that was sent since a form last saw one.

    `values`: what it says by code, the case question included; a code left out is absent.
    `by_officer`: it was entered on behalf of the unit.
    """

    submission_id: int
    edition: int
    values: Mapping[str, Amounts]
    by_officer: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a report of a unit, and when.

    `name`: "" if unknown; `role`: "" if she holds no post there any more. `is_reader`: it was the
    one who is written to.
    """

    unit_id: int
    name: str
    role: str
    sent_at: datetime
    is_reader: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who reports for the same branch: her name ("" if unknown) and her role."""

    name: str
    role: str


class ReportsBeside(Notice, frozen=True, tag="reports_beside/1"):
    """Tells her who else reports for the same branch. `people`: ids, whose names are read late.

    `joined`: those are told that she, `people[0]`, has just joined them.
    """

    unit_id: int
    people: tuple[int, ...]
    joined: bool = False


class ReportStands(Notice, frozen=True, tag="report_stands/1"):
    """Shows what was sent since her form was opened, and asks whether to replace it.

    `changes`: the lines that differ, from what stands to hers.
    """

    head: Head
    submission_id: int
    changes: tuple[Change, ...]


class SameAsSent(Notice, frozen=True, tag="same_as_sent/1"):
    """Says that somebody has sent the very same since: there is nothing to send."""

    head: Head
    submission_id: int


class KeptAsSent(Notice, frozen=True, tag="kept_as_sent/1"):
    """Says that the report that was sent stands, and hers was dropped."""

    head: Head
    submission_id: int


class NothingChanged(Notice, frozen=True, tag="nothing_changed/1"):
    """Says that a correction changed nothing: the report stands as it was sent."""

    head: Head


class EmptyReport(Notice, frozen=True, tag="empty_report/1"):
    """Says that a report without a single line is not sent, and what she can do."""

    head: Head


class AskCorrectionReason(Notice, frozen=True, tag="ask_correction_reason/1"):
    """Asks an officer why she corrects what a leader sent: one of CORRECTION_REASONS."""

    again: bool = False


class ReportReplaced(Notice, frozen=True, tag="report_replaced/1"):
    """Tells whoever sent a report, or leads the branch, that another one has replaced it.

    Who and when are read late. `mine`: it was hers. `entered`: she is an officer, who had entered
    it for the branch.
    """

    submission_id: int
    changes: tuple[Change, ...]
    mine: bool = False
    entered: bool = False


@dataclass(frozen=True, slots=True)
class ReplacedFacts:
    """The report that stands now: whose it is and why an officer changed it ("" for no officer)."""

    sender: Sender
    unit_name: str
    period: str
    reason: str = ""
