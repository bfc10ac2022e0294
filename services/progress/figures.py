"""A unit's figures at a moment: from running totals, and from single reports for a branch."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.notices.progress import Reporting, WeekFigures
from domain.org.levels import Level
from domain.org.tree import Unit, UnitKey
from domain.periods import Period, compute_due_day, locks_at, opens_at
from domain.plan.plan import Indicator, Plan
from domain.progress.aggregate import needs_only_sums
from domain.progress.coverage import CountOwed, Cutoff
from domain.progress.few import drop_few
from domain.progress.forecast import Forecast, adds_up, forecast_indicator, weigh_months
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


def find_counted(unit: Unit, context: Context) -> Reporting | None:
    """Find the month up to which a unit's figures count, and who reported it.

    It is the newest that enough branches reported (`enough_percent`), or the plan's last once it is
    locked; where there is none, the newest that anybody did. For a branch it is the newest it sent.
    None where nobody reported.
    """
    key = (unit.key, context.today)
    if key not in context.counted:
        context.counted[key] = _find_counted(unit, context)
    return context.counted[key]


def _find_counted(unit: Unit, context: Context) -> Reporting | None:
    plan, some = context.plan, None
    for period in reversed(list_open_months(context)):
        found = count_reporting(unit, period, context)
        final = period == plan.periods[-1] and context.now > locks_at(period, plan.settings)
        enough = 100 * found.sent >= plan.settings.enough_percent * found.expected
        if found.sent and (final or enough):
            return found
        if some is None and found.sent:
            some = found
    return some


def find_cutoff(unit: Unit, plan: Plan, context: Context) -> Cutoff:
    """Find up to which month a unit's figures count now, for the indicators of this plan.

    Where no branch owes anything, the reports of all months open by now count.
    """
    found = find_counted(unit, context)
    last = found.period if found is not None else find_newest_month(context)
    newest = find_newest_month(context)
    return Cutoff(plan, last, context.now, context.audience, cases_until=newest)


def compute_progress_at(unit: Unit, plan: Plan, context: Context) -> tuple[IndicatorProgress, ...]:
    """Compute the plan's indicators at a unit now; the plan may hold a few of them only."""
    return _judge(find_cutoff(unit, plan, context), unit, context)


def compute_progress_until(
    last: Period | None, unit: Unit, plan: Plan, context: Context, judged: datetime | None = None
) -> tuple[IndicatorProgress, ...]:
    """Compute them by the reports of January to a month; both may be of another year.

    `last` None: no report counts. `judged`: the moment by which they are judged, if not now.
    """
    return _judge(Cutoff(plan, last, judged or context.now, context.audience), unit, context)


def _judge(cutoff: Cutoff, unit: Unit, context: Context) -> tuple[IndicatorProgress, ...]:
    judge = _judge_by_totals if _can_sum(unit, cutoff.plan) else _judge_by_values
    return judge(cutoff, unit, context)


def _can_sum(unit: Unit, plan: Plan) -> bool:
    return unit.level is not Level.BRANCH and all(map(needs_only_sums, plan.indicators))


def _judge_by_totals(cutoff: Cutoff, unit: Unit, context: Context) -> tuple[IndicatorProgress, ...]:
    part, last = find_subtree(unit, context), cutoff.counted
    aggregated = {} if last is None else part.gather(cutoff.plan, last)
    if cutoff.cases_until is not None:
        cases = tuple(i for i in cutoff.plan.indicators if i.from_cases is not None)
        told = part.gather(replace(cutoff.plan, indicators=cases), cutoff.cases_until)
        aggregated = {**aggregated, **told}
    return judge_progress(cutoff, part.scope, aggregated, make_count_owed(unit, context))


def _judge_by_values(cutoff: Cutoff, unit: Unit, context: Context) -> tuple[IndicatorProgress, ...]:
    nodes, units, today = list_nodes(unit, context), context.units, context.today
    ids, first = [p.unit_id for p in nodes], f"{cutoff.plan.year}-01"
    rows = figures.load_rows(context.tx, units, ids, first, str(cutoff.counted or ""), today)
    province = figures.load_parts(units, unit, today, cutoff.plan.signed)
    return compute_progress(cutoff, nodes, rows, make_count_owed(unit, context), province)


def make_count_owed(unit: Unit, context: Context) -> CountOwed:
    """Make what counts the units at and below a unit that owed a period's report."""
    if unit.level is Level.BRANCH:
        return lambda level, period: int(
            level is Level.BRANCH and unit.key.valid_from <= _find_due(level, period, context)
        )
    part = find_subtree(unit, context)
    return lambda level, period: part.count_owed(level, _find_due(level, period, context))


def _find_due(level: Level, period: Period, context: Context) -> date:
    """Find the plan's own due day: whoever was there then owes the report, put off or not."""
    return compute_due_day(period, context.plan.settings, context.calendar, level)


def compute_progress_each(
    units: Sequence[Unit],
    above: Unit,
    plan: Plan,
    context: Context,
    until: Period | None = None,
) -> list[tuple[IndicatorProgress, ...]]:
    """Compute the plan's indicators at each of these units, in their order.

    `above`: a unit above all of them, up to whose counted month all of them are compared (or up
    to `until`), and from which the figures of communes are read together.
    """
    if until is None:
        cutoff = find_cutoff(above, plan, context)
    else:
        cutoff = Cutoff(plan, until, context.now, context.audience)
    together = _compute_communes(
        [one for one in units if one.level is Level.COMMUNE], above, cutoff, context
    )
    return [
        together[one.key] if one.key in together else _judge(cutoff, one, context) for one in units
    ]


def _compute_communes(
    communes: Sequence[Unit], above: Unit, cutoff: Cutoff, context: Context
) -> dict[UnitKey, tuple[IndicatorProgress, ...]]:
    plan, last = cutoff.plan, cutoff.counted
    if not communes or last is None or not all(_can_sum(one, plan) for one in communes):
        return {}
    below = {one.key: _find_scope(one, context) for one in communes}
    found = find_subtree(above, context).aggregate_each(plan, last, list(below.values()))
    return {
        key: judge_progress(
            cutoff,
            each,
            found[each.node.unit_id],
            _make_count_owed_by(each.node.unit_id, above, context),
        )
        for key, each in below.items()
    }


def _make_count_owed_by(unit_id: int, above: Unit, context: Context) -> CountOwed:
    part = find_subtree(above, context)
    return lambda level, period: part.count_owed_each(level, _find_due(level, period, context)).get(
        unit_id, 0
    )


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
        rows = read_own_rows([units.id_of(unit.key)], codes, context)
    else:
        rows = find_subtree(unit, context).read_months(codes, last)
    return drop_few(rows, context.plan, context.audience)


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
    rows = read_month_rows(unit, codes, context)
    cutoff = find_cutoff(unit, context.plan, context)
    return _forecast_each(indicators, rows, cutoff, make_count_owed(unit, context))


def forecast_line(
    done: IndicatorProgress, rows: Iterable[Row], unit: Unit, context: Context
) -> Forecast | None:
    """Forecast one indicator at a unit from its rows of months; None for what does not add up."""
    cutoff = find_cutoff(unit, context.plan, context)
    found = _forecast_each((done,), rows, cutoff, make_count_owed(unit, context))
    return found.get(done.indicator.code)


def _forecast_each(
    indicators: Sequence[IndicatorProgress], rows: Iterable[Row], cutoff: Cutoff, owed: CountOwed
) -> dict[str, Forecast]:
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.indicator].append(row)
    found = {}
    for done in filter(adds_up, indicators):
        code = done.indicator.code
        months = weigh_months(done.indicator, by_code[code], owed)
        foreseen = forecast_indicator(done, months, cutoff)
        if foreseen is not None:
            found[code] = foreseen
    return found


def judge_each(
    units: Sequence[Unit],
    above: Unit,
    context: Context,
    only: tuple[Indicator, ...] | None = None,
) -> list[JudgedUnit]:
    """Judge each of these units: its indicators (or `only` some), and how each will end."""
    plan = context.plan if only is None else replace(context.plan, indicators=only)
    found = compute_progress_each(units, above, plan, context)
    ids, last = context.units.ids(units), find_newest_month(context)
    codes = {done.indicator.code for each in found for done in each if adds_up(done)}
    cutoff = find_cutoff(above, context.plan, context)
    if last is None or any(one.level is not Level.COMMUNE for one in units):
        rows = {i: read_month_rows(one, codes, context) for i, one in zip(ids, units, strict=True)}
        owed = {i: make_count_owed(one, context) for i, one in zip(ids, units, strict=True)}
    else:
        rows = find_subtree(above, context).read_months_each(codes, last)
        owed = {i: _make_count_owed_by(i, above, context) for i in ids}
    return [
        judge_unit(
            unit_id, each, _forecast_each(each, rows.get(unit_id, ()), cutoff, owed[unit_id])
        )
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
    """Count the reports of these days (in order), and by code what they added to each sum.

    What few cases could be told from is left out: a difference tells of them, too.
    """
    sees_few = context.audience.sees_few
    told = [done for done in indicators if sees_few or not done.indicator.is_sensitive]
    wanted = [done.indicator for done in told if adds_up(done)]
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
