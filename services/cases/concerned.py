"""Whom an action of a case concerns besides the one who acts, and what they are told of it."""

from collections.abc import Iterable
from dataclasses import replace

from domain.cases.actions import AuditEvent, CaseAction, CaseCommand
from domain.cases.case import Case
from domain.cases.commands import ENDINGS
from domain.cases.duties import Duty, find_owed
from domain.cases.escalation import choose_told_of_reopening, may_be_told
from domain.cases.intake import Intake, Urgency
from domain.notices.base import Notice
from domain.notices.case_work import (
    CaseAnswered,
    CaseAssigned,
    CaseClosing,
    CaseContacted,
    CaseEnded,
    CaseOffered,
    CaseReminded,
    CaseReopened,
    CaseToldOutside,
)
from domain.notices.cases import CaseTaken
from services.cases.telling import (
    compute_response_due_at,
    decide_commune,
    find_line,
    open_case,
    tell_first,
)
from services.context import Request
from storage import officers, outbox
from storage.cases import audit, cases
from storage.moments import seconds
from storage.outbox import Outgoing


def tell_people(request: Request, people: Iterable[int | None], notice: Notice) -> bool:
    """Put a notice into the outbox for these people but herself, on the phone each used last.

    Returns False if none of them can be written to.
    """
    ids = sorted({who for who in people if who is not None and who != request.person_id})
    last_used = [phones[0] for phones in officers.find_reachable_chats(request.tx, ids).values()]
    at = seconds(request.now)
    messages = [Outgoing(phone, (notice,), outbox.URGENT, at) for phone in last_used]
    if messages:
        outbox.enqueue(request.tx, messages)
    return bool(messages)


def list_colleagues(request: Request, case: Case) -> tuple[int, ...]:
    """List the ids of the other officers over the case's unit who may learn of it."""
    over = officers.find_officers_over(request.tx, find_line(request, case))
    others = (o.person_id for o in over if may_be_told(case, o))
    return tuple(dict.fromkeys(who for who in others if who != request.person_id))


def tell_of(request: Request, before: Case, after: Case, command: CaseCommand) -> Case:
    """Tell whom it concerns that a command was carried out; returns the case as it is then."""
    match command.action:
        case CaseAction.REOPEN:
            return _tell_reopened(request, after)
        case CaseAction.SEPARATE:
            _open_the_other_alarms(request, before)
        case CaseAction.OFFER:
            tell_people(request, [command.to], CaseOffered(after.id))
        case CaseAction.ACCEPT | CaseAction.DECLINE | CaseAction.AGREE | CaseAction.DISAGREE:
            _tell_answer(request, before, after, command.action)
        case action if action in ENDINGS:
            _tell_of_ending(request, before, after)
        case _:
            _tell_of_work(request, before, after, command)
    return after


def _tell_of_work(request: Request, before: Case, after: Case, command: CaseCommand) -> None:
    plainly = [after.reporter_id] if after.may_write_plainly else []
    match command.action:
        case CaseAction.TAKE:
            tell_people(request, {*after.told, after.reporter_id}, CaseTaken(after.id, request.now))
        case CaseAction.TAKE_OVER:
            officers_told = {*after.told, before.owner_id} - {after.reporter_id}
            tell_people(request, officers_told, CaseAssigned(after.id))
            tell_people(request, [after.reporter_id], CaseTaken(after.id, request.now))
        case CaseAction.ASSIGN:
            cases.record_told(request.tx, after, [after.owner_id or 0], request.now)
            concerned = {*after.told, before.owner_id, after.owner_id, after.reporter_id}
            tell_people(request, concerned, CaseAssigned(after.id))
        case CaseAction.REMIND:
            tell_people(request, [after.owner_id], CaseReminded(after.id))
        case CaseAction.CONTACT:
            _tell_of_contact(request, before, after, command)
        case CaseAction.TELL_OUTSIDE:
            waits = find_owed(before.duties, Duty.OUTSIDE) is not None
            notice = CaseToldOutside(after.id, command.at or request.now)
            tell_people(request, [after.owner_id, *(plainly if waits else [])], notice)


def _tell_of_contact(request: Request, before: Case, after: Case, command: CaseCommand) -> None:
    """Tell the reporter once that she was reached, and correct it where that was a mistake."""
    was_owed = find_owed(before.duties, Duty.CONTACT) is not None
    is_news = was_owed if command.reached else not was_owed
    if is_news and after.may_write_plainly:
        tell_people(request, [after.reporter_id], CaseContacted(after.id, bool(command.reached)))


# --- how it ends --------------------------------------------------------------------------------


def _tell_of_ending(request: Request, before: Case, after: Case) -> None:
    """Ask a second officer where one must agree, else tell whom the end concerns."""
    if after.is_open:
        tell_people(request, _find_seconds(request, after), CaseClosing(after.id))
    else:
        tell_people(request, {before.owner_id, after.reporter_id}, CaseEnded(after.id))


def _tell_answer(request: Request, before: Case, after: Case, action: CaseAction) -> None:
    accepted = action in (CaseAction.ACCEPT, CaseAction.AGREE)
    what = "transfer" if action in (CaseAction.ACCEPT, CaseAction.DECLINE) else "closing"
    asked = before.pending.by if before.pending is not None else None
    if action is CaseAction.DISAGREE and asked == request.person_id:
        seconds = [who for who in list_colleagues(request, after) if who in after.told]
        tell_people(request, seconds, CaseAnswered(after.id, "withdrawn", accepted=False))
    tell_people(request, [asked], CaseAnswered(after.id, what, accepted))
    if action is CaseAction.DISAGREE and asked != request.person_id:
        others = _find_others_asked(request, after, asked)
        tell_people(request, others, CaseAnswered(after.id, what, accepted))
    if action is CaseAction.ACCEPT:
        tell_people(request, [after.reporter_id], CaseTaken(after.id, request.now))
    elif action is CaseAction.AGREE:
        known = {before.owner_id, after.reporter_id, *_find_others_asked(request, after, asked)}
        tell_people(request, known - {asked}, CaseEnded(after.id))


def _find_others_asked(request: Request, case: Case, asker: int | None) -> list[int]:
    """Find whoever else was asked whether it ends: the question must not stay on her phone."""
    return [who for who in list_colleagues(request, case) if who in case.told and who != asker]


def _find_seconds(request: Request, case: Case) -> list[int]:
    """Find the officers who may agree to an end; where nobody told may, the others are told."""
    others = list_colleagues(request, case)
    told = [who for who in others if who in case.told or who == case.owner_id]
    if not told and others:
        cases.record_told(request.tx, case, others, request.now)
    return told or list(others)


def _tell_reopened(request: Request, case: Case) -> Case:
    """Tell the owner, whoever knew of it and the province; without an owner the next officers are
    asked to take it, and the response clock runs."""
    there = officers.find_officers_over(request.tx, find_line(request, case))
    people = choose_told_of_reopening(case, there)
    tell_people(request, {*people, case.reporter_id}, CaseReopened(case.id))
    cases.record_told(request.tx, case, people, request.now)
    detail: audit.Detail = {"people": ",".join(map(str, people)), "why": "reopened"}
    audit.append(request.tx, case.id, AuditEvent.TOLD, request.now, detail=detail)
    if case.owner_id is not None:
        return case
    if people:
        due_at = compute_response_due_at(request, case.urgency)
        case = cases.save(request.tx, case, replace(case, due_at=due_at))
    return tell_first(request, replace(case, told=case.told | set(people)))


# --- one chat, several women --------------------------------------------------------------------


def _open_the_other_alarms(request: Request, before: Case) -> None:
    """Open one new case for the further alarms of the same chat; of what was told only the danger
    and who must not know of it are taken over."""
    excluded, left_out = before.excluded, before.commune_left_out
    intake = Intake(danger=before.urgency is Urgency.DANGER, excluded=excluded)
    if before.intake is not None:
        intake = replace(intake, consent=before.intake.consent)
    new = open_case(request, intake, before.unit_id, before.reporter_id, asks_commune=not left_out)
    more = replace(new, alarms=before.alarms - 1, phone_is_safe=before.phone_is_safe)
    new = cases.save(request.tx, new, more)
    detail: audit.Detail = {"from": before.id}
    audit.append(request.tx, new.id, AuditEvent.ALARM, request.now, detail=detail)
    if left_out:
        decide_commune(request, new, may_know=False)
