"""/sua: correct a report that was sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.conversations.choose import open_choice
from bot.conversations.reporting.asking import ask_in_full
from bot.conversations.reporting.report import ReportConversation, correct_report, hold_number
from bot.conversations.reporting.state import ReportState, report_key
from bot.engine.conversation import Event, Facts, Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reporting.report import (
    ReportingUnit,
    ask_which_unit,
    find_branches_meant,
    find_overseen_units,
    find_owed_periods,
    find_own_units,
    find_reporting_unit,
    load_form_facts,
    names_only_month,
    open_conversation,
    open_owed,
    read_month,
)
from domain.answers import fold
from domain.answers.text.wishes import Wish
from domain.notices.asked import SentReport
from domain.notices.common import NotForYou
from domain.periods import Period, is_open
from services.reporting.reopening import describe_lock, find_reopened
from storage import reports


def open_correction(call: Call) -> Outcome:
    """Correct the report sent last while its period is open, or offer one that staff reopened.

    After a unit's id a period may be named ("/sua 12 2025-08"), else a month ("sửa tháng 9"). An
    officer names the branch that she reported for ("/sua na pong").
    """
    named, _, period = call.words.partition(" ")
    reporting_units = (
        [find_reporting_unit(call, int(named))] if named.isdecimal() else _find_units_meant(call)
    )
    match [each for each in reporting_units if each is not None]:
        case []:
            return Outcome((NotForYou(),))
        case [reporting_unit]:
            wanted = _check_period(call, period) if named.isdecimal() else read_month(call)
            return _open_sent(call, reporting_unit, wanted)
        case several:
            return ask_which_unit(call, several, "/sua", read_month(call))


def _check_period(call: Call, words: str) -> str:
    """Return the words behind a unit's id if they are a period of the plan; else ""."""
    return words if words in map(str, call.plan.periods) else ""


def open_own_correction(call: Call) -> Outcome:
    """Correct her own report, whatever her sentence says besides: "chị gửi nhầm rồi"."""
    if len(own := find_own_units(call)) != 1:
        return open_correction(replace(call, words=""))
    if not _ASKS_TO_CORRECT.search(fold(call.words)):
        return _show_last(call, own[0])
    opened = open_correction(replace(call, words=f"{own[0].unit_id} {read_month(call)}"))
    return correct_as_told(call, opened)


def correct_sent(call: Call, reporting_unit: ReportingUnit) -> Outcome | None:
    """Open the correction of the newest report with what she says of it: "chết, hội viên mới là 4".

    None where her words correct nothing.
    """
    if not _CORRECTS.search(fold(call.words)):
        return None
    return correct_as_told(call, _open_sent(call, reporting_unit))


def correct_as_told(call: Call, opened: Outcome) -> Outcome:
    """Put what her words tell into a correction just opened; she still confirms it.

    Where they name no line, it is asked which one, and the number is kept.
    """
    if opened.opens is None or not isinstance(opened.opens[1], ReportState):
        return opened
    state = opened.opens[1]
    facts = Facts(call.now, call.plan, one_answer=call.abilities.scarce)
    step = ReportConversation().step(state, Event(call.words, None), facts)
    told = step.state is not None and not (step.effects or step.park or step.unheard)
    if told and step.state is not None and step.state.answers != state.answers:
        return open_conversation("report", (step.state, step.notices))
    held = hold_number(state, call.words)
    return open_conversation("report", (held, ask_in_full(held))) if held is not state else opened


_CORRECTS = re.compile(
    r"\b(?:chet|nham|lon|sai|quen|thieu|sot|sua|dinh chinh|chu|doi lai|moi dung)\b"
)
_ASKS_TO_CORRECT = re.compile(r"\b(sua|chinh|doi|thay|cau|muc|so|ho|buoi|nguoi|thieu|thanh)\b")


def _show_last(call: Call, reporting_unit: ReportingUnit) -> Outcome:
    """Show what was sent last and how it is corrected: "chị nhầm rồi" alone may mean anything."""
    sent = reports.find_sent_periods(call.tx, reporting_unit.unit_id)
    of_plan = [period for period in sent if Period.parse(period) in call.plan.periods]
    if not of_plan:
        return open_owed(call, reporting_unit)
    return Outcome((SentReport(reporting_unit.unit_id, max(of_plan)),))


def correct_named_branch(call: Call) -> Outcome | None:
    """Correct the report of a branch that staff name behind "sửa"; None for any other words."""
    verb, _, name = call.words.strip().partition(" ")
    overseen = find_overseen_units(call) if fold(verb) == _CORRECT else []
    if not overseen or not name.strip() or len(name) > _LONGEST_NAME:
        return None
    named = find_branches_meant(replace(call, words=name), overseen)
    units = [ReportingUnit(call.units.id_of(one.key), one, on_behalf=True) for one in named]
    if not units or len(units) > _MOST_OFFERED:
        return None
    return _open_sent(call, units[0]) if len(units) == 1 else ask_which_unit(call, units, "/sua")


_CORRECT = "sua"
_LONGEST_NAME, _MOST_OFFERED = 40, 8


def _find_units_meant(call: Call) -> list[ReportingUnit]:
    """Return the branch that her words name among those she oversees, else her own units."""
    if call.words and not names_only_month(call.words):
        named = find_branches_meant(call, find_overseen_units(call))
        if len(named) == 1:
            return [ReportingUnit(call.units.id_of(named[0].key), named[0], on_behalf=True)]
    return find_own_units(call)


def _open_sent(call: Call, reporting_unit: ReportingUnit, wanted: str = "") -> Outcome:
    """Open the newest report that may still change, or offer the months that staff reopened.

    Where a month is wanted, open that one alone. If none may change, say so.
    """
    sent = sorted(reports.find_sent_periods(call.tx, reporting_unit.unit_id), reverse=True)
    sent = [p for p in sent if Period.parse(p) in call.plan.periods]
    until = find_reopened(call, reporting_unit.unit_id)
    changeable = [p for p in sent if _may_change(call, reporting_unit, Period.parse(p), until)]
    if wanted:
        known = wanted in changeable
        return (_correct if known else open_owed)(call, reporting_unit, wanted)
    if not changeable:
        return _tell_too_late(call, reporting_unit, sent)
    again = [p for p in changeable if Period.parse(p) in until and p != changeable[0]]
    if again:
        return _choose_month(reporting_unit, [*again, changeable[0]])
    return _correct(call, reporting_unit, changeable[0])


def _tell_too_late(call: Call, reporting_unit: ReportingUnit, sent: Sequence[str]) -> Outcome:
    """Say that what was sent is locked and whom to ask; if a report is owed, open that instead."""
    if not sent or find_owed_periods(call, reporting_unit):
        return open_owed(call, reporting_unit)
    return Outcome((describe_lock(call, reporting_unit.unit_id, Period.parse(sent[0])),))


def _may_change(
    call: Call, reporting_unit: ReportingUnit, period: Period, until: Mapping[Period, date]
) -> bool:
    settings, level = call.plan.settings, reporting_unit.unit.level
    return is_open(period, call.now, settings, level, until.get(period))


def _choose_month(reporting_unit: ReportingUnit, periods: Sequence[str]) -> Outcome:
    """Ask whether a month that staff reopened is meant, or the newest one."""
    options = [(_format_month(p), f"/sua {reporting_unit.unit_id} {p}") for p in periods]
    state, notices = open_choice("period", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def _format_month(period: str) -> str:
    when = Period.parse(period)
    return f"{when.month}/{when.year}"


def _correct(call: Call, reporting_unit: ReportingUnit, period: str) -> Outcome:
    report = reports.find_in_force(call.tx, reporting_unit.unit_id, period)
    if report is None:
        return open_owed(call, reporting_unit)
    key = report_key(reporting_unit.unit_id, period, correcting=True)
    if key in call.session.parked:
        return Outcome(resumes=key)
    if call.session.frame is not None and call.session.frame.key == key:
        return Outcome()
    opened = correct_report(
        call.plan,
        sent=report.answers,
        skipped=tuple(report.extra.get("skipped", ())),
        help_needed=report.extra.get("help_needed"),
        of_leader=reporting_unit.on_behalf and not report.on_behalf,
        **load_form_facts(call, reporting_unit, Period.parse(period)),
    )
    return open_conversation("report", opened)


HANDLERS = (
    Handler(
        ("sua", "edit"), open_correction, typed=("sua",), takes=names_only_month, unheard=("edit",)
    ),
    Handler(("suabaocao",), open_own_correction, wishes=(Wish.EDIT,)),
)
