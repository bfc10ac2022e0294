"""What only Zalo has: quotas, pages for errors, probes, groups without entities."""

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.channels.polling import Batch, Pace
from bot.channels.zalo import ZaloChannel, make_zalo_channel
from bot.engine.channel import Delivery, Inbound, Said
from bot.engine.message import BOLD_OFF, BOLD_ON, Choice, Message
from bot.errors import OperatorMistake

TOKEN = "1459232241454765289:made-up-secret"
NOW = datetime(2025, 10, 14, 12, 0, tzinfo=UTC)
SENT = {"ok": True, "result": {"message_id": "8259", "date": 1}, "error_code": 0}
ME = {"ok": True, "result": {"id": "1", "account_name": "bot.X", "account_type": "BASIC"}}


class Platform:
    """Answers in turn; keeps what was asked. The last answer is given for ever."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition("/")[2]
        timeout = request.extensions["timeout"]
        self.asked.append((method, json.loads(request.content), timeout))
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, httpx.Response):
            return found
        return httpx.Response(200, json=found)


def channel(platform: Platform, pauses: list[float] | None = None) -> ZaloChannel:
    async def pause(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)
        await asyncio.sleep(0)

    return make_zalo_channel(
        TOKEN,
        now=lambda: NOW,
        pace=Pace(pause, lambda: 0.0, lambda: 0.0),
        transport=httpx.MockTransport(platform.answer),
    )


async def test_requests_are_exactly_these() -> None:
    platform = Platform(SENT)
    choices = ((Choice("Có", "ok"),),)
    text = f"Chào {BOLD_ON}chị 🌸{BOLD_OFF}"
    await channel(platform).send("a0c", Message(text, choices, photo=b"png"), 3)
    ((method, fields, _),) = platform.asked
    assert method == "sendMessage"
    assert fields == {
        "chat_id": "a0c",
        "text": "Chào chị 🌸",
        "text_styles": [{"start": 5, "len": 6, "st": ["b"]}],
    }


PHOTO = "https://sohoi.example.vn/tep/x.y"
REFUSED = {"ok": False, "description": "The photo URL is invalid", "error_code": 400}
PICTURES = {
    "with its words": (
        Message(f"{BOLD_ON}Tuần{BOLD_OFF} này", photo_address=PHOTO),
        [SENT],
        [("sendPhoto", {"chat_id": "a0c", "photo": PHOTO, "caption": "Tuần này"})],
    ),
    "without words": (
        Message("", photo_address=PHOTO),
        [SENT],
        [("sendPhoto", {"chat_id": "a0c", "photo": PHOTO})],
    ),
    "that Zalo does not take": (
        Message("Tuần này", photo_address=PHOTO),
        [REFUSED, SENT],
        [
            ("sendPhoto", {"chat_id": "a0c", "photo": PHOTO, "caption": "Tuần này"}),
            ("sendMessage", {"chat_id": "a0c", "text": "Tuần này"}),
        ],
    ),
}


@pytest.mark.parametrize(("message", "answers", "asked"), PICTURES.values(), ids=PICTURES)
async def test_a_picture_goes_by_its_address_in_one_message(
    message: Message, answers: list[Any], asked: list[Any]
) -> None:
    platform = Platform(*answers)
    receipt = await channel(platform).send("a0c", message, None)
    assert (receipt.outcome, receipt.parts) == (Delivery.SENT, 1)
    assert [(method, fields) for method, fields, _ in platform.asked] == asked


async def test_words_too_long_for_a_picture_come_after_it() -> None:
    platform = Platform(SENT)
    message = Message("a\n" * 1500, photo_address=PHOTO)
    receipt = await channel(platform).send("a0c", message, None)
    assert [method for method, _, _ in platform.asked] == ["sendPhoto"] + ["sendMessage"] * 2
    assert receipt.parts == 3


async def test_a_spent_quota_is_asked_after_in_an_hour_and_pauses_one_chat() -> None:
    spent = {"ok": False, "description": "Quota exceeded", "error_code": 429}
    receipt = await channel(Platform(spent)).send("a0c", Message("chị ơi"), None)
    assert (receipt.outcome, receipt.quota, receipt.whole_bot) == (Delivery.RETRY, True, False)
    assert receipt.retry_after_seconds == 3600


async def test_parts_that_left_are_counted() -> None:
    page = httpx.Response(429, html="<html>429</html>")
    receipt = await channel(Platform(SENT, page)).send("a0c", Message("a\n" * 2000), None)
    assert (receipt.outcome, receipt.parts) == (Delivery.RETRY, 1)
    assert receipt.retry_after_seconds == 5.0


async def poll(platform: Platform, pauses: list[float] | None = None) -> list[Any]:
    """What is heard until the platform refuses the token."""
    heard: list[Any] = []

    async def receive(batch: Batch) -> None:
        heard.extend(batch)

    with pytest.raises(OperatorMistake):
        await channel(platform, pauses).poll(receive)
    return heard


DELETED = {"ok": True, "result": {"url": "", "updated_at": 1}}
NOTHING = {"ok": False, "description": "Request timeout", "error_code": 408}
END = {"ok": False, "description": "Unauthorized", "error_code": 401}
WEBHOOK_SET = {
    "ok": False,
    "description": "You cannot use this API while a webhook is set.",
    "error_code": 400,
}
EVENT = {
    "event_name": "message.text.received",
    "message": {
        "from": {"id": "a0c", "display_name": "Lan", "is_bot": False},
        "chat": {"id": "a0c", "chat_type": "PRIVATE"},
        "text": "hello",
        "message_id": "9469",
        "date": 1750316131602,
    },
}
ONE = {"ok": True, "result": EVENT, "error_code": 0}


async def test_polling() -> None:
    pauses: list[float] = []
    page = httpx.Response(429, html="<html>429</html>")
    platform = Platform(DELETED, NOTHING, ONE, page, WEBHOOK_SET, DELETED, ONE, END)
    heard = await poll(platform, pauses)
    assert [item.content for item in heard] == [Said("hello")] * 2
    assert [method for method, _, _ in platform.asked] == [
        "deleteWebhook", "getUpdates", "getUpdates", "getUpdates", "getUpdates", "deleteWebhook",
        "getUpdates", "getUpdates",
    ]  # fmt: skip
    assert pauses == [1.0, 1.0, 5.0, 1.0, 1.0]
    _, fields, timeout = platform.asked[1]
    assert fields == {"timeout": 30}
    assert timeout["read"] == 37.0


async def test_an_event_without_a_message_is_set_aside() -> None:
    bare = {"ok": True, "result": {"event_name": "message.unsupported.received"}}
    (item,) = await poll(Platform(DELETED, bare, END))
    assert item.reason == "an event without a message"


@pytest.mark.parametrize("headers", [{}, {"x-bot-api-secret-token": "whatever"}])
def test_an_empty_probe_is_harmless(headers: dict[str, str]) -> None:
    assert channel(Platform(ME)).read_webhook(headers, b"") == []


def test_a_request_without_a_secret_is_passed_over_and_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = channel(Platform(ME))
    for _ in range(3):
        assert found.read_webhook({}, json.dumps(EVENT).encode()) == []
    assert caplog.text.count("without a secret") == 1


async def test_a_webhook_that_cannot_be_reached_is_said(caplog: pytest.LogCaptureFixture) -> None:
    refused = {"ok": False, "url": "https://x", "outcome": "webhook.http.403", "hint": "blocked"}
    platform = Platform({"ok": True, "result": {"url": "https://x", "verification": refused}})
    with caplog.at_level(logging.WARNING):
        await channel(platform).use_webhook("https://x")
    assert "could not reach the webhook" in caplog.text
    assert len(platform.asked[0][1]["secret_token"]) == 64


async def test_an_address_that_zalo_does_not_take() -> None:
    refusal = {"ok": False, "description": "Bad request: url", "error_code": 400}
    with pytest.raises(OperatorMistake, match="SOHOI_WEBHOOK_URL"):
        await channel(Platform(refusal)).use_webhook("x")


async def test_groups_know_the_bot_by_every_name() -> None:
    me = {"ok": True, "result": ME["result"] | {"display_name": "Trợ lý Hội"}}  # type: ignore[operator]
    found = channel(Platform(me))
    assert (await found.start()).name == "Trợ lý Hội"
    for name in ("Trợ lý Hội", "bot.X"):
        message = EVENT["message"] | {  # type: ignore[operator]
            "chat": {"id": "zgr-1", "chat_type": "GROUP"},
            "text": f"@{name} tiến độ",
        }
        item = found._parse(EVENT | {"message": message})
        assert isinstance(item, Inbound)
        assert item.content == Said("tiến độ")
