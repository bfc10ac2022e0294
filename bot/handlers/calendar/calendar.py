"""/lich: what is coming; /lich tep: as a file; /lich ngay: the province sets open days.

`/lich ngay IV.3.2-1a` sets the day of one event anew.
"""

from dataclasses import replace

from bot.conversations.calendar.event_dates import open_event_dates
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.people.groups import answer_unbound_group
from domain.answers import fold
from domain.answers.text.wishes import Wish
from domain.calendar.events import find_undated
from domain.notices.calendar import CalendarFile, ComingEvents, EventDatesDone
from domain.notices.common import NotForYou
from domain.notices.tasks import TasksMeant
from domain.org.levels import Level
from domain.people.roles import Permission
from domain.plan.plan import EventKind
from domain.tasks.tasks import find_meant
from services.calendar.event_dates import read_dated_plan
from services.people.posts import list_posts_for

_FILE = frozenset({"tep", "file", "tai", "ics"})
_DAYS = frozenset({"ngay", "dat ngay", "ghi ngay"})
_DAY_OF = "ngay "
_LONGEST_NAME = 80
_FIRST = (Level.PROVINCE, Level.AREA, Level.COMMUNE, Level.BRANCH)


def show_calendar(call: Call) -> Outcome:
    """Show what is coming for her unit, or for the group's."""
    words = fold(call.words[:_LONGEST_NAME]).strip()
    if call.contact.is_group:
        shown = ComingEvents(call.contact.group_unit_id or 0, _read_page(words), choices=False)
        return answer_unbound_group(call) or Outcome((shown,))
    if words in _DAYS:
        return _ask_open_days(call)
    if words.startswith(_DAY_OF):
        return _ask_day_anew(call, call.words.split(maxsplit=1)[1])
    unit_id = _find_unit(call)
    if unit_id is None:
        return Outcome((NotForYou(),))
    if words in _FILE:
        return Outcome((CalendarFile(unit_id),))
    return Outcome((ComingEvents(unit_id, _read_page(words)),))


def show_what_is_on(call: Call) -> Outcome:
    """Show what is coming, whatever her sentence says besides."""
    return show_calendar(replace(call, words=""))


def _read_page(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 3 else 1


def _find_unit(call: Call) -> int | None:
    """Return the highest unit in which she holds a post; its calendar holds the most events."""
    held = [p.unit_id for p in list_posts_for(call, Permission.SEE_PROGRESS)]
    by_level = {call.units.unit(unit_id).level: unit_id for unit_id in reversed(held)}
    return next((by_level[level] for level in _FIRST if level in by_level), None)


def _ask_open_days(call: Call) -> Outcome:
    """Ask for the days of the events that the plan leaves open."""
    if not list_posts_for(call, Permission.SET_EVENT_DATES):
        return Outcome((NotForYou(),))
    open_ones = find_undated(read_dated_plan(call))
    if not open_ones:
        return Outcome((EventDatesDone(),))
    state, notices = open_event_dates(tuple(e.id for e in open_ones))
    return Outcome(notices, opens=("event_dates", state))


def _ask_day_anew(call: Call, words: str) -> Outcome:
    """Ask for the day of the one event she names, whether or not it has one."""
    if not list_posts_for(call, Permission.SET_EVENT_DATES):
        return Outcome((NotForYou(),))
    settable = [task for task in call.plan.tasks if task.kind is EventKind.MILESTONE or task.set_by]
    found = find_meant(settable, words[:_LONGEST_NAME])
    if len(found) != 1:
        return Outcome((TasksMeant(tuple(task.id for task in found)),))
    undated = find_undated(read_dated_plan(call))
    others = sum(event.id != found[0].id for event in undated)
    state, notices = open_event_dates((found[0].id,), others)
    return Outcome(notices, opens=("event_dates", state))


def _may_follow(words: str) -> bool:
    """Tell whether these words may follow the command typed without a slash.

    With other words it is the beginning of a sentence.
    """
    said = fold(words).strip()
    return said in _FILE | _DAYS or not said or said.isdecimal() or said.startswith(_DAY_OF)


HANDLERS = (
    Handler(
        ("lich", "calendar"), show_calendar, in_groups=True, typed=("lich",), takes=_may_follow
    ),
    Handler(("cogi",), show_what_is_on, wishes=(Wish.ON_NOW,)),
)
