"""The figures of a unit's written report: at a moment, of the units below it, and by month."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from domain.calendar.events import find_occasions, find_undated, gather_by_day
from domain.documents.signing import OfficeSettings
from domain.documents.span import Span
from domain.documents.task_results import TaskResult
from domain.documents.within import Compared, Figure, compute_figure
from domain.measures import Fold
from domain.notices.progress import Reporting
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period
from domain.plan.plan import EventKind, Indicator, Plan, PlanEvent
from domain.progress.forecast import Forecast
from domain.progress.progress import LATE, IndicatorProgress, Row
from domain.rollups import RollUp

DAYS_AHEAD = 75
"""How far a report looks ahead in the plan's calendar."""


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit below: the short name of its area ("" where it has none), its indicators by code."""

    unit: Unit
    area: str
    indicators: Mapping[str, IndicatorProgress]


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A report that never came. `commune`: short name of the branch's commune, or its own."""

    unit_name: str
    level: Level
    commune: str
    period: Period
    due: date


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many branches sent the report of a period, and how many of them in time."""

    period: Period
    due: date
    expected: int
    sent: int
    on_time: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Why a document is a draft: of `period` too few of the branches that owe a report sent it,
    or (`period` None) its months are not over: they are counted up to `until`."""

    until: Period
    period: Period | None = None
    sent: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An event of the plan that comes soon. `first` None: it must be done before `last`."""

    name: str
    first: date | None
    last: date


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything that the sheet and the written report of one unit say of a span of months.

    `above`: the unit above, None for the province. `indicators`: those a form of the span asks, as
    they stood at the end of its last month that is open (`until`). `not_due`: those of the unit
    that no form of it asks. `within`: by code, what happened in the span. `months`: by code, one
    figure for each of `periods` (None: nothing was reported). `closed`: periods whose due day is
    over. `year_before`: by code, the progress at the end of the same month of the year before,
    where anything was reported. `missing`, `turnout`: of the span's months. `names`: short names
    of units by id. `unfixed`: events of the year whose date nobody has set. `sample`: made-up
    figures are in it. `counted`: who reported `until`. `draft`: why it is no more than a draft.
    `tasks`: what was done for the plan's tasks in the span. `office`: who signs.
    """

    unit: Unit
    above: Unit | None
    province: Unit
    plan: Plan
    day: date
    indicators: tuple[IndicatorProgress, ...]
    below: tuple[UnitFigures, ...] = ()
    periods: tuple[Period, ...] = ()
    closed: tuple[Period, ...] = ()
    months: Mapping[str, tuple[Figure | None, ...]] = field(default_factory=dict)
    year_before: Mapping[str, IndicatorProgress] = field(default_factory=dict)
    missing: tuple[MissingReport, ...] = ()
    turnout: tuple[Turnout, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    unfixed: tuple[PlanEvent, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    next_due: tuple[Period, date] | None = None
    sample: bool = False
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    counted: Reporting | None = None
    span: Span = field(kw_only=True)
    until: Period = field(kw_only=True)
    not_due: tuple[Indicator, ...] = ()
    within: Mapping[str, Compared] = field(default_factory=dict)
    draft: Draft | None = None
    tasks: tuple[TaskResult, ...] = ()
    office: OfficeSettings = field(default_factory=OfficeSettings)

    @property
    def cutoff_day(self) -> date:
        """The last day that is counted, up to the day of the document."""
        return min(self.until.last_day(self.plan.settings.cutoff_day), self.day)

    @property
    def first_day(self) -> date:
        """The first day of the span that is counted."""
        return self.span.find_first_day(self.plan.settings.cutoff_day)


def find_draft(turnout: Sequence[Turnout], span: Span, until: Period, plan: Plan) -> Draft | None:
    """Find why a document of a span is a draft; None where it is none.

    Its months must be over, and of each enough branches must have sent their report
    (`enough_percent`); the month with the least is named.
    """
    if until < span.last:
        return Draft(until)
    lacking = [
        t
        for t in turnout
        if t.expected and 100 * t.sent < plan.settings.enough_percent * t.expected
    ]
    if not lacking:
        return None
    least = min(lacking, key=lambda t: t.sent / t.expected)
    return Draft(until, least.period, least.sent, least.expected)


def find_figure(of: IndicatorProgress) -> Figure | None:
    """Find what was reached, as a reader counts it: households in a commune, communes above it.

    A ratio is what its roll-up makes of it. None if nothing was answered or nothing occurred.
    """
    standing = of.standing
    if standing.nothing:
        return None
    if of.indicator.rollup.is_ratio:
        return Figure(standing.achieved or 0, standing.part, standing.whole)
    if _counts_itself(of) and standing.total is not None:
        return Figure(standing.total)
    return Figure(standing.achieved or 0, standing.part, standing.whole)


def find_shown_target(of: IndicatorProgress) -> float | None:
    """Find the target in the terms of `find_figure`; None where none is set."""
    if _counts_itself(of) and of.standing.total is not None:
        return of.standing.total_target
    return of.standing.target


def find_shown_rate(of: IndicatorProgress) -> float | None:
    """Find how much of the target is done (1 is all); None without a target or a figure, and where
    the target was only shared out: nobody set it."""
    found, target = find_figure(of), find_shown_target(of)
    if found is None or target is None or of.standing.provisional:
        return None
    return found.amount / target if _counts_itself(of) and target else of.standing.rate


def _counts_itself(of: IndicatorProgress) -> bool:
    """Return True if the only unit counted is the node: its own amount says more than 0 or 1."""
    return of.counts_itself and of.indicator.asks != "yes_no"


def list_month_figures(indicator: Indicator, facts: DocumentFacts) -> tuple[Figure | None, ...]:
    """List an indicator's figures by period."""
    return facts.months.get(indicator.code, (None,) * len(facts.periods))


def list_units_behind(of: IndicatorProgress, facts: DocumentFacts) -> tuple[str, ...]:
    """List the short names of units directly below that are behind, the furthest behind first.

    For a count of units below a percentage, these are the units counted.
    """
    if of.indicator.rollup is RollUp.BELOW:
        return tuple(facts.names[unit_id] for unit_id in of.standing.lagging)
    code, counts_areas = of.indicator.code, Level.AREA in of.indicator.target.per
    found = [b for b in facts.below if code in b.indicators]
    if not counts_areas and any(b.unit.level is not Level.AREA for b in found):
        found = [b for b in found if b.unit.level is not Level.AREA]
    behind = [
        (b.indicators[code].standing.pace or 0, b.unit.short) for b in found if _is_behind(b, code)
    ]
    return tuple(name for _, name in sorted(behind))


def _is_behind(unit: UnitFigures, code: str) -> bool:
    return unit.indicators[code].status in LATE


ComputeStates = Callable[[Plan, Period], Iterable[IndicatorProgress]]
"""Computes how a plan's indicators stood with the reports of January to a month."""


def compute_month_figures(
    plan: Plan, rows: Iterable[Row], periods: Sequence[Period], compute_states: ComputeStates
) -> dict[str, tuple[Figure | None, ...]]:
    """Compute by code one figure a month: what happened in it, or how a state stood then.

    `rows`: values of the unit and all below it, single or added up by month. `compute_states` is
    asked for states only.
    """
    values: dict[tuple[Period, str], list[Row]] = defaultdict(list)
    for row in rows:
        values[row.period, row.indicator].append(row)
    columns = []
    for period in periods:
        said = tuple(i for i in plan.indicators if (period, i.code) in values)
        states = tuple(i for i in said if i.fold in (Fold.LAST, Fold.LATEST))
        others = [i for i in said if i not in states]
        column = {i.code: compute_figure(i, values[period, i.code]) for i in others}
        if states:
            asked = replace(plan, indicators=states)
            column.update({p.indicator.code: find_figure(p) for p in compute_states(asked, period)})
        columns.append(column)
    codes = {code for column in columns for code, figure in column.items() if figure is not None}
    return {code: tuple(column.get(code) for column in columns) for code in sorted(codes)}


def move_to_year_before(plan: Plan, at: datetime) -> tuple[Plan, datetime]:
    """Move a plan and a moment to the year before: the same indicators, day and hour."""
    leap_day = (at.month, at.day) == (2, 29)
    then = at.replace(year=at.year - 1, day=28 if leap_day else at.day)
    return replace(plan, year=plan.year - 1), then


def find_upcoming(plan: Plan, level: Level, day: date) -> tuple[Upcoming, ...]:
    """Find the events of a level that come within `DAYS_AHEAD` of a day, the soonest first.

    What is on the same days is one entry.
    """
    found = find_occasions(plan, day, day + timedelta(days=DAYS_AHEAD))
    by_day = gather_by_day(o for o in found if level in o.event.levels)
    return tuple(
        Upcoming("; ".join(o.event.name for o in each), each[0].first, each[0].last)
        for each in by_day
    )


def find_unfixed(plan: Plan, level: Level, day: date) -> tuple[PlanEvent, ...]:
    """Find the milestones of the plan's year whose date somebody still has to set."""
    if day.year != plan.year:
        return ()
    return tuple(
        e for e in find_undated(plan) if e.kind is EventKind.MILESTONE and level in e.levels
    )
