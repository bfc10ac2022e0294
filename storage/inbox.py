"""What came in: each update is taken once."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select

from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import inbox, set_aside

Key = tuple[str, str, str]
"""(network, bot, external id)"""


def take_new(tx: Transaction, keys: Sequence[Key], now: float) -> set[Key]:
    """Record the keys; return those that were never seen before."""
    if not keys:
        return set()
    statement = (
        upsert(tx, inbox)
        .on_conflict_do_nothing()
        .returning(inbox.c.network, inbox.c.bot, inbox.c.external_id)
    )
    rows = [{"network": n, "bot": b, "external_id": e, "received_at": now} for n, b, e in keys]
    return {(r[0], r[1], r[2]) for r in tx.execute(statement, rows)}


def keep_aside(tx: Transaction, rows: Iterable[dict[str, object]]) -> None:
    """Record updates that could not be read: their shape and the reason, never their words."""
    if rows := list(rows):
        tx.execute(insert(set_aside), rows)


def find_last_received(tx: Transaction) -> float | None:
    """When the last update came in, in seconds; None if none is remembered."""
    return tx.execute(select(func.max(inbox.c.received_at))).scalar()


def prune(tx: Transaction, before: float) -> int:
    """Forget keys received before a moment (networks repeat for a day at most); return how many."""
    return tx.execute(delete(inbox).where(inbox.c.received_at < before)).rowcount
