"""Cases: their content is sealed; a change is saved over the version read, and in the audit log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import RowMapping, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from domain.cases.actions import AuditEvent, CaseAction, CaseCommand
from domain.cases.case import OPEN, Case, PendingAnswer, State, Wait
from domain.cases.duties import OF_THE_OWNER, Duties, Duty, Owed, begin
from domain.cases.intake import Intake, Urgency
from domain.org.levels import Level
from storage.cases import audit
from storage.cases import content as case_content
from storage.cases.content import Content
from storage.counters import next_number
from storage.database import Transaction
from storage.inserts import upsert
from storage.moments import moment, seconds
from storage.schema import case_duty, case_file, case_notice, case_told, outbox, subject
from storage.vault import VaultLocked, get_vault


class CaseMoved(Exception):
    """Somebody else changed the case meanwhile: load it again and decide anew."""


# --- reading ------------------------------------------------------------------------------------

_CASE = (
    select(case_file, subject.c.code.label("subject"))
    .join(subject, subject.c.id == case_file.c.subject_id)
    .order_by(case_file.c.opened_at, case_file.c.id)
)

# Asked for with every message that leaves about a case: built once.
_BY_ID = _CASE.where(case_file.c.id == bindparam("case_id"))
_BY_SUBJECT = _CASE.where(subject.c.code == bindparam("code"))
_LOCK = select(case_file.c.id).where(case_file.c.id == bindparam("case_id")).with_for_update()
_THESE: BindParameter[int] = bindparam("ids", expanding=True)
_DUTIES = select(case_duty).where(case_duty.c.case_id.in_(_THESE)).order_by(case_duty.c.since)
_TOLD = select(case_told.c.case_id, case_told.c.person_id).where(case_told.c.case_id.in_(_THESE))


def load(tx: Transaction, case_id: int) -> Case | None:
    """Load a case by its id."""
    found = _read_cases(tx, tx.execute(_BY_ID, {"case_id": case_id}).mappings().all())
    return found[0] if found else None


def find(tx: Transaction, number: str) -> Case | None:
    """Find a case by its number ("VV-25-0042")."""
    found = _load_cases(tx, case_file.c.number == number)
    return found[0] if found else None


def load_about_subject(tx: Transaction, code: str) -> list[Case]:
    """Load all cases about one data subject, by its code, the oldest first."""
    return _read_cases(tx, tx.execute(_BY_SUBJECT, {"code": code}).mappings().all())


def load_held_by(tx: Transaction, person_id: int) -> list[Case]:
    """Load the open cases that an officer holds, and those offered to her."""
    mine = or_(case_file.c.owner_id == person_id, case_file.c.wait_to == person_id)
    return _load_cases(tx, mine, _is_open())


def load_reported_by(tx: Transaction, person_id: int) -> list[Case]:
    """Load the open cases that a person reported."""
    return _load_cases(tx, case_file.c.reporter_id == person_id, _is_open())


def load_ended_of(tx: Transaction, person_id: int, since: datetime) -> list[Case]:
    """Load the cases that a person reported and that ended since then, the latest last."""
    ended = case_file.c.closed_at >= seconds(since)
    found = _load_cases(tx, case_file.c.reporter_id == person_id, ended, ~_is_open())
    return sorted(found, key=lambda case: (case.closed_at or case.opened_at, case.id))


def load_open_in(
    tx: Transaction,
    unit_ids: Sequence[int],
    *,
    unassigned: bool = False,
    overdue_at: datetime | None = None,
) -> list[Case]:
    """Load the open cases of these units (all, those nobody holds, those overdue), oldest first.

    Whoever lists them drops those she may not see (`domain.cases.actions.may`).
    """
    wanted = [case_file.c.unit_id.in_(unit_ids), _is_open()]
    if unassigned:
        wanted.append(case_file.c.owner_id.is_(None))
    if overdue_at is not None:
        late = case_duty.c.due_at <= seconds(overdue_at)
        wanted.append(case_file.c.id.in_(select(case_duty.c.case_id).where(late)))
    return _load_cases(tx, *wanted)


def find_due_duties(tx: Transaction, now: datetime, limit: int = 500) -> list[int]:
    """Find the ids of open cases in which somebody is to be told of a duty now, oldest first.

    Nothing of their content is read. The duty to take a case is not among these: its own clock
    does that.
    """
    statement = (
        select(case_duty.c.case_id)
        .join(case_file, case_file.c.id == case_duty.c.case_id)
        .where(case_duty.c.next_at <= seconds(now), _is_told_of(), _is_open())
        .group_by(case_duty.c.case_id)
        .order_by(func.min(case_duty.c.next_at))
        .limit(limit)
    )
    return list(tx.execute(statement).scalars())


def find_communes_due(tx: Transaction, now: datetime) -> list[int]:
    """Find the ids of open cases of danger of which the commune is to be told by now."""
    due = case_file.c.commune_at <= seconds(now)
    statement = select(case_file.c.id).where(due, _is_open()).order_by(case_file.c.commune_at)
    return list(tx.execute(statement).scalars())


def find_unheld(tx: Transaction) -> list[int]:
    """Find the ids of open cases that nobody holds and whose response clock runs, oldest first.

    Nothing of their content is read: a damaged case must not hide the others.
    """
    statement = (
        select(case_file.c.id)
        .where(case_file.c.owner_id.is_(None), case_file.c.due_at.is_not(None), _is_open())
        .order_by(case_file.c.opened_at, case_file.c.id)
    )
    return list(tx.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds an open case. `clock_runs`: she could not be reached when this was last checked."""

    id: int
    unit_id: int
    owner_id: int
    clock_runs: bool


def load_holdings(tx: Transaction) -> list[Holding]:
    """Load every open case that somebody holds, without its content."""
    statement = select(
        case_file.c.id, case_file.c.unit_id, case_file.c.owner_id, case_file.c.due_at.is_not(None)
    ).where(case_file.c.owner_id.is_not(None), _is_open())
    found = tx.execute(statement)
    return [Holding(case_id, unit_id, who, bool(late)) for case_id, unit_id, who, late in found]


def list_clocks(tx: Transaction, until: datetime) -> list[datetime]:
    """List the moments until then at which the watch over open cases has something to see to."""
    late = seconds(until)
    own = [case_file.c.due_at, case_file.c.commune_at]
    found = [
        at
        for column in own
        for at in tx.execute(select(column).where(column <= late, _is_open())).scalars()
    ]
    duties = (
        select(case_duty.c.next_at)
        .join(case_file, case_file.c.id == case_duty.c.case_id)
        .where(case_duty.c.next_at <= late, _is_told_of(), _is_open())
    )
    return [moment(at) for at in (*found, *tx.execute(duties).scalars())]


def load_opened_between(tx: Transaction, start: float, end: float) -> list[Case]:
    """Load all cases opened from one moment until before another (seconds), in whatever state."""
    return _load_cases(tx, case_file.c.opened_at >= start, case_file.c.opened_at < end)


def lock(tx: Transaction, case_id: int) -> Case | None:
    """Load a case and lock it until the commit."""
    tx.execute(_LOCK, {"case_id": case_id}).first()
    return load(tx, case_id)


def _is_told_of() -> ColumnElement[bool]:
    """Whether somebody is told of a duty when it is late, as domain.cases.duties says."""
    of_the_owner = case_duty.c.duty.in_([duty.value for duty in OF_THE_OWNER])
    held = or_(case_file.c.owner_id.is_not(None), ~of_the_owner)
    return and_(case_duty.c.duty != Duty.TAKE.value, held)


def _is_open() -> ColumnElement[bool]:
    return case_file.c.state.in_([state.value for state in OPEN])


def _load_cases(tx: Transaction, *wanted: ColumnElement[bool]) -> list[Case]:
    return _read_cases(tx, tx.execute(_CASE.where(*wanted)).mappings().all())


def _read_cases(tx: Transaction, rows: Sequence[RowMapping]) -> list[Case]:
    """Read cases with whom they were told to and what is owed in them."""
    ids = [row["id"] for row in rows]
    told, duties = _load_told(tx, ids), _load_duties(tx, ids)
    return [
        _read_case(tx, row, told.get(row["id"], frozenset()), duties.get(row["id"], ()))
        for row in rows
    ]


def _load_duties(tx: Transaction, ids: Sequence[int]) -> dict[int, Duties]:
    found: dict[int, list[Owed]] = {}
    for row in tx.execute(_DUTIES, {"ids": ids}).mappings() if ids else ():
        owed = Owed(
            Duty(row["duty"]),
            since=moment(row["since"]),
            due_at=moment(row["due_at"]),
            next_at=moment(row["next_at"]),
            told=row["told"],
        )
        found.setdefault(row["case_id"], []).append(owed)
    return {case_id: tuple(duties) for case_id, duties in found.items()}


def _load_told(tx: Transaction, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for case_id, person_id in tx.execute(_TOLD, {"ids": ids}) if ids else ():
        found.setdefault(case_id, set()).add(person_id)
    return {case_id: frozenset(people) for case_id, people in found.items()}


def _read_case(tx: Transaction, row: RowMapping, told: frozenset[int], duties: Duties) -> Case:
    """Read a case; one whose content cannot be opened is read without it, and says so."""
    content, is_readable = _open_content(tx, row)
    return Case(
        id=row["id"],
        number=row["number"],
        unit_id=row["unit_id"],
        state=State(row["state"]),
        urgency=Urgency(row["urgency"]),
        opened_at=moment(row["opened_at"]),
        subject=row["subject"],
        reporter_id=row["reporter_id"],
        owner_id=row["owner_id"],
        due_at=_to_moment(row["due_at"]),
        follow_up_at=_to_moment(row["follow_up_at"]),
        closed_at=_to_moment(row["closed_at"]),
        reached=Level(row["reached"]),
        told=told,
        rounds=row["rounds"],
        pending=_read_pending(row, content.reason),
        duplicate_of=row["duplicate_of"],
        intake=content.intake,
        services=content.services,
        helps=content.helps,
        version=row["version"],
        duties=duties,
        commune_at=_to_moment(row["commune_at"]),
        commune_left_out=bool(row["commune_left_out"]),
        phone_is_safe=row["phone_is_safe"],
        alarms=row["alarms"],
        is_readable=is_readable,
    )


def _open_content(tx: Transaction, row: RowMapping) -> tuple[Content, bool]:
    """Open the sealed content of a case; whether it could be. One damaged row must not hide the
    others (docs/adr/0020)."""
    if not row["content"]:
        return Content(), True
    try:
        opened = get_vault(tx).open(row["content"], make_aad(row["number"]))
        return case_content.unpack(opened), True
    except (VaultLocked, ValueError):
        return Content(), False


def _read_pending(row: RowMapping, reason: str) -> PendingAnswer | None:
    if row["wait"] is None:
        return None
    return PendingAnswer(
        Wait(row["wait"]),
        row["wait_by"],
        row["wait_to"],
        row["wait_unit_id"],
        row["wait_ending"] or "",
        row["wait_double_of"],
        reason,
    )


def _to_moment(stored: float | None) -> datetime | None:
    return None if stored is None else moment(stored)


def make_aad(number: str) -> str:
    """Make the additional authenticated data of a case's content."""
    return f"case/{number}"


# --- writing ------------------------------------------------------------------------------------


def create(
    tx: Transaction,
    intake: Intake,
    unit_id: int,
    *,
    reporter_id: int | None,
    now: datetime,
    due_at: datetime | None,
    phone_is_safe: bool | None = None,
) -> Case:
    """Store a new case about a new data subject. This tells nobody of it.

    If the data subject did not agree to pass it on, and it need not be, it is only kept, and
    nothing is owed until it is.
    """
    number = f"VV-{now:%y}-{next_number(tx, f'case/{now.year}'):04}"
    passes_on = intake.passes_on
    content = case_content.pack(Content(intake))
    row = {
        "number": number,
        "unit_id": unit_id,
        "subject_id": _create_subject(tx, now),
        "reporter_id": reporter_id,
        "state": (State.NEW if passes_on else State.KEPT).value,
        "urgency": intake.urgency.value,
        "reached": Level.COMMUNE.value,
        "opened_at": seconds(now),
        "due_at": seconds(due_at) if passes_on and due_at is not None else None,
        "content": get_vault(tx).seal(content, make_aad(number)),
        "phone_is_safe": phone_is_safe,
    }
    case_id = tx.execute(insert(case_file).returning(case_file.c.id), row).scalar_one()
    if passes_on and due_at is not None:
        _save_duties(tx, case_id, (), begin((), Duty.TAKE, now, due_at))
    audit.append(tx, case_id, AuditEvent.OPENED, now, actor_id=reporter_id)
    return _require(load(tx, case_id))


def _create_subject(tx: Transaction, now: datetime) -> int:
    code = f"PN-{now:%y}-{next_number(tx, f'subject/{now.year}'):04}"
    statement = insert(subject).returning(subject.c.id)
    row = {"code": code, "created_at": seconds(now)}
    return int(tx.execute(statement, row).scalar_one())


def record(
    tx: Transaction, before: Case, after: Case, command: CaseCommand, actor_id: int, now: datetime
) -> Case:
    """Save what a command made of a case (`domain.cases.actions.decide`), and log the action.

    Raises CaseMoved if the case is no longer as `before`.
    """
    kept = save(tx, before, after)
    if command.action is CaseAction.JOIN and command.to is not None:
        return _join(tx, kept, command, actor_id, now)
    audit.append(
        tx, before.id, command.action, now, actor_id=actor_id, detail=_build_detail(command)
    )
    return kept


def record_view(tx: Transaction, case: Case, actor_id: int, now: datetime) -> None:
    """Log that somebody read what a case says."""
    audit.append(tx, case.id, CaseAction.VIEW, now, actor_id=actor_id)


def save(tx: Transaction, before: Case, after: Case) -> Case:
    """Save a case's new state over the version that was read; raises CaseMoved.

    Whoever saves must write the audit log too: `record` does so for people's commands.
    """
    if before == after:
        return after
    statement = (
        update(case_file)
        .where(case_file.c.id == before.id, case_file.c.version == before.version)
        .values(**_to_columns(after), version=before.version + 1)
    )
    if before.is_readable and _build_content(after) != _build_content(before):
        content = case_content.pack(_build_content(after))
        sealed = get_vault(tx).seal(content, make_aad(after.number))
        statement = statement.values(content=sealed)
    if tx.execute(statement).rowcount != 1:
        raise CaseMoved(before.number)
    _save_duties(tx, before.id, before.duties, after.duties)
    return _require(load(tx, before.id))


def _build_content(case: Case) -> Content:
    reason = "" if case.pending is None else case.pending.reason
    return Content(case.intake, case.services, case.helps, reason)


def _save_duties(tx: Transaction, case_id: int, before: Duties, after: Duties) -> None:
    """Store what is owed now; only what changed is written."""
    gone = [owed.duty.value for owed in before if owed not in after]
    if gone:
        tx.execute(
            delete(case_duty).where(case_duty.c.case_id == case_id, case_duty.c.duty.in_(gone))
        )
    rows = [
        {
            "case_id": case_id,
            "duty": owed.duty.value,
            "since": seconds(owed.since),
            "due_at": seconds(owed.due_at),
            "next_at": seconds(owed.next_at),
            "told": owed.told,
        }
        for owed in after
        if owed not in before
    ]
    if rows:
        tx.execute(insert(case_duty), rows)


def _to_columns(case: Case) -> dict[str, object]:
    pending = case.pending
    return {
        "unit_id": case.unit_id,
        "owner_id": case.owner_id,
        "state": case.state.value,
        "urgency": case.urgency.value,
        "reached": case.reached.value,
        "rounds": case.rounds,
        "due_at": _to_seconds(case.due_at),
        "follow_up_at": _to_seconds(case.follow_up_at),
        "closed_at": _to_seconds(case.closed_at),
        "duplicate_of": case.duplicate_of,
        "wait": None if pending is None else pending.wait.value,
        "wait_by": None if pending is None else pending.by,
        "wait_to": None if pending is None else pending.to,
        "wait_unit_id": None if pending is None else pending.unit_id,
        "wait_ending": None if pending is None else pending.ending or None,
        "wait_double_of": None if pending is None else pending.double_of,
        "commune_at": _to_seconds(case.commune_at),
        "commune_left_out": case.commune_left_out,
        "phone_is_safe": case.phone_is_safe,
        "alarms": case.alarms,
    }


def _to_seconds(at: datetime | None) -> float | None:
    return None if at is None else seconds(at)


def _build_detail(command: CaseCommand) -> audit.Detail:
    """What belongs to a command, for the audit log, where it is sealed."""
    found: dict[str, str | int] = {}
    for name in ("to", "unit_id", "service", "service_state", "help", "outside"):
        value = getattr(command, name)
        if value is not None:
            found[name] = value.value if isinstance(value, StrEnum) else value
    if command.at is not None:
        found["at"] = command.at.isoformat()
    if command.reached is not None:
        found["reached"] = int(command.reached)
    if command.reason:
        found["reason"] = command.reason.reveal()
    return found


def _join(tx: Transaction, case: Case, command: CaseCommand, actor_id: int, now: datetime) -> Case:
    """Give this case, and all that shared its code, the code of the other: one data subject.

    The audit log of each case that changes says so, with the code it had.
    """
    code = select(case_file.c.subject_id)
    hers, others = (tx.execute(code.where(case_file.c.id == c)) for c in (case.id, command.to))
    before, after = hers.scalar_one(), others.scalar_one()
    statement = update(case_file).where(case_file.c.subject_id == before).values(subject_id=after)
    changed = tx.execute(statement.returning(case_file.c.id)).scalars()
    detail = {**_build_detail(command), "from": case.subject}
    for case_id in sorted(changed):
        audit.append(tx, case_id, command.action, now, actor_id=actor_id, detail=detail)
    return _require(load(tx, case.id))


def spoil(tx: Transaction, number: str) -> None:
    """Spoil what is sealed of a case, as a fault of a disk would; only transcripts do."""
    tx.execute(update(case_file).where(case_file.c.number == number).values(content="damaged"))


def record_told(tx: Transaction, case: Case, people: Collection[int], now: datetime) -> None:
    """Record who was told of a case; for those told before nothing changes."""
    rows = [{"case_id": case.id, "person_id": who, "at": seconds(now)} for who in people]
    if rows:
        tx.execute(upsert(tx, case_told).on_conflict_do_nothing(), rows)


def record_notice(tx: Transaction, case_id: int, person_id: int, outbox_id: int) -> None:
    """Record by which message an officer is told, so that it is known whether it arrived."""
    row = {"outbox_id": outbox_id, "case_id": case_id, "person_id": person_id}
    tx.execute(insert(case_notice), row)


def find_unreached_officers(tx: Transaction, case_id: int) -> frozenset[int]:
    """Find the officers for whom every message about this case was given up."""
    statement = (
        select(case_notice.c.person_id)
        .join(outbox, outbox.c.id == case_notice.c.outbox_id)
        .where(case_notice.c.case_id == case_id)
        .group_by(case_notice.c.person_id)
        .having(func.min(outbox.c.state) == "dead", func.max(outbox.c.state) == "dead")
    )
    return frozenset(tx.execute(statement).scalars())


def _require(case: Case | None) -> Case:
    if case is None:
        raise LookupError("a case just written is not there")
    return case
