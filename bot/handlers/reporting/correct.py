"""/sua: correct a report that was sent."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.conversations.choose import open_choice
from bot.conversations.reporting.report import correct_report
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reporting.report import (
    Seat,
    branches_meant,
    choose_seat,
    form_facts,
    month_of,
    named_seat,
    offices_of,
    open_owed,
    opening,
    owed_periods_of,
    own_seats,
)
from domain.answers.dates.months import names_month
from domain.notices.common import NotForYou
from domain.periods import Period, is_open
from services.reporting.reopening import locked, reopened
from storage import reports


def sua(call: Call) -> Outcome:
    """Correct the report sent last while its period is open; one reopened by staff is offered.

    After a unit's id a period may be named ("/sua 12 2025-08"), else a month ("sửa tháng 9"). An
    officer names the branch that she reported for ("/sua na pong").
    """
    named, _, period = call.words.partition(" ")
    seats = [named_seat(call, int(named))] if named.isdecimal() else _seats_meant(call)
    match [seat for seat in seats if seat is not None]:
        case []:
            return Outcome((NotForYou(),))
        case [seat]:
            return _open_sent(call, seat, period if named.isdecimal() else month_of(call))
        case several:
            return choose_seat(several, "/sua")


def _seats_meant(call: Call) -> list[Seat]:
    """Her own units; the branch below one of her offices that is named by its whole name."""
    if call.words and not names_month(call.words):
        named = branches_meant(call, offices_of(call))
        if len(named) == 1:
            return [Seat(call.units.id_of(named[0].key), named[0], on_behalf=True)]
    return own_seats(call)


def _open_sent(call: Call, seat: Seat, wanted: str = "") -> Outcome:
    """The newest that may still change, or a month staff opened again; else that it is locked."""
    sent = sorted(reports.sent_periods(call.tx, seat.unit_id), reverse=True)
    sent = [p for p in sent if Period.parse(p) in call.plan.periods]
    if wanted:
        sent = [period for period in sent if period == wanted]
    until = reopened(call, seat.unit_id)
    changeable = [p for p in sent if _changes(call, seat, Period.parse(p), until)]
    if not changeable:
        return _too_late(call, seat, sent)
    again = [p for p in changeable if Period.parse(p) in until and p != changeable[0]]
    if again:
        return _choose_month(seat, [*again, changeable[0]])
    return _correct(call, seat, changeable[0])


def _too_late(call: Call, seat: Seat, sent: Sequence[str]) -> Outcome:
    """What was sent is locked: whom to ask, unless another report is owed and meant."""
    if not sent or owed_periods_of(call, seat):
        return open_owed(call, seat)
    return Outcome((locked(call, seat.unit_id, Period.parse(sent[0])),))


def _changes(call: Call, seat: Seat, period: Period, until: Mapping[Period, date]) -> bool:
    settings, level = call.plan.settings, seat.unit.level
    return is_open(period, call.now, settings, level, until.get(period))


def _choose_month(seat: Seat, periods: Sequence[str]) -> Outcome:
    """A month that staff opened again, or the newest one."""
    options = [(_month(p), f"/sua {seat.unit_id} {p}") for p in periods]
    state, notices = open_choice("period", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def _month(period: str) -> str:
    when = Period.parse(period)
    return f"{when.month}/{when.year}"


def _correct(call: Call, seat: Seat, period: str) -> Outcome:
    report = reports.in_force(call.tx, seat.unit_id, period)
    if report is None:
        return open_owed(call, seat)
    opened = correct_report(
        call.plan,
        sent=report.answers,
        skipped=tuple(report.extra.get("skipped", ())),
        help_needed=report.extra.get("help_needed"),
        **form_facts(call, seat, Period.parse(period)),
    )
    return opening("report", opened)


HANDLERS = (Handler(("sua", "edit"), sua, typed=("sua",), takes=names_month),)
