"""The ticker asks the jobs what is due, by the product's clock, and puts it into the outbox.

APScheduler only ticks, by the wall clock; everything else follows the product's `now`, which jumps
in a demo. All that is kept is which period keys this process has done, and that only spares work.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from inspect import GEN_RUNNING, getgeneratorstate
from itertools import islice
from typing import TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from domain.faults import describe_fault
from domain.periods import VIETNAM
from scheduler.job import Job, Task
from services.context import Context
from services.reminders.due import Due, enqueue_due
from storage.database import Database, Transaction

log = logging.getLogger(__name__)

TICK_SECONDS = 5
_AT_ONCE = 500

Look = Callable[[Transaction, datetime], Context]
"""Makes the context of a moment, over an open reading transaction."""

_T = TypeVar("_T")


class Ticker:
    """Runs jobs and tasks. Several tickers at once, in one process or many, are harmless.

    Each job and each task is a job of APScheduler's own: a slow one delays no other.
    """

    def __init__(
        self,
        database: Database,
        look: Look,
        now: Callable[[], datetime],
        jobs: Sequence[Job] = (),
        tasks: Sequence[Task] = (),
    ) -> None:
        self._database = database
        self._look = look
        self._now = now
        self._ticks = {job.name: partial(self._tick_job, job) for job in jobs}
        self._ticks |= {task.name: partial(self._tick_task, task) for task in tasks}
        self._seen_to: dict[str, str] = {}

    async def run(self) -> None:
        """Tick at once and then every few seconds, until cancelled."""
        scheduler = AsyncIOScheduler(
            timezone=VIETNAM,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        every = IntervalTrigger(seconds=TICK_SECONDS, timezone=VIETNAM)
        for name, tick in self._ticks.items():
            at_once = datetime.now(VIETNAM)
            scheduler.add_job(_run_until_stopped, every, [tick], id=name, next_run_time=at_once)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Do everything whose period key was not done yet, once and in order."""
        for tick in self._ticks.values():
            await tick()

    async def _tick_job(self, job: Job) -> None:
        """Put what the job finds due into the outbox; if it fails it is asked again."""
        now = self._now()
        try:
            period_key = await asyncio.to_thread(self._find_period_key, job, now)
            if period_key is None or self._seen_to.get(job.name) == period_key:
                return
            await self._see_to(job, now)
        except Exception as fault:
            log.error("the job %s failed; it is asked again: %s", job.name, describe_fault(fault))
        else:
            self._seen_to[job.name] = period_key

    async def _tick_task(self, task: Task) -> None:
        now = self._now()
        period_key = task.period_key(now)
        if period_key is None or self._seen_to.get(task.name) == period_key:
            return
        self._seen_to[task.name] = period_key  # one that fails waits for its next period
        try:
            await _run_apart(partial(task.run, self._database, now))
        except Exception as fault:
            log.error("the task %s failed: %s", task.name, describe_fault(fault))

    def _find_period_key(self, job: Job, now: datetime) -> str | None:
        with self._database.read() as tx:
            return job.period_key(self._look(tx, now))

    async def _see_to(self, job: Job, now: datetime) -> None:
        """Find what is due in a thread of its own, and store it in pieces, between other writes."""
        with _closing(self._find_due(job, now)) as found:
            pieces = _split(found)
            while piece := await asyncio.to_thread(next, pieces, None):
                await self._database.run_in_writer(partial(enqueue_due, dues=piece, now=now))

    def _find_due(self, job: Job, now: datetime) -> Generator[Due]:
        with self._database.read() as tx:
            yield from job.due(self._look(tx, now))


async def _run_until_stopped(tick: Callable[[], Awaitable[None]]) -> None:
    """Hide cancelling from APScheduler, which would log it as a fault with a stack trace."""
    with suppress(asyncio.CancelledError):
        await tick()


@contextmanager
def _closing(found: Generator[_T]) -> Iterator[Generator[_T]]:
    """Close a generator at the end; one that a thread still runs is dropped when it is done."""
    try:
        yield found
    finally:
        if getgeneratorstate(found) != GEN_RUNNING:
            found.close()


async def _run_apart(work: Callable[[], object]) -> None:
    """Call `work` in a thread that a stopping process does not wait for: it may take minutes."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def settle(fault: Exception | None) -> None:
        if not done.done():
            done.set_exception(fault) if fault else done.set_result(None)

    def run() -> None:
        fault = None
        try:
            work()
        except Exception as raised:
            fault = raised
        with suppress(RuntimeError):  # nobody waits any more: the loop has ended
            loop.call_soon_threadsafe(settle, fault)

    threading.Thread(target=run, name="sohoi-task", daemon=True).start()
    await done


def _split(things: Iterator[_T]) -> Iterator[list[_T]]:
    while piece := list(islice(things, _AT_ONCE)):
        yield piece
