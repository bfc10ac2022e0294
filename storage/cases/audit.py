"""The audit log of cases: who saw or changed what, and when; one chain of hashes for each case.

Each row's hash covers the one before it, so a row that was changed, inserted or removed is
noticed (`storage.cases.audit_check`). What an event says in words is sealed; the chain covers its
salted digest, so it holds when keys are rotated and when the content is erased.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, func, insert, select, update

from storage.database import Transaction
from storage.moments import moment, seconds
from storage.schema import case_event, case_file
from storage.vault import get_vault

FIRST = "0" * 64
"""Stands for the hash before the first row of a chain."""

Detail = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row of an audit log. `detail` is confidential; empty if there is none or it is erased."""

    seq: int
    at: datetime
    actor_id: int | None
    what: str
    detail: Detail


def append(
    tx: Transaction,
    case_id: int,
    what: StrEnum,
    now: datetime,
    *,
    actor_id: int | None = None,
    detail: Detail | None = None,
) -> None:
    """Append an event to a case's audit log. `actor_id`: None if the product did it by itself."""
    counted = (
        update(case_file)
        .where(case_file.c.id == case_id)
        .values(events=case_file.c.events + 1)
        .returning(case_file.c.events)
    )
    # The row stays locked until the commit: two who look at once are written one after the other.
    seq = int(tx.execute(counted).scalar_one())
    packed = _pack(detail)
    row = {
        "case_id": case_id,
        "seq": seq,
        "at": seconds(now),
        "actor_id": actor_id,
        "what": what.value,
        "digest": digest_of(packed),
        "previous": _last_hash(tx, case_id, seq),
    }
    sealed = get_vault(tx).seal(packed, make_aad(case_id, seq)) if packed else ""
    tx.execute(insert(case_event), {**row, "sealed": sealed, "hash": hash_of(row)})


_LOG = (  # built once: asked for with every message about a case
    select(case_event)
    .where(case_event.c.case_id == bindparam("case_id"))
    .order_by(case_event.c.seq)
)


def load_log(tx: Transaction, case_id: int) -> list[AuditEntry]:
    """Load a case's audit log, the oldest event first, with its details opened."""
    rows = tx.execute(_LOG, {"case_id": case_id}).mappings()
    vault = get_vault(tx)
    return [
        AuditEntry(
            row["seq"],
            moment(row["at"]),
            row["actor_id"],
            row["what"],
            unpack(
                vault.open(row["sealed"], make_aad(case_id, row["seq"])) if row["sealed"] else ""
            ),
        )
        for row in rows
    ]


def find_last_of(
    tx: Transaction, case_id: int, events: Sequence[StrEnum]
) -> tuple[str, datetime] | None:
    """Find which of these events was last written into a case's audit log, and when."""
    statement = select(case_event.c.what, case_event.c.at).where(
        case_event.c.case_id == case_id, case_event.c.what.in_([each.value for each in events])
    )
    row = tx.execute(statement.order_by(case_event.c.seq.desc()).limit(1)).first()
    return None if row is None else (row[0], moment(row[1]))


def find_last_moment(tx: Transaction, case_id: int, what: StrEnum) -> datetime | None:
    """Find when such an event was last written into a case's audit log; None if it never was."""
    last = find_last_of(tx, case_id, (what,))
    return None if last is None else last[1]


def find_newest_id(tx: Transaction) -> int:
    """Find the id of the newest row of all audit logs, 0 if there is none: it grows with each."""
    return int(tx.execute(select(func.max(case_event.c.id))).scalar() or 0)


def find_cases_with(tx: Transaction, what: StrEnum, case_ids: Sequence[int]) -> set[int]:
    """Find those of these cases in whose audit log such an event stands."""
    statement = select(case_event.c.case_id).where(
        case_event.c.what == what.value, case_event.c.case_id.in_(case_ids)
    )
    return set(tx.execute(statement).scalars()) if case_ids else set()


def make_aad(case_id: int, seq: int) -> str:
    """Make the additional authenticated data of an event's detail."""
    return f"event/{case_id}/{seq}"


def hash_of(row: Mapping[str, object]) -> str:
    """Hash a row: all that must stay as it is, including the hash of the row before it."""
    names = ("case_id", "seq", "at", "actor_id", "what", "digest", "previous")
    text = json.dumps([row[name] for name in names], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(packed: str) -> str:
    """The digest of a detail as it was before it was sealed; "" if there is none."""
    return hashlib.sha256(packed.encode()).hexdigest() if packed else ""


def unpack(packed: str) -> Detail:
    """Read a detail, without its salt."""
    if not packed:
        return {}
    detail: dict[str, str | int] = json.loads(packed)
    return {name: value for name, value in detail.items() if name != "salt"}


def _pack(detail: Detail | None) -> str:
    """Add a salt: once the detail is erased, nobody can find it by trying."""
    if not detail:
        return ""
    return json.dumps({"salt": secrets.token_hex(16), **detail}, ensure_ascii=False)


def _last_hash(tx: Transaction, case_id: int, seq: int) -> str:
    if seq == 1:
        return FIRST
    statement = select(case_event.c.hash).where(
        case_event.c.case_id == case_id, case_event.c.seq == seq - 1
    )
    return str(tx.execute(statement).scalar_one())
