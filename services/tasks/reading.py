"""What /nhiemvu and the messages about tasks show, read when they leave."""

from collections import Counter
from datetime import date, timedelta

from domain.calendar.events import Occasion, concerns, find_occasions, gather_by_day
from domain.notices.tasks import (
    ActivityFacts,
    ActivityPreview,
    ActivityRecorded,
    AskActivityDoubt,
    ConfirmTakingBack,
    EventsPassed,
    LatestActivities,
    LatestFacts,
    Milestone,
    RecalledFacts,
    TaskLine,
    TaskList,
    TaskListFacts,
    TaskPage,
    TaskPageFacts,
    TasksRecalled,
)
from domain.org.levels import Level
from domain.plan.plan import EventKind, Plan, PlanEvent
from domain.tasks.activity import Activity
from domain.tasks.tasks import (
    RECORDING_LEVELS,
    find_milestones,
    find_task,
    is_under_way,
    list_tasks,
)
from services.calendar.event_dates import read_dated_plan
from services.context import Context
from services.tasks.activities import (
    find_held_day,
    find_office_of,
    list_units_below,
)
from storage import activities

_MOST_SHOWN = 5
_MOST_LATEST = 5
_MOST_UNITS = 3
_MOST_BELOW = 2
_DAYS_AHEAD = 90
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months a rhythm spans."""


def read_task_list(notice: TaskList, context: Context) -> TaskListFacts:
    """Read which tasks are under way for a unit, with how much was done for each."""
    unit = context.units.unit(notice.unit_id)
    office = find_office_of(context, notice.unit_id)
    plan, day = read_dated_plan(context), context.today
    below = list_units_below(context, unit)
    did = _load_year(context, plan, (office, *below))
    counted = Counter(one.task for one in did)
    last: dict[str, date] = {}
    for one in did:
        last.setdefault(one.task, one.day)
    tasks = [
        task
        for task in list_tasks(plan, unit.level)
        if is_under_way(task, plan, day) and not _is_held(task, did, office)
    ]
    lines = tuple(TaskLine(task, counted[task.id], last.get(task.id)) for task in tasks)
    return TaskListFacts(
        context.units.unit(office).name,
        unit.level,
        lines,
        bool(below),
        unit.level in RECORDING_LEVELS,
        _find_next(plan, unit.level, day),
    )


def _find_next(plan: Plan, level: Level, day: date) -> tuple[Occasion, ...]:
    """Find what begins on the next day of the calendar that concerns a level."""
    found = find_occasions(plan, day, day + timedelta(days=_DAYS_AHEAD))
    mine = (o for o in found if o.starts > day and concerns(o.event, level))
    return next(iter(gather_by_day(mine)), ())


def _load_year(context: Context, plan: Plan, units: tuple[int, ...]) -> list[Activity]:
    first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
    return activities.load_of_units(context.tx, plan.id, units, first, last)


def _is_held(task: PlanEvent, did: list[Activity], office: int) -> bool:
    return find_held_day(task, (one for one in did if one.task == task.id), office) is not None


def read_task_page(notice: TaskPage, context: Context) -> TaskPageFacts | None:
    """Read one task for a unit; None if the plan has it no more."""
    unit = context.units.unit(notice.unit_id)
    office = find_office_of(context, notice.unit_id)
    plan, day = read_dated_plan(context), context.today
    task = find_task(plan.tasks, notice.task)
    if task is None:
        return None
    did = _load_year(context, plan, (office, *list_units_below(context, unit)))
    mine = [one for one in did if one.task == task.id and one.unit_id == office]
    below = [one for one in did if one.task == task.id and one.unit_id != office]
    by_unit = Counter(context.units.unit(one.unit_id).short for one in below)
    coming = find_occasions(plan, day, day + timedelta(days=_DAYS_AHEAD))
    return TaskPageFacts(
        context.units.unit(office).name,
        unit.level,
        task,
        is_under_way(task, plan, day),
        tuple(
            _read_milestone(each, plan, did, office)
            for each in (
                *((task,) if task.kind is EventKind.MILESTONE else ()),
                *find_milestones(task, plan),
            )
        ),
        tuple(mine[:_MOST_SHOWN]),
        len(mine),
        len(below),
        tuple(by_unit.most_common(_MOST_UNITS)),
        tuple((context.units.unit(one.unit_id).short, one) for one in below[:_MOST_BELOW]),
        tuple((o.starts, o.last) for o in coming if o.event.id == task.id and o.starts > day),
        unit.level in RECORDING_LEVELS,
    )


def _read_milestone(event: PlanEvent, plan: Plan, did: list[Activity], office: int) -> Milestone:
    window = event.find_window(plan.year)
    held = find_held_day(event, (one for one in did if one.task == event.id), office)
    return Milestone(event, window[0] if window else None, event.before, held)


# --- activities --------------------------------------------------------------------------------


def read_draft(
    notice: ActivityPreview | AskActivityDoubt, context: Context
) -> ActivityFacts | None:
    """Read the words of a draft; None if it was dropped or recorded meanwhile."""
    draft = activities.find_draft(context.tx, notice.draft_id)
    if draft is None:
        return None
    task = None
    if isinstance(notice, ActivityPreview):
        task = find_task(context.plan.tasks, notice.task)
    return ActivityFacts(context.units.unit(draft.unit_id).name, draft.words.show(), task)


def read_activity(
    notice: ActivityRecorded | ConfirmTakingBack, context: Context
) -> ActivityFacts | None:
    """Read an activity; None if it was corrected or taken back meanwhile."""
    found = activities.find(context.tx, notice.activity_id)
    return None if found is None else _tell(found, context)


def _tell(one: Activity, context: Context) -> ActivityFacts:
    return ActivityFacts(
        context.units.unit(one.unit_id).name,
        one.words.show(),
        find_task(context.plan.tasks, one.task),
        one.day,
        one.participants,
        one.id,
    )


def read_latest(notice: LatestActivities, context: Context) -> LatestFacts:
    """Read what a unit recorded last."""
    plan = context.plan
    loaded = _load_year(context, plan, (notice.unit_id,))[:_MOST_LATEST]
    unit = context.units.unit(notice.unit_id).name
    return LatestFacts(unit, tuple(_tell(one, context) for one in loaded))


# --- recalled ----------------------------------------------------------------------------------


def find_recalled(context: Context, unit_id: int, on: date) -> tuple[PlanEvent, ...]:
    """Find the tasks of a unit that are recalled on a day, and have nothing recorded for them.

    A task of each quarter is looked at over the months of the quarter up to that day.
    """
    plan = read_dated_plan(context)
    level = context.units.unit(unit_id).level
    first = date(plan.year, 1, 1)
    did = activities.load_of_units(context.tx, plan.id, (unit_id,), first, on)
    lacking = []
    for task in list_tasks(plan, level):
        rhythm = task.recall
        asked = rhythm is not None and rhythm.is_asked_in(on.month, plan.settings)
        own = level in task.levels  # the province sees all, and is told of its own
        if rhythm is None or not asked or not own or not is_under_way(task, plan, on):
            continue
        since = date(on.year, max(1, on.month - _MONTHS[rhythm.value] + 1), 1)
        if not any(one.task == task.id and one.day >= since for one in did):
            lacking.append(task)
    return tuple(lacking)


def read_recalled(notice: TasksRecalled, context: Context) -> RecalledFacts | None:
    """Read for which tasks nothing is recorded; None where something is for all."""
    found = find_recalled(context, notice.unit_id, date.fromisoformat(notice.on))
    return RecalledFacts(context.units.unit(notice.unit_id).name, found) if found else None


def find_passed(context: Context, unit_id: int, on: date) -> tuple[PlanEvent, ...]:
    """Find the conferences that ended on the last working day before a day or since, and of which
    nothing was recorded."""
    plan = read_dated_plan(context)
    before = context.calendar.previous_working_day(on - timedelta(days=1))
    ended = [
        task
        for task in plan.tasks
        if task.kind is EventKind.MILESTONE
        and Level.PROVINCE in task.levels
        and (window := task.find_window(plan.year) or _to_window(task))
        and before <= window[1] < on
    ]
    did = _load_year(context, plan, (unit_id,))
    return tuple(task for task in ended if not _is_held(task, did, unit_id))


def _to_window(task: PlanEvent) -> tuple[date, date] | None:
    return None if task.before is None else (task.before, task.before)


def read_passed(notice: EventsPassed, context: Context) -> RecalledFacts | None:
    """Read which conferences wait for a word on how they went; None where none does any more."""
    found = find_passed(context, notice.unit_id, date.fromisoformat(notice.on))
    return RecalledFacts(context.units.unit(notice.unit_id).name, found) if found else None
