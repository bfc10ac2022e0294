"""The connection to SQLite (WAL) or PostgreSQL, and the one thread that writes.

All statements of a batch run in one hop to the writer's thread: SQLAlchemy's async session would
hop once a statement. `docs/adr/0004-one-writer-thread.md` has the figures.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, NestedTransaction, create_engine, event
from sqlalchemy.engine import make_url

T = TypeVar("T")

Transaction = Connection
"""An open transaction; other packages know connections by this name only."""


# What people typed is a parameter: SQLAlchemy leaves it out of errors' texts, and so of logs.
_QUIET: dict[str, Any] = {"hide_parameters": True}


def _create_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"check_same_thread": False}, **_QUIET)
        _prepare_sqlite(engine)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_size=4, pool_pre_ping=True, **_QUIET)


def _prepare_sqlite(engine: Engine) -> None:
    """Use WAL, have every commit on disk before it counts, and begin transactions ourselves."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=15000",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # IMMEDIATE: a deferred transaction that turns into a writer can fail without waiting.
        reads = connection.get_execution_options().get("sohoi_reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


class Database:
    """One database; `write` and `read` give a connection inside a transaction.

    `run_in_writer`, `run_in_reader` and `run_in_background` run a function of a transaction in a
    thread of their own, so that the event loop never waits for a disk.
    """

    def __init__(self, url: str) -> None:
        self.engine = _create_engine(url)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="sohoi-writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="sohoi-reader")
        self._background = ThreadPoolExecutor(1, thread_name_prefix="sohoi-background")

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write; commits at the end, rolls back on an exception."""
        with self.engine.begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout and writes nothing."""
        options = {"sohoi_reads": True, **self._one_state}
        with (
            self.engine.connect().execution_options(**options) as tx,
            tx.begin(),
        ):
            yield tx

    @property
    def _one_state(self) -> dict[str, Any]:
        return {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}

    @contextmanager
    def one_state(self) -> Iterator[Connection]:
        """A transaction that may write and whose statements all see the state at its beginning.

        SQLite lets nobody else write meanwhile; PostgreSQL does, and may refuse to change a row
        that others changed.
        """
        with (
            self.engine.connect().execution_options(**self._one_state) as tx,
            tx.begin(),
        ):
            yield tx

    async def call_in_writer_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        """Call `work` in the writer's thread; it opens its own transactions."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work, *arguments)

    async def run_in_writer(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a writing transaction of the writer's thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._writer, self._within, self.write, work
        )

    async def run_in_reader(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a reading transaction of the reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._reader, self._within, self.read, work
        )

    async def run_in_background(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a reading transaction of the background thread: it may take long."""
        return await self.call_in_background(self._within, self.read, work)

    async def call_in_background(self, work: Callable[..., T], *arguments: Any) -> T:
        """Call `work` in the background thread. One at a time: drawing a picture takes 40 MB."""
        return await asyncio.get_running_loop().run_in_executor(self._background, work, *arguments)

    @staticmethod
    def _within(transaction: Callable[[], Any], work: Callable[[Connection], T]) -> T:
        with transaction() as tx:
            return work(tx)

    def close(self) -> None:
        """Wait for what is being written, and close every connection."""
        self._writer.shutdown()
        self._reader.shutdown()
        self._background.shutdown()
        self.engine.dispose()


class Savepoint:
    """A savepoint that begins at its first use: most messages write nothing of their own."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._nested: NestedTransaction | None = None

    @property
    def tx(self) -> Transaction:
        if self._nested is None:
            self._nested = self._transaction.begin_nested()
        return self._transaction

    @property
    def used(self) -> bool:
        return self._nested is not None

    def keep(self) -> None:
        """Keep what was written, if the whole transaction is kept."""
        if self._nested is not None:
            self._nested.commit()

    def undo(self) -> None:
        """Undo what was written since the beginning; the transaction goes on."""
        if self._nested is not None:
            self._nested.rollback()
