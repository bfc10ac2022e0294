"""How much a figure knows: how many answers it stands on, of how many that were owed, until when.

Missing is never a zero: what nobody answered is left out of a figure, and said beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.org.levels import Level
from domain.periods import Period, locks_at
from domain.plan.plan import Indicator, Plan
from domain.progress.audience import Audience

CountOwed = Callable[[Level, Period], int]
"""Counts the units of a level that owe a period's report, within the scope."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`answered` of `owed` answers, `confirmed` of the answered.

    For what happens over time these are answers of all periods that count; for a state, the units
    that said how they stand. `as_of`: the cut-off day of the last period that counts, None where
    none does.
    """

    answered: int = 0
    owed: int = 0
    confirmed: int = 0
    as_of: date | None = None

    @property
    def is_full(self) -> bool:
        """Whether everybody who owes an answer gave it."""
        return self.answered >= self.owed

    @property
    def missing(self) -> int:
        """How many answers are owed and not there."""
        return max(0, self.owed - self.answered)

    def is_enough(self, percent: int) -> bool:
        """Whether so many percent of those who owe an answer gave it."""
        return 100 * self.answered >= percent * self.owed

    @property
    def share(self) -> float:
        """The share that answered (0 to 1); 0 where nothing is owed."""
        return min(1.0, self.answered / self.owed) if self.owed else 0.0


@dataclass(frozen=True)
class Cutoff:
    """Up to which of a plan's periods figures count, when they are judged, and for whom.

    `counted`: the last period whose reports count, None for none; it may be of a later year.
    `cases_until`: the last whose cases do, which wait for nobody's report; None: the same.
    """

    plan: Plan
    counted: Period | None
    at: datetime
    audience: Audience = Audience.EVERYONE
    cases_until: Period | None = None

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The plan's periods that count."""
        counted = self.counted
        return tuple(p for p in self.plan.periods if counted is not None and p <= counted)

    @cached_property
    def day(self) -> date | None:
        """The last day that is counted; None before the first period counts."""
        return self.periods[-1].last_day(self.plan.settings.cutoff_day) if self.periods else None

    @property
    def today(self) -> date:
        """The day of judging, in the plan's zone."""
        return self.at.astimezone(self.plan.settings.zone).date()

    @property
    def is_over(self) -> bool:
        """Whether the year is over and its last period counts; a late report may still come."""
        return self.periods == self.plan.periods and self.today.year > self.plan.year

    @property
    def is_final(self) -> bool:
        """Whether that period is locked, too: nothing more can come."""
        return self.is_over and self.at > locks_at(self.plan.periods[-1], self.plan.settings)

    def list_asked(self, indicator: Indicator) -> tuple[Period, ...]:
        """List the periods that count in which an indicator was asked."""
        asked = self.plan.list_periods(indicator.rhythm)
        return tuple(p for p in self.periods if p in asked)

    def list_left(self, indicator: Indicator) -> tuple[Period, ...]:
        """List the periods still to come, or to be counted, in which it is asked."""
        asked = self.plan.list_periods(indicator.rhythm)
        return tuple(p for p in asked if p not in self.periods)

    def list_owing(self, indicator: Indicator) -> tuple[Period, ...]:
        """List the periods whose answers are owed: all of them, or for a state the last alone."""
        asked = self.list_asked(indicator)
        return asked[-1:] if indicator.is_state else asked


def count_owed(indicator: Indicator, periods: tuple[Period, ...], owed: CountOwed) -> int:
    """Count the answers that units of the levels which enter it owe for these periods."""
    return sum(owed(level, period) for period in periods for level in indicator.entered_by)
