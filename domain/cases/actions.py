"""What may be done to a case, by whom, and what it becomes then: tables and pure functions."""

from collections.abc import Mapping
from datetime import datetime

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
from domain.cases.changes import ask_second, change, note_words
from domain.cases.commands import (
    ENDINGS,
    AuditEvent,
    CaseAction,
    CaseCommand,
    Outside,
    Refusal,
)
from domain.cases.duties import Clocks, Duty, find_owed
from domain.cases.intake import Urgency

__all__ = [
    "TRANSITIONS",
    "WHO",
    "AuditEvent",
    "CaseAction",
    "CaseCommand",
    "Outside",
    "Refusal",
    "decide",
    "find_undone",
    "is_possible",
    "is_ruled_out",
    "may",
    "note_words",
]

_OFFICER = frozenset({Relation.OFFICER})
_OWNER = frozenset({Relation.OWNER})
_OVERSEER = frozenset({Relation.OVERSEER})
_STAND_IN = frozenset({Relation.STAND_IN})

WHO: Mapping[CaseAction, frozenset[Relation]] = {
    CaseAction.VIEW: _OFFICER,
    CaseAction.STATUS: frozenset({Relation.REPORTER, Relation.OFFICER, Relation.SUPERIOR}),
    CaseAction.SAY: frozenset({Relation.REPORTER, Relation.OWNER}),
    CaseAction.TAKE: _OFFICER | _OVERSEER,
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
    CaseAction.TELL_OUTSIDE: _OVERSEER | _OFFICER,
    CaseAction.REMIND: _OVERSEER | _STAND_IN,
    CaseAction.ASSIGN: _OVERSEER,
    CaseAction.TAKE_OVER: _OVERSEER | _STAND_IN,
    CaseAction.SEPARATE: _OFFICER,
}
"""Who may do it: one of these relations to the case is enough."""

_HELD = frozenset({State.TAKEN, State.IN_SUPPORT, State.SERVED, State.REFERRED, State.REOPENED})
_ENDED = frozenset({State.CLOSED, State.DUPLICATE, State.OUT_OF_SCOPE})
_ANY = frozenset(State)
_TO_TAKEN = {State.NEW: State.TAKEN, State.REOPENED: State.TAKEN}
_CHANGES_CONTENT = frozenset(
    {
        CaseAction.HELP,
        CaseAction.SERVICE,
        CaseAction.REFER,
        CaseAction.CLOSE,
        CaseAction.AGREE,
        CaseAction.DUPLICATE,
        CaseAction.OUT_OF_SCOPE,
        CaseAction.CONSENT,
        CaseAction.SEPARATE,
    }
)
"""What a case that cannot be opened does not allow."""


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
    CaseAction.AGREE: _map_to(OPEN, State.CLOSED),
    CaseAction.DISAGREE: _map_to_itself(OPEN - {State.SERVED}) | {State.SERVED: State.IN_SUPPORT},
    CaseAction.REOPEN: _map_to(_ENDED, State.REOPENED),
    CaseAction.JOIN: _map_to_itself(_ANY - {State.KEPT}),
    CaseAction.DUPLICATE: _map_to(OPEN, State.DUPLICATE),
    CaseAction.OUT_OF_SCOPE: _map_to(OPEN, State.OUT_OF_SCOPE),
    CaseAction.RAISE: _map_to_itself(OPEN),
    CaseAction.CONSENT: {State.KEPT: State.NEW},
    CaseAction.CONTACT: _map_to_itself(_HELD),
    CaseAction.TELL_OUTSIDE: _map_to_itself(OPEN),
    CaseAction.REMIND: _map_to_itself(_HELD),
    CaseAction.ASSIGN: _map_to_itself(_HELD) | _TO_TAKEN,
    CaseAction.TAKE_OVER: _map_to_itself(_HELD) | _TO_TAKEN,
    CaseAction.SEPARATE: _map_to_itself(OPEN),
}
"""The state of a case after an action, by the state before it; no entry: not possible now."""


def is_possible(action: CaseAction, case: Case) -> bool:
    """Return True if the case allows this action now, whoever does it."""
    return (
        case.state in TRANSITIONS[action]
        and _fits(action, case.pending)
        and not is_ruled_out(case, action)
    )


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
    if not is_possible(command.action, case):
        return Refusal.NOT_NOW
    needs_two = command.action in ENDINGS and _needs_two(case, command.action)
    asked_why = needs_two or (command.action is CaseAction.DISAGREE and not _asked(actor, case))
    if _lacks(command) or (asked_why and not _says_why(command)):
        return Refusal.MISSING
    if command.action is CaseAction.SERVE and find_undone(case):
        return Refusal.MISSING
    state = TRANSITIONS[command.action][case.state]
    if needs_two:
        return ask_second(case, command, actor, now, clocks)
    return change(case, state, command, actor, now, clocks)


def find_undone(case: Case) -> tuple[Duty, ...]:
    """Find what must be done before she counts as served: whoever types "xong" after a telephone
    call must not end by it what nobody did."""
    first = (Duty.CONTACT, Duty.ACTION)
    return tuple(duty for duty in first if find_owed(case.duties, duty) is not None)


def _needs_two(case: Case, action: CaseAction) -> bool:
    """Return True if a second officer must agree to this end: one word must not undo a case of
    danger or violence, and none that counts for 3.2."""
    return case.closed_by_two or action is CaseAction.OUT_OF_SCOPE


def _asked(actor: Actor, case: Case) -> bool:
    """Return True if she herself asked what waits for an answer: saying no to it takes it back."""
    return case.pending is not None and case.pending.by == actor.person_id


def is_ruled_out(case: Case, action: CaseAction) -> bool:
    """Return True if a case allows this action in no state.

    A case whose content was erased is not reopened, since nobody knows any more who must not
    learn of it: it is reported anew. A case of danger cannot become more urgent. One that cannot
    be opened neither ends nor changes what it says: it is kept for whoever mends it.
    """
    if not case.is_readable and action in _CHANGES_CONTENT:
        return True
    if action is CaseAction.RAISE:
        return case.urgency is Urgency.DANGER
    if action is CaseAction.TAKE:
        return case.owner_id is not None
    if action is CaseAction.SEPARATE:
        return case.alarms < 2
    if action in (CaseAction.REMIND, CaseAction.TAKE_OVER, CaseAction.CONTACT):
        return case.owner_id is None
    return action is CaseAction.REOPEN and case.intake is None


def _says_why(command: CaseCommand) -> bool:
    """Return True if the other officer is told why: a double names its first."""
    return bool(command.reason) or command.action is CaseAction.DUPLICATE


def _fits(action: CaseAction, pending: PendingAnswer | None) -> bool:
    """Return True if the action fits what waits: an answer needs a question, a question none."""
    wait = None if pending is None else pending.wait
    if action in (CaseAction.ACCEPT, CaseAction.DECLINE):
        return wait is Wait.TRANSFER
    if action in (CaseAction.AGREE, CaseAction.DISAGREE):
        return wait is Wait.CLOSING
    if action is CaseAction.SERVE:
        return wait is not Wait.CLOSING
    return action not in (CaseAction.OFFER, *ENDINGS) or wait is None


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
