"""What is owed in a case and late: said to the owner, then to her colleagues and to those above.

An owner who lets the time for a first action pass loses the case to the level above, at the
province to a colleague. One duty is seen to at a time, under the case's lock and by its state at
that moment; notices go out under keys used once.
"""

from dataclasses import replace

from domain.cases.actions import AuditEvent
from domain.cases.case import Case, State, Wait
from domain.cases.clock import may_wake_all
from domain.cases.duties import Duty, Owed, find_next_to_tell, tell_again, wait_for_owner
from domain.cases.escalation import STEPS, Officer, choose_heirs, choose_told_of_duty
from domain.cases.intake import Urgency
from domain.notices.case_work import CaseAnswered
from domain.notices.cases import CaseHandedOver, CaseLate, CaseLost, CaseToldOf, CaseUnreached
from services.cases.telling import (
    compute_response_due_at,
    find_line,
    make_clocks,
    tell_reporter,
    write_to,
)
from services.context import Context
from storage import officers
from storage.cases import audit, cases


def see_to(context: Context, case_id: int) -> None:
    """See to the duty that is most overdue; the next is found the next time."""
    case = cases.lock(context.tx, case_id)
    if case is None or not case.is_open:
        return
    owed = find_next_to_tell(case.duties, context.now, held=case.owner_id is not None)
    if owed is None:
        return
    there = officers.find_officers_over(context.tx, find_line(context, case))
    if owed.duty is Duty.ACTION and (heirs := choose_heirs(case, there)):
        _take_away(context, case, heirs, there)
        return
    _tell(context, case, owed, there)


def _tell(context: Context, case: Case, owed: Owed, there: list[Officer]) -> None:
    wakes_all = may_wake_all(case.urgency, owed.since, context.now, context.plan.cases)
    people = choose_told_of_duty(case, owed, there, wakes_all=wakes_all)
    for who in people:
        key = (
            f"case/{case.id}/late/{owed.duty.value}/{owed.since.timestamp():.0f}/{owed.told}/{who}"
        )
        write_to(context, who, CaseLate(case.id, owed.duty.value, owed.since), key)
    if _is_unreached_in_danger(case, owed):
        tell_reporter(context, case, CaseUnreached(case.id))
    next_at = make_clocks(context).compute_next(case.urgency, owed, context.now)
    cases.record_told(context.tx, case, people, context.now)
    cases.save(context.tx, case, replace(case, duties=tell_again(case.duties, owed.duty, next_at)))
    detail: audit.Detail = {"duty": owed.duty.value, "people": ",".join(map(str, people))}
    audit.append(context.tx, case.id, AuditEvent.LATE, context.now, detail=detail)


def _is_unreached_in_danger(case: Case, owed: Owed) -> bool:
    """Return True once: when others are told that whoever took it has not reached her."""
    return owed.duty is Duty.CONTACT and case.urgency is Urgency.DANGER and owed.told == 1


def _take_away(context: Context, case: Case, heirs: tuple[int, ...], there: list[Officer]) -> None:
    """Nobody holds it now; the heirs are to take it, and the response clock runs. What was owed
    to her is still owed, and still late."""
    due_at = compute_response_due_at(context, case.urgency)
    level = next(o.level for o in there if o.person_id in heirs)
    after = replace(
        case,
        owner_id=None,
        state=State.REOPENED,
        pending=None,
        due_at=due_at,
        reached=max(case.reached, level, key=STEPS.index),
        duties=wait_for_owner(case.duties, context.now, due_at),
    )
    kept = cases.save(context.tx, case, after)
    cases.record_told(context.tx, case, heirs, context.now)
    detail: audit.Detail = {"from": case.owner_id or 0, "to": ",".join(map(str, heirs))}
    audit.append(context.tx, case.id, AuditEvent.LOST, context.now, detail=detail)
    moment = f"{context.now.timestamp():.0f}"
    for heir in heirs:
        key = f"case/{case.id}/lost/{heir}/{moment}"
        write_to(context, heir, CaseHandedOver(case.id, "idle"), key)
    if case.owner_id is not None:
        write_to(context, case.owner_id, CaseLost(case.id), f"case/{case.id}/lost/owner/{moment}")
    tell_reporter(context, kept, CaseToldOf(case.id, level.value, "handed"))
    _tell_of_lapsed_end(context, case, set(heirs))


def _tell_of_lapsed_end(context: Context, case: Case, besides: set[int]) -> None:
    """Tell those who were asked whether it ends that the question is gone with its asker."""
    pending = case.pending
    if pending is None or pending.wait is not Wait.CLOSING:
        return
    asked = case.told - case.excluded - besides - {pending.by, case.reporter_id}
    for who in sorted(each for each in asked if each is not None):
        key = f"case/{case.id}/lapsed/{who}/{context.now.timestamp():.0f}"
        write_to(context, who, CaseAnswered(case.id, "withdrawn", accepted=False), key)
