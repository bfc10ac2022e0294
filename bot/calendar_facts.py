"""The calendar as it stands when it is sent: the plan's events with the days set for them."""

from datetime import date, timedelta

from bot.renderer import Loader, Moment
from domain.events import concerns, leads, occasions, reminded, to_prepare, undated, with_dates
from domain.levels import Level
from domain.notices.calendar import (
    AheadFacts,
    CalendarFacts,
    CalendarFile,
    ComingEvents,
    EventsAhead,
    EventsUndated,
)
from domain.org import Unit
from domain.periods import Period, due_day
from domain.plan import Plan
from storage import event_dates

DAYS_AHEAD = 90
_A_YEAR_DAYS = 365


def coming(notice: ComingEvents, at: Moment) -> CalendarFacts:
    """The next months of a unit."""
    return facts(at.reference.units.unit(notice.unit_id), DAYS_AHEAD, at)


def a_year(notice: CalendarFile, at: Moment) -> CalendarFacts:
    """The next year of a unit."""
    return facts(at.reference.units.unit(notice.unit_id), _A_YEAR_DAYS, at)


def facts(unit: Unit, days: int, at: Moment) -> CalendarFacts:
    """What is coming for a unit within so many days."""
    plan, day = dated(at), at.now.date()
    found = occasions(plan, day, day + timedelta(days=days))
    mine = tuple(o for o in found if concerns(o.event, unit.level))
    open_ones = len(undated(plan)) if unit.level is Level.PROVINCE else 0
    due = _next_due(plan, unit.level, at)
    return CalendarFacts(unit.name, unit.code, unit.level, day, mine, due, open_ones)


def dated(at: Moment) -> Plan:
    """The plan with the days somebody set."""
    plan = at.reference.plan
    return with_dates(plan, event_dates.of_plan(at.book, plan.id))


def _next_due(plan: Plan, level: Level, at: Moment) -> tuple[Period, date] | None:
    """The next report of the level; areas and blocs look to that of the branches."""
    asked = level if any(plan.form(level, p) for p in plan.periods) else Level.BRANCH
    for period in plan.periods:
        due = due_day(period, plan.settings, at.reference.calendar, asked)
        if due >= at.now.date() and plan.form(asked, period):
            return period, due
    return None


def ahead(notice: EventsAhead, at: Moment) -> AheadFacts | None:
    """What is to be recalled on that day; None where it was moved, is not held, or is there."""
    plan, level = dated(at), Level(notice.level)
    found = leads(plan, at.reference.calendar, date.fromisoformat(notice.on))
    coming = [lead for lead in found if lead.occasion.starts > at.now.date()]
    mine = [lead for lead in coming if level in reminded(lead.occasion.event)]
    return AheadFacts(tuple((m, to_prepare(plan, m.days)) for m in mine)) if mine else None


def open_days(notice: EventsUndated, at: Moment) -> int | None:
    """How many events have no day yet; None where all have."""
    return len(undated(dated(at))) or None


LOADERS: dict[str, Loader] = {
    "coming": coming,
    "a_year": a_year,
    "ahead": ahead,
    "open_days": open_days,
}
