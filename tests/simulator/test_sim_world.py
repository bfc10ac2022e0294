"""The world alone: events, keeping, identifiers, pieces of formatting and wire."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from simulator.clock import VIETNAM, Clock
from simulator.faults import Faults, FaultSettings, Rule
from simulator.formatting import BadFormatting, found_entities, read_telegram, read_zalo, utf16
from simulator.limits import SendingLimits
from simulator.phones import Phones, Sending
from simulator.records import EventRecord
from simulator.scene import Scene, default_scene, read_scene, stage
from simulator.wire import Upload, multipart
from simulator.world import KEPT_MESSAGES, World, picture_size


@pytest.fixture
def world() -> World:
    made = World()
    stage(made, default_scene(), 0.0)
    return made


@pytest.fixture
def phones(world: World) -> Phones:
    return Phones(world, lambda: 1_760_320_800.0)


def test_followers_hear_everything(world: World, phones: Phones) -> None:
    heard: list[EventRecord] = []
    world.follow(heard.append)
    phones.send("hoa", Sending(chat="tg", text="chào"))
    assert [e.kind for e in heard] == ["new", "message"]
    assert world.since(heard[0].seq) == [heard[1]]
    assert world.since(world.seq) == []


def test_long_histories_are_cut(world: World, phones: Phones) -> None:
    for number in range(KEPT_MESSAGES + 1):
        phones.send("hoa", Sending(chat="tg", text=str(number)))
    chat = world.chats["tg.hoa"]
    assert len(chat.messages) < KEPT_MESSAGES
    assert world.message(chat, 1) is None
    assert world.message(chat, KEPT_MESSAGES + 1) is not None
    phones.send("hoa", Sending(chat="tg", text="a"))


def test_a_long_text_leaves_in_pieces(phones: Phones) -> None:
    pieces = phones.send("hoa", Sending(chat="tg", text="ă" * 5000))
    assert [len(m.text) for m in pieces] == [4096, 904]
    wide = phones.send("hoa", Sending(chat="tg", text="🌸" * 5000))
    assert all(utf16(m.text) <= 4096 for m in wide)
    assert len(phones.send("lan", Sending(chat="zl", text="ă" * 5000))) == 1


def test_saved_and_loaded(world: World, phones: Phones, tmp_path: Path) -> None:
    phones.send("hoa", Sending(chat="tg", text="hôm qua"))
    phones.send("hoa", Sending(chat="tg", kind="photo"))
    next_update = world.bots["tg"].next_update = 777
    path = tmp_path / "world.json"
    world.save(path, at=5.0)
    again = World()
    assert again.load(path) == 5.0
    stage(again, default_scene(), 9.0)
    chat = again.chats["tg.hoa"]
    assert [m.kind for m in chat.messages] == ["text", "photo"]
    assert again.contents == world.contents
    assert again.bots["tg"].next_update == next_update
    assert again.chat_for(again.bots["tg"], 1_000_001) is chat
    assert again.fresh_hex() == world.fresh_hex()


def test_a_scene_survives_json(tmp_path: Path) -> None:
    import msgspec

    path = tmp_path / "scene.json"
    path.write_bytes(msgspec.json.encode(default_scene()))
    assert isinstance(read_scene(path), Scene)
    assert msgspec.to_builtins(read_scene(path)) == msgspec.to_builtins(default_scene())


def test_clock() -> None:
    steady = [100.0]
    start = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
    clock = Clock(start, steady=lambda: steady[0])
    steady[0] += 90
    assert clock.now().isoformat() == "2025-10-13T08:01:30+07:00"
    clock.advance(30)
    assert clock.now().minute == 2
    clock.not_before(start.timestamp())
    assert clock.now().minute == 2
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="offset"):
        clock.set(datetime(2025, 10, 13))  # noqa: DTZ001 - a naive time is the wrong input


def test_dice_repeat() -> None:
    def draws() -> list[bool]:
        faults = Faults(FaultSettings(seed=3, rules=[Rule(kind="server_error", rate=0.5)]))
        return [faults.draw("telegram", "sendMessage") is not None for _ in range(50)]

    assert draws() == draws()
    assert 10 < sum(draws()) < 40


def test_rules_choose_network_and_method() -> None:
    rule = Rule(kind="too_many", network="zalo", methods=["sendMessage"], left=1)
    faults = Faults(FaultSettings(rules=[rule]))
    assert faults.draw("telegram", "sendMessage") is None
    assert faults.draw("zalo", "getMe") is None
    assert faults.draw("zalo", "sendMessage") is rule
    assert faults.draw("zalo", "sendMessage") is None


def test_limits_of_a_bot_and_a_group() -> None:
    now = [0.0]
    limits = SendingLimits(lambda: now[0])
    assert [limits.wait(f"c{n}", group=False) for n in range(31)] == [0] * 30 + [1]
    now[0] = 10.0
    assert [limits.wait("g", group=True) for _ in range(20)] == [0] * 20
    assert limits.wait("g", group=True) == 60
    assert limits.wait("c1", group=False) == 60, "the whole bot is silent"


@pytest.mark.parametrize(
    ("mode", "text", "plain", "kinds"),
    [
        ("HTML", "<b>a <i>b</i></b> &lt;c", "a b <c", ["bold", "italic"]),
        ("HTML", '<a href="https://a.b">x</a>', "x", ["text_link"]),
        ("MarkdownV2", r"*đậm* _nghiêng_ 1\.5", "đậm nghiêng 1.5", ["bold", "italic"]),
        ("MarkdownV2", "[x](https://a.b) `c`", "x c", ["text_link", "code"]),
        ("Markdown", "*a* b.", "a b.", ["bold"]),
    ],
)
def test_telegram_formatting(mode: str, text: str, plain: str, kinds: list[str]) -> None:
    found, entities = read_telegram(text, mode)
    assert found == plain
    assert [e["type"] for e in entities] == kinds


@pytest.mark.parametrize("text", ["<b>a", "<x>a</x>", "</b>", "<b>a</i>"])
def test_telegram_refuses_wrong_html(text: str) -> None:
    with pytest.raises(BadFormatting):
        read_telegram(text, "HTML")


def test_entities_count_in_utf16() -> None:
    assert found_entities("🌸 /baocao") == [{"type": "bot_command", "offset": 3, "length": 7}]
    _, entities = read_telegram("🌸<b>ă</b>", "HTML")
    assert entities == [{"type": "bold", "offset": 2, "length": 1}]
    assert found_entities("12/10 và a@b.vn") == []


def test_zalo_formatting() -> None:
    assert read_zalo("# Tiêu đề\n{red}đỏ{/red} ~~bỏ~~", "markdown", None) == (
        "Tiêu đề\nđỏ bỏ",
        [
            {"type": "bold", "offset": 0, "length": 7},
            {"type": "strikethrough", "offset": 11, "length": 2},
        ],
    )
    assert read_zalo("<b>a</b><br>b", "html", None)[0] == "a\nb"


def test_multipart() -> None:
    body = (
        b"--X\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1\r\n"
        b"--X\r\nContent-Disposition: form-data; name=\"document\"; filename=\"b.txt\"\r\n"
        b"Content-Type: text/plain\r\n\r\n\r\nab\r\n\r\n--X--\r\n"
    )  # fmt: skip
    found: dict[str, Any] = multipart('multipart/form-data; boundary="X"', body)
    assert found == {"chat_id": "1", "document": Upload("b.txt", "text/plain", b"\r\nab\r\n")}


def test_pictures_are_measured(world: World, phones: Phones) -> None:
    message = phones.send("hoa", Sending(chat="tg", kind="photo"))[0]
    assert picture_size(world.contents[message.file]) == (96, 72)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x0b\x08\x00\x20\x00\x30\x00"
    assert picture_size(jpeg) == (48, 32)
    assert picture_size(b"GIF") == (0, 0)
