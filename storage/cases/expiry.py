"""Expiry: what a case says is erased after its time, with a proof; the skeleton stays.

Its number, unit, states, moments and its audit log without details stay: enough to count it and
to show when it was erased, by an event of the log that holds a hash of what was there.
"""

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from domain.cases.actions import AuditEvent
from domain.cases.case import OPEN
from storage.cases import audit
from storage.database import Transaction
from storage.moments import moment, seconds
from storage.schema import case_event, case_file, case_message


@dataclass(frozen=True, slots=True)
class EndedCase:
    """A case that ended at `closed_at` and whose content is to be erased."""

    id: int
    number: str
    closed_at: datetime


def subtract_months(now: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last day of that month if it is shorter."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))


def load_ended_before(tx: Transaction, before: datetime) -> list[EndedCase]:
    """Load cases that ended before a moment (or were never passed on) and are not erased yet."""
    since = func.coalesce(case_file.c.closed_at, case_file.c.opened_at)
    statement = (
        select(case_file.c.id, case_file.c.number, since)
        .where(
            case_file.c.state.not_in([state.value for state in OPEN]),
            since < seconds(before),
            case_file.c.erased_at.is_(None),
        )
        .order_by(case_file.c.id)
    )
    return [EndedCase(i, number, moment(at)) for i, number, at in tx.execute(statement)]


def expire(tx: Transaction, now: datetime, keep_months: int) -> list[tuple[EndedCase, str]]:
    """Erase the content of cases whose time is over; return each with the proof."""
    due = load_ended_before(tx, subtract_months(now, keep_months))
    return [(case, erase(tx, case.id, now)) for case in due]


def erase(tx: Transaction, case_id: int, now: datetime) -> str:
    """Erase what a case says: content, details of its audit log, messages; return the proof.

    The proof is the SHA-256 of all sealed texts that were erased, in their order; the audit log
    holds it.
    """
    proof, count = _compute_proof(tx, case_id)
    tx.execute(
        update(case_file)
        .where(case_file.c.id == case_id)
        .values(content="", erased_at=seconds(now), version=case_file.c.version + 1)
    )
    for table in (case_event, case_message):
        tx.execute(update(table).where(table.c.case_id == case_id).values(sealed=""))
    detail: audit.Detail = {"proof": proof, "texts": count}
    audit.append(tx, case_id, AuditEvent.EXPIRED, now, detail=detail)
    return proof


def _compute_proof(tx: Transaction, case_id: int) -> tuple[str, int]:
    statements: list[Any] = [select(case_file.c.content).where(case_file.c.id == case_id)]
    for table in (case_event, case_message):
        mine = select(table.c.sealed).where(table.c.case_id == case_id, table.c.sealed != "")
        statements.append(mine.order_by(table.c.id))
    texts = [text for each in statements for text in tx.execute(each).scalars() if text]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest(), len(texts)
