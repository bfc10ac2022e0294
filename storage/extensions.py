"""What staff granted a unit and all below it for one period: a later due day, a later lock.

Every extension is a row of its own, and taking one back is one too. The newest counts; who granted
the earlier ones, and why, stays known.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, insert, select

from storage.database import Transaction
from storage.schema import extension

DUE, OPEN, PAUSE = "due", "open", "pause"
UNDONE = "undone"
"""The reason of a row that takes back what was granted to its unit before."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension.

    `kind`: DUE, OPEN, or PAUSE (whoever wrote the row is not reminded before `until`). `until`: its
    last day. `reason`: a word for it (domain.notices.reopening), or UNDONE.
    """

    unit_id: int
    period: str
    kind: str
    until: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """An extension as it was granted: when (seconds), and by whom (a person's id, if known)."""

    extension: Extension
    at: float
    by: int | None


def grant(tx: Transaction, new: Extension, by: int | None, at: float) -> None:
    """Grant an extension, in place of earlier ones. `by`: a person's id; `at` in seconds."""
    what = {"unit_id": new.unit_id, "period": new.period, "kind": new.kind}
    values = {"until": new.until.isoformat(), "person_id": by, "at": at}
    tx.execute(insert(extension).values(**what, **values, reason=new.reason))


def load_granted(tx: Transaction, kind: str) -> list[Extension]:
    """Load the extensions of a kind that count, by unit."""
    return [one.extension for one in load_in_force(tx, kind)]


def load_in_force(tx: Transaction, kind: str) -> list[Granted]:
    """Load the extensions of a kind that count, by unit, with who granted them."""
    rows = _load(tx, extension.c.kind == kind)
    newest = {(row.extension.unit_id, row.extension.period): row for row in rows}
    return [row for row in newest.values() if row.extension.reason != UNDONE]


def load_history(tx: Transaction, kind: str, period: str) -> dict[int, list[Granted]]:
    """Load all that was granted for a period and taken back again, by unit, the oldest first."""
    found: dict[int, list[Granted]] = {}
    for row in _load(tx, extension.c.kind == kind, extension.c.period == period):
        found.setdefault(row.extension.unit_id, []).append(row)
    return found


def load_pauses(tx: Transaction, period: str = "") -> list[tuple[int, Extension]]:
    """Load by person of which report she asked not to be reminded; her newest wish counts.

    `period`: only of this one's.
    """
    only = (extension.c.period == period,) if period else ()
    # By unit: what one person wrote of a unit stands in its order.
    rows = _load(tx, extension.c.kind == PAUSE, *only)
    newest = {(row.by, row.extension.unit_id, row.extension.period): row for row in rows}
    return [(row.by, row.extension) for row in newest.values() if row.by is not None]


def _load(tx: Transaction, *which: ColumnElement[bool]) -> list[Granted]:
    columns = (
        extension.c.unit_id,
        extension.c.period,
        extension.c.kind,
        extension.c.until,
        extension.c.reason,
        extension.c.at,
        extension.c.person_id,
    )
    statement = select(*columns).where(*which).order_by(extension.c.unit_id, extension.c.id)
    return [
        Granted(Extension(*row[:3], date.fromisoformat(row[3]), row[4]), row[5], row[6])
        for row in tx.execute(statement)
    ]
