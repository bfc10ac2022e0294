"""A unit's figures at a moment: from running totals, and from single reports for a branch."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.notices.progress import Reporting, WeekFigures
from domain.org.levels import Level
from domain.org.tree import Unit, UnitKey
from domain.periods import Period, opens_at
from domain.plan.plan import Plan
from domain.progress.aggregate import needs_only_sums
from domain.progress.forecast import Forecast, adds_up, forecast_indicator, sum_by_month
from domain.progress.progress import IndicatorProgress, Row, compute_progress, judge_progress
from domain.progress.ranking import JudgedUnit, judge_unit
from domain.progress.scope import Node, Scope
from services.context import Context
from services.reporting.due_days import DueDays
from storage import progress as figures
from storage import reports
from storage.moments import seconds
from storage.totals import months
from storage.totals.subtree import Subtree

_DAYS = 7


def list_open_months(context: Context) -> list[Period]:
    """List the plan's months whose report may be entered by now, locked ones included."""
    plan = context.plan
    return [p for p in plan.periods if opens_at(p, plan.settings) <= context.now]


def find_newest_month(context: Context) -> Period | None:
    """Find the last of them; None if none is open yet."""
    there = list_open_months(context)
    return there[-1] if there else None


def compute_progress_at(unit: Unit, plan: Plan, context: Context) -> tuple[IndicatorProgress, ...]:
    """Compute the plan's indicators at a unit now; the plan may hold a few of them only."""
    return compute_progress_until(find_newest_month(context), unit, plan, context)


def compute_progress_until(
    last: Period | None, unit: Unit, plan: Plan, context: Context, judged: datetime | None = None
) -> tuple[IndicatorProgress, ...]:
    """Compute them by the reports of January to a month; both may be of another year.

    `last` None: no report counts. `judged`: the moment by which they are judged, if not now.
    """
    read = _judge_by_totals if _can_sum(unit, plan) else _judge_by_values
    return read(last, unit, plan, context, judged or context.now)


def _can_sum(unit: Unit, plan: Plan) -> bool:
    return unit.level is not Level.BRANCH and all(map(needs_only_sums, plan.indicators))


def _judge_by_totals(
    last: Period | None, unit: Unit, plan: Plan, context: Context, judged: datetime
) -> tuple[IndicatorProgress, ...]:
    part = find_subtree(unit, context)
    aggregated = {} if last is None else part.gather(plan, last)
    return judge_progress(plan, part.scope, aggregated, judged)


def _judge_by_values(
    last: Period | None, unit: Unit, plan: Plan, context: Context, judged: datetime
) -> tuple[IndicatorProgress, ...]:
    nodes, units, today = list_nodes(unit, context), context.units, context.today
    ids, first = [p.unit_id for p in nodes], f"{plan.year}-01"
    rows = figures.load_rows(context.tx, units, ids, first, str(last or ""), today)
    return compute_progress(plan, nodes[0], nodes, rows, judged)


def compute_progress_each(
    units: Sequence[Unit], above: Unit, plan: Plan, context: Context
) -> list[tuple[IndicatorProgress, ...]]:
    """Compute the plan's indicators at each of these units, in their order.

    `above`: a unit above all of them, from which the figures of communes are read together.
    """
    together = _compute_communes(
        [one for one in units if one.level is Level.COMMUNE], above, plan, context
    )
    return [
        together[one.key] if one.key in together else compute_progress_at(one, plan, context)
        for one in units
    ]


def _compute_communes(
    communes: Sequence[Unit], above: Unit, plan: Plan, context: Context
) -> dict[UnitKey, tuple[IndicatorProgress, ...]]:
    last = find_newest_month(context)
    if not communes or last is None or not all(_can_sum(one, plan) for one in communes):
        return {}
    below = {one.key: _find_scope(one, context) for one in communes}
    found = find_subtree(above, context).aggregate_each(plan, last, list(below.values()))
    return {
        key: judge_progress(plan, each, found[each.node.unit_id], context.now)
        for key, each in below.items()
    }


def find_subtree(unit: Unit, context: Context) -> Subtree:
    """Find the unit's subtree, which reads the figures of the unit and all below it."""
    key = (unit.key, context.today)
    if key not in context.subtrees:
        context.subtrees[key] = Subtree(
            context.tx, context.units, _find_scope(unit, context), context.today
        )
    return context.subtrees[key]


def _find_scope(unit: Unit, context: Context) -> Scope:
    return figures.load_scope(context.units, unit, context.today, context.plan.signed)


def list_nodes(unit: Unit, context: Context) -> list[Node]:
    """List the nodes of a unit's scope with every branch, the unit first."""
    return figures.load_nodes(context.units, unit, context.today, context.plan.signed)


# --- over time ---------------------------------------------------------------------------------


def read_month_rows(unit: Unit, codes: Collection[str], context: Context) -> list[Row]:
    """Read what was reported month by month, added up over the unit and all below it."""
    last, units = find_newest_month(context), context.units
    if last is None or not codes:
        return []
    if unit.level is Level.BRANCH:
        return read_own_rows([units.id_of(unit.key)], codes, context)
    return find_subtree(unit, context).read_months(codes, last)


def read_own_rows(unit_ids: Sequence[int], codes: Collection[str], context: Context) -> list[Row]:
    """Read the values of these units alone, in the plan's months that are open."""
    there = list_open_months(context)
    if not there:
        return []
    first, last = str(there[0]), str(there[-1])
    span = months.Span(context.units, list(codes), first, last, context.today)
    return list(months.load_rows(context.tx, unit_ids, span))


def compute_forecasts(
    indicators: Sequence[IndicatorProgress], unit: Unit, context: Context
) -> dict[str, Forecast]:
    """Forecast the indicators that add up, by code."""
    codes = [done.indicator.code for done in indicators if adds_up(done)]
    return _forecast_each(indicators, read_month_rows(unit, codes, context), context)


def _forecast_each(
    indicators: Sequence[IndicatorProgress], rows: Iterable[Row], context: Context
) -> dict[str, Forecast]:
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.indicator].append(row)
    plan, found = context.plan, {}
    for done in filter(adds_up, indicators):
        code = done.indicator.code
        foreseen = forecast_indicator(
            done, sum_by_month(done.indicator, by_code[code]), plan, context.now
        )
        if foreseen is not None:
            found[code] = foreseen
    return found


def judge_each(units: Sequence[Unit], above: Unit, context: Context) -> list[JudgedUnit]:
    """Judge each of these units: its indicators, and how each will probably end."""
    found = compute_progress_each(units, above, context.plan, context)
    ids, last = context.units.ids(units), find_newest_month(context)
    codes = {done.indicator.code for each in found for done in each if adds_up(done)}
    if last is None or any(one.level is not Level.COMMUNE for one in units):
        rows = {i: read_month_rows(one, codes, context) for i, one in zip(ids, units, strict=True)}
    else:
        rows = find_subtree(above, context).read_months_each(codes, last)
    return [
        judge_unit(unit_id, each, _forecast_each(each, rows.get(unit_id, ()), context))
        for unit_id, each in zip(ids, found, strict=True)
    ]


def count_week(
    indicators: Sequence[IndicatorProgress], unit: Unit, context: Context
) -> WeekFigures | None:
    """Count what today and the six days before it brought; None for a branch."""
    if unit.level is Level.BRANCH:
        return None
    today = context.today
    days = [today - timedelta(days=n) for n in reversed(range(_DAYS))]
    return WeekFigures(*count_added(indicators, unit, days, context))


def count_added(
    indicators: Sequence[IndicatorProgress], unit: Unit, days: Sequence[date], context: Context
) -> tuple[int, dict[str, float]]:
    """Count the reports of these days (in order), and by code what they added to each sum."""
    wanted = [done.indicator for done in indicators if adds_up(done)]
    codes = [indicator.code for indicator in wanted]
    count, sums = find_subtree(unit, context).read_days(codes, days)
    amounts = {
        i.code: i.measure.compute_amount([sums.get((i.code, name), 0) for name in i.field_names])
        for i in wanted
    }
    return count, {code: amount for code, amount in amounts.items() if amount}


# --- who has sent ------------------------------------------------------------------------------


def count_reporting(unit: Unit, period: Period, context: Context) -> Reporting:
    """Count who sent a month's report, of the branches that exist now and did when it was due."""
    units, owed = context.units, DueDays(context, period)
    due = owed.find_day(units.id_of(unit.key), Level.BRANCH)
    owing_on = owed.find_usual_day(Level.BRANCH)
    if unit.level in (Level.BRANCH, Level.COMMUNE):
        return _count_by_branch(unit, period, due, owing_on, context)
    found = find_subtree(unit, context).count_turnout(period, owing_on)
    lacking = sorted(
        ((units.unit(t.commune_id).short, t.expected - t.sent) for t in found),
        key=lambda named: -named[1],
    )
    sent, expected = sum(t.sent for t in found), sum(t.expected for t in found)
    return Reporting(period, due, sent, expected, tuple(n for n in lacking if n[1] > 0))


def _count_by_branch(
    unit: Unit, period: Period, due: date, owing_on: date, context: Context
) -> Reporting:
    """Count them one by one: missing branches are listed by their own names."""
    units = context.units
    branches = units.tree.at(context.today).branches(unit.key)
    owing = [b for b in branches if b.key.valid_from <= owing_on]
    sent = figures.find_sent_among(context.tx, str(period), units.ids(owing))
    lacking = [(b.short, 1) for b in owing if units.id_of(b.key) not in sent]
    return Reporting(period, due, len(sent), len(owing), tuple(lacking))


def add_on_time(found: Reporting, unit: Unit, context: Context) -> Reporting:
    """Add how many sent in time, each by the due day that holds for her."""
    owed, units = DueDays(context, found.period), context.units
    limit = owed.find_moment(units.id_of(unit.key), Level.BRANCH)
    if unit.level is Level.BRANCH:
        own = [units.id_of(unit.key)] if found.expected else []
        sent = reports.find_first_sent_of(context.tx, own, str(found.period)).values()
        return replace(found, on_time=sum(sent_at <= seconds(limit) for sent_at in sent))
    owing_on = owed.find_usual_day(Level.BRANCH)
    in_time = find_subtree(unit, context).count_on_time(found.period, owing_on, limit)
    longer = {
        unit_id: until
        for unit_id, until in owed.find_longer(unit, limit).items()
        if units.unit(unit_id).key.valid_from <= owing_on
    }
    came = reports.find_first_sent_of(context.tx, list(longer), str(found.period))
    in_time += sum(seconds(limit) < at <= seconds(longer[i]) for i, at in came.items())
    return replace(found, on_time=in_time)
