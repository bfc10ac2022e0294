"""The simulated Zalo as python-zalo-bot sees it, as far as that library goes.

It swallows errors inside HTTP 200 and returns an empty message for them.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import zalo_bot

from simulator.scene import ZALO_TOKEN
from simulator.serve import RunningSimulator


@pytest.fixture
async def bot(sim: RunningSimulator) -> AsyncIterator[Any]:
    async with zalo_bot.Bot(ZALO_TOKEN, base_url=sim.zalo_url) as made:
        yield made


async def test_conversation(sim: RunningSimulator, bot: Any) -> None:
    assert (await bot.get_me()).account_type == "BASIC"
    sim.send("lan", "zl", "BÁO CÁO")
    update = await bot.get_update(timeout=5)
    assert update.message.text == "BÁO CÁO"
    assert update.message.from_user.id == update.message.chat.id
    assert await bot.send_message(update.message.chat.id, "Chào chị!")
    assert (
        await bot.send_photo(update.message.chat.id, "ảnh", "https://example.org/a.png")
    ).message_id
    assert (await bot.send_sticker(update.message.chat.id, "0e078a2fb66a5f34067b")).message_id
    await bot.send_chat_action(update.message.chat.id, "typing")
    assert [m.kind for m in sim.from_bot("zl.lan")] == ["text", "photo", "sticker"]


async def test_nothing_new(bot: Any) -> None:
    assert await bot.get_update(timeout=1) is None
