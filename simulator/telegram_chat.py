"""Telegram's methods that write into a chat: send, edit, delete."""

import re
from collections.abc import Callable
from typing import Any

from simulator.faults import Faults
from simulator.formatting import BadFormatting, Entity, found_entities, read_telegram, utf16
from simulator.limits import SendingLimits
from simulator.records import Bot, ChatRecord, Kind, MessageRecord
from simulator.telegram_shapes import message_shape
from simulator.telegram_updates import ApiError
from simulator.wire import Upload, as_bool, as_int, from_json
from simulator.world import World, picture_size

Params = dict[str, Any]

TEXT_MOST, CAPTION_MOST = 4096, 1024
PHOTO_MOST_BYTES, DOCUMENT_MOST_BYTES = 10 * 2**20, 50 * 2**20
DELETE_WITHIN_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
_MARKUPS = {"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"}
_BUTTON_ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay", "disabled",
}  # fmt: skip


class TelegramConversation:
    """Everything a bot writes goes through here."""

    def __init__(self, world: World, faults: Faults, now: Callable[[], float]) -> None:
        self._world, self._faults, self._now = world, faults, now
        self._limits: dict[str, SendingLimits] = {}

    # where to

    def known_chat(self, bot: Bot, params: Params) -> ChatRecord:
        """The chat named by chat_id; 400 where the bot has none such."""
        wanted = params.get("chat_id", "")
        if wanted in ("", None):
            raise ApiError(400, "Bad Request: chat_id is empty")
        chat = self._world.chat_for(bot, as_int(wanted))
        if chat is not None:
            return chat
        self._forbid_strangers(bot, as_int(wanted))
        raise ApiError(400, "Bad Request: chat not found")

    def _forbid_strangers(self, bot: Bot, number: int) -> None:
        person = self._world.person_by_number(number)
        groups = (c for c in self._world.chats.values() if bot.key in c.bots and c.is_group)
        if person and any(person.key in group.people for group in groups):
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")

    def writable_chat(self, bot: Bot, params: Params) -> ChatRecord:
        """The chat named by chat_id, if the bot may write there now."""
        chat = self.known_chat(bot, params)
        if chat.moved_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        status = chat.bots[bot.key]
        if status == "kicked":
            how = (
                "blocked by the user" if not chat.is_group else f"kicked from the {chat.kind} chat"
            )
            raise ApiError(403, f"Forbidden: bot was {how}")
        if status == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        return chat

    def _within_limits(self, bot: Bot, chat: ChatRecord) -> None:
        if not self._faults.settings.limits:
            return
        limits = self._limits.get(bot.key)
        if limits is None:
            limits = self._limits[bot.key] = SendingLimits()
        wait = limits.wait(chat.key, group=chat.is_group)
        if wait:
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    # sending

    def send_message(self, bot: Bot, params: Params) -> Params:
        """sendMessage."""
        chat = self.writable_chat(bot, params)
        text, entities = _formatted(params, "text", "entities")
        _check_text(text)
        return self._send(bot, chat, params, "text", text=text, entities=entities)

    def send_photo(self, bot: Bot, params: Params) -> Params:
        """sendPhoto: an upload, a file_id or an address."""
        return self._send_file(bot, params, "photo", PHOTO_MOST_BYTES)

    def send_document(self, bot: Bot, params: Params) -> Params:
        """sendDocument: an upload, a file_id or an address."""
        return self._send_file(bot, params, "document", DOCUMENT_MOST_BYTES)

    def _send_file(self, bot: Bot, params: Params, kind: Kind, most: int) -> Params:
        chat = self.writable_chat(bot, params)
        caption, entities = _formatted(params, "caption", "caption_entities")
        if utf16(caption) > CAPTION_MOST:
            raise ApiError(400, "Bad Request: message caption is too long")
        file = self._file(params, kind, most)
        return self._send(bot, chat, params, kind, text=caption, entities=entities, file=file)

    def _file(self, params: Params, kind: str, most: int) -> str:
        given = params.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.get(given.removeprefix("attach://"))
        if isinstance(given, Upload):
            if not given.content:
                raise ApiError(400, "Bad Request: file must be non-empty")
            if len(given.content) > most:
                raise ApiError(413, "Request Entity Too Large")
            if kind == "photo":
                _check_picture(*picture_size(given.content))
            return self._world.add_file(given.content, given.name, given.mime).id
        if isinstance(given, str) and (given in self._world.files or re.match("https?://", given)):
            return given
        missing = f"Bad Request: there is no {kind} in the request"
        wrong = "Bad Request: wrong remote file identifier specified: Wrong string length"
        raise ApiError(400, wrong if given else missing)

    def _send(
        self, bot: Bot, chat: ChatRecord, params: Params, kind: Kind, **content: Any
    ) -> Params:
        markup = _markup(params)
        reply_to = self._reply_to(chat, params)
        self._within_limits(bot, chat)
        message = self._world.post(
            chat, bot.key, kind, at=self._now(), markup=markup, reply_to=reply_to,
            protected=as_bool(params.get("protect_content")), **content,
        )  # fmt: skip
        return message_shape(self._world, chat, message)

    def _reply_to(self, chat: ChatRecord, params: Params) -> int | None:
        reply = from_json(params.get("reply_parameters")) or {}
        wanted = reply.get("message_id") or params.get("reply_to_message_id")
        if not wanted:
            return None
        message = self._world.message(chat, int(wanted))
        if message is not None and not message.deleted:
            return int(wanted)
        if reply.get("allow_sending_without_reply"):
            return None
        raise ApiError(400, "Bad Request: message to be replied not found")

    # changing

    def edit_text(self, bot: Bot, params: Params) -> Params:
        """editMessageText."""
        chat, message = self._own(bot, params, "edit")
        text, entities = _formatted(params, "text", "entities")
        _check_text(text)
        if message.kind != "text":
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        return self._edit(bot, chat, message, text=text, entities=entities, markup=_markup(params))

    def edit_markup(self, bot: Bot, params: Params) -> Params:
        """editMessageReplyMarkup: without reply_markup it takes the buttons away."""
        chat, message = self._own(bot, params, "edit")
        return self._edit(bot, chat, message, markup=_markup(params))

    def _edit(self, bot: Bot, chat: ChatRecord, message: MessageRecord, **changes: Any) -> Params:
        if all(getattr(message, name) == value for name, value in changes.items()):
            raise ApiError(400, NOT_MODIFIED)
        self._world.edit(chat, message, by=bot.key, at=self._now(), **changes)
        return message_shape(self._world, chat, message)

    def _own(self, bot: Bot, params: Params, verb: str) -> tuple[ChatRecord, MessageRecord]:
        chat = self.writable_chat(bot, params)
        message = self._world.message(chat, as_int(params.get("message_id")))
        if message is None or message.deleted:
            raise ApiError(400, f"Bad Request: message to {verb} not found")
        if message.sender != bot.key:
            raise ApiError(400, "Bad Request: message can't be edited")
        return chat, message

    def delete(self, bot: Bot, params: Params) -> bool:
        """deleteMessage: for 48 hours; in groups others' messages only as administrator."""
        chat = self.writable_chat(bot, params)
        message = self._world.message(chat, as_int(params.get("message_id")))
        if message is None or message.deleted:
            raise ApiError(400, "Bad Request: message to delete not found")
        others = message.sender != bot.key and chat.is_group
        if others and chat.bots[bot.key] not in {"administrator", "creator"}:
            raise ApiError(400, "Bad Request: message can't be deleted")
        if self._now() - message.date > DELETE_WITHIN_SECONDS:
            raise ApiError(400, "Bad Request: message can't be deleted for everyone")
        self._world.delete(chat, message, by=bot.key)
        return True


def _check_picture(width: int, height: int) -> None:
    if not width or not height:
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def _check_text(text: str) -> None:
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if utf16(text) > TEXT_MOST:
        raise ApiError(400, "Bad Request: message is too long")


def _formatted(params: Params, text: str, entities: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities, given or read by parse_mode or found."""
    raw = str(params.get(text) or "")
    if given := from_json(params.get(entities)):
        return raw.rstrip(), _with_found(raw.rstrip(), given)
    if mode := params.get("parse_mode"):
        try:
            plain, read = read_telegram(raw, str(mode))
        except BadFormatting as error:
            raise ApiError(400, f"Bad Request: can't parse entities: {error}") from error
        return plain.rstrip(), _with_found(plain.rstrip(), read)
    return raw.strip(), found_entities(raw.strip())


def _with_found(text: str, given: list[Entity]) -> list[Entity]:
    """Given entities and what Telegram finds besides, in their order."""
    sound = _sound(given, utf16(text))
    closed = [e for e in sound if e["type"] in {"code", "pre", "text_link", "url", "bot_command"}]
    found = [f for f in found_entities(text) if not any(_overlap(f, e) for e in closed)]
    return sorted(sound + found, key=lambda e: (e["offset"], -e["length"]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _sound(entities: list[Entity], length: int) -> list[Entity]:
    """Entities cut to the text; those outside fall away, as Telegram does it."""
    cut = [e | {"length": min(e["length"], length - e["offset"])} for e in entities]
    return [e for e in cut if e["length"] > 0 and e["offset"] >= 0]


def _markup(params: Params) -> dict[str, Any] | None:
    try:
        markup = from_json(params.get("reply_markup"))
    except ValueError as error:
        raise ApiError(400, "Bad Request: can't parse reply keyboard markup JSON object") from error
    if not markup:
        return None
    if not isinstance(markup, dict) or not _MARKUPS & markup.keys():
        raise ApiError(400, "Bad Request: object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        _check_button(button)
    return markup if rows or "inline_keyboard" not in markup else None


def _check_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise ApiError(400, "Bad Request: inline keyboard button text must be non-empty")
    if not _BUTTON_ACTIONS & button.keys():
        raise ApiError(400, "Bad Request: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
