"""What is done where whoever reported a case wishes that nothing more happens."""

from dataclasses import replace
from datetime import datetime

from domain.cases.actions import AuditEvent
from domain.cases.case import Case
from domain.cases.intake import Way
from domain.notices.base import Notice
from domain.notices.case_work import CaseCalled, CaseNotFound
from services.cases.concerned import tell_people
from services.cases.telling import hide_from_commune
from services.context import Request
from storage.cases import audit, cases


def stop_telling_of(
    request: Request, since: datetime, then: tuple[Notice, ...] = ()
) -> tuple[Notice, ...]:
    """Stop what would be told of the case she opened, or called for again, since then.

    Returns `then`; where none of hers is open any more, that there is nothing to stop.
    """
    mine = [c for c in cases.load_reported_by(request.tx, request.person_id) if c.is_readable]
    told = [case for case in mine if case.opened_at >= since] or mine
    if not told:
        return (CaseNotFound(),)
    stop_telling(request, told[-1])
    return then


def stop_telling(request: Request, case: Case) -> None:
    """Tell the commune nothing that it does not know yet, push nothing more to her phone, and let
    those who know of the case hear what she wishes.

    It stays open: whether she is safe is for an officer to find out, and somebody else may have
    typed it.
    """
    before = cases.lock(request.tx, case.id)
    if before is None or before.intake is None or not before.is_open:
        return
    if before.commune_at is not None:
        before = hide_from_commune(request, before)
    intake = before.intake
    if intake is None or intake.contact.way is Way.NOT_NOW:
        return
    contact = replace(intake.contact, way=Way.NOT_NOW)
    kept = cases.save(request.tx, before, replace(before, intake=replace(intake, contact=contact)))
    audit.append(
        request.tx, case.id, AuditEvent.STOP_WISHED, request.now, actor_id=request.person_id
    )
    whom = kept.told - kept.excluded if kept.owner_id is None else {kept.owner_id}
    tell_people(request, whom, CaseCalled(case.id, "stop"))
