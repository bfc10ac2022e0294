"""What is owed in a case and late: said to the owner, then to her colleagues and to those above.

An owner who lets the time for a first action pass loses the case to the level above, at the
province to a colleague. One duty is seen to at a time, under the case's lock and by its state at
that moment; notices go out under keys used once.
"""

from dataclasses import replace

from domain.cases.actions import AuditEvent
from domain.cases.case import Case, State
from domain.cases.duties import Duty, Owed, begin_anew, find_next_to_tell, tell_again
from domain.cases.escalation import STEPS, Officer, choose_told_of_duty
from domain.notices.cases import CaseHandedOver, CaseLate, CaseLost, CaseToldOf
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
    owed = find_next_to_tell(case.duties, context.now)
    if owed is None:
        return
    there = officers.find_officers_over(context.tx, find_line(context, case))
    if owed.duty is Duty.ACTION and (heirs := _find_heirs(case, there)):
        _take_away(context, case, heirs)
        return
    _tell(context, case, owed, there)


def _tell(context: Context, case: Case, owed: Owed, there: list[Officer]) -> None:
    people = choose_told_of_duty(case, owed, there)
    for who in people:
        key = (
            f"case/{case.id}/late/{owed.duty.value}/{owed.since.timestamp():.0f}/{owed.told}/{who}"
        )
        write_to(context, who, CaseLate(case.id, owed.duty.value, owed.since), key)
    next_at = make_clocks(context).compute_next(case.urgency, owed.told + 1, context.now)
    cases.record_told(context.tx, case, people, context.now)
    cases.save(context.tx, case, replace(case, duties=tell_again(case.duties, owed.duty, next_at)))
    detail: audit.Detail = {"duty": owed.duty.value, "people": ",".join(map(str, people))}
    audit.append(context.tx, case.id, AuditEvent.LATE, context.now, detail=detail)


def _find_heirs(case: Case, there: list[Officer]) -> list[Officer]:
    """Find those who are to take the case from an owner who did nothing: of the next level above
    hers that can be reached, at the province her colleagues."""
    owner = next((o for o in there if o.person_id == case.owner_id), None)
    own = STEPS[0] if owner is None else owner.level
    others = [
        o
        for o in there
        if o.person_id != case.owner_id
        and o.person_id not in case.excluded
        and o.level not in case.hidden_levels
    ]
    above = STEPS[STEPS.index(own) + 1 :] or STEPS[-1:]
    for level in above:
        if here := [o for o in others if o.level is level]:
            return here
    return []


def _take_away(context: Context, case: Case, heirs: list[Officer]) -> None:
    """Nobody holds it now; the heirs are to take it, and the response clock runs."""
    due_at = compute_response_due_at(context, case.urgency)
    after = replace(
        case,
        owner_id=None,
        state=State.REOPENED,
        pending=None,
        due_at=due_at,
        reached=heirs[0].level,
        duties=begin_anew((), Duty.TAKE, context.now, due_at),
    )
    kept = cases.save(context.tx, case, after)
    to = sorted({heir.person_id for heir in heirs})
    cases.record_told(context.tx, case, to, context.now)
    detail: audit.Detail = {"from": case.owner_id or 0, "to": ",".join(map(str, to))}
    audit.append(context.tx, case.id, AuditEvent.LOST, context.now, detail=detail)
    moment = f"{context.now.timestamp():.0f}"
    for heir in to:
        key = f"case/{case.id}/lost/{heir}/{moment}"
        write_to(context, heir, CaseHandedOver(case.id, "idle"), key)
    if case.owner_id is not None:
        write_to(context, case.owner_id, CaseLost(case.id), f"case/{case.id}/lost/owner/{moment}")
    tell_reporter(context, kept, CaseToldOf(case.id, heirs[0].level.value, "handed"))
