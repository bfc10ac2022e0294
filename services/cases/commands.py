"""A case as whoever asks stands to it: found by its number, changed by her deeds, others told."""

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
from services.cases.access import acting
from services.cases.telling import line_of, tell_first, tell_raised
from services.context import Request
from services.people.posts import posts_of
from storage import officers, outbox
from storage.cases import cases
from storage.moments import seconds
from storage.outbox import Outgoing

_DIGITS = re.compile(r"\d{1,6}")


def actor_of(request: Request) -> Actor:
    """Who asks, with the posts she holds now."""
    return Actor(request.person_id, posts_of(request))


def acting_on(request: Request, case: Case) -> Actor:
    """The same, but nobody where she has left her last post since the case was opened."""
    return acting(request.tx, actor_of(request), case)


def relation(request: Request, case: Case) -> frozenset[Relation]:
    """How she stands to the case now; nothing where it is none of hers."""
    return find_relations(acting_on(request, case), case, line_of(request, case))


def allowed(request: Request, act: CaseAction, case: Case) -> bool:
    """Whether she may do this to the case at all."""
    return may(acting_on(request, case), act, case, line_of(request, case))


def named_case(request: Request, words: str) -> Case | None:
    """The case of this number ("42", "25-42", "VV-25-0042") if she stands to it in any way."""
    for number in _numbers(words, request.now.year % 100):
        case = cases.find(request.tx, number)
        if case is not None and relation(request, case):
            return case
    return None


def _numbers(words: str, year: int) -> list[str]:
    digits = [int(each) for each in _DIGITS.findall(words[:40])]
    if len(digits) > 1:
        return [f"VV-{digits[0]:02}-{digits[1]:04}"]
    years = (year, year - 1)
    return [f"VV-{each:02}-{digits[0]:04}" for each in years] if digits else []


def do(request: Request, case: Case, deed: CaseCommand) -> Case | Refusal:
    """Decide by the case as it stands now; record the deed and tell whom it concerns."""
    now_case = cases.lock(request.tx, case.id) or case
    after = decide(
        acting_on(request, now_case), deed, now_case, line_of(request, now_case), request.now
    )
    if isinstance(after, Refusal):
        return after
    kept = cases.record(request.tx, now_case, after, deed, request.person_id, request.now)
    if deed.act in (CaseAction.REOPEN, CaseAction.CONSENT) and kept.owner_id is None:
        return tell_first(request, kept)
    if deed.act is CaseAction.RAISE:
        return tell_raised(request, kept, request.person_id)
    _tell_of(request, now_case, kept, deed)
    return kept


# --- whom it concerns --------------------------------------------------------------------------


def tell(request: Request, people: Iterable[int | None], notice: Notice) -> bool:
    """Put a notice into the outbox for these people but herself, on the phone each used last;
    False: none of them can be written to."""
    ids = sorted({who for who in people if who is not None and who != request.person_id})
    last_used = [phones[0] for phones in officers.find_reachable_chats(request.tx, ids).values()]
    at = seconds(request.now)
    messages = [Outgoing(phone, (notice,), outbox.URGENT, at) for phone in last_used]
    if messages:
        outbox.enqueue(request.tx, messages)
    return bool(messages)


def _tell_of(request: Request, before: Case, after: Case, deed: CaseCommand) -> None:
    match deed.act:
        case CaseAction.TAKE:
            tell(request, {*after.told, after.reporter_id}, CaseTaken(after.id, request.now))
        case CaseAction.REOPEN:
            tell(request, [after.owner_id], CaseReopened(after.id))
        case CaseAction.OFFER:
            tell(request, [deed.to], CaseOffered(after.id))
        case CaseAction.ACCEPT | CaseAction.DECLINE | CaseAction.AGREE | CaseAction.DISAGREE:
            _tell_answer(request, before, after, deed.act)
        case CaseAction.CLOSE if after.pending is not None:
            tell(request, _seconds(request, after), CaseClosing(after.id))
        case CaseAction.DUPLICATE | CaseAction.OUT_OF_SCOPE if after.closed_by_two:
            # No second person was asked: colleagues who know of it may open it again.
            others = {after.owner_id, *after.told}
            tell(request, {after.reporter_id, *others}, CaseEnded(after.id))
        case CaseAction.CLOSE | CaseAction.DUPLICATE | CaseAction.OUT_OF_SCOPE:
            tell(request, [after.reporter_id], CaseEnded(after.id))


def _tell_answer(request: Request, before: Case, after: Case, act: CaseAction) -> None:
    accepted = act in (CaseAction.ACCEPT, CaseAction.AGREE)
    what = "transfer" if act in (CaseAction.ACCEPT, CaseAction.DECLINE) else "closing"
    asked = before.pending.by if before.pending is not None else None
    tell(request, [asked], CaseAnswered(after.id, what, accepted))
    if act is CaseAction.ACCEPT:
        tell(request, [after.reporter_id], CaseTaken(after.id, request.now))
    elif act is CaseAction.AGREE:
        tell(request, [after.reporter_id], CaseEnded(after.id))


def _seconds(request: Request, case: Case) -> list[int]:
    """Officers who may agree to closing; where nobody below may, those above are told of it."""
    over = officers.find_officers_over(request.tx, line_of(request, case))
    others = [o.person_id for o in over if o.person_id not in case.excluded | {request.person_id}]
    told = [who for who in others if who in case.told]
    if not told and others:
        cases.record_told(request.tx, case, others, request.now)
    return told or others


def tell_words(request: Request, case: Case, message_id: int) -> bool:
    """The other side of a case learns that there are words for it; False: nobody is there now."""
    if request.person_id != case.reporter_id:
        who = case.reporter_id or 0
        tell(request, [who], CaseSaid(case.id, message_id))
        return bool(acting(request.tx, Actor(who), case).person_id)
    others = [case.owner_id] if case.owner_id else case.told
    return tell(request, others, CaseSaid(case.id, message_id)) and case.owner_id is not None
