"""What was done for the plan's tasks: read for a unit, recorded, corrected and taken back."""

from collections.abc import Iterable
from datetime import date, timedelta

from domain.documents.task_results import TaskDone, TaskResult
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.tasks import ActivityGone, ActivityRecorded, ActivityTakenBack
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import LEVEL_OF_ROLE, Permission
from domain.plan.plan import EventKind, PlanEvent
from domain.tasks.activity import Activity
from domain.tasks.office_words import OfficeWords
from domain.tasks.tasks import RECORDING_LEVELS, list_tasks
from services.calendar.event_dates import read_dated_plan
from services.context import Context, Request
from services.people.posts import list_posts_for
from storage import activities
from storage.moments import seconds

_SUPERVISING = (Level.AREA, Level.PROVINCE, Level.BLOC, Level.NATION)


def find_task_results(
    context: Context, unit: Unit, first: date, last: date
) -> tuple[TaskResult, ...]:
    """Find what a unit, and those below it, did for each task of its level in a span of days.

    Every task of the level is there in the plan's order, with nothing done where nothing was.
    """
    own = context.units.id_of(unit.key)
    below = list_units_below(context, unit)
    plan = read_dated_plan(context)
    loaded = activities.load_of_units(context.tx, plan.id, (own, *below), first, last)
    by_task: dict[str, list[Activity]] = {}
    for one in reversed(loaded):
        by_task.setdefault(one.task, []).append(one)
    return tuple(
        _make_result(task, by_task.get(task.id, ()), own, context)
        for task in list_tasks(plan, unit.level)
    )


def _make_result(
    task: PlanEvent, did: Iterable[Activity], own: int, context: Context
) -> TaskResult:
    did = tuple(did)
    done = tuple(
        TaskDone(
            one.day,
            one.words.show(),
            one.participants,
            "" if one.unit_id == own else context.units.unit(one.unit_id).name,
        )
        for one in did
    )
    return TaskResult(task.id, task.name, done, find_held_day(task, did, own), task.links)


def find_held_day(task: PlanEvent, did: Iterable[Activity], own: int) -> date | None:
    """Find when a conference was held, by what its office recorded; None for what is no event."""
    if task.kind is not EventKind.MILESTONE:
        return None
    return min((one.day for one in did if one.unit_id == own and one.held), default=None)


def list_units_below(context: Context, unit: Unit) -> tuple[int, ...]:
    """List the ids of the offices below a unit whose activities it sees."""
    if unit.level not in _SUPERVISING:
        return ()
    view = context.units.tree.at(context.today)
    if unit.key not in view:
        return ()
    groups = view.groups_under(unit.key) if unit.level is Level.PROVINCE else ()
    return tuple(context.units.ids((*groups, *view.communes(unit.key))))


def find_office_of(context: Context, unit_id: int) -> int:
    """Find the office whose activities a unit is shown as its own: a branch's is its commune."""
    unit = context.units.unit(unit_id)
    view = context.units.tree.at(context.today)
    if unit.level is not Level.BRANCH or unit.key not in view:
        return unit_id
    commune = view.commune(unit.key)
    return unit_id if commune is None else context.units.id_of(commune.key)


# --- recording ---------------------------------------------------------------------------------


def list_offices(request: Request) -> tuple[int, ...]:
    """List the ids of the units for which she may record: those of her own posts alone."""
    held = [
        post.unit_id
        for post in list_posts_for(request, Permission.RECORD_ACTIVITY)
        if LEVEL_OF_ROLE[post.role] in RECORDING_LEVELS
    ]
    return tuple(dict.fromkeys(held))


def set_activity_words(request: Request, draft_id: int, words: OfficeWords) -> tuple[Notice, ...]:
    """Keep a draft's words, sealed until it is recorded."""
    draft = activities.find_draft(request.tx, draft_id)
    if draft is not None and draft.person_id == request.person_id:
        activities.set_words(request.tx, draft_id, words)
    return ()


def drop_activity(request: Request, draft_id: int) -> tuple[Notice, ...]:
    """Delete a draft of hers: nothing of it is kept."""
    activities.drop_draft(request.tx, draft_id, request.person_id)
    return ()


def record_activity(
    request: Request,
    draft_id: int,
    task: str,
    day: date,
    participants: int | None,
    *,
    held: bool = False,
) -> tuple[Notice, ...]:
    """Record a draft of hers, and say so. `held`: it is the conference itself."""
    draft = activities.find_draft(request.tx, draft_id)
    if draft is None or draft.person_id != request.person_id:
        return (ActivityGone(),)
    if draft.unit_id not in list_offices(request):
        return (NotForYou(),)
    at = seconds(request.now)
    if not activities.record(request.tx, draft, task, day, participants, at, held=held):
        return (ActivityGone(),)
    return (ActivityRecorded(draft.id, corrected=draft.corrects is not None),)


def take_activity_back(request: Request, activity_id: int) -> tuple[Notice, ...]:
    """Take back an activity of a unit of hers; it is kept, but counts no more."""
    found = activities.find(request.tx, activity_id)
    if found is None or found.unit_id not in list_offices(request):
        return (ActivityGone(),)
    activities.take_back(request.tx, activity_id, request.person_id, seconds(request.now))
    return (ActivityTakenBack(found.task),)


def list_latest(request: Request, unit_id: int, most: int) -> tuple[Activity, ...]:
    """List what a unit recorded for the plan last, the newest day first."""
    first, last = date(request.plan.year, 1, 1), request.today + timedelta(days=1)
    loaded = activities.load_of_units(
        request.tx, request.plan.id, (unit_id,), first, last, most=most
    )
    return tuple(loaded)
