"""Gathers what came and what was sent into common commits: one fsync serves many people."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.engine.channel import Inbound, Unreadable
from bot.engine.inbox import BatchResult, Inbox
from storage.database import Database
from storage.outbox import DeliveryResult

log = logging.getLogger(__name__)

_MOST_MESSAGES = 400
_MARKS_WAIT_SECONDS = 0.02

_Arrival = tuple[Sequence[Inbound | Unreadable], asyncio.Future[None]]
_Sent = tuple[DeliveryResult, asyncio.Future[None]]


class Committer:
    """`receive` returns when what came is committed; `mark` when what was sent is recorded.

    `hand_over` is given what each commit led to, on the event loop.
    """

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        now: Callable[[], datetime],
        hand_over: Callable[[BatchResult], None],
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._now = now
        self._dispatch = hand_over
        self._arrived: list[_Arrival] = []
        self._marks: list[_Sent] = []
        self._something = asyncio.Event()
        self._messages = asyncio.Event()

    async def receive(self, items: Sequence[Inbound | Unreadable]) -> None:
        """Have these heard; raises what the commit raised, so that the network will repeat them."""
        if items:
            await self._queued(self._arrived, items, self._messages)

    async def mark(self, mark: DeliveryResult) -> None:
        """Have this recorded with the next commit."""
        await self._queued(self._marks, mark, self._something)

    async def _queued(self, queue: list, thing: object, event: asyncio.Event) -> None:  # type: ignore[type-arg]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append((thing, done))
        self._something.set()
        event.set()
        await done

    async def run(self) -> None:
        """Commit for ever; on cancellation what is queued is left to the networks to repeat."""
        while True:
            await self._something.wait()
            if not self._arrived:
                await self._wait_for_messages()
            arrived, results = self._next_batch()
            await self._commit(arrived, results)

    async def _wait_for_messages(self) -> None:
        """Marks alone wait a moment for messages to share their commit with."""
        self._messages.clear()
        # Not wait_for: before Python 3.12 it loses a cancellation that meets the event.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_MARKS_WAIT_SECONDS):
                await self._messages.wait()

    def _next_batch(self) -> tuple[list[_Arrival], list[_Sent]]:
        count = taken = 0
        while taken < len(self._arrived) and count < _MOST_MESSAGES:
            count += len(self._arrived[taken][0])
            taken += 1
        arrived, self._arrived = self._arrived[:taken], self._arrived[taken:]
        results, self._marks = self._marks, []
        if not self._arrived:
            self._something.clear()
        return arrived, results

    async def _commit(self, arrived: list[_Arrival], results: list[_Sent]) -> None:
        items = [item for some, _ in arrived for item in some]
        futures = [done for _, done in (*arrived, *results)]
        now = self._now()
        try:
            taken = await self._database.in_writer_thread(
                self._inbox.take,
                self._database,
                items,
                [mark for mark, _ in results],
                now,
            )
        except Exception as fault:
            log.exception("a commit failed")
            for done in futures:
                if not done.done():
                    done.set_exception(fault)
            return
        for done in futures:
            if not done.done():
                done.set_result(None)
        self._dispatch(taken)
