"""Notices of a locked period, and of reopening it for one unit."""

from datetime import date

from domain.notices.base import Notice

REASONS = ("phone", "figures", "newcomer", "other")
"""Why a period is reopened: no phone or signal, wrong figures, a new leader, something else."""


class PeriodLocked(Notice, frozen=True, tag="period_locked/1"):
    """Says that a month ("2025-08") takes no report any more. `ask`: whose officer can help."""

    unit_name: str
    period: str
    locked: date
    ask: str


class AskUnit(Notice, frozen=True, tag="reopen_unit/1"):
    """Asks which unit it is. `again`: none of hers has the name she typed."""

    again: bool = False


class AskPeriod(Notice, frozen=True, tag="reopen_period/1"):
    """Asks which month it is. `periods`: (its key, whether a report of it was sent)."""

    unit_name: str
    periods: tuple[tuple[str, bool], ...]
    again: bool = False


class AskUntil(Notice, frozen=True, tag="reopen_until/1"):
    """Asks until which day, at most `most` days from now. `again`: the answer was no such day."""

    unit_name: str
    period: str
    most: int
    again: bool = False


class AskReason(Notice, frozen=True, tag="reopen_reason/1"):
    """Asks for the reason, one of REASONS."""

    again: bool = False


class Reopened(Notice, frozen=True, tag="reopened/1"):
    """Tells the officer that it is open; `told`: how many who report for the unit were told."""

    unit_name: str
    period: str
    until: date
    told: int


class OpenAgain(Notice, frozen=True, tag="open_again/1"):
    """Tells those who report for the unit that it is open again. `unit_id`: opens the form.

    `sent`: a report was sent, so that it is corrected.
    """

    unit_id: int
    unit_name: str
    period: str
    until: date
    sent: bool = False


class NothingLocked(Notice, frozen=True, tag="nothing_locked/1"):
    """Says that no month of this unit is locked: reports can be sent and corrected."""

    unit_name: str


class NotReopened(Notice, frozen=True, tag="not_reopened/1"):
    """Says that nothing was opened."""
