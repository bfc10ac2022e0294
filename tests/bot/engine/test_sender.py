"""The outbox out: order in a chat, urgency, retries, limits; by a channel that answers as told."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.engine.channel import UNLIMITED, Delivery, Limits, Network, Receipt
from bot.engine.message import Message
from bot.engine.sender import Sender
from domain.periods import VIETNAM
from storage.outbox import URGENT, DeliveryResult, OutboxMessage

NOW = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
SENT = Receipt(Delivery.SENT, message_id="m")


class Post:
    """A network that answers what it is told to, one answer a message; then that all is well."""

    network, bot, limits = Network.TELEGRAM, "1", UNLIMITED

    def __init__(self, *answers: Receipt) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, str]] = []

    async def send(self, chat: str, message: Message, turn: int | None) -> Receipt:
        await asyncio.sleep(0)
        self.sent.append((chat, message.text))
        return self.answers.pop(0) if self.answers else SENT


class Ledger:
    """What was recorded; `until(n)` waits for so many results."""

    def __init__(self) -> None:
        self.results: list[DeliveryResult] = []
        self.unreached: list[str] = []
        self._more = asyncio.Event()

    async def record(self, result: DeliveryResult) -> None:
        await asyncio.sleep(0)
        self.results.append(result)
        self._more.set()

    async def unreach(self, queued: OutboxMessage, receipt: Receipt) -> None:
        self.unreached.append(queued.chat)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.results) < count:
                self._more.clear()
                await self._more.wait()


async def words(queued: OutboxMessage) -> Message | None:
    return None if queued.notices == "nothing" else Message(queued.notices)


@asynccontextmanager
async def sending(
    post: Post,
    render: Callable[[OutboxMessage], Awaitable[Message | None]] = words,
    limits: Limits = UNLIMITED,
    now: Callable[[], datetime] = lambda: NOW,
) -> AsyncIterator[tuple[Sender, Ledger]]:
    ledger = Ledger()
    sender = Sender(
        post,  # type: ignore[arg-type] - what a sender needs of a channel
        render,
        ledger.record,
        ledger.unreach,
        now,
        limits=limits,
    )
    running = asyncio.create_task(sender.run())
    yield sender, ledger
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def make_queued(
    number: int, chat: str = "7", text: str = "", *, priority: int = 1
) -> OutboxMessage:
    return OutboxMessage(
        number,
        1,
        "telegram",
        "1",
        chat,
        False,
        priority,
        None,
        text or f"n{number}",
        NOW.timestamp(),
    )


async def test_one_chat_s_messages_leave_in_order_each_after_the_mark_of_the_one_before() -> None:
    post = Post()
    async with sending(post) as (sender, ledger):
        sender.offer(make_queued(n) for n in range(5))
        await ledger.until(5)
    assert [text for _, text in post.sent] == ["n0", "n1", "n2", "n3", "n4"]
    assert [m.id for m in ledger.results] == [0, 1, 2, 3, 4]
    assert {m.state for m in ledger.results} == {"sent"}


async def test_the_urgent_goes_first() -> None:
    post = Post()
    async with sending(post) as (sender, ledger):
        sender.offer(
            [
                make_queued(1, "a", priority=3),
                make_queued(2, "b", priority=2),
                make_queued(3, "c", priority=0),
            ]
        )
        await ledger.until(3)
    assert [chat for chat, _ in post.sent] == ["c", "b", "a"]


async def test_what_is_in_hand_is_not_taken_twice() -> None:
    post = Post()
    async with sending(post) as (sender, ledger):
        sender.offer([make_queued(1)])
        sender.offer([make_queued(1)])
        await ledger.until(1)
        sender.offer([make_queued(2)])
        await ledger.until(2)
    assert [text for _, text in post.sent] == ["n1", "n2"]


async def test_a_reading_begun_before_the_mark_does_not_send_it_twice() -> None:
    post = Post()
    async with sending(post) as (sender, ledger):
        sender.forget_settled()
        read_as_pending = make_queued(1)
        sender.offer([make_queued(1)])
        await ledger.until(1)
        sender.offer([read_as_pending, make_queued(2)])
        await ledger.until(2)
        sender.forget_settled()
        sender.offer([make_queued(1)])  # revived by staff, say
        await ledger.until(3)
    assert [text for _, text in post.sent] == ["n1", "n2", "n1"]


async def test_what_was_tried_in_an_earlier_life_is_not_overtaken_in_its_chat() -> None:
    began = time.monotonic()
    post = Post()
    async with sending(post, now=lambda: NOW + timedelta(seconds=time.monotonic() - began)) as (
        sender,
        ledger,
    ):
        tried = replace(make_queued(1), attempts=1, due_at=NOW.timestamp() + 0.05)
        sender.offer([tried, make_queued(2), make_queued(3, "other")])
        await ledger.until(3)
    assert [text for _, text in post.sent] == ["n3", "n1", "n2"]


async def test_what_is_tried_again_holds_up_no_case_of_its_chat() -> None:
    """A digest that the network does not take must not keep danger from the same officer."""
    later = Receipt(Delivery.RETRY, retry_after_seconds=60)
    post = Post(later)
    async with sending(post) as (sender, ledger):
        sender.offer([make_queued(1, priority=3)])
        await ledger.until(1)
        sender.offer([make_queued(2, priority=URGENT)])
        await ledger.until(2)
        sender.offer([make_queued(3, priority=URGENT)])
        await ledger.until(3)
    assert [text for _, text in post.sent] == ["n1", "n2", "n3"]


async def test_nothing_left_to_say_is_dropped() -> None:
    post = Post()
    async with sending(post) as (sender, ledger):
        sender.offer([make_queued(1, text="nothing")])
        await ledger.until(1)
    assert post.sent == []
    assert ledger.results[0].state == "dropped"


async def test_what_is_stale_is_dropped_and_not_sent_late() -> None:
    post, end = Post(), NOW.timestamp()
    async with sending(post, now=lambda: NOW + timedelta(seconds=1)) as (sender, ledger):
        sender.offer(
            [replace(make_queued(1), not_after=end), replace(make_queued(2), not_after=end + 1)]
        )
        await ledger.until(2)
    assert {m.id: m.state for m in ledger.results} == {1: "dropped", 2: "sent"}


@pytest.mark.parametrize(
    ("answer", "states"),
    [
        (Receipt(Delivery.RETRY, retry_after_seconds=0.01, whole_bot=True), ["pending", "sent"]),
        (Receipt(Delivery.RETRY, retry_after_seconds=0.01), ["pending", "sent"]),
        (Receipt(Delivery.MOVED, moved_to="9"), ["pending", "sent"]),
        (Receipt(Delivery.UNREACHABLE, reason="blocked"), ["dead"]),
        (Receipt(Delivery.REFUSED, reason="never"), ["dead"]),
    ],
)
async def test_what_becomes_of_a_message_the_network_did_not_take(
    answer: Receipt, states: list[str]
) -> None:
    post = Post(answer)
    async with sending(post) as (sender, ledger):
        sender.offer([make_queued(1)])
        await ledger.until(len(states))
    assert [m.state for m in ledger.results] == states
    assert ledger.results[0].reason == answer.reason
    unreached = answer.outcome in (Delivery.UNREACHABLE, Delivery.MOVED)
    assert ledger.unreached == (["7"] if unreached else [])
    assert post.sent[-1][0] == ("9" if answer.moved_to else "7")


async def test_a_view_that_fails_is_tried_again_and_blocks_nobody_else() -> None:
    async def render(one: OutboxMessage) -> Message | None:
        if one.id == 1:
            raise RuntimeError("made up")
        return Message("fine")

    post = Post()
    async with sending(post, render) as (sender, ledger):
        sender.offer([make_queued(1, "a"), make_queued(2, "b")])
        await ledger.until(2)
    assert {m.id: m.state for m in ledger.results} == {1: "pending", 2: "sent"}


async def test_a_network_that_never_takes_it_ends_in_a_dead_letter() -> None:
    post = Post(*[Receipt(Delivery.RETRY, reason="http 500")] * 20)
    async with sending(post) as (sender, ledger):
        late = OutboxMessage(
            1, 1, "telegram", "1", "7", False, 1, None, "x", NOW.timestamp(), attempts=11
        )
        sender.offer([late])
        await ledger.until(1)
    assert (ledger.results[0].state, ledger.results[0].reason) == ("dead", "http 500")
