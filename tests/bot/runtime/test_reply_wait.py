"""The running product on a network that counts messages: a burst is answered once."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from itertools import count

import msgspec

from bot.channels import zalo
from bot.engine.channel import (
    Address,
    BotIdentity,
    Delivery,
    Inbound,
    Limits,
    Network,
    Pressed,
    Receipt,
    Receive,
    Said,
    Unreadable,
)
from bot.engine.conversation import Event, Facts, Outcome, Step
from bot.engine.dialogue import Dialogue
from bot.engine.handler import Call, Handler
from bot.engine.message import Message
from bot.engine.renderer import Renderer
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.runtime.app import App
from bot.runtime.reference import read_plan
from domain.notices.base import Notice, Wait
from domain.org.tree import Tree
from domain.periods import VIETNAM, Calendar
from services.context import Reference
from storage import outbox
from storage.database import Database
from storage.units import Units
from tests.support.paths import PLAN_FILE

WAIT = 0.4
LIMITS = Limits(1000, 1000, 1000, 1, 1000, 1000)


class Heard(Notice, frozen=True, tag="test_heard_so_far/1"):
    when_followed = Wait.REPLACED
    words: tuple[str, ...]

    def without_quotes(self) -> Notice:
        return Heard(())


class Done(Notice, frozen=True, tag="test_done/1"):
    when_followed = Wait.TAKES_OVER


class Told(msgspec.Struct, frozen=True):
    words: tuple[str, ...] = ()


class Diary:
    """Repeats all that was said to it, until "done"."""

    name, version, state_type, confidential = "diary", 1, Told, False

    def step(self, state: Told, event: Event, facts: Facts) -> Step[Told]:
        if event.text == "done":
            return Step(None, (Done(),))
        words = (*state.words, event.text)
        return Step(Told(words), (Heard(words),))

    def prompt(self, state: Told, facts: Facts) -> tuple[Notice, ...]:
        return (Heard(state.words),)

    def key(self, state: Told) -> str | None:
        return None


class Phone:
    """A channel with one phone: what is put in is heard, what is sent is kept."""

    network, bot, limits = Network.ZALO, "1", LIMITS
    abilities = replace(zalo.ABILITIES, monthly_quota=None)

    def __init__(self) -> None:
        self.typed: asyncio.Queue[str] = asyncio.Queue()
        self.shown: list[str] = []
        self._numbers = count(1)

    async def start(self) -> BotIdentity:
        return BotIdentity("1", "Sổ Hội")

    async def poll(self, receive: Receive) -> None:
        while True:
            text = await self.typed.get()
            number = f"{next(self._numbers)}"
            to = Address(self.network, self.bot, "lan")
            await receive([Inbound(to, number, "lan", datetime.now(VIETNAM), Said(text))])

    async def use_webhook(self, url: str) -> None:
        raise NotImplementedError

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound | Unreadable]:
        raise NotImplementedError

    async def send(self, chat: str, message: Message, turn: int | None) -> Receipt:
        self.shown.append(message.text)
        return Receipt(Delivery.SENT, f"{len(self.shown)}", parts=1)

    async def acknowledge(self, press: Pressed, alert: str) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        return None


def _start(call: Call) -> Outcome:
    return Outcome((), opens=("diary", Told()))


def _say_heard(notice: Heard, surface: Surface) -> Message:
    return Message(" ".join(notice.words) or "(without her words)")


def _say_done(notice: Done, surface: Surface) -> Message:
    return Message("done")


@asynccontextmanager
async def running(database: Database, reply_wait: float) -> AsyncIterator[Phone]:
    phone = Phone()
    reference = Reference.of(read_plan(PLAN_FILE), Calendar(), Units(Tree([]), {}))
    dialogue = Dialogue(
        (Diary(),),
        (Handler(("start",), _start),),
        apply=lambda effect, call: (),
        join=lambda call: None,
        fallback=lambda call: Outcome(),
    )
    renderer = Renderer(
        database,
        (View(Heard, _say_heard), View(Done, _say_done)),
        lambda: reference,
        _now,
        {"zalo": phone.abilities},
    )
    app = App(
        database,
        dialogue,
        renderer,
        lambda: reference,
        [phone],
        _now,
        limits=LIMITS,
        reply_wait=reply_wait,
    )
    task = asyncio.create_task(app.run())
    try:
        yield phone
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _now() -> datetime:
    return datetime.now(VIETNAM)


async def _until_shown(phone: Phone, messages: int) -> None:
    async with asyncio.timeout(30):
        while len(phone.shown) < messages:
            await asyncio.sleep(0.02)


async def test_a_burst_is_answered_once_with_her_own_words(database: Database) -> None:
    async with running(database, WAIT) as phone:
        for text in ("/start", "a", "b", "c", "d"):
            await phone.typed.put(text)
        await _until_shown(phone, 1)
        await asyncio.sleep(3 * WAIT)
        assert phone.shown == ["a b c d"]
        await phone.typed.put("done")
        await _until_shown(phone, 2)
    assert phone.shown == ["a b c d", "done"]
    with database.read() as tx:
        assert outbox.count_by_state(tx).get("sent") == 2
        assert "pending" not in outbox.count_by_state(tx)


async def test_what_ends_it_leaves_at_once_and_alone(database: Database) -> None:
    async with running(database, 30.0) as phone:
        for text in ("/start", "a", "done"):
            await phone.typed.put(text)
        await _until_shown(phone, 1)
    assert phone.shown == ["done"]


async def test_without_the_wait_each_message_is_answered(database: Database) -> None:
    async with running(database, 0.0) as phone:
        for text in ("/start", "a", "b"):
            await phone.typed.put(text)
            await asyncio.sleep(0.1)
        await _until_shown(phone, 2)
    assert phone.shown == ["a", "a b"]
