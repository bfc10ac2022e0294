"""What only Telegram has: buttons, files, supergroups, offsets."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.channels.polling import Batch, Pace
from bot.channels.pyreqwest_request import PyreqwestRequest, is_loopback
from bot.channels.telegram import TelegramChannel, make_telegram_channel
from bot.engine.channel import Came, Delivery, Inbound, Left, Moved, Pressed, Unreadable
from bot.engine.message import BOLD_OFF, BOLD_ON, Choice, Message
from bot.errors import OperatorMistake
from simulator.records import EventRecord
from simulator.scene import TELEGRAM_TOKEN, default_scene
from simulator.serve import RunningSimulator, running_simulator
from tests.support.bot_api_schema import faults_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"\0\0\0\x04\0\0\0\x04" + b"\0" * 20


class Line:
    """A polling channel, what it heard, and what it asked."""

    def __init__(self, sim: RunningSimulator) -> None:
        self.sim = sim
        pace = Pace(pause=lambda seconds: asyncio.sleep(0))
        self.channel: TelegramChannel = make_telegram_channel(
            TELEGRAM_TOKEN, api=sim.telegram_url, pace=pace
        )
        self.heard: asyncio.Queue[Inbound | Unreadable] = asyncio.Queue()
        self.asked: list[tuple[str, dict[str, Any]]] = []
        sim.simulation.watch(lambda exchange: self.asked.append((exchange.method, exchange.params)))

    async def receive(self, batch: Batch) -> None:
        for item in batch:
            self.heard.put_nowait(item)

    async def hears(self) -> Inbound:
        item = await asyncio.wait_for(self.heard.get(), 5)
        assert isinstance(item, Inbound)
        return item

    async def says(self, text: str, person: str = "hoa", chat: str = "tg") -> Inbound:
        await asyncio.to_thread(self.sim.send, person, chat, text)
        return await self.hears()


@pytest.fixture
def sim() -> Iterator[RunningSimulator]:
    """Every exchange is checked against the published API."""
    wrong: list[str] = []
    with running_simulator(default_scene()) as running:
        running.simulation.watch(lambda exchange: wrong.extend(faults_of(exchange)))
        yield running
    assert wrong == []


@pytest.fixture
async def line(sim: RunningSimulator) -> AsyncIterator[Line]:
    made = Line(sim)
    await made.channel.start()
    task = asyncio.create_task(made.channel.poll(made.receive))
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await made.channel.close()


async def test_a_button_comes_back_with_its_turn_and_is_answered(line: Line) -> None:
    chat = (await line.says("/start")).address.chat
    choices = ((Choice("Có", "ok"), Choice("Không", "no")), (Choice("Để sau", "later"),))
    await line.channel.send(chat, Message("Đúng không chị?", choices), 7)
    shown = line.sim.from_bot("tg.hoa")[-1]
    await asyncio.to_thread(line.sim.press, "hoa", "tg", shown, 1, 0)
    press = (await line.hears()).content
    assert isinstance(press, Pressed)
    assert (press.turn, press.value) == (7, "later")

    answered: list[EventRecord] = []
    line.sim.do(
        line.sim.world.follow, lambda e: answered.append(e) if e.kind == "answered" else None
    )
    await line.channel.acknowledge(press, "Câu này đã qua rồi ạ. " * 20)
    assert answered[0].data["alert"] is True
    assert len(answered[0].data["text"]) == 200
    await line.channel.acknowledge(press, "")  # already answered: no harm


async def test_an_ageless_button_has_no_turn(line: Line) -> None:
    chat = (await line.says("/start")).address.chat
    message = Message("Chị chọn", ((Choice("Tiến độ", "/tiendo"),),), ageless=True)
    await line.channel.send(chat, message, 7)
    await asyncio.to_thread(line.sim.press, "hoa", "tg", line.sim.from_bot("tg.hoa")[-1])
    press = (await line.hears()).content
    assert isinstance(press, Pressed)
    assert (press.turn, press.value) == (None, "/tiendo")


FILES = {
    "photo": (Message(f"Quý {BOLD_ON}3{BOLD_OFF}", photo=PNG), [("photo", "Quý 3")]),
    "document": (Message("Bảng", document=("bao-cao.xlsx", b"x")), [("document", "Bảng")]),
    "both": (
        Message("Cả hai", photo=PNG, document=("a.csv", b"1")),
        [("photo", ""), ("document", "Cả hai")],
    ),
    "without words": (Message("", photo=PNG), [("photo", "")]),
    "long words": (Message("a" * 1200, photo=PNG), [("photo", ""), ("text", "a" * 1200)]),
}


@pytest.mark.parametrize(("message", "expected"), FILES.values(), ids=FILES)
async def test_files(line: Line, message: Message, expected: list[tuple[str, str]]) -> None:
    chat = (await line.says("/start")).address.chat
    receipt = await line.channel.send(chat, message, None)
    assert (receipt.outcome, receipt.parts) == (Delivery.SENT, len(expected))
    assert [(m.kind, m.text) for m in line.sim.from_bot("tg.hoa")] == expected


async def test_the_words_of_a_picture_go_where_no_picture_may(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    chat = (await line.says("/start")).address.chat
    receipt = await line.channel.send(chat, Message("Tuần này", photo=b"no picture"), None)
    assert (receipt.outcome, receipt.parts) == (Delivery.SENT, 1)
    assert [(m.kind, m.text) for m in line.sim.from_bot("tg.hoa")] == [("text", "Tuần này")]
    assert "a picture was not taken" in caplog.text


async def test_buttons_stand_under_a_picture_that_is_protected_in_a_group_too(line: Line) -> None:
    chat = (await line.says("/start", "thu", "area")).address.chat
    choices = ((Choice("Xuất Word", "/xuat word"),),)
    await line.channel.send(chat, Message("Biểu đồ", choices, protect=True, photo=PNG), 1)
    shown = line.sim.from_bot("area")[-1]
    assert (shown.kind, shown.protected) == ("photo", True)
    assert shown.markup is not None
    assert shown.markup["inline_keyboard"][0][0]["text"] == "Xuất Word"


async def test_protected_and_without_previews(line: Line) -> None:
    chat = (await line.says("/start")).address.chat
    await line.channel.send(chat, Message("https://example.org", protect=True), None)
    assert line.sim.from_bot("tg.hoa")[-1].protected
    fields = next(params for method, params in line.asked if method == "sendMessage")
    assert fields == {
        "chat_id": int(chat),
        "text": "https://example.org",
        "protect_content": True,
        "link_preview_options": {"is_disabled": True},
    }


async def test_blocked_and_back(line: Line) -> None:
    chat = (await line.says("/start")).address.chat
    phones = line.sim.simulation.phones
    line.sim.do(phones.block, "hoa", "tg", blocked=True)
    assert (await line.hears()).content == Left()
    receipt = await line.channel.send(chat, Message("chị ơi"), None)
    assert receipt.outcome is Delivery.UNREACHABLE
    line.sim.do(phones.block, "hoa", "tg", blocked=False)
    assert (await line.hears()).content == Came()


async def test_a_group_that_moved(line: Line) -> None:
    old = (await line.says("/tiendo", "thu", "area")).address.chat
    world = line.sim.world
    moved = line.sim.do(world.migrate, world.chats["area"], by="thu", at=1760445000.0)
    receipt = await line.channel.send(old, Message("chào cả nhà"), None)
    assert (receipt.outcome, receipt.moved_to) == (Delivery.MOVED, str(moved.address))
    told = [await line.hears(), await line.hears()]
    assert {(m.address.chat, m.content) for m in told} == {(old, Moved(str(moved.address)))}
    receipt = await line.channel.send(receipt.moved_to, Message("chào cả nhà"), None)
    assert receipt.outcome is Delivery.SENT


async def test_an_offset_is_told_once(line: Line) -> None:
    """Numbers can begin anew, and lower, after a week of silence."""
    number = int((await line.says("một")).external_id)

    def offsets() -> list[Any]:
        return [params.get("offset") for method, params in line.asked if method == "getUpdates"]

    async with asyncio.timeout(5):
        while number + 1 not in offsets():
            line.sim.do(line.sim.simulation.wake)  # long polls end with nothing
            await asyncio.sleep(0.01)
    line.sim.world.bots["tg"].next_update = 5
    assert (await line.says("hai")).external_id == "5"
    assert offsets()[0] is None
    assert offsets().count(number + 1) == 1


async def test_what_was_not_committed_is_given_again(sim: RunningSimulator) -> None:
    line = Line(sim)
    failures = [OSError("disk is full")] * 2

    async def receive(batch: Batch) -> None:
        if failures:
            raise failures.pop()
        await line.receive(batch)

    await asyncio.to_thread(sim.send, "hoa", "tg", "một")
    task = asyncio.create_task(line.channel.poll(receive))
    first = await line.hears()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await line.channel.close()
    assert failures == []
    assert first.message_id


async def test_who_is_told_to_stop_as_the_answer_comes_does_stop(sim: RunningSimulator) -> None:
    """pyreqwest forgets a cancellation that meets an answer; a process would never end."""
    line = Line(sim)
    answered = threading.Event()
    sim.simulation.watch(lambda _: answered.set())
    for _ in range(20):
        answered.clear()
        asking = asyncio.create_task(line.channel.start())
        while not answered.is_set():
            await asyncio.sleep(0)
        time.sleep(0.005)  # noqa: ASYNC251 - meanwhile the client's own thread takes it in
        told = asking.cancel()
        await asyncio.wait({asking}, timeout=5)
        assert asking.cancelled() == told
    await line.channel.close()


async def test_a_webhook_address_that_telegram_does_not_take(sim: RunningSimulator) -> None:
    line = Line(sim)
    with pytest.raises(OperatorMistake, match="SOHOI_WEBHOOK_URL"):
        await asyncio.wait_for(line.channel.use_webhook("ftp://nowhere"), 5)
    await line.channel.close()


@pytest.mark.parametrize("proxy", ["", "http://u:p@127.0.0.1:1", "socks5://127.0.0.1:1"])
async def test_a_proxy_stands_between_even_here(proxy: str, sim: RunningSimulator) -> None:
    channel = make_telegram_channel(TELEGRAM_TOKEN, api=sim.telegram_url, proxy=proxy)
    receipt = await channel.send("1", Message("chào"), None)
    await channel.close()
    assert receipt.outcome is (Delivery.RETRY if proxy else Delivery.UNREACHABLE)


async def test_the_environments_proxy_is_not_used_for_this_machine(
    sim: RunningSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    channel = make_telegram_channel(TELEGRAM_TOKEN, api=sim.telegram_url)
    assert (await channel.start()).bot == "7000000001"
    await channel.close()


def test_loopback() -> None:
    here = ["http://127.0.0.1:8600/telegram", "http://localhost", "http://[::1]:1"]
    away = ["https://api.telegram.org", "http://10.0.0.1", "nonsense"]
    assert [is_loopback(a) for a in here + away] == [True] * 3 + [False] * 3


def test_an_answer_is_read_in_spite_of_half_a_letter() -> None:
    read = PyreqwestRequest.parse_json_payload
    assert read(b'{"ok":true,"result":"\\ud83c"}')["result"] == "\ud83c"
    assert read(b'{"ok":true,"result":"\xff"}')["result"] == "\ufffd"


async def test_only_deleting_says_nothing(line: Line) -> None:
    said = await line.says("chào")
    receipt = await line.channel.send(said.address.chat, Message("", delete=(said.message_id,)), 1)
    assert receipt.outcome is Delivery.SENT
    assert [method for method, _ in line.asked if method.startswith("send")] == []
    mine = line.sim.messages("tg.hoa")
    assert [m.deleted for m in mine if m.text == "chào"] == [True]


async def test_what_must_stay_in_a_group_is_asked_for(line: Line) -> None:
    said = await line.says("@SoHoiCaoBang_bot chào", chat="area")
    asked = Message("Mình nói riêng nhé.", delete=(said.message_id,), if_kept="Chị xoá giúp em.")
    await line.channel.send(said.address.chat, asked, None)
    shown = line.sim.from_bot("area")[-1].text
    assert shown == "Mình nói riêng nhé.\nChị xoá giúp em."
