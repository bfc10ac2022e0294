"""A spent month pauses what can wait: cases are tried at once, of the rest one an hour."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import msgspec
import pytest

from bot.channels.zalo import make_zalo_channel
from bot.engine.channel import UNLIMITED, Channel, Delivery, Receipt
from bot.engine.quota_pause import ChooseShare, take_from_all
from bot.engine.sender import Sender
from domain.notices.broadcasts import FromStaff
from domain.notices.cases import CaseWaiting
from domain.notices.intake import IntakeQuestion
from domain.quota import QUOTA_SPENT, HeldBack, Share
from simulator.faults import FaultSettings
from simulator.scene import ZALO_TOKEN, default_scene
from simulator.serve import running_simulator
from storage.outbox import REMINDER, REPLY, URGENT, OutboxMessage
from tests.bot.engine.test_sender import NOW, Ledger, Post, words

SPENT = Receipt(Delivery.RETRY, retry_after_seconds=3600, reason=QUOTA_SPENT, quota=True)
REST = msgspec.json.encode([FromStaff(1)]).decode()
CASE = msgspec.json.encode([CaseWaiting(1)]).decode()
INTAKE = msgspec.json.encode([IntakeQuestion("help")]).decode()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def queued(number: int, chat: str, notices: str, priority: int = REMINDER) -> OutboxMessage:
    return OutboxMessage(
        number, 1, "zalo", "1", chat, False, priority, None, notices, NOW.timestamp()
    )


@asynccontextmanager
async def sending(
    post: Post | Channel, clock: Clock, choose: ChooseShare = take_from_all
) -> AsyncIterator[tuple[Sender, Ledger]]:
    ledger = Ledger()
    sender = Sender(
        post,  # type: ignore[arg-type]
        words,
        ledger.record,
        ledger.unreach,
        clock,
        limits=UNLIMITED,
        counted=True,
        choose_share=choose,
    )
    running = asyncio.create_task(sender.run())
    yield sender, ledger
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_spent_month_is_not_hammered_and_cases_are_tried_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    post, clock = Post(SPENT), Clock()
    async with sending(post, clock) as (sender, ledger):
        sender.offer([queued(1, "a", REST)])
        await ledger.until(1)
        sender.offer([queued(n, f"other{n}", REST) for n in range(2, 6)])
        await ledger.until(5)
        assert len(post.sent) == 1, "nothing but the first was given to the network"
        assert {(r.state, r.reason) for r in ledger.results} == {("pending", QUOTA_SPENT)}
        assert sender.is_spent
        sender.offer([queued(6, "a", CASE, URGENT)])
        await ledger.until(6)
    assert post.sent[-1] == ("a", CASE)
    said = [r.getMessage() for r in caplog.records if QUOTA_SPENT in r.getMessage()]
    assert len(said) == 1, "it is logged once"


async def test_a_case_that_was_refused_holds_up_no_other() -> None:
    post, clock = Post(SPENT, SPENT), Clock()
    async with sending(post, clock) as (sender, ledger):
        sender.offer([queued(1, "a", CASE, URGENT)])
        await ledger.until(1)
        assert ledger.results[0].due_at - clock().timestamp() <= 900, "a case waits less"
        sender.offer([queued(2, "b", CASE, URGENT)])
        await ledger.until(2)
        sender.offer([queued(3, "c", INTAKE, REPLY)])
        await ledger.until(3)
        assert [chat for chat, _ in post.sent] == ["a", "b", "c"]
        assert not sender.is_spent, "what was taken shows that the month goes on"


async def test_an_answer_inside_an_intake_does_not_wait_behind_what_waits() -> None:
    post, clock = Post(SPENT, SPENT), Clock()
    async with sending(post, clock) as (sender, ledger):
        sender.offer([queued(1, "a", REST, REPLY)])
        await ledger.until(1)
        sender.offer([queued(2, "a", INTAKE, REPLY)])
        await ledger.until(2)
        assert post.sent[-1] == ("a", INTAKE)


async def test_once_it_takes_messages_again_everything_leaves() -> None:
    post, clock = Post(SPENT), Clock()
    async with sending(post, clock) as (sender, ledger):
        sender.offer([queued(1, "a", REST)])
        await ledger.until(1)
        sender.offer([queued(2, "b", REST)])
        await ledger.until(2)
        sender.offer([queued(3, "c", CASE, URGENT)])  # the month has turned, and it shows
        await ledger.until(5)
    assert {chat for chat, _ in post.sent[1:]} == {"a", "b", "c"}
    assert [r.state for r in ledger.results[2:]] == ["sent"] * 3


async def test_one_is_tried_once_an_hour() -> None:
    post, clock = Post(SPENT, SPENT), Clock()
    async with sending(post, clock) as (sender, ledger):
        sender.offer([queued(1, "a", REST)])
        await ledger.until(1)
        clock.now += timedelta(hours=1, seconds=1)
        sender.offer([queued(n, f"b{n}", REST) for n in range(2, 8)])
        await ledger.until(7)
    assert len(post.sent) == 2


async def test_what_was_released_by_hand_is_tried_at_once() -> None:
    post, clock = Post(SPENT), Clock()
    async with sending(post, clock) as (sender, ledger):
        sender.offer([queued(1, "a", REST)])
        await ledger.until(1)
        sender.release()
        await ledger.until(2)
        assert not sender.is_spent
    assert [r.state for r in ledger.results] == ["pending", "sent"]


async def test_what_is_held_back_is_dropped_with_its_reason_and_not_sent() -> None:
    async def hold(message: OutboxMessage) -> Share | HeldBack:
        return HeldBack.FOR_CASES if message.notices == REST else Share.STRANGERS

    post, clock = Post(Receipt(Delivery.SENT, parts=1)), Clock()
    async with sending(post, clock, hold) as (sender, ledger):
        sender.offer([queued(1, "a", REST), queued(2, "b", INTAKE)])
        await ledger.until(2)
    found = {r.id: r for r in ledger.results}
    assert (found[1].state, found[1].reason) == ("dropped", HeldBack.FOR_CASES.value)
    assert found[2].counted is not None
    assert found[2].counted.to_stranger
    assert [chat for chat, _ in post.sent] == ["b"]


async def test_with_a_zalo_that_counts() -> None:
    """The simulated Zalo takes two messages; then more are bought, and what waits is released."""
    with running_simulator(default_scene()) as sim:
        await asyncio.to_thread(sim.send, "lan", "zl", "chào em")
        chat = str(sim.world.chats["zl.lan"].address)
        sim.simulation.faults.set(FaultSettings(zalo_quota=2))
        channel = make_zalo_channel(ZALO_TOKEN, api=sim.zalo_url)
        async with sending(channel, Clock()) as (sender, ledger):
            sender.offer([queued(n, chat, REST) for n in range(1, 4)])
            await ledger.until(3)
            assert [r.state for r in ledger.results] == ["sent", "sent", "pending"]
            assert ledger.results[-1].reason == QUOTA_SPENT
            sender.offer([queued(4, chat, CASE, URGENT)])
            await ledger.until(4)
            assert (ledger.results[-1].id, ledger.results[-1].state) == (4, "pending")
            sim.simulation.faults.set(FaultSettings(zalo_quota=9))
            sender.release()
            await ledger.until(6)
            assert [(r.id, r.state) for r in ledger.results[4:]] == [(4, "sent"), (3, "sent")]
        await channel.close()
