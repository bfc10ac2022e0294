"""/ghiviec: officers record what their office did for a task of the plan.

`/ghiviec sua` shows what was recorded last, `/ghiviec sua 12` corrects it, `/ghiviec rut 12` takes
it back after a yes.
"""

from msgspec.structs import replace

from bot.conversations.choose import open_choice
from bot.conversations.tasks.activity import (
    OFFERED,
    ActivityConversation,
    ActivityState,
    open_activity,
)
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers import fold
from domain.notices.common import NotForYou
from domain.notices.tasks import (
    ActivityGone,
    ConfirmTakingBack,
    LatestActivities,
    OfficersRecord,
)
from domain.people.roles import Permission
from domain.tasks.activity import MOST_LETTERS, Activity, find_doubt
from domain.tasks.office_words import OfficeWords
from domain.tasks.tasks import find_meant, is_under_way, list_tasks
from services.calendar.event_dates import read_dated_plan
from services.people.posts import list_posts_for
from services.tasks.activities import (
    list_latest,
    list_offices,
    take_activity_back,
)
from storage import activities
from storage.moments import seconds

_CORRECT, _TAKE_BACK, _FOR = "sua", "rut", "cho"
_LONGEST_NUMBER = 12
_FEWEST_TOLD = 6
"""So many words after the command are what was done, and not only the name of a task."""

_LOOKED_BACK = 12


def record(call: Call) -> Outcome:
    """Begin to record, or correct or take back what was recorded."""
    offices = list_offices(call)
    if not offices:
        leads = list_posts_for(call, Permission.REPORT)
        return Outcome((OfficersRecord() if leads else NotForYou(),))
    what, _, rest = fold(call.words[:40]).strip().partition(" ")
    if what in (_CORRECT, _TAKE_BACK):
        number, _, said = rest.partition(" ")
        if not number:
            return Outcome(tuple(LatestActivities(unit_id) for unit_id in offices[:1]))
        found = _find_recorded(call, number, offices)
        if found is None:
            return Outcome((ActivityGone(),))
        if what == _CORRECT:
            return _correct(call, found)
        if said == "ok":
            return Outcome(take_activity_back(call, found.id))
        return Outcome((ConfirmTakingBack(found.id),))
    if what == _FOR and rest.isdecimal() and int(rest) in offices:
        return _open(call, int(rest), "")
    if not call.words.strip() and ActivityConversation.name in call.session.parked:
        return Outcome(resumes=ActivityConversation.name)
    if len(offices) == 1 or call.words.strip():
        return _open(call, offices[0], call.words)
    options = [(call.units.unit(i).name, f"/ghiviec {_FOR} {i}") for i in offices]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state))


def _open(call: Call, unit_id: int, words: str) -> Outcome:
    """Ask what was done for the task she names, or for which task if she names none.

    A whole sentence is what was done.
    """
    order = _order_tasks(call, unit_id)
    draft = activities.create_draft(
        call.tx, unit_id, call.plan.id, call.person_id, seconds(call.now)
    )
    unit = call.units.unit(unit_id)
    found = find_meant(list_tasks(call.plan, unit.level), words) if words.strip() else ()
    only = found[0].id if len(found) == 1 else ""
    offered = tuple(task.id for task in found[:OFFERED]) if len(found) > 1 else ()
    state = ActivityState(draft, unit.name, unit.level.value, order, offered=offered, task=only)
    told = OfficeWords(words)
    if len(words.split()) >= _FEWEST_TOLD and len(told) <= MOST_LETTERS:
        activities.set_words(call.tx, draft, told)
        doubt = find_doubt(told)
        state = replace(state, worded=True, doubt="" if doubt is None else doubt.value)
    state, notices = open_activity(state)
    return Outcome(notices, opens=(ActivityConversation.name, state))


def _order_tasks(call: Call, unit_id: int) -> tuple[str, ...]:
    """List the tasks of a unit: those it recorded for lately first, then those under way.

    What the plan asks of few levels comes before what it asks of all: it is more of a deed.
    """
    plan = read_dated_plan(call)
    tasks = list_tasks(plan, call.units.unit(unit_id).level)
    lately = [one.task for one in list_latest(call, unit_id, _LOOKED_BACK)]
    by_day = sorted(
        tasks, key=lambda task: (not is_under_way(task, plan, call.today), len(task.levels))
    )
    known = {task.id for task in tasks}
    return tuple(t for t in dict.fromkeys((*lately, *(t.id for t in by_day))) if t in known)


def _find_recorded(call: Call, number: str, offices: tuple[int, ...]) -> Activity | None:
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    found = activities.find(call.tx, int(number))
    return found if found is not None and found.unit_id in offices else None


def _correct(call: Call, found: Activity) -> Outcome:
    """Show what stands with all its parts, of which each can be changed."""
    draft = activities.create_draft(
        call.tx, found.unit_id, call.plan.id, call.person_id, seconds(call.now), found
    )
    unit = call.units.unit(found.unit_id)
    state, notices = open_activity(
        ActivityState(
            draft,
            unit.name,
            unit.level.value,
            _order_tasks(call, found.unit_id),
            task=found.task,
            day=found.day,
            participants=found.participants,
            held=found.held,
            complete=True,
            corrects=True,
        )
    )
    return Outcome(notices, opens=(ActivityConversation.name, state))


def _may_follow(words: str) -> bool:
    """Tell whether these words may follow the command typed without a slash: no question may."""
    return not words.rstrip().endswith("?")


HANDLERS = (
    Handler(
        ("ghiviec", "ghi_viec"), record, typed=("ghi viec",), takes=_may_follow, however_long=True
    ),
)
