"""Telegram's updates as a table: what came, and what it is to us."""

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import parse
from bot.channels.telegram_updates import encode_callback, read_callback_data
from bot.engine.channel import (
    Address,
    Came,
    Content,
    Inbound,
    Left,
    Moved,
    Network,
    Pressed,
    Said,
    Shown,
    Unreadable,
)

NOW = datetime(2025, 10, 14, 12, 42, tzinfo=UTC)
BOT, USERNAME = "7001", "SoHoi_Bot"
SENT = 1760445000
HOA = {"id": 11, "is_bot": False, "first_name": "Hoa", "last_name": "Nông", "language_code": "vi"}
PRIVATE = {"id": 11, "type": "private", "first_name": "Hoa"}
GROUP = {"id": -500, "type": "group", "title": "Khối 1"}
SUPER = {"id": -1001, "type": "supergroup", "title": "Khối 1"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
OURS = {"id": 7001, "is_bot": True, "first_name": "Sổ Hội"}
OTHER = {"id": 7002, "is_bot": True, "first_name": "Khác"}

Json = dict[str, Any]


def message(_chat: Json = PRIVATE, _from: Json | None = HOA, **more: Any) -> Json:
    shape: Json = {"message_id": 5, "chat": _chat, "date": SENT} | more
    return shape if _from is None else shape | {"from": _from}


def update(kind: str = "message", **content: Any) -> Json:
    return {"update_id": 900, kind: content}


def make_said(text: str, **more: Any) -> Json:
    return update(**message(text=text, **more))


def read(given: Any) -> Inbound:
    found = parse(given, BOT, USERNAME, NOW)
    assert isinstance(found, Inbound), found
    return found


LONG = "mười hai hộ 🌸\n" * 7_000
NFD = unicodedata.normalize("NFD", "hai mươi hộ nghèo")

PRIVATE_TEXTS = {
    "plain": ("12", "12"),
    "empty": ("", ""),
    "decomposed": (NFD, NFD),
    "right to left": ("\u200f\u202e12\u202c\u200e", "\u200f\u202e12\u202c\u200e"),
    "html": ("<b>12</b> & <script>", "<b>12</b> & <script>"),
    "markdown": ("*12* _hộ_ [x](http://y)", "*12* _hộ_ [x](http://y)"),
    "emoji": ("👩‍👩‍👧 12 🇻🇳", "👩‍👩‍👧 12 🇻🇳"),
    "100 KB": (LONG, LONG),
    "half a surrogate pair": ("12 \ud83c", "12 \ufffd"),
    "NUL": ("1\x002", "1\ufffd2"),
    "command": ("/start CB-7K4Q-2M", "/start CB-7K4Q-2M"),
    "command to us": ("/tiendo@sohoi_bot 10", "/tiendo 10"),
    "command to another": ("/tiendo@khac_bot", "/tiendo@khac_bot"),
    "an address": ("hoa@sohoi_bot.vn", "hoa@sohoi_bot.vn"),
}


@pytest.mark.parametrize(("typed", "heard"), PRIVATE_TEXTS.values(), ids=PRIVATE_TEXTS)
def test_private_text(typed: str, heard: str) -> None:
    found = read(make_said(typed))
    assert found == Inbound(
        address=Address(Network.TELEGRAM, BOT, "11"),
        external_id="900",
        sender="11",
        at=datetime(2025, 10, 14, 12, 30, tzinfo=UTC),
        content=Said(heard),
        display_name="Hoa Nông",
        message_id="5",
    )


REPLY = {"reply_to_message": {"message_id": 4, "chat": GROUP, "date": SENT, "from": OURS}}
GROUP_TEXTS = {
    "to others": ("mai họp nhé", {}, "mai họp nhé", False),
    "command": ("/tiendo", {}, "/tiendo", True),
    "command to us": ("/tiendo@SOHOI_BOT quý 3", {}, "/tiendo quý 3", True),
    "command to another": ("/tiendo@khac_bot", {}, "/tiendo@khac_bot", False),
    "command to another, in reply to us": ("/a@khac_bot", REPLY, "/a@khac_bot", False),
    "mention": ("@sohoi_bot, tiến độ", {}, "tiến độ", True),
    "mention at the end": ("tiến độ @SoHoi_Bot", {}, "tiến độ", True),
    "longer name": ("@sohoi_bot2 tiến độ", {}, "@sohoi_bot2 tiến độ", False),
    "reply to us": ("tiến độ", REPLY, "tiến độ", True),
    "from a bot": ("/tiendo", {"_from": OTHER}, "/tiendo", False),
    "from nobody": ("/tiendo", {"_from": None}, "/tiendo", True),
}


@pytest.mark.parametrize(
    ("typed", "more", "heard", "addressed"), GROUP_TEXTS.values(), ids=GROUP_TEXTS
)
def test_group_text(typed: str, more: Json, heard: str, addressed: bool) -> None:
    found = read(make_said(typed, _chat=GROUP, **more))
    assert found.content == Said(heard)
    assert (found.group, found.addressed, found.address.chat) == (True, addressed, "-500")


SHOWN: dict[str, tuple[Json, Content]] = {
    "photo": ({"photo": [{"file_id": "x"}], "caption": "12 hộ"}, Shown("photo", "12 hộ")),
    "sticker": ({"sticker": {"file_id": "x"}}, Shown("sticker")),
    "voice": ({"voice": {"file_id": "x"}}, Shown("voice")),
    "video": ({"video": {"file_id": "x"}}, Shown("video")),
    "round video": ({"video_note": {"file_id": "x"}}, Shown("video")),
    "animation": ({"animation": {}, "document": {}}, Shown("video")),
    "document": ({"document": {"file_id": "x"}}, Shown("document")),
    "contact": ({"contact": {"phone_number": "0912"}}, Shown("contact")),
    "location": ({"location": {"latitude": 22.6}}, Shown("location")),
    "poll": ({"poll": {"id": "1"}}, Shown("other")),
    "tomorrow's kind": ({"hologram": {}}, Shown("other")),
    "nothing": ({}, Shown("other")),
    "pinned": ({"pinned_message": {}}, Shown("service")),
    "forwarded": ({"text": "12", "forward_origin": {"type": "hidden_user"}}, Said("12")),
}


@pytest.mark.parametrize(("content", "expected"), SHOWN.values(), ids=SHOWN)
def test_shown(content: Json, expected: Content) -> None:
    found = read(update(**message(**content)))
    assert found.content == expected
    assert found.addressed == (expected != Shown("service"))


def test_a_caption_in_a_group_can_call_the_bot() -> None:
    found = read(update(**message(GROUP, photo=[{}], caption="@sohoi_bot ảnh")))
    assert (found.content, found.addressed) == (Shown("photo", "ảnh"), True)


def test_an_album_is_known_by_its_id() -> None:
    found = read(update(**message(photo=[{}], media_group_id="77")))
    assert found.album == "77"


def test_an_edited_message_is_a_correction() -> None:
    found = read(update("edited_message", **message(text="13", edit_date=SENT + 9)))
    assert (found.content, found.edited, found.message_id) == (Said("13"), True, "5")


def test_an_anonymous_administrator_is_the_group() -> None:
    found = read(make_said("/tiendo", _chat=SUPER, _from=ANONYMOUS, sender_chat=SUPER))
    assert (found.sender, found.display_name, found.addressed) == ("-1001", "Khối 1", True)


def test_a_channel_post_is_not_answered() -> None:
    channel = {"id": -1002, "type": "channel", "title": "Tin Hội"}
    found = read(update("channel_post", **message(channel, None, text="tin", sender_chat=channel)))
    assert (found.sender, found.group, found.addressed) == ("-1002", True, False)


MOVES = {
    "told in the old chat": message(GROUP, migrate_to_chat_id=-1001),
    "told in the new chat": message(SUPER, None, migrate_from_chat_id=-500),
}


@pytest.mark.parametrize("content", MOVES.values(), ids=MOVES)
def test_a_group_becomes_a_supergroup(content: Json) -> None:
    found = read(update(**content))
    assert (found.address.chat, found.content, found.group) == ("-500", Moved("-1001"), True)


MEMBERSHIPS: dict[str, tuple[Json, Json, Json, Content]] = {
    "blocked": (PRIVATE, {"status": "member"}, {"status": "kicked"}, Left()),
    "unblocked": (PRIVATE, {"status": "kicked"}, {"status": "member"}, Came()),
    "put into a group": (GROUP, {"status": "left"}, {"status": "member"}, Came()),
    "taken out": (GROUP, {"status": "administrator"}, {"status": "left"}, Left()),
    "promoted": (GROUP, {"status": "member"}, {"status": "administrator"}, Shown("service")),
    "restricted": (
        GROUP, {"status": "member"}, {"status": "restricted", "is_member": True}, Shown("service"),
    ),
    "restricted and out": (
        GROUP, {"status": "member"}, {"status": "restricted", "is_member": False}, Left(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("chat", "before", "after", "expected"), MEMBERSHIPS.values(), ids=MEMBERSHIPS
)
def test_membership(chat: Json, before: Json, after: Json, expected: Content) -> None:
    shape = {"chat": chat, "from": HOA, "date": SENT}
    members = {"old_chat_member": before, "new_chat_member": after}
    found = read(update("my_chat_member", **shape, **members))
    assert (found.content, found.sender) == (expected, "11")


PRESSES: dict[str, tuple[str, Pressed]] = {
    "of a turn": ("12.ok", Pressed(12, "ok", "c1")),
    "ageless": ("-./tiendo", Pressed(None, "/tiendo", "c1")),
    "value with a dot": ("3.1.5b", Pressed(3, "1.5b", "c1")),
    "empty value": ("3.", Pressed(3, "", "c1")),
    "foreign": ("confirm:yes", Pressed(-1, "", "c1")),
    "no letters": ("", Pressed(-1, "", "c1")),
    "letters beyond ASCII": ("3.rồi", Pressed(-1, "", "c1")),
}


@pytest.mark.parametrize(("data", "expected"), PRESSES.values(), ids=PRESSES)
def test_pressed(data: str, expected: Pressed) -> None:
    under = message(GROUP, OURS, text="?")
    found = read(
        update("callback_query", **{"id": "c1", "from": HOA, "message": under} | {"data": data})
    )
    assert found.content == expected
    assert (found.sender, found.address.chat, found.group, found.at) == ("11", "-500", True, NOW)


def test_pressed_under_a_message_that_is_gone() -> None:
    place = {"chat": PRIVATE, "message_id": 5, "date": 0}
    found = read(
        update("callback_query", **{"id": "c1", "from": HOA, "data": "1.a", "message": place})
    )
    assert (found.address.chat, found.message_id) == ("11", "5")
    inline = read(update("callback_query", **{"id": "c1", "from": HOA, "data": "1.a"}))
    assert inline.address.chat == "11"


@pytest.mark.parametrize("turn", [None, 0, 7, 123456])
@pytest.mark.parametrize("value", ["", "ok", "/tiendo", "1.5b", "x" * 40])
def test_callback_data_reads_back_and_fits(turn: int | None, value: str) -> None:
    data = encode_callback(value, turn)
    assert read_callback_data(data) == (turn, value)
    assert len(data.encode()) <= 64


SECRET = "chồng em đánh em"
BROKEN: dict[str, Any] = {
    "no object": [SECRET],
    "null": None,
    "no number": {"message": message(text=SECRET)},
    "words for a number": {"update_id": SECRET, "message": message(text=SECRET)},
    "chat is words": make_said(SECRET, _chat=SECRET),  # type: ignore[arg-type]
    "text is a number": update(**message(text=12, caption=SECRET)),
    "no date that exists": update(**message(text=SECRET, date="hôm qua")),
    "names of fields are words": {"update_id": 900, SECRET: {SECRET: SECRET}},
    "a kind nobody asked for": {"update_id": 900, "poll_answer": {"x": SECRET}},
}


@pytest.mark.parametrize("given", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_set_aside_without_its_words(given: Any) -> None:
    found = parse(given, BOT, USERNAME, NOW)
    assert isinstance(found, Unreadable)
    assert SECRET not in repr(found)
    assert "chồng" not in repr(found)
    assert found.external_id
    assert parse(given, BOT, USERNAME, NOW) == found


def test_the_shape_names_fields() -> None:
    found = parse(make_said("x", _chat={"id": "y"}), BOT, USERNAME, NOW)
    assert isinstance(found, Unreadable)
    assert "chat(id:str)" in found.shape
    assert found.reason == "Expected `int`, got `str` - at `$.message.chat.id`"


@pytest.mark.parametrize("date", [-5, 0, 10**15, 10**30])
def test_a_date_beyond_the_calendar(date: int) -> None:
    found = parse(make_said("12", date=date), BOT, USERNAME, NOW)
    assert isinstance(found, Unreadable) or found.at == NOW


def test_a_bot_without_a_username_yet() -> None:
    found = parse(make_said("@ ai đó", _chat=GROUP), BOT, "", NOW)
    assert isinstance(found, Inbound)
    assert not found.addressed


def test_a_deep_nest_is_set_aside() -> None:
    nest: Json = {}
    for _ in range(50_000):
        nest = {"chat": nest}
    found = parse({"message": nest}, BOT, USERNAME, NOW)
    assert isinstance(found, Unreadable)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["update_id", "message", "chat", "id", "from", "date", "text", "message_id",
                         "callback_query", "my_chat_member", "data", "photo", "caption"]),
        inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_nothing_makes_it_raise(given: Any) -> None:
    parse(given, BOT, USERNAME, NOW)


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_can_be_stored(typed: str) -> None:
    found = read(json.loads(json.dumps(make_said(typed))))
    assert isinstance(found.content, Said)
    assert "\x00" not in found.content.text
    found.content.text.encode()
