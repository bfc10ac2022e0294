"""A unit's figures at a moment: from the running totals, report by report only for a branch."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.notices.progress import Reporting, Week
from domain.org.levels import Level
from domain.org.tree import Unit, UnitKey
from domain.periods import Period, due_day, due_moment, opens_at
from domain.plan.plan import Plan
from domain.progress.aggregate import sums_suffice
from domain.progress.forecast import Forecast, adds_up, by_month, forecast_of
from domain.progress.progress import IndicatorProgress, Row, progress, progress_of
from domain.progress.ranking import Judged, judged
from domain.progress.scope import Node, Scope
from services.context import Context
from storage import progress as figures
from storage import reports
from storage.moments import seconds
from storage.totals import months
from storage.totals.subtree import Subtree

_DAYS = 7


def opened(context: Context) -> list[Period]:
    """The plan's months whose report may be entered by now, or could be before."""
    plan = context.plan
    return [p for p in plan.periods if opens_at(p, plan.settings) <= context.now]


def newest(context: Context) -> Period | None:
    """The last of them; None where none is open yet."""
    there = opened(context)
    return there[-1] if there else None


def progress_at(unit: Unit, plan: Plan, context: Context) -> tuple[IndicatorProgress, ...]:
    """The plan's indicators at a unit; the plan may be one of a few lines only."""
    return progress_until(newest(context), unit, plan, context)


def progress_until(
    last: Period | None, unit: Unit, plan: Plan, context: Context, judged: datetime | None = None
) -> tuple[IndicatorProgress, ...]:
    """The same by the reports of January to a month; `plan` and month may be of another year.

    `judged`: the moment by which it is judged, where that is not now.
    """
    read = _by_totals if _summed(unit, plan) else _by_values
    return read(last, unit, plan, context, judged or context.now)


def _summed(unit: Unit, plan: Plan) -> bool:
    return unit.level is not Level.BRANCH and all(map(sums_suffice, plan.indicators))


def _by_totals(
    last: Period | None, unit: Unit, plan: Plan, context: Context, judged: datetime
) -> tuple[IndicatorProgress, ...]:
    part = subtree_of(unit, context)
    aggregated = {} if last is None else part.gather(plan, last)
    return progress_of(plan, part.scope, aggregated, judged)


def _by_values(
    last: Period | None, unit: Unit, plan: Plan, context: Context, judged: datetime
) -> tuple[IndicatorProgress, ...]:
    nodes, units, today = nodes_of(unit, context), context.units, context.today
    ids, first = [p.unit_id for p in nodes], f"{plan.year}-01"
    rows = figures.rows(context.tx, units, ids, first, str(last or ""), today)
    return progress(plan, nodes[0], nodes, rows, judged)


def progress_each(
    units: Sequence[Unit], above: Unit, plan: Plan, context: Context
) -> list[tuple[IndicatorProgress, ...]]:
    """The plan's indicators at each of these units; communes are read together from `above`."""
    together = _communes([one for one in units if one.level is Level.COMMUNE], above, plan, context)
    return [
        together[one.key] if one.key in together else progress_at(one, plan, context)
        for one in units
    ]


def _communes(
    communes: Sequence[Unit], above: Unit, plan: Plan, context: Context
) -> dict[UnitKey, tuple[IndicatorProgress, ...]]:
    last = newest(context)
    if not communes or last is None or not all(_summed(one, plan) for one in communes):
        return {}
    below = {one.key: _scope_of(one, context) for one in communes}
    found = subtree_of(above, context).aggregate_each(plan, last, list(below.values()))
    return {
        key: progress_of(plan, each, found[each.node.unit_id], context.now)
        for key, each in below.items()
    }


def subtree_of(unit: Unit, context: Context) -> Subtree:
    """The unit and all below it, as this transaction sees their figures."""
    key = (unit.key, context.today)
    if key not in context.subtrees:
        context.subtrees[key] = Subtree(
            context.tx, context.units, _scope_of(unit, context), context.today
        )
    return context.subtrees[key]


def _scope_of(unit: Unit, context: Context) -> Scope:
    return figures.scope(context.units, unit, context.today, context.plan.signed)


def nodes_of(unit: Unit, context: Context) -> list[Node]:
    """The same with each branch."""
    return figures.nodes(context.units, unit, context.today, context.plan.signed)


# --- over time ---------------------------------------------------------------------------------


def month_rows(unit: Unit, codes: Collection[str], context: Context) -> list[Row]:
    """What was reported month by month, added up over the unit and all below it."""
    last, units = newest(context), context.units
    if last is None or not codes:
        return []
    if unit.level is Level.BRANCH:
        return rows_of([units.id_of(unit.key)], codes, context)
    return subtree_of(unit, context).months(codes, last)


def rows_of(unit_ids: Sequence[int], codes: Collection[str], context: Context) -> list[Row]:
    """The values of these very units in the plan's months that are open."""
    there = opened(context)
    if not there:
        return []
    first, last = str(there[0]), str(there[-1])
    span = months.Span(context.units, list(codes), first, last, context.today)
    return list(months.rows(context.tx, unit_ids, span))


def forecasts(
    indicators: Sequence[IndicatorProgress], unit: Unit, context: Context
) -> dict[str, Forecast]:
    """By code, of what adds up."""
    codes = [done.indicator.code for done in indicators if adds_up(done)]
    return _foreseen(indicators, month_rows(unit, codes, context), context)


def _foreseen(
    indicators: Sequence[IndicatorProgress], rows: Iterable[Row], context: Context
) -> dict[str, Forecast]:
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.indicator].append(row)
    plan, found = context.plan, {}
    for done in filter(adds_up, indicators):
        code = done.indicator.code
        foreseen = forecast_of(done, by_month(done.indicator, by_code[code]), plan, context.now)
        if foreseen is not None:
            found[code] = foreseen
    return found


def judged_each(units: Sequence[Unit], above: Unit, context: Context) -> list[Judged]:
    """The indicators of each of these units and how each will probably end."""
    found = progress_each(units, above, context.plan, context)
    ids, last = context.units.ids(units), newest(context)
    codes = {done.indicator.code for each in found for done in each if adds_up(done)}
    if last is None or any(one.level is not Level.COMMUNE for one in units):
        rows = {i: month_rows(one, codes, context) for i, one in zip(ids, units, strict=True)}
    else:
        rows = subtree_of(above, context).months_each(codes, last)
    return [
        judged(unit_id, each, _foreseen(each, rows.get(unit_id, ()), context))
        for unit_id, each in zip(ids, found, strict=True)
    ]


def week(indicators: Sequence[IndicatorProgress], unit: Unit, context: Context) -> Week | None:
    """What today and the six days before it brought; None at a branch, whose own it would be."""
    if unit.level is Level.BRANCH:
        return None
    today = context.today
    days = [today - timedelta(days=n) for n in reversed(range(_DAYS))]
    return Week(*added(indicators, unit, days, context))


def added(
    indicators: Sequence[IndicatorProgress], unit: Unit, days: Sequence[date], context: Context
) -> tuple[int, dict[str, float]]:
    """How many reports came on these days (in order), and by code what they added to each sum."""
    wanted = [done.indicator for done in indicators if adds_up(done)]
    codes = [indicator.code for indicator in wanted]
    count, sums = subtree_of(unit, context).came(codes, days)
    amounts = {
        i.code: i.measure.amount([sums.get((i.code, name), 0) for name in i.field_names])
        for i in wanted
    }
    return count, {code: amount for code, amount in amounts.items() if amount}


# --- who has sent ------------------------------------------------------------------------------


def reporting(unit: Unit, period: Period, context: Context) -> Reporting:
    """Who has sent a month's report, of the branches that stand now and stood when it was due."""
    due = due_day(period, context.plan.settings, context.calendar, Level.BRANCH)
    if unit.level in (Level.BRANCH, Level.COMMUNE):
        return _by_branch(unit, period, due, context)
    units, found = context.units, subtree_of(unit, context).turnout(period, due)
    lacking = sorted(
        ((units.unit(t.commune_id).short, t.expected - t.sent) for t in found),
        key=lambda named: -named[1],
    )
    sent, expected = sum(t.sent for t in found), sum(t.expected for t in found)
    return Reporting(period, due, sent, expected, tuple(n for n in lacking if n[1] > 0))


def _by_branch(unit: Unit, period: Period, due: date, context: Context) -> Reporting:
    """Missing branches by their own names."""
    units = context.units
    branches = units.tree.at(context.today).branches(unit.key)
    owing = [b for b in branches if b.key.valid_from <= due]
    sent = figures.who_sent(context.tx, str(period), units.ids(owing))
    lacking = [(b.short, 1) for b in owing if units.id_of(b.key) not in sent]
    return Reporting(period, due, len(sent), len(owing), tuple(lacking))


def with_on_time(found: Reporting, unit: Unit, context: Context) -> Reporting:
    """The same with how many sent in time."""
    limit = due_moment(found.period, context.plan.settings, context.calendar)
    units = context.units
    if unit.level is Level.BRANCH:
        own = [units.id_of(unit.key)] if found.expected else []
        sent = reports.first_sent(context.tx, own, str(found.period)).values()
        return replace(found, on_time=sum(sent_at <= seconds(limit) for sent_at in sent))
    return replace(found, on_time=subtree_of(unit, context).on_time(found.period, limit))
