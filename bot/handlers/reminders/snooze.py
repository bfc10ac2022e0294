"""/nhaclai: "remind me later"; /dagui: "I have sent it"; and answers typed to a reminder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from bot.conversations.reporting.flow import switch_manner
from bot.conversations.reporting.report import ReportConversation, open_report
from bot.conversations.reporting.state import Manner, ReportState
from bot.engine.conversation import Event, Facts, Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reminders.remind import nudge_missing
from bot.handlers.reporting.report import (
    ReportingUnit,
    find_owed_periods,
    find_own_units,
    find_reporting_unit,
    load_form_facts,
)
from bot.views.reminders.facts import find_form
from domain.answers import fold
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reminders import NotSentYet, ReminderDue, SentIndeed, WillRemind
from domain.notices.reporting import NothingOwed
from domain.periods import Period
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours, spread
from services.reminders.due import Due, enqueue_due
from services.reminders.nudges import find_newest_open
from storage import reports, sent_reminders
from storage.moments import moment
from storage.outbox import REMINDER

_TWO_HOURS, _DAY = timedelta(hours=2), timedelta(days=1)
_ANSWERED_WITHIN = timedelta(days=3)
_LONGEST_WORDS = 40
_LONGEST_ANSWER = 400


def snooze_reminder(call: Call) -> Outcome:
    """Remind her again tomorrow, or in two hours, of the newest report she owes."""
    owed = _find_newest_owed(call)
    if owed is None:
        return Outcome(_show_last_receipt(call))
    period, reporting_units = owed
    at = _read_moment(call)
    enqueue_due(call.tx, [_build_reminder(call, period, reporting_units, at)], call.now)
    return Outcome((WillRemind(at.isoformat(timespec="minutes")),), sets_aside=True)


def _read_moment(call: Call) -> datetime:
    """Return the moment she asked for, moved from the night or from Tết to the morning after."""
    rules = call.plan.settings.reminders
    if "mai" in fold(call.words[:_LONGEST_WORDS]).split():
        at = datetime.combine(call.now.date() + _DAY, rules.at, call.now.tzinfo)
        return spread(move_out_of_quiet_hours(at, rules), call.person_id, rules)
    at = move_out_of_quiet_hours(call.now + _TWO_HOURS, rules)
    return at if at == call.now + _TWO_HOURS else spread(at, call.person_id, rules)


def _build_reminder(
    call: Call, period: Period, reporting_units: list[ReportingUnit], at: datetime
) -> Due:
    units = tuple(each.unit_id for each in reporting_units)
    return Due(
        key=f"asked/{call.person_id}/{period}/{at:%Y-%m-%dT%H:%M}",
        to=call.contact,
        notices=(ReminderDue(call.person_id, units, str(period), "asked"),),
        priority=REMINDER,
        due_at=at,
        not_after=find_quiet_start(at, call.plan.settings.reminders),
        why="she asked for it",
    )


def _find_newest_owed(call: Call) -> tuple[Period, list[ReportingUnit]] | None:
    """Return the newest period that any of her units owes, and the units that owe it."""
    owed = [(p, unit) for unit in find_own_units(call) for p in find_owed_periods(call, unit)]
    if not owed:
        return None
    newest = max(period for period, _ in owed)
    return newest, [unit for period, unit in owed if period == newest]


# --- "I have sent it" --------------------------------------------------------------------------


def check_report_sent(call: Call) -> Outcome:
    """Show the receipt of her report, or say how far the form is if it was not sent."""
    owed = _find_newest_owed(call)
    if owed is None or owed[0] < find_newest_open(call):
        return Outcome(_show_last_receipt(call))
    period, reporting_units = owed
    return Outcome((_tell_how_far(call, period, reporting_units[0]),))


def _tell_how_far(call: Call, period: Period, reporting_unit: ReportingUnit) -> Notice:
    state = find_form(call.session, reporting_unit.unit_id, str(period))
    answered, questions = (0, 0) if state is None else (len(state.answers), len(state.codes))
    return NotSentYet(
        reporting_unit.unit_id, reporting_unit.unit.name, str(period), answered, questions
    )


def _show_last_receipt(call: Call) -> tuple[Notice, ...]:
    """Show when her newest report was sent, or say that nothing is owed."""
    reporting_units = find_own_units(call)
    if not reporting_units:
        return (NotForYou(),)
    for period in sorted(call.plan.periods, reverse=True):
        report = reports.find_in_force(call.tx, reporting_units[0].unit_id, str(period))
        if report is not None:
            at = moment(report.sent_at).isoformat(timespec="minutes")
            return (SentIndeed(reporting_units[0].unit.name, report.period, report.number, at),)
    return (NothingOwed(reporting_units[0].unit.name),)


# --- what is typed to a reminder ---------------------------------------------------------------


def answer_reminder(call: Call, event: Event) -> Outcome | None:
    """Answer what is typed to a reminder: a wish, or answers to its form; None for anything else.

    While a report is open only a wish is heard.
    """
    frame = call.session.frame
    if frame is not None and frame.name != ReportConversation.name:
        return None
    if event.pressed or event.what != "text" or event.edited or len(event.text) > _LONGEST_ANSWER:
        return None
    wish = _WISHES.get(fold(event.text.strip(" .!")))
    if wish is not None and find_own_units(call):
        handle, words = wish
        return handle(replace(call, words=words))
    return _fill_reminded_form(call, event) if frame is None else None


def _fill_reminded_form(call: Call, event: Event) -> Outcome | None:
    """Open the form she was reminded of, to be answered in one message, filled in from her words.

    None if nothing of what she typed is an answer to it.
    """
    since = (call.now - _ANSWERED_WITHIN).date()
    claim = sent_reminders.find_last(call.tx, call.person_id, since)
    if claim is None or claim.unit_id is None:
        return None
    reporting_unit, period = find_reporting_unit(call, claim.unit_id), Period.parse(claim.period)
    if reporting_unit is None or period not in find_owed_periods(call, reporting_unit):
        return None
    state = switch_manner(_open_form(call, reporting_unit, period), Manner.ONE_ANSWER)
    step = ReportConversation().step(state, event, Facts(call.now, call.plan, one_answer=True))
    if step.state is None or step.effects or step.state.answers == state.answers:
        return None
    return Outcome(step.notices, opens=(ReportConversation.name, step.state))


def _open_form(call: Call, reporting_unit: ReportingUnit, period: Period) -> ReportState:
    """Return the form she has begun, else a new one."""
    begun = find_form(call.session, reporting_unit.unit_id, str(period))
    if begun is not None:
        return msgspec.structs.replace(begun, fixing=False)
    return open_report(call.plan, **load_form_facts(call, reporting_unit, period))[0]


_Wish = tuple[Callable[[Call], Outcome], str]
_WISHES: dict[str, _Wish] = {
    **dict.fromkeys(
        ("mai", "ngay mai", "mai nhac", "nhac mai", "mai nhac lai"), (snooze_reminder, "mai")
    ),
    **dict.fromkeys(("nhac lai", "2 gio", "2 gio nua", "lat nhac lai"), (snooze_reminder, "2 gio")),
    **dict.fromkeys(
        ("da gui", "da gui roi", "em da gui", "em da gui roi", "gui roi", "chi da gui roi"),
        (check_report_sent, ""),
    ),
    "nhac": (nudge_missing, ""),
}

HANDLERS = (
    Handler(("nhaclai",), snooze_reminder, typed=("nhac lai",)),
    Handler(("dagui",), check_report_sent),
)
