"""A Telegram Bot API: the methods a bot of this kind uses, with Telegram's own errors."""

import logging
import math
import re
from collections.abc import Callable
from typing import Any

from simulator.endpoint import Gone
from simulator.faults import Faults
from simulator.records import Bot, Network
from simulator.telegram_chat import TelegramConversation
from simulator.telegram_shapes import full_chat_shape, me_shape, member_shape
from simulator.telegram_updates import ApiError, Updates
from simulator.wire import WireAnswer, encode, from_json
from simulator.world import World

Params = dict[str, Any]
log = logging.getLogger(__name__)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
_TITLES = {429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway"}


def failure(code: int, description: str, **parameters: int) -> WireAnswer:
    """An error's answer."""
    body: Params = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return WireAnswer(encode(body), code)


class TelegramApi:
    """Every method by its name in lower case (Telegram's names are case-insensitive)."""

    network: Network = "telegram"
    reads_multipart = True

    def __init__(self, world: World, faults: Faults, now: Callable[[], float]) -> None:
        self._world, self._now = world, now
        self.updates = Updates(world, faults, now)
        talk = self._talk = TelegramConversation(world, faults, now)
        self._methods: dict[str, Callable[[Bot, Params], Any]] = {
            "getme": lambda bot, _: me_shape(bot),
            "setwebhook": self.updates.set_webhook,
            "deletewebhook": self.updates.delete_webhook,
            "getwebhookinfo": self.updates.webhook_info,
            "sendmessage": talk.send_message,
            "sendphoto": talk.send_photo,
            "senddocument": talk.send_document,
            "editmessagetext": talk.edit_text,
            "editmessagereplymarkup": talk.edit_markup,
            "deletemessage": talk.delete,
            "answercallbackquery": self._answer_press,
            "sendchataction": self._action,
            "getfile": self._file,
            "getchat": self._chat,
            "getchatmember": self._member,
            "leavechat": self._leave,
            "setmycommands": self._set_commands,
            "getmycommands": self._commands,
            "deletemycommands": self._delete_commands,
        }

    # the door's wishes

    def unknown_token(self, method: str) -> WireAnswer:
        return failure(401, "Unauthorized") if method else failure(404, "Not Found")

    def unreadable(self) -> WireAnswer:
        return failure(400, "Bad Request: can't parse JSON object")

    def too_many(self, seconds: float) -> WireAnswer:
        wait = max(1, math.ceil(seconds))
        return failure(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def broken(self, status: int) -> WireAnswer:
        return failure(status, _TITLES.get(status, "Gateway Timeout"))

    async def call(self, bot: Bot, method: str, params: Params, gone: Gone) -> WireAnswer:
        name = method.lower()
        try:
            if name == "getupdates":
                return await self.updates.poll(bot, params, gone)
            handler = self._methods.get(name)
            if handler is None:
                return failure(404, "Not Found")
            return WireAnswer(b'{"ok":true,"result":%s}' % encode(handler(bot, params)))
        except ApiError as error:
            return failure(error.code, error.description, **error.parameters)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            log.debug("unreadable parameters of %s", method, exc_info=error)
            return failure(400, "Bad Request: can't parse parameters")

    # the small methods

    def _answer_press(self, bot: Bot, params: Params) -> bool:
        press = self._world.presses.get(str(params.get("callback_query_id", "")))
        if press is None or press.bot != bot.key:
            raise ApiError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        text = str(params.get("text", ""))
        if len(text) > 200:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        self._world.answer(press, text, alert=params.get("show_alert") in (True, "true", "True"))
        return True

    def _action(self, bot: Bot, params: Params) -> bool:
        chat = self._talk.writable_chat(bot, params)
        if params.get("action") not in _ACTIONS:
            raise ApiError(400, "Bad Request: wrong parameter action in request")
        self._world.tell("action", chat.key, actor=bot.key, action=params["action"])
        return True

    def _file(self, _: Bot, params: Params) -> Params:
        file = self._world.files.get(str(params.get("file_id", "")))
        if file is None:
            raise ApiError(400, "Bad Request: invalid file_id")
        folder = "photos" if file.width else "documents"
        path = f"{folder}/{file.id}/{re.sub(r'[^A-Za-z0-9_.-]', '_', file.name) or 'file'}"
        return {
            "file_id": file.id, "file_unique_id": "u" + file.id[-14:],
            "file_size": file.size, "file_path": path,
        }  # fmt: skip

    def download(self, path: str) -> WireAnswer:
        """/file/bot<token>/<file_path>."""
        token, _, rest = path.removeprefix("/file/bot").partition("/")
        if self._world.bot_by_token(token) is None:
            return self.unknown_token(rest)
        parts = rest.split("/")
        content = self._world.contents.get(parts[1]) if len(parts) == 3 else None
        if content is None:
            return failure(404, "Not Found")
        return WireAnswer(content, mime=self._world.files[parts[1]].mime.encode())

    def _chat(self, bot: Bot, params: Params) -> Params:
        return full_chat_shape(self._world, self._talk.known_chat(bot, params))

    def _member(self, bot: Bot, params: Params) -> Params:
        chat = self._talk.known_chat(bot, params)
        number = int(params.get("user_id", 0))
        for key, status in (chat.people | chat.bots).items():
            found = self._world.bots.get(key)
            if number == (found.number if found else self._world.people[key].number):
                return member_shape(self._world, key, status)
        person = self._world.person_by_number(number)
        if person is None:
            raise ApiError(400, "Bad Request: PARTICIPANT_ID_INVALID")
        return member_shape(self._world, person.key, "left")

    def _leave(self, bot: Bot, params: Params) -> bool:
        chat = self._talk.writable_chat(bot, params)
        if not chat.is_group:
            raise ApiError(400, "Bad Request: chat is not a group")
        self._world.seat(chat, bot.key, "left", by=bot.key, at=self._now())
        return True

    # commands

    def _set_commands(self, bot: Bot, params: Params) -> bool:
        commands = from_json(params.get("commands"))
        if not isinstance(commands, list):
            raise ApiError(400, "Bad Request: can't parse commands")
        for command in commands:
            name, text = str(command.get("command", "")), str(command.get("description", ""))
            if not _COMMAND.fullmatch(name.removeprefix("/")):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(text) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        bot.commands[_audience(params)] = commands
        return True

    def _commands(self, bot: Bot, params: Params) -> list[dict[str, str]]:
        return bot.commands.get(_audience(params), [])

    def _delete_commands(self, bot: Bot, params: Params) -> bool:
        bot.commands.pop(_audience(params), None)
        return True


def _audience(params: Params) -> str:
    scope = from_json(params.get("scope")) or {"type": "default"}
    place = f"{scope.get('chat_id', '')}/{scope.get('user_id', '')}"
    return f"{scope['type']}/{place}/{params.get('language_code', '')}"
