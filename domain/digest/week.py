"""A unit's week for its group: what came in, what is reached, what needs care, what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.documents.figures import Upcoming, is_withheld, find_figure, find_shown_target, find_upcoming
from domain.measures import RollUp
from domain.notices.progress import Reporting
from domain.org.levels import Level
from domain.periods import Calendar, Period, due_day
from domain.plan.plan import Plan
from domain.progress.forecast import Forecast, Outlook, outlook, pace
from domain.progress.progress import IndicatorProgress

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
class Moved:
    """A unit below: how it stands, what the week's reports added by code, and how many came."""

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
    """Everything a digest says. Names are those of units; no person, no single case.

    `movers`: units that moved most, the most first; branches have no targets, so for a commune
    the first to send. `reached`: those reached in this week first. `concerns`: the worst first.
    `told`: every indicator that a group may hear of, for the chart.
    """

    unit_name: str
    code: str
    level: Level
    week: Week
    day: date
    reporting: Reporting | None
    find_movers: tuple[str, ...] = ()
    find_reached: tuple[IndicatorProgress, ...] = ()
    find_concerns: tuple[Concern, ...] = ()
    find_next_due: tuple[Period, date] | None = None
    find_coming: tuple[Upcoming, ...] = ()
    drop_withheld: tuple[IndicatorProgress, ...] = ()


def find_movers(units: Iterable[Moved]) -> tuple[str, ...]:
    """The names of up to three units that the week's reports brought nearest to their targets.

    How near: the mean over all indicators of how much of the way was done in the week, each way
    between 0 and 1. Units alike are put in order by how many reports came, then by name.
    """
    gained = [(_measure_gain(unit), unit) for unit in units]
    moved = [(gain, unit) for gain, unit in gained if gain > 0]
    moved.sort(key=lambda pair: (-pair[0], -pair[1].reports, pair[1].name))
    return tuple(unit.name for _, unit in moved[:MOST_MOVERS])


def _measure_gain(unit: Moved) -> float:
    gains = [
        _measure_way(done, 0) - _measure_way(done, unit.added.get(done.indicator.code, 0)) for done in unit.now
    ]
    return round(sum(gains) / len(gains), 9) if gains else 0.0


def _measure_way(done: IndicatorProgress, without: float) -> float:
    """How much of the way to the target is done, without an amount."""
    figure, target = find_figure(done), find_shown_target(done)
    if figure is None or not target:
        return 0.0
    return max(0.0, min(1.0, (figure.amount - without) / target))


def find_first_to_send(sent: Mapping[str, float], since: float) -> tuple[str, ...]:
    """The names of up to three units that sent first since a moment; all times in seconds."""
    came = sorted((at, name) for name, at in sent.items() if at >= since)
    return tuple(name for _, name in came[:MOST_MOVERS])


def find_reached(
    now: Iterable[IndicatorProgress], added: Mapping[str, float], plan: Plan
) -> tuple[IndicatorProgress, ...]:
    """Indicators whose target for the year is there, those that the week brought there first.

    `added`: by code, what the week's reports brought. What must stay low is never "reached" before
    the year is over.
    """
    met = [done for done in drop_withheld(now, plan) if done.standing.met and _may_be_reached(done)]
    return tuple(sorted(met, key=lambda done: _measure_way(done, added.get(done.indicator.code, 0)) >= 1))


def _may_be_reached(done: IndicatorProgress) -> bool:
    low = done.indicator.lower_is_better or done.indicator.rollup is RollUp.BELOW
    return not (low or done.standing.nothing)


def find_concerns(
    now: Iterable[IndicatorProgress], forecasts: Mapping[str, Forecast], plan: Plan
) -> tuple[Concern, ...]:
    """Indicators at risk or behind, the worst first."""
    found = []
    for done in drop_withheld(now, plan):
        foreseen = forecasts.get(done.indicator.code)
        looks = outlook(done, foreseen)
        if looks in (Outlook.AT_RISK, Outlook.BEHIND):
            found.append(Concern(done, foreseen, looks is Outlook.BEHIND))
    return tuple(sorted(found, key=lambda c: (not c.behind, pace(c.progress))))


def drop_withheld(now: Iterable[IndicatorProgress], plan: Plan) -> tuple[IndicatorProgress, ...]:
    """All but those that stand on so few cases that a group must not hear of them."""
    return tuple(i for i in now if not is_withheld(i.indicator, i.standing.whole, plan))


def find_next_due(plan: Plan, calendar: Calendar, day: date) -> tuple[Period, date] | None:
    """The next report of branches that falls due after a day, and when; None after the last."""
    for period in plan.periods:
        due = due_day(period, plan.settings, calendar, Level.BRANCH)
        if due > day and plan.form(Level.BRANCH, period):
            return period, due
    return None


def find_coming(plan: Plan, level: Level, day: date) -> tuple[Upcoming, ...]:
    """Events that begin, or must be done, within `DAYS_AHEAD` after a day; the soonest first."""
    asked = Level.COMMUNE if level in (Level.AREA, Level.BLOC) else level
    until = day + timedelta(days=DAYS_AHEAD)
    return tuple(e for e in find_upcoming(plan, asked, day) if day < (e.first or e.last) <= until)
