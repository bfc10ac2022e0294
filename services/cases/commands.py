"""Cases for whoever asks: finding one, carrying out a command, and telling others of it."""

import re
from collections.abc import Iterable

from domain.cases.actions import CaseAction, CaseCommand, Refusal, decide, may
from domain.cases.case import Actor, Case, Relation, find_relations
from domain.notices.base import Notice
from domain.notices.case_work import (
    CaseAnswered,
    CaseClosing,
    CaseEnded,
    CaseOffered,
    CaseReopened,
    CaseSaid,
)
from domain.notices.cases import CaseTaken
from services.cases.access import resolve_actor
from services.cases.telling import find_line, make_clocks, tell_first, tell_raised
from services.context import Request
from services.people.posts import list_posts
from storage import officers, outbox
from storage.cases import cases
from storage.moments import seconds
from storage.outbox import Outgoing

_DIGITS = re.compile(r"\d{1,6}")


def find_actor(request: Request) -> Actor:
    """Find who asks, with the posts she holds now."""
    return Actor(request.person_id, list_posts(request))


def find_acting_actor(request: Request, case: Case) -> Actor:
    """Find who asks, as `resolve_actor` sees her before this case."""
    return resolve_actor(request.tx, find_actor(request), case)


def find_relations_to(request: Request, case: Case) -> frozenset[Relation]:
    """Find how she stands to the case now; empty where it is none of hers."""
    return find_relations(find_acting_actor(request, case), case, find_line(request, case))


def is_allowed(request: Request, action: CaseAction, case: Case) -> bool:
    """Return True if she may do this to the case at all, whatever state it is in."""
    return may(find_acting_actor(request, case), action, case, find_line(request, case))


def find_named_case(request: Request, words: str) -> Case | None:
    """Find the case of this number ("42", "25-42", "VV-25-0042").

    None where there is none, or she does not stand to it in any way. "42" is a case of this year,
    else of the last.
    """
    for number in _read_numbers(words, request.now.year % 100):
        case = cases.find(request.tx, number)
        if case is not None and find_relations_to(request, case):
            return case
    return None


def _read_numbers(words: str, year: int) -> list[str]:
    digits = [int(each) for each in _DIGITS.findall(words[:40])]
    if len(digits) > 1:
        return [f"VV-{digits[0]:02}-{digits[1]:04}"]
    years = (year, year - 1)
    return [f"VV-{each:02}-{digits[0]:04}" for each in years] if digits else []


def carry_out(request: Request, case: Case, command: CaseCommand) -> Case | Refusal:
    """Lock the case, decide by its state now, record the command and tell whom it concerns.

    Returns the case after it, or why it was not carried out.
    """
    now_case = cases.lock(request.tx, case.id) or case
    after = decide(
        find_acting_actor(request, now_case),
        command,
        now_case,
        find_line(request, now_case),
        request.now,
        make_clocks(request),
    )
    if isinstance(after, Refusal):
        return after
    kept = cases.record(request.tx, now_case, after, command, request.person_id, request.now)
    if command.action in (CaseAction.REOPEN, CaseAction.CONSENT) and kept.owner_id is None:
        return tell_first(request, kept)
    if command.action is CaseAction.RAISE:
        return tell_raised(request, kept, request.person_id)
    _tell_of(request, now_case, kept, command)
    return kept


def record_view(request: Request, case: Case) -> None:
    """Write into the audit log that she has seen what the case says."""
    cases.record_view(request.tx, case, request.person_id, request.now)


def list_colleagues(request: Request, case: Case) -> tuple[int, ...]:
    """List the ids of the other officers over the case's unit who may learn of it."""
    over = officers.find_officers_over(request.tx, find_line(request, case))
    left_out = case.excluded | {request.person_id}
    return tuple(dict.fromkeys(o.person_id for o in over if o.person_id not in left_out))


def lock_if_open(request: Request, case: Case) -> bool:
    """Lock the case for this transaction and return True if it is still open."""
    locked = cases.lock(request.tx, case.id)
    return locked is not None and locked.is_open


# --- whom it concerns --------------------------------------------------------------------------


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


def _tell_of(request: Request, before: Case, after: Case, command: CaseCommand) -> None:
    match command.action:
        case CaseAction.TAKE:
            tell_people(request, {*after.told, after.reporter_id}, CaseTaken(after.id, request.now))
        case CaseAction.REOPEN:
            tell_people(request, [after.owner_id], CaseReopened(after.id))
        case CaseAction.OFFER:
            tell_people(request, [command.to], CaseOffered(after.id))
        case CaseAction.ACCEPT | CaseAction.DECLINE | CaseAction.AGREE | CaseAction.DISAGREE:
            _tell_answer(request, before, after, command.action)
        case CaseAction.CLOSE if after.pending is not None:
            tell_people(request, _find_seconds(request, after), CaseClosing(after.id))
        case CaseAction.DUPLICATE | CaseAction.OUT_OF_SCOPE if after.closed_by_two:
            # No second person was asked: colleagues who know of it may open it again.
            others = {after.owner_id, *after.told}
            tell_people(request, {after.reporter_id, *others}, CaseEnded(after.id))
        case CaseAction.CLOSE | CaseAction.DUPLICATE | CaseAction.OUT_OF_SCOPE:
            tell_people(request, [after.reporter_id], CaseEnded(after.id))


def _tell_answer(request: Request, before: Case, after: Case, action: CaseAction) -> None:
    accepted = action in (CaseAction.ACCEPT, CaseAction.AGREE)
    what = "transfer" if action in (CaseAction.ACCEPT, CaseAction.DECLINE) else "closing"
    asked = before.pending.by if before.pending is not None else None
    tell_people(request, [asked], CaseAnswered(after.id, what, accepted))
    if action is CaseAction.ACCEPT:
        tell_people(request, [after.reporter_id], CaseTaken(after.id, request.now))
    elif action is CaseAction.AGREE:
        tell_people(request, [after.reporter_id], CaseEnded(after.id))


def _find_seconds(request: Request, case: Case) -> list[int]:
    """Find the officers who may agree to closing; where nobody told may, the others are told."""
    over = officers.find_officers_over(request.tx, find_line(request, case))
    others = [o.person_id for o in over if o.person_id not in case.excluded | {request.person_id}]
    told = [who for who in others if who in case.told]
    if not told and others:
        cases.record_told(request.tx, case, others, request.now)
    return told or others


def tell_of_words(request: Request, case: Case, message_id: int) -> bool:
    """Tell the other side of a case that there are words for it.

    Returns False if nobody is there now: the officer's side has no owner or cannot be written to,
    or the reporter has left her last post.
    """
    if request.person_id != case.reporter_id:
        who = case.reporter_id or 0
        tell_people(request, [who], CaseSaid(case.id, message_id))
        return bool(resolve_actor(request.tx, Actor(who), case).person_id)
    others = [case.owner_id] if case.owner_id else case.told
    return tell_people(request, others, CaseSaid(case.id, message_id)) and case.owner_id is not None
