"""The calendar as it stands when it is sent: the plan's events with the days set for them."""

from datetime import date, timedelta

from domain.calendar.events import (
    concerns,
    find_leads,
    find_occasions,
    find_reminded_levels,
    find_preparation,
    find_undated,
    apply_dates,
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
from domain.periods import Period, due_day
from domain.plan.plan import Plan
from services.context import Context
from storage import event_dates

DAYS_AHEAD = 90
_A_YEAR_DAYS = 365


def coming(notice: ComingEvents, context: Context) -> CalendarFacts:
    """The next months of a unit."""
    return facts(context.units.unit(notice.unit_id), DAYS_AHEAD, context)


def a_year(notice: CalendarFile, context: Context) -> CalendarFacts:
    """The next year of a unit."""
    return facts(context.units.unit(notice.unit_id), _A_YEAR_DAYS, context)


def facts(unit: Unit, days: int, context: Context) -> CalendarFacts:
    """What is coming for a unit within so many days."""
    plan, day = dated(context), context.now.date()
    found = find_occasions(plan, day, day + timedelta(days=days))
    mine = tuple(o for o in found if concerns(o.event, unit.level))
    open_ones = len(find_undated(plan)) if unit.level is Level.PROVINCE else 0
    due = _next_due(plan, unit.level, context)
    return CalendarFacts(unit.name, unit.code, unit.level, day, mine, due, open_ones)


def dated(context: Context) -> Plan:
    """The plan with the days somebody set."""
    plan = context.plan
    return apply_dates(plan, event_dates.load_dates(context.tx, plan.id))


def _next_due(plan: Plan, level: Level, context: Context) -> tuple[Period, date] | None:
    """The next report of the level; areas and blocs look to that of the branches."""
    asked = level if any(plan.form(level, p) for p in plan.periods) else Level.BRANCH
    for period in plan.periods:
        due = due_day(period, plan.settings, context.calendar, asked)
        if due >= context.now.date() and plan.form(asked, period):
            return period, due
    return None


def ahead(notice: EventsAhead, context: Context) -> AheadFacts | None:
    """What is to be recalled on that day; None where it was moved, is not held, or is there."""
    plan, level = dated(context), Level(notice.level)
    found = find_leads(plan, context.calendar, date.fromisoformat(notice.on))
    coming = [lead for lead in found if lead.occasion.starts > context.now.date()]
    mine = [lead for lead in coming if level in find_reminded_levels(lead.occasion.event)]
    return AheadFacts(tuple((m, find_preparation(plan, m.days)) for m in mine)) if mine else None


def open_days(notice: EventsUndated, context: Context) -> int | None:
    """How many events have no day yet; None where all have."""
    return len(find_undated(dated(context))) or None
