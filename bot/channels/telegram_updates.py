"""Reads Telegram's updates: pure, one update at a time; an unreadable one harms no other."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.channels.incoming import digest, make_unreadable
from bot.channels.splitting import make_storable
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

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_SHOWN = {
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "document",
    "audio": "document",
    "contact": "contact",
    "venue": "location",
    "location": "location",
}
_SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo",
    "delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created",
    "message_auto_delete_timer_changed", "pinned_message", "users_shared", "chat_shared",
    "connected_website", "write_access_allowed", "boost_added", "chat_background_set",
    "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "video_chat_scheduled",
    "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
    "is_automatic_forward",
)  # fmt: skip
_PRESENT = frozenset({"creator", "administrator", "member"})
_COMMAND = re.compile(r"(/[A-Za-z0-9_]{1,64})@([A-Za-z0-9_]{3,64})(?=\s|$)")
_LONGEST_NAME = 128
_LATEST = 253402300799  # the last second that a datetime holds


class _User(msgspec.Struct):
    id: int
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""


class _Chat(msgspec.Struct):
    id: int
    type: str = "private"
    title: str = ""


class _Reply(msgspec.Struct):
    from_: _User | None = msgspec.field(default=None, name="from")


class _Message(msgspec.Struct):
    message_id: int
    chat: _Chat
    date: int = 0
    from_: _User | None = msgspec.field(default=None, name="from")
    sender_chat: _Chat | None = None
    text: str | None = None
    caption: str = ""
    media_group_id: str = ""
    reply_to_message: _Reply | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None


class _Callback(msgspec.Struct):
    id: str
    from_: _User = msgspec.field(name="from")
    message: _Message | None = None
    data: str = ""


class _Member(msgspec.Struct):
    status: str
    is_member: bool = False


class _Membership(msgspec.Struct):
    chat: _Chat
    from_: _User = msgspec.field(name="from")
    date: int
    old_chat_member: _Member
    new_chat_member: _Member


class _Update(msgspec.Struct):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    channel_post: _Message | None = None
    edited_channel_post: _Message | None = None
    callback_query: _Callback | None = None
    my_chat_member: _Membership | None = None


def find_update_id(update: Any) -> int | None:
    """Return the update's number, None where it has none."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def parse(update: Any, bot: str, username: str, now: datetime) -> Inbound | Unreadable:
    """Read one update as it came from JSON, for the bot of this id and username.

    `now` (aware) dates what Telegram does not: a pressed button. Never raises.
    """
    number = find_update_id(update)
    external_id = digest(update) if number is None else str(number)
    try:
        read = msgspec.convert(update, _Update)
        found = _Reading(bot, username, now, external_id).read(read, update)
    except (msgspec.ValidationError, ValueError, OverflowError, RecursionError) as fault:
        reason = str(fault) if isinstance(fault, msgspec.ValidationError) else type(fault).__name__
        return make_unreadable(Network.TELEGRAM, bot, external_id, update, reason)
    if found is None:
        return make_unreadable(
            Network.TELEGRAM, bot, external_id, update, "a kind nobody asked for"
        )
    return found


class _Reading:
    """One update being read."""

    def __init__(self, bot: str, username: str, now: datetime, external_id: str) -> None:
        self._bot = bot
        self._username = username
        self._now = now
        self._external_id = external_id

    def read(self, update: _Update, raw: Mapping[str, Any]) -> Inbound | None:
        for name in ("message", "edited_message", "channel_post", "edited_channel_post"):
            message: _Message | None = getattr(update, name)
            if message is not None:
                return self._read_message(message, raw[name], edited=name.startswith("edited"))
        if update.callback_query is not None:
            return self._read_press(update.callback_query)
        if update.my_chat_member is not None:
            return self._read_membership(update.my_chat_member)
        return None

    # messages

    def _read_message(self, message: _Message, raw: Mapping[str, Any], *, edited: bool) -> Inbound:
        if (moved := _find_new_chat(message)) is not None:
            return self._build_inbound(moved[0], message, moved[1])
        content, addressed = self._read_content(message, raw)
        return self._build_inbound(
            message.chat.id, message, content, edited=edited, addressed=addressed
        )  # fmt: skip

    def _build_inbound(
        self,
        chat: int,
        message: _Message,
        content: Content,
        *,
        edited: bool = False,
        addressed: bool = True,
    ) -> Inbound:
        return Inbound(
            address=self._make_address(chat),
            external_id=self._external_id,
            sender=_find_sender(message),
            at=self._read_moment(message.date),
            content=content,
            display_name=_find_name(message),
            group=message.chat.type != "private",
            edited=edited,
            message_id=str(message.message_id),
            addressed=addressed,
            album=message.media_group_id,
        )

    def _read_content(self, message: _Message, raw: Mapping[str, Any]) -> tuple[Content, bool]:
        """Return what was said or shown, without mentions of the bot, and whether to the bot."""
        if any(raw.get(name) not in (None, False) for name in _SERVICE):
            return Shown("service"), False
        words = message.caption if message.text is None else message.text
        words, called = self._take_off_mentions(make_storable(words), group=_is_in_group(message))
        addressed = not _is_other_bot(message)
        if _is_in_group(message):
            to_us = called is True or (called is None and self._is_reply(message))
            addressed = addressed and to_us
        if message.text is not None:
            return Said(words), addressed
        kind = next((what for name, what in _SHOWN.items() if name in raw), "other")
        return Shown(kind, words), addressed

    def _take_off_mentions(self, text: str, *, group: bool) -> tuple[str, bool | None]:
        """Return the text without `@bot`, and whether it calls the bot.

        None means that it calls nobody, False that it calls another bot.
        """
        command = _COMMAND.match(text)
        if command:
            mine = command[2].lower() == self._username.lower()
            return (command[1] + text[command.end() :] if mine else text), mine
        if not group:
            return text, None
        if text.startswith("/"):
            return text, True
        return self._take_off_mention(text)

    def _take_off_mention(self, text: str) -> tuple[str, bool | None]:
        if not self._username or "@" not in text:
            return text, None
        pattern = rf"(?i)(?<![\w@])@{re.escape(self._username)}(?!\w)[ ,:]*"
        bare, count = re.subn(pattern, "", text)
        return (bare.strip(), True) if count else (text, None)

    def _is_reply(self, message: _Message) -> bool:
        reply = message.reply_to_message
        return bool(reply and reply.from_ and str(reply.from_.id) == self._bot)

    # buttons and membership

    def _read_press(self, press: _Callback) -> Inbound:
        message = press.message
        turn, value = read_callback_data(press.data)
        return Inbound(
            address=self._make_address(message.chat.id if message else press.from_.id),
            external_id=self._external_id,
            sender=str(press.from_.id),
            at=self._now,
            content=Pressed(turn, value, press.id),
            display_name=_join_names(press.from_),
            group=bool(message and _is_in_group(message)),
            message_id=str(message.message_id) if message else "",
        )

    def _read_membership(self, change: _Membership) -> Inbound:
        before, after = _is_present(change.old_chat_member), _is_present(change.new_chat_member)
        content: Content = Came() if after else Left()
        if before == after:
            content = Shown("service")  # promoted or restricted: still here
        return Inbound(
            address=self._make_address(change.chat.id),
            external_id=self._external_id,
            sender=str(change.from_.id),
            at=self._read_moment(change.date),
            content=content,
            display_name=_join_names(change.from_),
            group=change.chat.type != "private",
            addressed=before != after,
        )

    def _make_address(self, chat: int) -> Address:
        return Address(Network.TELEGRAM, self._bot, str(chat))

    def _read_moment(self, date: int) -> datetime:
        """Turn Telegram's seconds into a moment; 0 stands for a message it no longer shows."""
        return datetime.fromtimestamp(date, UTC) if 0 < date < _LATEST else self._now


def encode_callback(value: str, turn: int | None) -> str:
    """Return what a button carries: `<turn>.<value>`, or `-.<value>` when it never grows old."""
    return f"{'-' if turn is None else turn}.{value}"


_DATA = re.compile(r"(-|[0-9]{1,12})\.([\x20-\x7e]{0,60})")


def read_callback_data(data: str) -> tuple[int | None, str]:
    """Return (turn, value); (-1, "") for data that this product never put there."""
    found = _DATA.fullmatch(data)
    if found is None:
        return -1, ""
    return (None if found[1] == "-" else int(found[1])), found[2]


def _find_new_chat(message: _Message) -> tuple[int, Moved] | None:
    """Return the chat that moved and where to, None where none did.

    Telegram tells both chats: the old one where it goes, the new one where it comes from.
    """
    if message.migrate_to_chat_id is not None:
        return message.chat.id, Moved(str(message.migrate_to_chat_id))
    if message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, Moved(str(message.chat.id))
    return None


def _is_in_group(message: _Message) -> bool:
    return message.chat.type != "private"


def _is_other_bot(message: _Message) -> bool:
    """Return True for a bot, but not for the one that stands for an anonymous administrator."""
    return bool(message.from_ and message.from_.is_bot and message.sender_chat is None)


def _is_present(member: _Member) -> bool:
    return member.status in _PRESENT or (member.status == "restricted" and member.is_member)


def _find_sender(message: _Message) -> str:
    """Return the person's id, or the chat's for an anonymous administrator or a channel's post."""
    if message.sender_chat is not None:
        return str(message.sender_chat.id)
    return str(message.from_.id if message.from_ else message.chat.id)


def _find_name(message: _Message) -> str:
    if message.sender_chat is not None or message.from_ is None:
        chat = message.sender_chat or message.chat
        return make_storable(chat.title)[:_LONGEST_NAME]
    return _join_names(message.from_)


def _join_names(user: _User) -> str:
    return make_storable(f"{user.first_name} {user.last_name}".strip())[:_LONGEST_NAME]
