"""The task that lets no case drop: clocks that ran out, absent owners, and follow-ups.

Each case is seen to in a transaction of its own, under a lock and by its state at that moment.
Notices go out under keys that are used once, so several processes at once tell nobody twice.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.cases.actions import AuditEvent
from domain.cases.case import Case
from domain.cases.clock import may_wake_all
from domain.cases.escalation import (
    STEPS,
    Officer,
    Telling,
    Why,
    choose_next_told,
    choose_told_again,
)
from domain.faults import describe_fault
from domain.notices.cases import CaseNobody, CaseToldOf
from domain.org.levels import Level
from scheduler.cases import absent_owners, late_duties, lost_reporters
from scheduler.cases.damaged import Quotas, tell_of_failure
from scheduler.job import Task
from services.cases.telling import (
    compute_response_due_at,
    find_line,
    tell_commune,
    tell_officers,
    tell_reporter,
)
from services.context import Context, Reference
from storage import officers
from storage.cases import audit, cases
from storage.database import Database

log = logging.getLogger(__name__)


_EVERY_SECONDS = 15
"""Of the product's clock: the commune's wait for the reporter's word is a matter of seconds."""


def make_watch_task(reference: Callable[[], Reference], quotas: Quotas) -> Task:
    """Make the task that sees to all cases, four times a minute of the product's clock."""
    return Task("cases", _name_period, partial(_watch_or_tell, reference, quotas=quotas))


def _name_period(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H:%M}:{now.second // _EVERY_SECONDS}"


def _watch_or_tell(
    reference: Callable[[], Reference], database: Database, now: datetime, *, quotas: Quotas
) -> None:
    """Watch; that the watch itself failed is told to administrators, and raised again."""
    try:
        watch(reference, database, now, quotas=quotas)
    except Exception as fault:
        tell_of_failure(reference, database, now, fault, quotas)
        raise


def watch(
    reference: Callable[[], Reference], database: Database, now: datetime, *, quotas: Quotas
) -> None:
    """See to every case that needs it now; one that fails does not stop the others.

    `quotas`: by which administrators are told of failures where that costs nothing.
    What is to be seen to is found by clear columns alone, so that a case which cannot be opened
    hides no other; it is seen to itself by the same columns.
    """
    known = reference()
    with database.read() as tx:
        context = Context(tx, known, now)
        waiting = [
            (absent_owners.see_to, each) for each in absent_owners.find_cases_to_see_to(context)
        ]
        waiting += [(_tell_commune, each) for each in cases.find_communes_due(tx, now)]
        waiting += [(_raise, each) for each in cases.find_unheld(tx) if _may_be_late(context, each)]
        waiting += [(late_duties.see_to, each) for each in cases.find_due_duties(tx, now)]
        lost = lost_reporters.find_cases_to_see_to(tx)
        waiting += [(lost_reporters.see_to, each) for each in lost]
    failed: Exception | None = None
    for see_to, case_id in waiting:
        try:
            with database.write() as tx:
                see_to(Context(tx, known, now), case_id)
        except Exception as fault:
            said = describe_fault(fault)
            log.error("case %d could not be seen to; it is tried again: %s", case_id, said)
            failed = fault
    if failed is not None:
        tell_of_failure(reference, database, now, failed, quotas)


# --- danger, and no word about the commune ------------------------------------------------------


def _tell_commune(context: Context, case_id: int) -> None:
    """Tell the commune of danger where the reporter did not say in time that it must not know."""
    case = cases.lock(context.tx, case_id)
    if case is None or case.commune_at is None or case.commune_at > context.now:
        return
    told = tell_commune(context, case)
    if told.told != case.told:
        tell_reporter(context, told, CaseToldOf(case.id, Level.COMMUNE.value, Why.FIRST.value))


# --- nobody took it ----------------------------------------------------------------------------


def _may_be_late(context: Context, case_id: int) -> bool:
    """Tell whether somebody is to be told now; True where that cannot be found out, so that the
    fault is met, and told, where the case is seen to by itself."""
    try:
        case = cases.load(context.tx, case_id)
        return case is not None and _is_late(context, case)
    except Exception:
        return True


def _is_late(context: Context, case: Case) -> bool:
    if case.due_at is not None and case.due_at <= context.now:
        return True
    there = officers.find_officers_over(context.tx, find_line(context, case))
    if _is_anybody_reached(context, case, there):
        return False
    more = choose_next_told(case, there, context.plan.cases) is not None
    return more or _is_loss_unsaid(context, case)


def _is_anybody_reached(context: Context, case: Case, there: Sequence[Officer]) -> bool:
    """Return True if anybody told can be reached, and got the message or may still get it."""
    told = case.told - case.excluded - cases.find_unreached_officers(context.tx, case.id)
    return any(officer.person_id in told for officer in there)


def _is_loss_unsaid(context: Context, case: Case) -> bool:
    """Return True if officers were told, and the reporter does not know that none of them can be
    reached any more."""
    told_at = audit.find_last_moment(context.tx, case.id, AuditEvent.TOLD)
    said_at = audit.find_last_moment(context.tx, case.id, AuditEvent.NOBODY)
    return told_at is not None and (said_at is None or said_at < told_at)


def _raise(context: Context, case_id: int) -> None:
    """Tell the next officers, or when all were told all of them once more; tell the reporter."""
    case = cases.lock(context.tx, case_id)
    if case is None or not case.is_open or case.owner_id is not None or not _is_late(context, case):
        return
    there = officers.find_officers_over(context.tx, find_line(context, case))
    telling = choose_next_told(case, there, context.plan.cases)
    if telling is not None:
        told = tell_officers(context, case, telling, there)
        tell_reporter(
            context, told, CaseToldOf(case.id, _find_level(telling, there), telling.why.value)
        )
        return
    if case.due_at is None or case.due_at > context.now:
        audit.append(context.tx, case.id, AuditEvent.NOBODY, context.now)
        tell_reporter(context, case, CaseNobody(case.id, lost=True))
        return
    case = cases.save(context.tx, case, replace(case, rounds=case.rounds + 1))
    _tell_once_more(context, case, there)


def _tell_once_more(context: Context, case: Case, there: list[Officer]) -> None:
    since, settings = case.untaken_since, context.plan.cases
    wakes_all = may_wake_all(case.urgency, since, context.now, settings)
    again = choose_told_again(case, there, wakes_all=wakes_all)
    if again is not None:
        case = tell_officers(context, case, again, there)
    else:
        due_at = compute_response_due_at(context, case.urgency)
        case = cases.save(context.tx, case, replace(case, due_at=due_at))
        audit.append(context.tx, case.id, AuditEvent.NOBODY, context.now)
    if _is_worth_saying(case.rounds):
        tell_reporter(context, case, CaseNobody(case.id, told=again is not None))


def _is_worth_saying(rounds: int) -> bool:
    """Return True the 1st, 2nd, 4th, 8th time: the same words every half hour help nobody."""
    return rounds & (rounds - 1) == 0


def _find_level(telling: Telling, there: Sequence[Officer]) -> str:
    levels = {o.level for o in there if o.person_id in telling.people}
    return next(step.value for step in STEPS if step in levels)
