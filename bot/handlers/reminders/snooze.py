"""/nhaclai: "remind me later"; /dagui: "I have sent it"; and answers typed to a reminder."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.conversations.reporting.report import ReportConversation
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reminders.remind import hear_nudge, nudge_missing
from bot.handlers.reporting.forms import (
    ReportingUnit,
    find_owed_periods,
    find_own_units,
    find_sent_at,
)
from bot.views.reminders.facts import find_form
from domain.answers import fold
from domain.answers.text.wishes import Wish
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reminders import NotSentYet, ReminderDue, SentIndeed, WillRemind
from domain.notices.reporting import NothingOwed
from domain.periods import Period
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours, spread
from services.reminders.due import Due, enqueue_due
from services.reminders.nudges import find_newest_open
from services.reminders.reminded import find_last_reminded
from services.reporting.owed import say_whose
from storage import reports
from storage.moments import moment
from storage.outbox import REMINDER

_TWO_HOURS, _DAY = timedelta(hours=2), timedelta(days=1)
_LONGEST_WORDS = 80
_EVENING = time(19)
_THIS_EVENING = re.compile(r"\btối\b|\b(?:de|den|thoi) toi\b|^toi (?:nay|chi|em)\b")
"""Without its mark it may be "tôi", which is herself."""

_LONGEST_ANSWER = 400


def snooze_reminder(call: Call) -> Outcome:
    """Remind her again tomorrow, or in two hours, of what she was reminded of and still owes."""
    owed = _find_reminded_owed(call) or _find_newest_owed(call)
    if owed is None:
        return Outcome(_show_last_receipt(call))
    period, reporting_units = owed
    at = _read_moment(call)
    enqueue_due(call.tx, [_build_reminder(call, period, reporting_units, at)], call.now)
    return Outcome((WillRemind(at.isoformat(timespec="minutes")),), sets_aside=True)


def _read_moment(call: Call) -> datetime:
    """Return the moment she asked for, moved from the night or from Tết to the morning after."""
    rules = call.plan.settings.reminders
    said = fold(call.words[:_LONGEST_WORDS]).replace(",", " ").split()
    if (day := _find_day_named(call, said)) is not None:
        at = datetime.combine(day, rules.at, call.now.tzinfo)
        return spread(move_out_of_quiet_hours(at, rules), call.person_id, rules)
    if "mai" in said:
        at = datetime.combine(call.now.date() + _DAY, rules.at, call.now.tzinfo)
        return spread(move_out_of_quiet_hours(at, rules), call.person_id, rules)
    evening = datetime.combine(call.today, _EVENING, call.now.tzinfo)
    if _THIS_EVENING.search(call.words[:_LONGEST_WORDS].lower()) and evening > call.now:
        return spread(move_out_of_quiet_hours(evening, rules), call.person_id, rules)
    at = move_out_of_quiet_hours(call.now + _TWO_HOURS, rules)
    return at if at == call.now + _TWO_HOURS else spread(at, call.person_id, rules)


def _find_day_named(call: Call, said: list[str]) -> date | None:
    """Return next Saturday for "cuối tuần", next Monday for "tuần sau"."""
    spoken = " ".join(said)
    weekday = 5 if "cuoi tuan" in spoken else 0 if "tuan sau" in spoken else None
    if weekday is None:
        return None
    return call.today + ((weekday - call.today.weekday() - 1) % 7 + 1) * _DAY


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


def _find_reminded_owed(call: Call) -> tuple[Period, list[ReportingUnit]] | None:
    """Return the newest period of the last reminder that is still owed, and the units owing it."""
    reminded = find_last_reminded(call, find_sent_at(call))
    if reminded is None:
        return None
    own = {each.unit_id: each for each in find_own_units(call)}
    owed = [
        (period, own[unit_id])
        for unit_id, period in reminded.reports
        if unit_id in own and period in find_owed_periods(call, own[unit_id])
    ]
    newest = max((period for period, _ in owed), default=None)
    return None if newest is None else (newest, [unit for p, unit in owed if p == newest])


# --- "I have sent it" --------------------------------------------------------------------------


def check_report_sent(call: Call) -> Outcome:
    """Show the receipt of her report, or say how far the form is if it was not sent."""
    owed = _find_reminded_owed(call) or _find_newest_owed(call)
    if owed is None or owed[0] < find_newest_open(call):
        return Outcome(_show_last_receipt(call))
    period, reporting_units = owed
    return Outcome((_tell_how_far(call, period, reporting_units[0]),))


def _tell_how_far(call: Call, period: Period, reporting_unit: ReportingUnit) -> Notice:
    state = find_form(call.session, reporting_unit.unit_id, str(period))
    answered, questions = (0, 0) if state is None else (len(state.answers), len(state.codes))
    return NotSentYet(
        reporting_unit.unit_id,
        say_whose(call, reporting_unit.unit_id),
        str(period),
        answered,
        questions,
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
            whose = say_whose(call, reporting_units[0].unit_id)
            return (SentIndeed(whose, report.period, report.number, at),)
    return (NothingOwed(reporting_units[0].unit.name),)


# --- what is typed to a reminder ---------------------------------------------------------------


def answer_reminder(call: Call, event: Event) -> Outcome | None:
    """Answer a wish that is typed to a reminder; None for anything else."""
    frame = call.session.frame
    if frame is not None and frame.name != ReportConversation.name:
        return None
    if event.pressed or event.what != "text" or event.edited or len(event.text) > _LONGEST_ANSWER:
        return None
    wish = _WISHES.get(fold(event.text.strip(" .!")))
    if wish is not None and find_own_units(call):
        handle, words = wish
        return handle(replace(call, words=words))
    return hear_nudge(call, event.text)


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
    Handler(("nhaclai",), snooze_reminder, typed=("nhac lai",), wishes=(Wish.LATER,)),
    Handler(("dagui",), check_report_sent, wishes=(Wish.SENT, Wish.SENT_ASK)),
)
