"""Opening a case and telling officers of it, at first and when nobody took it.

Everything happens in the caller's transaction, and notices go through the outbox under keys that
are used once: what is done again after a crash tells nobody twice.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.cases.actions import AuditEvent
from domain.cases.case import UNTIL_SHE_SAYS, Case
from domain.cases.clock import compute_next_round, compute_response_due, move_out_of_night
from domain.cases.duties import Clocks, Duty, begin
from domain.cases.escalation import (
    Officer,
    Telling,
    Why,
    choose_commune,
    choose_first_told,
    choose_province,
    choose_told_when_raised,
)
from domain.cases.intake import Intake, Urgency
from domain.notices.base import Notice
from domain.notices.cases import (
    CaseNobody,
    CaseToldOf,
    CaseUnreached,
    CaseUrgent,
    CaseWaiting,
)
from domain.org.levels import Level
from services.context import Context
from storage import officers, outbox
from storage.cases import audit, cases
from storage.moments import seconds
from storage.officers import ReachableChat
from storage.outbox import Outgoing


def compute_response_due_at(context: Context, urgency: Urgency) -> datetime:
    """Compute when a response clock that starts now runs out."""
    return compute_response_due(urgency, context.now, context.plan.cases, context.calendar)


def make_clocks(context: Context) -> Clocks:
    """Make the clocks of cases by the province's settings and calendar."""
    return Clocks(context.plan.cases, context.calendar)


def find_line(context: Context, case: Case) -> tuple[int, ...]:
    """Find the ids of the case's unit and all above it, as `domain.cases.case` wants them."""
    return context.units.line(case.unit_id, context.today)


def open_case(
    context: Context,
    intake: Intake,
    unit_id: int,
    reporter_id: int | None,
    *,
    asks_commune: bool = True,
    commune_out: bool = False,
) -> Case:
    """Store a new case and tell whoever is to be told first.

    In danger that is the province; the commune is told after a while, unless the reporter says
    before that it must not know (`decide_commune`). `asks_commune` False: she was not asked yet
    which commune it is, and until she says it only the province knows. `commune_out`: she said
    already that the commune must not know.

    The case returned says in `told` who was: nobody where nobody can be reached, or where the
    person in need did not agree that it is passed on.
    """
    due_at = compute_response_due_at(context, intake.urgency)
    case = cases.create(
        context.tx, intake, unit_id, reporter_id=reporter_id, now=context.now, due_at=due_at
    )
    case = _leave_commune_out(context, case) if commune_out else case
    return tell_first(context, case, asks_commune=asks_commune) if intake.passes_on else case


def tell_first(context: Context, case: Case, *, asks_commune: bool = True) -> Case:
    """Tell whoever is to be told first of a new case, or of one that may be passed on now."""
    there = officers.find_officers_over(context.tx, find_line(context, case))
    if case.urgency is Urgency.DANGER and (province := choose_province(case, there)) is not None:
        case = tell_officers(context, case, province, there)
        if case.commune_left_out:
            return case
        return wait_for_commune(context, case) if asks_commune else hide_from_commune(context, case)
    for telling in choose_first_told(case, there, context.plan.cases):
        case = tell_officers(context, case, telling, there)
    return case


def wait_for_commune(context: Context, case: Case) -> Case:
    """Let the commune wait for the reporter's word, a little while."""
    wait = timedelta(seconds=context.plan.cases.danger_commune_seconds)
    return cases.save(context.tx, case, replace(case, commune_at=context.now + wait))


def hide_from_commune(context: Context, case: Case) -> Case:
    """Let the commune wait until it is known which it is, or whether it is still wished."""
    return cases.save(context.tx, case, replace(case, commune_at=UNTIL_SHE_SAYS))


def move_to_commune(context: Context, case: Case, *, commune_out: bool = False) -> Case:
    """Go on after the reporter named the commune, or another one.

    In danger of which the province knows, its officers wait for her word; else they are told now.
    `commune_out`: she said that the one she named must not know.
    """
    after = replace(case, commune_at=None, commune_left_out=commune_out)
    case = cases.save(context.tx, case, after)
    there = officers.find_officers_over(context.tx, find_line(context, case))
    told = case.told - case.excluded
    known = any(o.level is Level.PROVINCE and o.person_id in told for o in there)
    if known and case.urgency is Urgency.DANGER:
        if commune_out:
            return case
        return wait_for_commune(context, case)
    return tell_first(context, case) if case.owner_id is None else case


def decide_commune(context: Context, case: Case, *, may_know: bool) -> Case:
    """Do what the reporter said of the commune: tell it now, or leave it out of every step.

    Left out, or where nobody there can be told, the province owes telling somebody outside the
    Union (`Duty.OUTSIDE`).
    """
    if may_know:
        decided = cases.save(context.tx, case, replace(case, commune_at=None))
        audit.append(context.tx, case.id, AuditEvent.COMMUNE_ALLOWED, context.now)
        return tell_commune(context, decided)
    return _leave_commune_out(context, case)


def _leave_commune_out(context: Context, case: Case) -> Case:
    """Leave the commune out of every step; in danger the province owes telling somebody else."""
    after = replace(case, commune_at=None, commune_left_out=True)
    if case.urgency is Urgency.DANGER:
        after = _owe_outside(context, after)
    kept = cases.save(context.tx, case, after)
    audit.append(context.tx, case.id, AuditEvent.COMMUNE_LEFT_OUT, context.now)
    return kept


def tell_commune(context: Context, case: Case) -> Case:
    """Tell the commune's officers of a case of danger; without any, the province owes it to tell
    somebody outside the Union."""
    case = cases.save(context.tx, case, replace(case, commune_at=None))
    there = officers.find_officers_over(context.tx, find_line(context, case))
    telling = choose_commune(case, there)
    if telling is not None:
        return tell_officers(context, case, telling, there)
    if any(o.level is Level.COMMUNE and o.person_id in case.told - case.excluded for o in there):
        return case  # all of them know of it
    return cases.save(context.tx, case, _owe_outside(context, case))


def _owe_outside(context: Context, case: Case) -> Case:
    due_at = make_clocks(context).compute_due(Duty.OUTSIDE, case.urgency, context.now)
    return replace(case, duties=begin(case.duties, Duty.OUTSIDE, context.now, due_at))


def tell_raised(context: Context, case: Case, by: int) -> Case:
    """Tell the others that a case has become urgent.

    The response clock starts anew for a case nobody holds. `by`: who raised it; she is not told.
    """
    there = officers.find_officers_over(context.tx, find_line(context, case))
    telling = choose_told_when_raised(case, there, by)
    if telling is not None:
        return tell_officers(context, case, telling, there)
    due_at = compute_response_due_at(context, case.urgency) if case.owner_id is None else None
    return cases.save(context.tx, case, replace(case, due_at=due_at))


def tell_officers(context: Context, case: Case, telling: Telling, there: list[Officer]) -> Case:
    """Tell these officers, start the response clock anew if nobody holds the case, and log it.

    `there`: officers over the case's unit, for their levels. Returns the case as it is then.
    """
    raised = telling.why is Why.RAISED
    notice = CaseUrgent(case.id) if raised else CaseWaiting(case.id, telling.why.value)
    turn = "raised" if raised else case.rounds  # once in a case's life; once a round
    for phone in _choose_phones(context, case, telling):
        key = f"case/{case.id}/{turn}/{phone.person_id}/{phone.id}"
        row_id = _enqueue(context, phone, notice, key, _find_send_time(context, case))
        if row_id is not None:
            cases.record_notice(context.tx, case.id, phone.person_id, row_id)
    cases.record_told(context.tx, case, telling.people, context.now)
    due_at = _compute_next_due(context, case, telling.why) if case.owner_id is None else None
    after = replace(case, reached=telling.reached, due_at=due_at)
    kept = cases.save(context.tx, case, after)
    levels = {o.person_id: o.level.value for o in there}
    detail = {
        "people": ",".join(map(str, telling.people)),
        "level": ",".join(sorted({levels[who] for who in telling.people})),
        "why": telling.why.value,
    }
    audit.append(context.tx, case.id, AuditEvent.TOLD, context.now, detail=detail)
    return replace(kept, told=case.told | set(telling.people))


def tell_reporter(
    context: Context, case: Case, notice: CaseToldOf | CaseNobody | CaseUnreached
) -> None:
    """Tell whoever reported a case, if anybody did, what has become of it."""
    if case.reporter_id is None:
        return
    key = f"case/{case.id}/{case.rounds}/reporter/{context.now.timestamp():.0f}"
    write_to(context, case.reporter_id, notice, key)


def write_to(context: Context, person_id: int, notice: Notice, key: str) -> bool:
    """Write to a person on the phone she used last.

    Returns False if she has none, or was written to under this key before.
    """
    phones = officers.find_reachable_chats(context.tx, [person_id]).get(person_id, [])
    return bool(phones) and _enqueue(context, phones[0], notice, key, context.now) is not None


def _compute_next_due(context: Context, case: Case, why: Why) -> datetime:
    """Compute when the response clock runs out next; once all were told it runs slower."""
    if why is not Why.STILL:
        return compute_response_due_at(context, case.urgency)
    since, settings = case.untaken_since, context.plan.cases
    return compute_next_round(case.urgency, since, context.now, settings, context.calendar)


def _choose_phones(context: Context, case: Case, telling: Telling) -> list[ReachableChat]:
    """Choose every phone of each person in danger, else the one she used last. What is said again
    goes to one phone of each network: each of Zalo's messages counts."""
    found = officers.find_reachable_chats(context.tx, telling.people)
    theirs = [found[who] for who in telling.people if who in found]
    if case.urgency is not Urgency.DANGER:
        return [phones[0] for phones in theirs]
    if telling.why is Why.STILL:
        theirs = [list({p.network: p for p in reversed(phones)}.values()) for phones in theirs]
    return [phone for phones in theirs for phone in phones]


def _find_send_time(context: Context, case: Case) -> datetime:
    """Find when to send: what is neither danger nor high does not wake anybody."""
    if case.urgency is Urgency.NORMAL:
        return move_out_of_night(context.now, context.plan.cases)
    return context.now


def _enqueue(
    context: Context, phone: ReachableChat, notice: Notice, key: str, due_at: datetime
) -> int | None:
    message = Outgoing(
        phone, (notice,), outbox.URGENT, seconds(context.now), seconds(due_at), key=key
    )
    return outbox.enqueue_once(context.tx, message)
