"""Owners of cases who are absent: they left their post, or no phone of theirs can be written to.

An owner who left loses the case at once. One who cannot be reached loses it at once in danger,
else after the time that anybody has to take a case. Then the officers of the nearest level are to
take it on, and the response clock runs as for a new case.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import StrEnum

from domain.cases.actions import AuditEvent
from domain.cases.case import CASE_ROLES, Case, State
from domain.cases.duties import wait_for_owner
from domain.cases.escalation import STEPS, Officer, may_be_told
from domain.cases.intake import Urgency
from domain.notices.cases import CaseHandedOver, CaseNobody, CaseToldOf
from domain.people.roles import Post
from services.cases.telling import compute_response_due_at, find_line, tell_reporter, write_to
from services.context import Context
from storage import officers, people
from storage.cases import audit, cases
from storage.cases.cases import Holding


class Absence(StrEnum):
    """Why the owner of a case is absent."""

    LEFT = "left"
    UNREACHABLE = "unreachable"


def find_cases_to_see_to(context: Context) -> list[int]:
    """Find the open cases whose owner is absent, or may be back after she was."""
    found = cases.load_holdings(context.tx)
    owners = sorted({held.owner_id for held in found})
    posts = {who: people.load_posts(context.tx, who) for who in owners}
    reached = officers.find_reachable_chats(context.tx, owners)

    def find_why(held: Holding) -> Absence | None:
        who = held.owner_id
        return _find_absence(context, held.unit_id, posts[who], who in reached)

    return [held.id for held in found if held.clock_runs or find_why(held) is not None]


def see_to(context: Context, case_id: int) -> None:
    """Decide by the case as it is now: hand it over, start the clock, or stop it."""
    case = cases.lock(context.tx, case_id)
    if case is None or case.owner_id is None or not case.is_open:
        return
    why = _find_absence_from(context, case, case.owner_id)
    if why is None:
        _is_there(context, case)
    elif why is Absence.LEFT or _is_time(context, case):
        _hand_over(context, case, why)
    elif case.due_at is None:
        cases.save(
            context.tx, case, replace(case, due_at=compute_response_due_at(context, case.urgency))
        )
        audit.append(context.tx, case.id, AuditEvent.OUT_OF_REACH, context.now)


def _find_absence_from(context: Context, case: Case, who: int) -> Absence | None:
    reached = bool(officers.find_reachable_chats(context.tx, [who]))
    return _find_absence(context, case.unit_id, people.load_posts(context.tx, who), reached)


def _find_absence(
    context: Context, unit_id: int, posts: Collection[Post], reached: bool
) -> Absence | None:
    line = context.units.line(unit_id, context.now.date())
    if not any(post.role in CASE_ROLES and post.unit_id in line for post in posts):
        return Absence.LEFT
    return None if reached else Absence.UNREACHABLE


def _is_time(context: Context, case: Case) -> bool:
    urgent = case.urgency is Urgency.DANGER
    return urgent or (case.due_at is not None and case.due_at <= context.now)


def _is_there(context: Context, case: Case) -> None:
    """Stop the clock that ran because of her: she wrote again in time."""
    if case.due_at is not None:
        cases.save(context.tx, case, replace(case, due_at=None))
        audit.append(context.tx, case.id, AuditEvent.IN_REACH, context.now)


def _hand_over(context: Context, case: Case, why: Absence) -> None:
    """Take the case from its owner, tell the officers of the nearest level, start the clock."""
    there = officers.find_officers_over(context.tx, find_line(context, case))
    heirs = _find_nearest([o for o in there if may_be_told(case, o)])
    state = State.NEW if case.state is State.TAKEN else State.REOPENED
    due_at = compute_response_due_at(context, case.urgency)
    after = replace(
        case,
        owner_id=None,
        state=state,
        pending=None,
        due_at=due_at,
        duties=wait_for_owner(case.duties, context.now, due_at),
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
        tell_reporter(context, kept, _make_notice(case, heirs))


def _find_nearest(there: Sequence[Officer]) -> list[Officer]:
    for level in STEPS:
        if here := [officer for officer in there if officer.level is level]:
            return here
    return []


def _make_notice(case: Case, heirs: Sequence[Officer]) -> CaseToldOf | CaseNobody:
    if not heirs:
        return CaseNobody(case.id)
    return CaseToldOf(case.id, heirs[0].level.value, "handed")
