"""Locked months: which they are for a unit, whom to ask, and reopening one of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from bot.conversations.effects import Reopen
from bot.dialogue import Call
from bot.handlers.posts import posts_for
from domain.hours import closes, held_until
from domain.levels import Level
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reopening import OpenAgain, PeriodLocked, Reopened
from domain.org import Unit
from domain.people import LEVEL_OF_ROLE, Action, Role
from domain.periods import Period, is_open, locks_at, opens_at
from storage import graces, outbox, reports
from storage.graces import Grace
from storage.moments import seconds
from storage.seats import Seat, seats


def reopened(
    call: Call, unit_id: int, granted: Sequence[Grace] | None = None
) -> dict[Period, date]:
    """The months that were reopened for a unit or one above it, and until when."""
    if granted is None:
        granted = graces.granted(call.book, graces.OPEN)
    line = call.units.line(unit_id, call.now.date()) if granted else ()
    found: dict[Period, date] = {}
    for grace in granted:
        if grace.unit_id in line:
            period = Period.parse(grace.period)
            found[period] = max(grace.until, found.get(period, date.min))
    return found


def takes_reports(call: Call, unit_id: int, period: Period) -> bool:
    """Whether this unit's report of this month may still be sent or corrected."""
    level, settings = call.units.unit(unit_id).level, call.plan.settings
    if is_open(period, call.now, settings, level):
        return True
    until = reopened(call, unit_id).get(period)
    return until is not None and is_open(period, call.now, settings, level, until)


def locked(call: Call, unit_id: int, period: Period) -> PeriodLocked:
    """That the month is locked, and whose officer can reopen it."""
    unit = call.units.unit(unit_id)
    view = call.units.tree.at(call.now.date())
    province = view.province(unit.key)
    above = view.commune(unit.key) if unit.level is Level.BRANCH else province
    day = locks_at(period, call.plan.settings, unit.level).date()
    asked = above or province or unit
    return PeriodLocked(unit.name, str(period), day, asked.name)


def locked_months(call: Call, unit: Unit, unit_id: int) -> tuple[tuple[str, bool], ...]:
    """Locked months of a unit, the newest first, and whether a report is there."""
    settings, sent = call.plan.settings, set(reports.sent_periods(call.book, unit_id))
    opened = [p for p in call.plan.periods if opens_at(p, settings) <= call.now]
    asked = [p for p in opened if call.plan.form(unit.level, p)]
    shut = [p for p in asked if not is_open(p, call.now, settings, unit.level)]
    return tuple((str(p), str(p) in sent) for p in reversed(shut))


def may_reopen(call: Call, unit_id: int) -> bool:
    """Officers for the units below theirs; the province's also for its own."""
    line = call.units.line(unit_id, call.now.date())
    own = call.units.unit(unit_id).level is Level.PROVINCE
    posts = posts_for(call, Action.REOPEN)
    return any(p.unit_id in (line if own else set(line) - {unit_id}) for p in posts)


def reopen(asked: Reopen, call: Call) -> tuple[Notice, ...]:
    """Grant it, keep who and why, and tell those who report for the unit."""
    if not may_reopen(call, asked.unit_id):
        return (NotForYou(),)
    granted = Grace(asked.unit_id, asked.period, graces.OPEN, asked.until, asked.reason)
    graces.grant(call.book, granted, call.person_id, seconds(call.now))
    unit = call.units.unit(asked.unit_id)
    told = _reporting(call, asked.unit_id, unit.level)
    sent = asked.period in set(reports.sent_periods(call.book, asked.unit_id))
    notice = OpenAgain(asked.unit_id, unit.name, asked.period, asked.until, sent)
    outbox.put(call.book, [_row(seat, notice, call.now, call) for seat in told])
    return (Reopened(unit.name, asked.period, asked.until, len(told)),)


def _reporting(call: Call, unit_id: int, level: Level) -> list[Seat]:
    held: Iterable[Seat] = seats(call.book, [unit_id]).get(unit_id, ())
    found = {s.person_id: s for s in held if s.contact is not None and s.role is not Role.ADMIN}
    mine = (s for s in found.values() if LEVEL_OF_ROLE[s.role] is level)
    return [seat for seat in mine if seat.person_id != call.person_id]


def _row(seat: Seat, notice: OpenAgain, now: datetime, call: Call) -> dict[str, object]:
    assert seat.contact is not None  # noqa: S101 - chosen so
    rules = call.plan.settings.reminders
    leaves = held_until(now, rules)
    return {
        "address_id": seat.contact.id,
        "network": seat.contact.network,
        "bot": seat.contact.bot,
        "priority": outbox.REMINDER,
        "turn": None,
        "notices": msgspec.json.encode([notice]).decode(),
        "created_at": seconds(now),
        "due_at": seconds(leaves),
        "not_after": seconds(closes(leaves, rules)),
    }
