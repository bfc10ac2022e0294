"""The simulated Telegram as aiogram sees it.

The only module that pays for importing aiogram (six seconds), and only when it runs.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from simulator.scene import TELEGRAM_TOKEN
from simulator.serve import RunningSimulator

HOA = 1_000_001


@pytest.fixture
async def bot(sim: RunningSimulator) -> AsyncIterator[Any]:
    import aiogram
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(sim.telegram_url))
    async with aiogram.Bot(TELEGRAM_TOKEN, session=session) as made:
        yield made


async def test_conversation(sim: RunningSimulator, bot: Any) -> None:
    from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

    assert (await bot.get_me()).username == "SoHoiCaoBang_bot"
    sim.send("hoa", "tg", "/baocao")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message.text == "/baocao"
    keys = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="0", callback_data="0")]]
    )
    sent = await bot.send_message(HOA, "<b>1/8</b> Mấy buổi?", parse_mode="HTML", reply_markup=keys)
    assert sent.html_text == "<b>1/8</b> Mấy buổi?"
    sim.press("hoa", "tg", sim.from_bot("tg.hoa")[-1])
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert await bot.answer_callback_query(update.callback_query.id)
    assert await bot.edit_message_text("Xong", chat_id=HOA, message_id=sent.message_id)
    assert await bot.edit_message_reply_markup(
        chat_id=HOA, message_id=sent.message_id, reply_markup=keys
    )
    file = BufferedInputFile(b"docx", filename="Báo cáo.docx")
    document = await bot.send_document(HOA, file, caption="Tháng 10")
    assert document.document.file_name == "Báo cáo.docx"
    info = await bot.get_file(document.document.file_id)
    assert (await bot.download_file(info.file_path)).read() == b"docx"
    assert await bot.delete_message(HOA, sent.message_id)


async def test_errors(sim: RunningSimulator, bot: Any) -> None:
    from aiogram import exceptions

    with pytest.raises(exceptions.TelegramBadRequest, match="chat not found"):
        await bot.send_message(42, "a")
    area = sim.world.chats["area"]
    moved = sim.do(sim.world.migrate, area, by="thu", at=0.0)
    with pytest.raises(exceptions.TelegramMigrateToChat) as migrated:
        await bot.send_message(area.address, "a")
    assert migrated.value.migrate_to_chat_id == moved.address
    assert (await bot.get_chat(moved.address)).type == "supergroup"
