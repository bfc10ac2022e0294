"""What a hop to the writer's thread costs, and what a commit: the figures of ADR 0004.

usage: python -m bench.hops

A batch of messages is written to SQLite as the product opens it (WAL, synchronous=FULL): a commit
for each or one for all; and one statement read a hundred times, each in a hop or all in one.
Prints microseconds, the median of 5.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial

import uvloop
from sqlalchemy import Connection, text

from storage import inbox, migrate
from storage.database import Database

MANY = 100
RUNS = 5


async def each_its_commit(database: Database, run: int) -> None:
    """A hundred messages, a hundred transactions."""
    for number in range(MANY):
        key = ("bench", "each", f"{run}-{number}")
        await database.run_in_writer(partial(_take, keys=[key]))


async def one_commit(database: Database, run: int) -> None:
    """A hundred messages in one transaction."""
    keys = [("bench", "all", f"{run}-{number}") for number in range(MANY)]
    await database.run_in_writer(partial(_take, keys=keys))


async def each_its_hop(database: Database, _run: int) -> None:
    """A hundred statements of one transaction, a hop each."""
    tx = database.engine.connect()
    for _ in range(MANY):
        await database.call_in_writer_thread(_ask, tx)
    await database.call_in_writer_thread(tx.close)


async def one_hop(database: Database, _run: int) -> None:
    """The same hundred statements in one hop."""
    await database.run_in_writer(lambda tx: [_ask(tx) for _ in range(MANY)])


def _take(tx: Connection, keys: list[inbox.Key]) -> set[inbox.Key]:
    return inbox.take_new(tx, keys, 0.0)


def _ask(tx: Connection) -> object:
    return tx.execute(text("SELECT 1")).scalar()


async def _microseconds(
    work: Callable[[Database, int], Awaitable[None]], database: Database
) -> float:
    """For one message or one statement."""
    took = []
    for run in range(RUNS):
        began = time.perf_counter()
        await work(database, run)
        took.append((time.perf_counter() - began) / MANY * 1e6)
    return statistics.median(took)


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/hops.db")
        migrate.prepare(database)
        for work in (each_its_commit, one_commit, each_its_hop, one_hop):
            print(f"{work.__name__}: {await _microseconds(work, database):.0f} µs", flush=True)
        database.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
