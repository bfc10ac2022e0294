"""Locked months: which they are for a unit, whom to ask, and reopening one."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reopening import OpenAgain, PeriodLocked, Reopened
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import LEVEL_OF_ROLE, Permission, Role
from domain.periods import Period, compute_due_day, is_open, locks_at, opens_at
from services.context import Context, Request
from services.people.posts import list_posts_for
from services.people.unasked import make_unasked
from storage import extensions, outbox, reports
from storage.extensions import Extension
from storage.moments import seconds
from storage.post_holders import PostHolder, load_post_holders


def find_reopened(
    request: Context, unit_id: int, granted: Sequence[Extension] | None = None
) -> dict[Period, date]:
    """Find the months that were reopened for a unit or one above it, and until which day.

    `granted`: all reopenings, where they are loaded already.
    """
    if granted is None:
        granted = extensions.load_granted(request.tx, extensions.OPEN)
    line = request.units.line(unit_id, request.today) if granted else ()
    found: dict[Period, date] = {}
    for extension in granted:
        if extension.unit_id in line:
            period = Period.parse(extension.period)
            found[period] = max(extension.until, found.get(period, date.min))
    return found


def takes_reports(request: Request, unit_id: int, period: Period) -> bool:
    """Return True if this unit's report of this month may still be sent or corrected."""
    level, settings = request.units.unit(unit_id).level, request.plan.settings
    if is_open(period, request.now, settings, level):
        return True
    until = find_reopened(request, unit_id).get(period)
    return until is not None and is_open(period, request.now, settings, level, until)


def describe_lock(request: Request, unit_id: int, period: Period) -> PeriodLocked:
    """Say that the month is locked for a unit, since when, and whose officer can reopen it."""
    unit = request.units.unit(unit_id)
    view = request.units.tree.at(request.today)
    province = view.province(unit.key)
    above = view.commune(unit.key) if unit.level is Level.BRANCH else province
    day = locks_at(period, request.plan.settings, unit.level).date()
    asked = above or province or unit
    return PeriodLocked(unit.name, str(period), day, asked.name)


def list_locked_months(request: Request, unit: Unit, unit_id: int) -> tuple[tuple[str, bool], ...]:
    """List a unit's locked months ("2025-08"), the newest first, and whether it sent a report.

    Before it was made it owed none.
    """
    settings, sent = request.plan.settings, set(reports.find_sent_periods(request.tx, unit_id))
    opened = [p for p in request.plan.periods if opens_at(p, settings) <= request.now]
    asked = [
        p
        for p in opened
        if request.plan.form(unit.level, p)
        and unit.key.valid_from <= compute_due_day(p, settings, request.calendar, unit.level)
    ]
    shut = [p for p in asked if not is_open(p, request.now, settings, unit.level)]
    return tuple((str(p), str(p) in sent) for p in reversed(shut))


def may_reopen(request: Request, unit_id: int) -> bool:
    """Return True for officers of a unit above; the province may reopen its own months too."""
    line = request.units.line(unit_id, request.today)
    own = request.units.unit(unit_id).level is Level.PROVINCE
    posts = list_posts_for(request, Permission.REOPEN)
    return any(p.unit_id in (line if own else set(line) - {unit_id}) for p in posts)


def reopen(
    request: Request, unit_id: int, period: str, until: date, reason: str
) -> tuple[Notice, ...]:
    """Reopen a month ("2025-08") for a unit until a day, and tell those who report for it.

    Who did it and why (one of a few reasons) is kept. Returns `Reopened`, or `NotForYou` where she
    may not.
    """
    if not may_reopen(request, unit_id):
        return (NotForYou(),)
    granted = Extension(unit_id, period, extensions.OPEN, until, reason)
    extensions.grant(request.tx, granted, request.person_id, seconds(request.now))
    unit = request.units.unit(unit_id)
    told = _find_reporting(request, unit_id, unit.level)
    sent = period in set(reports.find_sent_periods(request.tx, unit_id))
    notice = OpenAgain(unit_id, unit.name, period, until, sent)
    outbox.enqueue(
        request.tx,
        [
            make_unasked(request, holder.contact, notice, stale_at_night=True)
            for holder in told
            if holder.contact is not None
        ],
    )
    return (Reopened(unit.name, period, until, len(told)),)


def _find_reporting(request: Request, unit_id: int, level: Level) -> list[PostHolder]:
    held: Iterable[PostHolder] = load_post_holders(request.tx, [unit_id]).get(unit_id, ())
    found = {s.person_id: s for s in held if s.contact is not None and s.role is not Role.ADMIN}
    mine = (s for s in found.values() if LEVEL_OF_ROLE[s.role] is level)
    return [holder for holder in mine if holder.person_id != request.person_id]
