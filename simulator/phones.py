"""What a person does with a phone: send, edit, delete, press, block, join, leave."""

import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from simulator.formatting import found_entities
from simulator.records import (
    ChatRecord,
    Kind,
    MessageId,
    MessageRecord,
    PersonRecord,
    Press,
    Refused,
)
from simulator.world import World

TELEGRAM_TEXT_MOST = 4096


class Sending(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Something sent from a phone. `chat` is the key of a bot, a group or a chat."""

    chat: str
    kind: Kind = "text"
    text: str = ""
    reply_to: MessageId | None = None
    forwarded_from: str = ""
    content: bytes = b""
    """A file's bytes (base64 in JSON); a picture or sound is made up where there are none."""
    name: str = ""
    album: str = ""
    contact: dict[str, Any] = {}
    emoji: str = "🌸"


class Phones:
    """Acts for people. Refused tells what their network would not let them do."""

    def __init__(self, world: World, now: Callable[[], float]) -> None:
        self._world, self._now = world, now

    def chat(self, person: str, key: str) -> ChatRecord:
        """The chat shown under a key; a bot's key means the private chat with it."""
        if key in self._world.bots:
            return self._world.private(self._world.bots[key], self._world.people[person])
        chat = self._world.chats[key]
        while chat.moved_to is not None:
            chat = self._world.chats[f"{chat.key}-sg"]
        return chat

    def send(self, person: str, sending: Sending) -> list[MessageRecord]:
        """Send; a long text leaves a Telegram phone in several messages."""
        chat = self._open_chat(person, sending.chat)
        texts: Sequence[str] = [sending.text]
        if sending.kind == "text":
            if not sending.text.strip():
                raise Refused("an empty message cannot be sent")
            if chat.network == "telegram":
                texts = _pieces(sending.text, TELEGRAM_TEXT_MOST)
        return [self._post(chat, person, sending, text) for text in texts]

    def _open_chat(self, person: str, key: str) -> ChatRecord:
        chat = self.chat(person, key)
        if chat.people.get(person, "left") in {"left", "kicked"}:
            raise Refused(f"{person} is not in {chat.key}")
        if not chat.is_group and "kicked" in chat.bots.values():
            raise Refused("the bot is blocked; unblock it first")
        return chat

    def _post(self, chat: ChatRecord, person: str, sending: Sending, text: str) -> MessageRecord:
        owner = self._world.people[person]
        return self._world.post(
            chat,
            person,
            sending.kind,
            at=self._now(),
            text=text,
            entities=found_entities(text) if chat.network == "telegram" else [],
            reply_to=sending.reply_to,
            forwarded_from=sending.forwarded_from,
            file=self._file(chat, sending),
            detail=_detail(owner, sending),
        )

    def _file(self, chat: ChatRecord, sending: Sending) -> str:
        if sending.kind == "sticker" and chat.network == "zalo":
            return "2be893baafff46a11fee"
        made = _MADE_UP.get(sending.kind)
        if made is None:
            return ""
        content, name = made
        return self._world.add_file(sending.content or content, sending.name or name).id

    def edit(self, person: str, chat_key: str, message_id: MessageId, text: str) -> MessageRecord:
        """Change a text sent before (Telegram only)."""
        chat, message = self._own(person, chat_key, message_id)
        self._world.edit(
            chat, message, by=person, at=self._now(), text=text, entities=found_entities(text)
        )
        return message

    def delete(self, person: str, chat_key: str, message_id: MessageId) -> None:
        """Take a message back; bots are not told."""
        chat, message = self._own(person, chat_key, message_id)
        self._world.delete(chat, message, by=person)

    def _own(
        self, person: str, chat_key: str, message_id: MessageId
    ) -> tuple[ChatRecord, MessageRecord]:
        chat = self._open_chat(person, chat_key)
        message = self._world.message(chat, message_id)
        if message is None or message.deleted or message.sender != person:
            raise Refused("no such message of hers")
        if chat.network != "telegram":
            raise Refused("Zalo tells bots of no change")
        return chat, message

    def press(
        self, person: str, chat_key: str, message_id: MessageId, row: int, column: int
    ) -> Press:
        """Press an inline button; buttons of a deleted message are gone."""
        chat = self._open_chat(person, chat_key)
        message = self._world.message(chat, message_id)
        rows = (message.markup or {}).get("inline_keyboard", []) if message else []
        if message is None or not 0 <= row < len(rows) or not 0 <= column < len(rows[row]):
            raise Refused("no such button")
        data = rows[row][column].get("callback_data")
        if data is None:
            raise Refused("this button opens something, it tells the bot nothing")
        return self._world.press(chat, message, person, data, at=self._now())

    def block(self, person: str, bot: str, *, blocked: bool) -> None:
        """Block a bot or let it write again."""
        chat = self.chat(person, bot)
        status: Any = "kicked" if blocked else "member"
        self._world.seat(chat, bot, status, by=person, at=self._now())

    def seat(self, by: str, chat_key: str, who: str, status: Any) -> None:
        """Add somebody (a person or a bot) to a group, promote or remove."""
        chat = self._world.chats[chat_key]
        before = {**chat.people, **chat.bots}.get(who, "left")
        if before in {"left", "kicked"} and status in {"member", "administrator"}:
            self._world.seat(chat, who, status, by=by, at=self._now())
            self._world.post(chat, by, "service", at=self._now(), detail={"joined": [who]})
            return
        if status in {"left", "kicked"}:
            self._world.post(chat, by, "service", at=self._now(), detail={"left": who})
        self._world.seat(chat, who, status, by=by, at=self._now())


def _pieces(text: str, most: int) -> list[str]:
    """Telegram's client cuts a long text; this one never cuts a letter in two."""
    step = most if all(c <= "\uffff" for c in text) else most // 2
    return [text[start : start + step] for start in range(0, len(text), step)]


def _detail(owner: PersonRecord, sending: Sending) -> dict[str, Any]:
    if sending.kind == "contact":
        own = {"phone_number": owner.phone or "+84900000000", "first_name": owner.name}
        return sending.contact or (own | {"user_id": owner.number} if owner.number else own)
    if sending.kind == "location":
        return {"latitude": 22.8366, "longitude": 105.4872}
    if sending.kind == "sticker":
        return {"emoji": sending.emoji}
    return {"media_group_id": sending.album} if sending.album else {}


def _picture(width: int = 96, height: int = 72) -> bytes:
    """A small PNG: hills under a morning sky."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            hill = y > height * 0.6 - 9 * (1 - abs((x % 48) - 24) / 24)
            rows += bytes((70, 130, 80) if hill else (250 - y, 215 - y // 2, 190))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(rows))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


_MADE_UP = {
    "photo": (_picture(), "anh.png"),
    "sticker": (b"RIFF\x04\x00\x00\x00WEBP", "sticker.webp"),
    "voice": (b"OggS", "tin-thoai.ogg"),
    "document": (b"%PDF-1.4\n%%EOF\n", "tep.pdf"),
}
