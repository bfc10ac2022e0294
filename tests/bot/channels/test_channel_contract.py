"""One contract for both networks, against the simulator: what bot/engine/channel.py promises."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest

from bot.channels.incoming import make_webhook_secret
from bot.channels.polling import Batch, Pace
from bot.channels.telegram import make_telegram_channel
from bot.channels.zalo import make_zalo_channel
from bot.engine.channel import Address, Channel, Delivery, Inbound, Network, Said, Unreadable
from bot.engine.message import BOLD_OFF, BOLD_ON, Choice, Message
from bot.errors import OperatorMistake, WebhookRefused
from simulator.faults import FaultSettings, Rule
from simulator.records import MessageRecord as Shown
from simulator.scene import TELEGRAM_TOKEN, ZALO_TOKEN, default_scene
from simulator.serve import RunningSimulator, running_simulator
from tests.support.bot_api_schema import faults_of
from tests.support.hooks import receiver

SECRETS = (TELEGRAM_TOKEN.partition(":")[2], ZALO_TOKEN.partition(":")[2])
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"\0\0\0\x04\0\0\0\x04" + b"\0" * 20
GONE = "http://127.0.0.1:9"


def at_once() -> Pace:
    """Pauses take no time."""
    return Pace(pause=lambda seconds: asyncio.sleep(0), chance=lambda: 0.0)


def make_channel(network: str, api: str, token: str = "") -> Channel:
    if network == "telegram":
        return make_telegram_channel(token or TELEGRAM_TOKEN, api=api, pace=at_once())
    return make_zalo_channel(token or ZALO_TOKEN, api=api, pace=at_once())


@dataclass
class Talk:
    """A channel and somebody's phone on the same network."""

    sim: RunningSimulator
    channel: Channel
    person: str
    bot: str
    heard: asyncio.Queue[Inbound | Unreadable] = field(default_factory=asyncio.Queue)

    @property
    def name(self) -> str:
        return self.channel.network.value

    @property
    def chat(self) -> str:
        return str(self.sim.world.chats[f"{self.bot}.{self.person}"].address)

    @property
    def api(self) -> str:
        return self.sim.telegram_url if self.name == "telegram" else self.sim.zalo_url

    async def says(self, text: str) -> None:
        await asyncio.to_thread(self.sim.send, self.person, self.bot, text)

    async def receive(self, batch: Batch) -> None:
        for item in batch:
            self.heard.put_nowait(item)

    async def hears(self) -> Inbound:
        item = await asyncio.wait_for(self.heard.get(), 5)
        assert isinstance(item, Inbound)
        return item

    def find_seen(self) -> list[Shown]:
        return self.sim.from_bot(f"{self.bot}.{self.person}")

    def faults(self, *rules: Rule, **settings: object) -> None:
        self.sim.simulation.faults.set(FaultSettings(rules=list(rules), **settings))  # type: ignore[arg-type]


@pytest.fixture
def sim() -> Iterator[RunningSimulator]:
    """Every exchange with Telegram is checked against the published API."""
    wrong: list[str] = []
    with running_simulator(default_scene()) as running:
        running.simulation.watch(lambda exchange: wrong.extend(faults_of(exchange)))
        yield running
    assert wrong == []


@pytest.fixture(params=["telegram", "zalo"])
async def talk(sim: RunningSimulator, request: pytest.FixtureRequest) -> AsyncIterator[Talk]:
    telegram = request.param == "telegram"
    api = sim.telegram_url if telegram else sim.zalo_url
    person, bot = ("hoa", "tg") if telegram else ("lan", "zl")
    channel = make_channel(request.param, api)
    found = Talk(sim, channel, person, bot)
    await found.says("chào em")
    yield found
    await channel.close()


@pytest.fixture
async def polling(talk: Talk) -> AsyncIterator[Talk]:
    await talk.channel.start()
    task = asyncio.create_task(talk.channel.poll(talk.receive))
    yield talk
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


# --- who --------------------------------------------------------------------------------------


async def test_start_tells_who_the_bot_is(talk: Talk) -> None:
    identity = await talk.channel.start()
    assert identity.bot == talk.channel.bot
    assert identity.bot.isdecimal()
    assert "Sổ Hội" in identity.name


async def test_nothing_shows_the_token(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await talk.channel.start()
        await talk.channel.send(talk.chat, Message("chào"), None)
        gone = make_channel(talk.name, GONE)
        receipt = await gone.send("1", Message("chào"), None)
        await gone.close()
    shown = caplog.text + repr(talk.channel) + str(vars(talk.channel)) + repr(receipt)
    assert all(secret not in shown for secret in SECRETS)
    assert "chào" not in caplog.text


@pytest.mark.parametrize("what", ["start", "poll", "use_webhook"])
async def test_a_wrong_token_is_the_operators_mistake(talk: Talk, what: str) -> None:
    channel = make_channel(talk.name, talk.api, "123:not-known-to-anybody")
    work = {
        "start": channel.start,
        "poll": lambda: channel.poll(talk.receive),
        "use_webhook": lambda: channel.use_webhook("http://127.0.0.1:9/hook"),
    }[what]
    with pytest.raises(OperatorMistake) as caught:
        await asyncio.wait_for(work(), 5)
    await channel.close()
    assert "123" in str(caught.value)
    assert "not-known" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "abc", "12:", "12:a/../b", "12:a b", "12:rồi", "12:a?x=1"])
@pytest.mark.parametrize("network", ["telegram", "zalo"])
def test_what_is_no_token_is_named_without_being_shown(network: str, token: str) -> None:
    make = make_telegram_channel if network == "telegram" else make_zalo_channel
    with pytest.raises(OperatorMistake, match=f"SOHOI_{network.upper()}") as caught:
        make(token)
    assert not token or token not in str(caught.value)


async def test_start_waits_while_the_network_is_out_of_reach(talk: Talk) -> None:
    talk.faults(Rule(kind="server_error", left=3))
    assert (await talk.channel.start()).bot == talk.channel.bot


# --- what comes -------------------------------------------------------------------------------


async def test_messages_come_in_order(polling: Talk) -> None:
    texts = ["chào em", "một", "<b>hai</b>", "ba 🌸", "x" * 2000]
    for text in texts[1:]:
        await polling.says(text)
    heard = [await polling.hears() for _ in texts]
    assert [m.content for m in heard] == [Said(text) for text in texts]
    assert {m.address for m in heard} == {
        Address(polling.channel.network, polling.channel.bot, polling.chat)
    }
    assert len({m.external_id for m in heard}) == len(texts)


async def test_polling_goes_on_after_faults(polling: Talk) -> None:
    await polling.hears()
    polling.faults(
        Rule(kind="too_many", left=2),
        Rule(kind="server_error", left=2),
        Rule(kind="server_error", status=500, left=1),
    )
    await polling.says("một")
    assert (await polling.hears()).content == Said("một")


async def test_a_webhook_brings_the_same(talk: Talk) -> None:
    with receiver() as hook:
        await talk.channel.use_webhook(hook.url)
        await talk.says("một")
        received = await asyncio.to_thread(hook.wait_for, 2)
        while not any("một" in post.body.decode() for post in received):
            received = await asyncio.to_thread(hook.wait_for, len(received) + 1)
        items = [
            item for post in received for item in talk.channel.read_webhook(post.headers, post.body)
        ]
    said = [item.content for item in items if isinstance(item, Inbound)]
    assert said[-1] == Said("một")
    assert Said("chào em") in said or talk.name == "zalo"


async def test_polling_takes_the_webhook_away(talk: Talk) -> None:
    with receiver() as hook:
        await talk.channel.use_webhook(hook.url)
        task = asyncio.create_task(talk.channel.poll(talk.receive))
        bot = talk.sim.world.bots[talk.bot]
        async with asyncio.timeout(5):
            while bot.webhook is not None:
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


HEADER = {"telegram": "X-Telegram-Bot-Api-Secret-Token", "zalo": "X-Bot-Api-Secret-Token"}


def sign_headers(talk: Talk, network: str = "") -> dict[str, str]:
    token = TELEGRAM_TOKEN if talk.name == "telegram" else ZALO_TOKEN
    return {HEADER[network or talk.name]: make_webhook_secret(token, talk.channel.network)}


async def test_webhooks_are_read_whatever_the_case_of_headers(talk: Talk) -> None:
    for change in (str.lower, str.upper, str):
        headers = {change(name): value for name, value in sign_headers(talk).items()}
        (item,) = talk.channel.read_webhook(headers, b'{"update_id":1,"x":1}')
        assert isinstance(item, Unreadable)


@pytest.mark.parametrize("secret", ["", "wrong", "r\u1ed3i", "0" * 64])
async def test_a_wrong_secret_is_refused(talk: Talk, secret: str) -> None:
    with pytest.raises(WebhookRefused):
        talk.channel.read_webhook({HEADER[talk.name]: secret}, b'{"update_id":1}')


async def test_a_huge_webhook_is_refused(talk: Talk) -> None:
    with pytest.raises(WebhookRefused):
        talk.channel.read_webhook(sign_headers(talk), b'"' + b"x" * 1_000_000 + b'"')


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b"null", b"12"])
async def test_a_webhook_that_is_no_update_is_set_aside(talk: Talk, body: bytes) -> None:
    (item,) = talk.channel.read_webhook(sign_headers(talk), body)
    assert isinstance(item, Unreadable)
    assert item.external_id.startswith("sha256:")


def test_secrets_differ_by_bot_and_network() -> None:
    made_of = {make_webhook_secret(t, n) for t in ("1:a", "1:b") for n in Network}
    assert len(made_of) == 4
    assert all(len(s) == 64 and s.isalnum() for s in made_of)


# --- what goes --------------------------------------------------------------------------------


async def test_bold_lies_where_it_was(talk: Talk) -> None:
    text = f"🌸 {BOLD_ON}chị Hoa{BOLD_OFF} ơi"
    receipt = await talk.channel.send(talk.chat, Message(text), None)
    assert (receipt.outcome, receipt.parts) == (Delivery.SENT, 1)
    shown = talk.find_seen()[-1]
    assert str(shown.id) == receipt.message_id
    assert shown.text == "🌸 chị Hoa ơi"
    assert [(e["type"], e["offset"], e["length"]) for e in shown.entities] == [("bold", 3, 7)]


async def test_what_looks_like_markup_is_shown_as_typed(talk: Talk) -> None:
    text = "<b>12</b> **x** _y_ & {red}z{/red} [a](http://b)"
    await talk.channel.send(talk.chat, Message(text), None)
    assert talk.find_seen()[-1].text == text


async def test_a_long_text_goes_in_pieces(talk: Talk) -> None:
    text = "\n".join(f"{n}. mười hai hộ 🌸" for n in range(400))
    choices = ((Choice("Có", "ok"),),)
    receipt = await talk.channel.send(talk.chat, Message(text, choices), 3)
    shown = talk.find_seen()
    assert receipt.parts == len(shown) > 1
    assert "\n".join(m.text for m in shown) == text
    assert [bool(m.markup) for m in shown[:-1]] == [False] * (len(shown) - 1)
    assert bool(shown[-1].markup) == talk.channel.abilities.buttons


async def test_a_picture_is_shown_with_its_words_in_one_message(talk: Talk) -> None:
    """Uploaded where that is possible, else fetched by the network from an address of ours."""
    picture = talk.sim.app.simulation.world.add_file(PNG, "a.png").id
    address = f"{talk.sim.base_url}/sim/files/{picture}"
    able = talk.channel.abilities
    assert able.upload != able.photo_by_address
    message = Message("Tuần này", photo=PNG if able.upload else None, photo_address=address)
    receipt = await talk.channel.send(talk.chat, message, None)
    assert (receipt.outcome, receipt.parts) == (Delivery.SENT, 1)
    shown = talk.find_seen()[-1]
    assert (shown.kind, shown.text) == ("photo", "Tuần này")
    assert talk.sim.world.contents[shown.file] == PNG


async def test_what_was_sent_is_taken_back_where_the_network_can(talk: Talk) -> None:
    first = await talk.channel.send(talk.chat, Message("một"), None)
    gone = Message("hai", delete=(first.message_id, "424242"), if_kept="xoá giúp em")
    receipt = await talk.channel.send(talk.chat, gone, None)
    shown = talk.find_seen()
    assert receipt.outcome is Delivery.SENT
    assert shown[-1].text == "hai"
    assert shown[-2].deleted == talk.channel.abilities.delete


async def test_protected_content_is_marked_so(talk: Talk) -> None:
    await talk.channel.send(talk.chat, Message("kín", protect=True), None)
    assert talk.find_seen()[-1].protected == (talk.name == "telegram")


TOO_MANY = Rule(kind="too_many", seconds=7.0)
OUTCOMES = {
    "all is well": ((), Delivery.SENT, False),
    "429": ((TOO_MANY,), Delivery.RETRY, True),
    "500": ((Rule(kind="server_error", status=500),), Delivery.RETRY, False),
    "502": ((Rule(kind="server_error", status=502),), Delivery.RETRY, False),
}


@pytest.mark.parametrize(("rules", "outcome", "whole"), OUTCOMES.values(), ids=OUTCOMES)
async def test_outcomes(
    talk: Talk, rules: tuple[Rule, ...], outcome: Delivery, whole: bool
) -> None:
    talk.faults(*rules)
    receipt = await talk.channel.send(talk.chat, Message("chị ơi"), None)
    assert (receipt.outcome, receipt.whole_bot) == (outcome, whole)
    if whole:
        assert receipt.retry_after_seconds == (7.0 if talk.name == "telegram" else 5.0)
    assert "chị" not in receipt.reason


async def test_a_chat_that_never_was_is_unreachable(talk: Talk) -> None:
    receipt = await talk.channel.send("424242", Message("chị ơi"), None)
    assert receipt.outcome is Delivery.UNREACHABLE


async def test_nobody_there_is_tried_again(talk: Talk) -> None:
    channel = make_channel(talk.name, GONE)
    receipt = await channel.send(talk.chat, Message("chị ơi"), None)
    await channel.close()
    assert receipt.outcome is Delivery.RETRY


@pytest.mark.parametrize("text", ["", " \n"])
async def test_nothing_to_say_is_refused(talk: Talk, text: str) -> None:
    receipt = await talk.channel.send(talk.chat, Message(text), None)
    assert (receipt.outcome, talk.find_seen()) == (Delivery.REFUSED, [])


async def test_a_spoilt_token_waits(talk: Talk) -> None:
    channel = make_channel(talk.name, talk.api, "123:not-known-to-anybody")
    receipt = await channel.send(talk.chat, Message("chị ơi"), None)
    await channel.close()
    assert (receipt.outcome, receipt.whole_bot) == (Delivery.RETRY, True)
