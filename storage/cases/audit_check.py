"""Checks that the audit logs of cases are as they were written, and anchors them by day.

An anchor covers the last row of every case that had one on a day, and the anchor before it. If it
is noted outside the database (`sohoi audit verify` prints the newest), it also proves that nobody
wrote all chains anew.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import RowMapping, func, select

from domain.periods import VIETNAM
from storage.cases import audit, sealed_check
from storage.cases.audit import FIRST
from storage.database import Transaction
from storage.inserts import upsert
from storage.moments import moment, seconds
from storage.schema import audit_anchor, case_event, case_file
from storage.vault import VaultLocked, get_vault

SETTLED = timedelta(minutes=30)
"""How long after midnight a day is anchored: what was under way is committed by then."""


@dataclass(frozen=True, slots=True)
class AuditFault:
    """Something that is not as it was written: in which case (number) or on which day, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked. `newest`: day and hash of the newest anchor, both "" if there is none."""

    cases: int
    events: int
    anchors: int
    newest: tuple[str, str]
    faults: tuple[AuditFault, ...]


def verify(tx: Transaction) -> Verdict:
    """Check every chain and every anchor, and open all that is sealed. Reads all of it."""
    numbers = select(case_file.c.id, case_file.c.number, case_file.c.events, case_file.c.erased_at)
    known: dict[int, Any] = {row.id: row for row in tx.execute(numbers.order_by(case_file.c.id))}
    faults: list[AuditFault] = []
    events = 0
    for case_id, rows in _read_by_case(tx):
        events += len(rows)
        faults += _check_chain(tx, known.pop(case_id, None), rows)
    faults += [AuditFault(row.number, "its audit log is gone") for row in known.values()]
    faults += [
        AuditFault(each.where, f"cannot be opened ({each.table})")
        for each in sealed_check.find_unopened(tx)
    ]
    anchors = tx.execute(select(audit_anchor).order_by(audit_anchor.c.day)).mappings().all()
    faults += _check_anchors(tx, anchors)
    newest = (anchors[-1]["day"], anchors[-1]["hash"]) if anchors else ("", "")
    count = tx.execute(select(func.count()).select_from(case_file)).scalar_one()
    return Verdict(count, events, len(anchors), newest, tuple(faults))


def _read_by_case(tx: Transaction) -> Iterator[tuple[int, list[RowMapping]]]:
    statement = select(case_event).order_by(case_event.c.case_id, case_event.c.seq)
    rows: list[RowMapping] = []
    for row in tx.execute(statement).mappings():
        if rows and rows[0]["case_id"] != row["case_id"]:
            yield rows[0]["case_id"], rows
            rows = []
        rows.append(row)
    if rows:
        yield rows[0]["case_id"], rows


def _check_chain(
    tx: Transaction, case: Any | None, rows: Sequence[RowMapping]
) -> Iterator[AuditFault]:
    if case is None:
        yield AuditFault(f"case {rows[0]['case_id']}", "has an audit log and is gone")
        return
    previous = FIRST
    for expected, row in enumerate(rows, 1):
        where = f"{case.number} row {row['seq']}"
        if row["seq"] != expected:
            yield AuditFault(where, f"stands where row {expected} should")
            return
        if row["previous"] != previous or audit.hash_of(dict(row)) != row["hash"]:
            yield AuditFault(where, "is not as it was written")
        if not _opens(tx, row, erased=case.erased_at is not None):
            yield AuditFault(where, "has a detail that is not as it was written")
        previous = row["hash"]
    if case.events != len(rows):
        yield AuditFault(case.number, f"has {len(rows)} of {case.events} rows")


def _opens(tx: Transaction, row: RowMapping, *, erased: bool) -> bool:
    """Return True if the sealed detail is what the chain covers.

    When the case's content is erased, the detail is too, and its digest stays.
    """
    if not row["sealed"]:
        return erased or not row["digest"]
    try:
        packed = get_vault(tx).open(row["sealed"], audit.make_aad(row["case_id"], row["seq"]))
    except (VaultLocked, ValueError):
        return False
    return bool(audit.digest_of(packed) == row["digest"])


def _check_anchors(tx: Transaction, anchors: Iterable[RowMapping]) -> Iterator[AuditFault]:
    previous = FIRST
    for anchor in anchors:
        found = _compute_anchor(tx, date.fromisoformat(anchor["day"]), previous)
        if any(found[name] != anchor[name] for name in found):
            yield AuditFault(anchor["day"], "does not hold what was anchored that day")
        previous = anchor["hash"]


# --- anchoring ----------------------------------------------------------------------------------


def anchor(tx: Transaction, now: datetime) -> list[str]:
    """Anchor every day that is over, had events and has no anchor yet; return these days (ISO)."""
    newest = tx.execute(
        select(audit_anchor.c.day, audit_anchor.c.hash).order_by(audit_anchor.c.day.desc()).limit(1)
    ).first()
    previous = FIRST if newest is None else newest.hash
    since = 0.0 if newest is None else _end(date.fromisoformat(newest.day))
    done = []
    for day in _find_settled_days(tx, since, seconds(now - SETTLED)):
        row = _compute_anchor(tx, day, previous)
        kept = {**row, "day": day.isoformat(), "made_at": seconds(now)}
        # Another process may have been first: it anchored the same.
        tx.execute(upsert(tx, audit_anchor).on_conflict_do_nothing(), kept)
        previous = str(row["hash"])
        done.append(day.isoformat())
    return done


def _find_settled_days(tx: Transaction, since: float, until: float) -> list[date]:
    """Find days with events that begin at or after one moment and end by another."""
    statement = select(case_event.c.at).where(case_event.c.at >= since, case_event.c.at < until)
    days = sorted({moment(at).date() for at in tx.execute(statement).scalars()})
    return [day for day in days if _end(day) <= until]


def _compute_anchor(tx: Transaction, day: date, previous: str) -> dict[str, object]:
    """Compute the anchor of a day from the audit logs."""
    start = seconds(datetime.combine(day, time(), VIETNAM))
    inside = (case_event.c.at >= start, case_event.c.at < _end(day))
    last = select(
        case_event.c.case_id, func.max(case_event.c.seq).label("seq"), func.count().label("n")
    )
    lasts = last.where(*inside).group_by(case_event.c.case_id).subquery()
    heads = tx.execute(
        select(lasts.c.case_id, lasts.c.seq, lasts.c.n, case_event.c.hash)
        .join(
            case_event,
            (case_event.c.case_id == lasts.c.case_id) & (case_event.c.seq == lasts.c.seq),
        )
        .order_by(lasts.c.case_id)
    ).all()
    lines = [previous, *(f"{row.case_id}:{row.seq}:{row.hash}" for row in heads)]
    return {
        "cases": len(heads),
        "events": sum(row.n for row in heads),
        "previous": previous,
        "hash": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    }


def _end(day: date) -> float:
    return seconds(datetime.combine(day + timedelta(days=1), time(), VIETNAM))
