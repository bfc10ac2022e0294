"""Turns a message into requests to Telegram: entities, keyboards, files, long texts in pieces."""

from dataclasses import dataclass, field
from typing import Any

from telegram import InputFile

from bot.channels.splitting import TextPiece, split_text
from bot.channels.telegram_updates import encode_callback
from bot.engine.channel import Abilities
from bot.engine.message import Message

MOST_TEXT, MOST_CAPTION = 4096, 1024
ABILITIES = Abilities(
    buttons=True, edit=True, delete=True, upload=True, max_text=MOST_TEXT, deep_links=True
)
_PHOTO_NAME = "sohoi.png"

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MethodCall:
    """One request; sending a message can take several."""

    method: str
    fields: Fields = field(repr=False)


def build_calls(chat: str, message: Message, turn: int | None) -> tuple[MethodCall, ...]:
    """Return the requests: files first, then text, the choices under the last.

    There are none when there is nothing to say.
    """
    common: Fields = {"chat_id": _to_chat_id(chat)}
    if message.protect:
        common["protect_content"] = True
    parts = _build_parts(message)
    keyboard = _build_keyboard(message, turn)
    last = len(parts) - 1
    return tuple(
        MethodCall(method, common | fields | (keyboard if index == last else {}))
        for index, (method, fields) in enumerate(parts)
    )


def build_deletions(chat: str, messages: tuple[str, ...]) -> tuple[MethodCall, ...]:
    """Return one request a message: one that is gone or too old holds no other back."""
    ids = [int(each) for each in messages if each.isdecimal()]
    return tuple(
        MethodCall("deleteMessage", {"chat_id": _to_chat_id(chat), "message_id": each})
        for each in ids
    )


def _build_parts(message: Message) -> list[tuple[str, Fields]]:
    files = _attach_files(message)
    caption = split_text(message.text, MOST_CAPTION) if files else ()
    if len(caption) == 1:
        method, fields = files[-1]
        return [*files[:-1], (method, fields | _add_caption(caption[0]))]
    return files + [
        ("sendMessage", _build_text(piece)) for piece in split_text(message.text, MOST_TEXT)
    ]


def _attach_files(message: Message) -> list[tuple[str, Fields]]:
    files: list[tuple[str, Fields]] = []
    if message.photo is not None:
        files.append(("sendPhoto", {"photo": InputFile(message.photo, filename=_PHOTO_NAME)}))
    if message.document is not None:
        name, content = message.document
        files.append(("sendDocument", {"document": InputFile(content, filename=name)}))
    return files


def _build_text(piece: TextPiece) -> Fields:
    fields: Fields = {"text": piece.text, "link_preview_options": {"is_disabled": True}}
    return fields | {"entities": _build_entities(piece)} if piece.bold else fields


def _add_caption(piece: TextPiece) -> Fields:
    fields: Fields = {"caption": piece.text}
    return fields | {"caption_entities": _build_entities(piece)} if piece.bold else fields


def _build_entities(piece: TextPiece) -> list[Fields]:
    return [{"type": "bold", "offset": start, "length": length} for start, length in piece.bold]


def _build_keyboard(message: Message, turn: int | None) -> Fields:
    of = None if message.ageless else turn
    rows = [
        [{"text": c.label, "callback_data": encode_callback(c.value, of)} for c in row]
        for row in message.choices
        if row
    ]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _to_chat_id(chat: str) -> int | str:
    return int(chat) if chat.lstrip("-").isdecimal() else chat
