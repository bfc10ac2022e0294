"""Transactions, savepoints, and the threads in which they run."""

import threading

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from storage.counters import next_number
from storage.database import Database, Savepoint, Transaction
from storage.schema import counter


def count_names(tx: Transaction) -> int:
    names = select(func.count()).where(counter.c.name.in_(["a", "b"]))
    return tx.execute(names).scalar_one()


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as tx:
            next_number(tx, "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as tx:
        assert count_names(tx) == 0


def test_a_reader_sees_one_state_throughout(database: Database) -> None:
    with database.read() as reading:
        before = count_names(reading)
        with database.write() as tx:
            next_number(tx, "a")
        assert count_names(reading) == before
    with database.read() as tx:
        assert count_names(tx) == before + 1


async def test_work_runs_in_the_thread_it_belongs_to(database: Database) -> None:
    def name_thread(*_given: object) -> str:
        return threading.current_thread().name.rsplit("_", 1)[0]

    assert await database.run_in_writer(name_thread) == "sohoi-writer"
    assert await database.call_in_writer_thread(name_thread, 1, 2) == "sohoi-writer"
    assert await database.run_in_reader(name_thread) == "sohoi-reader"
    assert await database.run_in_background(name_thread) == "sohoi-background"
    assert await database.call_in_background(name_thread, 1) == "sohoi-background"


async def test_what_the_writer_wrote_is_committed(database: Database) -> None:
    await database.run_in_writer(lambda tx: next_number(tx, "a"))
    assert await database.run_in_reader(count_names) == 1


def test_an_undone_savepoint_takes_back_what_was_written_since(database: Database) -> None:
    with database.write() as tx:
        kept, undone, unused = (Savepoint(tx) for _ in range(3))
        next_number(kept.tx, "a")
        kept.keep()
        next_number(undone.tx, "b")
        undone.undo()
        unused.undo()
        assert (kept.used, unused.used) == (True, False)
        assert count_names(tx) == 1


def test_an_error_quotes_no_parameter(database: Database) -> None:
    with database.write() as tx, pytest.raises(DBAPIError, match="nowhere") as failed:
        tx.execute(text("SELECT 1 FROM nowhere WHERE name = :name"), {"name": "Chị Pồng"})
    assert "Pồng" not in str(failed.value)
