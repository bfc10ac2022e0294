"""/nhaclai: remind me again later; /dagui: I have sent it; and answers typed to a reminder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from bot.conversations.reporting.flow import in_manner
from bot.conversations.reporting.report import ReportConversation, open_report
from bot.conversations.reporting.state import Manner, ReportState
from bot.engine.conversation import Event, Facts, Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reminders.remind import newest_open, nhac
from bot.handlers.reporting.report import (
    ReportingUnit,
    find_reporting_unit,
    find_own_units,
    load_form_facts,
    find_owed_periods,
)
from bot.views.reminders.facts import form_of
from domain.answers import fold
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reminders import NotSentYet, ReminderDue, SentIndeed, WillRemind
from domain.notices.reporting import NothingOwed
from domain.periods import Period
from domain.reminders.quiet_hours import closes, held_until, spread
from services.reminders.due import Due, enqueue_due
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
    period, own_units = owed
    at = _read_moment(call)
    enqueue_due(call.tx, [_build_reminder(call, period, own_units, at)], call.now)
    return Outcome((WillRemind(at.isoformat(timespec="minutes")),), sets_aside=True)


def _read_moment(call: Call) -> datetime:
    """The moment she asked for; at night and in Tết the morning after."""
    rules = call.plan.settings.reminders
    if "mai" in fold(call.words[:_LONGEST_WORDS]).split():
        at = datetime.combine(call.now.date() + _DAY, rules.at, call.now.tzinfo)
        return spread(held_until(at, rules), call.person_id, rules)
    at = held_until(call.now + _TWO_HOURS, rules)
    return at if at == call.now + _TWO_HOURS else spread(at, call.person_id, rules)


def _build_reminder(call: Call, period: Period, own_units: list[ReportingUnit], at: datetime) -> Due:
    units = tuple(own.unit_id for own in own_units)
    return Due(
        key=f"asked/{call.person_id}/{period}/{at:%Y-%m-%dT%H:%M}",
        to=call.contact,
        notices=(ReminderDue(call.person_id, units, str(period), "asked"),),
        priority=REMINDER,
        due_at=at,
        not_after=closes(at, call.plan.settings.reminders),
        why="she asked for it",
    )


def _find_newest_owed(call: Call) -> tuple[Period, list[ReportingUnit]] | None:
    """The newest period that any of her units owes, and those units."""
    owed = [(p, own) for own in find_own_units(call) for p in find_owed_periods(call, own)]
    if not owed:
        return None
    newest = max(period for period, _ in owed)
    return newest, [own for period, own in owed if period == newest]


# --- "I have sent it" --------------------------------------------------------------------------


def check_report_sent(call: Call) -> Outcome:
    """Look whether her report came; where it did not, say how far it is."""
    owed = _find_newest_owed(call)
    if owed is None or owed[0] < newest_open(call):
        return Outcome(_show_last_receipt(call))
    period, own_units = owed
    return Outcome((_tell_how_far(call, period, own_units[0]),))


def _tell_how_far(call: Call, period: Period, own: ReportingUnit) -> Notice:
    state = form_of(call.session, own.unit_id, str(period))
    answered, questions = (0, 0) if state is None else (len(state.answers), len(state.codes))
    return NotSentYet(own.unit_id, own.unit.name, str(period), answered, questions)


def _show_last_receipt(call: Call) -> tuple[Notice, ...]:
    """The receipt of her newest report."""
    own_units = find_own_units(call)
    if not own_units:
        return (NotForYou(),)
    for period in sorted(call.plan.periods, reverse=True):
        report = reports.in_force(call.tx, own_units[0].unit_id, str(period))
        if report is not None:
            at = moment(report.sent_at).isoformat(timespec="minutes")
            return (SentIndeed(own_units[0].unit.name, report.period, report.number, at),)
    return (NothingOwed(own_units[0].unit.name),)


# --- what is typed to a reminder ---------------------------------------------------------------


def answer_reminder(call: Call, event: Event) -> Outcome | None:
    """What was typed, where it answers a reminder: a wish, or answers to its form; else None."""
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
    """The form she was reminded of, in one answer, with what she typed read into it."""
    since = (call.now - _ANSWERED_WITHIN).date()
    claim = sent_reminders.last(call.tx, call.person_id, since)
    if claim is None or claim.unit_id is None:
        return None
    own, period = find_reporting_unit(call, claim.unit_id), Period.parse(claim.period)
    if own is None or period not in find_owed_periods(call, own):
        return None
    state = in_manner(_open_form(call, own, period), Manner.ONE_ANSWER)
    step = ReportConversation().step(state, event, Facts(call.now, call.plan, one_answer=True))
    if step.state is None or step.effects or step.state.answers == state.answers:
        return None
    return Outcome(step.notices, opens=(ReportConversation.name, step.state))


def _open_form(call: Call, own: ReportingUnit, period: Period) -> ReportState:
    begun = form_of(call.session, own.unit_id, str(period))
    if begun is not None:
        return msgspec.structs.replace(begun, fixing=False)
    return open_report(call.plan, **load_form_facts(call, own, period))[0]


_Wish = tuple[Callable[[Call], Outcome], str]
_WISHES: dict[str, _Wish] = {
    **dict.fromkeys(("mai", "ngay mai", "mai nhac", "nhac mai", "mai nhac lai"), (snooze_reminder, "mai")),
    **dict.fromkeys(("nhac lai", "2 gio", "2 gio nua", "lat nhac lai"), (snooze_reminder, "2 gio")),
    **dict.fromkeys(
        ("da gui", "da gui roi", "em da gui", "em da gui roi", "gui roi", "chi da gui roi"),
        (check_report_sent, ""),
    ),
    "nhac": (nhac, ""),
}

HANDLERS = (
    Handler(("nhaclai",), snooze_reminder, typed=("nhac lai",)),
    Handler(("dagui",), check_report_sent),
)
