"""Puts what came in and what was sent into common commits: one fsync serves many people."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.engine.channel import Inbound, Unreadable
from bot.engine.inbox import BatchResult, Inbox
from domain.faults import describe_fault
from storage.database import Database
from storage.outbox import DeliveryResult

log = logging.getLogger(__name__)

_MOST_MESSAGES = 400
RESULTS_WAIT_SECONDS = 0.02

_Arrival = tuple[Sequence[Inbound | Unreadable], asyncio.Future[None]]
_Result = tuple[DeliveryResult, asyncio.Future[None]]


class Committer:
    """`receive` returns when what came is committed, `record` when a delivery result is.

    `dispatch` is given what each commit led to, on the event loop. `results_wait`: for how many
    seconds delivery results wait for messages to share their commit with.
    """

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        now: Callable[[], datetime],
        dispatch: Callable[[BatchResult], None],
        *,
        results_wait: float = RESULTS_WAIT_SECONDS,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._now = now
        self._dispatch = dispatch
        self._results_wait = results_wait
        self._arrived: list[_Arrival] = []
        self._results: list[_Result] = []
        self._something = asyncio.Event()
        self._messages = asyncio.Event()

    async def receive(self, items: Sequence[Inbound | Unreadable]) -> None:
        """Have these heard; raises what the commit raised, so that the network repeats them."""
        if items:
            await self._queue(self._arrived, items, self._messages)

    async def record(self, result: DeliveryResult) -> None:
        """Have a delivery result recorded with the next commit."""
        await self._queue(self._results, result, self._something)

    async def _queue(self, queue: list, thing: object, event: asyncio.Event) -> None:  # type: ignore[type-arg]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append((thing, done))
        self._something.set()
        event.set()
        await done

    async def run(self) -> None:
        """Commit until cancelled; what is queued then is left to the networks to repeat."""
        while True:
            await self._something.wait()
            if not self._arrived:
                await self._wait_for_messages()
            arrived, results = self._take_batch()
            await self._commit(arrived, results)

    async def _wait_for_messages(self) -> None:
        """Let delivery results wait a moment for messages to share their commit with."""
        self._messages.clear()
        # Not wait_for: before Python 3.12 it loses a cancellation that meets the event.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._results_wait):
                await self._messages.wait()

    def _take_batch(self) -> tuple[list[_Arrival], list[_Result]]:
        count = taken = 0
        while taken < len(self._arrived) and count < _MOST_MESSAGES:
            count += len(self._arrived[taken][0])
            taken += 1
        arrived, self._arrived = self._arrived[:taken], self._arrived[taken:]
        results, self._results = self._results, []
        if not self._arrived:
            self._something.clear()
        return arrived, results

    async def _commit(self, arrived: list[_Arrival], results: list[_Result]) -> None:
        items = [item for some, _ in arrived for item in some]
        futures = [done for _, done in (*arrived, *results)]
        now = self._now()
        try:
            taken = await self._database.call_in_writer_thread(
                self._inbox.take,
                self._database,
                items,
                [result for result, _ in results],
                now,
            )
        except Exception as fault:
            log.error("a commit failed: %s", describe_fault(fault))
            for done in futures:
                if not done.done():
                    done.set_exception(fault)
            return
        for done in futures:
            if not done.done():
                done.set_result(None)
        self._dispatch(taken)
