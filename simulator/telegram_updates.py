"""Telegram's ways of giving updates: getUpdates and webhooks, and what becomes an update."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from simulator.courier import Courier
from simulator.faults import Faults
from simulator.mailbox import Mailbox
from simulator.records import Bot, ChatRecord, EventRecord, Waiting, Webhook
from simulator.telegram_shapes import membership_shape, message_shape, press_shape, reaches
from simulator.wire import WireAnswer, as_bool, as_int, encode, from_json
from simulator.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
FUTURE = 10
"""An offset further ahead than this is of ids no longer in use, and is ignored."""
CONFLICT_SET = "Conflict: terminated by setWebhook request"
CONFLICT_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class ApiError(Exception):
    """An error as Telegram answers it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Updates:
    """Every Telegram bot's mailbox, filled from the world's events."""

    def __init__(self, world: World, faults: Faults, now: Callable[[], float]) -> None:
        self._world, self._faults, self._now = world, faults, now
        self._mailboxes: dict[str, Mailbox] = {}
        self.courier = Courier()
        world.follow(self._on_event)

    def mailbox(self, bot: Bot) -> Mailbox:
        found = self._mailboxes.get(bot.key)
        if found is None:
            found = self._mailboxes[bot.key] = Mailbox(bot, self._faults, self._post)
        return found

    def resume(self) -> None:
        """Start webhooks that were set before the simulator was started."""
        for bot in self._world.bots.values():
            if bot.network == "telegram" and bot.webhook:
                self.mailbox(bot).open_webhook()

    def wake(self) -> None:
        """End the long polls."""
        for mailbox in self._mailboxes.values():
            mailbox.wake()

    async def close(self) -> None:
        for mailbox in self._mailboxes.values():
            mailbox.close_webhook()
        await self.courier.close()

    # from events to updates

    def _on_event(self, event: EventRecord) -> None:
        chat = self._world.chats.get(event.chat)
        if chat is None or chat.network != "telegram":
            return
        if event.kind in {"message", "edited"} and event.actor not in self._world.bots:
            self._on_message(event, chat)
        elif event.kind == "pressed":
            press = self._world.presses[event.data["press"]]
            bot = self._world.bots[press.bot]
            self._put(bot, chat, "callback_query", press_shape(self._world, press))
        elif event.kind == "member" and event.data["who"] in self._world.bots:
            bot = self._world.bots[event.data["who"]]
            shape = membership_shape(self._world, chat, event.actor, event.data)
            self._put(bot, chat, "my_chat_member", shape)

    def _on_message(self, event: EventRecord, chat: ChatRecord) -> None:
        message = self._world.message(chat, event.message or 0)
        kind = "message" if event.kind == "message" else "edited_message"
        for key, status in chat.bots.items():
            bot = self._world.bots[key]
            present = status not in {"left", "kicked"}
            if message and present and reaches(self._world, chat, message, bot):
                self._put(bot, chat, kind, message_shape(self._world, chat, message))

    def _put(self, bot: Bot, chat: ChatRecord, kind: str, shape: dict[str, Any]) -> None:
        if not bot.allowed or kind in bot.allowed:
            self.inject(bot, {kind: shape}, chat.key)

    def inject(self, bot: Bot, shape: dict[str, Any], chat: str = "") -> int:
        """Give the bot an update of any shape, a broken one too; returns its update_id."""
        number = bot.next_update
        bot.next_update += 1
        body = msgspec.Raw(encode({"update_id": number, **shape}))
        self.mailbox(bot).put(Waiting(number, chat, body))
        return number

    # getUpdates

    async def poll(self, bot: Bot, params: dict[str, Any], gone: Any) -> WireAnswer:
        """getUpdates."""
        if bot.webhook:
            raise ApiError(409, CONFLICT_WEBHOOK)
        box = self.mailbox(bot)
        box.interrupt()
        self._remember_allowed(bot, params)
        self._confirm(box, as_int(params.get("offset")))
        limit = min(max(as_int(params.get("limit"), 100), 1), 100)
        seconds = min(as_int(params.get("timeout")), 50)
        empty = not bot.waiting and not box.again
        if seconds > 0 and empty and await box.wait(seconds, gone) == "replaced":
            raise ApiError(409, CONFLICT_SET if bot.webhook else CONFLICT_POLLER)
        return WireAnswer(b'{"ok":true,"result":[%s]}' % b",".join(self._batch(box, limit)))

    @staticmethod
    def _confirm(box: Mailbox, offset: int) -> None:
        if offset < 0:
            kept = list(box.bot.waiting)[offset:]
            offset = kept[0] if kept else 0
        if offset <= box.bot.next_update + FUTURE:
            box.confirm(offset)

    @staticmethod
    def _batch(box: Mailbox, limit: int) -> list[bytes]:
        batch = [bytes(update.body) for update in box.again[:limit]]
        del box.again[:limit]
        for update in box.bot.waiting.values():
            if len(batch) >= limit:
                break
            batch.append(bytes(update.body))
        return batch

    @staticmethod
    def _remember_allowed(bot: Bot, params: dict[str, Any]) -> None:
        if "allowed_updates" in params:
            bot.allowed = from_json(params["allowed_updates"])

    # webhooks

    def set_webhook(self, bot: Bot, params: dict[str, Any]) -> bool:
        url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
        if not url:
            return self.delete_webhook(bot, params)
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
            raise ApiError(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        if secret and not SECRET.fullmatch(secret):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self._remember_allowed(bot, params)
        self._drop(bot, params)
        most = min(max(as_int(params.get("max_connections"), 40), 1), 100)
        bot.webhook = Webhook(url, secret, most, self._now())
        self.mailbox(bot).interrupt()
        self.mailbox(bot).open_webhook()
        return True

    def delete_webhook(self, bot: Bot, params: dict[str, Any]) -> bool:
        self._drop(bot, params)
        bot.webhook = None
        self.mailbox(bot).close_webhook()
        return True

    def webhook_info(self, bot: Bot, _: dict[str, Any]) -> dict[str, Any]:
        box = self.mailbox(bot)
        info: dict[str, Any] = {
            "url": bot.webhook.url if bot.webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(bot.waiting),
        }
        if bot.webhook:
            info["max_connections"] = bot.webhook.max_connections
        if bot.webhook and box.failures:
            info["last_error_date"] = int(self._now())
            info["last_error_message"] = box.last_failure
        return info | ({"allowed_updates": bot.allowed} if bot.allowed else {})

    @staticmethod
    def _drop(bot: Bot, params: dict[str, Any]) -> None:
        if as_bool(params.get("drop_pending_updates")):
            bot.waiting.clear()

    async def _post(self, bot: Bot, update: Waiting) -> bool:
        if not bot.webhook:
            return False
        headers = {"content-type": "application/json"}
        if bot.webhook.secret:
            headers["x-telegram-bot-api-secret-token"] = bot.webhook.secret
        status = await self.courier.post(bot.webhook.url, bytes(update.body), headers)
        if not 200 <= status < 300:
            problem = f"Wrong response from the webhook: {status}"
            self.mailbox(bot).last_failure = problem if status else "Connection refused"
        return 200 <= status < 300
