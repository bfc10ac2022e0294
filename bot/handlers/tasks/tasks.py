"""/nhiemvu: the plan's tasks under way, or one by its number or words."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.people.groups import answer_unbound_group
from domain.answers import fold
from domain.notices.common import NotForYou
from domain.notices.tasks import TaskList, TaskPage, TasksMeant
from domain.org.levels import Level
from domain.people.roles import Permission
from domain.tasks.tasks import find_meant, list_tasks
from services.people.posts import list_posts_for

_FIRST = (Level.PROVINCE, Level.AREA, Level.COMMUNE, Level.BRANCH)
_MOST_WORDS = 8
_LONGEST = 80
_PAGES = 100
_MOST_NAMED = 6


def show_tasks(call: Call) -> Outcome:
    """Show the tasks of her unit, or of the group's, or the one she names."""
    if call.contact.is_group:
        unit_id = call.contact.group_unit_id
        if unit_id is None:
            return answer_unbound_group(call) or Outcome()
        return Outcome((_find_shown(call, unit_id, choices=False),))
    unit_id = find_unit(call)
    if unit_id is None:
        return Outcome((NotForYou(),))
    return Outcome((_find_shown(call, unit_id, choices=True),))


def _find_shown(call: Call, unit_id: int, *, choices: bool) -> TaskList | TaskPage | TasksMeant:
    words = call.words.strip()[:_LONGEST]
    if not words or (words.isdecimal() and int(words) < _PAGES):
        return TaskList(unit_id, int(words or 1), choices)
    found = find_meant(list_tasks(call.plan, call.units.unit(unit_id).level), words)
    if len(found) == 1:
        return TaskPage(unit_id, found[0].id, choices)
    named = tuple(task.id for task in found[:_MOST_NAMED])
    return TasksMeant(named, len(found) - len(named))


def find_unit(call: Call) -> int | None:
    """Return the highest unit in which she holds a post; its tasks are the most."""
    held = [post.unit_id for post in list_posts_for(call, Permission.SEE_PROGRESS)]
    by_level = {call.units.unit(unit_id).level: unit_id for unit_id in reversed(held)}
    return next((by_level[level] for level in _FIRST if level in by_level), None)


def _may_follow(words: str) -> bool:
    """Tell whether these words may follow the command typed without a slash.

    A whole sentence is no task's name.
    """
    return len(fold(words).split()) <= _MOST_WORDS


HANDLERS = (
    Handler(
        ("nhiemvu", "nhiem_vu"),
        show_tasks,
        in_groups=True,
        typed=("nhiem vu",),
        takes=_may_follow,
    ),
)
