"""The job that tells officers for which tasks nothing is recorded, and asks the province whether a
conference whose day is over was held."""

from collections.abc import Iterator
from datetime import date

from domain.notices.tasks import EventsPassed, TasksRecalled
from domain.org.levels import Level
from scheduler.calendar import (
    find_officers_by_unit,
    find_period_key,
    list_days,
    make_message,
)
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from services.tasks.reading import find_passed, find_recalled
from storage import outbox

_RECALLED_LEVELS = (Level.PROVINCE, Level.COMMUNE)
"""An area has no task of its own: its officers see those of its communes."""


def find_due(context: Context) -> Iterator[Due]:
    """Find who is to be told today, each person of one thing."""
    found = [one for on in list_days(context.today) for one in _find_of_day(context, on)]
    used = outbox.find_used_keys(context.tx, [one.key for one in found])
    told: set[int] = set()
    for one in found:
        if one.key not in used and one.to.id not in told:
            told.add(one.to.id)
            yield one


def _find_of_day(context: Context, on: date) -> Iterator[Due]:
    if on.year != context.plan.year or not context.calendar.is_working_day(on):
        return
    for unit_id, holder in find_officers_by_unit(context, Level.PROVINCE):
        if find_passed(context, unit_id, on):
            notice = EventsPassed(unit_id, on.isoformat())
            key, why = f"held/{holder.person_id}/{on}", f"whether it was held, asked on {on}"
            yield make_message(context, key, holder, notice, why)
    if on == find_recall_day(context, on):
        for level in _RECALLED_LEVELS:
            yield from _find_recalls(context, level, on)


def find_recall_day(context: Context, on: date) -> date:
    """Find the day of a month on which tasks are recalled: the first working day of it."""
    days = (on.replace(day=day) for day in range(1, 28))
    return next((day for day in days if context.calendar.is_working_day(day)), on)


def _find_recalls(context: Context, level: Level, on: date) -> Iterator[Due]:
    for unit_id, holder in find_officers_by_unit(context, level):
        if find_recalled(context, unit_id, on):
            notice = TasksRecalled(unit_id, on.isoformat())
            key, why = f"tasks/{holder.person_id}/{on}", f"tasks recalled on {on}"
            yield make_message(context, key, holder, notice, why)


JOB = Job("tasks", find_period_key, find_due)
