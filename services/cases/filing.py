"""Filing a case, completing it, and passing on what is said in it."""

from dataclasses import replace
from datetime import datetime

from domain.cases.actions import AuditEvent, CaseAction
from domain.cases.case import Case, remove_excluded
from domain.cases.intake import Intake
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.case_work import CaseNotFound, CasePassedOn, CaseReopened
from domain.notices.intake import IntakeKept, IntakeOpened
from services.cases.commands import is_allowed, tell_of_words, tell_people
from services.cases.telling import compute_response_due_at, open_case, tell_first
from services.context import Request
from storage.cases import audit, case_messages, cases


def file_case(
    request: Request,
    intake: Intake,
    unit_id: int,
    *,
    again_since: datetime | None = None,
    then: tuple[Notice, ...] = (),
) -> tuple[Notice, ...]:
    """Open a case in this commune, or complete the one she opened since `again_since`.

    Returns `IntakeOpened`, or `IntakeKept` for a case that is not passed on, and then `then`;
    after a completion `then` alone.
    """
    if again_since is not None and (case := _find_opened_since(request, again_since)) is not None:
        _complete(request, case, intake, unit_id)
        return then
    case = open_case(request, intake, unit_id, request.person_id)
    said = IntakeOpened(case.id) if case.passed_on else IntakeKept(case.id)
    return (said, *then)


def _find_opened_since(request: Request, since: datetime) -> Case | None:
    mine = cases.load_reported_by(request.tx, request.person_id)
    return next((c for c in reversed(mine) if c.opened_at >= since), None)


def _complete(request: Request, case: Case, intake: Intake, unit_id: int) -> None:
    """Add what is known now.

    Officers of another commune are told where the case moved there. If its owner must not learn
    of it, she loses it and the others are asked to take it.
    """
    locked = cases.lock(request.tx, case.id) or case
    after = replace(locked, intake=intake, unit_id=unit_id)
    after = remove_excluded(after, compute_response_due_at(request, after.urgency))
    kept = cases.save(request.tx, locked, after)
    audit.append(request.tx, case.id, AuditEvent.COMPLETED, request.now, actor_id=request.person_id)
    if locked.owner_id is not None and kept.owner_id is None:
        tell_people(request, kept.told, CaseReopened(kept.id))
    if kept.unit_id != locked.unit_id and kept.owner_id is None:
        tell_first(request, kept)


def say_in_case(
    request: Request, case_id: int, words: Confidential, *, more: bool = False
) -> tuple[Notice, ...]:
    """Keep the words in the vault and let the other side know that there are some.

    Returns `CasePassedOn`, or `CaseNotFound` where it is not hers to say, or the case is closed.
    """
    case = cases.load(request.tx, case_id)
    if case is None or not is_allowed(request, CaseAction.SAY, case) or not case.is_open:
        return (CaseNotFound(),)
    message_id = case_messages.say(request.tx, case, request.person_id, words, request.now)
    held = tell_of_words(request, case, message_id)
    return (CasePassedOn(case.id, nobody=not held, more=more),)
