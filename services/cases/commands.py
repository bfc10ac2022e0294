"""Cases for whoever asks: finding one, carrying out a command, and telling others of it."""

import re
from collections.abc import Sequence
from datetime import timedelta

from domain.cases.actions import (
    AuditEvent,
    CaseAction,
    CaseCommand,
    Refusal,
    decide,
    may,
    note_words,
)
from domain.cases.case import CASE_ROLES, Actor, Case, Relation, find_relations
from domain.cases.changes import NEW_OWNER
from domain.cases.escalation import STEPS
from domain.notices.case_work import CaseSaid
from domain.people.roles import LEVEL_OF_ROLE, Post
from services.cases.access import (
    LISTS,
    MOST_LISTED,
    list_named_cases,
    resolve_actor,
    sort_into_lists,
)
from services.cases.concerned import list_colleagues, tell_of, tell_people
from services.cases.telling import find_line, make_clocks, tell_first, tell_raised
from services.context import Request
from services.people.posts import list_posts
from storage import people
from storage.cases import audit, cases

__all__ = [
    "carry_out",
    "find_acting_actor",
    "find_actor",
    "find_named_case",
    "find_relations_to",
    "is_allowed",
    "is_below_the_owner",
    "list_colleagues",
    "lock_if_open",
    "note_what_was_said",
    "record_list_looked_at",
    "record_looks",
    "record_view",
    "tell_of_words",
    "tell_people",
]

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
    now_case = _lock_with_its_first(request, case)
    if not _leads_anywhere(request, now_case, command):
        return Refusal.NOT_NOW
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
    if command.action is CaseAction.REMIND and _was_reminded_lately(request, now_case):
        return now_case
    kept = cases.record(request.tx, now_case, after, command, request.person_id, request.now)
    if command.action is CaseAction.CONSENT:
        return tell_first(request, kept)
    if command.action is CaseAction.RAISE:
        return tell_raised(request, kept, request.person_id)
    return tell_of(request, now_case, kept, command)


def _lock_with_its_first(request: Request, case: Case) -> Case:
    """Lock the case, and the one it may end as a double of, the older first: two officers who
    agree at once to opposite doubles wait for each other, and the second is refused."""
    pending = case.pending
    first = None if pending is None else pending.double_of
    locked = {each: cases.lock(request.tx, each) for each in sorted({case.id, first or case.id})}
    return locked[case.id] or case


def _was_reminded_lately(request: Request, case: Case) -> bool:
    """Return True if whoever holds the case now was reminded a moment ago: a second message helps
    nobody."""
    last = audit.find_last_of(request.tx, case.id, (CaseAction.REMIND, *NEW_OWNER))
    lately = timedelta(minutes=request.plan.cases.danger_minutes)
    return last is not None and last[0] == CaseAction.REMIND and request.now - last[1] < lately


_FROM_ABOVE = frozenset({CaseAction.REMIND, CaseAction.ASSIGN, CaseAction.TAKE_OVER})


def is_below_the_owner(request: Request, case: Case, action: CaseAction) -> bool:
    """Return True for what is done from above, if whoever holds the case is above her herself."""
    if action not in _FROM_ABOVE or case.owner_id is None:
        return False
    line = find_line(request, case)
    hers, owners = (
        max((STEPS.index(LEVEL_OF_ROLE[p.role]) for p in posts if _works_in(p, line)), default=-1)
        for posts in (list_posts(request), people.load_posts(request.tx, case.owner_id))
    )
    return hers < owners


def _works_in(post: Post, line: tuple[int, ...]) -> bool:
    return post.role in CASE_ROLES and post.unit_id in line


def _leads_anywhere(request: Request, case: Case, command: CaseCommand) -> bool:
    """Return False where a case would be taken from somebody above, given to somebody who must not
    have it, or end as the double of a case that has ended itself."""
    if is_below_the_owner(request, case, command.action):
        return False
    if command.action is CaseAction.ASSIGN:
        return command.to is None or command.to in list_colleagues(request, case)
    pending = case.pending
    if command.action is not CaseAction.AGREE or pending is None or pending.double_of is None:
        return True
    first = cases.load(request.tx, pending.double_of)
    return first is not None and first.is_open


def record_view(request: Request, case: Case) -> None:
    """Write into the audit log that she has seen what the case says."""
    cases.record_view(request.tx, case, request.person_id, request.now)


def record_looks(request: Request, looked_at: Sequence[Case], by: str) -> None:
    """Write into the audit log of each case that she saw it named: in a "list" or a "menu", or
    where it stands ("status")."""
    detail: audit.Detail = {"by": by}
    for each in sorted(looked_at, key=lambda case: case.id):
        audit.append(
            request.tx,
            each.id,
            CaseAction.VIEW,
            request.now,
            actor_id=request.person_id,
            detail=detail,
        )


def record_list_looked_at(request: Request, which: str) -> None:
    """Write into the audit logs that she is shown a list of cases (`services.cases.access`)."""
    actor = find_actor(request)
    seen = list_named_cases(request.tx, request.units, actor, request.now)
    lists = sort_into_lists(seen, actor, request.now)
    shown = lists[which if which in LISTS else LISTS[0]]
    record_looks(request, shown[:MOST_LISTED], "list")


def lock_if_open(request: Request, case: Case) -> bool:
    """Lock the case for this transaction and return True if it is still open."""
    locked = cases.lock(request.tx, case.id)
    return locked is not None and locked.is_open


# --- words ---------------------------------------------------------------------------------------


def note_what_was_said(request: Request, case: Case) -> None:
    """Keep the clock of an answer: the reporter's words start it, the owner's end it."""
    before = cases.lock(request.tx, case.id) or case
    by_reporter = request.person_id == before.reporter_id != before.owner_id
    after = note_words(
        before, by_reporter=by_reporter, now=request.now, clocks=make_clocks(request)
    )
    cases.save(request.tx, before, after)
    audit.append(request.tx, case.id, AuditEvent.WORDS, request.now, actor_id=request.person_id)


def tell_of_words(request: Request, case: Case, message_id: int) -> bool:
    """Tell the other side of a case that there are words for it.

    Returns False if nobody is there now: the officer's side has no owner, the reporter has left
    her last post, or nobody of the other side can be written to.
    """
    if request.person_id != case.reporter_id:
        who = case.reporter_id or 0
        written = tell_people(request, [who], CaseSaid(case.id, message_id))
        return written and bool(resolve_actor(request.tx, Actor(who), case).person_id)
    others = [case.owner_id] if case.owner_id else case.told
    return tell_people(request, others, CaseSaid(case.id, message_id)) and case.owner_id is not None
