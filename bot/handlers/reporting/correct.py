"""/sua: correct a report that was sent."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.conversations.choose import open_choice
from bot.conversations.reporting.report import correct_report
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reporting.report import (
    ReportingUnit,
    ask_which_unit,
    find_branches_meant,
    find_reporting_unit,
    find_own_units,
    load_form_facts,
    read_month,
    find_overseen_units,
    open_owed,
    open_conversation,
    find_owed_periods,
)
from domain.answers.dates.months import names_month
from domain.notices.common import NotForYou
from domain.periods import Period, is_open
from services.reporting.reopening import locked, reopened
from storage import reports


def open_correction(call: Call) -> Outcome:
    """Correct the report sent last while its period is open; one reopened by staff is offered.

    After a unit's id a period may be named ("/sua 12 2025-08"), else a month ("sửa tháng 9"). An
    officer names the branch that she reported for ("/sua na pong").
    """
    named, _, period = call.words.partition(" ")
    own_units = [find_reporting_unit(call, int(named))] if named.isdecimal() else _find_units_meant(call)
    match [own for own in own_units if own is not None]:
        case []:
            return Outcome((NotForYou(),))
        case [own]:
            return _open_sent(call, own, period if named.isdecimal() else read_month(call))
        case several:
            return ask_which_unit(several, "/sua")


def _find_units_meant(call: Call) -> list[ReportingUnit]:
    """Her own units; the branch below one of her offices that is named by its whole name."""
    if call.words and not names_month(call.words):
        named = find_branches_meant(call, find_overseen_units(call))
        if len(named) == 1:
            return [ReportingUnit(call.units.id_of(named[0].key), named[0], on_behalf=True)]
    return find_own_units(call)


def _open_sent(call: Call, own: ReportingUnit, wanted: str = "") -> Outcome:
    """The newest that may still change, or a month staff opened again; else that it is locked."""
    sent = sorted(reports.sent_periods(call.tx, own.unit_id), reverse=True)
    sent = [p for p in sent if Period.parse(p) in call.plan.periods]
    if wanted:
        sent = [period for period in sent if period == wanted]
    until = reopened(call, own.unit_id)
    changeable = [p for p in sent if _may_change(call, own, Period.parse(p), until)]
    if not changeable:
        return _tell_too_late(call, own, sent)
    again = [p for p in changeable if Period.parse(p) in until and p != changeable[0]]
    if again:
        return _choose_month(own, [*again, changeable[0]])
    return _correct(call, own, changeable[0])


def _tell_too_late(call: Call, own: ReportingUnit, sent: Sequence[str]) -> Outcome:
    """What was sent is locked: whom to ask, unless another report is owed and meant."""
    if not sent or find_owed_periods(call, own):
        return open_owed(call, own)
    return Outcome((locked(call, own.unit_id, Period.parse(sent[0])),))


def _may_change(call: Call, own: ReportingUnit, period: Period, until: Mapping[Period, date]) -> bool:
    settings, level = call.plan.settings, own.unit.level
    return is_open(period, call.now, settings, level, until.get(period))


def _choose_month(own: ReportingUnit, periods: Sequence[str]) -> Outcome:
    """A month that staff opened again, or the newest one."""
    options = [(_format_month(p), f"/sua {own.unit_id} {p}") for p in periods]
    state, notices = open_choice("period", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def _format_month(period: str) -> str:
    when = Period.parse(period)
    return f"{when.month}/{when.year}"


def _correct(call: Call, own: ReportingUnit, period: str) -> Outcome:
    report = reports.in_force(call.tx, own.unit_id, period)
    if report is None:
        return open_owed(call, own)
    opened = correct_report(
        call.plan,
        sent=report.answers,
        skipped=tuple(report.extra.get("skipped", ())),
        help_needed=report.extra.get("help_needed"),
        **load_form_facts(call, own, Period.parse(period)),
    )
    return open_conversation("report", opened)


HANDLERS = (
    Handler(("sua", "edit"), open_correction, typed=("sua",), takes=names_month, unheard=("edit",)),
)
