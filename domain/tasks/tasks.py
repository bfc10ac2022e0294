"""The tasks of a plan: which concern a level, which are under way, and which one is meant."""

import re
from collections.abc import Iterable
from datetime import date

from domain.calendar.events import concerns
from domain.org.levels import Level
from domain.org.names import fold
from domain.plan.plan import EventKind, EventStatus, Plan, PlanEvent

RECORDING_LEVELS = (Level.COMMUNE, Level.AREA, Level.PROVINCE)
"""Whose officers record what was done. Branches report figures, and are asked for nothing more."""

_SPACING = (
    re.compile(r"^(?:(?:nhiem vu|muc|so) )*(iii|ii|iv|i)(?= ?\d) ?"),
    re.compile(r"(\d) (?=[a-i]$)"),
)
_NUMBER = re.compile(r"(?:iii|ii|iv|i)(?: \d+)*(?: \d+[a-i])?(?: [a-d])?")
_FILLERS = frozenset({"cac", "cho", "cua", "ve", "va", "nhiem", "vu", "viec", "nao", "la", "gi"})
_SAID, _IN_SHORT, _IN_NAME = 3, 2, 1


def list_tasks(plan: Plan, level: Level) -> tuple[PlanEvent, ...]:
    """List the tasks of a level in the plan's order; the province has all of them."""
    every = level in (Level.PROVINCE, Level.NATION)
    active = (task for task in plan.tasks if task.status is EventStatus.ACTIVE)
    return tuple(task for task in active if every or concerns(task, level))


def is_under_way(task: PlanEvent, plan: Plan, day: date) -> bool:
    """Return True if something is to be done for a task on a day.

    What has a day is under way until it is over; what has none, through the plan's year.
    """
    if task.status is not EventStatus.ACTIVE or day.year != plan.year:
        return False
    if not (task.from_year or day.year) <= day.year <= (task.until_year or day.year):
        return False
    if task.kind is EventKind.MILESTONE and task.before is not None:
        return day <= task.before
    window = task.find_window(plan.year)
    if window is None:
        return True
    begun = task.kind is EventKind.MILESTONE or window[0] <= day
    return begun and day <= window[1]


def find_milestones(task: PlanEvent, plan: Plan) -> tuple[PlanEvent, ...]:
    """Find the conferences and other events by which a task is known to move on."""
    return tuple(event for event in plan.tasks if task.id in event.milestone_of)


def find_task(tasks: Iterable[PlanEvent], task_id: str) -> PlanEvent | None:
    """Find the task of this id."""
    return next((task for task in tasks if task.id == task_id), None)


def find_meant(tasks: Iterable[PlanEvent], words: str) -> tuple[PlanEvent, ...]:
    """Find the tasks that are meant by a number ("III.9", "iii 7d", "IV.3.2") or by words.

    Words are looked for in what a task is also called, then in its short name, then in its whole
    name; the first of these where anything is found counts.
    """
    tasks = tuple(tasks)
    said = fold(words)
    number = _SPACING[1].sub(r"\1", _SPACING[0].sub(r"\1 ", said))
    if _NUMBER.fullmatch(number):
        return _find_numbered(tasks, number)
    wanted = [word for word in said.split() if word not in _FILLERS]
    scored = [(_score(task, said, wanted), task) for task in tasks] if wanted else []
    best = max((score for score, _ in scored), default=0)
    return tuple(task for score, task in scored if score == best and best)


def _find_numbered(tasks: tuple[PlanEvent, ...], number: str) -> tuple[PlanEvent, ...]:
    """Find the task of a number, else those that it is the beginning of: "III.7", "IV.3.2"."""
    exact = tuple(task for task in tasks if fold(task.id) == number)
    begun = re.compile(re.escape(number) + r"(?:[a-i]| .+)")
    return exact or tuple(task for task in tasks if begun.fullmatch(fold(task.id)))


def _score(task: PlanEvent, said: str, wanted: list[str]) -> int:
    called = [fold(name) for name in task.said_as]
    if any(_holds(said, name) or said == name for name in called):
        return _SAID
    for score, text in ((_IN_SHORT, fold(task.short)), (_IN_NAME, fold(task.name))):
        if set(text.split()).issuperset(wanted):
            return score
    return 0


def _holds(said: str, name: str) -> bool:
    return f" {name} " in f" {said} "
