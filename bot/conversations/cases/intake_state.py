"""What is known of a case while it is being reported, and which question comes next."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from domain.cases.intake import (
    WITHIN_UNION,
    CaseKind,
    Consent,
    ConsentTo,
    Hours,
    Intake,
    Recipient,
    SafeContact,
    Way,
    Wish,
)
from domain.cases.intake_form import CRY_SILENCE, SILENCE, Agreement, IntakeStage
from domain.confidential import Confidential

_REST_IN_DANGER = (IntakeStage.EXCLUDED, IntakeStage.KIND, IntakeStage.WAY)

NOT_URGENT = (
    IntakeStage.DANGER,
    IntakeStage.CHILD,
    IntakeStage.VULNERABLE,
    IntakeStage.COMMUNE,
    IntakeStage.KIND,
    IntakeStage.WISH,
    IntakeStage.CONSENT,
    IntakeStage.WAY,
    IntakeStage.HOURS,
    IntakeStage.EXCLUDED,
    IntakeStage.SEND,
)

_SERVICES = (*WITHIN_UNION.whom, Recipient.COMMUNE_CHAIR, Recipient.POLICE, Recipient.HEALTH,
             Recipient.LEGAL_AID)  # fmt: skip


class IntakeState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answers so far. It lies in the vault like the case it becomes.

    `started_at`: tells it from the reporter's other cases. `unit_id`: the commune, or the province
    while it is not known. `own`: the reporter's own commune, 0 for a stranger. `opened`: the case
    is stored already. `offered`: ids offered as answers. `message_refs`: where her own messages
    lie, as Event.message_ref. `returns_to`: the question that a note interrupts. None and "": not
    asked or not known.

    `stranger`: she holds no post, so no officer is named to her. `commune_known`: it is her own, or
    she was asked. `tap_first`: it was known when danger was told. `moved`: she named another after
    that. `commune_out`: its officers must not learn of it. `by_name`: officers left out because
    she typed their name. `phone_is_safe`: as in a case. `earlier`: the id of the case she reported
    just before, 0 if none. `asked_at`: when the open question was asked.
    `cried`: danger was told in words, and the first question is not answered yet. `young`: whoever
    writes is a child. `poison`: it was taken.
    """

    started_at: datetime
    unit_id: int
    own: int = 0
    stage: IntakeStage = IntakeStage.DANGER
    returns_to: IntakeStage = IntakeStage.SEND
    opened: bool = False
    danger: bool = False
    child: bool | None = None
    vulnerable: bool | None = None
    kind: CaseKind | None = None
    wishes: tuple[Wish, ...] = ()
    agreed: Agreement | None = None
    way: Way | None = None
    hours: Hours | None = None
    excluded: tuple[int, ...] = ()
    note: str = ""
    offered: tuple[int, ...] = ()
    message_refs: tuple[str, ...] = ()
    stranger: bool = False
    commune_known: bool = False
    tap_first: bool = False
    moved: bool = False
    commune_out: bool = False
    by_name: tuple[int, ...] = ()
    phone_is_safe: bool | None = None
    earlier: int = 0
    asked_at: datetime | None = None
    cried: bool = False
    young: bool = False
    poison: bool = False


def is_unwatched(state: IntakeState, now: datetime) -> bool:
    """Tell whether the open question has stood so long that somebody else may see it."""
    return now - (state.asked_at or state.started_at) >= CRY_SILENCE


def fell_silent(state: IntakeState, now: datetime) -> bool:
    """Tell whether the open question has stood so long that it closes itself."""
    return now - (state.asked_at or state.started_at) >= SILENCE


def build_intake(state: IntakeState) -> Intake:
    """Build the referral note from the answers so far."""
    return Intake(
        danger=state.danger,
        kind=state.kind,
        child=state.child,
        vulnerable=state.vulnerable,
        wishes=state.wishes,
        consent=_build_consent(state.agreed),
        contact=SafeContact(state.way, state.hours),
        excluded=frozenset((*state.excluded, *state.by_name)),
        note=Confidential(state.note),
    )


def _build_consent(agreed: Agreement | None) -> Consent:
    match agreed:
        case Agreement.UNION:
            return WITHIN_UNION
        case Agreement.SERVICES:
            return Consent(True, (ConsentTo.CONTACT, ConsentTo.REFERRAL), _SERVICES)
        case Agreement.NO:
            return Consent(False)
    return Consent()


def list_stages(state: IntakeState) -> tuple[IntakeStage, ...]:
    """Return the questions of this report, in order."""
    if state.danger:
        return _list_in_danger(state)
    if state.kind is None or not state.kind.is_violent:
        return NOT_URGENT
    at = NOT_URGENT.index(IntakeStage.WAY)
    return (*NOT_URGENT[:at], IntakeStage.PHONE, *NOT_URGENT[at:])


def _list_in_danger(state: IntakeState) -> tuple[IntakeStage, ...]:
    """Return the shortest form: the case is open after the first answer, and each further one
    completes it.

    Whether the commune may know is asked as soon as it is known which it is, and again after she
    named another.
    """
    first = (IntakeStage.DANGER, *((IntakeStage.SAME,) if state.earlier else ()))
    if not state.tap_first:
        return (*first, IntakeStage.COMMUNE, IntakeStage.COMMUNE_TOLD, IntakeStage.PHONE,
                IntakeStage.CHILD, *_REST_IN_DANGER)  # fmt: skip
    if state.moved:
        return (*first, IntakeStage.PHONE, IntakeStage.CHILD, IntakeStage.COMMUNE,
                IntakeStage.COMMUNE_TOLD, *_REST_IN_DANGER)  # fmt: skip
    return (*first, IntakeStage.COMMUNE_TOLD, IntakeStage.PHONE, IntakeStage.CHILD,
            IntakeStage.COMMUNE, *_REST_IN_DANGER)  # fmt: skip


def go_to_next(state: IntakeState) -> IntakeState:
    """Go to the next question, or to `LEFT` after the last."""
    stages = list_stages(state)
    at = stages.index(state.stage) + 1
    return replace(state, stage=stages[at] if at < len(stages) else IntakeStage.LEFT, offered=())


def go_back(state: IntakeState) -> IntakeState:
    """Go to the question before; a case that was opened stays open."""
    stages = list_stages(state)
    first = 1 if state.opened else 0
    if state.stage is IntakeStage.NOTE:
        return replace(state, stage=state.returns_to)
    if state.stage is IntakeStage.LAST_OFFICER:
        return replace(state, stage=IntakeStage.EXCLUDED, excluded=(), by_name=())
    at = max(first, stages.index(state.stage) - 1)
    return replace(state, stage=stages[at], offered=())
