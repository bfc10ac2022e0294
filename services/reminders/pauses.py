"""Pauses: somebody asks not to be reminded of a report before a day, at most until it is locked."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.periods import Period, locks_at
from services.context import Context, Request
from services.reporting.owed import find_owed_periods
from storage import extensions
from storage.extensions import Extension
from storage.moments import seconds

Pauses = Collection[tuple[int, int, str]]
"""Who is not reminded now: (person id, unit id, period)."""


def pause_reminders(
    request: Request, units: Sequence[int], until: date | None = None
) -> tuple[tuple[str, ...], date, bool]:
    """Stop reminding her of the reports that these units owe, until a day or their lock.

    Returns the periods, the first day on which she is reminded again, and whether that day is the
    last on which they can be sent. No period where nothing is owed now.
    """
    settings, found, last = request.plan.settings, [], request.today
    for unit_id in units:
        level = request.units.unit(unit_id).level
        for period in find_owed_periods(request, unit_id):
            lock = locks_at(period, settings, level).date()
            last = max(last, lock)
            day = min(until, lock) if until is not None else lock
            _pause(request, unit_id, period, day)
            found.append(str(period))
    day = min(until, last) if until is not None else last
    return tuple(dict.fromkeys(found)), day, day == last


def pause_all_reminders(request: Request, unit_id: int) -> bool:
    """Stop reminding her of every report of a unit that is not locked yet, also of months to come.

    False where nothing is asked of the unit any more, so that nothing was to be stopped.
    """
    plan, level = request.plan, request.units.unit(unit_id).level
    asked = [period for period in plan.periods if plan.form(level, period)]
    locks = {period: locks_at(period, plan.settings, level) for period in asked}
    ahead = {period: lock.date() for period, lock in locks.items() if lock > request.now}
    for period, lock in ahead.items():
        _pause(request, unit_id, period, lock)
    return bool(ahead)


def _pause(request: Request, unit_id: int, period: Period, until: date) -> None:
    made = Extension(unit_id, str(period), extensions.PAUSE, until)
    extensions.grant(request.tx, made, request.person_id, seconds(request.now))


def load_pauses(context: Context) -> Pauses:
    """Load who asked not to be reminded, of what, as far as it holds today."""
    return {
        (person_id, each.unit_id, each.period)
        for person_id, each in extensions.load_pauses(context.tx)
        if each.until > context.today
    }


def find_paused_until(context: Context, unit_ids: Collection[int], period: str) -> dict[int, date]:
    """Find by unit until when somebody there asked not to be reminded of a period's report."""
    found: dict[int, date] = {}
    wanted = frozenset(unit_ids)
    for _, each in extensions.load_pauses(context.tx, period):
        if each.unit_id in wanted and each.until > context.today:
            found[each.unit_id] = max(each.until, found.get(each.unit_id, date.min))
    return found
