"""Updates on their way to one bot: kept until confirmed, polled for or posted to a webhook."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Literal

from simulator.faults import Faults
from simulator.records import Bot, Waiting

LONGEST_BACKOFF_SECONDS = 60.0

Outcome = Literal["found", "replaced", "gone", "late"]
"""How a long poll ends: `replaced` by a newer poller, `gone` with its client."""

Post = Callable[[Bot, Waiting], Awaitable[bool]]
"""Post one update to the bot's webhook; whether it was taken (2xx)."""


class Mailbox:
    """One bot's updates. Lives in the event loop; what is waiting is kept in the `Bot` record."""

    def __init__(self, bot: Bot, faults: Faults, post: Post) -> None:
        self.bot = bot
        self.again: list[Waiting] = []
        self.failures = 0
        self.last_failure = ""
        self._faults = faults
        self._post = post
        self._poller: asyncio.Future[Outcome] | None = None
        self._queues: dict[str, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(40)
        self._open = False

    def put(self, update: Waiting) -> None:
        """A new update."""
        self.bot.waiting[update.id] = update
        self._settle("found")
        if self._open:
            self._deliver(update)

    # polling

    def confirm(self, below: int) -> None:
        """Forget the updates with ids below `below`."""
        waiting = self.bot.waiting
        while waiting and (first := next(iter(waiting))) < below:
            self.done(waiting[first])

    def done(self, update: Waiting) -> None:
        """The bot has this one; a fault may give it once more."""
        self.bot.waiting.pop(update.id, None)
        if not update.copies and self._faults.repeats():
            update.copies += 1
            self.again.append(update)

    async def wait(self, seconds: float, gone: Callable[[], Awaitable[None]]) -> Outcome:
        """Wait for an update; `gone` returns when the client has hung up."""
        self._settle("replaced")
        poller = self._poller = asyncio.get_running_loop().create_future()
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait(
                {poller, leaving}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            leaving.cancel()
            if self._poller is poller:
                self._poller = None
        if leaving.done():
            return "gone"
        return poller.result() if poller.done() else "late"

    def interrupt(self) -> None:
        """Another poller arrives: the waiting one ends with a conflict."""
        self._settle("replaced")

    def wake(self) -> None:
        """Let the waiting poller answer now."""
        self._settle("found")

    def _settle(self, outcome: Outcome) -> None:
        if self._poller and not self._poller.done():
            self._poller.set_result(outcome)

    # webhook

    def open_webhook(self) -> None:
        """Begin posting, with what is waiting first."""
        self.close_webhook()
        if self.bot.webhook:
            self._open = True
            self._gate = asyncio.Semaphore(self.bot.webhook.max_connections)
            for update in list(self.bot.waiting.values()):
                self._deliver(update)

    def close_webhook(self) -> None:
        """Stop posting; what was not taken goes on waiting."""
        self._open = False
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._queues.clear()

    def _deliver(self, update: Waiting) -> None:
        queue = self._queues.get(update.chat)
        if queue is not None:
            queue.append(update)
            return
        queue = self._queues[update.chat] = deque([update])
        task = asyncio.ensure_future(self._run(update.chat, queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, chat: str, queue: deque[Waiting]) -> None:
        """One chat's updates in order, each until it is taken.

        A closed webhook takes the queue away; being cancelled is not enough, since the HTTP
        client can lose that.
        """
        failures = 0
        while queue and self._queues.get(chat) is queue:
            if await self._posted(queue[0]):
                failures = 0
                self.done(queue.popleft())
                queue.extend(self.again)
                self.again.clear()
            else:
                failures += 1
                await asyncio.sleep(self._pause_seconds(failures))
        if self._queues.get(chat) is queue:
            del self._queues[chat]

    async def _posted(self, update: Waiting) -> bool:
        async with self._gate:
            taken = await self._post(self.bot, update)
        self.failures += not taken
        return taken

    def _pause_seconds(self, failures: int) -> float:
        """Doubling after each failure in a row."""
        first = self._faults.settings.webhook_backoff_seconds
        return float(min(first * 2 ** min(failures - 1, 16), LONGEST_BACKOFF_SECONDS))
