"""/baocao: open what is owed now; /sua: correct what was sent; /nhapho: enter it for a branch."""

from dataclasses import dataclass
from typing import Any

import msgspec

from bot.conversations.base import Outcome
from bot.conversations.choose import open_choice
from bot.conversations.report import correct_report, open_report
from bot.conversations.report_opening import offered
from bot.conversations.report_state import report_key
from bot.dialogue import Call, Handler
from bot.handlers.posts import posts_for, posts_of
from domain.answers import Kind, QuickItem, read_quick_report
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.report import AlreadySent, Amounts, NothingOwed
from domain.org import Unit
from domain.people import Action, may
from domain.periods import Period, due_day, is_open, opens_at, owed_periods
from domain.unit_search import search
from storage import reports
from storage.moments import moment

_HISTORY_MONTHS = 12
_MOST_OFFERED = 12
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit she may report for, and whether it is another's report."""

    unit_id: int
    unit: Unit
    on_behalf: bool = False


def baocao(call: Call) -> Outcome:
    """Open the oldest report owed by her unit, or by the unit whose id follows."""
    seats = [_named_seat(call)] if call.words.isdecimal() else _own_seats(call)
    match [seat for seat in seats if seat is not None]:
        case []:
            return Outcome((NotForYou(),))
        case [seat]:
            return _open_owed(call, seat)
        case several:
            return _choose(several, "/baocao")


def in_passing(call: Call) -> Outcome | None:
    """A report said outside any form ("thoát nghèo 3 hộ"): the form opens with it filled in."""
    if call.what != "text" or not call.words:
        return None
    items = [QuickItem(i.code, i.said_as, Kind(i.asks)) for i in call.plan.indicators if i.said_as]
    readings = read_quick_report(call.words, items)
    seats = _own_seats(call) if readings else []
    if len(seats) != 1:
        return None
    owed = _owed(call, seats[0])
    if not owed:
        return _sent_already(call, seats[0])
    if report_key(seats[0].unit_id, str(owed[0])) in call.session.parked:
        return None  # a form set aside is taken up by /baocao, never written over
    opened = open_report(call.plan, **_facts(call, seats[0], owed[0]))
    filled = offered(call.plan, opened, readings)
    return None if filled is None else _opening("report", filled)


def _sent_already(call: Call, seat: Seat) -> Outcome:
    """What is said in passing belongs to a report that was sent: how to correct it."""
    period = Period.of(call.now.date(), call.plan.settings.cutoff_day)
    report = reports.in_force(call.book, seat.unit_id, str(period))
    if report is None:
        return Outcome((_nothing_owed(call, seat),))
    sent_at = moment(report.sent_at)
    return Outcome((AlreadySent(seat.unit.name, report.period, report.number, sent_at),))


def sua(call: Call) -> Outcome:
    """Correct the report sent last, while its period is open."""
    seats = [_named_seat(call)] if call.words.isdecimal() else _own_seats(call)
    match [seat for seat in seats if seat is not None]:
        case []:
            return Outcome((NotForYou(),))
        case [seat]:
            return _open_sent(call, seat)
        case several:
            return _choose(several, "/sua")


def nhapho(call: Call) -> Outcome:
    """An officer enters a report for a branch that has not sent it: named, or picked."""
    view = call.units.tree.at(call.now.date())
    offices = [p.unit_id for p in posts_for(call, Action.REPORT_FOR_BRANCH)]
    if not offices:
        return Outcome((NotForYou(),))
    branches = [b for office in offices for b in view.branches(call.units.unit(office).key)]
    if call.words:
        wanted = set(search(view, call.words[:_LONGEST_NAME]))
        branches = [b for b in branches if b in wanted]
    missing = [s for s in (_seat(call, b, on_behalf=True) for b in branches) if _owed(call, s)]
    match missing:
        case []:
            return Outcome((NothingOwed(call.units.unit(offices[0]).name),))
        case [only]:
            return _open_owed(call, only)
    return _choose(missing[:_MOST_OFFERED], "/baocao")


def _own_seats(call: Call) -> list[Seat]:
    units = dict.fromkeys(p.unit_id for p in posts_for(call, Action.REPORT))
    return [Seat(unit_id, call.units.unit(unit_id)) for unit_id in units]


def _named_seat(call: Call) -> Seat | None:
    unit_id = int(call.words)
    try:
        unit = call.units.unit(unit_id)
    except KeyError:
        return None
    posts = posts_of(call)
    if any(p.unit_id == unit_id for p in posts):
        return Seat(unit_id, unit)
    line = call.units.line(unit_id, call.now.date())
    return Seat(unit_id, unit, True) if may(posts, Action.REPORT_FOR_BRANCH, line) else None


def _seat(call: Call, unit: Unit, *, on_behalf: bool) -> Seat:
    return Seat(call.units.id_of(unit.key), unit, on_behalf)


def _choose(seats: list[Seat], command: str) -> Outcome:
    options = [(seat.unit.name, f"{command} {seat.unit_id}") for seat in seats]
    return _opening("choose", open_choice("unit", options))


def _opening(name: str, opened: tuple[msgspec.Struct, tuple[Notice, ...]]) -> Outcome:
    state, notices = opened
    return Outcome(notices, opens=(name, state))


# --- one unit's report -------------------------------------------------------------------------


def _owed(call: Call, seat: Seat) -> tuple[Period, ...]:
    """The periods this unit owes now, the older first; a form that asks nothing is not owed."""
    level = seat.unit.level
    sent = {Period.parse(p) for p in reports.sent_periods(call.book, seat.unit_id)}
    asked = [p for p in call.plan.periods if call.plan.form(level, p)]
    return owed_periods(call.now, call.plan.settings, asked, sent, level)


def _open_owed(call: Call, seat: Seat) -> Outcome:
    owed = _owed(call, seat)
    if not owed:
        return Outcome((_nothing_owed(call, seat),))
    period = owed[0]
    key = report_key(seat.unit_id, str(period))
    if key in call.session.parked:
        return Outcome(resumes=key)
    if _is_open_already(call, key):
        return Outcome()
    return _opening("report", open_report(call.plan, **_facts(call, seat, period)))


def _is_open_already(call: Call, key: str) -> bool:
    """Whether this very report is being filled in: then it is only asked again."""
    frame = call.session.frame
    return frame is not None and frame.key == key


def _open_sent(call: Call, seat: Seat) -> Outcome:
    settings, level = call.plan.settings, seat.unit.level
    for period in sorted(call.plan.periods, reverse=True):
        report = reports.in_force(call.book, seat.unit_id, str(period))
        if report is None or not is_open(period, call.now, settings, level):
            continue
        opened = correct_report(
            call.plan,
            sent=report.answers,
            skipped=tuple(report.extra.get("skipped", ())),
            help_needed=report.extra.get("help_needed"),
            **_facts(call, seat, period),
        )
        return _opening("report", opened)
    return _open_owed(call, seat)


def _facts(call: Call, seat: Seat, period: Period) -> dict[str, Any]:
    """What opening a report needs to know of its unit."""
    previous, usual = _history(call, seat.unit_id, period)
    level = seat.unit.level
    return {
        "unit_id": seat.unit_id,
        "unit_name": seat.unit.name,
        "level": level,
        "period": period,
        "previous": previous,
        "usual": usual,
        "one_answer": call.abilities.scarce,
        "on_behalf": seat.on_behalf,
        "due": due_day(period, call.plan.settings, call.reference.calendar, level),
    }


def _nothing_owed(call: Call, seat: Seat) -> NothingOwed:
    """What comes next for a unit that owes nothing now."""
    settings, level = call.plan.settings, seat.unit.level
    coming = [
        p
        for p in call.plan.periods
        if opens_at(p, settings) > call.now and call.plan.form(level, p)
    ]
    if not coming:
        return NothingOwed(seat.unit.name)
    period = coming[0]
    due = due_day(period, settings, call.reference.calendar, level)
    return NothingOwed(seat.unit.name, str(period), opens_at(period, settings).date(), due)


def _history(
    call: Call, unit_id: int, period: Period
) -> tuple[dict[str, Amounts], dict[str, Amounts]]:
    """The last amounts before this period, and the highest of a year, by indicator and field."""
    first = period
    for _ in range(_HISTORY_MONTHS):
        first = first.previous()
    previous: dict[str, Amounts] = {}
    usual: dict[str, Amounts] = {}
    for when, code, name, amount in reports.values_of(call.book, unit_id, str(first)):
        if when < str(period):
            previous.setdefault(code, {})[name] = amount
            highest = usual.setdefault(code, {})
            highest[name] = max(amount, highest.get(name, amount))
    return previous, usual


HANDLERS = (
    Handler(("baocao", "bao_cao", "report"), baocao),
    Handler(("sua", "edit"), sua),
    Handler(("nhapho", "nhap_ho"), nhapho, typed=("nhap ho",)),
)
