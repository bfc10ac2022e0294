"""Replies that wait in memory until they are due, since only there are her own words quoted.

After a crash they are found in the outbox once they are due, and say the same without the words.
"""

import asyncio
from collections.abc import Callable, Iterable

from storage.outbox import OutboxMessage

Offer = Callable[[OutboxMessage], None]
"""Gives a message to its sender."""


class HeldReplies:
    """Holds replies back on the event loop; `offer` is called for each when its time has come."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._held: dict[int, tuple[OutboxMessage, asyncio.TimerHandle]] = {}

    def hold(self, reply: OutboxMessage, seconds: float) -> None:
        """Hold a reply for so long."""
        timer = asyncio.get_running_loop().call_later(seconds, self.release, [reply.id])
        self._held[reply.id] = (reply, timer)

    def drop(self, ids: Iterable[int]) -> None:
        """Forget replies that others have replaced."""
        for row_id in ids:
            if (held := self._held.pop(row_id, None)) is not None:
                held[1].cancel()

    def release(self, ids: Iterable[int]) -> None:
        """Offer replies now."""
        for row_id in ids:
            if (held := self._held.pop(row_id, None)) is not None:
                held[1].cancel()
                self._offer(held[0])
