"""Late facts of the calendar: the plan's events with the days that were set for them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from domain.calendar.events import (
    concerns,
    find_leads,
    find_occasions,
    find_preparation,
    find_reminded_levels,
    find_undated,
)
from domain.notices.calendar import (
    AheadFacts,
    CalendarFacts,
    CalendarFile,
    ComingEvents,
    EventsAhead,
    EventsUndated,
)
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period
from services.calendar.event_dates import read_dated_plan
from services.context import Context
from services.reporting.due_days import DueDays

DAYS_AHEAD = 90
_A_YEAR_DAYS = 365


def read_coming(notice: ComingEvents, context: Context) -> CalendarFacts:
    """Read what is coming for a unit in the next three months."""
    unit = context.units.unit(notice.unit_id)
    facts = read_calendar(unit, DAYS_AHEAD, context)
    if notice.choices:
        return facts
    levels = {facts.level, Level.BRANCH}  # in a group are those who send the branches' reports
    return replace(facts, due=_find_next_due(unit, levels, context))


def read_year(notice: CalendarFile, context: Context) -> CalendarFacts:
    """Read what is coming for a unit in the next year."""
    return read_calendar(context.units.unit(notice.unit_id), _A_YEAR_DAYS, context)


def read_calendar(unit: Unit, days: int, context: Context) -> CalendarFacts:
    """Read what is coming for a unit within so many days."""
    plan, day = read_dated_plan(context), context.now.date()
    found = find_occasions(plan, day, day + timedelta(days=days))
    mine = tuple(o for o in found if concerns(o.event, unit.level))
    open_ones = len(find_undated(plan)) if unit.level is Level.PROVINCE else 0
    due = _find_next_due(unit, (_find_own_level(unit, context),), context)
    return CalendarFacts(unit.name, unit.code, unit.level, day, mine, due, open_ones)


def _find_own_level(unit: Unit, context: Context) -> Level:
    """Find whose reports a unit looks at: areas and blocs, without forms, at the branches'."""
    plan = context.plan
    return unit.level if any(plan.form(unit.level, p) for p in plan.periods) else Level.BRANCH


def _find_next_due(
    unit: Unit, levels: Iterable[Level], context: Context
) -> tuple[Period, date] | None:
    """Find the report of these levels that is due next for a unit, put off or not, and its day."""
    unit_id, plan, found = context.units.id_of(unit.key), context.plan, []
    for period in plan.periods:
        due = DueDays(context, period)
        asked = (level for level in levels if plan.form(level, period))
        found += [(period, due.find_day(unit_id, level)) for level in asked]
    coming = (each for each in found if each[1] >= context.now.date())
    return min(coming, key=lambda each: each[1], default=None)


def read_ahead(notice: EventsAhead, context: Context) -> AheadFacts | None:
    """Read which events officers of a level are reminded of on a day.

    None where there are none any more: they were moved, are not held, or have begun.
    """
    plan, level = read_dated_plan(context), Level(notice.level)
    found = find_leads(plan, context.calendar, date.fromisoformat(notice.on))
    nearing = [lead for lead in found if lead.occasion.starts > context.now.date()]
    mine = [lead for lead in nearing if level in find_reminded_levels(lead.occasion.event)]
    return AheadFacts(tuple((m, find_preparation(plan, m.days)) for m in mine)) if mine else None


def read_undated_count(notice: EventsUndated, context: Context) -> int | None:
    """Count the events that have no day yet; None where all have one."""
    return len(find_undated(read_dated_plan(context))) or None
