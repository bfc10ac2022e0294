"""Putting off the day by which reports are due, for units below an officer, and taking it back."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.extensions import (
    Concerned,
    Extended,
    ExtensionUndone,
    GrantedExtension,
    NotExtended,
    PeriodClosed,
)
from domain.org.levels import Level
from domain.org.naming import name_unit
from domain.people.roles import Permission
from domain.periods import Period, locks_at, opens_at
from domain.reminders.extension import find_day_fault
from services.context import Context, Request
from services.people.posts import may_act
from services.reporting.due_days import DueDays
from storage import extensions, people, reports
from storage.extensions import UNDONE, Extension, Granted
from storage.moments import moment, seconds

_USUALLY = timedelta(days=3)
"""How far a due day is put off where nobody names a day."""


def propose_due_day(context: Context, unit_id: int, period: Period) -> date | None:
    """Propose the day to which a commune's reports may be put off; None once they were."""
    due = DueDays(context, period)
    now = due.find_day(unit_id, Level.BRANCH)
    if context.units.unit(unit_id).level is not Level.COMMUNE:
        return None
    if now > due.find_usual_day(Level.BRANCH):
        return None
    return find_next_day(context, now)


def find_next_day(context: Context, due: date) -> date:
    """Find the first working day some days after a due day, or after today if that is later."""
    return context.calendar.next_working_day(max(due, context.today) + _USUALLY)


def find_last_day(context: Context, period: Period) -> date:
    """Find the day to which a period's reports can be put off: then they are locked."""
    return locks_at(period, context.plan.settings, Level.BRANCH).date()


def check_period(context: Context, period: Period) -> PeriodClosed | None:
    """Say that this month's due day cannot be put off; None where it can."""
    settings = context.plan.settings
    if opens_at(period, settings) > context.now:
        return PeriodClosed(str(period), False)
    if context.now > locks_at(period, settings, Level.BRANCH):
        return PeriodClosed(str(period), True)
    return None


def may_extend(request: Request, unit_ids: Iterable[int]) -> bool:
    """Return True where all these units are hers or below hers, and she is an officer."""
    return all(may_act(request, Permission.REPORT_FOR_BRANCH, unit_id) for unit_id in unit_ids)


def describe_concerned(
    context: Context, unit_ids: Sequence[int], period: Period
) -> tuple[Concerned, ...]:
    """Describe whom an extension for these units concerns: how many owe, and who has not sent."""
    units, due = context.units, DueDays(context, period)
    view, found = units.tree.at(context.today), []
    sent = reports.find_units_that_sent(context.tx, str(period))
    for unit_id in unit_ids:
        unit = units.unit(unit_id)
        branches = units.ids(view.branches(unit.key))
        communes = (
            0 if unit.level in (Level.BRANCH, Level.COMMUNE) else len(view.communes(unit.key))
        )
        level = Level.BRANCH if branches else unit.level
        asked = unit.level is Level.COMMUNE and bool(context.plan.form(unit.level, period))
        found.append(
            Concerned(
                unit_id,
                name_unit(view, unit),
                len(branches),
                sum(branch not in sent for branch in branches),
                due.find_day(unit_id, level),
                due.find_day_without(unit_id, level),
                communes,
                asked and unit_id not in sent,
            )
        )
    return tuple(found)


def extend_due_days(
    request: Request, unit_ids: Sequence[int], period: Period, until: date
) -> tuple[Notice, ...]:
    """Put off the due day of units' reports; those with a later one keep it.

    Returns `Extended`, `NotForYou` where one is none of hers, or `NotExtended` where the day is
    not one to put it off to (any more).
    """
    if not may_extend(request, unit_ids):
        return (NotForYou(),)
    concerned = describe_concerned(request, unit_ids, period)
    last, dues = find_last_day(request, period), [one.due for one in concerned]
    if check_period(request, period) or find_day_fault(until, request.today, dues, last):
        return (NotExtended(),)
    moved = [one for one in concerned if one.due < until]
    for one in moved:
        granted = Extension(one.unit_id, str(period), extensions.DUE, until)
        extensions.grant(request.tx, granted, request.person_id, seconds(request.now))
    return (Extended(tuple(one.name for one in moved), str(period), until),)


def undo_extensions(
    request: Request, unit_ids: Sequence[int], period: Period
) -> tuple[Notice, ...]:
    """Take back what was granted to these units; what was sent meanwhile stays on time.

    Returns `ExtensionUndone`, `NotForYou` where one is none of hers, or `NotExtended` where
    nothing (more) is granted to them.
    """
    if not may_extend(request, unit_ids):
        return (NotForYou(),)
    there = {
        row.extension.unit_id: row.extension
        for row in extensions.load_in_force(request.tx, extensions.DUE)
        if row.extension.period == str(period) and row.extension.unit_id in unit_ids
    }
    if not there:
        return (NotExtended(),)
    for unit_id, granted in there.items():
        undone = Extension(unit_id, str(period), extensions.DUE, granted.until, UNDONE)
        extensions.grant(request.tx, undone, request.person_id, seconds(request.now))
    concerned = describe_concerned(request, list(there), period)
    names = tuple(one.name for one in concerned)
    return (ExtensionUndone(names, str(period), max(one.due for one in concerned)),)


def list_extensions(context: Context, mine: Sequence[int]) -> list[GrantedExtension]:
    """List the extensions of open months that concern these units: at, below or above them.

    `hers`: at or below them. The newest month comes first.
    """
    units, today = context.units, context.today
    above = {one for unit_id in mine for one in units.line(unit_id, today)}
    found = []
    for row in extensions.load_in_force(context.tx, extensions.DUE):
        unit_id, period = row.extension.unit_id, Period.parse(row.extension.period)
        hers = bool(set(mine) & set(units.line(unit_id, today)))
        if (hers or unit_id in above) and check_period(context, period) is None:
            found.append(_describe_granted(context, row, hers=hers))
    return sorted(found, key=lambda one: (one.period, one.until), reverse=True)


def _describe_granted(context: Context, row: Granted, *, hers: bool) -> GrantedExtension:
    units, extension = context.units, row.extension
    name = name_unit(units.tree.at(context.today), units.unit(extension.unit_id))
    by = (people.find_name(context.tx, row.by) or "") if row.by is not None else ""
    on = moment(row.at).date()
    return GrantedExtension(
        extension.unit_id, name, extension.period, extension.until, by, on, hers
    )
