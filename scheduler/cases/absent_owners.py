"""Whoever holds a case is not there: she left her post, or no phone of hers can be written to.

Who left loses the case at once, and who cannot be reached too where it is urgent; else she has as
long as anybody has to take one. Then those of the nearest level are to take it on, and the
response clock runs as if nobody had.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import StrEnum

from domain.cases.actions import AuditEvent
from domain.cases.case import CASE_ROLES, Case, State
from domain.cases.escalation import STEPS, Officer
from domain.cases.intake import Urgency
from domain.notices.cases import CaseHandedOver, CaseNobody, CaseToldOf
from domain.people.roles import Post
from services.cases.telling import line_of, response_due_at, tell_reporter, write_to
from services.context import Context
from storage import officers, people
from storage.cases import audit, cases
from storage.cases.cases import Holding


class Gone(StrEnum):
    """Why whoever holds a case is not there."""

    LEFT = "left"
    UNREACHABLE = "unreachable"


def to_see_to(context: Context) -> list[int]:
    """Open cases whose holder is gone, or is there again after she was not."""
    found = cases.load_holdings(context.tx)
    owners = sorted({held.owner_id for held in found})
    posts = {who: people.posts_of(context.tx, who) for who in owners}
    reached = officers.find_reachable_chats(context.tx, owners)

    def gone(held: Holding) -> Gone | None:
        who = held.owner_id
        return _gone(context, held.unit_id, posts[who], who in reached)

    return [held.id for held in found if held.clock_runs or gone(held) is not None]


def see_to(context: Context, case_id: int) -> None:
    """Decide by the case as it stands: hand it over, let the clock run, or stop it."""
    case = cases.lock(context.tx, case_id)
    if case is None or case.owner_id is None or not case.is_open:
        return
    why = _gone_from(context, case, case.owner_id)
    if why is None:
        _is_there(context, case)
    elif why is Gone.LEFT or _is_time(context, case):
        _dispatch(context, case, why)
    elif case.due_at is None:
        cases.save(context.tx, case, replace(case, due_at=response_due_at(context, case.urgency)))
        audit.append(context.tx, case.id, AuditEvent.OUT_OF_REACH, context.now)


def _gone_from(context: Context, case: Case, who: int) -> Gone | None:
    reached = bool(officers.find_reachable_chats(context.tx, [who]))
    return _gone(context, case.unit_id, people.posts_of(context.tx, who), reached)


def _gone(context: Context, unit_id: int, posts: Collection[Post], reached: bool) -> Gone | None:
    line = context.units.line(unit_id, context.now.date())
    if not any(post.role in CASE_ROLES and post.unit_id in line for post in posts):
        return Gone.LEFT
    return None if reached else Gone.UNREACHABLE


def _is_time(context: Context, case: Case) -> bool:
    urgent = case.urgency is Urgency.DANGER
    return urgent or (case.due_at is not None and case.due_at <= context.now)


def _is_there(context: Context, case: Case) -> None:
    """She wrote again in time: the clock that ran because of her stops."""
    if case.due_at is not None:
        cases.save(context.tx, case, replace(case, due_at=None))
        audit.append(context.tx, case.id, AuditEvent.IN_REACH, context.now)


def _dispatch(context: Context, case: Case, why: Gone) -> None:
    """Nobody holds it now; those of the nearest level are to take it on, and the clock runs."""
    there = officers.find_officers_over(context.tx, line_of(context, case))
    heirs = _nearest([o for o in there if o.person_id not in case.excluded])
    state = State.NEW if case.state is State.TAKEN else State.REOPENED
    after = replace(
        case,
        owner_id=None,
        state=state,
        pending=None,
        due_at=response_due_at(context, case.urgency),
    )
    kept = cases.save(context.tx, case, after)
    to = sorted({heir.person_id for heir in heirs})
    cases.record_told(context.tx, case, to, context.now)
    detail: audit.Detail = {
        "from": case.owner_id or 0,
        "to": ",".join(map(str, to)),
        "why": why.value,
    }
    audit.append(context.tx, case.id, AuditEvent.HANDED_OVER, context.now, detail=detail)
    for heir in to:
        key = f"case/{case.id}/handed/{heir}/{context.now.timestamp():.0f}"
        write_to(context, heir, CaseHandedOver(case.id, why.value), key)
    if kept.reporter_id not in to:
        tell_reporter(context, kept, _told_of(case, heirs))


def _nearest(there: Sequence[Officer]) -> list[Officer]:
    for level in STEPS:
        if here := [officer for officer in there if officer.level is level]:
            return here
    return []


def _told_of(case: Case, heirs: Sequence[Officer]) -> CaseToldOf | CaseNobody:
    if not heirs:
        return CaseNobody(case.id)
    return CaseToldOf(case.id, heirs[0].level.value, "handed")
