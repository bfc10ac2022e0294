"""A locked period, and how staff reopen it for one unit."""

from datetime import date

from domain.notices.base import Notice

REASONS = ("phone", "figures", "newcomer", "other")
"""Why a period is reopened: no phone or signal, wrong figures, a new leader, something else."""


class PeriodLocked(Notice, frozen=True, tag="period_locked/1"):
    """This month ("2025-08") takes no report any more. `ask`: the unit whose officer can help."""

    unit_name: str
    period: str
    locked: date
    ask: str


class AskUnit(Notice, frozen=True, tag="reopen_unit/1"):
    """Which unit is it? `again`: none of hers is so called."""

    again: bool = False


class AskPeriod(Notice, frozen=True, tag="reopen_period/1"):
    """Which month? `sent`: whether a report of it is there."""

    unit_name: str
    periods: tuple[tuple[str, bool], ...]
    again: bool = False


class AskUntil(Notice, frozen=True, tag="reopen_until/1"):
    """Until which day? At most `most` days from now; `again`: what was said was no such day."""

    unit_name: str
    period: str
    most: int
    again: bool = False


class AskReason(Notice, frozen=True, tag="reopen_reason/1"):
    """Why? One of REASONS."""

    again: bool = False


class Reopened(Notice, frozen=True, tag="reopened/1"):
    """Told to the officer; `told`: how many who report for the unit were told."""

    unit_name: str
    period: str
    until: date
    told: int


class OpenAgain(Notice, frozen=True, tag="open_again/1"):
    """Told to who reports for the unit. `unit_id`: opens the form."""

    unit_id: int
    unit_name: str
    period: str
    until: date
    sent: bool = False


class NothingLocked(Notice, frozen=True, tag="nothing_locked/1"):
    """No month of this unit is locked: reports can be sent and corrected."""

    unit_name: str


class NotReopened(Notice, frozen=True, tag="not_reopened/1"):
    """It was dropped."""
