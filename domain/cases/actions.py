"""What may be done to a case, by whom, and what it becomes then: tables and pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.cases.case import (
    OPEN,
    Actor,
    Case,
    PendingAnswer,
    Relation,
    State,
    Wait,
    find_relations,
)
from domain.cases.duties import (
    Clocks,
    Duties,
    Duty,
    begin,
    begin_anew,
    end,
    find_owed,
    hasten,
)
from domain.cases.intake import WITHIN_UNION, Urgency
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.confidential import NOTHING_SAID, Confidential


class CaseAction(StrEnum):
    """What a person does to a case. What the product does by itself is an `AuditEvent`."""

    VIEW = "view"
    STATUS = "status"
    SAY = "say"
    TAKE = "take"
    HELP = "help"
    SERVICE = "service"
    SERVE = "serve"
    REFER = "refer"
    REFERRAL_ACCEPTED = "referral_accepted"
    REFERRAL_DROPPED = "referral_dropped"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    AGREE = "agree"
    DISAGREE = "disagree"
    REOPEN = "reopen"
    JOIN = "join"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out_of_scope"
    RAISE = "raise"
    CONSENT = "consent"
    CONTACT = "contact"
    TELL_OUTSIDE = "tell_outside"
    REMIND = "remind"
    ASSIGN = "assign"
    TAKE_OVER = "take_over"
    SEPARATE = "separate"


class AuditEvent(StrEnum):
    """What the product did by itself, or what happened around a case."""

    OPENED = "opened"
    COMPLETED = "completed"
    TOLD = "told"
    NOBODY = "nobody"
    RAISED = "raised"
    REMINDED = "reminded"
    HANDED_OVER = "handed_over"
    OUT_OF_REACH = "out_of_reach"
    IN_REACH = "in_reach"
    EXPIRED = "expired"
    LATE = "late"
    LOST = "lost"
    COMMUNE_ALLOWED = "commune_allowed"
    COMMUNE_LEFT_OUT = "commune_left_out"
    PHONE = "phone"
    WORDS = "words"
    ALARM = "alarm"
    UNREADABLE = "unreadable"


_OFFICER = frozenset({Relation.OFFICER})
_OWNER = frozenset({Relation.OWNER})
_OVERSEER = frozenset({Relation.OVERSEER})

WHO: Mapping[CaseAction, frozenset[Relation]] = {
    CaseAction.VIEW: _OFFICER,
    CaseAction.STATUS: frozenset({Relation.REPORTER, Relation.OFFICER, Relation.SUPERIOR}),
    CaseAction.SAY: frozenset({Relation.REPORTER, Relation.OWNER}),
    CaseAction.TAKE: _OFFICER,
    CaseAction.HELP: _OWNER,
    CaseAction.SERVICE: _OWNER,
    CaseAction.SERVE: _OWNER,
    CaseAction.REFER: _OWNER,
    CaseAction.REFERRAL_ACCEPTED: _OWNER,
    CaseAction.REFERRAL_DROPPED: _OWNER,
    CaseAction.OFFER: _OWNER,
    CaseAction.ACCEPT: frozenset({Relation.HEIR}),
    CaseAction.DECLINE: frozenset({Relation.HEIR, Relation.OWNER}),
    CaseAction.FOLLOW_UP: _OWNER,
    CaseAction.CLOSE: _OWNER,
    CaseAction.AGREE: frozenset({Relation.SECOND}),
    CaseAction.DISAGREE: frozenset({Relation.SECOND, Relation.OWNER}),
    CaseAction.REOPEN: frozenset({Relation.OFFICER, Relation.REPORTER}),
    CaseAction.JOIN: _OFFICER,
    CaseAction.DUPLICATE: _OFFICER,
    CaseAction.OUT_OF_SCOPE: _OFFICER,
    CaseAction.RAISE: frozenset({Relation.OFFICER, Relation.REPORTER}),
    CaseAction.CONSENT: frozenset({Relation.REPORTER}),
    CaseAction.CONTACT: _OWNER,
    CaseAction.TELL_OUTSIDE: _OVERSEER,
    CaseAction.REMIND: _OVERSEER,
    CaseAction.ASSIGN: _OVERSEER,
    CaseAction.TAKE_OVER: _OVERSEER,
    CaseAction.SEPARATE: _OFFICER,
}
"""Who may do it: one of these relations to the case is enough."""

_HELD = frozenset({State.TAKEN, State.IN_SUPPORT, State.SERVED, State.REFERRED, State.REOPENED})
_ENDED = frozenset({State.CLOSED, State.DUPLICATE, State.OUT_OF_SCOPE})
_ANY = frozenset(State)
_ENDINGS = {
    CaseAction.CLOSE: State.CLOSED,
    CaseAction.DUPLICATE: State.DUPLICATE,
    CaseAction.OUT_OF_SCOPE: State.OUT_OF_SCOPE,
}


def _map_to(states: frozenset[State], to: State) -> dict[State, State]:
    return dict.fromkeys(states, to)


def _map_to_itself(states: frozenset[State]) -> dict[State, State]:
    return {state: state for state in states}


TRANSITIONS: Mapping[CaseAction, Mapping[State, State]] = {
    CaseAction.VIEW: _map_to_itself(_ANY),
    CaseAction.STATUS: _map_to_itself(_ANY),
    CaseAction.SAY: _map_to_itself(OPEN),
    CaseAction.TAKE: {State.NEW: State.TAKEN, State.REOPENED: State.TAKEN},
    CaseAction.HELP: _map_to(_HELD - {State.SERVED, State.REFERRED}, State.IN_SUPPORT)
    | _map_to_itself(frozenset({State.SERVED, State.REFERRED})),
    CaseAction.SERVICE: _map_to(_HELD - {State.SERVED, State.REFERRED}, State.IN_SUPPORT)
    | _map_to_itself(frozenset({State.SERVED, State.REFERRED})),
    CaseAction.SERVE: _map_to(_HELD, State.SERVED),
    CaseAction.REFER: _map_to(_HELD - {State.REFERRED}, State.REFERRED),
    CaseAction.REFERRAL_ACCEPTED: {State.REFERRED: State.IN_SUPPORT},
    CaseAction.REFERRAL_DROPPED: {State.REFERRED: State.TAKEN},
    CaseAction.OFFER: _map_to_itself(_HELD),
    CaseAction.ACCEPT: _map_to_itself(_HELD),
    CaseAction.DECLINE: _map_to_itself(_HELD),
    CaseAction.FOLLOW_UP: _map_to_itself(_HELD),
    CaseAction.CLOSE: _map_to(_HELD, State.CLOSED),
    CaseAction.AGREE: _map_to(_HELD, State.CLOSED),
    CaseAction.DISAGREE: _map_to_itself(_HELD),
    CaseAction.REOPEN: _map_to(_ENDED, State.REOPENED),
    CaseAction.JOIN: _map_to_itself(_ANY - {State.KEPT}),
    CaseAction.DUPLICATE: _map_to(OPEN, State.DUPLICATE),
    CaseAction.OUT_OF_SCOPE: _map_to(OPEN, State.OUT_OF_SCOPE),
    CaseAction.RAISE: _map_to_itself(OPEN),
    CaseAction.CONSENT: {State.KEPT: State.NEW},
    CaseAction.CONTACT: _map_to_itself(_HELD),
    CaseAction.TELL_OUTSIDE: _map_to_itself(OPEN),
    CaseAction.REMIND: _map_to_itself(_HELD),
    CaseAction.ASSIGN: _map_to_itself(_HELD) | {State.NEW: State.TAKEN},
    CaseAction.TAKE_OVER: _map_to_itself(_HELD),
    CaseAction.SEPARATE: _map_to_itself(OPEN),
}
"""The state of a case after an action, by the state before it; no entry: not possible now."""


class Refusal(StrEnum):
    """Why a command is not carried out. `MISSING`: it lacks something that it needs."""

    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"
    MISSING = "missing"


class Outside(StrEnum):
    """Whom the province tells where nobody of the commune may or can be told."""

    POLICE = "police"
    CHAIR = "chair"
    HOTLINE = "hotline"


@dataclass(frozen=True, slots=True)
class CaseCommand:
    """An action with what it needs.

    `to`: a person's id (OFFER) or a case's (DUPLICATE, JOIN). `unit_id`: the unit a transfer leads
    to, if another. `at`: the moment of a follow-up. `reason`: why, a word
    from a list (OUT_OF_SCOPE needs it). `reached`: whether she was (CONTACT). `outside`: who
    outside the Union was told (TELL_OUTSIDE).
    """

    action: CaseAction
    to: int | None = None
    unit_id: int | None = None
    service: Service | None = None
    service_state: ServiceState | None = None
    help: HelpGiven | None = None
    at: datetime | None = None
    reason: Confidential = NOTHING_SAID
    reached: bool | None = None
    outside: Outside | None = None


def may(actor: Actor, action: CaseAction, case: Case, line: tuple[int, ...]) -> bool:
    """Return True if she may do this to the case; `decide` says if it can be done now."""
    return bool(find_relations(actor, case, line) & WHO[action])


def decide(
    actor: Actor,
    command: CaseCommand,
    case: Case,
    line: tuple[int, ...],
    now: datetime,
    clocks: Clocks,
) -> Case | Refusal:
    """Return the case after the command, or why it is not carried out.

    `line`: ids of the case's unit and all above it. `now` is aware.
    """
    if not may(actor, command.action, case, line):
        return Refusal.NOT_YOURS
    state = TRANSITIONS[command.action].get(case.state)
    if (
        state is None
        or not _fits(command.action, case.pending)
        or is_ruled_out(case, command.action)
    ):
        return Refusal.NOT_NOW
    if _lacks(command):
        return Refusal.MISSING
    if command.action in _ENDINGS and _needs_two(case, command.action):
        return _ask_second(case, command, actor, now, clocks)
    change = _CHANGES.get(command.action, _change_nothing)
    after = change(replace(case, state=state), command, actor, now)
    return replace(after, duties=_change_duties(case, after, command, now, clocks))


def _needs_two(case: Case, action: CaseAction) -> bool:
    """Return True if a second officer must agree to this end: one word must not undo a case of
    danger or violence, and none that counts for 3.2."""
    return case.closed_by_two or action is CaseAction.OUT_OF_SCOPE


def _ask_second(
    case: Case, command: CaseCommand, actor: Actor, now: datetime, clocks: Clocks
) -> Case:
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


def is_ruled_out(case: Case, action: CaseAction) -> bool:
    """Return True if a case allows this action in no state.

    A case whose content was erased is not reopened, since nobody knows any more who must not
    learn of it: it is reported anew. A case of danger cannot become more urgent.
    """
    if action is CaseAction.RAISE:
        return case.urgency is Urgency.DANGER
    if action is CaseAction.TELL_OUTSIDE:
        return find_owed(case.duties, Duty.OUTSIDE) is None
    if action is CaseAction.SEPARATE:
        return case.alarms < 2
    if action in (CaseAction.REMIND, CaseAction.TAKE_OVER):
        return case.owner_id is None
    return action is CaseAction.REOPEN and case.intake is None


def _fits(action: CaseAction, pending: PendingAnswer | None) -> bool:
    """Return True if the action fits what waits: an answer needs a question, a question none."""
    wait = None if pending is None else pending.wait
    if action in (CaseAction.ACCEPT, CaseAction.DECLINE):
        return wait is Wait.TRANSFER
    if action in (CaseAction.AGREE, CaseAction.DISAGREE):
        return wait is Wait.CLOSING
    return action not in (CaseAction.OFFER, *_ENDINGS) or wait is None


def _lacks(command: CaseCommand) -> bool:
    needed: Mapping[CaseAction, tuple[object, ...]] = {
        CaseAction.OFFER: (command.to,),
        CaseAction.DUPLICATE: (command.to,),
        CaseAction.JOIN: (command.to,),
        CaseAction.FOLLOW_UP: (command.at,),
        CaseAction.HELP: (command.help,),
        CaseAction.SERVICE: (command.service, command.service_state),
        CaseAction.OUT_OF_SCOPE: (command.reason or None,),
        CaseAction.CONTACT: (command.reached,),
        CaseAction.TELL_OUTSIDE: (command.outside,),
        CaseAction.ASSIGN: (command.to,),
    }
    return any(each is None for each in needed.get(command.action, ()))


# --- what changes besides the state -------------------------------------------------------------


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


def _plan_follow_up(case: Case, command: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return replace(case, follow_up_at=command.at)


def _agree_to_end(case: Case, command: CaseCommand, actor: Actor, now: datetime) -> Case:
    """End the case in the way the first officer asked for."""
    pending = case.pending
    if pending is None or not pending.ending:
        return _end(case, command, actor, now)
    ending = CaseAction(pending.ending)
    asked = replace(command, action=ending, to=pending.double_of)
    return _end(replace(case, state=_ENDINGS[ending]), asked, actor, now)


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
}


# --- what is owed after it ----------------------------------------------------------------------

_ACTED = frozenset({CaseAction.HELP, CaseAction.SERVICE, CaseAction.SERVE, CaseAction.REFER})
_NEW_OWNER = frozenset(
    {CaseAction.TAKE, CaseAction.ACCEPT, CaseAction.ASSIGN, CaseAction.TAKE_OVER}
)


def _change_duties(
    before: Case, after: Case, command: CaseCommand, now: datetime, clocks: Clocks
) -> Duties:
    """Change what is owed: a duty ends by what was owed, and the next begins at once."""
    action, urgency = command.action, after.urgency
    if not after.is_open:
        return ()
    if action is CaseAction.RAISE:
        return hasten(before.duties, now, clocks)
    if action in (CaseAction.REOPEN, CaseAction.CONSENT):
        return _begin_again(after, now, clocks)
    if action in _NEW_OWNER:
        return _begin_owner(before.duties, urgency, now, clocks)
    if action in _ACTED or (action is CaseAction.CONTACT and command.reached):
        return _note_done(before.duties, action, urgency, now, clocks)
    if action is CaseAction.FOLLOW_UP and command.at is not None:
        return begin_anew(before.duties, Duty.FOLLOW_UP, now, command.at)
    if action is CaseAction.TELL_OUTSIDE:
        return end(before.duties, Duty.OUTSIDE)
    return end(before.duties, Duty.SECOND) if action is CaseAction.DISAGREE else before.duties


def _begin_again(case: Case, now: datetime, clocks: Clocks) -> Duties:
    if case.owner_id is not None:
        return _begin_owner((), case.urgency, now, clocks)
    return begin((), Duty.TAKE, now, clocks.compute_due(Duty.TAKE, case.urgency, now))


def _begin_owner(duties: Duties, urgency: Urgency, now: datetime, clocks: Clocks) -> Duties:
    """Whoever holds the case now owes contact and a first action; neither counts as done by
    whoever held it before."""
    kept = end(duties, Duty.TAKE, Duty.FOLLOW_UP)
    for duty in (Duty.CONTACT, Duty.ACTION):
        kept = begin_anew(kept, duty, now, clocks.compute_due(duty, urgency, now))
    return kept


def _note_done(
    duties: Duties, action: CaseAction, urgency: Urgency, now: datetime, clocks: Clocks
) -> Duties:
    """She was reached, or something was done for her, which takes reaching her; then she is asked
    again how it is, so that no case is ever without a clock."""
    done = [Duty.CONTACT, Duty.FOLLOW_UP]
    done += [Duty.ACTION] if action in _ACTED else [Duty.ANSWER]
    left = end(duties, *done)
    if find_owed(left, Duty.ACTION) is not None:
        return left
    return begin(left, Duty.FOLLOW_UP, now, clocks.compute_due(Duty.FOLLOW_UP, urgency, now))


def note_words(case: Case, *, by_reporter: bool, now: datetime, clocks: Clocks) -> Case:
    """Return the case after somebody wrote in it: the reporter's words wait for an answer of
    whoever holds it, and the owner's are one."""
    if not by_reporter:
        return replace(case, duties=end(case.duties, Duty.ANSWER))
    if case.owner_id is None:
        return case
    due_at = clocks.compute_due(Duty.ANSWER, case.urgency, now)
    return replace(case, duties=begin(case.duties, Duty.ANSWER, now, due_at))
