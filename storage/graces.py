"""What staff granted a unit and all below it for one period: a later due day, a later lock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from storage.inserts import upsert
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


def grant(connection: Connection, granted: Grace, by: int | None, at: float) -> None:
    """Grant it, or change what was granted before. `by`: a person's id; `at` in seconds."""
    key = {"unit_id": granted.unit_id, "period": granted.period, "kind": granted.kind}
    values = {"until": granted.until.isoformat(), "person_id": by, "at": at}
    values |= {"reason": granted.reason}
    connection.execute(
        upsert(connection, grace)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def granted(connection: Connection, kind: str) -> list[Grace]:
    """Everything granted of a kind."""
    columns = (grace.c.unit_id, grace.c.period, grace.c.kind, grace.c.until, grace.c.reason)
    statement = select(*columns)
    rows = connection.execute(statement.where(grace.c.kind == kind).order_by(grace.c.unit_id))
    return [Grace(u, p, k, date.fromisoformat(until), why) for u, p, k, until, why in rows]


def latest(connection: Connection, line: Collection[int], period: str, kind: str) -> date | None:
    """The latest day granted to any of these units: a unit and those above it."""
    statement = select(func.max(grace.c.until)).where(
        grace.c.unit_id.in_(line), grace.c.period == period, grace.c.kind == kind
    )
    until = connection.execute(statement).scalar_one_or_none()
    return None if until is None else date.fromisoformat(until)
