"""Nobody lets a case drop: clocks that ran out, officers who cannot be reached, follow-ups.

Each case is seen to in a transaction of its own, under a lock and by its state at that moment;
what is said goes out under keys used once. Several processes at once tell nobody twice.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from domain.cases.acts import Trace
from domain.cases.case import Case
from domain.cases.ladder import STEPS, Officer, Telling, next_told, still_told
from domain.cases.settings import CaseSettings
from domain.notices.cases import CaseFollowUp, CaseNobody, CaseToldOf
from domain.periods import Calendar
from scheduler import case_owners
from scheduler.chores import Chore
from scheduler.escalation import Desk, tell, tell_reporter, write_to
from storage import audit, cases, officers
from storage.database import Database, Transaction
from storage.units import Units

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Office:
    """What the watch needs besides the database: the units and the province's rules."""

    units: Units
    settings: CaseSettings
    calendar: Calendar

    def desk(self, book: Transaction, now: datetime) -> Desk:
        """Work on cases in this transaction."""
        return Desk(book, self.units, self.settings, self.calendar, now)


def case_watch(office: Callable[[], Office]) -> Chore:
    """The chore that sees to all cases, once a minute of the product's clock."""
    return Chore("cases", lambda now: f"{now:%Y-%m-%dT%H:%M}", partial(watch, office))


def watch(office: Callable[[], Office], database: Database, now: datetime) -> None:
    """See to every case that needs it now; one that fails does not hold up the others."""
    desk_at = partial(office().desk, now=now)
    with database.read() as book:
        waiting = [
            (case_owners.see_to, case_id) for case_id in case_owners.to_see_to(desk_at(book))
        ]
        waiting += [(_raise, case.id) for case in _to_raise(desk_at(book))]
        waiting += [(_remind, case.id) for case in cases.follow_ups_due(book, now)]
    for see_to, case_id in waiting:
        try:
            with database.write() as book:
                see_to(desk_at(book), case_id)
        except Exception:
            log.exception("case %d could not be seen to; it is tried again", case_id)


# --- nobody took it ----------------------------------------------------------------------------


def _to_raise(desk: Desk) -> list[Case]:
    """Cases whose clock ran out, and those of whose officers nobody can be reached any more."""
    return [case for case in cases.unheld(desk.book) if _is_late(desk, case)]


def _is_late(desk: Desk, case: Case) -> bool:
    if case.due_at is not None and case.due_at <= desk.now:
        return True
    there = officers.officers_over(desk.book, desk.line(case))
    return next_told(case, there, desk.settings) is not None and not _reached(desk, case, there)


def _reached(desk: Desk, case: Case, there: Sequence[Officer]) -> bool:
    """Whether anybody who was told can be reached, and has or may still get the message."""
    told = case.told - case.excluded - cases.told_in_vain(desk.book, case.id)
    return any(officer.person_id in told for officer in there)


def _raise(desk: Desk, case_id: int) -> None:
    """Tell the next; when all were told, the highest once more; the reporter hears what is so."""
    case = cases.lock(desk.book, case_id)
    if case is None or not case.is_open or case.owner_id is not None or not _is_late(desk, case):
        return
    there = officers.officers_over(desk.book, desk.line(case))
    telling = next_told(case, there, desk.settings)
    if telling is not None:
        told = tell(desk, case, telling, there)
        tell_reporter(desk, told, CaseToldOf(case.id, _level(telling, there), telling.why.value))
        return
    case = cases.save(desk.book, case, replace(case, rounds=case.rounds + 1))
    _once_more(desk, case, there)


def _once_more(desk: Desk, case: Case, there: list[Officer]) -> None:
    again = still_told(case, there)
    if again is not None:
        case = tell(desk, case, again, there)
    else:
        due_at = desk.due(case.urgency)
        case = cases.save(desk.book, case, replace(case, due_at=due_at))
        audit.append(desk.book, case.id, Trace.NOBODY, desk.now)
    if _still_worth_saying(case.rounds):
        tell_reporter(desk, case, CaseNobody(case.id, told=again is not None))


def _still_worth_saying(rounds: int) -> bool:
    """The first, second, fourth, eighth time: the same words every half hour help nobody."""
    return rounds & (rounds - 1) == 0


def _level(telling: Telling, there: Sequence[Officer]) -> str:
    levels = {o.level for o in there if o.person_id in telling.people}
    return next(step.value for step in STEPS if step in levels)


# --- follow-ups --------------------------------------------------------------------------------


def _remind(desk: Desk, case_id: int) -> None:
    """Once for each planned moment; a missed one stays in the list of what is overdue."""
    case = cases.lock(desk.book, case_id)
    if case is None or case.owner_id is None or case.follow_up_at is None:
        return
    key = f"case/{case.id}/follow/{case.follow_up_at.timestamp():.0f}"
    notice = CaseFollowUp(case.id, case.follow_up_at)
    if write_to(desk, case.owner_id, notice, key):
        audit.append(desk.book, case.id, Trace.REMINDED, desk.now)
