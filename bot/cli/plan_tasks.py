"""The table of a plan's tasks: where each is seen, asked, recalled, recorded and reported."""

from collections.abc import Iterator

from domain.calendar.events import WHOLE_YEAR_DAYS, find_reminded_levels
from domain.org.levels import Level
from domain.plan.plan import EventKind, Plan, PlanEvent
from domain.tasks.tasks import RECORDING_LEVELS, list_tasks

_SHOWN = (Level.BRANCH, Level.COMMUNE, Level.AREA, Level.PROVINCE)
_HEAD = (
    "| task | | seen by | asked | recalled | recorded by | reported |",
    "|---|---|---|---|---|---|---|",
)


def write_task_table(plan: Plan) -> str:
    """Write the table in Markdown, a row for each task."""
    return "\n".join([*_HEAD, *(_write_row(task, plan) for task in plan.tasks)])


def _write_row(task: PlanEvent, plan: Plan) -> str:
    cells = (
        task.id,
        task.short,
        "; ".join(_list_seen(task, plan)),
        "; ".join(_list_asked(task, plan)),
        "; ".join(_list_recalled(task)),
        ", ".join(level.value for level in RECORDING_LEVELS if task in list_tasks(plan, level)),
        "; ".join(_list_reported(task)),
    )
    return "| " + " | ".join(cells) + " |"


def _list_seen(task: PlanEvent, plan: Plan) -> Iterator[str]:
    levels = ", ".join(level.value for level in _SHOWN if task in list_tasks(plan, level))
    yield f"/nhiemvu: {levels}"
    window = task.find_window(plan.year)
    short = window is not None and (window[1] - window[0]).days < WHOLE_YEAR_DAYS
    if short or task.before or task.held_with or (task.set_by and task.remind):
        yield "/lich"


def _list_asked(task: PlanEvent, plan: Plan) -> Iterator[str]:
    for code in task.links:
        indicator = plan.indicator(code)
        if indicator.from_cases is None:
            yield f"{code} each {indicator.rhythm} ({', '.join(indicator.entered_by)})"
        else:
            yield f"{code} by the case question each month (branch)"
    if task.set_by and task.remind and not (task.before or task.held_with):
        yield "its day (province)"
    if task.kind is EventKind.MILESTONE:
        yield "whether it was held (province)"
    yield "/ghiviec"


def _list_recalled(task: PlanEvent) -> Iterator[str]:
    levels = ", ".join(level.value for level in find_reminded_levels(task))
    if task.remind:
        yield f"{', '.join(map(str, task.remind))} days before ({levels})"
    if task.recall:
        yield f"each {task.recall} without anything recorded ({levels})"


def _list_reported(task: PlanEvent) -> Iterator[str]:
    yield "report, part on tasks"
    yield "digest"
    if task.links:
        yield f"lines {', '.join(task.links)}"
