"""Late facts of /tiendo's cards, pages and pictures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import inf

from domain.notices.progress import (
    ComparedUnit,
    Comparison,
    ComparisonFacts,
    IndicatorList,
    IndicatorPage,
    IndicatorPicture,
    LineFacts,
    PageFacts,
    PictureFacts,
    PlacedFigure,
    ProgressCard,
    ProgressFacts,
    ProgressPicture,
    RankedUnit,
    Ranking,
    RankingFacts,
    Reporting,
    UnitFigure,
)
from domain.org.levels import Level
from domain.org.tree import TreeView, Unit
from domain.plan.plan import Indicator
from domain.progress.forecast import Outlook, adds_up, judge_outlook, sum_by_month
from domain.progress.progress import (
    IndicatorProgress,
    Row,
    compute_progress,
    compute_year_elapsed,
    list_closed_periods,
)
from domain.progress.ranking import measure_place
from domain.progress.trend import trace_course
from services.context import Context
from services.progress import figures as reading
from services.progress.audience import make_for_chat, make_for_chat_closely
from services.reporting.due_days import DueDays
from storage import reports
from storage.moments import seconds

_MOST_CLOSELY = 2
"""With more lines on a page there is no room for the units below."""

_FEWEST_BESIDE = 3
"""An average of fewer branches would tell a neighbour's figures."""


# --- the card ----------------------------------------------------------------------------------


def read_figures(notice: ProgressCard | IndicatorList, context: Context) -> ProgressFacts:
    """Read a unit's indicators and who has reported, by the reports of the months that count."""
    context = make_for_chat(context)
    unit, plan = context.units.unit(notice.unit_id), context.plan
    today = context.now.date()
    counted, enough = reading.find_counted(unit, context), plan.settings.enough_percent
    return ProgressFacts(
        unit.name,
        unit.level,
        today,
        compute_year_elapsed(plan.year, today),
        reading.compute_progress_at(unit, plan, context),
        _count_running(unit, context),
        code=unit.code,
        counted=counted,
        knows_enough=counted is not None and 100 * counted.sent >= enough * counted.expected,
    )


def read_card(notice: ProgressCard | IndicatorList, context: Context) -> ProgressFacts:
    """Read the same with forecasts, what the last week brought, and a branch's neighbours.

    A nation's are computed once a minute, since they take ten times as long as a province's.
    """
    units, minute = context.units, context.now.replace(second=0, microsecond=0)
    if units.unit(notice.unit_id).level is not Level.NATION:
        return _read_card(notice, context)
    kept: dict[datetime, ProgressFacts] = units.compute_once(("card", notice.unit_id), dict)
    found = kept.get(minute)
    if found is None:
        found = _read_card(notice, context)
        kept.clear()
        kept[minute] = found
    return found


def _read_card(notice: ProgressCard | IndicatorList, context: Context) -> ProgressFacts:
    facts, unit = read_figures(notice, context), context.units.unit(notice.unit_id)
    return replace(
        facts,
        forecasts=reading.compute_forecasts(facts.indicators, unit, context),
        week=reading.count_week(facts.indicators, unit, context),
        beside=_average_neighbours(facts.indicators, unit, context),
    )


def _average_neighbours(
    indicators: Sequence[IndicatorProgress], unit: Unit, context: Context
) -> dict[str, float]:
    """Compute by code what branches of the same commune reached on average, if they reported it."""
    units, view = context.units, context.units.tree.at(context.now.date())
    commune = view.commune(unit.key) if unit.level is Level.BRANCH else None
    if commune is None:
        return {}
    wanted = [
        done.indicator for done in indicators if adds_up(done) and not done.indicator.is_sensitive
    ]
    rows = reading.read_own_rows(
        units.ids(view.branches(commune.key)), [i.code for i in wanted], context
    )
    averages = {indicator.code: _compute_average(indicator, rows) for indicator in wanted}
    return {code: average for code, average in averages.items() if average is not None}


def _compute_average(indicator: Indicator, rows: Sequence[Row]) -> float | None:
    kept = [row for row in rows if row.indicator == indicator.code]
    who = {row.unit_id for row in kept}
    if len(who) < _FEWEST_BESIDE:
        return None
    return sum(sum_by_month(indicator, kept).values()) / len(who)


# --- an indicator closely ----------------------------------------------------------------------


def read_page(notice: IndicatorPage | IndicatorPicture, context: Context) -> PageFacts | None:
    """Read the indicators whose codes begin so and which this unit, or one below it, enters."""
    context = make_for_chat_closely(context)
    unit, plan = context.units.unit(notice.unit_id), context.plan
    wanted = tuple(i for i in plan.indicators if i.code.startswith(notice.code))
    found = reading.compute_progress_at(unit, replace(plan, indicators=wanted), context)
    rows = reading.read_month_rows(unit, [done.indicator.code for done in found], context)
    beside, closely = _average_neighbours(found, unit, context), len(found) <= _MOST_CLOSELY
    lines = tuple(
        replace(
            _make_line(done, rows, unit, context),
            beside=beside.get(done.indicator.code),
            units=_read_figures_below(done.indicator, unit, context) if closely else (),
        )
        for done in found
    )
    return PageFacts(
        unit.name,
        unit.code,
        unit.level,
        context.now.date(),
        lines,
        reading.find_counted(unit, context),
        _count_running(unit, context),
    )


def _count_running(unit: Unit, context: Context) -> Reporting | None:
    newest = reading.find_newest_month(context)
    return None if newest is None else reading.count_reporting(unit, newest, context)


def _make_line(
    done: IndicatorProgress, rows: Sequence[Row], unit: Unit, context: Context
) -> LineFacts:
    indicator, plan = done.indicator, context.plan
    if indicator.from_cases is not None:
        return LineFacts(done, ())
    amounts = sum_by_month(indicator, rows)
    opened = reading.list_open_months(context)
    asked = [p for p in plan.list_periods(indicator.rhythm) if p in opened]
    return LineFacts(
        done,
        tuple((period, amounts.get(period)) for period in asked),
        reading.forecast_line(done, rows, unit, context),
        course=trace_course(indicator, rows, asked[-1]) if asked else None,
    )


def _read_figures_below(
    indicator: Indicator, unit: Unit, context: Context
) -> tuple[UnitFigure, ...]:
    """Read the units below that answered, the furthest first; none for what cases count."""
    if indicator.from_cases is not None:
        return ()
    below = _list_below(_find_view(context), unit, areas=Level.AREA in indicator.target.per)
    each_one = _read_branches if unit.level is Level.COMMUNE else _read_units
    each = each_one(below, unit, indicator, context)
    if any(done.standing.withheld for _, done, _ in each):  # the others tell of it by their sum
        return ()
    found = [
        UnitFigure(one.short, one.code, done, looks)
        for one, done, looks in each
        if not done.standing.nothing
    ]
    return tuple(sorted(found, key=lambda u: measure_place(u.progress, u.outlook), reverse=True))


_Figures = list[tuple[Unit, IndicatorProgress, Outlook]]


def _read_units(
    units: Sequence[Unit], above: Unit, indicator: Indicator, context: Context
) -> _Figures:
    found = reading.judge_each(units, above, context, (indicator,))
    return [
        (one, done, each.outlooks[done.indicator.code])
        for one, each in zip(units, found, strict=True)
        for done in each.indicators
    ]


def _read_branches(
    branches: Sequence[Unit], commune: Unit, indicator: Indicator, context: Context
) -> _Figures:
    """Read the branches of one commune together."""
    units, alone = context.units, replace(context.plan, indicators=(indicator,))
    rows = reading.read_own_rows(units.ids(branches), [indicator.code], context)
    cutoff = reading.find_cutoff(commune, alone, context)
    found: _Figures = []
    for branch in branches:
        [node] = reading.list_nodes(branch, context)
        own = [row for row in rows if row.unit_id == node.unit_id]
        owed = reading.make_count_owed(branch, context)
        judged = compute_progress(cutoff, (node,), own, owed)
        found += [(branch, done, judge_outlook(done)) for done in judged]
    return found


def _find_view(context: Context) -> TreeView:
    return context.units.tree.at(context.now.date())


def _list_below(view: TreeView, unit: Unit, *, areas: bool = False) -> Sequence[Unit]:
    """List the units below as staff speak of them: a province's communes, or its areas."""
    if unit.level is Level.PROVINCE:
        return view.groups_under(unit.key) if areas else view.communes(unit.key)
    return view.below(unit.key)


# --- units beside one another ------------------------------------------------------------------


def read_ranking(notice: Ranking, context: Context) -> RankingFacts:
    """Rank the units below by the targets they met; branches, which have none, by their reports."""
    unit, view = context.units.unit(notice.unit_id), _find_view(context)
    by_reports = unit.level is Level.COMMUNE
    below = _list_below(view, unit)
    found = (
        _rank_by_reports(below, context) if by_reports else _rank_by_targets(below, unit, context)
    )
    ordered = sorted(found, key=lambda one: (-one.share, -one.judged, one.name))
    return RankingFacts(
        unit.name,
        unit.code,
        context.now.date(),
        tuple(ordered),
        by_reports,
        reading.find_counted(unit, context),
        _count_running(unit, context),
    )


def _rank_by_targets(below: Sequence[Unit], above: Unit, context: Context) -> list[RankedUnit]:
    found = reading.judge_each(below, above, context)
    return [
        RankedUnit(unit.short, unit.code, one.good, one.judged)
        for unit, one in zip(below, found, strict=True)
    ]


def _rank_by_reports(branches: Sequence[Unit], context: Context) -> list[RankedUnit]:
    """Count how many reports of past months each branch owed, and how many it sent on time."""
    units, plan = context.units, context.plan
    ids = {units.id_of(b.key): b for b in branches}
    owed, good = dict.fromkeys(ids, 0), dict.fromkeys(ids, 0)
    for period in list_closed_periods(plan, context.now):
        due = DueDays(context, period)
        sent = reports.find_first_sent_of(context.tx, list(ids), str(period))
        for unit_id, branch in ids.items():
            limit = due.find_moment(unit_id)
            owes = branch.key.valid_from <= due.find_usual_day(Level.BRANCH) and limit < context.now
            owed[unit_id] += owes
            good[unit_id] += owes and sent.get(unit_id, inf) <= seconds(limit)
    return [RankedUnit(b.short, b.code, good[i], owed[i]) for i, b in ids.items()]


def read_comparison(notice: Comparison, context: Context) -> ComparisonFacts:
    """Judge each unit up to the month that counts for the lowest unit above them all."""
    context = make_for_chat(context)
    units = [context.units.unit(unit_id) for unit_id in notice.unit_ids]
    above = _find_common(notice.unit_ids, context)
    judged = reading.judge_each(units, above, context)
    counted = reading.find_counted(above, context)
    compared = (
        ComparedUnit(
            unit.name,
            found,
            counted and reading.count_reporting(unit, counted.period, context),
        )
        for unit, found in zip(units, judged, strict=True)
    )
    return ComparisonFacts(tuple(compared), counted)


def _find_common(unit_ids: Sequence[int], context: Context) -> Unit:
    """Find the lowest unit that is each of these or above it."""
    first, *others = (context.units.line(unit_id, context.today) for unit_id in unit_ids)
    shared = (one for one in first if all(one in line for line in others))
    found = next(shared, None)
    return context.units.province(context.today) if found is None else context.units.unit(found)


# --- pictures ----------------------------------------------------------------------------------


def read_picture(notice: ProgressPicture, context: Context) -> PictureFacts:
    """Read the card's facts; for a map also where each commune lies and how it does."""
    facts, unit = (
        read_card(ProgressCard(notice.unit_id), context),
        context.units.unit(notice.unit_id),
    )
    if notice.what != "map" or unit.level in (Level.COMMUNE, Level.BRANCH):
        return PictureFacts(facts)
    return PictureFacts(facts, tuple(_place_communes(unit, context)))


def _place_communes(unit: Unit, context: Context) -> list[PlacedFigure]:
    communes = _find_view(context).communes(unit.key)
    found = zip(communes, reading.judge_each(communes, unit, context), strict=True)
    return [
        PlacedFigure(commune.short, commune.lat, commune.lon, one.good, one.judged)
        for commune, one in found
        if commune.lat is not None and commune.lon is not None
    ]
