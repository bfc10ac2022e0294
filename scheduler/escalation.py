"""Opening a case and telling officers of it, at first and when nobody took it.

Everything here happens in the caller's transaction and says its words through the outbox, under
keys that are used once: what is done again after a crash tells nobody twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from domain.cases.acts import Trace
from domain.cases.case import Case
from domain.cases.clock import out_of_night, response_due
from domain.cases.intake import Intake, Urgency
from domain.cases.ladder import Officer, Telling, Why, first_told, raised_told
from domain.cases.settings import CaseSettings
from domain.notices.base import Notice
from domain.notices.cases import CaseNobody, CaseToldOf, CaseUrgent, CaseWaiting
from domain.periods import Calendar
from storage import audit, cases, officers, outbox
from storage.database import Transaction
from storage.moments import seconds
from storage.officers import Phone
from storage.units import Units

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Desk:
    """What work on cases takes: the open transaction, the units, the province's rules, the time."""

    book: Transaction
    units: Units
    settings: CaseSettings
    calendar: Calendar
    now: datetime

    def due(self, urgency: Urgency) -> datetime:
        """When a response clock that starts now runs out."""
        return response_due(urgency, self.now, self.settings, self.calendar)

    def line(self, case: Case) -> tuple[int, ...]:
        """The case's unit and all above it, as `domain.cases.case.standings` wants them."""
        return self.units.line(case.unit_id, self.now.date())


def open_case(desk: Desk, intake: Intake, unit_id: int, reporter_id: int | None) -> Case:
    """Keep a new case and tell whoever is to be told first.

    The case that comes back says who was told (`told`; nobody where nobody can be reached, or
    where she did not agree that it is passed on).
    """
    due_at = desk.due(intake.urgency)
    case = cases.create(
        desk.book, intake, unit_id, reporter_id=reporter_id, now=desk.now, due_at=due_at
    )
    return tell_first(desk, case) if intake.passes_on else case


def tell_first(desk: Desk, case: Case) -> Case:
    """Tell whoever is to be told first: of a new case, or one that may be passed on now."""
    there = officers.officers_over(desk.book, desk.line(case))
    for telling in first_told(case, there, desk.settings):
        case = tell(desk, case, telling, there)
    return case


def tell_raised(desk: Desk, case: Case, by: int) -> Case:
    """Let the others know that a case has become urgent; one that nobody holds has its clock."""
    there = officers.officers_over(desk.book, desk.line(case))
    telling = raised_told(case, there, by)
    if telling is not None:
        return tell(desk, case, telling, there)
    due_at = desk.due(case.urgency) if case.owner_id is None else None
    return cases.save(desk.book, case, replace(case, due_at=due_at))


def tell(desk: Desk, case: Case, telling: Telling, there: list[Officer]) -> Case:
    """Tell these officers, start the response clock of one nobody holds anew, and write it into
    the trail."""
    raised = telling.why is Why.RAISED
    notice = CaseUrgent(case.id) if raised else CaseWaiting(case.id, telling.why.value)
    turn = "raised" if raised else case.rounds  # once in a case's life; once a round
    for phone in _phones(desk, case, telling.people):
        key = f"case/{case.id}/{turn}/{phone.person_id}/{phone.address_id}"
        row_id = _put(desk, phone, notice, key, _send_at(desk, case))
        if row_id is not None:
            cases.note_parcel(desk.book, case.id, phone.person_id, row_id)
    cases.tell(desk.book, case, telling.people, desk.now)
    due_at = desk.due(case.urgency) if case.owner_id is None else None
    after = replace(case, reached=telling.reached, due_at=due_at)
    kept = cases.save(desk.book, case, after)
    levels = {o.person_id: o.level.value for o in there}
    detail = {
        "people": ",".join(map(str, telling.people)),
        "level": ",".join(sorted({levels[who] for who in telling.people})),
        "why": telling.why.value,
    }
    audit.append(desk.book, case.id, Trace.TOLD, desk.now, detail=detail)
    return replace(kept, told=case.told | set(telling.people))


def tell_reporter(desk: Desk, case: Case, notice: CaseToldOf | CaseNobody) -> None:
    """Let whoever reported it, if anybody did, know what has become of it."""
    if case.reporter_id is None:
        return
    key = f"case/{case.id}/{case.rounds}/reporter/{desk.now.timestamp():.0f}"
    write_to(desk, case.reporter_id, notice, key)


def write_to(desk: Desk, person_id: int, notice: Notice, key: str) -> bool:
    """Write to a person on the phone she used last, once under this key; False: not this time."""
    phones = officers.phones_of(desk.book, [person_id]).get(person_id, [])
    return bool(phones) and _put(desk, phones[0], notice, key, desk.now) is not None


def _phones(desk: Desk, case: Case, people: tuple[int, ...]) -> list[Phone]:
    """In danger every phone of each, else the one she used last."""
    found = officers.phones_of(desk.book, people)
    if case.urgency is Urgency.DANGER:
        return [phone for who in people for phone in found.get(who, [])]
    return [found[who][0] for who in people if who in found]


def _send_at(desk: Desk, case: Case) -> datetime:
    """What is neither danger nor high does not wake anybody."""
    if case.urgency is Urgency.NORMAL:
        return out_of_night(desk.now, desk.settings)
    return desk.now


def _put(desk: Desk, phone: Phone, notice: Notice, key: str, due_at: datetime) -> int | None:
    row = {
        "address_id": phone.address_id,
        "network": phone.network,
        "bot": phone.bot,
        "priority": outbox.URGENT,
        "turn": None,
        "notices": _encode((notice,)).decode(),
        "created_at": seconds(desk.now),
        "due_at": seconds(due_at),
    }
    return outbox.put_once(desk.book, key, row)
