"""What staff granted a unit and all below it for one period: a later due day, a later lock.

Every extension is a row of its own. The newest counts; who granted the earlier ones, and why,
stays known.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, insert, select

from storage.database import Transaction
from storage.schema import extension

DUE, OPEN, PAUSE = "due", "open", "pause"


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension.

    `kind`: DUE, OPEN, or PAUSE (whoever wrote the row is not reminded before `until`). `until`: its
    last day. `reason`: a word for it (domain.notices.reopening).
    """

    unit_id: int
    period: str
    kind: str
    until: date
    reason: str = ""


def grant(tx: Transaction, new: Extension, by: int | None, at: float) -> None:
    """Grant an extension, in place of earlier ones. `by`: a person's id; `at` in seconds."""
    what = {"unit_id": new.unit_id, "period": new.period, "kind": new.kind}
    values = {"until": new.until.isoformat(), "person_id": by, "at": at}
    tx.execute(insert(extension).values(**what, **values, reason=new.reason))


def load_granted(tx: Transaction, kind: str) -> list[Extension]:
    """Load the extensions of a kind that count, by unit."""
    return _load_newest(tx, extension.c.kind == kind)


def find_latest(tx: Transaction, line: Collection[int], period: str, kind: str) -> date | None:
    """Find the latest day granted to any of `line`: a unit and those above it."""
    counts = _load_newest(
        tx, extension.c.unit_id.in_(line), extension.c.period == period, extension.c.kind == kind
    )
    return max((each.until for each in counts), default=None)


def load_pauses(tx: Transaction) -> list[tuple[int, Extension]]:
    """Load by person of which report she asked not to be reminded; her newest wish counts."""
    columns = (
        extension.c.person_id,
        extension.c.unit_id,
        extension.c.period,
        extension.c.kind,
        extension.c.until,
    )
    statement = select(*columns).where(extension.c.kind == PAUSE).order_by(extension.c.id)
    newest = {row[:3]: row for row in tx.execute(statement)}
    return [(row[0], Extension(*row[1:4], date.fromisoformat(row[4]))) for row in newest.values()]


def _load_newest(tx: Transaction, *which: ColumnElement[bool]) -> list[Extension]:
    columns = (
        extension.c.unit_id,
        extension.c.period,
        extension.c.kind,
        extension.c.until,
        extension.c.reason,
    )
    rows = tx.execute(select(*columns).where(*which).order_by(extension.c.unit_id, extension.c.id))
    found = {row[:3]: Extension(*row[:3], date.fromisoformat(row[3]), row[4]) for row in rows}
    return list(found.values())
