"""Replies that are held in memory: offered when their time has come, or not at all."""

import asyncio

from bot.engine.held_replies import HeldReplies
from storage.outbox import OutboxMessage


def make_reply(row_id: int) -> OutboxMessage:
    return OutboxMessage(row_id, 1, "zalo", "1", "lan", False, 1, None, "[]", 0.0)


async def test_it_is_offered_when_its_time_has_come() -> None:
    offered: list[int] = []
    held = HeldReplies(lambda reply: offered.append(reply.id))
    held.hold(make_reply(1), 0.01)
    assert offered == []
    await asyncio.sleep(0.05)
    assert offered == [1]


async def test_dropped_it_is_never_offered_and_released_it_is_at_once() -> None:
    offered: list[int] = []
    held = HeldReplies(lambda reply: offered.append(reply.id))
    held.hold(make_reply(1), 0.01)
    held.hold(make_reply(2), 60.0)
    held.drop([1, 7])
    held.release([2, 8])
    await asyncio.sleep(0.05)
    assert offered == [2]
