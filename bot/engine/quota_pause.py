"""What one bot's sender knows of its month: what may leave, and whether the quota is spent.

Once the network takes no more, only cases are tried at once; of the rest one is tried an hour,
which shows when it takes messages again. All times are seconds of the product's clock.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.engine.channel import Delivery, Receipt
from domain.notices.shares import read_message
from domain.quota import PROBE_SECONDS, QUOTA_SPENT, HeldBack, Share
from storage.outbox import URGENT, OutboxMessage

log = logging.getLogger(__name__)

ChooseShare = Callable[[OutboxMessage], Awaitable[Share | HeldBack]]
"""Chooses from which part of the month a message is taken, or why it is held back."""

_CASE_AGAIN_SECONDS = 900.0
_NEXT_TRY_SECONDS = 60.0


async def take_from_all(_message: OutboxMessage) -> Share:
    """Hold nothing back."""
    return Share.ALL


@dataclass(slots=True)
class QuotaPause:
    """Whether a bot's month is spent: `until` when nothing but cases is tried; None: it is not."""

    name: str
    until: float | None = None

    @property
    def is_on(self) -> bool:
        return self.until is not None

    def hold(self, message: OutboxMessage, now: float) -> Receipt | None:
        """Answer in place of the network while the quota is spent; None lets the message be tried.

        The first one after the hour is: whatever comes meanwhile waits for what becomes of it.
        """
        if self.until is None or is_of_case(message):
            return None
        if now < self.until:
            wait = self.until - now
            return Receipt(Delivery.RETRY, retry_after_seconds=wait, reason=QUOTA_SPENT, quota=True)
        self.until = now + PROBE_SECONDS
        return None

    def note(self, receipt: Receipt, now: float) -> bool:
        """Note what the network answered; return True if it takes messages again."""
        if receipt.quota:
            if self.until is None:
                log.warning("%s: %s; cases are tried, the rest waits", self.name, receipt.reason)
            wait = min(receipt.retry_after_seconds or PROBE_SECONDS, PROBE_SECONDS)
            self.until = max(self.until or 0.0, now + wait)
            return False
        if self.until is None or receipt.outcome is not Delivery.SENT:
            self.give_up_try(now)
            return False
        log.warning("%s: messages are taken again", self.name)
        self.until = None
        return True

    def give_up_try(self, now: float) -> None:
        """Let the next message be tried: nothing was learned from this one."""
        if self.until is not None:
            self.until = min(self.until, now + _NEXT_TRY_SECONDS)


def shorten_wait(message: OutboxMessage, receipt: Receipt) -> float | None:
    """How long a message waits that the network did not take: a case less than anything else."""
    wait = receipt.retry_after_seconds
    if wait is None or not receipt.quota:
        return wait
    return min(wait, _CASE_AGAIN_SECONDS if is_of_case(message) else PROBE_SECONDS)


def is_of_case(message: OutboxMessage) -> bool:
    """Return True if a message is about a case, or an answer to somebody who reports one."""
    return message.priority == URGENT or read_message(message.notices, in_post=True).of_case
