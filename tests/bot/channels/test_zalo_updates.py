"""Zalo's events as a table: flat and wrapped, private and in groups."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.zalo import parse
from bot.engine.channel import Address, Content, Inbound, Network, Said, Shown, Unreadable

NOW = datetime(2025, 10, 14, 12, 42, tzinfo=UTC)
BOT = "8001"
NAMES = ("Sổ Hội", "bot.VDKyGxQvc")
LAN = {"id": "a0c00000000000000001", "display_name": "Lan", "is_bot": False}
PRIVATE = {"id": "a0c00000000000000001", "chat_type": "PRIVATE"}
GROUP = {"id": "zgr-f8a00000000000000001", "chat_type": "GROUP"}

Json = dict[str, Any]


def event(kind: str = "text", _chat: Json = PRIVATE, **content: Any) -> Json:
    shape = {"date": 1760445000500, "chat": _chat, "message_id": "9469aa", "from": LAN}
    return {"event_name": f"message.{kind}.received", "message": shape | content}


def read(given: Any) -> Inbound:
    found = parse(given, BOT, NAMES, NOW)
    assert isinstance(found, Inbound), found
    return found


EXPECTED = Inbound(
    address=Address(Network.ZALO, BOT, "a0c00000000000000001"),
    external_id="9469aa",
    sender="a0c00000000000000001",
    at=datetime(2025, 10, 14, 12, 30, 0, 500_000, tzinfo=UTC),
    content=Said("chào"),
    display_name="Lan",
    message_id="9469aa",
)
WRAPPINGS = {
    "flat, as it is in life": event(text="chào"),
    "wrapped, as in the documents": {"ok": True, "result": event(text="chào")},
    "wrapped with a code": {"ok": True, "result": event(text="chào"), "error_code": 0},
}


@pytest.mark.parametrize("body", WRAPPINGS.values(), ids=WRAPPINGS)
def test_flat_and_wrapped(body: Json) -> None:
    assert read(body) == EXPECTED


LONG = "mười hai hộ 🌸\n" * 7_000
NFD = unicodedata.normalize("NFD", "hai mươi hộ nghèo")
CONTENTS: dict[str, tuple[Json, Content]] = {
    "empty": (event(text=""), Said("")),
    "decomposed": (event(text=NFD), Said(NFD)),
    "right to left": (event(text="\u202e12\u202c"), Said("\u202e12\u202c")),
    "html": (event(text="<b>12</b>"), Said("<b>12</b>")),
    "100 KB": (event(text=LONG), Said(LONG)),
    "half a surrogate pair": (event(text="\udc0012\x00"), Said("\ufffd12\ufffd")),
    "own name in private": (event(text="@Sổ Hội ơi"), Said("@Sổ Hội ơi")),
    "image": (event("image", photo_url="https://x/y.jpg", caption=""), Shown("photo")),
    "image in the documents": (event("image", photo="x", caption="12"), Shown("photo", "12")),
    "caption null": (event("image", photo_url="x", caption=None), Shown("photo")),
    "sticker": (event("sticker", sticker="2be8", url="https://x"), Shown("sticker")),
    "voice": (event("voice", voice_url="https://x.aac"), Shown("voice")),
    "file, contact, link": (event("unsupported"), Shown("other")),
    "tomorrow's kind": (event("hologram", beam="x"), Shown("other")),
}


@pytest.mark.parametrize(("body", "expected"), CONTENTS.values(), ids=CONTENTS)
def test_content(body: Json, expected: Content) -> None:
    found = read(body)
    assert (found.content, found.group, found.addressed) == (expected, False, True)


MENTIONS = {
    "at the beginning": ("@Sổ Hội tiến độ", "tiến độ"),
    "with a comma": ("@sổ hội, tiến độ", "tiến độ"),
    "at the end": ("tiến độ @Sổ Hội", "tiến độ"),
    "by the account": ("@bot.VDKyGxQvc /tiendo", "/tiendo"),
    "only the name": ("@Sổ Hội", ""),
    "a longer name": ("@Sổ Hội2 tiến độ", "@Sổ Hội2 tiến độ"),
    "a reply": ("tiến độ", "tiến độ"),
}


@pytest.mark.parametrize(("typed", "heard"), MENTIONS.values(), ids=MENTIONS)
def test_group(typed: str, heard: str) -> None:
    found = read(event(_chat=GROUP, text=typed))
    assert found.content == Said(heard)
    assert (found.group, found.addressed, found.sender) == (True, True, LAN["id"])
    assert found.address.chat == GROUP["id"]


def test_a_group_image_carries_the_mention_in_its_caption() -> None:
    found = read(event("image", GROUP, photo_url="x", caption="@Sổ Hội ảnh họp"))
    assert found.content == Shown("photo", "ảnh họp")


def test_a_name_written_in_another_form_is_a_mention_too() -> None:
    typed = unicodedata.normalize("NFD", "@Sổ Hội tiến độ")
    found = read(event(_chat=GROUP, text=typed))
    assert found.content == Said(unicodedata.normalize("NFD", "tiến độ"))


def test_without_date_and_sender() -> None:
    body = event(text="12")
    del body["message"]["date"], body["message"]["from"]
    found = read(body)
    assert (found.at, found.sender, found.display_name) == (NOW, PRIVATE["id"], "")


def test_another_bot_is_not_answered() -> None:
    found = read(event(text="12", **{"from": LAN | {"is_bot": True}}))
    assert not found.addressed


SECRET = "chồng em đánh em"
BROKEN: dict[str, Any] = {
    "without a message": {"ok": True, "result": {"event_name": "message.unsupported.received"}},
    "no object": [SECRET],
    "null": None,
    "no chat": {"event_name": "x", "message": {"message_id": "1", "text": SECRET}},
    "id is a number": event(text=SECRET, message_id=7),
    "text is an object": event(text={SECRET: SECRET}),
    "date is words": event(text="12", date=SECRET),
    "result is words": {"ok": True, "result": SECRET},
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_set_aside_without_its_words(body: Any) -> None:
    found = parse(body, BOT, NAMES, NOW)
    assert isinstance(found, Unreadable)
    assert "chồng" not in repr(found)
    assert found.external_id


def test_an_unreadable_event_keeps_its_message_id() -> None:
    found = parse(event(text=7), BOT, NAMES, NOW)
    assert isinstance(found, Unreadable)
    assert found.external_id == "9469aa"
