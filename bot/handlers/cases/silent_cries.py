"""Danger that was told in words, and then nothing more: the province hears of it after a while.

Where no case is open yet one is opened with what is known, and the commune is not told, since she
was not asked about it. Where one is open its officers hear that danger was told and not confirmed;
the words themselves go nowhere. Each person is seen to under a lock of her session, so that her
answer at the same moment and this do not pass each other.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import msgspec

from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.intake_state import IntakeState
from bot.conversations.cases.offer_words import OfferState, OfferWordsConversation
from bot.engine.conversation import Session
from domain.cases.case import Case
from domain.cases.intake import Intake
from domain.cases.intake_form import CRY_SILENCE, IntakeStage
from domain.faults import describe_fault
from domain.notices.case_work import CaseCalled
from scheduler.cases.damaged import Quotas, tell_of_failure
from scheduler.job import Task
from services.cases.telling import open_case, write_to
from services.context import Context, Reference
from storage import sessions
from storage.cases import cases
from storage.database import Database
from storage.moments import seconds

log = logging.getLogger(__name__)

_LATEST = timedelta(hours=2)
"""So long after her words they are still told, as after a halt of the process."""

_INTAKE = (IntakeConversation.name, IntakeConversation.version)
_OFFER = (OfferWordsConversation.name, OfferWordsConversation.version)


def make_silent_cry_task(reference: Callable[[], Reference], quotas: Quotas) -> Task:
    """Make the task that looks for them once a minute of the product's clock."""
    looks = partial(tell_of_silent_cries, reference, quotas=quotas)
    return Task("silent_cries", _name_period, looks)


def _name_period(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H:%M}"


def tell_of_silent_cries(
    reference: Callable[[], Reference], database: Database, now: datetime, *, quotas: Quotas
) -> None:
    """See to everybody who told of danger and has answered nothing since.

    One who cannot be seen to stops no other; administrators hear of it, and she is tried again.
    """
    since, until = seconds(now - _LATEST), seconds(now - CRY_SILENCE)
    with database.read() as tx:
        found = sessions.find_sealed_between(tx, since, until)
    failed: Exception | None = None
    for person_id in found:
        try:
            with database.write() as tx:
                _see_to(Context(tx, reference(), now), person_id)
        except Exception as fault:
            log.error("person %d could not be seen to: %s", person_id, describe_fault(fault))
            failed = fault
    if failed is not None:
        tell_of_failure(reference, database, now, failed, quotas)


def _see_to(context: Context, person_id: int) -> None:
    stored = sessions.load(context.tx, [person_id]).get(person_id)
    frame = None if stored is None else msgspec.json.decode(stored.state, type=Session).frame
    if frame is None:
        return
    if (frame.name, frame.version) == _INTAKE:
        _tell_of_cry(context, person_id, msgspec.json.decode(frame.state, type=IntakeState))
    elif (frame.name, frame.version) == _OFFER:
        _tell_of_unconfirmed(context, msgspec.json.decode(frame.state, type=OfferState))


def _tell_of_cry(context: Context, person_id: int, state: IntakeState) -> None:
    waits = state.cried and state.stage is IntakeStage.DANGER and not state.opened
    if not waits or context.now - (state.asked_at or state.started_at) < CRY_SILENCE:
        return
    open_now = cases.load_reported_by(context.tx, person_id)
    ended = cases.load_ended_of(context.tx, person_id, state.started_at)
    if any(case.opened_at >= state.started_at for case in (*open_now, *ended)):
        return
    case = open_case(
        context,
        Intake(danger=True, child=state.child),
        state.unit_id,
        person_id,
        asks_commune=False,
        commune_out=state.commune_out,
    )
    if state.phone_is_safe is not None:  # whoever holds the phone by then may not see it
        case = cases.save(context.tx, case, replace(case, phone_is_safe=state.phone_is_safe))
    _tell(context, case, "silent", state.started_at)


def _tell_of_unconfirmed(context: Context, state: OfferState) -> None:
    if not state.danger or context.now - state.asked_at < CRY_SILENCE:
        return
    for case_id in state.case_ids:
        case = cases.load(context.tx, case_id)
        if case is not None and case.is_open and case.is_readable:
            _tell(context, case, "unconfirmed", state.asked_at)


def _tell(context: Context, case: Case, what: str, at: datetime) -> None:
    """Tell whoever holds the case, else all who know of it; once for these words of hers."""
    whom = case.told - case.excluded if case.owner_id is None else {case.owner_id}
    for who in sorted(whom - {case.reporter_id}):
        key = f"cry/{case.id}/{what}/{seconds(at):.0f}/{who}"
        write_to(context, who, CaseCalled(case.id, what), key)
