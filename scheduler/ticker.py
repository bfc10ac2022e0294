"""The ticker: asks the jobs what is due, by the product's clock, and puts it into the outbox.

APScheduler only ticks, by the wall clock; everything else follows the product's `now`, which in a
demo jumps. Nothing is kept but which slots this process has seen to, and that only spares work.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from inspect import GEN_RUNNING, getgeneratorstate
from itertools import islice
from typing import TypeVar

import msgspec
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.chores import Chore
from scheduler.due import Due, Ground, Job
from storage import outbox, reminded
from storage.database import Database, Transaction
from storage.moments import VIETNAM, seconds

log = logging.getLogger(__name__)

TICK_SECONDS = 5
_AT_ONCE = 500

Look = Callable[[Transaction, datetime], Ground]
"""The ground at a moment, over an open reading transaction."""

_T = TypeVar("_T")
_encode = msgspec.json.Encoder().encode


class Ticker:
    """`run` until cancelled; `tick` asks every job once. Several tickers at once are harmless."""

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job],
        look: Look,
        now: Callable[[], datetime],
        chores: Sequence[Chore] = (),
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._chores = chores
        self._look = look
        self._now = now
        self._seen_to: dict[str, str] = {}

    async def run(self) -> None:
        """Tick for ever, at once and then every few seconds."""
        ticking = AsyncIOScheduler(
            timezone=VIETNAM,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        every = IntervalTrigger(seconds=TICK_SECONDS, timezone=VIETNAM)
        ticking.add_job(self._tick_until_stopped, every, next_run_time=datetime.now(VIETNAM))
        ticking.start()
        try:
            await asyncio.Event().wait()
        finally:
            ticking.shutdown(wait=False)

    async def _tick_until_stopped(self) -> None:
        """To APScheduler being told to stop would be a fault, logged with all its stack."""
        with suppress(asyncio.CancelledError):
            await self.tick()

    async def tick(self) -> None:
        """See to the jobs that have a slot not seen to yet; one that fails is asked again."""
        now = self._now()
        for job, slot in await asyncio.to_thread(self._waiting, now):
            try:
                await self._see_to(job, now)
            except Exception:
                log.exception("the job %s failed; it is asked again", job.name)
            else:
                self._seen_to[job.name] = slot
        for chore in self._chores:
            await self._do(chore, now)

    async def _do(self, chore: Chore, now: datetime) -> None:
        slot = chore.slot(now)
        if slot is None or self._seen_to.get(chore.name) == slot:
            return
        self._seen_to[chore.name] = slot  # one that fails waits for the next night
        try:
            await _apart(partial(chore.do, self._database, now))
        except Exception:
            log.exception("the chore %s failed", chore.name)

    def _waiting(self, now: datetime) -> list[tuple[Job, str]]:
        with self._database.read() as book:
            ground = self._look(book, now)
            slots = [(job, job.slot(ground)) for job in self._jobs]
        return [(j, slot) for j, slot in slots if slot and self._seen_to.get(j.name) != slot]

    async def _see_to(self, job: Job, now: datetime) -> None:
        """Work out in a thread of its own what is due, and store it bit by bit between others."""
        with _closed(self._found(job, now)) as found:
            pieces = _pieces(found)
            while piece := await asyncio.to_thread(next, pieces, None):
                await self._database.in_writer(partial(put, dues=piece, now=now))

    def _found(self, job: Job, now: datetime) -> Generator[Due]:
        with self._database.read() as book:
            yield from job.due(self._look(book, now))


@contextmanager
def _closed(found: Generator[_T]) -> Iterator[Generator[_T]]:
    """Close it at the end; stopped in the midst, its thread drops it when it comes out of it."""
    try:
        yield found
    finally:
        if getgeneratorstate(found) != GEN_RUNNING:
            found.close()


async def _apart(work: Callable[[], object]) -> None:
    """Call `work` in a thread that a stopping process does not wait for, as it may take minutes."""
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

    threading.Thread(target=run, name="sohoi-chore", daemon=True).start()
    await done


def _pieces(things: Iterator[_T]) -> Iterator[list[_T]]:
    while piece := list(islice(things, _AT_ONCE)):
        yield piece


def put(book: Transaction, dues: Sequence[Due], now: datetime) -> list[Due]:
    """Put into the outbox what was not put there before; all but those whose day was claimed."""
    free = reminded.claim(book, [due.claim for due in dues if due.claim is not None])
    wanted = [due for due in dues if due.claim is None or _take(free, due.claim.person_id)]
    outbox.put_all_once(book, [_row(due, now) for due in wanted])
    return wanted


def _take(free: set[int], person_id: int) -> bool:
    """Whether her day is free; it is taken then, also from another message to her beside it."""
    there = person_id in free
    free.discard(person_id)
    return there


def _row(due: Due, now: datetime) -> dict[str, object]:
    return {
        "address_id": due.to.id,
        "network": due.to.network,
        "bot": due.to.bot,
        "priority": due.priority,
        "turn": None,
        "notices": _encode(due.notices).decode(),
        "unique_key": due.key,
        "created_at": seconds(now),
        "due_at": seconds(due.due_at),
        "not_after": seconds(due.not_after),
    }
