"""What may be done to a case, by whom, and what becomes of it: a table and pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.cases.case import OPEN, Actor, Case, Pending, Relation, State, Wait, find_relations
from domain.cases.intake import WITHIN_UNION, Urgency
from domain.cases.social_services import Help, Service, ServiceState
from domain.confidential import NOTHING_SAID, Confidential


class CaseAction(StrEnum):
    """What a person does. What the product does by itself stands in the trail as `Trace`."""

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


_OFFICER = frozenset({Relation.OFFICER})
_OWNER = frozenset({Relation.OWNER})

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
    CaseAction.RAISE: _OFFICER,
    CaseAction.CONSENT: frozenset({Relation.REPORTER}),
}
"""Who may: one of these standings is enough."""

_HELD = frozenset({State.TAKEN, State.IN_SUPPORT, State.SERVED, State.REFERRED, State.REOPENED})
_ENDED = frozenset({State.CLOSED, State.DUPLICATE, State.OUT_OF_SCOPE})
_ANY = frozenset(State)


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
}
"""What becomes of a case, by act and state; no entry: it cannot be done now."""


class Refusal(StrEnum):
    """Why something is not done. `MISSING`: the deed lacks what it needs."""

    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CaseCommand:
    """An act with what belongs to it.

    `to`: a person (OFFER) or a case's id (DUPLICATE, JOIN). `unit_id`: where a transfer leads to
    another unit. `at`: a follow-up's moment. `reason`: why, in words (OUT_OF_SCOPE needs it).
    """

    act: CaseAction
    to: int | None = None
    unit_id: int | None = None
    service: Service | None = None
    service_state: ServiceState | None = None
    help: Help | None = None
    at: datetime | None = None
    reason: Confidential = NOTHING_SAID


def may(actor: Actor, act: CaseAction, case: Case, line: tuple[int, ...]) -> bool:
    """Whether she may do this to the case; whether it can be done now is `decide`'s question."""
    return bool(find_relations(actor, case, line) & WHO[act])


def decide(
    actor: Actor, deed: CaseCommand, case: Case, line: tuple[int, ...], now: datetime
) -> Case | Refusal:
    """The case after the deed, or why it is not done. `line` as for `standings`."""
    if not may(actor, deed.act, case, line):
        return Refusal.NOT_YOURS
    state = TRANSITIONS[deed.act].get(case.state)
    if state is None or not _fits(deed.act, case.pending) or is_ruled_out(case, deed.act):
        return Refusal.NOT_NOW
    if _lacks(deed):
        return Refusal.MISSING
    if deed.act is CaseAction.CLOSE and case.closed_by_two:
        return replace(case, pending=Pending(Wait.CLOSING, actor.person_id))
    return _CHANGES.get(deed.act, _change_nothing)(replace(case, state=state), deed, actor, now)


def is_ruled_out(case: Case, act: CaseAction) -> bool:
    """Whether a case cannot be so acted on, whatever its state.

    One whose content was erased is not opened again, since nobody knows any more who must not
    learn of it: it is reported anew. One in danger cannot become more urgent.
    """
    if act is CaseAction.RAISE:
        return case.urgency is Urgency.DANGER
    return act is CaseAction.REOPEN and case.intake is None


def _fits(act: CaseAction, pending: Pending | None) -> bool:
    """Answers need a question that waits; a second question must wait for the first's answer."""
    wait = None if pending is None else pending.wait
    if act in (CaseAction.ACCEPT, CaseAction.DECLINE):
        return wait is Wait.TRANSFER
    if act in (CaseAction.AGREE, CaseAction.DISAGREE):
        return wait is Wait.CLOSING
    return act not in (CaseAction.OFFER, CaseAction.CLOSE) or wait is None


def _lacks(deed: CaseCommand) -> bool:
    needed: Mapping[CaseAction, tuple[object, ...]] = {
        CaseAction.OFFER: (deed.to,),
        CaseAction.DUPLICATE: (deed.to,),
        CaseAction.JOIN: (deed.to,),
        CaseAction.FOLLOW_UP: (deed.at,),
        CaseAction.HELP: (deed.help,),
        CaseAction.SERVICE: (deed.service, deed.service_state),
        CaseAction.OUT_OF_SCOPE: (deed.reason or None,),
    }
    return any(each is None for each in needed.get(deed.act, ()))


# --- what changes besides the state -------------------------------------------------------------


def _change_nothing(case: Case, _deed: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return case


def _take(case: Case, _deed: CaseCommand, actor: Actor, _now: datetime) -> Case:
    return replace(case, owner_id=actor.person_id, due_at=None)


def _help(case: Case, deed: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return case if deed.help is None else replace(case, helps=case.helps | {deed.help})


def _refer(case: Case, deed: CaseCommand, actor: Actor, now: datetime) -> Case:
    """A referral is help; with a service named it stands as referred, unless accessed before."""
    case = replace(case, helps=case.helps | {Help.REFERRAL})
    if deed.service is None or deed.service in case.services:
        return case
    return _set_service(case, replace(deed, service_state=ServiceState.REFERRED), actor, now)


def _set_service(case: Case, deed: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    if deed.service is None or deed.service_state is None:
        return case
    return replace(case, services={**case.services, deed.service: deed.service_state})


def _offer(case: Case, deed: CaseCommand, actor: Actor, _now: datetime) -> Case:
    pending = Pending(Wait.TRANSFER, actor.person_id, deed.to, deed.unit_id)
    return replace(case, pending=pending)


def _accept(case: Case, _deed: CaseCommand, actor: Actor, _now: datetime) -> Case:
    moved = case.pending.unit_id if case.pending is not None else None
    unit_id = case.unit_id if moved is None else moved
    return replace(case, owner_id=actor.person_id, unit_id=unit_id, pending=None, due_at=None)


def _answer(case: Case, _deed: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return replace(case, pending=None)


def _plan_follow_up(case: Case, deed: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    return replace(case, follow_up_at=deed.at)


def _end(case: Case, deed: CaseCommand, _actor: Actor, now: datetime) -> Case:
    duplicate_of = deed.to if deed.act is CaseAction.DUPLICATE else case.duplicate_of
    return replace(
        case,
        closed_at=now,
        due_at=None,
        follow_up_at=None,
        pending=None,
        duplicate_of=duplicate_of,
    )


def _reopen(case: Case, _deed: CaseCommand, _actor: Actor, now: datetime) -> Case:
    """Whoever holds it holds it still; where nobody does, the response clock starts at once."""
    due_at = now if case.owner_id is None else None
    return replace(case, closed_at=None, duplicate_of=None, due_at=due_at)


def _raise_urgency(case: Case, _deed: CaseCommand, _actor: Actor, _now: datetime) -> Case:
    """Whoever holds it holds it still; its clocks are those of danger from now on."""
    return replace(case, urgency=Urgency.DANGER)


def _consent(case: Case, _deed: CaseCommand, _actor: Actor, now: datetime) -> Case:
    """No further than the Union: more was not asked for."""
    intake = case.intake
    if intake is not None:
        intake = replace(intake, consent=WITHIN_UNION)
    return replace(case, closed_at=None, due_at=now, intake=intake)


_CHANGES = {
    CaseAction.TAKE: _take,
    CaseAction.HELP: _help,
    CaseAction.SERVICE: _set_service,
    CaseAction.REFER: _refer,
    CaseAction.OFFER: _offer,
    CaseAction.ACCEPT: _accept,
    CaseAction.DECLINE: _answer,
    CaseAction.DISAGREE: _answer,
    CaseAction.FOLLOW_UP: _plan_follow_up,
    CaseAction.CLOSE: _end,
    CaseAction.AGREE: _end,
    CaseAction.DUPLICATE: _end,
    CaseAction.OUT_OF_SCOPE: _end,
    CaseAction.REOPEN: _reopen,
    CaseAction.RAISE: _raise_urgency,
    CaseAction.CONSENT: _consent,
}
