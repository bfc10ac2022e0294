"""The days, campaigns and milestones of a plan, and when people are reminded of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.org.levels import Level
from domain.periods import Calendar
from domain.plan.plan import EventKind, EventStatus, Plan, PlanEvent

Window = tuple[date, date]

WHOLE_YEAR_DAYS = 300  # what lasts longer is a standing duty, not an event to come
_LONGEST_LEAD_DAYS = 365
_KINDS = tuple(EventKind)  # of what falls on one day, the day itself comes first
_LIKE_COMMUNES = (Level.AREA, Level.BLOC)
_REMINDED = frozenset({Level.COMMUNE, Level.PROVINCE})
"""Branches are not reminded of events: messages to them are few, and are for their reports."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event with its days. `first` None: only the day it must precede (`last`) is known."""

    event: PlanEvent
    first: date | None
    last: date

    @property
    def starts(self) -> date:
        """The day that is counted down to."""
        return self.first or self.last


@dataclass(frozen=True, slots=True)
class Lead:
    """A reminder `days` before an occasion, sent in the morning of `on`, a working day."""

    occasion: Occasion
    days: int
    on: date


def apply_dates(plan: Plan, chosen: Mapping[str, Window | None]) -> Plan:
    """Put the dates that somebody set, by event id, into the plan; None: it is not held."""
    if not chosen:
        return plan
    return replace(plan, events=tuple(_apply_date(e, chosen) for e in plan.events))


def _apply_date(event: PlanEvent, chosen: Mapping[str, Window | None]) -> PlanEvent:
    if event.id not in chosen:
        return event
    window = chosen[event.id]
    if window is None:
        return replace(event, status=EventStatus.ENDED)
    return replace(event, dates=(window,), yearly=None, before=None)


def find_occasions(plan: Plan, since: date, until: date) -> tuple[Occasion, ...]:
    """Find what takes place, begins or must be done from one day to another, in order of day."""
    found = {o for year in range(since.year, until.year + 1) for o in _find_in_year(plan, year)}
    within = (o for o in found if o.starts <= until and o.last >= since)
    return tuple(sorted(within, key=lambda o: (o.starts, _KINDS.index(o.event.kind), o.event.name)))


def gather_by_day(found: Iterable[Occasion]) -> tuple[tuple[Occasion, ...], ...]:
    """Gather what begins and ends on the same days: it is told in one line, the day itself first.

    What must be done before a day goes with what is on that day.
    """
    gathered: dict[Window, list[Occasion]] = {}
    for occasion in found:
        gathered.setdefault((occasion.starts, occasion.last), []).append(occasion)
    return tuple(tuple(sorted(each, key=lambda o: o.first is None)) for each in gathered.values())


def _find_in_year(plan: Plan, year: int) -> Iterator[Occasion]:
    by_id = {event.id: event for event in plan.events}
    for event in plan.events:
        if event.status is EventStatus.ACTIVE:
            yield from _find_own(event.name_in(year), year)
            for other in event.held_with:
                yield from (replace(o, event=event) for o in _find_own(by_id[other], year))


def _find_own(event: PlanEvent, year: int) -> Iterator[Occasion]:
    window = event.find_window(year)
    if window is not None:
        if (window[1] - window[0]).days < WHOLE_YEAR_DAYS:
            yield Occasion(event, *window)
    elif event.before is not None and event.before.year == year:
        yield Occasion(event, None, event.before)


def concerns(event: PlanEvent, level: Level) -> bool:
    """Return True if units of this level take part; areas and blocs stand for their communes."""
    asked = Level.COMMUNE if level in _LIKE_COMMUNES else level
    return asked in event.levels


def find_undated(plan: Plan) -> tuple[PlanEvent, ...]:
    """Find the events of the plan's year that need a reminder, but whose day nobody has set."""
    return tuple(e for e in plan.events if e.status is EventStatus.ACTIVE and _lacks_day(e, plan))


def _lacks_day(event: PlanEvent, plan: Plan) -> bool:
    dated = event.find_window(plan.year) or event.before or event.held_with
    return bool(event.remind and event.set_by) and not dated


def find_leads(plan: Plan, calendar: Calendar, on: date) -> tuple[Lead, ...]:
    """Find the reminders of a day, the nearest event first.

    A reminder that would fall on a day off comes on the working day before.
    """
    reach = on + timedelta(days=_LONGEST_LEAD_DAYS)
    found = (lead for o in find_occasions(plan, on, reach) for lead in _plan_leads(o, calendar))
    return tuple(sorted((d for d in found if d.on == on), key=lambda d: d.days))


def _plan_leads(occasion: Occasion, calendar: Calendar) -> Iterator[Lead]:
    """Plan at most one a day: where days off push two together, the nearer one is sent."""
    by_day: dict[date, Lead] = {}
    for days in sorted(occasion.event.remind, reverse=True):
        on = calendar.previous_working_day(occasion.starts - timedelta(days=days))
        by_day[on] = Lead(occasion, days, on)
    return iter(by_day.values())


def find_reminded_levels(event: PlanEvent) -> tuple[Level, ...]:
    """Find the levels whose officers are reminded of an event."""
    return tuple(level for level in event.levels if level in _REMINDED)


def find_preparation(plan: Plan, days: int) -> str:
    """Find what must be done so many days before an event, in the plan's words; "" for nothing."""
    reached = [stage for stage in plan.prepare if days <= stage.days]
    return min(reached, key=lambda stage: stage.days).what if reached else ""
