"""Running numbers: each name counts for itself, without gaps (a rolled back number is reused)."""

from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import counter


def next_number(tx: Transaction, name: str) -> int:
    """Draw the next number of a name: 1, 2, 3, …"""
    statement = upsert(tx, counter).values(name=name, value=1)
    counted = statement.on_conflict_do_update(
        index_elements=["name"], set_={"value": counter.c.value + 1}
    ).returning(counter.c.value)
    return int(tx.execute(counted).scalar_one())
