"""A unit's figures of a span of months: what happened in it, and where the unit stood at its end.

What few cases could be told from is left out here, for every document alike.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from domain.documents.span import Span
from domain.documents.within import Compared, Within, compute_within
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period
from domain.plan.plan import Indicator, Plan
from domain.progress.few import drop_few
from domain.progress.progress import IndicatorProgress, ProgressStatus, Row
from domain.progress.standing import Standing
from services.context import Context
from services.progress import figures
from storage.totals import months


def list_due(plan: Plan, span: Span) -> tuple[Indicator, ...]:
    """List the indicators that a form of these months asks, and those counted from cases."""
    return tuple(
        indicator
        for indicator in plan.indicators
        if indicator.from_cases is not None
        or any(period in span for period in plan.list_periods(indicator.rhythm))
    )


def compute_progress_at_end(
    last: Period, unit: Unit, plan: Plan, context: Context
) -> tuple[IndicatorProgress, ...]:
    """Compute the plan's indicators by the reports of January to a month that may be long over.

    Of few cases a past month tells by its difference to what is told of today.
    """
    found = figures.compute_progress_until(last, unit, plan, context)
    if context.audience.sees_few or last == figures.find_newest_month(context):
        return found
    hidden = _find_hidden(unit, [i for i in plan.indicators if i.is_sensitive], context)
    return tuple(_withhold(done) if done.indicator.code in hidden else done for done in found)


def _find_hidden(unit: Unit, sensitive: Collection[Indicator], context: Context) -> set[str]:
    """Find the indicators of which some month stands on few cases, up to the newest month."""
    last = figures.find_newest_month(context)
    if last is None or not sensitive:
        return set()
    rows = _read_rows(unit, [i.code for i in sensitive], Span.since_january(last), context)
    left = {row.indicator for row in drop_few(rows, context.plan, context.audience)}
    return {row.indicator for row in rows} - left


def _withhold(done: IndicatorProgress) -> IndicatorProgress:
    """Withhold it whether or not anything occurred by then: that would tell when it did."""
    standing = Standing(target=done.standing.target, coverage=done.coverage, withheld=True)
    return IndicatorProgress(done.indicator, standing, ProgressStatus.WITHHELD, 0.0)


def compute_compared(
    indicators: Sequence[Indicator], unit: Unit, span: Span, context: Context
) -> Mapping[str, Compared]:
    """Compute by code what happened in a span, beside the span before and the year before.

    States are left out: they are as they stand at its end.
    """
    wanted = [indicator for indicator in indicators if not indicator.is_state]
    now = _compute_each(wanted, unit, span, context)
    before, year_before = span.find_before(), span.find_year_before()
    earlier = {} if before is None else _compute_each(wanted, unit, before, context)
    then = _compute_each(wanted, unit, year_before, context)
    found = {code: Compared(now[code]) for code in now}
    for code, within in earlier.items():
        found[code] = replace(found.get(code, Compared()), before=within)
    for code, within in then.items():
        found[code] = replace(found.get(code, Compared()), year_before=within)
    return found


def _compute_each(
    indicators: Sequence[Indicator], unit: Unit, span: Span, context: Context
) -> dict[str, Within]:
    plan, owed = context.plan, figures.make_count_owed(unit, context)
    # The whole year is read: what few cases of another month tell must not be told by this one.
    year = Span.since_january(Period(span.year, 12))
    rows = _read_rows(unit, [i.code for i in indicators], year, context)
    if span.year == plan.year:
        newest = figures.find_newest_month(context)
        rows = [row for row in rows if newest is not None and row.period <= newest]
    told = drop_few(rows, plan, context.audience)
    said = {row.indicator for row in told}
    return {i.code: compute_within(i, told, span, plan, owed) for i in indicators if i.code in said}


def _read_rows(unit: Unit, codes: Sequence[str], span: Span, context: Context) -> list[Row]:
    if not codes:
        return []
    if unit.level is not Level.BRANCH:
        return figures.find_subtree(unit, context).read_months(codes, span.last)
    read = months.Span(context.units, codes, str(span.first), str(span.last), context.today)
    return list(months.load_rows(context.tx, [context.units.id_of(unit.key)], read))
