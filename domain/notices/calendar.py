"""The plan's calendar, as data: what is coming, what is recalled, and days asked for."""

from dataclasses import dataclass
from datetime import date

from domain.calendar.events import Lead, Occasion
from domain.notices.base import Notice
from domain.org.levels import Level
from domain.periods import Period


class ComingEvents(Notice, frozen=True, tag="coming_events/1"):
    """What is coming for a unit. `choices`: whether she may go on from here (not in a group)."""

    unit_id: int
    page: int = 1
    choices: bool = True


class CalendarFile(Notice, frozen=True, tag="calendar_file/1"):
    """The same for a whole year, as a file for a calendar (.ics)."""

    unit_id: int


class EventsAhead(Notice, frozen=True, tag="events_ahead/1"):
    """The reminders of a day ("2025-10-06") for officers of a level. Read late: days move."""

    level: str
    on: str


# --- days that nobody set ----------------------------------------------------------------------


class EventsUndated(Notice, frozen=True, tag="events_undated/1"):
    """Told to the province once: some events have no day yet. How many is read late."""


class AskEventDate(Notice, frozen=True, tag="ask_event_date/1"):
    """When is it? `number` of `many`; `unclear`: what was said before was no day."""

    event: str
    number: int
    many: int
    unclear: bool = False


class ConfirmEventDate(Notice, frozen=True, tag="confirm_event_date/1"):
    """A day of another year, one that is over, or one that was said in a strange way."""

    event: str
    first: date
    last: date


class EventDateKept(Notice, frozen=True, tag="event_date_kept/1"):
    """The days are kept; without them: it is not held."""

    event: str
    first: date | None = None
    last: date | None = None


class EventDatesDone(Notice, frozen=True, tag="event_dates_done/1"):
    """No more is asked. `left`: how many have no day still."""

    left: int = 0


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What is coming for a unit from a day on, by day.

    `due`: the next report of its level, None after the last. `undated`: how many events have no
    day, 0 for who cannot set one.
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
    """What is to be recalled on a day, the nearest first, and what each asks for ("" nothing)."""

    leads: tuple[tuple[Lead, str], ...]
