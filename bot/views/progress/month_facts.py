"""Late facts of months: what they came to, and whose reports are not there."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.measures import tally
from domain.notices.progress import (
    MissingFacts,
    MissingForms,
    MissingReports,
    MonthFacts,
    MonthPage,
    MonthSum,
)
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period
from domain.plan.plan import Indicator
from domain.progress.progress import Row
from services.context import Context
from services.progress import figures as reading
from services.progress.audience import make_for_chat
from services.reminders.pauses import find_paused_until
from services.reporting.due_days import DueDays
from storage import reports

_MOST_CLOSELY = 3
"""With more indicators on a page there is no room for how each stands by then."""

_OWN_FORMS = (Level.PROVINCE, Level.AREA, Level.COMMUNE)


def read_month(notice: MonthPage, context: Context) -> MonthFacts:
    """Read who sent the report of a month (or of several) and when, and what it came to."""
    context = make_for_chat(context)
    unit, first = context.units.unit(notice.unit_id), Period.parse(notice.period)
    last = Period.parse(notice.last or notice.period)
    opened = [p for p in reading.list_open_months(context) if first <= p <= last]
    several = last if notice.last else None
    if not opened:
        return MonthFacts(unit.name, unit.code, unit.level, first, (), (), several)
    counted = tuple(reading.count_reporting(unit, period, context) for period in opened)
    if several is None:
        counted = (reading.add_on_time(counted[0], unit, context),)
    wanted = [i for i in context.plan.indicators if _is_told(i, unit, notice, context)]
    sums = tuple(_sum_months(wanted, opened, unit, context))
    if notice.code and len(sums) <= _MOST_CLOSELY:
        sums = _add_until(sums, opened[-1], unit, context)
    return MonthFacts(unit.name, unit.code, unit.level, first, counted, sums, several)


def _is_told(indicator: Indicator, unit: Unit, notice: MonthPage, context: Context) -> bool:
    if indicator.from_cases is not None or not indicator.code.startswith(notice.code):
        return False
    of_a_person = indicator.personal and unit.level is Level.BRANCH
    return context.audience.sees_personal or not of_a_person


def _sum_months(
    wanted: Sequence[Indicator], months: Sequence[Period], unit: Unit, context: Context
) -> Iterator[MonthSum]:
    rows = reading.read_month_rows(unit, [i.code for i in wanted], context)
    before = months[0].previous() if len(months) == 1 else None
    for indicator in wanted:
        own = [row for row in rows if row.indicator == indicator.code]
        amount = _sum_up(indicator, own, months)
        if amount is not None:
            there = before is not None and before.year == months[0].year
            earlier = _sum_up(indicator, own, (before,)) if before and there else None
            yield MonthSum(indicator, amount, earlier)


def _sum_up(indicator: Indicator, rows: Sequence[Row], months: Collection[Period]) -> float | None:
    """Sum up these months; of a state only the last of them that was reported."""
    kept = [row for row in rows if row.period in months]
    if not kept or indicator.target.below is not None:
        return None
    if indicator.is_state:
        last = max(row.period for row in kept)
        kept = [row for row in kept if row.period == last]
    return indicator.to_shown_amount(tally([row.value for row in kept]))


def _add_until(
    sums: tuple[MonthSum, ...], last: Period, unit: Unit, context: Context
) -> tuple[MonthSum, ...]:
    """Add how these indicators stood by the reports up to the last of the months."""
    plan = replace(context.plan, indicators=tuple(each.indicator for each in sums))
    found = {
        done.indicator.code: done
        for done in reading.compute_progress_until(last, unit, plan, context)
    }
    return tuple(replace(each, until=found.get(each.indicator.code)) for each in sums)


# --- who has not sent --------------------------------------------------------------------------


def read_missing(notice: MissingReports, context: Context) -> MissingFacts:
    """Read whose reports are not there: of one month by name, of all others how many."""
    unit = context.units.unit(notice.unit_id)
    by_month = {
        period: tuple(_list_forms(unit, period, context))
        for period in reversed(reading.list_open_months(context))
    }
    lacking = [period for period, forms in by_month.items() if any(f.missing for f in forms)]
    asked = Period.parse(notice.period) if notice.period else None
    owed = [period for period, forms in by_month.items() if any(f.expected for f in forms)]
    period = asked or next(iter([*lacking, *owed]), None)
    others = [f for p in lacking if p != period for f in by_month[p] if f.missing]
    shown = () if period is None else by_month.get(period, ())
    return MissingFacts(
        unit.name, unit.code, unit.level, context.today, period, shown, tuple(others)
    )


def _list_forms(unit: Unit, period: Period, context: Context) -> Iterator[MissingForms]:
    """List the forms that are owed for a month at a unit and below it: the highest level's first.

    Units that are there now and were on the due day owe them.
    """
    for level in _OWN_FORMS:
        if context.plan.form(level, period):
            yield _find_missing_of(level, unit, period, context)
    found = reading.count_reporting(unit, period, context)
    yield MissingForms(
        Level.BRANCH,
        period,
        found.due,
        found.sent,
        found.expected,
        found.missing,
        tuple(_list_paused(unit, period, context)),
    )


def _list_paused(unit: Unit, period: Period, context: Context) -> Iterator[tuple[str, date]]:
    """List the branches of a commune that asked not to be reminded, where they are named at all."""
    if unit.level not in (Level.COMMUNE, Level.BRANCH):
        return
    units = context.units
    branches = units.tree.at(context.today).branches(unit.key)
    paused = find_paused_until(context, units.ids(branches), str(period))
    sent = reports.find_sent_among(context.tx, str(period), list(paused)) if paused else ()
    for branch in branches:
        unit_id = units.id_of(branch.key)
        if unit_id in paused and unit_id not in sent:
            yield branch.short, paused[unit_id]


def _find_missing_of(level: Level, unit: Unit, period: Period, context: Context) -> MissingForms:
    units = context.units
    owed = DueDays(context, period)
    due, owing_on = owed.find_day(units.id_of(unit.key), level), owed.find_usual_day(level)
    owing = [one for one in _list_at(level, unit, context) if one.key.valid_from <= owing_on]
    sent = reports.find_sent_among(context.tx, str(period), units.ids(owing))
    lacking = Counter(one.short for one in owing if units.id_of(one.key) not in sent)
    return MissingForms(
        level, period, due, len(owing) - lacking.total(), len(owing), tuple(lacking.items())
    )


def _list_at(level: Level, unit: Unit, context: Context) -> Sequence[Unit]:
    view = context.units.tree.at(context.today)
    if unit.level is level:
        return (unit,)
    if level is Level.COMMUNE and unit.level in (Level.PROVINCE, Level.AREA, Level.BLOC):
        return view.communes(unit.key)
    if level is Level.AREA and unit.level is Level.PROVINCE:
        return [one for one in view.groups_under(unit.key) if one.level is Level.AREA]
    return ()
