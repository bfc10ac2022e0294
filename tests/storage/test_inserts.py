"""Inserts that differ between the two databases."""

from sqlalchemy import select

from storage.database import Transaction
from storage.inserts import insert_in_order, upsert
from storage.schema import counter, person


def test_ids_come_in_the_order_of_the_rows(tx: Transaction) -> None:
    names = [f"Chị {n}" for n in range(300)]
    ids = insert_in_order(tx, person, [{"name": name, "created_at": 1.0} for name in names])
    stored = dict(tx.execute(select(person.c.id, person.c.name)).all())
    assert [stored[i] for i in ids] == names
    assert insert_in_order(tx, person, []) == []


def test_an_upsert_replaces_or_leaves_what_is_there(tx: Transaction) -> None:
    insert = upsert(tx, counter)
    first = insert.values(name="a", value=1)
    tx.execute(first)
    tx.execute(insert.values(name="a", value=2).on_conflict_do_nothing())
    stored = select(counter.c.value).where(counter.c.name == "a")
    assert tx.execute(stored).scalar_one() == 1
    newer = insert.values(name="a", value=3)
    tx.execute(newer.on_conflict_do_update(index_elements=["name"], set_={"value": 3}))
    assert tx.execute(stored).scalar_one() == 3
