"""Opening a case and telling officers of it, at first and when nobody took it.

Everything here happens in the caller's transaction and says its words through the outbox, under
keys that are used once: what is done again after a crash tells nobody twice.
"""

from dataclasses import replace
from datetime import datetime

from domain.cases.actions import AuditEvent
from domain.cases.case import Case
from domain.cases.clock import move_out_of_night, compute_response_due
from domain.cases.escalation import Officer, Telling, Why, choose_first_told, choose_told_when_raised
from domain.cases.intake import Intake, Urgency
from domain.notices.base import Notice
from domain.notices.cases import CaseNobody, CaseToldOf, CaseUrgent, CaseWaiting
from services.context import Context
from storage import officers, outbox
from storage.cases import audit, cases
from storage.moments import seconds
from storage.officers import ReachableChat
from storage.outbox import Outgoing


def response_due_at(context: Context, urgency: Urgency) -> datetime:
    """When a response clock that starts now runs out."""
    return compute_response_due(urgency, context.now, context.plan.cases, context.calendar)


def line_of(context: Context, case: Case) -> tuple[int, ...]:
    """The case's unit and all above it, as `domain.cases.case.standings` wants them."""
    return context.units.line(case.unit_id, context.today)


def open_case(context: Context, intake: Intake, unit_id: int, reporter_id: int | None) -> Case:
    """Keep a new case and tell whoever is to be told first.

    The case that comes back says who was told (`told`; nobody where nobody can be reached, or
    where she did not agree that it is passed on).
    """
    due_at = response_due_at(context, intake.urgency)
    case = cases.create(
        context.tx, intake, unit_id, reporter_id=reporter_id, now=context.now, due_at=due_at
    )
    return tell_first(context, case) if intake.passes_on else case


def tell_first(context: Context, case: Case) -> Case:
    """Tell whoever is to be told first: of a new case, or one that may be passed on now."""
    there = officers.find_officers_over(context.tx, line_of(context, case))
    for telling in choose_first_told(case, there, context.plan.cases):
        case = tell(context, case, telling, there)
    return case


def tell_raised(context: Context, case: Case, by: int) -> Case:
    """Let the others know that a case has become urgent; one that nobody holds has its clock."""
    there = officers.find_officers_over(context.tx, line_of(context, case))
    telling = choose_told_when_raised(case, there, by)
    if telling is not None:
        return tell(context, case, telling, there)
    due_at = response_due_at(context, case.urgency) if case.owner_id is None else None
    return cases.save(context.tx, case, replace(case, due_at=due_at))


def tell(context: Context, case: Case, telling: Telling, there: list[Officer]) -> Case:
    """Tell these officers, start the response clock of one nobody holds anew, and write it into
    the trail."""
    raised = telling.why is Why.RAISED
    notice = CaseUrgent(case.id) if raised else CaseWaiting(case.id, telling.why.value)
    turn = "raised" if raised else case.rounds  # once in a case's life; once a round
    for phone in _phones(context, case, telling.people):
        key = f"case/{case.id}/{turn}/{phone.person_id}/{phone.id}"
        row_id = _put(context, phone, notice, key, _send_at(context, case))
        if row_id is not None:
            cases.record_notice(context.tx, case.id, phone.person_id, row_id)
    cases.record_told(context.tx, case, telling.people, context.now)
    due_at = response_due_at(context, case.urgency) if case.owner_id is None else None
    after = replace(case, reached=telling.reached, due_at=due_at)
    kept = cases.save(context.tx, case, after)
    levels = {o.person_id: o.level.value for o in there}
    detail = {
        "people": ",".join(map(str, telling.people)),
        "level": ",".join(sorted({levels[who] for who in telling.people})),
        "why": telling.why.value,
    }
    audit.append(context.tx, case.id, AuditEvent.TOLD, context.now, detail=detail)
    return replace(kept, told=case.told | set(telling.people))


def tell_reporter(context: Context, case: Case, notice: CaseToldOf | CaseNobody) -> None:
    """Let whoever reported it, if anybody did, know what has become of it."""
    if case.reporter_id is None:
        return
    key = f"case/{case.id}/{case.rounds}/reporter/{context.now.timestamp():.0f}"
    write_to(context, case.reporter_id, notice, key)


def write_to(context: Context, person_id: int, notice: Notice, key: str) -> bool:
    """Write to a person on the phone she used last, once under this key; False: not this time."""
    phones = officers.find_reachable_chats(context.tx, [person_id]).get(person_id, [])
    return bool(phones) and _put(context, phones[0], notice, key, context.now) is not None


def _phones(context: Context, case: Case, people: tuple[int, ...]) -> list[ReachableChat]:
    """In danger every phone of each, else the one she used last."""
    found = officers.find_reachable_chats(context.tx, people)
    if case.urgency is Urgency.DANGER:
        return [phone for who in people for phone in found.get(who, [])]
    return [found[who][0] for who in people if who in found]


def _send_at(context: Context, case: Case) -> datetime:
    """What is neither danger nor high does not wake anybody."""
    if case.urgency is Urgency.NORMAL:
        return move_out_of_night(context.now, context.plan.cases)
    return context.now


def _put(context: Context, phone: ReachableChat, notice: Notice, key: str, due_at: datetime) -> int | None:
    message = Outgoing(
        phone, (notice,), outbox.URGENT, seconds(context.now), seconds(due_at), key=key
    )
    return outbox.enqueue_once(context.tx, message)
