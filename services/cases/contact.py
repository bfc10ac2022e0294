"""What an officer who held a case before says of it, and what of the reporter's nobody answered."""

from datetime import timedelta

from domain.cases.actions import AuditEvent, CaseAction
from domain.cases.case import Case
from domain.cases.changes import NEW_OWNER
from domain.notices.case_work import CaseContacted
from services.cases.commands import find_actor, is_allowed
from services.cases.concerned import tell_people
from services.context import Request
from storage.cases import audit
from storage.cases.audit import AuditEntry


def held_it_before(request: Request, case: Case) -> bool:
    """Return True if she held the case, does no more, and may still know of it."""
    me = find_actor(request).person_id
    if case.owner_id == me or not is_allowed(request, CaseAction.VIEW, case):
        return False
    log = audit.load_log(request.tx, case.id)
    return any(find_made_owner(entry) == me for entry in log)


def find_made_owner(entry: AuditEntry) -> int | None:
    """Find who holds a case from this event on; None where it gives it to nobody."""
    if entry.what not in NEW_OWNER:
        return None
    return int(entry.detail["to"]) if entry.what == CaseAction.ASSIGN else entry.actor_id


def note_contact_before(request: Request, case: Case, *, reached: bool) -> None:
    """Record that a former holder reached her, or tried to, and tell whoever holds the case now,
    else all who know of it. It is still owed by the holder: nobody knows what was said."""
    detail: audit.Detail = {"reached": int(reached), "before": 1}
    audit.append(
        request.tx, case.id, CaseAction.CONTACT, request.now,
        actor_id=request.person_id, detail=detail,
    )  # fmt: skip
    known = {case.owner_id} if case.owner_id is not None else case.told - case.excluded
    if reached:
        tell_people(request, known - {case.reporter_id}, CaseContacted(case.id))


def has_unread_words(request: Request, case: Case) -> bool:
    """Return True if the reporter's last words got no answer, and she has not looked since."""
    log = audit.load_log(request.tx, case.id) if case.is_readable else []
    spoken = [e for e in log if e.what == AuditEvent.WORDS or _answers(e)]
    if not spoken or spoken[-1].what != AuditEvent.WORDS:
        return False
    last = spoken[-1]
    if last.actor_id != case.reporter_id or last.actor_id == case.owner_id:
        return False
    return not any(_looked(e) == request.person_id for e in log if e.seq > last.seq)


def _answers(entry: AuditEntry) -> bool:
    """Whether somebody who holds the case reached her; a vain try is no answer, and who held it
    before does not know her words."""
    reached = entry.detail.get("reached", 1) and "before" not in entry.detail
    return entry.what == CaseAction.CONTACT and bool(reached)


def _looked(entry: AuditEntry) -> int | None:
    """Who opened the case, not only a list that names it."""
    return entry.actor_id if entry.what == CaseAction.VIEW and "by" not in entry.detail else None


_LATELY = timedelta(hours=1)


def wrote_lately(request: Request, case: Case) -> bool:
    """Return True if she wrote in this case within the last hour."""
    log = audit.load_log(request.tx, case.id) if case.is_readable else []
    since = request.now - _LATELY
    mine = (e for e in log if e.what == AuditEvent.WORDS and e.actor_id == request.person_id)
    return any(e.at >= since for e in mine)
