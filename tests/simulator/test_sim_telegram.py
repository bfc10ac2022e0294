"""Telegram's rules, over plain HTTP: polls, errors, groups, limits."""

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from simulator.faults import FaultSettings, Rule
from simulator.records import Refused
from simulator.scene import TELEGRAM_TOKEN
from simulator.serve import RunningSimulator
from tests.simulator.conftest import SECOND_TELEGRAM_TOKEN, Call

HOA = 1_000_001


def in_thread(call: Callable[[], dict[str, Any]]) -> tuple[threading.Thread, list[dict[str, Any]]]:
    answers: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: answers.append(call()))
    thread.start()
    return thread, answers


def polling(sim: RunningSimulator) -> bool:
    """Whether a long poll of the first bot is waiting."""
    mailbox = sim.simulation.telegram.updates.mailbox(sim.world.bots["tg"])
    return mailbox._poller is not None


def wait_for_poll(sim: RunningSimulator) -> None:
    while not polling(sim):
        time.sleep(0.002)


def test_updates_are_kept_until_confirmed(sim: RunningSimulator, telegram: Call) -> None:
    for text in ("một", "hai", "ba"):
        sim.send("hoa", "tg", text)
    updates = telegram("getUpdates", limit=2)["result"]
    assert [u["message"]["text"] for u in updates] == ["một", "hai"]
    assert telegram("getUpdates", limit=2)["result"] == updates
    later = telegram("getUpdates", offset=updates[0]["update_id"] + 1)["result"]
    assert [u["message"]["text"] for u in later] == ["hai", "ba"]
    last = telegram("getUpdates", offset=-1)["result"]
    assert [u["message"]["text"] for u in last] == ["ba"]
    assert len(telegram("getUpdates")["result"]) == 1


def test_long_poll_ends_with_an_update(sim: RunningSimulator, telegram: Call) -> None:
    thread, answers = in_thread(lambda: telegram("getUpdates", timeout=20))
    wait_for_poll(sim)
    sim.send("hoa", "tg", "chào")
    thread.join(5)
    assert answers[0]["result"][0]["message"]["text"] == "chào"


def test_long_poll_ends_with_its_time(telegram: Call) -> None:
    began = time.monotonic()
    assert telegram("getUpdates", timeout=1)["result"] == []
    assert 0.9 < time.monotonic() - began < 3


def test_second_poller_ends_the_first(sim: RunningSimulator, telegram: Call) -> None:
    thread, answers = in_thread(lambda: telegram("getUpdates", timeout=20))
    wait_for_poll(sim)
    assert telegram("getUpdates")["ok"]
    thread.join(5)
    assert answers[0]["error_code"] == 409
    assert answers[0]["description"].startswith("Conflict: terminated by other getUpdates request")


def test_allowed_updates(sim: RunningSimulator, telegram: Call) -> None:
    telegram("getUpdates", allowed_updates=["callback_query"])
    sim.send("hoa", "tg", "không tới")
    sent = telegram("sendMessage", chat_id=HOA, text="?", reply_markup=keys("x"))
    assert sent["ok"]
    sim.press("hoa", "tg", sim.from_bot("tg.hoa")[-1])
    (update,) = telegram("getUpdates")["result"]
    assert update["callback_query"]["data"] == "x"


def drained(telegram: Call) -> int:
    """The offset after all updates so far."""
    updates = telegram("getUpdates")["result"]
    return updates[-1]["update_id"] + 1 if updates else 0


def keys(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Nút", "callback_data": d} for d in data]]}


ERRORS: tuple[tuple[str, dict[str, Any], int, str], ...] = (
    ("sendMessage", {}, 400, "Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": 42, "text": "a"}, 400, "Bad Request: chat not found"),
    ("sendMessage", {"chat_id": "@ai", "text": "a"}, 400, "Bad Request: chat not found"),
    ("sendMessage", {"chat_id": 1_000_002, "text": "a"}, 403,
     "Forbidden: bot can't initiate conversation with a user"),
    ("sendMessage", {"chat_id": HOA, "text": " \n "}, 400,
     "Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": HOA}, 400, "Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": HOA, "text": "ă" * 4097}, 400,
     "Bad Request: message is too long"),
    ("sendMessage", {"chat_id": HOA, "text": "<b>a", "parse_mode": "HTML"}, 400,
     "Bad Request: can't parse entities: can't find end tag corresponding to start tag \"b\""),
    ("sendMessage", {"chat_id": HOA, "text": "a.", "parse_mode": "MarkdownV2"}, 400,
     "Bad Request: can't parse entities: character '.' is reserved and must be escaped "
     "with the preceding '\\'"),
    ("sendMessage", {"chat_id": HOA, "text": "a", "reply_markup": keys("ă" * 33)}, 400,
     "Bad Request: BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": HOA, "text": "a", "reply_parameters": {"message_id": 99}}, 400,
     "Bad Request: message to be replied not found"),
    ("sendPhoto", {"chat_id": HOA}, 400, "Bad Request: there is no photo in the request"),
    ("sendDocument", {"chat_id": HOA, "document": "x", "caption": "a" * 1025}, 400,
     "Bad Request: message caption is too long"),
    ("editMessageText", {"chat_id": HOA, "message_id": 99, "text": "a"}, 400,
     "Bad Request: message to edit not found"),
    ("editMessageText", {"chat_id": HOA, "message_id": 1, "text": "a"}, 400,
     "Bad Request: message can't be edited"),
    ("deleteMessage", {"chat_id": HOA, "message_id": 99}, 400,
     "Bad Request: message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, 400,
     "Bad Request: query is too old and response timeout expired or query ID is invalid"),
    ("getFile", {"file_id": "x"}, 400, "Bad Request: invalid file_id"),
    ("setWebhook", {"url": "http://example.org"}, 400,
     "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
    ("setMyCommands", {"commands": [{"command": "Báo", "description": "a"}]}, 400,
     "Bad Request: BOT_COMMAND_INVALID"),
)  # fmt: skip


def test_errors(sim: RunningSimulator, telegram: Call, subtests: pytest.Subtests) -> None:
    sim.send("hoa", "tg", "/start")
    for method, params, code, description in ERRORS:
        with subtests.test(description):
            answer = telegram(method, **params)
            assert answer == {"ok": False, "error_code": code, "description": description}


def test_unknown_methods_and_tokens(sim: RunningSimulator, http: httpx.Client) -> None:
    base = sim.telegram_url
    assert http.get(f"{base}/bot{TELEGRAM_TOKEN}/getStars").json()["error_code"] == 404
    assert http.get(f"{base}/bot1:x/getMe").status_code == 401
    broken = http.post(
        f"{base}/bot{TELEGRAM_TOKEN}/getMe",
        content=b"{",
        headers={"content-type": "application/json"},
    )
    assert broken.status_code == 400
    assert http.get(f"{sim.base_url}/bot{TELEGRAM_TOKEN}/GETME").json()["ok"]


def test_parameters_in_every_form(sim: RunningSimulator, http: httpx.Client) -> None:
    sim.send("hoa", "tg", "/start")
    address = f"{sim.telegram_url}/bot{TELEGRAM_TOKEN}/sendMessage"
    body = {"chat_id": str(HOA), "text": "chào chị & em"}
    http.get(address, params=body)
    http.post(address, data=body)
    http.post(address, json=body)
    http.post(address, files={name: (None, value) for name, value in body.items()})
    assert [m.text for m in sim.from_bot("tg.hoa")] == ["chào chị & em"] * 4


def test_commands_are_found_beside_given_entities(sim: RunningSimulator, telegram: Call) -> None:
    sim.send("hoa", "tg", "a")
    sent = telegram(
        "sendMessage", chat_id=HOA, parse_mode="HTML", text="<b>Gõ /tiendo</b> hay <code>/x</code>"
    )["result"]
    assert [e["type"] for e in sent["entities"]] == ["bold", "bot_command", "code"]


def test_edited_text_is_an_update(sim: RunningSimulator, telegram: Call) -> None:
    sent = sim.send("hoa", "tg", "12")
    sim.do(sim.simulation.phones.edit, "hoa", "tg", sent.id, "13")
    first, second = telegram("getUpdates")["result"]
    assert first["message"]["text"] == "12"
    assert second["edited_message"]["text"] == "13"
    assert second["edited_message"]["message_id"] == first["message"]["message_id"]


def test_blocking_is_told(sim: RunningSimulator, telegram: Call) -> None:
    sim.send("hoa", "tg", "a")
    sim.do(sim.simulation.phones.block, "hoa", "tg", blocked=True)
    with pytest.raises(Refused):
        sim.send("hoa", "tg", "b")
    sim.do(sim.simulation.phones.block, "hoa", "tg", blocked=False)
    updates = telegram("getUpdates")["result"][1:]
    changes = [u["my_chat_member"]["new_chat_member"]["status"] for u in updates]
    assert changes == ["kicked", "member"]
    assert telegram("sendMessage", chat_id=HOA, text="a")["ok"]


def test_privacy_mode(sim: RunningSimulator, telegram: Call) -> None:
    area = sim.world.chats["area"].address
    asked = telegram("sendMessage", chat_id=area, text="?")["result"]
    offset = drained(telegram)
    for text in ("chào các chị", "/tiendo", "/tiendo@SoHoiCaoBang_bot", "/tiendo@other_bot"):
        sim.send("hoa", "area", text)
    sim.send("hoa", "area", "nhờ @sohoicaobang_bot nhé")
    sim.send("hoa", "area", "trả lời", reply_to=asked["message_id"])
    seen = [u["message"]["text"] for u in telegram("getUpdates", offset=offset)["result"]]
    assert seen == ["/tiendo", "/tiendo@SoHoiCaoBang_bot", "nhờ @sohoicaobang_bot nhé", "trả lời"]


def test_group_becomes_supergroup(sim: RunningSimulator, telegram: Call) -> None:
    area = sim.world.chats["area"]
    offset = drained(telegram)
    moved = sim.do(sim.world.migrate, area, by="thu", at=0.0)
    answer = telegram("sendMessage", chat_id=area.address, text="a")
    assert answer["parameters"] == {"migrate_to_chat_id": moved.address}
    old, new = telegram("getUpdates", offset=offset)["result"]
    assert old["message"]["migrate_to_chat_id"] == moved.address
    assert new["message"]["migrate_from_chat_id"] == area.address
    sim.send("hoa", "area", "/tiendo")
    assert sim.messages("area-sg")[-1].text == "/tiendo"


def test_deleting_in_a_group_takes_an_administrator(sim: RunningSimulator, telegram: Call) -> None:
    area = sim.world.chats["area"]
    message = sim.send("hoa", "area", "chuyện riêng")
    where = {"chat_id": area.address, "message_id": message.id}
    assert telegram("deleteMessage", **where)["description"].endswith("message can't be deleted")
    sim.do(sim.simulation.phones.seat, "thu", "area", "tg", "administrator")
    assert telegram("deleteMessage", **where)["ok"]
    sim.simulation.clock.advance(49 * 3600)
    own = sim.from_bot("area")
    assert own == []
    old = sim.send("hoa", "tg", "a")
    sim.simulation.clock.advance(49 * 3600)
    assert not telegram("deleteMessage", chat_id=HOA, message_id=old.id)["ok"]


def test_two_bots_are_apart(sim: RunningSimulator, telegram: Call) -> None:
    sim.send("hoa", "tg2", "chào")
    second = telegram("getUpdates", token=SECOND_TELEGRAM_TOKEN)["result"]
    assert [u["message"]["text"] for u in second] == ["chào"]
    refused = telegram("sendMessage", chat_id=HOA, text="a")
    assert not refused["ok"]


def test_limits(sim: RunningSimulator, telegram: Call) -> None:
    sim.simulation.faults.settings.limits = True
    sim.send("hoa", "tg", "a")
    answers = [telegram("sendMessage", chat_id=HOA, text="a") for _ in range(7)]
    assert [a["ok"] for a in answers[:5]] == [True] * 5
    refused = answers[-1]
    assert refused["error_code"] == 429
    assert refused["parameters"] == {"retry_after": 1}
    assert refused["description"] == "Too Many Requests: retry after 1"


def test_duplicated_updates(sim: RunningSimulator, telegram: Call) -> None:
    sim.do(sim.simulation.faults.set, FaultSettings(duplicates=1.0))
    sim.send("hoa", "tg", "a")
    (update,) = [u for u in telegram("getUpdates", offset=0)["result"] if "message" in u][-1:]
    (again,) = telegram("getUpdates", offset=update["update_id"] + 1)["result"][-1:]
    assert again == update
    assert telegram("getUpdates", offset=update["update_id"] + 1)["result"] == []


def test_timeouts(sim: RunningSimulator, telegram: Call) -> None:
    sim.send("hoa", "tg", "a")
    rules = sim.simulation.faults.settings.rules
    rules.append(Rule(kind="timeout_before", methods=["sendMessage"], seconds=0.05, left=1))
    assert telegram("sendMessage", chat_id=HOA, text="không tới")["error_code"] == 504
    assert sim.from_bot("tg.hoa") == []
    rules.append(Rule(kind="timeout_after", methods=["sendMessage"], seconds=0.05, left=1))
    assert telegram("sendMessage", chat_id=HOA, text="tới muộn")["ok"]
    assert [m.text for m in sim.from_bot("tg.hoa")] == ["tới muộn"]


def test_a_client_that_gives_up(sim: RunningSimulator) -> None:
    sim.send("hoa", "tg", "a")
    sim.simulation.faults.settings.rules.append(Rule(kind="timeout_after", seconds=30, left=1))
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{sim.telegram_url}/bot{TELEGRAM_TOKEN}/sendMessage",
            json={"chat_id": HOA, "text": "làm rồi"},
            timeout=0.1,
        )
    assert [m.text for m in sim.from_bot("tg.hoa")] == ["làm rồi"]


def test_setting_a_webhook_ends_a_poll(sim: RunningSimulator, telegram: Call) -> None:
    thread, answers = in_thread(lambda: telegram("getUpdates", timeout=20))
    wait_for_poll(sim)
    telegram("setWebhook", url="http://127.0.0.1:9/hook")
    thread.join(5)
    assert answers[0]["description"] == "Conflict: terminated by setWebhook request"


def test_broken_and_renumbered_updates(sim: RunningSimulator, http: httpx.Client) -> None:
    base = f"{sim.base_url}/sim/bots/tg"
    number = http.post(f"{base}/inject", json={"message": {"text": 5}}).json()["number"]
    http.post(f"{base}/renumber")
    sim.send("hoa", "tg", "a")
    waiting = list(sim.world.bots["tg"].waiting.values())
    assert bytes(waiting[0].body) == b'{"update_id":%d,"message":{"text":5}}' % number
    assert waiting[1].id != number + 1


def test_an_offset_of_forgotten_ids_is_ignored(sim: RunningSimulator, telegram: Call) -> None:
    sim.send("hoa", "tg", "trước")
    offset = drained(telegram)
    assert telegram("getUpdates", offset=offset)["result"] == []
    sim.world.bots["tg"].next_update = 5
    sim.send("hoa", "tg", "sau một tuần")
    (update,) = telegram("getUpdates", offset=offset)["result"]
    assert update["update_id"] == 5


def test_a_poller_that_died_takes_nothing(sim: RunningSimulator, telegram: Call) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{sim.telegram_url}/bot{TELEGRAM_TOKEN}/getUpdates", json={"timeout": 20}, timeout=0.1
        )
    while polling(sim):
        time.sleep(0.002)
    sim.send("hoa", "tg", "a")
    assert len(telegram("getUpdates")["result"]) == 1


def test_nonsense_is_refused_not_fatal(sim: RunningSimulator, telegram: Call) -> None:
    sim.simulation.endpoints["telegram"].watchers.clear()  # nonsense is not in the published API
    sim.send("hoa", "tg", "a")
    nonsense: tuple[Any, ...] = ([], [[1]], {"inline_keyboard": [5]}, {"a": []}, "[", 7)
    for value in nonsense:
        for name in ("chat_id", "text", "entities", "reply_markup", "reply_parameters"):
            answer = telegram("sendMessage", **({"chat_id": HOA, "text": "a"} | {name: value}))
            assert answer["ok"] or answer["error_code"] == 400
        assert not telegram("editMessageText", chat_id=HOA, message_id=value, text="a")["ok"]
        telegram("setMyCommands", commands=value)
        telegram("getUpdates", offset=value, limit=value, timeout=value)
        telegram("getChatMember", chat_id=HOA, user_id=value)
