"""Filing a case, completing it, and passing on what is said in it."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.cases.actions import AuditEvent, CaseAction, CaseCommand
from domain.cases.case import CASE_ROLES, UNTIL_SHE_SAYS, Case, State, remove_excluded
from domain.cases.changes import repeat_danger
from domain.cases.duties import Duty, find_owed, hasten
from domain.cases.intake import Intake, Urgency
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.case_work import (
    CaseCalled,
    CaseDone,
    CaseNotFound,
    CasePassedOn,
    CaseReopened,
)
from domain.notices.intake import (
    IntakeCommune,
    IntakeKept,
    IntakeNumbers,
    IntakeOpened,
    IntakeSame,
    LeftOutLate,
)
from domain.org.levels import Level
from domain.people.roles import LEVEL_OF_ROLE
from services.cases.commands import carry_out, is_allowed, note_what_was_said, tell_of_words
from services.cases.concerned import tell_people
from services.cases.outside import note_told_outside
from services.cases.telling import (
    compute_response_due_at,
    decide_commune,
    find_line,
    make_clocks,
    move_to_commune,
    open_case,
    tell_first,
    tell_raised,
    wait_for_commune,
)
from services.context import Request
from services.people.posts import list_posts
from storage import people
from storage.cases import audit, case_messages, cases

ONE_ALARM = timedelta(minutes=30)
"""So long after an alarm the next of the same person may be about the same woman."""


def file_case(
    request: Request,
    intake: Intake,
    unit_id: int,
    *,
    again_since: datetime | None = None,
    begun_at: datetime | None = None,
    then: tuple[Notice, ...] = (),
    commune_known: bool = True,
    phone_is_safe: bool | None = None,
    commune_out: bool = False,
) -> tuple[Notice, ...]:
    """Open a case in this commune, or complete the one she opened since `again_since`.

    Returns `IntakeOpened`, or `IntakeKept` for a case that is not passed on, and then `then`;
    after a completion what somebody who is left out now had learnt before, if anything, and `then`.
    Alarms of somebody without a post become one case with a count, where they come soon after one
    another and from no other commune. `begun_at`: when she began to report it; a case that was
    opened since, for her silence, is this one.
    """
    if again_since is None and begun_at is not None:
        opened = _find_opened_for_silence(request, begun_at)
        if opened is not None:
            return _go_on_after_silence(
                request, opened, intake, unit_id, begun_at, then,
                commune_known=commune_known, commune_out=commune_out,
            )  # fmt: skip
    if again_since is None and intake.danger and (case := _find_same_alarm(request)) is not None:
        _count_alarm(request, case)
        return (IntakeOpened(case.id), *then)
    if again_since is not None and (case := _find_opened_since(request, again_since)) is not None:
        if not _is_elsewhere(request, case, unit_id, again_since):
            kept = _complete(
                request, case, intake, unit_id, phone_is_safe, again_since, commune_out=commune_out
            )
            return (*kept, *then)
        cases.save(request.tx, case, replace(case, alarms=case.alarms - 1))
    case = open_case(
        request,
        intake,
        unit_id,
        request.person_id,
        asks_commune=commune_known,
        commune_out=commune_out,
    )
    if phone_is_safe is not None:
        _keep_phone(request, case, phone_is_safe)
    said = IntakeOpened(case.id) if case.passed_on else IntakeKept(case.id)
    return (said, *then)


# --- which case it is ---------------------------------------------------------------------------


def find_recent_alarm(request: Request) -> Case | None:
    """Find the newest open case of danger that she reported within the last minutes."""
    since = request.now - ONE_ALARM
    mine = cases.load_reported_by(request.tx, request.person_id)
    alarms = [c for c in mine if c.urgency is Urgency.DANGER and c.is_readable]
    return next((c for c in reversed(alarms) if c.opened_at >= since), None)


def find_case_since(request: Request, since: datetime) -> int:
    """Find the id of the newest case that she reported since a moment, 0 if there is none."""
    mine = cases.load_reported_by(request.tx, request.person_id)
    return next((case.id for case in reversed(mine) if case.opened_at >= since), 0)


def _find_opened_for_silence(request: Request, begun_at: datetime) -> Case | None:
    mine = cases.load_reported_by(request.tx, request.person_id)
    return next((c for c in reversed(mine) if c.is_readable and c.opened_at >= begun_at), None)


def _go_on_after_silence(
    request: Request,
    case: Case,
    intake: Intake,
    unit_id: int,
    begun_at: datetime,
    then: tuple[Notice, ...],
    *,
    commune_known: bool,
    commune_out: bool,
) -> tuple[Notice, ...]:
    """Take her late answer into the case opened meanwhile, and call its officers: she is there.

    The commune waits for her word from now on, where it is known which it is.
    """
    kept = _complete(request, case, intake, unit_id, None, begun_at, commune_out=commune_out)
    if not intake.danger:
        return (*kept, IntakeOpened(case.id), *then)
    call_again(request, case)
    now = cases.load(request.tx, case.id) or case
    if commune_known and not commune_out and now.commune_at == UNTIL_SHE_SAYS:
        wait_for_commune(request, now)
    return (*kept, IntakeOpened(case.id), *then)


def _find_same_alarm(request: Request) -> Case | None:
    return None if list_posts(request) else find_recent_alarm(request)


def _find_opened_since(request: Request, since: datetime) -> Case | None:
    """Find the case that this conversation opened, or to which it added an alarm."""
    mine = [c for c in cases.load_reported_by(request.tx, request.person_id) if c.is_readable]
    found = next((c for c in reversed(mine) if c.opened_at >= since), None)
    if found is not None or list_posts(request):
        return found
    counted = [c for c in mine if c.alarms > 1 and c.opened_at >= since - ONE_ALARM]
    return counted[-1] if counted else None


def _is_elsewhere(request: Request, case: Case, unit_id: int, since: datetime) -> bool:
    """Tell whether an alarm counted in a case turns out to come from another commune."""
    known = request.units.unit(case.unit_id).level is Level.COMMUNE
    return case.opened_at < since and known and unit_id != case.unit_id and _is_commune(
        request, unit_id
    )  # fmt: skip


def _is_commune(request: Request, unit_id: int) -> bool:
    return request.units.unit(unit_id).level is Level.COMMUNE


def _count_alarm(request: Request, case: Case) -> None:
    """Count one more alarm; officers are told the 2nd, 4th, 8th time."""
    locked = cases.lock(request.tx, case.id) or case
    kept = cases.save(request.tx, locked, replace(locked, alarms=locked.alarms + 1))
    audit.append(request.tx, case.id, AuditEvent.ALARM, request.now, actor_id=request.person_id)
    if kept.alarms & (kept.alarms - 1) == 0:
        _tell_officers(request, kept, "again")


def _tell_officers(request: Request, case: Case, what: str) -> bool:
    whom: set[int] = {case.owner_id} if case.owner_id is not None else set()
    if not whom or (what == "again" and is_silent(case, request.now)):
        whom |= case.told - case.excluded
    return tell_people(request, whom, CaseCalled(case.id, what))


def call_again(request: Request, case: Case) -> bool:
    """Tell the officers of a case of danger that its reporter calls for help again.

    Returns False where none of them can be written to.
    """
    audit.append(request.tx, case.id, AuditEvent.ALARM, request.now, actor_id=request.person_id)
    called = _tell_officers(request, case, "again")
    locked = cases.lock(request.tx, case.id) or case
    cases.save(request.tx, locked, repeat_danger(locked, request.now, make_clocks(request)))
    return called


def is_silent(case: Case, now: datetime) -> bool:
    """Return True if whoever holds the case has not reached the woman, or is late with anything:
    a new cry must not go to her alone."""
    return find_owed(case.duties, Duty.CONTACT) is not None or case.is_overdue(now)


def say_it_is_the_same(
    request: Request, since: datetime, earlier_id: int, *, then: tuple[Notice, ...] = ()
) -> tuple[Notice, ...]:
    """Count the alarm she just gave with the case she had reported before.

    The case opened for it ends as its double, unless somebody has taken it meanwhile.
    """
    new, earlier = _find_opened_since(request, since), cases.lock(request.tx, earlier_id)
    hers = earlier is not None and earlier.reporter_id == request.person_id and earlier.is_open
    if new is None or earlier is None or not hers or new.id == earlier.id:
        return then
    _count_alarm(request, earlier)
    if new.owner_id is None:
        ended = replace(new, state=State.DUPLICATE, duplicate_of=earlier.id, duties=(),
                        closed_at=request.now, due_at=None, commune_at=None)  # fmt: skip
        cases.save(request.tx, new, ended)
        what, who = CaseAction.DUPLICATE, request.person_id
        audit.append(request.tx, new.id, what, request.now, actor_id=who,
                     detail={"to": earlier.id})  # fmt: skip
    return (IntakeSame(earlier.id), *then)


# --- completing it ------------------------------------------------------------------------------


def _complete(
    request: Request,
    case: Case,
    intake: Intake,
    unit_id: int,
    phone_is_safe: bool | None,
    since: datetime,
    *,
    commune_out: bool,
) -> tuple[Notice, ...]:
    """Add what is known now.

    Officers of another commune are told where the case moved there. If its owner must not learn
    of it, she loses it and the others are asked to take it. What somebody had learnt who is left
    out only now is said to the reporter, and told to the province.
    """
    locked = cases.lock(request.tx, case.id) or case
    after = replace(locked, intake=_merge(request, locked, intake, since))
    if _is_commune(request, unit_id) or not _is_commune(request, locked.unit_id):
        after = replace(after, unit_id=unit_id)
    raised = intake.danger and locked.urgency is not Urgency.DANGER
    if raised:
        duties = hasten(after.duties, request.now, make_clocks(request))
        after = replace(after, urgency=Urgency.DANGER, duties=duties)
    after = remove_excluded(after, compute_response_due_at(request, after.urgency))
    kept = cases.save(request.tx, locked, after)
    audit.append(request.tx, case.id, AuditEvent.COMPLETED, request.now, actor_id=request.person_id)
    if phone_is_safe is not None:
        kept = _keep_phone(request, kept, phone_is_safe)
    if locked.owner_id is not None and kept.owner_id is None:
        tell_people(request, kept.told - kept.excluded, CaseReopened(kept.id))
    late = _tell_of_late(request, kept, kept.excluded - locked.excluded)
    if kept.unit_id != locked.unit_id:
        move_to_commune(request, kept, commune_out=commune_out)
    elif raised:
        tell_raised(request, kept, request.person_id)
    elif late and not kept.told - kept.excluded:
        return (*late, *_tell_somebody_else(request, kept))
    return late


def _tell_somebody_else(request: Request, case: Case) -> tuple[Notice, ...]:
    """Tell whoever is left, since all who knew of it are left out now; she hears who that is, or
    that nobody is."""
    told = tell_first(request, case)
    numbers = (IntakeNumbers(),) if case.urgency is Urgency.DANGER else ()
    return (*numbers, IntakeOpened(told.id))


def _merge(request: Request, case: Case, intake: Intake, since: datetime) -> Intake:
    """Keep left out who was left out with the commune, and in a case that gathers alarms also what
    an earlier one told."""
    before = case.intake
    if before is None:
        return intake
    kept = _find_commune_officers(request, case) if case.commune_left_out else frozenset()
    if case.opened_at >= since:
        return replace(intake, excluded=intake.excluded | (before.excluded & kept))
    return replace(
        intake,
        kind=intake.kind or before.kind,
        child=before.child if intake.child is None else intake.child,
        contact=intake.contact if intake.contact.way is not None else before.contact,
        excluded=intake.excluded | before.excluded,
        note=intake.note or before.note,
    )


def _keep_phone(request: Request, case: Case, is_safe: bool) -> Case:
    """Keep whether what is pushed to the reporter's phone may say what it is about."""
    if case.phone_is_safe is is_safe:
        return case
    kept = cases.save(request.tx, case, replace(case, phone_is_safe=is_safe))
    audit.append(request.tx, case.id, AuditEvent.PHONE, request.now, actor_id=request.person_id)
    return kept


def decide_commune_of(
    request: Request, since: datetime, *, may_know: bool, then: tuple[Notice, ...] = ()
) -> tuple[Notice, ...]:
    """Tell the commune of the case she opened since then, or leave it out of every step.

    Returns `IntakeCommune` and then `then`; first what its officers had learnt, if they had.
    """
    found = _find_opened_since(request, since)
    case = None if found is None else cases.lock(request.tx, found.id)
    if case is None or not case.is_open:
        return then
    if may_know:
        case = cases.save(request.tx, case, replace(case, commune_left_out=False))
        decide_commune(request, case, may_know=True)
        return (IntakeCommune(case.id), *then)
    return (*leave_commune_out(request, case), *then)


def leave_commune_out(request: Request, case: Case) -> tuple[Notice, ...]:
    """Leave the commune out of every step of a case, and say what its officers had learnt."""
    case = cases.lock(request.tx, case.id) or case
    if case.commune_left_out:
        return (IntakeCommune(case.id),)
    left_out = case
    if case.intake is not None:
        knew = _find_commune_officers(request, case) & (case.told | _find_viewers(request, case))
        intake = replace(case.intake, excluded=case.intake.excluded | knew)
        due_at = compute_response_due_at(request, case.urgency)
        after = remove_excluded(replace(case, intake=intake), due_at)
        left_out = cases.save(request.tx, case, after)
    late = _tell_of_late(request, left_out, left_out.excluded - case.excluded)
    if case.owner_id is not None and left_out.owner_id is None:
        tell_people(request, left_out.told - left_out.excluded, CaseReopened(left_out.id))
    decide_commune(request, left_out, may_know=False)
    return (*late, IntakeCommune(case.id))


# --- who had learnt of it -----------------------------------------------------------------------


def _find_commune_officers(request: Request, case: Case) -> frozenset[int]:
    """Find who works on cases in the commune and at no higher level over it."""
    over = people.load_appointments(request.tx, find_line(request, case), CASE_ROLES)
    levels: dict[int, set[Level]] = {}
    for held in over:
        levels.setdefault(held.person_id, set()).add(LEVEL_OF_ROLE[held.post.role])
    return frozenset(who for who, held_at in levels.items() if held_at == {Level.COMMUNE})


def _find_viewers(request: Request, case: Case) -> frozenset[int]:
    log = audit.load_log(request.tx, case.id)
    return frozenset(e.actor_id for e in log if e.what == CaseAction.VIEW and e.actor_id)


def _tell_of_late(request: Request, case: Case, left_out: frozenset[int]) -> tuple[Notice, ...]:
    """Tell the province what these had learnt before they were left out; the same for her."""
    knew = left_out & (case.told | _find_viewers(request, case)) if left_out else frozenset()
    if not knew:
        return ()
    notice = LeftOutLate(case.id, tuple(sorted(knew)))
    over = people.load_appointments(request.tx, find_line(request, case), CASE_ROLES)
    province = {held.person_id for held in over if LEVEL_OF_ROLE[held.post.role] is Level.PROVINCE}
    tell_people(request, (case.told & province) - case.excluded, notice)
    return (notice,)


# --- words --------------------------------------------------------------------------------------


def say_in_case(
    request: Request,
    case_id: int,
    words: Confidential,
    *,
    more: bool = False,
    urgent: bool = False,
) -> tuple[Notice, ...]:
    """Keep the words in the vault and let the other side know that there are some.

    `urgent`: they tell of danger, so the case counts as one, or its officers are called again.
    Returns `CasePassedOn`, or `CaseNotFound` where it is not hers to say, or the case is closed; an
    officer's record of whom outside she told is kept as one and sent to nobody.
    """
    case = cases.load(request.tx, case_id)
    if case is None or not is_allowed(request, CaseAction.SAY, case) or not case.is_open:
        return (CaseNotFound(),)
    if request.person_id != case.reporter_id and note_told_outside(request, case, words):
        return (CaseDone(case.id, "noted_only"),)
    message_id = case_messages.say(request.tx, case, request.person_id, words, request.now)
    note_what_was_said(request, case)
    held = tell_of_words(request, case, message_id)
    if not urgent:
        return (CasePassedOn(case.id, nobody=not held, more=more),)
    called = _raise_or_call_again(request, case)
    said = CasePassedOn(case.id, nobody=not held, more=more, urgent=called)
    return (said,) if called else (said, IntakeNumbers())


def _raise_or_call_again(request: Request, case: Case) -> bool:
    if case.urgency is Urgency.DANGER:
        return call_again(request, case)
    raised = carry_out(request, case, CaseCommand(CaseAction.RAISE))
    return isinstance(raised, Case) and bool(raised.told)


def say_shown(request: Request, case_id: int, what: str) -> bool:
    """Tell the officers of her case that a photo or voice message came, which nobody can open.

    Returns False where none of them can be written to.
    """
    case = cases.load(request.tx, case_id)
    if case is None or case.reporter_id != request.person_id or not case.is_open:
        return False
    note_what_was_said(request, case)
    return _tell_officers(request, case, what)
