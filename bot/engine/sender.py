"""Sends the outbox: rendered late, in each chat's order, within each network's limits.

One sender serves one bot, and a bot has one sender at a time (by lease), so that limits need no
write per message. The next message to a chat leaves only when the delivery result of the one
before is committed: a kill can repeat at most the last message to a person.
"""

import asyncio
import heapq
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.engine.channel import Channel, Delivery, Limits, Receipt
from bot.engine.message import Message
from bot.engine.quota_pause import (
    ChooseShare,
    QuotaPause,
    is_of_case,
    shorten_wait,
    take_from_all,
)
from bot.engine.rate_limits import BotPace, ChatPace
from domain.faults import describe_fault
from domain.quota import HeldBack, Share
from storage.moments import seconds
from storage.outbox import URGENT, DeliveryResult, OutboxMessage, QuotaUse

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
_BACK_OFF_SECONDS = (1, 2, 5, 10, 30, 60, 300, 900)
_LONGEST_WAIT_SECONDS = 900.0

Render = Callable[[OutboxMessage], Awaitable[Message | None]]
"""Gives a message's words as they are now; None when nothing is left to say (it is dropped)."""

Record = Callable[[DeliveryResult], Awaitable[None]]
"""Records a delivery result; returns when it is committed."""

ReportUnreached = Callable[[OutboxMessage, Receipt], Awaitable[None]]
"""Is called when an address turns out to be unreachable or to have moved."""


@dataclass(slots=True)
class _Chat:
    """One chat's queue.

    It is `busy` while a message of it is on its way or waits for its next try, which `urgent` cuts
    short for a case, and `released` for everything. It is `resting` while its pace is remembered
    though the queue is empty.
    """

    pace: ChatPace
    urgent: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    queue: list[tuple[int, int, OutboxMessage]] = field(default_factory=list)
    busy: bool = False
    resting: bool = False


class Sender:
    """Sends one bot's outbox messages; see the module. `offer` may be called at any time.

    `counted`: the network counts messages out, so each is written into the ledger with its
    delivery result, and leaves only where `choose_share` finds it a share of the month.
    """

    def __init__(
        self,
        channel: Channel,
        render: Render,
        record: Record,
        report_unreached: ReportUnreached,
        now: Callable[[], datetime],
        *,
        limits: Limits | None = None,
        most_at_once: int = 64,
        counted: bool = False,
        choose_share: ChooseShare = take_from_all,
    ) -> None:
        self._channel = channel
        self._render = render
        self._record = record
        self._report_unreached = report_unreached
        self._now = now
        self._counted = counted
        self._choose_share = choose_share
        self._spent = QuotaPause(f"{channel.network}/{channel.bot}")
        self._limits = limits or channel.limits
        self._pace = BotPace(self._limits)
        self._chats: dict[str, _Chat] = {}
        self._ready: list[tuple[int, int, str]] = []
        self._known: set[int] = set()
        self._settled: set[int] = set()
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(most_at_once)
        self._paused_until = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._random = random.Random()  # noqa: S311 - it spreads retries, it keeps no secret

    @property
    def known(self) -> set[int]:
        """Ids of messages in hand or just settled, which are not to be offered again."""
        return self._known

    def forget_settled(self) -> None:
        """Let go of the ids settled by now; to be called before each reading of the outbox.

        A reading that began before a message's result was committed still shows it as pending: its
        id must be known until that reading has been offered, or the message is sent twice.
        """
        self._known -= self._settled
        self._settled.clear()

    @property
    def is_spent(self) -> bool:
        """Whether the network takes no more messages this month."""
        return self._spent.is_on

    def release(self) -> None:
        """Try again at once what waits since the month's messages were spent."""
        self._spent.until = None
        now = seconds(self._now())
        for name, chat in self._chats.items():
            chat.queue = [
                (rank, i, replace(q, due_at=min(q.due_at, now))) for rank, i, q in chat.queue
            ]
            if chat.busy:
                chat.released.set()
                chat.urgent.set()
            elif chat.queue:
                self._make_ready(name, chat)

    def offer(self, queued_messages: Iterable[OutboxMessage]) -> None:
        """Take messages to be sent; those already in hand are passed over."""
        for queued in queued_messages:
            if queued.id not in self._known:
                self._known.add(queued.id)
                self._enqueue(queued)

    def _enqueue(self, queued: OutboxMessage) -> None:
        chat = self._chats.get(queued.chat)
        if chat is None:
            pace = ChatPace(self._limits, group=queued.is_group)
            chat = self._chats[queued.chat] = _Chat(pace)
        rank = self._rank(queued)
        heapq.heappush(chat.queue, (rank, queued.id, queued))
        if rank == URGENT:
            chat.urgent.set()
        if not chat.busy:
            self._make_ready(queued.chat, chat)

    def _rank(self, queued: OutboxMessage) -> int:
        """The rank of a message: where messages are counted, every word of a case is urgent, so
        that it waits for nothing that is held up."""
        return URGENT if self._counted and is_of_case(queued) else queued.priority

    def _make_ready(self, name: str, chat: _Chat) -> None:
        priority, outbox_id, queued = chat.queue[0]
        wait = queued.due_at - seconds(self._now())
        if wait > 0:  # tried in an earlier life; what is newer in this chat waits behind it
            loop = asyncio.get_running_loop()
            loop.call_later(min(wait, _LONGEST_WAIT_SECONDS), self._make_ready_again, name)
            return
        heapq.heappush(self._ready, (priority, outbox_id, name))
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; then let what is under way finish for a moment."""
        try:
            while True:
                name = await self._pick_next()
                self._start(name)
        finally:
            await self._finish()

    async def _pick_next(self) -> str:
        """Wait for the chat whose turn it is: the most urgent first, when bot and chat may send."""
        loop = asyncio.get_running_loop()
        await self._slots.acquire()
        while True:
            while not self._ready:
                self._wake.clear()
                await self._wake.wait()
            pause = self._paused_until - loop.time()
            if pause > 0:
                await asyncio.sleep(pause)
                continue
            _, outbox_id, name = heapq.heappop(self._ready)
            chat = self._chats.get(name)
            if chat is None or chat.busy or not chat.queue or chat.queue[0][1] != outbox_id:
                continue  # overtaken by something more urgent, which has its own place in the heap
            wait = chat.pace.wait(time.monotonic())
            if wait > 0:
                loop.call_later(wait, self._make_ready_again, name)
                continue
            while (wait := self._pace.wait(time.monotonic())) > 0:
                await asyncio.sleep(wait)
            return name

    def _make_ready_again(self, name: str) -> None:
        chat = self._chats.get(name)
        if chat is not None and chat.queue and not chat.busy:
            self._make_ready(name, chat)

    def _start(self, name: str) -> None:
        chat = self._chats[name]
        chat.busy = True
        _, _, queued = heapq.heappop(chat.queue)
        if not any(priority == URGENT for priority, _, _ in chat.queue):
            chat.urgent.clear()
        task = asyncio.get_running_loop().create_task(self._deliver(name, chat, queued))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, name: str, chat: _Chat, queued: OutboxMessage) -> None:
        """Send one message, record what became of it, then let the chat's next go."""
        again: OutboxMessage | None = None
        try:
            receipt = await self._attempt_in_pace(chat, queued)
            again = await self._settle(queued, receipt)
        except Exception as fault:
            log.error(
                "message %d could not be recorded; it will be found again: %s",
                queued.id,
                describe_fault(fault),
            )
            self._known.discard(queued.id)
        if again is not None:
            again = await self._wait_for_retry(chat, again)
            heapq.heappush(chat.queue, (self._rank(again), again.id, again))
        chat.busy = False
        if chat.queue:
            self._make_ready(name, chat)
        else:
            self._forget_when_rested(name, chat)

    def _forget_when_rested(self, name: str, chat: _Chat) -> None:
        """Forget the chat as soon as that makes no difference to its pace."""
        wait = chat.pace.compute_rest(time.monotonic())
        if chat.resting or chat.busy or chat.queue:
            return
        if wait > 0:
            chat.resting = True
            asyncio.get_running_loop().call_later(wait, self._end_rest, name, chat)
        else:
            self._chats.pop(name, None)

    def _end_rest(self, name: str, chat: _Chat) -> None:
        chat.resting = False
        self._forget_when_rested(name, chat)

    async def _attempt_in_pace(self, chat: _Chat, queued: OutboxMessage) -> Receipt | None:
        """Attempt it; it counts from the answer, and without one too, since it may have arrived."""
        count = 1
        try:
            receipt = await self._attempt(queued)
            count = 0 if receipt is None else max(receipt.parts, 1)
        finally:
            self._slots.release()
            self._pace.count_answered(time.monotonic(), count)
            chat.pace.count_answered(time.monotonic(), count)
        return receipt

    async def _wait_for_retry(self, chat: _Chat, again: OutboxMessage) -> OutboxMessage:
        """Wait until a message is to be tried again, and return it.

        Where a case must not wait behind it, it comes back at once, with its time still to come.
        """
        delay = again.due_at - seconds(self._now())
        wait = max(0.0, min(delay, _LONGEST_WAIT_SECONDS))
        cut_short = chat.released if self._rank(again) == URGENT else chat.urgent
        with suppress(TimeoutError):
            await asyncio.wait_for(cut_short.wait(), wait)
            if not chat.released.is_set():
                return again
        chat.released.clear()
        return replace(again, due_at=seconds(self._now()))

    async def _attempt(self, queued: OutboxMessage) -> Receipt | None:
        """Return the network's answer; None when nothing was left to say, or it is stale."""
        now = seconds(self._now())
        if queued.not_after is not None and now > queued.not_after:
            return None
        if not self._counted:
            return await self._say(queued)
        if (held := self._spent.hold(queued, now)) is not None:
            return held
        share = await self._choose_share(queued)
        if isinstance(share, HeldBack):
            self._spent.give_up_try(now)
            return Receipt(Delivery.HELD_BACK, reason=share.value)
        receipt = await self._say(queued)
        if receipt is None:
            self._spent.give_up_try(now)
            return None
        if self._spent.note(receipt, seconds(self._now())):
            self.release()
        return replace(receipt, to_stranger=share is Share.STRANGERS)

    async def _say(self, queued: OutboxMessage) -> Receipt | None:
        """Put it into words and give them to the network."""
        try:
            message = await self._render(queued)
        except Exception as fault:
            if not queued.attempts:  # said once, not at every try
                said = describe_fault(fault)
                log.error("message %d could not be put into words: %s", queued.id, said)
            return Receipt(Delivery.RETRY, reason=f"words: {type(fault).__name__}")
        if message is None:
            return None
        return await self._channel.send(queued.chat, message, queued.turn)

    async def _settle(self, queued: OutboxMessage, receipt: Receipt | None) -> OutboxMessage | None:
        """Record what became of it; return the message where it is to be retried."""
        now = seconds(self._now())
        if receipt is None:
            await self._record(DeliveryResult(queued.id, "dropped", queued.attempts, queued.due_at))
        elif receipt.outcome is Delivery.HELD_BACK:
            await self._record(
                DeliveryResult(
                    queued.id, "dropped", queued.attempts, queued.due_at, reason=receipt.reason
                )
            )
        elif receipt.outcome is Delivery.SENT:
            await self._record(
                DeliveryResult(
                    queued.id,
                    "sent",
                    queued.attempts + 1,
                    queued.due_at,
                    receipt.message_id,
                    sent_at=now,
                    counted=self._count(queued, replace(receipt, parts=max(receipt.parts, 1)), now),
                )
            )
        elif receipt.outcome in (Delivery.RETRY, Delivery.MOVED):
            return await self._retry(queued, receipt, now)
        else:
            if receipt.outcome is Delivery.UNREACHABLE:
                await self._report_unreached(queued, receipt)
            await self._record(
                DeliveryResult(
                    queued.id, "dead", queued.attempts + 1, queued.due_at, reason=receipt.reason
                )
            )
        self._settled.add(queued.id)
        return None

    async def _retry(
        self, queued: OutboxMessage, receipt: Receipt, now: float
    ) -> OutboxMessage | None:
        attempts = max(queued.attempts, 1) if receipt.quota else queued.attempts + 1
        asked_to_wait = receipt.retry_after_seconds is not None
        if attempts >= MOST_ATTEMPTS and not asked_to_wait:
            await self._record(
                DeliveryResult(queued.id, "dead", attempts, queued.due_at, reason=receipt.reason)
            )
            self._settled.add(queued.id)
            return None
        wait = self._compute_wait(queued, receipt)
        if receipt.whole_bot:
            self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + wait)
        chat = queued.chat
        if receipt.outcome is Delivery.MOVED:
            await self._report_unreached(queued, receipt)
            chat, wait = receipt.moved_to, 0.0
        counted = self._count(queued, receipt, now)
        await self._record(
            DeliveryResult(
                queued.id, "pending", attempts, now + wait, "", receipt.reason, counted=counted
            )
        )
        return replace(queued, chat=chat, attempts=attempts, due_at=now + wait)

    def _count(self, queued: OutboxMessage, receipt: Receipt, now: float) -> QuotaUse | None:
        if not self._counted or not receipt.parts:
            return None
        return QuotaUse(queued.network, queued.bot, receipt.parts, now, receipt.to_stranger)

    def _compute_wait(self, queued: OutboxMessage, receipt: Receipt) -> float:
        if (asked := shorten_wait(queued, receipt)) is not None:
            return asked
        step = _BACK_OFF_SECONDS[min(queued.attempts, len(_BACK_OFF_SECONDS) - 1)]
        return step * self._random.uniform(0.8, 1.2)

    async def _finish(self) -> None:
        """Give what is under way two seconds to end; the rest is found again after the start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        for task in self._tasks:
            task.cancel()
