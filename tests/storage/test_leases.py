"""Leases: one owner at a time, until they run out."""

from storage import leases
from storage.database import Database


def test_a_lease_is_one_owner_s_until_it_runs_out(database: Database) -> None:
    with database.write() as tx:
        assert leases.hold(tx, "telegram/1", "first", now=0, until=10)
        assert not leases.hold(tx, "telegram/1", "second", now=5, until=15)
        assert leases.hold(tx, "telegram/1", "first", now=9, until=19)
        assert leases.hold(tx, "telegram/1", "second", now=20, until=30)
        assert not leases.hold(tx, "telegram/1", "first", now=21, until=31)


def test_a_released_lease_is_free_at_once(database: Database) -> None:
    with database.write() as tx:
        leases.hold(tx, "telegram/1", "first", now=0, until=10)
        leases.release(tx, "telegram/1", "second")
        assert not leases.hold(tx, "telegram/1", "second", now=1, until=11)
        leases.release(tx, "telegram/1", "first")
        assert leases.hold(tx, "telegram/1", "second", now=1, until=11)


def test_whether_any_process_holds_a_lease(database: Database) -> None:
    with database.write() as tx:
        assert not leases.is_any_held(tx, now=0)
        leases.hold(tx, "telegram/1", "first", now=0, until=10)
        assert leases.is_any_held(tx, now=9)
        assert not leases.is_any_held(tx, now=10)
