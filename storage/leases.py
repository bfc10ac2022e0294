"""Leases: a bot's polling and sending belong to one process at a time."""

from sqlalchemy import delete, or_, select

from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import lease


def hold(tx: Transaction, name: str, owner: str, now: float, until: float) -> bool:
    """Take or renew a lease; False while another owner's has not run out (wall-clock seconds)."""
    insert = upsert(tx, lease).values(name=name, owner=owner, until=until)
    taken = insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"owner": owner, "until": until},
        where=or_(lease.c.owner == owner, lease.c.until < now),
    ).returning(lease.c.name)
    return tx.execute(taken).first() is not None


def release(tx: Transaction, name: str, owner: str) -> None:
    """Give a lease back, so that the next process need not wait."""
    tx.execute(delete(lease).where(lease.c.name == name, lease.c.owner == owner))


def is_any_held(tx: Transaction, now: float) -> bool:
    """Return True if any process holds a lease (wall-clock seconds)."""
    return tx.execute(select(lease.c.name).where(lease.c.until > now)).first() is not None
