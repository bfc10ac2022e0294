"""Zalo's rules, over plain HTTP, compared with published payloads."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.faults import Rule
from simulator.records import PersonRecord, Refused
from simulator.scene import ZALO_TOKEN
from simulator.serve import RunningSimulator
from tests.simulator.conftest import SECOND_ZALO_TOKEN, Call

PAYLOADS = Path(__file__).parent / "zalo_payloads"


def payload(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def shape(value: Any) -> Any:
    """Names and types of a payload, without its values."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return type(value).__name__


@pytest.fixture
def lan(sim: RunningSimulator) -> str:
    """Lan has written once and it was read: her id for the first bot."""
    sim.send("lan", "zl", "chào em")
    bot = sim.world.bots["zl"]
    bot.waiting.clear()
    return str(sim.world.address_of(sim.world.people["lan"], bot))


def test_events_have_the_live_shapes(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    for kind, name in (
        ("text", "webhook_text_live"),
        ("photo", "webhook_image_live"),
        ("sticker", "webhook_sticker_live"),
        ("voice", "webhook_voice_live"),
        ("document", "webhook_unsupported_live"),
        ("contact", "webhook_unsupported_live"),
        ("location", "webhook_unsupported_live"),
    ):
        sim.send("lan", "zl", "bé ơi" if kind == "text" else "", kind=kind)
        answer = zalo("getUpdates", timeout=1)
        expected = payload(name)
        assert shape(answer["result"]) == shape(expected), kind
        assert answer["result"]["event_name"] == expected["event_name"]
    sim.send("lan", "zl", "hello")
    assert shape(zalo("getUpdates")) == shape(payload("resp_getUpdates_text"))


def test_answers_have_the_published_shapes(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    me = zalo("getMe")
    assert shape(payload("resp_getMe")["result"]).items() <= shape(me["result"]).items()
    sent = zalo("sendMessage", chat_id=lan, text="Chào chị")
    assert shape(sent) == shape(payload("resp_sendMessage_live"))
    assert len(sent["result"]["message_id"]) == 20
    photo = zalo("sendPhoto", chat_id=lan, photo="https://example.org/a.png", caption="ảnh")
    assert shape(photo) == shape(payload("resp_sendPhoto_live"))
    assert zalo("sendSticker", chat_id=lan, sticker="0e078a2fb66a5f34067b")["ok"]
    assert zalo("sendVoice", chat_id=lan, voice_url="https://example.org/a.aac")["ok"]
    assert zalo("sendChatAction", chat_id=lan, action="typing") == payload("resp_sendChatAction")
    assert zalo("getWebhookInfo") == payload("resp_getWebhookInfo_none_live")
    made = zalo("setWebhook", url="http://127.0.0.1:9/hook", secret_token="bi-mat-du-dai")
    assert shape(made["result"]) == shape(payload("resp_setWebhook")["result"])
    assert zalo("getUpdates") == payload("resp_getUpdates_webhook_set_live")
    assert shape(zalo("getWebhookInfo")) == shape(payload("resp_getWebhookInfo_set_live"))
    gone = zalo("deleteWebhook")["result"]
    assert shape(gone) == shape(payload("resp_deleteWebhook")["result"])


def test_errors_come_inside_200(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    assert zalo("getMe", token="1:x") == payload("resp_error_401_live")
    assert zalo("sendDocument", chat_id=lan) == payload("resp_error_404_live")
    assert zalo("getme") == payload("resp_error_404_live")
    assert zalo("sendMessage", text="a") == payload("resp_error_400_live")
    start, empty, invalid = payload("resp_error_photo_live")
    assert zalo("sendPhoto", chat_id=lan, photo="data:image/png;base64,AA") == start
    assert zalo("sendPhoto", chat_id=lan) == empty
    assert zalo("sendPhoto", chat_id=lan, photo="https://") == invalid
    for text in ("", "a" * 2001):
        assert zalo("sendMessage", chat_id=lan, text=text)["error_code"] == 400
    assert zalo("sendMessage", chat_id="ai", text="a")["error_code"] == 400
    assert zalo("getUpdates", timeout=0) == payload("resp_getUpdates_empty_live")


def test_errors_may_carry_their_status(sim: RunningSimulator, http: httpx.Client) -> None:
    sim.simulation.faults.settings.zalo_http_errors = True
    answer = http.post(f"{sim.zalo_url}/bot{ZALO_TOKEN}/getUpdates", json={"timeout": 0})
    assert answer.status_code == 408
    assert answer.json() == payload("resp_getUpdates_empty_live")


def test_multipart_is_not_read(sim: RunningSimulator, http: httpx.Client, lan: str) -> None:
    answer = http.post(
        f"{sim.zalo_url}/bot{ZALO_TOKEN}/sendMessage",
        files={"chat_id": (None, lan), "text": (None, "a")},
    )
    assert answer.json() == payload("resp_error_400_live")


def test_each_update_once_or_again(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    settings = sim.simulation.faults.settings
    sim.send("lan", "zl", "một")
    assert zalo("getUpdates", timeout=0)["ok"]
    assert zalo("getUpdates", timeout=0)["error_code"] == 408
    settings.zalo_redelivery = "repeat"
    sim.send("lan", "zl", "hai")
    seen = [zalo("getUpdates", timeout=0)["result"]["message"]["text"] for _ in range(3)]
    assert seen == ["hai", "hai", "hai"]


def test_a_poller_that_died_takes_nothing(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{sim.zalo_url}/bot{ZALO_TOKEN}/getUpdates", json={"timeout": 20}, timeout=0.1)
    mailbox = sim.simulation.zalo.mailbox(sim.world.bots["zl"])
    while mailbox._poller is not None:
        time.sleep(0.002)
    sim.send("lan", "zl", "còn đây")
    assert zalo("getUpdates", timeout=1)["result"]["message"]["text"] == "còn đây"


def test_hot_polling_meets_nginx(sim: RunningSimulator, http: httpx.Client) -> None:
    address = f"{sim.zalo_url}/bot{ZALO_TOKEN}/getUpdates"
    answers = [http.post(address, json={"timeout": 0}) for _ in range(12)]
    assert answers[0].json()["error_code"] == 408
    assert answers[-1].status_code == 429
    assert answers[-1].headers["content-type"] == "text/html"
    assert "nginx" in answers[-1].text


def test_quota(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    sim.simulation.faults.settings.zalo_quota = 2
    answers = [zalo("sendMessage", chat_id=lan, text="a") for _ in range(3)]
    assert [a["ok"] for a in answers] == [True, True, False]
    assert answers[-1] == payload("resp_error_429_quota")
    sim.simulation.clock.advance(32 * 24 * 3600)
    assert zalo("sendMessage", chat_id=lan, text="tháng sau")["ok"]


def test_fifty_people_a_bot(sim: RunningSimulator) -> None:
    def come(number: int) -> None:
        key = f"p{number}"
        sim.do(sim.world.add_person, PersonRecord(key, "zalo", "Người"))
        sim.send(key, "zl", "chào")

    for number in range(50):
        come(number)
    with pytest.raises(Refused, match="đủ 50 người"):
        come(50)
    sim.send("p50", "zl2", "chào")


def test_ids_differ_from_bot_to_bot(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    sim.send("lan", "zl2", "chào")
    other = zalo("getUpdates", token=SECOND_ZALO_TOKEN)["result"]["message"]["from"]["id"]
    assert other != lan
    assert not zalo("sendMessage", chat_id=other, text="a")["ok"]


def test_groups_only_by_mention_or_reply(sim: RunningSimulator, zalo: Call) -> None:
    def make() -> Any:
        group = sim.world.add_group("to", "zalo", "Tổ phụ nữ")
        sim.world.seat(group, "lan", "member", by="lan", at=0.0)
        sim.world.seat(group, "zl", "member", by="lan", at=0.0)
        return group

    group = sim.do(make)
    sim.send("lan", "to", "chào các chị")
    sim.send("lan", "to", "@Bot Sổ Hội tiến độ")
    event = zalo("getUpdates", timeout=1)["result"]
    assert shape(event) == shape(payload("update_group_text_mention_live"))
    assert event["message"]["text"] == "@Bot Sổ Hội tiến độ"
    assert event["message"]["chat"] == {"chat_type": "GROUP", "id": group.address}
    said = zalo("sendMessage", chat_id=group.address, text="82%")["result"]
    sim.send("lan", "to", "cảm ơn", reply_to=said["message_id"])
    assert zalo("getUpdates", timeout=1)["result"]["message"]["text"] == "cảm ơn"
    assert not zalo("sendVoice", chat_id=group.address, voice_url="https://a.b/c.aac")["ok"]


def test_bold_by_styles_and_markdown(sim: RunningSimulator, zalo: Call, lan: str) -> None:
    styles = [{"start": 0, "len": 4, "st": ["b", "c_db342e"]}]
    zalo("sendMessage", chat_id=lan, text="Chào chị", text_styles=styles)
    zalo("sendMessage", chat_id=lan, text="**Chào** chị, 2*3", parse_mode="markdown")
    styled, marked = sim.from_bot("zl.lan")
    assert styled.entities == marked.entities == [{"type": "bold", "offset": 0, "length": 4}]
    assert marked.text == "Chào chị, 2*3"


def test_faults_speak_html(sim: RunningSimulator, http: httpx.Client, lan: str) -> None:
    rules = sim.simulation.faults.settings.rules
    for kind, status in (("too_many", 429), ("server_error", 502)):
        rules.append(Rule(kind=kind, network="zalo", left=1))
        answer = http.post(f"{sim.zalo_url}/bot{ZALO_TOKEN}/getMe")
        assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")
