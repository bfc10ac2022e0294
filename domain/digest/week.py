"""A unit's week for its group: what came in, what is reached, what is at risk, what is next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.digest.added import Added
from domain.documents.figures import (
    Upcoming,
    find_figure,
    find_shown_target,
    find_upcoming,
)
from domain.notices.progress import Reporting
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan
from domain.progress.forecast import Forecast, Outlook, compute_pace, judge_outlook
from domain.progress.progress import IndicatorProgress, ProgressStatus
from domain.progress.ranking import BAD

MOST_MOVERS = 3
DAYS_AHEAD = 14
"""How far a digest looks ahead in the plan's calendar."""


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week this day lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Mover:
    """A unit below: its progress, what the week's reports added by code, and how many came."""

    name: str
    now: Sequence[IndicatorProgress]
    added: Mapping[str, float]
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Concern:
    """An indicator that may not reach its target."""

    progress: IndicatorProgress
    forecast: Forecast | None
    behind: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything a digest says. Names are those of units; it tells of no person and no single case.

    `movers`: the units that moved most, the most first; for a commune, whose branches have no
    targets, the first to send. `reached`: those reached in this week first. `concerns`: the worst
    first. `told`: every indicator that a group may be told of, for the chart, with its `forecasts`
    by code. `counted`: of the month up to which figures count. `added`: what was recorded in the
    week as done for the plan's tasks.
    """

    unit_name: str
    code: str
    level: Level
    week: Week
    day: date
    reporting: Reporting | None
    movers: tuple[str, ...] = ()
    reached: tuple[IndicatorProgress, ...] = ()
    concerns: tuple[Concern, ...] = ()
    next_due: tuple[Period, date] | None = None
    coming: tuple[Upcoming, ...] = ()
    told: tuple[IndicatorProgress, ...] = ()
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    counted: Reporting | None = None
    added: Added = field(default_factory=Added)


def find_movers(units: Iterable[Mover]) -> tuple[str, ...]:
    """Find the names of up to three units that the week's reports moved most.

    A unit's gain is the mean over all indicators of the share of the way to the target (0 to 1)
    that was gone in the week. Equal units are ordered by how many reports came, then by name.
    """
    gained = [(_measure_gain(unit), unit) for unit in units]
    moved = [(gain, unit) for gain, unit in gained if gain > 0]
    moved.sort(key=lambda pair: (-pair[0], -pair[1].reports, pair[1].name))
    return tuple(unit.name for _, unit in moved[:MOST_MOVERS])


def _measure_gain(unit: Mover) -> float:
    gains = [
        _measure_way(done, 0) - _measure_way(done, unit.added.get(done.indicator.code, 0))
        for done in unit.now
    ]
    return round(sum(gains) / len(gains), 9) if gains else 0.0


def _measure_way(done: IndicatorProgress, without: float) -> float:
    """Measure which share of the way to the target (0 to 1) is gone `without` an amount."""
    figure, target = find_figure(done), find_shown_target(done)
    if figure is None or not target:
        return 0.0
    return max(0.0, min(1.0, (figure.amount - without) / target))


def find_first_to_send(sent: Mapping[str, float], since: float) -> tuple[str, ...]:
    """Find the names of up to three units that sent first since a moment; times in seconds."""
    came = sorted((at, name) for name, at in sent.items() if at >= since)
    return tuple(name for _, name in came[:MOST_MOVERS])


def find_reached(
    now: Iterable[IndicatorProgress], added: Mapping[str, float], plan: Plan
) -> tuple[IndicatorProgress, ...]:
    """Find the indicators whose target for the year is reached, those of this week first.

    `added`: by code, what the week's reports added. What can be lost again is only "holding", and
    never "reached" before the year is over.
    """
    met = [done for done in now if done.status is ProgressStatus.MET]
    return tuple(
        sorted(met, key=lambda done: _measure_way(done, added.get(done.indicator.code, 0)) >= 1)
    )


def find_concerns(
    now: Iterable[IndicatorProgress], forecasts: Mapping[str, Forecast], plan: Plan
) -> tuple[Concern, ...]:
    """Find the indicators at risk or behind, the worst first."""
    found = []
    for done in now:
        foreseen = forecasts.get(done.indicator.code)
        looks = judge_outlook(done, foreseen)
        if looks in BAD:
            found.append(Concern(done, foreseen, looks is not Outlook.AT_RISK))
    return tuple(sorted(found, key=lambda c: (not c.behind, compute_pace(c.progress))))


def find_coming(plan: Plan, level: Level, day: date) -> tuple[Upcoming, ...]:
    """Find the events that begin or must be done within `DAYS_AHEAD`, the soonest first."""
    asked = Level.COMMUNE if level in (Level.AREA, Level.BLOC) else level
    until = day + timedelta(days=DAYS_AHEAD)
    return tuple(e for e in find_upcoming(plan, asked, day) if day < (e.first or e.last) <= until)
