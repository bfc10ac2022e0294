"""What staff granted a unit and all below it for one period: a later due day, a later lock.

What is granted again is a row of its own. The newest counts; who granted the others, and why,
stays.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, insert, select

from storage.database import Transaction
from storage.schema import grace

DUE, OPEN = "due", "open"


@dataclass(frozen=True, slots=True)
class Grace:
    """One exception. `kind`: DUE or OPEN; `until` is the last day of it; `reason`: a word for it
    (domain.notices.reopening)."""

    unit_id: int
    period: str
    kind: str
    until: date
    reason: str = ""


def grant(tx: Transaction, granted: Grace, by: int | None, at: float) -> None:
    """Grant it, in place of what was granted before. `by`: a person's id; `at` in seconds."""
    what = {"unit_id": granted.unit_id, "period": granted.period, "kind": granted.kind}
    values = {"until": granted.until.isoformat(), "person_id": by, "at": at}
    tx.execute(insert(grace).values(**what, **values, reason=granted.reason))


def granted(tx: Transaction, kind: str) -> list[Grace]:
    """Everything that counts of a kind, by unit."""
    return _newest(tx, grace.c.kind == kind)


def latest(tx: Transaction, line: Collection[int], period: str, kind: str) -> date | None:
    """The latest day granted to any of these units: a unit and those above it."""
    counts = _newest(tx, grace.c.unit_id.in_(line), grace.c.period == period, grace.c.kind == kind)
    return max((each.until for each in counts), default=None)


def _newest(tx: Transaction, *which: ColumnElement[bool]) -> list[Grace]:
    columns = (grace.c.unit_id, grace.c.period, grace.c.kind, grace.c.until, grace.c.reason)
    rows = tx.execute(select(*columns).where(*which).order_by(grace.c.unit_id, grace.c.id))
    found = {row[:3]: Grace(*row[:3], date.fromisoformat(row[3]), row[4]) for row in rows}
    return list(found.values())
