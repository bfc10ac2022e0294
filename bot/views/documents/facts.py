"""Late facts of documents: what a sheet or a written report of any unit needs on any day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from bot.views.calendar.facts import read_dated_plan
from bot.views.documents.unit_document import DocumentToMake
from domain.documents.figures import (
    DocumentFacts,
    Figure,
    MissingReport,
    Turnout,
    UnitFigures,
    compute_month_figures,
    find_unfixed,
    find_upcoming,
    move_to_year_before,
)
from domain.notices.documents import UnitDocument
from domain.org.levels import Level
from domain.org.tree import TreeView, Unit
from domain.periods import Period
from domain.plan.plan import Plan
from domain.progress.progress import IndicatorProgress, list_closed_periods
from services.context import Context
from services.progress import figures
from services.reporting.due_days import DueDays
from storage import reports, samples
from storage.moments import seconds


def read_document(notice: UnitDocument, context: Context) -> DocumentToMake | None:
    """Read what a document is made of; None where the unit is gone."""
    unit = context.units.unit(notice.unit_id)
    if not unit.exists_on(context.now.date()):
        return None
    return DocumentToMake(gather(unit, context), context.reference.template)


@dataclass(frozen=True, slots=True)
class _Reading:
    """For what the facts are read: a context with its moment, a unit, and the tree on that day."""

    context: Context
    unit: Unit
    view: TreeView


def gather(unit: Unit, context: Context) -> DocumentFacts:
    """Gather the facts for a document of this unit, by the reports of all periods open by now.

    Raises KeyError where the unit does not exist on that day.
    """
    view = context.units.tree.at(context.now.date())
    view.unit(unit.key)
    reading = _Reading(context, unit, view)
    plan, day, closed = (
        context.plan,
        context.now.date(),
        tuple(_list_over(unit, context)),
    )
    opened = figures.list_open_months(context)
    indicators = figures.compute_progress_at(unit, plan, context)
    senders = {period: _read_senders(reading, period) for period in opened}
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
        turnout=tuple(_count_turnout(reading, p, sent) for p, sent in senders.items()),
        upcoming=find_upcoming(read_dated_plan(context), unit.level, day),
        unfixed=find_unfixed(read_dated_plan(context), unit.level, day),
        names=_list_names(reading),
        next_due=_find_next_due(reading, closed),
        sample=_is_sample(reading, opened),
        forecasts=figures.compute_forecasts(indicators, unit, context),
        counted=figures.find_counted(unit, context),
    )


# --- below, by month, and before ---------------------------------------------------------------


def _read_below(reading: _Reading) -> Iterator[UnitFigures]:
    """Read the figures of every unit that reports to this one; a province's areas come first.

    What is withheld of one of them is left out for all: their sum would tell of it.
    """
    context, below = reading.context, _list_units_below(reading)
    each = figures.compute_progress_each(below, reading.unit, context.reference.plan, context)
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
    context, unit, plan = reading.context, reading.unit, reading.context.reference.plan
    rows = figures.read_month_rows(unit, [i.code for i in plan.indicators], context)

    def read_standing(asked: Plan, until: Period) -> tuple[IndicatorProgress, ...]:
        return figures.compute_progress_until(until, unit, asked, context)

    return compute_month_figures(plan, rows, opened, read_standing)


def _read_year_before(reading: _Reading) -> dict[str, IndicatorProgress]:
    """Read where the unit stood a year earlier, by the units of today; only what was reported."""
    context = reading.context
    last = figures.find_cutoff(reading.unit, context.plan, context).counted
    if last is None:
        return {}
    plan, then = move_to_year_before(context.reference.plan, context.now)
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


def _find_next_due(reading: _Reading, closed: Sequence[Period]) -> tuple[Period, date] | None:
    context, plan = reading.context, reading.context.plan
    coming = [p for p in plan.periods if p not in closed]
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
