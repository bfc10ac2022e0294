"""What may be done to a case, by whom, and what becomes of it: a table and pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.cases.case import OPEN, Actor, Case, Pending, Standing, State, Wait, standings
from domain.cases.intake import WITHIN_UNION, Urgency
from domain.cases.social_services import Help, Service, ServiceState
from domain.confidential import NOTHING_SAID, Confidential


class Act(StrEnum):
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


class Trace(StrEnum):
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


_OFFICER = frozenset({Standing.OFFICER})
_OWNER = frozenset({Standing.OWNER})

WHO: Mapping[Act, frozenset[Standing]] = {
    Act.VIEW: _OFFICER,
    Act.STATUS: frozenset({Standing.REPORTER, Standing.OFFICER, Standing.SUPERIOR}),
    Act.SAY: frozenset({Standing.REPORTER, Standing.OWNER}),
    Act.TAKE: _OFFICER,
    Act.HELP: _OWNER,
    Act.SERVICE: _OWNER,
    Act.SERVE: _OWNER,
    Act.REFER: _OWNER,
    Act.REFERRAL_ACCEPTED: _OWNER,
    Act.REFERRAL_DROPPED: _OWNER,
    Act.OFFER: _OWNER,
    Act.ACCEPT: frozenset({Standing.HEIR}),
    Act.DECLINE: frozenset({Standing.HEIR, Standing.OWNER}),
    Act.FOLLOW_UP: _OWNER,
    Act.CLOSE: _OWNER,
    Act.AGREE: frozenset({Standing.SECOND}),
    Act.DISAGREE: frozenset({Standing.SECOND, Standing.OWNER}),
    Act.REOPEN: frozenset({Standing.OFFICER, Standing.REPORTER}),
    Act.JOIN: _OFFICER,
    Act.DUPLICATE: _OFFICER,
    Act.OUT_OF_SCOPE: _OFFICER,
    Act.RAISE: _OFFICER,
    Act.CONSENT: frozenset({Standing.REPORTER}),
}
"""Who may: one of these standings is enough."""

_HELD = frozenset({State.TAKEN, State.IN_SUPPORT, State.SERVED, State.REFERRED, State.REOPENED})
_ENDED = frozenset({State.CLOSED, State.DUPLICATE, State.OUT_OF_SCOPE})
_ANY = frozenset(State)


def _all(states: frozenset[State], to: State) -> dict[State, State]:
    return dict.fromkeys(states, to)


def _same(states: frozenset[State]) -> dict[State, State]:
    return {state: state for state in states}


TRANSITIONS: Mapping[Act, Mapping[State, State]] = {
    Act.VIEW: _same(_ANY),
    Act.STATUS: _same(_ANY),
    Act.SAY: _same(OPEN),
    Act.TAKE: {State.NEW: State.TAKEN, State.REOPENED: State.TAKEN},
    Act.HELP: _all(_HELD - {State.SERVED, State.REFERRED}, State.IN_SUPPORT)
    | _same(frozenset({State.SERVED, State.REFERRED})),
    Act.SERVICE: _all(_HELD - {State.SERVED, State.REFERRED}, State.IN_SUPPORT)
    | _same(frozenset({State.SERVED, State.REFERRED})),
    Act.SERVE: _all(_HELD, State.SERVED),
    Act.REFER: _all(_HELD - {State.REFERRED}, State.REFERRED),
    Act.REFERRAL_ACCEPTED: {State.REFERRED: State.IN_SUPPORT},
    Act.REFERRAL_DROPPED: {State.REFERRED: State.TAKEN},
    Act.OFFER: _same(_HELD),
    Act.ACCEPT: _same(_HELD),
    Act.DECLINE: _same(_HELD),
    Act.FOLLOW_UP: _same(_HELD),
    Act.CLOSE: _all(_HELD, State.CLOSED),
    Act.AGREE: _all(_HELD, State.CLOSED),
    Act.DISAGREE: _same(_HELD),
    Act.REOPEN: _all(_ENDED, State.REOPENED),
    Act.JOIN: _same(_ANY - {State.KEPT}),
    Act.DUPLICATE: _all(OPEN, State.DUPLICATE),
    Act.OUT_OF_SCOPE: _all(OPEN, State.OUT_OF_SCOPE),
    Act.RAISE: _same(OPEN),
    Act.CONSENT: {State.KEPT: State.NEW},
}
"""What becomes of a case, by act and state; no entry: it cannot be done now."""


class Refusal(StrEnum):
    """Why something is not done. `MISSING`: the deed lacks what it needs."""

    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with what belongs to it.

    `to`: a person (OFFER) or a case's id (DUPLICATE, JOIN). `unit_id`: where a transfer leads to
    another unit. `at`: a follow-up's moment. `reason`: why, in words (OUT_OF_SCOPE needs it).
    """

    act: Act
    to: int | None = None
    unit_id: int | None = None
    service: Service | None = None
    service_state: ServiceState | None = None
    help: Help | None = None
    at: datetime | None = None
    reason: Confidential = NOTHING_SAID


def may(actor: Actor, act: Act, case: Case, line: tuple[int, ...]) -> bool:
    """Whether she may do this to the case; whether it can be done now is `decide`'s question."""
    return bool(standings(actor, case, line) & WHO[act])


def decide(
    actor: Actor, deed: Deed, case: Case, line: tuple[int, ...], now: datetime
) -> Case | Refusal:
    """The case after the deed, or why it is not done. `line` as for `standings`."""
    if not may(actor, deed.act, case, line):
        return Refusal.NOT_YOURS
    state = TRANSITIONS[deed.act].get(case.state)
    if state is None or not _fits(deed.act, case.pending) or is_ruled_out(case, deed.act):
        return Refusal.NOT_NOW
    if _lacks(deed):
        return Refusal.MISSING
    if deed.act is Act.CLOSE and case.closed_by_two:
        return replace(case, pending=Pending(Wait.CLOSING, actor.person_id))
    return _CHANGES.get(deed.act, _unchanged)(replace(case, state=state), deed, actor, now)


def is_ruled_out(case: Case, act: Act) -> bool:
    """Whether a case cannot be so acted on, whatever its state.

    One whose content was erased is not opened again, since nobody knows any more who must not
    learn of it: it is reported anew. One in danger cannot become more urgent.
    """
    if act is Act.RAISE:
        return case.urgency is Urgency.DANGER
    return act is Act.REOPEN and case.intake is None


def _fits(act: Act, pending: Pending | None) -> bool:
    """Answers need a question that waits; a second question must wait for the first's answer."""
    wait = None if pending is None else pending.wait
    if act in (Act.ACCEPT, Act.DECLINE):
        return wait is Wait.TRANSFER
    if act in (Act.AGREE, Act.DISAGREE):
        return wait is Wait.CLOSING
    return act not in (Act.OFFER, Act.CLOSE) or wait is None


def _lacks(deed: Deed) -> bool:
    needed: Mapping[Act, tuple[object, ...]] = {
        Act.OFFER: (deed.to,),
        Act.DUPLICATE: (deed.to,),
        Act.JOIN: (deed.to,),
        Act.FOLLOW_UP: (deed.at,),
        Act.HELP: (deed.help,),
        Act.SERVICE: (deed.service, deed.service_state),
        Act.OUT_OF_SCOPE: (deed.reason or None,),
    }
    return any(each is None for each in needed.get(deed.act, ()))


# --- what changes besides the state -------------------------------------------------------------


def _unchanged(case: Case, _deed: Deed, _actor: Actor, _now: datetime) -> Case:
    return case


def _taken(case: Case, _deed: Deed, actor: Actor, _now: datetime) -> Case:
    return replace(case, owner_id=actor.person_id, due_at=None)


def _helped(case: Case, deed: Deed, _actor: Actor, _now: datetime) -> Case:
    return case if deed.help is None else replace(case, helps=case.helps | {deed.help})


def _referred(case: Case, deed: Deed, actor: Actor, now: datetime) -> Case:
    """A referral is help; with a service named it stands as referred, unless accessed before."""
    case = replace(case, helps=case.helps | {Help.REFERRAL})
    if deed.service is None or deed.service in case.services:
        return case
    return _serviced(case, replace(deed, service_state=ServiceState.REFERRED), actor, now)


def _serviced(case: Case, deed: Deed, _actor: Actor, _now: datetime) -> Case:
    if deed.service is None or deed.service_state is None:
        return case
    return replace(case, services={**case.services, deed.service: deed.service_state})


def _offered(case: Case, deed: Deed, actor: Actor, _now: datetime) -> Case:
    pending = Pending(Wait.TRANSFER, actor.person_id, deed.to, deed.unit_id)
    return replace(case, pending=pending)


def _accepted(case: Case, _deed: Deed, actor: Actor, _now: datetime) -> Case:
    moved = case.pending.unit_id if case.pending is not None else None
    unit_id = case.unit_id if moved is None else moved
    return replace(case, owner_id=actor.person_id, unit_id=unit_id, pending=None, due_at=None)


def _answered(case: Case, _deed: Deed, _actor: Actor, _now: datetime) -> Case:
    return replace(case, pending=None)


def _planned(case: Case, deed: Deed, _actor: Actor, _now: datetime) -> Case:
    return replace(case, follow_up_at=deed.at)


def _ended(case: Case, deed: Deed, _actor: Actor, now: datetime) -> Case:
    duplicate_of = deed.to if deed.act is Act.DUPLICATE else case.duplicate_of
    return replace(
        case,
        closed_at=now,
        due_at=None,
        follow_up_at=None,
        pending=None,
        duplicate_of=duplicate_of,
    )


def _reopened(case: Case, _deed: Deed, _actor: Actor, now: datetime) -> Case:
    """Whoever holds it holds it still; where nobody does, the response clock starts at once."""
    due_at = now if case.owner_id is None else None
    return replace(case, closed_at=None, duplicate_of=None, due_at=due_at)


def _raised(case: Case, _deed: Deed, _actor: Actor, _now: datetime) -> Case:
    """Whoever holds it holds it still; its clocks are those of danger from now on."""
    return replace(case, urgency=Urgency.DANGER)


def _agreed_to_pass_on(case: Case, _deed: Deed, _actor: Actor, now: datetime) -> Case:
    """No further than the Union: more was not asked for."""
    intake = case.intake
    if intake is not None:
        intake = replace(intake, consent=WITHIN_UNION)
    return replace(case, closed_at=None, due_at=now, intake=intake)


_CHANGES = {
    Act.TAKE: _taken,
    Act.HELP: _helped,
    Act.SERVICE: _serviced,
    Act.REFER: _referred,
    Act.OFFER: _offered,
    Act.ACCEPT: _accepted,
    Act.DECLINE: _answered,
    Act.DISAGREE: _answered,
    Act.FOLLOW_UP: _planned,
    Act.CLOSE: _ended,
    Act.AGREE: _ended,
    Act.DUPLICATE: _ended,
    Act.OUT_OF_SCOPE: _ended,
    Act.REOPEN: _reopened,
    Act.RAISE: _raised,
    Act.CONSENT: _agreed_to_pass_on,
}
