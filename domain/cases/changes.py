"""What an action changes in a case besides its state, and what is owed in it then."""

from dataclasses import replace
from datetime import datetime

from domain.cases.case import Actor, Case, PendingAnswer, State, Wait
from domain.cases.commands import ENDINGS, CaseAction, CaseCommand
from domain.cases.duties import (
    Clocks,
    Duties,
    Duty,
    begin,
    begin_anew,
    end,
    find_owed,
    hand_on,
    hasten,
    plan,
)
from domain.cases.intake import WITHIN_UNION, Urgency
from domain.cases.social_services import HelpGiven, ServiceState


def change(
    case: Case, state: State, command: CaseCommand, actor: Actor, now: datetime, clocks: Clocks
) -> Case:
    """Return the case in its new state, with all else that the command changes in it."""
    change_more = _CHANGES.get(command.action, _change_nothing)
    after = change_more(replace(case, state=state), command, actor, now)
    return replace(after, duties=_change_duties(case, after, command, now, clocks))


def ask_second(
    case: Case, command: CaseCommand, actor: Actor, now: datetime, clocks: Clocks
) -> Case:
    """Let the case wait for a second officer, who says whether it ends in this way."""
    pending = PendingAnswer(
        Wait.CLOSING,
        actor.person_id,
        ending=command.action.value,
        double_of=command.to,
        reason=command.reason.reveal() if command.reason else "",
    )
    due_at = clocks.compute_due(Duty.SECOND, case.urgency, now)
    duties = begin_anew(case.duties, Duty.SECOND, now, due_at)
    return replace(case, pending=pending, duties=duties)


def _change_nothing(case: Case, _command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return case


def _take(case: Case, _command: CaseCommand, actor: Actor, _now: datetime) -> Case:
    return replace(case, owner_id=actor.person_id, due_at=None)


def _record_help(case: Case, command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return case if command.help is None else replace(case, helps=case.helps | {command.help})


def _refer(case: Case, command: CaseCommand, actor: Actor, now: datetime) -> Case:
    """Note a referral as help; a service it names is referred, unless she accessed it before."""
    case = replace(case, helps=case.helps | {HelpGiven.REFERRAL})
    if command.service is None or command.service in case.services:
        return case
    return _set_service(case, replace(command, service_state=ServiceState.REFERRED), actor, now)


def _set_service(case: Case, command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    if command.service is None or command.service_state is None:
        return case
    return replace(case, services={**case.services, command.service: command.service_state})


def _offer(case: Case, command: CaseCommand, actor: Actor, _now: datetime) -> Case:
    pending = PendingAnswer(Wait.TRANSFER, actor.person_id, command.to, command.unit_id)
    return replace(case, pending=pending)


def _accept(case: Case, _command: CaseCommand, actor: Actor, _now: datetime) -> Case:
    moved = case.pending.unit_id if case.pending is not None else None
    unit_id = case.unit_id if moved is None else moved
    return replace(case, owner_id=actor.person_id, unit_id=unit_id, pending=None, due_at=None)


def _answer(case: Case, _command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return replace(case, pending=None)


def _separate(case: Case, _command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    """Leave one alarm in this case; the others are opened as a case of their own."""
    return replace(case, alarms=1)


def _plan_follow_up(case: Case, command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return replace(case, follow_up_at=command.at)


def _agree_to_end(case: Case, command: CaseCommand, actor: Actor, now: datetime) -> Case:
    """End the case in the way the first officer asked for."""
    pending = case.pending
    if pending is None or not pending.ending:
        return _end(case, command, actor, now)
    ending = CaseAction(pending.ending)
    asked = replace(command, action=ending, to=pending.double_of)
    return _end(replace(case, state=ENDINGS[ending]), asked, actor, now)


def _assign(case: Case, command: CaseCommand, actor: Actor, _now: datetime) -> Case:
    """Give the case to somebody (ASSIGN) or to herself (TAKE_OVER); nobody need accept it."""
    owner = command.to if command.action is CaseAction.ASSIGN else actor.person_id
    waits = case.pending is not None and case.pending.wait is Wait.TRANSFER
    pending = None if waits else case.pending
    return replace(case, owner_id=owner, due_at=None, pending=pending)


def _end(case: Case, command: CaseCommand, _actor: Actor, now: datetime) -> Case:
    duplicate_of = command.to if command.action is CaseAction.DUPLICATE else case.duplicate_of
    return replace(
        case,
        closed_at=now,
        due_at=None,
        follow_up_at=None,
        pending=None,
        duplicate_of=duplicate_of,
    )


def _reopen(case: Case, _command: CaseCommand, _actor: Actor, now: datetime) -> Case:
    """Keep the owner; without one, the case must be taken at once."""
    due_at = now if case.owner_id is None else None
    return replace(case, closed_at=None, duplicate_of=None, due_at=due_at)


def _raise_urgency(case: Case, _command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    """Keep the owner; the clocks of danger count from now on."""
    return replace(case, urgency=Urgency.DANGER)


def _record_consent(case: Case, _command: CaseCommand, _actor: Actor, now: datetime) -> Case:
    """Pass the case on within the Union only: no more was asked for."""
    intake = case.intake
    if intake is not None:
        intake = replace(intake, consent=WITHIN_UNION)
    return replace(case, closed_at=None, due_at=now, intake=intake)


_CHANGES = {
    CaseAction.TAKE: _take,
    CaseAction.HELP: _record_help,
    CaseAction.SERVICE: _set_service,
    CaseAction.REFER: _refer,
    CaseAction.OFFER: _offer,
    CaseAction.ACCEPT: _accept,
    CaseAction.DECLINE: _answer,
    CaseAction.DISAGREE: _answer,
    CaseAction.FOLLOW_UP: _plan_follow_up,
    CaseAction.CLOSE: _end,
    CaseAction.AGREE: _agree_to_end,
    CaseAction.DUPLICATE: _end,
    CaseAction.OUT_OF_SCOPE: _end,
    CaseAction.REOPEN: _reopen,
    CaseAction.RAISE: _raise_urgency,
    CaseAction.CONSENT: _record_consent,
    CaseAction.ASSIGN: _assign,
    CaseAction.TAKE_OVER: _assign,
    CaseAction.SEPARATE: _separate,
}


# --- what is owed after it ----------------------------------------------------------------------

_ACTED = frozenset({CaseAction.HELP, CaseAction.SERVICE, CaseAction.SERVE, CaseAction.REFER})
NEW_OWNER = frozenset({CaseAction.TAKE, CaseAction.ACCEPT, CaseAction.ASSIGN, CaseAction.TAKE_OVER})
"""What gives a case to whoever holds it from then on."""
_BY_THE_OWNER = frozenset({CaseAction.ACCEPT})
"""New owners whom the old one chose: what runs goes on, so that passing it on stops no clock."""


def _change_duties(
    before: Case, after: Case, command: CaseCommand, now: datetime, clocks: Clocks
) -> Duties:
    """Change what is owed: a duty ends by what was owed, and the next begins at once."""
    action, urgency = command.action, after.urgency
    if not after.is_open:
        return ()
    if action is CaseAction.RAISE:
        return _raise_duties(after, now, clocks)
    if action in (CaseAction.REOPEN, CaseAction.CONSENT):
        return _begin_again(after, now, clocks)
    if action in NEW_OWNER:
        return _begin_owner(before.duties, action, urgency, now, clocks)
    if action in _ACTED or (action is CaseAction.CONTACT and command.reached):
        return _note_done(after, action, now, clocks)
    if action is CaseAction.FOLLOW_UP and command.at is not None:
        return plan(before.duties, now, command.at)
    if action is CaseAction.TELL_OUTSIDE:
        return end(before.duties, Duty.OUTSIDE)
    if action is CaseAction.CONTACT:
        return _note_not_reached(before.duties, urgency, now, clocks)
    if action is CaseAction.DISAGREE:
        return _note_disagreed(after, command, now, clocks)
    return before.duties


NOT_SAFE_YET = "not_safe_yet"
"""Why a second officer does not agree: the woman must be reached again."""


def _note_not_reached(duties: Duties, urgency: Urgency, now: datetime, clocks: Clocks) -> Duties:
    """It was tried in vain: she is still to be reached, also where that had counted as done, and
    in danger it is said again no later than a first time would be."""
    due_at = clocks.compute_due(Duty.CONTACT, urgency, now)
    owed = begin(duties, Duty.CONTACT, now, due_at)
    return tuple(
        replace(o, next_at=min(o.next_at, due_at)) if o.duty is Duty.CONTACT else o for o in owed
    )


def _note_disagreed(case: Case, command: CaseCommand, now: datetime, clocks: Clocks) -> Duties:
    left = end(case.duties, Duty.SECOND)
    if command.reason.reveal() != NOT_SAFE_YET or case.owner_id is None:
        return left
    return begin(left, Duty.CONTACT, now, clocks.compute_due(Duty.CONTACT, case.urgency, now))


def repeat_danger(case: Case, now: datetime, clocks: Clocks) -> Case:
    """Return a case of danger after its reporter called again: she must be reached anew."""
    return replace(case, duties=_raise_duties(case, now, clocks))


def _raise_duties(case: Case, now: datetime, clocks: Clocks) -> Duties:
    """Danger is new: whoever holds the case must reach her and do something again, whatever was
    done before, and nothing has more time than danger gives it."""
    duties = case.duties
    if case.owner_id is not None:
        for duty in (Duty.CONTACT, Duty.ACTION):
            duties = begin(duties, duty, now, clocks.compute_due(duty, Urgency.DANGER, now))
    return hasten(duties, now, clocks)


def _begin_again(case: Case, now: datetime, clocks: Clocks) -> Duties:
    if case.owner_id is not None:
        return _begin_owner((), CaseAction.REOPEN, case.urgency, now, clocks)
    return begin((), Duty.TAKE, now, clocks.compute_due(Duty.TAKE, case.urgency, now))


def _begin_owner(
    duties: Duties, action: CaseAction, urgency: Urgency, now: datetime, clocks: Clocks
) -> Duties:
    """Whoever holds the case now owes contact and a first action; neither counts as done by
    whoever held it before, and what she waited for in vain stays late."""
    kept = end(duties, Duty.TAKE, Duty.FOLLOW_UP)
    carry = begin if action in _BY_THE_OWNER else hand_on
    for duty in (Duty.CONTACT, Duty.ACTION):
        kept = carry(kept, duty, now, clocks.compute_due(duty, urgency, now))
    return kept


def _note_done(case: Case, action: CaseAction, now: datetime, clocks: Clocks) -> Duties:
    """She was reached, or something was done for her, which takes reaching her; then she is asked
    again how it is, so that no case is ever without a clock."""
    done = [Duty.CONTACT, Duty.FOLLOW_UP]
    done += [Duty.ACTION] if action in _ACTED else [Duty.ANSWER]
    left = end(case.duties, *done)
    if find_owed(left, Duty.ACTION) is not None:
        return left
    due_at = clocks.compute_due(Duty.FOLLOW_UP, case.urgency, now)
    if case.follow_up_at is not None and case.follow_up_at > now:
        due_at = case.follow_up_at
    return begin(left, Duty.FOLLOW_UP, now, due_at)


def note_words(case: Case, *, by_reporter: bool, now: datetime, clocks: Clocks) -> Case:
    """Return the case after somebody wrote in it: the reporter's words wait for an answer of
    whoever holds it, and the owner's are one."""
    if not by_reporter:
        return replace(case, duties=end(case.duties, Duty.ANSWER))
    if case.owner_id is None:
        return case
    due_at = clocks.compute_due(Duty.ANSWER, case.urgency, now)
    return replace(case, duties=begin(case.duties, Duty.ANSWER, now, due_at))
