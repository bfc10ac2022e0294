"""Running numbers: each name counts for itself."""

from storage.counters import next_number
from storage.database import Database, Transaction


def test_each_name_counts_for_itself(tx: Transaction) -> None:
    assert [next_number(tx, name) for name in ("a", "a", "b", "a")] == [1, 2, 1, 3]


def test_a_number_that_is_rolled_back_is_drawn_again(database: Database) -> None:
    with database.write() as tx:
        assert next_number(tx, "a") == 1
    with database.write() as tx:
        nested = tx.begin_nested()
        assert next_number(tx, "a") == 2
        nested.rollback()
    with database.write() as tx:
        assert next_number(tx, "a") == 2
