"""/sim/…: what the page and outside drivers use."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.clock import VIETNAM, Clock, Stop
from simulator.scene import Scene
from simulator.serve import RunningSimulator, running_simulator
from tests.simulator.conftest import Call


@pytest.fixture
def page(sim: RunningSimulator) -> httpx.Client:
    return httpx.Client(base_url=sim.base_url, timeout=10)


def post(page: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    return dict(page.post(path, json=body).json())


def test_page_and_its_files(page: httpx.Client) -> None:
    with page:
        index = page.get("/")
        assert "default-src 'self'" in index.headers["content-security-policy"]
        assert "http" not in index.text.replace("http-equiv", "")
        for name in ("page.css", "page.js", "phone.js", "message.js", "text.js", "icon.svg"):
            assert page.get(f"/static/{name}").status_code == 200


def test_state_names_phones_and_chats(page: httpx.Client) -> None:
    with page:
        post(page, "/sim/phones/hoa/send", chat="tg", text="/start")
        state = page.get("/sim/state").json()
    assert [p["person"] for p in state["phones"]] == ["lan", "hoa", "mai", "hanh", "thu"]
    first = state["chats"]["tg.hoa"]["messages"][0]
    assert (first["text"], first["kind"], first["deleted"]) == ("/start", "text", False)
    assert state["chats"]["area"]["title"] == "Địa bàn Bảo Lâm"
    assert state["now"].endswith("+07:00")


def test_a_phone_does_everything(sim: RunningSimulator, page: httpx.Client, telegram: Call) -> None:
    with page:
        sent = post(page, "/sim/phones/hoa/send", chat="tg", text="12")["messages"][0]
        where = {"chat": "tg", "message_id": sent["id"]}
        assert post(page, "/sim/phones/hoa/edit", **where, text="13")["past"] == ["12"]
        markup = {"inline_keyboard": [[{"text": "OK", "callback_data": "ok"}]]}
        asked = telegram("sendMessage", chat_id=1_000_001, text="?", reply_markup=markup)["result"]
        press = post(page, "/sim/phones/hoa/press", chat="tg", message_id=asked["message_id"])
        assert press["press"]
        post(page, "/sim/phones/hoa/delete", **where)
        post(page, "/sim/phones/hoa/block", bot="tg")
        refused = page.post("/sim/phones/hoa/send", json={"chat": "tg", "text": "a"})
        assert refused.status_code == 409
        assert "blocked" in refused.json()["error"]
        chat = page.get("/sim/chats/tg.hoa").json()
    assert chat["messages"][0]["deleted"]
    assert chat["bots"] == {"tg": "kicked"}
    kinds = [next(k for k in u if k != "update_id") for u in telegram("getUpdates")["result"]]
    assert kinds == ["message", "edited_message", "callback_query", "my_chat_member"]


def test_events_follow_what_happens(page: httpx.Client) -> None:
    with page:
        seq = page.get("/sim/state").json()["seq"]
        assert page.get(f"/sim/events?after={seq}&timeout=0").json()["events"] == []
        post(page, "/sim/phones/lan/send", chat="zl", text="chào")
        news = page.get(f"/sim/events?after={seq}").json()
        assert [e["kind"] for e in news["events"]] == ["new", "message"]
        assert news["events"][1]["message"]["text"] == "chào"
        assert page.get("/sim/events?after=99999&timeout=0").json()["reset"]


def test_wrong_requests(page: httpx.Client) -> None:
    with page:
        assert (
            page.post("/sim/phones/nobody/send", json={"chat": "tg", "text": "a"}).status_code
            == 404
        )
        assert page.post("/sim/phones/hoa/send", json={"chat": "tg", "what": 1}).status_code == 400
        assert page.post("/sim/faults", json={"nonsense": 1}).status_code == 400
        assert page.get("/sim/chats/none").status_code == 404


def test_clock_and_faults(sim: RunningSimulator, page: httpx.Client) -> None:
    with page:
        post(page, "/sim/clock", now="2025-10-13T08:00:00+07:00")
        moved = post(page, "/sim/clock", advance_seconds=3600)
        assert moved["now"].startswith("2025-10-13T09:00:0")
        assert page.post("/sim/clock", json={"advance_seconds": -1}).status_code == 400
        rules = [{"kind": "server_error", "rate": 0.5, "methods": ["sendMessage"]}]
        shown = post(page, "/sim/faults", rules=rules, duplicates=0.25)
        assert shown["rules"][0]["rate"] == 0.5
        assert page.get("/sim/faults").json() == shown
    sent = sim.send("hoa", "tg", "a")
    nine = datetime(2025, 10, 13, 9, tzinfo=VIETNAM).timestamp()
    assert nine <= sent.date < nine + 60


def test_a_move_over_days_stops_wherever_something_comes(scene: Scene) -> None:
    start = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
    stops = [start + timedelta(days=days) for days in (1, 2, 9)]
    asked: list[datetime] = []

    def agenda(now: datetime, until: datetime | None) -> Stop | None:
        asked.append(now)
        return next((Stop(at, "nhắc") for at in stops if now < at), None)

    with (
        running_simulator(scene, clock=Clock(start), agenda=agenda) as sim,
        httpx.Client(base_url=sim.base_url) as page,
    ):
        seq = page.get("/sim/state").json()["seq"]
        moved = post(page, "/sim/clock", advance_seconds=3 * 86_400)
        events = page.get(f"/sim/events?after={seq}").json()["events"]
        assert page.post("/sim/clock", json={"now": "2025-10-20T08:00:00"}).status_code == 400
    assert [f"{now:%d %H:%M}" for now in asked] == ["13 08:00", "14 08:00", "15 08:00"]
    assert [e["kind"] for e in events] == ["clock"] * 3
    assert moved["now"].startswith("2025-10-16T08:00:0")


def test_the_clock_goes_to_what_is_next(scene: Scene, tmp_path: Path) -> None:
    def agenda(now: datetime, until: datetime | None) -> Stop | None:
        due = datetime(2025, 10, 15, 7, tzinfo=VIETNAM)
        return Stop(due, "nhắc") if now < due else None

    kept = tmp_path / "world.json"
    start = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
    with running_simulator(scene, clock=Clock(start), state=kept, agenda=agenda) as sim:
        with httpx.Client(base_url=sim.base_url) as page:
            state = page.get("/sim/state").json()
            moved = post(page, "/sim/clock", to_next=True)
            events = page.get(f"/sim/events?after={state['seq']}").json()
            after = post(page, "/sim/clock", to_next=True)
        saved = json.loads(kept.read_text("utf-8"))["at"]
    assert state["foresees"]
    assert moved == {"now": moved["now"], "what": "nhắc"}
    assert moved["now"].startswith("2025-10-15T07:00:0")
    assert [e["kind"] for e in events["events"]] == ["clock"]
    assert after["what"] == ""
    assert saved >= datetime(2025, 10, 15, 7, tzinfo=VIETNAM).timestamp()
    with running_simulator(scene, clock=Clock(start), state=kept) as sim:
        assert sim.simulation.clock.now() >= datetime(2025, 10, 15, 7, tzinfo=VIETNAM)


def test_growing_the_world(page: httpx.Client) -> None:
    with page:
        people = page.post("/sim/people", json=[{"key": "n1", "network": "telegram", "name": "N"}])
        assert people.json()[0]["number"] > 0
        bot = {
            "key": "tg9",
            "network": "telegram",
            "token": "9:x",
            "name": "Chín",
            "username": "b9",
        }
        assert post(page, "/sim/bots", **bot)["key"] == "tg9"
        group = post(page, "/sim/groups", key="g", network="telegram", title="Nhóm",
                     people={"n1": "creator"}, bots={"tg9": "member"})  # fmt: skip
        assert group["address"] < 0
        post(page, "/sim/groups/g/members", by="n1", who="hoa")
        moved = post(page, "/sim/groups/g/migrate")
        assert str(moved["address"]).startswith("-100")
        post(page, "/sim/phones/n1/send", chat="g", text="/tiendo")
        texts = [m["text"] for m in page.get(f"/sim/chats/{moved['key']}").json()["messages"]]
    assert texts[-1] == "/tiendo"


def test_files_come_back(sim: RunningSimulator, page: httpx.Client) -> None:
    sim.send("hoa", "tg", kind="document", name="Báo cáo.pdf", content=b"%PDF")
    sim.send("hoa", "tg", kind="photo")
    document, photo = sim.world.files.values()
    with page:
        sent = page.get(f"/sim/files/{document.id}")
        assert sent.content == b"%PDF"
        assert sent.headers["content-disposition"].startswith("attachment")
        assert page.get(f"/sim/files/{photo.id}").headers["content-type"] == "image/png"
