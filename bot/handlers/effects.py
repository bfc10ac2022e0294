"""Doing what conversations decided, in the commit that keeps their new state."""

from bot.conversations.effects import (
    AwaitAnswer,
    DecideCommune,
    DropActivity,
    ExtendDueDays,
    FileCase,
    KeepPhone,
    RecordActivity,
    Reopen,
    SayInCase,
    SayItIsTheSame,
    SayShown,
    SendBroadcast,
    SetEventDate,
    StopTelling,
    SubmitReport,
    TakeBack,
    TellOfLeaving,
    UndoExtension,
    UndoJoining,
    WordActivity,
    WordBroadcast,
)
from bot.engine.conversation import Effect
from bot.engine.dialogue import Call
from bot.handlers.cases.withdrawing import take_back
from bot.handlers.people.join import take_back_post
from bot.handlers.people.phones import keep_offered
from bot.handlers.reporting.beside_danger import tell_form_waits
from domain.notices.base import Notice
from domain.periods import Period
from services.broadcasts.broadcasting import send_broadcast, set_words
from services.calendar.event_dates import set_event_date
from services.cases.filing import (
    decide_commune_of,
    file_case,
    say_in_case,
    say_it_is_the_same,
    say_shown,
)
from services.cases.silence import await_answer
from services.cases.stopping import stop_telling_of
from services.people.leaving import tell_of_leaving
from services.reminders.extensions import extend_due_days, undo_extensions
from services.reporting.reopening import reopen
from services.reporting.submitting import submit_report
from services.tasks.activities import drop_activity, record_activity, set_activity_words


def apply(effect: Effect, call: Call) -> tuple[Notice, ...]:
    """Do one effect and return what is to be said of it. TypeError for one nobody can do."""
    match effect:
        case SubmitReport():
            return _submit(effect, call)
        case SetEventDate():
            return set_event_date(call, effect.event, effect.days)
        case WordBroadcast():
            return set_words(call, effect.broadcast_id, effect.level, effect.words)
        case SendBroadcast():
            return send_broadcast(call, effect.broadcast_id)
        case WordActivity():
            return set_activity_words(call, effect.draft_id, effect.words)
        case DropActivity():
            return drop_activity(call, effect.draft_id)
        case RecordActivity():
            return record_activity(
                call,
                effect.draft_id,
                effect.task,
                effect.day,
                effect.participants,
                held=effect.held,
            )
        case Reopen():
            return reopen(call, effect.unit_id, effect.period, effect.until, effect.reason)
        case ExtendDueDays():
            period = Period.parse(effect.period)
            return extend_due_days(call, effect.unit_ids, period, effect.until)
        case UndoExtension():
            return undo_extensions(call, effect.unit_ids, Period.parse(effect.period))
    return _apply_to_case(effect, call)


def _apply_to_case(effect: Effect, call: Call) -> tuple[Notice, ...]:
    match effect:
        case FileCase():
            since = effect.since if effect.again else None
            filed = file_case(
                call,
                effect.intake,
                effect.unit_id,
                again_since=since,
                begun_at=effect.since,
                then=effect.then,
                commune_known=effect.commune_known,
                phone_is_safe=effect.phone_is_safe,
                commune_out=effect.commune_out,
            )
            return (*filed, *tell_form_waits(call))
        case DecideCommune():
            return decide_commune_of(call, effect.since, may_know=effect.may_know, then=effect.then)
        case StopTelling():
            return stop_telling_of(call, effect.since, effect.then)
        case SayItIsTheSame():
            return say_it_is_the_same(call, effect.since, effect.earlier_id, then=effect.then)
        case SayInCase():
            return say_in_case(
                call, effect.case_id, effect.words, more=effect.more, urgent=effect.urgent
            )
        case AwaitAnswer() | SayShown() | TakeBack():
            _do_quietly(effect, call)
            return ()
    return _apply_to_people(effect, call)


def _apply_to_people(effect: Effect, call: Call) -> tuple[Notice, ...]:
    match effect:
        case KeepPhone():
            return keep_offered(call, effect.sealed, effect.units)
        case UndoJoining():
            return take_back_post(call, effect.code)
        case TellOfLeaving():
            return tell_of_leaving(call, effect.role, effect.unit_id)
    raise TypeError(f"nobody knows how to do {type(effect).__name__}")


def _do_quietly(effect: AwaitAnswer | SayShown | TakeBack, call: Call) -> None:
    match effect:
        case AwaitAnswer():
            await_answer(call, effect.asked_at, effect.within)
        case SayShown():
            say_shown(call, effect.case_id, effect.what)
        case TakeBack():
            take_back(call, effect.since, effect.message_refs)


def _submit(report: SubmitReport, call: Call) -> tuple[Notice, ...]:
    return submit_report(
        call,
        report.unit_id,
        Period.parse(report.period),
        report.values,
        skipped=report.skipped,
        unchanged=report.unchanged,
        corrected=report.corrected,
        on_behalf=report.on_behalf,
        help_needed=report.help_needed,
        edition=report.edition,
        reason=report.reason,
    )
