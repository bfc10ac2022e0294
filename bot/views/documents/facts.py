"""Late facts of documents: what a sheet or a written report of any unit needs on any day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from bot.views.documents.unit_document import DocumentToMake
from domain.documents.figures import (
    DocumentFacts,
    MissingReport,
    Turnout,
    UnitFigures,
    compute_month_figures,
    find_draft,
    find_unfixed,
    find_upcoming,
    move_to_year_before,
)
from domain.documents.request import DocumentKind
from domain.documents.span import Span
from domain.documents.task_results import TaskResult
from domain.documents.within import Figure
from domain.notices.documents import UnitDocument
from domain.org.levels import Level
from domain.org.tree import TreeView, Unit
from domain.periods import Period
from domain.plan.plan import Indicator, Plan
from domain.progress.forecast import Forecast
from domain.progress.progress import IndicatorProgress, list_closed_periods
from services.calendar.event_dates import read_dated_plan
from services.context import Context
from services.documents.raw_reports import read_raw_reports
from services.progress import figures
from services.progress.spans import compute_compared, compute_progress_at_end, list_due
from services.reporting.due_days import DueDays
from services.tasks.activities import find_task_results
from storage import reports, samples
from storage.moments import seconds


def read_document(notice: UnitDocument, context: Context) -> DocumentToMake | None:
    """Read what a document is made of; None where the unit is gone."""
    unit = context.units.unit(notice.unit_id)
    if not unit.exists_on(context.now.date()):
        return None
    span = Span.parse(notice.span) if notice.span else find_span_so_far(unit, context)
    if notice.form == DocumentKind.RAW:
        return DocumentToMake(read_raw_reports(unit, span, context))
    return DocumentToMake(gather(unit, span, context), context.reference.template)


def find_span_so_far(unit: Unit, context: Context) -> Span:
    """Find the months from January to the one that counts for a unit, or to the newest."""
    counted = figures.find_counted(unit, context)
    last = counted.period if counted is not None else figures.find_newest_month(context)
    return Span.since_january(last or context.plan.periods[0])


@dataclass(frozen=True, slots=True)
class _Reading:
    """For what the facts are read: a context with its moment, a unit, the tree on that day, the
    span with its last month that is open, and the plan with what its forms ask."""

    context: Context
    unit: Unit
    view: TreeView
    span: Span
    until: Period
    plan: Plan


def gather(unit: Unit, span: Span, context: Context) -> DocumentFacts:
    """Gather the facts for a document of this unit and these months, by the reports of now.

    Raises KeyError where the unit does not exist on that day.
    """
    view = context.units.tree.at(context.now.date())
    view.unit(unit.key)
    plan, day = context.plan, context.now.date()
    opened = [p for p in figures.list_open_months(context) if p <= span.last]
    until = _find_until(unit, span, opened, context)
    opened = [period for period in opened if period <= until]
    due = replace(plan, indicators=list_due(plan, Span(span.first, until)))
    reading = _Reading(context, unit, view, span, until, due)
    closed = tuple(p for p in _list_over(unit, context) if p <= until)
    indicators = compute_progress_at_end(until, unit, due, context)
    senders = {period: _read_senders(reading, period) for period in opened if period in span}
    dated, held = read_dated_plan(context), _find_held(reading)
    turnout = tuple(_count_turnout(reading, p, sent) for p, sent in senders.items())
    return DocumentFacts(
        unit=unit,
        above=view.parent(unit.key),
        province=view.province(unit.key) or context.units.province(day),
        plan=plan,
        day=day,
        indicators=indicators,
        below=tuple(_read_below(reading)),
        periods=tuple(opened),
        closed=closed,
        months=_read_months(reading, opened),
        year_before=_read_year_before(reading),
        missing=tuple(_list_missing(reading, senders)),
        turnout=turnout,
        upcoming=find_upcoming(dated, unit.level, day),
        unfixed=tuple(e for e in find_unfixed(dated, unit.level, day) if e.id not in held),
        names=_list_names(reading),
        next_due=_find_next_due(reading),
        sample=_is_sample(reading, opened),
        forecasts=_forecast(reading, indicators),
        counted=figures.count_reporting(unit, until, context),
        span=span,
        until=until,
        not_due=_list_not_due(reading),
        within=compute_compared(due.indicators, unit, Span(span.first, until), context),
        draft=find_draft(turnout, span, until, plan),
        tasks=_read_tasks(reading),
        office=context.reference.office,
    )


def _find_until(unit: Unit, span: Span, opened: Sequence[Period], context: Context) -> Period:
    """Find the last month that is counted: the span's own, once it is open.

    Before that it is the newest of it that enough branches reported, or that is open.
    """
    newest = opened[-1] if opened else span.first
    counted = figures.find_counted(unit, context)
    if newest < span.last and counted is not None and span.first <= counted.period:
        return min(counted.period, newest)
    return newest


def _list_not_due(reading: _Reading) -> tuple[Indicator, ...]:
    """List what this unit and those below it enter, and no form of the span asks."""
    levels = {one.level for one in reading.view.descendants(reading.unit.key)}
    levels |= {reading.unit.level}
    if reading.unit.level is Level.PROVINCE:
        levels |= {Level.AREA}
    return tuple(
        indicator
        for indicator in reading.context.plan.indicators
        if indicator not in reading.plan.indicators and levels & set(indicator.entered_by)
    )


def _forecast(reading: _Reading, indicators: Sequence[IndicatorProgress]) -> Mapping[str, Forecast]:
    """Forecast the year's end where the span ends with the month that counts now."""
    counted = figures.find_counted(reading.unit, reading.context)
    if counted is None or counted.period != reading.until:
        return {}
    return figures.compute_forecasts(indicators, reading.unit, reading.context)


def _read_tasks(reading: _Reading) -> tuple[TaskResult, ...]:
    """Read what was done for the plan's tasks from the first to the last day that counts."""
    cutoff = reading.context.plan.settings.cutoff_day
    first = reading.span.find_first_day(cutoff)
    return find_task_results(reading.context, reading.unit, first, reading.until.last_day(cutoff))


def _find_held(reading: _Reading) -> frozenset[str]:
    """Find the conferences that were held by now: nobody has to prepare them any more."""
    context, year = reading.context, reading.context.plan.year
    found = find_task_results(context, reading.unit, date(year, 1, 1), context.today)
    return frozenset(task.id for task in found if task.held is not None)


# --- below, by month, and before ---------------------------------------------------------------


def _read_below(reading: _Reading) -> Iterator[UnitFigures]:
    """Read the figures of every unit that reports to this one; a province's areas come first.

    What is withheld of one of them is left out for all: their sum would tell of it.
    """
    context, below = reading.context, _list_units_below(reading)
    each = figures.compute_progress_each(below, reading.unit, reading.plan, context, reading.until)
    few = {done.indicator.code for found in each for done in found if done.standing.withheld}
    for unit, found in zip(below, each, strict=True):
        area = reading.view.area(unit.key)
        above = area.short if area is not None and area != unit else ""
        told = {p.indicator.code: p for p in found if p.indicator.code not in few}
        yield UnitFigures(unit, above, told)


def _list_units_below(reading: _Reading) -> tuple[Unit, ...]:
    view, key = reading.view, reading.unit.key
    areas = view.groups_under(key) if reading.unit.level is Level.PROVINCE else ()
    return (*areas, *view.below(key))


def _read_months(
    reading: _Reading, opened: Sequence[Period]
) -> Mapping[str, tuple[Figure | None, ...]]:
    context, unit, plan = reading.context, reading.unit, reading.plan
    rows = figures.read_month_rows(unit, [i.code for i in plan.indicators], context)

    def read_standing(asked: Plan, until: Period) -> tuple[IndicatorProgress, ...]:
        return figures.compute_progress_until(until, unit, asked, context)

    return compute_month_figures(plan, rows, opened, read_standing)


def _read_year_before(reading: _Reading) -> dict[str, IndicatorProgress]:
    """Read where the unit stood a year earlier, by the units of today; only what was reported."""
    context, last = reading.context, reading.until
    plan, then = move_to_year_before(reading.plan, context.now)
    until = Period(last.year - 1, last.month)
    found = figures.compute_progress_until(until, reading.unit, plan, context, then)
    return {p.indicator.code: p for p in found if p.standing.answers}


# --- who has sent ------------------------------------------------------------------------------


def _read_senders(reading: _Reading, period: Period) -> dict[int, float]:
    """Read who has sent a period's report by now, and when first (unit id → seconds)."""
    now = seconds(reading.context.now)
    found = reports.find_first_sent(reading.context.tx, str(period))
    return {unit_id: sent_at for unit_id, sent_at in found.items() if sent_at <= now}


def _count_turnout(reading: _Reading, period: Period, senders: Mapping[int, float]) -> Turnout:
    """Count who sent a period's report, of the branches of today that were there on the due day."""
    units, due = reading.context.units, DueDays(reading.context, period)
    owing = units.ids(_list_owing(reading, Level.BRANCH, due))
    came = {unit_id: senders[unit_id] for unit_id in owing if unit_id in senders}
    in_time = sum(sent_at <= seconds(due.find_moment(i)) for i, sent_at in came.items())
    day = due.find_day(units.id_of(reading.unit.key), Level.BRANCH)
    return Turnout(period, day, len(owing), len(came), in_time)


def _list_missing(
    reading: _Reading, senders: Mapping[Period, Mapping[int, float]]
) -> Iterator[MissingReport]:
    """List the reports of communes and branches that are not there, the newest period first."""
    for period, sent in sorted(senders.items(), key=itemgetter(0), reverse=True):
        due = DueDays(reading.context, period)
        for level in (Level.COMMUNE, Level.BRANCH):
            if reading.context.plan.form(level, period):
                yield from _list_missing_of(reading, period, level, due, sent)


def _list_missing_of(
    reading: _Reading, period: Period, level: Level, due: DueDays, sent: Mapping[int, float]
) -> Iterator[MissingReport]:
    units = reading.context.reference.units
    for unit in _list_owing(reading, level, due):
        if (unit_id := units.id_of(unit.key)) not in sent:
            commune, day = reading.view.commune(unit.key), due.find_day(unit_id)
            yield MissingReport(unit.name, level, commune.short if commune else "", period, day)


def _list_owing(reading: _Reading, level: Level, due: DueDays) -> list[Unit]:
    """List the units of today that were there on the plan's due day.

    Units that were merged since then can send no more.
    """
    view, key = reading.view, reading.unit.key
    units = view.branches(key) if level is Level.BRANCH else view.communes(key)
    return [unit for unit in units if unit.key.valid_from <= due.find_usual_day(level)]


def _find_next_due(reading: _Reading) -> tuple[Period, date] | None:
    context, plan = reading.context, reading.context.plan
    over = set(_list_over(reading.unit, context))
    coming = [p for p in plan.periods if p not in over]
    if not coming or context.now.year != plan.year:
        return None
    unit_id = context.units.id_of(reading.unit.key)
    return coming[0], DueDays(context, coming[0]).find_day(unit_id, Level.BRANCH)


def _list_over(unit: Unit, context: Context) -> Iterator[Period]:
    """List the periods whose due day is over for the branches of this unit, put off or not."""
    unit_id = context.units.id_of(unit.key)
    for period in list_closed_periods(context.plan, context.now):
        if DueDays(context, period).find_day(unit_id, Level.BRANCH) < context.today:
            yield period


# --- names, samples ----------------------------------------------------------------------------


def _list_names(reading: _Reading) -> Mapping[int, str]:
    units, view = reading.context.reference.units, reading.view
    below = [*view.descendants(reading.unit.key), *view.groups_under(reading.unit.key)]
    return {units.id_of(one.key): one.short for one in (reading.unit, *below)}


def _is_sample(reading: _Reading, periods: Sequence[Period]) -> bool:
    if not periods:
        return False
    return samples.has_samples(reading.context.tx, str(periods[0]), str(periods[-1]))
