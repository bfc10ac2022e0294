"""What the pages of /tiendo stand on, read when they are sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import inf

from domain.measures import RollUp
from domain.notices.progress import (
    IndicatorList,
    IndicatorPage,
    IndicatorPicture,
    LineFacts,
    MissingReports,
    MonthFacts,
    MonthPage,
    PageFacts,
    PictureFacts,
    PlacedFigure,
    ProgressCard,
    ProgressFacts,
    ProgressPicture,
    RankedUnit,
    Ranking,
    RankingFacts,
    UnitFigure,
)
from domain.org.levels import Level
from domain.org.tree import Unit, View
from domain.periods import Period, due_moment
from domain.plan.plan import Indicator, Plan
from domain.progress.forecast import adds_up, by_month, forecast_of
from domain.progress.progress import IndicatorProgress, Row, closed_periods, progress, year_elapsed
from domain.progress.trend import course
from services.context import Context
from services.progress import figures as reading
from storage import reports
from storage.moments import seconds

_MOST_CLOSELY = 2
"""With more lines on a page there is no room for the units below."""

_FEWEST_BESIDE = 3
"""An average of fewer branches would tell a neighbour's figures."""


# --- the card ----------------------------------------------------------------------------------


def card(notice: ProgressCard | MissingReports | IndicatorList, context: Context) -> ProgressFacts:
    """A unit's indicators and who has reported, by the reports of all periods open by then."""
    unit, plan = context.units.unit(notice.unit_id), context.plan
    today, newest = context.now.date(), reading.newest(context)
    return ProgressFacts(
        unit.name,
        unit.level,
        today,
        year_elapsed(plan.year, today),
        reading.progress_at(unit, plan, context),
        None if newest is None else reading.reporting(unit, newest, context),
        code=unit.code,
    )


def told(notice: ProgressCard | MissingReports | IndicatorList, context: Context) -> ProgressFacts:
    """The same with forecasts, what the last week brought, and a branch's neighbours.

    A nation's is worked out once a minute: it takes ten times as long as a province's.
    """
    units, minute = context.units, context.now.replace(second=0, microsecond=0)
    if units.unit(notice.unit_id).level is not Level.NATION:
        return _told(notice, context)
    kept: dict[datetime, ProgressFacts] = units.once(("told", notice.unit_id), dict)
    found = kept.get(minute)
    if found is None:
        found = _told(notice, context)
        kept.clear()
        kept[minute] = found
    return found


def _told(notice: ProgressCard | MissingReports | IndicatorList, context: Context) -> ProgressFacts:
    facts, unit = card(notice, context), context.units.unit(notice.unit_id)
    return replace(
        facts,
        forecasts=reading.forecasts(facts.indicators, unit, context),
        week=reading.week(facts.indicators, unit, context),
        beside=_beside(facts.indicators, unit, context),
    )


def _beside(
    indicators: Sequence[IndicatorProgress], unit: Unit, context: Context
) -> dict[str, float]:
    """What a branch of the same commune reached on average, of those that reported it."""
    units, view = context.units, context.units.tree.at(context.now.date())
    commune = view.commune(unit.key) if unit.level is Level.BRANCH else None
    if commune is None:
        return {}
    wanted = [done.indicator for done in indicators if adds_up(done)]
    rows = reading.rows_of(units.ids(view.branches(commune.key)), [i.code for i in wanted], context)
    averages = {indicator.code: _average(indicator, rows) for indicator in wanted}
    return {code: average for code, average in averages.items() if average is not None}


def _average(indicator: Indicator, rows: Sequence[Row]) -> float | None:
    kept = [row for row in rows if row.indicator == indicator.code]
    who = {row.unit_id for row in kept}
    if len(who) < _FEWEST_BESIDE:
        return None
    return sum(by_month(indicator, kept).values()) / len(who)


# --- an indicator closely ----------------------------------------------------------------------


def page(notice: IndicatorPage | IndicatorPicture, context: Context) -> PageFacts | None:
    """The indicators whose code begins so, as far as this unit or one below it enters them."""
    unit, plan = context.units.unit(notice.unit_id), context.plan
    wanted = tuple(i for i in plan.indicators if i.code.startswith(notice.code))
    found = reading.progress_at(unit, replace(plan, indicators=wanted), context)
    rows = reading.month_rows(unit, [done.indicator.code for done in found], context)
    beside, closely = _beside(found, unit, context), len(found) <= _MOST_CLOSELY
    lines = tuple(
        replace(
            _line(done, rows, context),
            beside=beside.get(done.indicator.code),
            units=_figures_below(done.indicator, unit, context) if closely else (),
        )
        for done in found
    )
    return PageFacts(unit.name, unit.code, unit.level, context.now.date(), lines)


def _line(done: IndicatorProgress, rows: Sequence[Row], context: Context) -> LineFacts:
    indicator, plan = done.indicator, context.plan
    if indicator.from_cases is not None:
        return LineFacts(done, ())
    amounts = by_month(indicator, rows)
    opened = reading.opened(context)
    asked = [p for p in plan.periods_of(indicator.rhythm) if p in opened]
    return LineFacts(
        done,
        tuple((period, amounts.get(period)) for period in asked),
        forecast_of(done, amounts, plan, context.now),
        course=course(indicator, rows, asked[-1]) if asked else None,
    )


def _figures_below(indicator: Indicator, unit: Unit, context: Context) -> tuple[UnitFigure, ...]:
    """The units below that answered, the furthest first; none for what is counted from cases."""
    if indicator.from_cases is not None:
        return ()
    view, alone = _view(context), replace(context.plan, indicators=(_by_itself(indicator),))
    below = _below(view, unit, areas=Level.AREA in indicator.target.per)
    each_one = _branches_at if unit.level is Level.COMMUNE else _units_at
    found = [
        UnitFigure(one.short, one.code, done)
        for one, done in each_one(below, unit, alone, context)
        if not done.standing.nothing
    ]
    return tuple(sorted(found, key=_reached, reverse=True))


def _by_itself(indicator: Indicator) -> Indicator:
    """What a single unit shows where units below a percentage are counted: its own percentage."""
    if indicator.rollup is not RollUp.BELOW:
        return indicator
    target = replace(indicator.target, percent=indicator.target.below or 0)
    return replace(indicator, rollup=RollUp.RATIO, target=target, lower_is_better=False)


_Figures = list[tuple[Unit, IndicatorProgress]]


def _units_at(units: Sequence[Unit], above: Unit, alone: Plan, context: Context) -> _Figures:
    found = reading.progress_each(units, above, alone, context)
    return [(one, done) for one, each in zip(units, found, strict=True) for done in each]


def _branches_at(
    branches: Sequence[Unit], _commune: Unit, alone: Plan, context: Context
) -> _Figures:
    """Branches of one commune, read together."""
    units, codes = context.units, [i.code for i in alone.indicators]
    rows = reading.rows_of(units.ids(branches), codes, context)
    found = []
    for branch in branches:
        [place] = reading.nodes_of(branch, context)
        own = [row for row in rows if row.unit_id == place.unit_id]
        found += [(branch, done) for done in progress(alone, place, (place,), own, context.now)]
    return found


def _reached(figure: UnitFigure) -> tuple[float, float]:
    standing = figure.progress.standing
    amount = standing.total if standing.total is not None else standing.achieved
    return (standing.rate or 0.0, amount or 0.0)


def _view(context: Context) -> View:
    return context.units.tree.at(context.now.date())


def _below(view: View, unit: Unit, *, areas: bool = False) -> Sequence[Unit]:
    """Whom a unit is made of, as staff speak of it: a province's communes, or its areas."""
    if unit.level is Level.PROVINCE:
        return view.groups_under(unit.key) if areas else view.communes(unit.key)
    return view.below(unit.key)


# --- units beside one another ------------------------------------------------------------------


def ranking(notice: Ranking, context: Context) -> RankingFacts:
    """Units below by the share of their targets; branches, which have none, by their reports."""
    unit, view = context.units.unit(notice.unit_id), _view(context)
    by_reports = unit.level is Level.COMMUNE
    below = _below(view, unit)
    found = _by_reports(below, context) if by_reports else _by_targets(below, unit, context)
    ordered = sorted(found, key=lambda one: (-one.share, -one.judged, one.name))
    return RankingFacts(unit.name, unit.code, context.now.date(), tuple(ordered), by_reports)


def _by_targets(below: Sequence[Unit], above: Unit, context: Context) -> list[RankedUnit]:
    found = reading.judged_each(below, above, context)
    return [
        RankedUnit(unit.short, unit.code, one.good, one.judged)
        for unit, one in zip(below, found, strict=True)
    ]


def _by_reports(branches: Sequence[Unit], context: Context) -> list[RankedUnit]:
    """How many reports of the months that are over each branch owed, and sent in time."""
    units, plan, calendar = context.units, context.plan, context.calendar
    ids = {units.id_of(b.key): b for b in branches}
    owed, good = dict.fromkeys(ids, 0), dict.fromkeys(ids, 0)
    for period in closed_periods(plan, context.now):
        limit = due_moment(period, plan.settings, calendar)
        sent = reports.first_sent(context.tx, list(ids), str(period))
        for unit_id, branch in ids.items():
            owes = branch.key.valid_from <= limit.date()
            owed[unit_id] += owes
            good[unit_id] += owes and sent.get(unit_id, inf) <= seconds(limit)
    return [RankedUnit(b.short, b.code, good[i], owed[i]) for i, b in ids.items()]


# --- a month -----------------------------------------------------------------------------------


def month(notice: MonthPage, context: Context) -> MonthFacts:
    """Who sent a month's report and when, and what it came to."""
    unit, period = context.units.unit(notice.unit_id), Period.parse(notice.period)
    if period not in reading.opened(context):
        return MonthFacts(unit.name, unit.code, unit.level, period, None)
    wanted = [i for i in context.plan.indicators if i.from_cases is None]
    rows = reading.month_rows(unit, [i.code for i in wanted], context)
    rows = [row for row in rows if row.period == period]
    sums = tuple((i, amount) for i in wanted for amount in by_month(i, rows).values())
    sent = reading.with_on_time(reading.reporting(unit, period, context), unit, context)
    return MonthFacts(unit.name, unit.code, unit.level, period, sent, sums)


# --- pictures ----------------------------------------------------------------------------------


def picture(notice: ProgressPicture, context: Context) -> PictureFacts:
    """The card's facts; for a map also where each commune lies and how it does."""
    facts, unit = told(ProgressCard(notice.unit_id), context), context.units.unit(notice.unit_id)
    if notice.what != "map" or unit.level in (Level.COMMUNE, Level.BRANCH):
        return PictureFacts(facts)
    return PictureFacts(facts, tuple(_placed(unit, context)))


def _placed(unit: Unit, context: Context) -> list[PlacedFigure]:
    communes = _view(context).communes(unit.key)
    found = zip(communes, reading.judged_each(communes, unit, context), strict=True)
    return [
        PlacedFigure(commune.short, commune.lat, commune.lon, one.good, one.judged)
        for commune, one in found
        if commune.lat is not None and commune.lon is not None
    ]
