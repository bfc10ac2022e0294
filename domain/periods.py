"""Reporting periods, working days, and the window in which a report opens, is due and locks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.org.levels import Level
from domain.plan.public_holidays import list_public_holidays
from domain.plan.settings import PlanSettings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""The country's one time zone."""

_SATURDAY = 5


class Rhythm(StrEnum):
    """How often an indicator is asked."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    def is_asked_in(self, month: int, settings: PlanSettings) -> bool:
        """Return True if a form of this month (1–12) asks what has this rhythm."""
        return (
            month
            in {
                Rhythm.MONTH: (month,),
                Rhythm.QUARTER: settings.quarter_months,
                Rhythm.HALF: settings.half_months,
                Rhythm.YEAR: (settings.year_month,),
            }[self]
        )


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """The month a form is for. With a cut-off on the 14th, 2025-10 counts 15/9 to 14/10."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Parse "2025-10"; ValueError for anything else."""
        year, dash, month = text.partition("-")
        if not (dash and len(year) == 4 and len(month) == 2 and 1 <= int(month) <= 12):
            raise ValueError("not a period")
        return cls(int(year), int(month))

    @classmethod
    def of(cls, day: date, cutoff_day: int) -> "Period":
        """Find the period that counts what happened on this day."""
        month = cls(day.year, day.month)
        return month if day.day <= cutoff_day else month.next()

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def next(self) -> "Period":
        """The month after."""
        return Period(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> "Period":
        """The month before."""
        return Period(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def first_day(self, cutoff_day: int) -> date:
        """The day after the last period's cut-off."""
        before = self.previous()
        return date(before.year, before.month, cutoff_day) + timedelta(days=1)

    def last_day(self, cutoff_day: int) -> date:
        """The day of the cut-off."""
        return date(self.year, self.month, cutoff_day)


@dataclass(frozen=True)
class Calendar:
    """Days off (with their names) and Saturdays or Sundays that are worked in exchange.

    A year of which the list names no day is taken from python-holidays.
    """

    days_off: Mapping[date, str] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()
    weekly_rest: frozenset[int] = frozenset({_SATURDAY, _SATURDAY + 1})

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.days_off)

    def covers(self, year: int) -> bool:
        """Return True if the list names any day of this year; else its days off are a forecast."""
        return year in self._years

    def is_working_day(self, day: date) -> bool:
        """Return True if it is neither weekly rest nor a day off, or is worked in exchange."""
        if day in self.worked:
            return True
        return not (day.weekday() in self.weekly_rest or self._is_off(day))

    def _is_off(self, day: date) -> bool:
        return day in (self.days_off if self.covers(day.year) else list_public_holidays(day.year))

    def previous_working_day(self, day: date) -> date:
        """This day, or else the nearest working day before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def next_working_day(self, day: date) -> date:
        """This day, or else the nearest working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


def compute_due_day(
    period: Period, settings: PlanSettings, calendar: Calendar, level: Level
) -> date:
    """Compute the day a level's report is due; a day off is moved to the working day before."""
    named = date(period.year, period.month, settings.get_due_day(level))
    return calendar.previous_working_day(named)


def compute_due_moment(
    period: Period, settings: PlanSettings, calendar: Calendar, level: Level = Level.BRANCH
) -> datetime:
    """Compute the last second of the due day, aware, in the plan's zone."""
    return end_of(compute_due_day(period, settings, calendar, level), settings)


def opens_at(period: Period, settings: PlanSettings) -> datetime:
    """The moment from which the period's report may be entered."""
    day = date(period.year, period.month, settings.opens_day)
    return datetime.combine(day, time(), settings.zone)


def locks_at(period: Period, settings: PlanSettings, level: Level = Level.BRANCH) -> datetime:
    """The moment after which the period's report no longer changes without an exception."""
    named = date(period.year, period.month, settings.get_due_day(level))
    return end_of(named + timedelta(days=settings.lock_after_days), settings)


def is_open(
    period: Period,
    at: datetime,
    settings: PlanSettings,
    level: Level = Level.BRANCH,
    reopened: date | None = None,
) -> bool:
    """Return True if a report of this period may be sent or corrected at this moment.

    `reopened`: the last day until which staff reopened it.
    """
    locks = locks_at(period, settings, level)
    if reopened is not None:
        locks = max(locks, end_of(reopened, settings))
    return opens_at(period, settings) <= at <= locks


def list_unsent_periods(
    at: datetime,
    settings: PlanSettings,
    among: Iterable[Period],
    sent: Collection[Period] = (),
    level: Level = Level.BRANCH,
    reopened: Mapping[Period, date] | None = None,
) -> tuple[Period, ...]:
    """List the periods that are open at this moment and were not sent, the older first.

    `among`: the periods the unit answers for, such as `plan.periods` from the month it was made.
    `reopened`: until which day staff reopened a period.
    """
    until = reopened or {}
    unsent = (p for p in sorted(among) if p not in sent)
    return tuple(p for p in unsent if is_open(p, at, settings, level, until.get(p)))


def end_of(day: date, settings: PlanSettings) -> datetime:
    """Return the last second of a day, aware, in the plan's zone."""
    return datetime.combine(day, time(23, 59, 59), settings.zone)
