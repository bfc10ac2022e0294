"""Doing what conversations decided, in the commit that keeps their new state."""

from bot.conversations.effects import (
    FileCase,
    Reopen,
    SayInCase,
    SendBroadcast,
    SetEventDate,
    SubmitReport,
    TakeBack,
    WordBroadcast,
)
from bot.engine.conversation import Effect
from bot.engine.dialogue import Call
from bot.handlers.cases.withdrawing import take_back
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reporting import ReportReceipt
from domain.people.roles import Action, may
from domain.periods import Period
from services.broadcasts import broadcasting
from services.cases.filing import file_case, say_in_case
from services.people.posts import posts_for, posts_of
from services.reporting import reopening
from storage import event_dates, reports
from storage.moments import seconds


def apply(effect: Effect, call: Call) -> tuple[Notice, ...]:
    """Do one effect; what is to be said of it."""
    match effect:
        case SubmitReport():
            return _submit(effect, call)
        case SetEventDate():
            return _set_event_date(effect, call)
        case WordBroadcast():
            return broadcasting.word(call, effect.broadcast_id, effect.level, effect.words)
        case SendBroadcast():
            return broadcasting.send(call, effect.broadcast_id)
        case FileCase():
            since = effect.since if effect.again else None
            return file_case(
                call, effect.intake, effect.unit_id, again_since=since, then=effect.then
            )
        case SayInCase():
            return say_in_case(call, effect.case_id, effect.words, more=effect.more)
        case TakeBack():
            take_back(call, effect.since, effect.message_refs)
            return ()
        case Reopen():
            return reopening.reopen(
                call, effect.unit_id, effect.period, effect.until, effect.reason
            )
    raise TypeError(f"nobody knows how to do {type(effect).__name__}")


def _submit(report: SubmitReport, call: Call) -> tuple[Notice, ...]:
    if not _may_report(report, call):
        return (NotForYou(),)
    if not reopening.takes_reports(call, report.unit_id, Period.parse(report.period)):
        return (reopening.locked(call, report.unit_id, Period.parse(report.period)),)
    report_id = reports.send(
        call.tx,
        report.unit_id,
        report.period,
        report.values,
        sent_at=seconds(call.now),
        person_id=call.person_id,
        on_behalf=report.on_behalf,
        extra={
            "skipped": list(report.skipped),
            "unchanged": list(report.unchanged),
            "help_needed": report.help_needed,
        },
    )
    return (ReportReceipt(report_id, report.corrected),)


def _may_report(report: SubmitReport, call: Call) -> bool:
    """Whether she still may: a form can lie open for weeks, and her post may have ended."""
    posts = posts_of(call)
    if any(post.unit_id == report.unit_id for post in posts):
        return True
    line = call.units.line(report.unit_id, call.now.date())
    return report.on_behalf and may(posts, Action.REPORT_FOR_BRANCH, line)


def _set_event_date(said: SetEventDate, call: Call) -> tuple[Notice, ...]:
    if not posts_for(call, Action.SET_EVENT_DATES):
        return (NotForYou(),)
    at, plan = seconds(call.now), call.plan.id
    event_dates.keep(call.tx, plan, said.event, said.days, by=call.person_id, at=at)
    return ()
