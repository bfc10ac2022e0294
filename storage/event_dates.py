"""The days that staff set for events whose days a plan leaves open."""

from datetime import date

from sqlalchemy import select

from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import event_date

Window = tuple[date, date]


def load_dates(tx: Transaction, plan: str) -> dict[str, Window | None]:
    """Load the first and last day by event; None: somebody said that it is not held."""
    columns = event_date.c.event, event_date.c.first, event_date.c.last
    statement = select(*columns).where(event_date.c.plan == plan)
    return {event: _to_window(*days) for event, *days in tx.execute(statement)}


def _to_window(first: str | None, last: str | None) -> Window | None:
    if first is None or last is None:
        return None
    return date.fromisoformat(first), date.fromisoformat(last)


def keep(
    tx: Transaction, plan: str, event: str, window: Window | None, *, by: int, at: float
) -> None:
    """Set an event's days, or None if it is not held; replaces what was set before."""
    first, last = (day.isoformat() for day in window) if window else (None, None)
    said = {"first": first, "last": last, "person_id": by, "at": at}
    statement = upsert(tx, event_date).values(plan=plan, event=event, **said)
    tx.execute(statement.on_conflict_do_update(index_elements=["plan", "event"], set_=said))
