"""Notices of the plan's calendar: what is coming, what is near, and what has no day yet."""

from dataclasses import dataclass
from datetime import date

from domain.calendar.events import Lead, Occasion
from domain.notices.base import Notice
from domain.org.levels import Level
from domain.periods import Period


class ComingEvents(Notice, frozen=True, tag="coming_events/1"):
    """Shows what is coming for a unit. `choices`: she may go on from here (not in a group)."""

    unit_id: int
    page: int = 1
    choices: bool = True


class CalendarFile(Notice, frozen=True, tag="calendar_file/1"):
    """Sends the same for a whole year, as a file for a calendar (.ics)."""

    unit_id: int


class EventsAhead(Notice, frozen=True, tag="events_ahead/1"):
    """Reminds officers of a level, on a day ("2025-10-06"), of the events that are near.

    They are read late, since days move.
    """

    level: str
    on: str


# --- days that nobody set ----------------------------------------------------------------------


class EventsUndated(Notice, frozen=True, tag="events_undated/1"):
    """Tells the province once that some events have no day yet; how many is read late."""


class AskEventDate(Notice, frozen=True, tag="ask_event_date/1"):
    """Asks when an event is held; it is `number` of `many`. `unclear`: the answer was no day."""

    event: str
    number: int
    many: int
    unclear: bool = False


class ConfirmEventDate(Notice, frozen=True, tag="confirm_event_date/1"):
    """Asks whether the day is right: it is over, of another year, or was said in an odd way."""

    event: str
    first: date
    last: date


class EventDateKept(Notice, frozen=True, tag="event_date_kept/1"):
    """Says that an event's days are kept; without days, that it is not held."""

    event: str
    first: date | None = None
    last: date | None = None


class EventDatesDone(Notice, frozen=True, tag="event_dates_done/1"):
    """Says that no more is asked. `left`: how many events still have no day."""

    left: int = 0


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What is coming for a unit from a day on, in the order of days.

    `due`: the next report of its level and its due day, None after the last. `undated`: how many
    events have no day, 0 for those who cannot set one.
    """

    unit_name: str
    code: str
    level: Level
    day: date
    occasions: tuple[Occasion, ...]
    due: tuple[Period, date] | None = None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class AheadFacts:
    """The events officers are reminded of on a day, the nearest first, each with what to prepare
    for it ("" for nothing)."""

    leads: tuple[tuple[Lead, str], ...]
