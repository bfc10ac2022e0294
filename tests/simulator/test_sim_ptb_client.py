"""The simulated Telegram as python-telegram-bot sees it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import telegram
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from simulator.faults import Rule
from simulator.scene import TELEGRAM_TOKEN
from simulator.serve import RunningSimulator

HOA = 1_000_001


@pytest.fixture
async def bot(sim: RunningSimulator) -> AsyncIterator[telegram.Bot]:
    address = sim.telegram_url
    async with telegram.Bot(
        TELEGRAM_TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot"
    ) as made:
        yield made


KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Đúng, 12", callback_data="dung:12")]])


async def test_conversation(sim: RunningSimulator, bot: telegram.Bot) -> None:
    assert bot.username == "SoHoiCaoBang_bot"
    sim.send("hoa", "tg", "/start CB-7K4Q-2M")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "/start CB-7K4Q-2M"
    assert [e.type for e in update.message.entities] == ["bot_command"]

    sent = await bot.send_message(
        HOA, "Em hiểu là <b>12 buổi</b>.", parse_mode="HTML", reply_markup=KEYS,
        protect_content=True, reply_parameters=telegram.ReplyParameters(update.message.message_id),
    )  # fmt: skip
    assert sent.text == "Em hiểu là 12 buổi."
    assert sent.parse_entities() == {sent.entities[0]: "12 buổi"}
    assert sent.has_protected_content
    assert sent.reply_to_message is not None

    sim.press("hoa", "tg", sim.from_bot("tg.hoa")[-1])
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.data == "dung:12"
    assert await update.callback_query.answer("Đã ghi")
    edited = await update.callback_query.edit_message_text("Đã ghi 12 buổi.")
    assert isinstance(edited, telegram.Message)
    assert edited.reply_markup is None
    assert await bot.delete_message(HOA, sent.message_id)
    assert sim.from_bot("tg.hoa")[-1].deleted


async def test_kinds_of_message(sim: RunningSimulator, bot: telegram.Bot) -> None:
    kinds = ("photo", "sticker", "voice", "document", "contact", "location")
    for kind in kinds:
        sim.send("hoa", "tg", kind=kind, forwarded_from="Chị Tư")
    updates = await bot.get_updates(timeout=5)
    for update, kind in zip(updates, kinds, strict=True):
        assert update.message is not None
        assert getattr(update.message, kind)
        assert update.message.forward_origin is not None


async def test_files(sim: RunningSimulator, bot: telegram.Bot) -> None:
    sim.send("hoa", "tg", "a")
    document = await bot.send_document(HOA, b"xlsx", filename="Báo cáo.xlsx", caption="Tháng 10")
    assert document.document is not None
    assert document.document.file_name == "Báo cáo.xlsx"
    again = await bot.send_document(HOA, document.document.file_id)
    assert again.document == document.document
    file = await bot.get_file(document.document.file_id)
    assert await file.download_as_bytearray() == b"xlsx"
    sim.send("hoa", "tg", kind="photo")
    stored = next(f for f in sim.world.files.values() if f.mime == "image/png")
    photo = await bot.send_photo(
        HOA, sim.world.contents[stored.id], caption="*đậm*", parse_mode="MarkdownV2"
    )
    assert (photo.photo[0].width, photo.photo[0].height) == (96, 72)
    assert photo.caption == "đậm"


async def test_chat_and_commands(sim: RunningSimulator, bot: telegram.Bot) -> None:
    sim.send("hoa", "tg", "a")
    area = int(sim.world.chats["area"].address)
    assert (await bot.get_chat(HOA)).first_name == "Hoa"
    assert (await bot.get_chat(area)).title == "Địa bàn Bảo Lâm"
    assert (await bot.get_chat_member(area, 1_000_004)).status == "creator"
    assert (await bot.get_chat_member(area, 1_000_003)).status == "left"
    assert (await bot.get_chat_member(area, bot.id)).status == "member"
    await bot.set_my_commands([BotCommand("baocao", "Gửi báo cáo")])
    assert [c.command for c in await bot.get_my_commands()] == ["baocao"]
    assert await bot.delete_my_commands()
    assert await bot.send_chat_action(HOA, "typing")
    assert await bot.leave_chat(area)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(area, "còn đó không?")


async def test_webhook_settings(bot: telegram.Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s-1", max_connections=7)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == ("http://127.0.0.1:9/hook", 7)
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).url == ""


async def test_errors(sim: RunningSimulator, bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(42, "ai đó?")
    sim.send("hoa", "tg", "a")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(HOA, "a" * 4097)
    sent = await bot.send_message(HOA, "a")
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("a", HOA, sent.message_id)
    sim.do(sim.simulation.phones.block, "hoa", "tg", blocked=True)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(HOA, "a")
    area = sim.world.chats["area"]
    moved = sim.do(sim.world.migrate, area, by="thu", at=0.0)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(int(area.address), "a")
    assert migrated.value.new_chat_id == moved.address
    assert await bot.send_message(migrated.value.new_chat_id, "a")


async def test_faults(
    sim: RunningSimulator, bot: telegram.Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    sim.send("hoa", "tg", "a")
    rules = sim.simulation.faults.settings.rules
    rules.append(Rule(kind="too_many", seconds=7, left=1))
    with pytest.raises(RetryAfter) as waiting:
        await bot.send_message(HOA, "a")
    assert waiting.value.retry_after == timedelta(seconds=7)
    rules.append(Rule(kind="server_error", left=1))
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(HOA, "a")
    assert await bot.send_message(HOA, "a")


async def test_wrong_token(sim: RunningSimulator) -> None:
    bot = telegram.Bot("123:wrong", base_url=f"{sim.telegram_url}/bot")
    with pytest.raises(InvalidToken):
        await bot.initialize()
    await bot.shutdown()
