"""The words in which people act on cases: what may be done, with what, and why it is refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.cases.case import State
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
    REPORTER_LOST = "reporter_lost"
    EXPIRED = "expired"
    LATE = "late"
    LOST = "lost"
    COMMUNE_ALLOWED = "commune_allowed"
    COMMUNE_LEFT_OUT = "commune_left_out"
    PHONE = "phone"
    WORDS = "words"
    ALARM = "alarm"
    STOP_WISHED = "stop_wished"
    UNREADABLE = "unreadable"


class Refusal(StrEnum):
    """Why a command is not carried out. `MISSING`: it lacks something that it needs."""

    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"
    MISSING = "missing"


class Outside(StrEnum):
    """Whom officers tell outside the Union; the province must where nobody of the commune may or
    can be told."""

    POLICE = "police"
    CHAIR = "chair"
    HEALTH = "health"
    HOTLINE = "hotline"


@dataclass(frozen=True, slots=True)
class CaseCommand:
    """An action with what it needs.

    `to`: a person's id (OFFER) or a case's (DUPLICATE, JOIN). `unit_id`: the unit a transfer leads
    to, if another. `at`: the moment of a follow-up, or at which somebody outside was told (None:
    just now). `reason`: why, a word from a list (OUT_OF_SCOPE and DISAGREE need it). `reached`:
    whether she was (CONTACT). `outside`: who outside the Union was told (TELL_OUTSIDE).
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


ENDINGS = {
    CaseAction.CLOSE: State.CLOSED,
    CaseAction.DUPLICATE: State.DUPLICATE,
    CaseAction.OUT_OF_SCOPE: State.OUT_OF_SCOPE,
}
"""How a case may end, and the state it has then."""
