"""A Zalo Bot API: the platform's methods, its errors inside HTTP 200, its scarcities.

Texts of errors that were never published are marked "assumed".
"""

import logging
import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from simulator.clock import VIETNAM
from simulator.courier import Courier
from simulator.endpoint import Gone
from simulator.faults import Faults
from simulator.formatting import Entity, found_entities, read_zalo
from simulator.limits import LimitBucket
from simulator.mailbox import Mailbox
from simulator.records import Bot, ChatRecord, EventRecord, Kind, Network, Waiting, Webhook
from simulator.wire import WireAnswer, as_int, encode, from_json
from simulator.world import World
from simulator.zalo_shapes import event_shape, me_shape, reaches, sent_shape

Params = dict[str, Any]
log = logging.getLogger(__name__)

TEXT_MOST = 2000
DEFAULT_POLL_SECONDS = 30
TESTS_PER_DAY = 20
USER_AGENT = "Java/1.8.0_192"
HOT_PAGE = (
    b"<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n"
    b"<center><h1>429 Too Many Requests</h1></center>\r\n<hr><center>nginx</center>\r\n"
    b"</body>\r\n</html>\r\n"
)
_HERE = re.compile(r"http://(127\.0\.0\.1|localhost)[:/]")
WEBHOOK_IS_SET = "You cannot use this API while a webhook is set. Please remove the webhook first"


class ZaloError(Exception):
    """An error as Zalo answers it: HTTP 200 with ok:false."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


def failure(code: int, description: str, status: int = 200) -> WireAnswer:
    """An error's answer."""
    return WireAnswer(encode({"ok": False, "description": description, "error_code": code}), status)


class ZaloApi:
    """Every method by its exact name."""

    network: Network = "zalo"
    reads_multipart = False

    def __init__(self, world: World, faults: Faults, now: Callable[[], float]) -> None:
        self._world, self._faults, self._now = world, faults, now
        self._mailboxes: dict[str, Mailbox] = {}
        self._polls: dict[str, LimitBucket] = {}
        self._tests: dict[tuple[str, str], int] = {}
        self.courier = Courier()
        self._methods: dict[str, Callable[[Bot, Params], Params | None]] = {
            "getMe": lambda bot, _: me_shape(bot),
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendSticker": self._send_sticker,
            "sendVoice": self._send_voice,
            "sendChatAction": self._action,
        }
        world.follow(self._on_event)

    # the door's wishes

    def unknown_token(self, method: str) -> WireAnswer:
        return failure(401, "Unauthorized") if method else failure(404, "Not Found")

    def unreadable(self) -> WireAnswer:
        return failure(400, "Bad request")

    def too_many(self, seconds: float) -> WireAnswer:
        """nginx's own page, as hot polling gets it; it names no pause."""
        return WireAnswer(HOT_PAGE, 429, b"text/html")

    def broken(self, status: int) -> WireAnswer:
        return WireAnswer(
            HOT_PAGE.replace(b"429 Too Many Requests", b"%d" % status), status, b"text/html"
        )

    async def call(self, bot: Bot, method: str, params: Params, gone: Gone) -> WireAnswer:
        try:
            return await self._dispatch(bot, method, params, gone)
        except ZaloError as error:
            status = error.code if self._faults.settings.zalo_http_errors else 200
            return failure(error.code, error.description, status)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            log.debug("unreadable parameters of %s", method, exc_info=error)
            return failure(400, "Bad request")

    async def _dispatch(self, bot: Bot, method: str, params: Params, gone: Gone) -> WireAnswer:
        if method == "getUpdates":
            return await self._poll(bot, params, gone)
        if method == "setWebhook":
            return _success(await self._set_webhook(bot, params))
        if method == "testWebhook":
            return await self._test_webhook(bot)
        if method == "sendPhoto":
            return _success(await self._send_photo(bot, params))
        handler = self._methods.get(method)
        if handler is None:
            raise ZaloError(404, "Not Found")
        return _success(handler(bot, params))

    def resume(self) -> None:
        """Start webhooks that were set before the simulator was started."""
        for bot in self._world.bots.values():
            if bot.network == "zalo" and bot.webhook:
                self.mailbox(bot).open_webhook()

    def wake(self) -> None:
        """End the long polls."""
        for mailbox in self._mailboxes.values():
            mailbox.wake()

    async def close(self) -> None:
        for mailbox in self._mailboxes.values():
            mailbox.close_webhook()
        await self.courier.close()

    # updates

    def mailbox(self, bot: Bot) -> Mailbox:
        found = self._mailboxes.get(bot.key)
        if found is None:
            found = self._mailboxes[bot.key] = Mailbox(bot, self._faults, self._post)
        return found

    def _on_event(self, event: EventRecord) -> None:
        if event.kind != "message" or event.actor in self._world.bots:
            return
        chat = self._world.chats[event.chat]
        message = self._world.message(chat, event.message or "")
        if chat.network != "zalo" or message is None:
            return
        for key in chat.bots:
            bot = self._world.bots[key]
            if reaches(self._world, chat, message, bot):
                self.inject(bot, event_shape(self._world, chat, message, bot), chat.key)

    def inject(self, bot: Bot, shape: Params, chat: str = "") -> int:
        """Give the bot an event of any shape, a broken one too."""
        number = bot.next_update
        bot.next_update += 1
        self.mailbox(bot).put(Waiting(number, chat, msgspec.Raw(encode(shape))))
        return number

    async def _poll(self, bot: Bot, params: Params, gone: Gone) -> WireAnswer:
        """getUpdates: one event, or 408 in the body when the time is over."""
        if bot.webhook:
            raise ZaloError(400, WEBHOOK_IS_SET)
        if self._too_hot(bot):
            return WireAnswer(HOT_PAGE, 429, b"text/html")
        box = self.mailbox(bot)
        update = self._next(box)
        seconds = as_int(params.get("timeout"), DEFAULT_POLL_SECONDS)
        if update is None and seconds > 0:
            update = self._next(box) if await box.wait(seconds, gone) == "found" else None
        if update is None:
            raise ZaloError(408, "Request timeout")
        return WireAnswer(b'{"ok":true,"result":%s,"error_code":0}' % bytes(update.body))

    def _next(self, box: Mailbox) -> Waiting | None:
        waiting, taken = box.bot.waiting, box.bot.taken
        repeat = self._faults.settings.zalo_redelivery == "repeat"
        if box.again:
            return box.again.pop(0)
        if waiting:
            update = next(iter(waiting.values()))
            box.done(update)
            if repeat:
                taken[:] = [*taken[-49:], update]
            return update
        if repeat and taken:
            taken.append(taken.pop(0))
            return taken[-1]
        return None

    def _too_hot(self, bot: Bot) -> bool:
        rate = self._faults.settings.zalo_polls_per_second
        if rate <= 0:
            return False
        now = time.monotonic()
        bucket = self._polls.get(bot.key)
        if bucket is None or bucket.rate != rate:
            bucket = self._polls[bot.key] = LimitBucket(rate, rate * 2, now)
        return bucket.take(now) > 0

    # webhooks

    async def _set_webhook(self, bot: Bot, params: Params) -> Params:
        url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
        if not (url.startswith("https://") or _HERE.match(url)):
            raise ZaloError(400, "Bad request: The url must start with https://")  # assumed
        if not 8 <= len(secret) <= 256:
            raise ZaloError(400, "Bad request: The secret_token must be 8 to 256 characters")
        bot.webhook = Webhook(url, secret, 20, self._now())
        self.mailbox(bot).open_webhook()
        return self._webhook_shape(bot) | {"verification": await self._probe(url)}

    async def _probe(self, url: str) -> Params:
        status = await self.courier.post(url, b"", {"user-agent": USER_AGENT})
        if 200 <= status < 300:
            outcome, hint = "webhook.ok", "Your endpoint responded successfully."
        elif status:
            outcome, hint = f"webhook.http.{status}", f"Your server answered {status}."
        else:
            outcome, hint = "webhook.unreachable", "Your server could not be reached."
        return {"ok": outcome == "webhook.ok", "url": url, "outcome": outcome, "hint": hint}

    async def _test_webhook(self, bot: Bot) -> WireAnswer:
        if bot.webhook is None:
            raise ZaloError(404, "Not Found")
        day = (bot.key, datetime.fromtimestamp(self._now(), VIETNAM).date().isoformat())
        self._tests[day] = self._tests.get(day, 0) + 1
        if self._tests[day] > TESTS_PER_DAY:
            return WireAnswer(encode({"ok": False, "errorCode": 426}))
        return _success(await self._probe(bot.webhook.url))

    def _delete_webhook(self, bot: Bot, _: Params) -> Params:
        bot.webhook = None
        self.mailbox(bot).close_webhook()
        return {"url": "", "updated_at": round(self._now() * 1000)}

    def _webhook_info(self, bot: Bot, _: Params) -> Params:
        if bot.webhook is None:
            raise ZaloError(404, "Not Found")
        return self._webhook_shape(bot)

    @staticmethod
    def _webhook_shape(bot: Bot) -> Params:
        if bot.webhook is None:
            return {}
        return {"url": bot.webhook.url, "updated_at": round(bot.webhook.updated_at * 1000)}

    async def _post(self, bot: Bot, update: Waiting) -> bool:
        if bot.webhook is None:
            return False
        body = bytes(update.body)
        if self._faults.settings.zalo_wrapped:
            body = b'{"ok":true,"result":%s}' % body
        headers = {
            "content-type": "application/json",
            "x-bot-api-secret-token": bot.webhook.secret,
            "user-agent": USER_AGENT,
        }
        return 200 <= await self.courier.post(bot.webhook.url, body, headers) < 300

    # sending

    def _chat(self, bot: Bot, params: Params) -> ChatRecord:
        wanted = str(params.get("chat_id") or "")
        if not wanted:
            raise ZaloError(400, "Bad request: The chat_id must not be empty")
        chat = self._world.chat_for(bot, wanted)
        if chat is None:
            raise ZaloError(400, "Bad request: The chat_id is invalid")  # assumed
        if chat.bots[bot.key] != "member":
            raise ZaloError(403, "Internal server error")  # assumed for a bot she blocked
        return chat

    def _send(self, bot: Bot, chat: ChatRecord, kind: Kind, **content: Any) -> Params:
        month = datetime.fromtimestamp(self._now(), VIETNAM).strftime("%Y-%m")
        sent = bot.sent_in_month.get(month, 0)
        if sent >= self._faults.settings.zalo_quota:
            raise ZaloError(429, "Quota exceeded")
        bot.sent_in_month[month] = sent + 1
        message = self._world.post(chat, bot.key, kind, at=self._now(), **content)
        return sent_shape(message)

    def _send_message(self, bot: Bot, params: Params) -> Params:
        chat = self._chat(bot, params)
        text = params.get("text")
        if not isinstance(text, str) or not text.strip():
            raise ZaloError(400, "Bad request: The text must not be empty")  # assumed
        if len(text) > TEXT_MOST:
            raise ZaloError(400, "Bad request: The text must not exceed 2000 characters")  # assumed
        mode, styles = str(params.get("parse_mode", "")), from_json(params.get("text_styles"))
        plain, entities = read_zalo(text, mode, styles)
        return self._send(bot, chat, "text", text=plain, entities=entities + _addresses(plain))

    async def _send_photo(self, bot: Bot, params: Params) -> Params:
        chat = self._chat(bot, params)
        photo, caption = str(params.get("photo") or ""), str(params.get("caption") or "")
        if not photo:
            raise ZaloError(400, "The photo must not be empty")
        if not photo.startswith(("http://", "https://")):
            raise ZaloError(400, "The photo must start with http:// or https://")
        if not re.fullmatch(r"https?://[^\s/]+\.?[^\s/]*(/\S*)?", photo):
            raise ZaloError(400, "The photo URL is invalid")
        if len(caption) > TEXT_MOST:
            raise ZaloError(400, "Bad request: The caption must not exceed 2000 characters")
        file, entities = await self._copy_of(photo), _addresses(caption)
        return self._send(bot, chat, "photo", file=file, text=caption, entities=entities)

    async def _copy_of(self, address: str) -> str:
        """The id of a copy (assumed: Zalo fetches at once); of other machines the address stays."""
        here = _HERE.match(address)
        found = await self.courier.fetch(address) if here else None
        if found is None or not found[0].startswith("image/"):
            return address
        return self._world.add_file(found[1], "anh.png", found[0]).id

    def _send_sticker(self, bot: Bot, params: Params) -> Params:
        chat = self._chat(bot, params)
        sticker = str(params.get("sticker") or "")
        if not sticker:
            raise ZaloError(400, "Bad request: The sticker must not be empty")  # assumed
        return self._send(bot, chat, "sticker", file=sticker)

    def _send_voice(self, bot: Bot, params: Params) -> Params:
        chat = self._chat(bot, params)
        address = str(params.get("voice_url") or "")
        if chat.is_group or not re.fullmatch(r"https?://\S+\.aac(\?\S*)?", address):
            raise ZaloError(400, "Bad request: The voice_url is invalid")  # assumed
        return self._send(bot, chat, "voice", file=address)

    def _action(self, bot: Bot, params: Params) -> None:
        chat = self._chat(bot, params)
        if params.get("action") != "typing":
            raise ZaloError(400, "Bad request: The action is invalid")  # assumed
        self._world.tell("action", chat.key, actor=bot.key, action="typing")


def _addresses(text: str) -> list[Entity]:
    """Addresses can be opened on a Zalo phone, as on any."""
    return [entity for entity in found_entities(text) if entity["type"] == "url"]


def _success(result: Params | None) -> WireAnswer:
    body: Params = {"ok": True}
    if result is not None:
        body |= {"result": result, "error_code": 0}
    return WireAnswer(encode(body))
