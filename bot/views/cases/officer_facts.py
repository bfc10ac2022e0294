"""Late facts for those who work on a case: what is owed in it, who was asked, told and reminded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.views.cases.fact_types import (
    CaseFacts,
    Colleague,
    Contact,
    Ended,
    Refused,
    Reminded,
    ToldOutside,
)
from domain.cases.actions import CaseAction
from domain.cases.case import CASE_ROLES, Case
from domain.cases.changes import NEW_OWNER
from domain.cases.commands import ENDINGS
from domain.cases.escalation import STEPS, may_be_told
from domain.notices.people import NamedPost
from domain.people.roles import LEVEL_OF_ROLE, Post
from services.cases.contact import find_made_owner
from services.context import Context
from services.people.posts import name_post
from storage import officers, people
from storage.cases import audit, cases
from storage.cases.audit import AuditEntry


def add_work(facts: CaseFacts, case: Case, line: Sequence[int], context: Context) -> CaseFacts:
    """Add what is owed in it, who holds it, who wants to end it and how, and what its log says of
    those outside, of reminders and of a refusal."""
    pending = case.pending
    by = find_post(None if pending is None else pending.by, line, context)
    double_of = pending.double_of if pending is not None else None
    first = None if double_of is None else cases.load(context.tx, double_of)
    log = audit.load_log(context.tx, case.id) if case.is_readable else []
    return replace(
        facts,
        owed=case.duties,
        holder_name=_find_name(case.owner_id, context),
        holder_reached=_is_reached(case.owner_id, context),
        reporter_reached=case.reporter_id is None or _is_reached(case.reporter_id, context),
        asker=None if by is None else describe_post(by, context),
        second_reached=_is_second_reached(case, line, context),
        double_of="" if first is None else first.number,
        told_outside=tuple(_read_outside(e) for e in log if e.what == CaseAction.TELL_OUTSIDE),
        reminded=_read_reminded(log, line, context),
        refused=_read_refused(log, line, context),
        contacts=_read_contacts(log, line, context),
        held_before=_read_held_before(case, log, line, context),
        phone_unsafe=case.reporter_id is not None and not case.may_write_plainly,
    )


def add_who_was_asked(
    facts: CaseFacts, case: Case, reader_id: int, line: Sequence[int], context: Context
) -> CaseFacts:
    """Add how many others of each level were asked to take the case, and got word of it."""
    told = case.told - case.excluded - cases.find_unreached_officers(context.tx, case.id)
    there = officers.find_officers_over(context.tx, line)
    levels = {
        o.person_id: o.level.value
        for o in there
        if o.person_id in told and o.person_id != reader_id and may_be_told(case, o)
    }
    counted = Counter(levels.values())
    asked = tuple((step.value, counted[step.value]) for step in STEPS if counted[step.value])
    return replace(facts, asked=asked, untaken_since=case.untaken_since)


def find_post(who: int | None, line: Sequence[int], context: Context) -> Post | None:
    """Find the post by which somebody works on a case in one of these units."""
    held = () if who is None else people.load_posts(context.tx, who)
    return next((p for p in held if p.role in CASE_ROLES and p.unit_id in line), None)


def name_level(post: Post | None) -> str:
    """Name the level of a post ("commune"), "officer" where it is none of these."""
    return "officer" if post is None else LEVEL_OF_ROLE[post.role].value


def describe_post(post: Post, context: Context) -> NamedPost:
    """Describe a post by role and unit, as it is called today."""
    return name_post(context.units, post, context.now.date())


def _find_name(who: int | None, context: Context) -> str:
    return "" if who is None else people.load_names(context.tx, [who]).get(who, "")


def _is_reached(who: int | None, context: Context) -> bool:
    return who is not None and bool(officers.find_reachable_chats(context.tx, [who]))


def _is_second_reached(case: Case, line: Sequence[int], context: Context) -> bool:
    """Tell whether another officer can be asked whether the case ends."""
    by = case.owner_id if case.pending is None else case.pending.by
    there = officers.find_officers_over(context.tx, line)
    return any(o.person_id != by and may_be_told(case, o) for o in there)


def describe_colleague(who: int | None, line: Sequence[int], context: Context) -> Colleague:
    return Colleague(name_level(find_post(who, line, context)), _find_name(who, context))


_LAST_CONTACTS = 3


def _read_contacts(
    log: Sequence[AuditEntry], line: Sequence[int], context: Context
) -> tuple[Contact, ...]:
    found = [e for e in log if e.what == CaseAction.CONTACT][-_LAST_CONTACTS:]
    return tuple(
        Contact(
            describe_colleague(e.actor_id, line, context), e.at, bool(e.detail.get("reached", 1))
        )
        for e in found
    )


def _read_held_before(
    case: Case, log: Sequence[AuditEntry], line: Sequence[int], context: Context
) -> tuple[Colleague, ...]:
    held = dict.fromkeys(who for e in log if (who := find_made_owner(e)) is not None)
    return tuple(describe_colleague(w, line, context) for w in held if w != case.owner_id)


def read_ended(case: Case, line: Sequence[int], context: Context) -> Ended | None:
    """Read how a case ended; None while it is open."""
    if case.is_open or case.closed_at is None or not case.is_readable:
        return None
    log = audit.load_log(context.tx, case.id)
    asked = next((e for e in reversed(log) if e.what in ENDINGS), None)
    if asked is None:
        return None
    agreed = next((e for e in reversed(log) if e.what == CaseAction.AGREE), None)
    second = None
    if agreed is not None and agreed.seq > asked.seq:
        second = describe_colleague(agreed.actor_id, line, context)
    asker = describe_colleague(asked.actor_id, line, context)
    return Ended(case.closed_at, str(asked.detail.get("reason", "")), asker, second)


def _read_outside(entry: AuditEntry) -> ToldOutside:
    at = entry.detail.get("at")
    told_at = datetime.fromisoformat(str(at)) if at else entry.at
    return ToldOutside(str(entry.detail.get("outside", "")), told_at)


def _read_reminded(
    log: Sequence[AuditEntry], line: Sequence[int], context: Context
) -> Reminded | None:
    """Read who last reminded whoever holds the case now; None where nobody did."""
    last = next((e for e in reversed(log) if e.what in (CaseAction.REMIND, *NEW_OWNER)), None)
    if last is None or last.what != CaseAction.REMIND:
        return None
    return Reminded(describe_colleague(last.actor_id, line, context), last.at)


def _read_refused(
    log: Sequence[AuditEntry], line: Sequence[int], context: Context
) -> Refused | None:
    """Read who last said no to the end of the case, and why; None if it was taken back, or the case
    was opened again since."""
    told = (CaseAction.DISAGREE, CaseAction.REOPEN)
    last = next((e for e in reversed(log) if e.what in told), None)
    if last is None or "reason" not in last.detail:
        return None
    who = describe_colleague(last.actor_id, line, context)
    return Refused(who, str(last.detail["reason"]), last.at)
