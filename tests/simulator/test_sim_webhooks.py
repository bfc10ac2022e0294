"""Updates posted to a receiver: headers, order, redelivery, duplicates."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.serve import RunningSimulator
from tests.simulator.conftest import Call
from tests.support.hooks import Received, Receiver, receiver

SECRET = "bi-mat-du-dai"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def texts(received: list[Received]) -> list[str]:
    return [json.loads(r.body)["message"]["text"] for r in received if r.body]


def test_telegram_posts_with_its_secret(
    sim: RunningSimulator, telegram: Call, hook: Receiver
) -> None:
    sim.send("hoa", "tg", "trước khi có webhook")
    telegram("setWebhook", url=hook.url, secret_token=SECRET, allowed_updates=["message"])
    sim.send("hoa", "tg", "sau đó")
    received = hook.wait_for(2)
    assert texts(received) == ["trước khi có webhook", "sau đó"]
    assert received[0].headers["x-telegram-bot-api-secret-token"] == SECRET
    assert received[0].headers["content-type"] == "application/json"


def test_telegram_redelivers_until_taken_and_keeps_order(
    sim: RunningSimulator, telegram: Call, hook: Receiver
) -> None:
    telegram("getUpdates", offset=-1)
    telegram("setWebhook", url=hook.url, drop_pending_updates=True)
    hook.statuses[:] = [500, 302]
    for text in ("một", "hai", "ba"):
        sim.send("hoa", "tg", text)
    assert texts(hook.wait_for(5)) == ["một", "một", "một", "hai", "ba"]
    info = telegram("getWebhookInfo")["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 302"


def test_an_unreachable_webhook_keeps_everything(sim: RunningSimulator, telegram: Call) -> None:
    telegram("setWebhook", url="http://127.0.0.1:9/hook", drop_pending_updates=True)
    sim.send("hoa", "tg", "đợi")
    assert telegram("getWebhookInfo")["result"]["pending_update_count"] == 1
    telegram("deleteWebhook")
    assert telegram("getUpdates")["result"][0]["message"]["text"] == "đợi"


@pytest.mark.parametrize("network", ["telegram", "zalo"])
def test_duplicates(
    sim: RunningSimulator, telegram: Call, zalo: Call, hook: Receiver, network: str
) -> None:
    sim.simulation.faults.settings.duplicates = 1.0
    if network == "telegram":
        telegram("setWebhook", url=hook.url, drop_pending_updates=True)
        sim.send("hoa", "tg", "một lần")
    else:
        zalo("setWebhook", url=hook.url, secret_token=SECRET)
        hook.received.clear()
        sim.send("lan", "zl", "một lần")
    assert texts(hook.wait_for(2)) == ["một lần", "một lần"]


def test_zalo_probes_and_posts_flat(sim: RunningSimulator, zalo: Call, hook: Receiver) -> None:
    answer = zalo("setWebhook", url=hook.url, secret_token=SECRET)
    assert answer["result"]["verification"]["outcome"] == "webhook.ok"
    probe = hook.wait_for(1)[0]
    assert probe.body == b""
    assert "x-bot-api-secret-token" not in probe.headers
    sim.send("lan", "zl", "chào em")
    sent = hook.wait_for(2)[1]
    assert sent.headers["x-bot-api-secret-token"] == SECRET
    assert sent.headers["user-agent"] == "Java/1.8.0_192"
    assert json.loads(sent.body)["event_name"] == "message.text.received"


def test_zalo_wrapped(sim: RunningSimulator, zalo: Call, hook: Receiver) -> None:
    sim.simulation.faults.settings.zalo_wrapped = True
    zalo("setWebhook", url=hook.url, secret_token=SECRET)
    sim.send("lan", "zl", "chào em")
    body: dict[str, Any] = json.loads(hook.wait_for(2)[1].body)
    assert body["ok"]
    assert body["result"]["message"]["text"] == "chào em"


def test_zalo_keeps_a_webhook_that_fails_its_probe(zalo: Call, hook: Receiver) -> None:
    hook.statuses[:] = [403]
    verification = zalo("setWebhook", url=hook.url, secret_token=SECRET)["result"]["verification"]
    assert (verification["ok"], verification["outcome"]) == (False, "webhook.http.403")
    assert zalo("getWebhookInfo")["result"]["url"] == hook.url
    assert zalo("testWebhook")["result"]["outcome"] == "webhook.ok"
    for _ in range(20):
        last = zalo("testWebhook")
    assert last == {"ok": False, "errorCode": 426}
