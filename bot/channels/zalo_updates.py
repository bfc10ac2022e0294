"""Reads Zalo's events: pure, from getUpdates or a webhook, wrapped or flat."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.channels.incoming import digest, make_unreadable
from bot.channels.splitting import make_storable
from bot.engine.channel import Address, Content, Inbound, Network, Said, Shown, Unreadable

_SHOWN = {
    "message.image.received": "photo",
    "message.sticker.received": "sticker",
    "message.voice.received": "voice",
}
_LONGEST_NAME = 128
_LATEST_MS = 253402300799_000


class _User(msgspec.Struct):
    id: str = ""
    display_name: str = ""
    is_bot: bool = False


class _Chat(msgspec.Struct):
    id: str
    chat_type: str = "PRIVATE"


class _Message(msgspec.Struct):
    message_id: str
    chat: _Chat
    from_: _User = msgspec.field(default_factory=_User, name="from")
    date: int = 0
    text: str | None = None
    caption: str | None = None


class _Event(msgspec.Struct):
    event_name: str
    message: _Message | None = None


def unwrap(body: Any) -> Any:
    """Return the event itself: webhooks are flat in practice and wrapped in the documentation."""
    if isinstance(body, dict) and "event_name" not in body and "result" in body:
        return body["result"]
    return body


def parse(body: Any, bot: str, names: Sequence[str], now: datetime) -> Inbound | Unreadable:
    """Read one event, for the bot of this id that is called one of `names` in groups.

    `now` (aware) dates an event without a date. Never raises.
    """
    event = unwrap(body)
    try:
        read = msgspec.convert(event, _Event)
    except (msgspec.ValidationError, RecursionError) as fault:
        return make_unreadable(Network.ZALO, bot, _find_id(event), event, str(fault))
    if read.message is None:
        return make_unreadable(
            Network.ZALO, bot, _find_id(event), event, "an event without a message"
        )
    return _build_inbound(read.event_name, read.message, bot, names, now)


def _build_inbound(
    name: str, message: _Message, bot: str, names: Sequence[str], now: datetime
) -> Inbound:
    group = message.chat.chat_type.upper() != "PRIVATE"
    return Inbound(
        address=Address(Network.ZALO, bot, message.chat.id),
        external_id=message.message_id,
        sender=message.from_.id or message.chat.id,
        at=_read_moment(message.date, now),
        content=_build_content(name, message, names if group else ()),
        display_name=make_storable(message.from_.display_name)[:_LONGEST_NAME],
        group=group,
        message_id=message.message_id,
        addressed=not message.from_.is_bot,
    )


def _build_content(name: str, message: _Message, mentions: Sequence[str]) -> Content:
    """Read what was said or shown, without the bot's name, which stands in a group's texts.

    In a group the bot hears only what is said to it.
    """
    if message.text is not None and name not in _SHOWN:
        return Said(take_off_mention(make_storable(message.text), mentions))
    caption = take_off_mention(make_storable(message.caption or ""), mentions)
    return Shown(_SHOWN.get(name, "other"), caption)


def take_off_mention(text: str, names: Sequence[str]) -> str:
    """Return the text without `@<name of the bot>`, at its beginning or within."""
    forms = {unicodedata.normalize(form, name) for name in names for form in ("NFC", "NFD")}
    for name in sorted(filter(None, forms), key=len, reverse=True):
        bare, count = re.subn(rf"(?i)@{re.escape(name)}(?!\w)[ ,:]*", "", text)
        if count:
            return bare.strip()
    return text


def _read_moment(milliseconds: int, now: datetime) -> datetime:
    if 0 < milliseconds < _LATEST_MS:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    return now


def _find_id(event: Any) -> str:
    """Return the message's id if one can be seen, else a digest of the event."""
    message = event.get("message") if isinstance(event, dict) else None
    found = message.get("message_id") if isinstance(message, dict) else None
    return found if isinstance(found, str) and 0 < len(found) <= 64 else digest(event)
