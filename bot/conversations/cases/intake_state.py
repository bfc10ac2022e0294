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
from domain.cases.intake_form import Agreement, IntakeStage
from domain.confidential import Confidential

IN_DANGER = (
    IntakeStage.DANGER,
    IntakeStage.CHILD,
    IntakeStage.COMMUNE,
    IntakeStage.EXCLUDED,
    IntakeStage.KIND,
    IntakeStage.WAY,
)
"""The shortest form: the case is open after the first answer, and each further one completes it.

Any other case that must be passed on is also opened as soon as that is known.
"""

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
        excluded=frozenset(state.excluded),
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
    return IN_DANGER if state.danger else NOT_URGENT


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
    at = max(first, stages.index(state.stage) - 1)
    return replace(state, stage=stages[at], offered=())
