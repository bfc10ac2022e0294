"""Telegram: what comes in (telegram_updates) and goes out (telegram_messages), over one `Bot`.

We use the `Bot` of python-telegram-bot for its requests, uploads and errors. We use neither its
run loop, which loses what is under way when it is killed, nor its types on the hot path.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.incoming import (
    LARGEST_BODY,
    check_secret,
    digest,
    find_header,
    is_token,
    make_receipt,
    make_unreadable,
    make_webhook_secret,
    read_bot_id,
    read_json,
)
from bot.channels.polling import Batch, Pace, ask_until_answered, poll
from bot.channels.pyreqwest_request import PyreqwestRequest
from bot.channels.telegram_faults import map_fault
from bot.channels.telegram_messages import ABILITIES, build_calls, build_deletions
from bot.channels.telegram_updates import ALLOWED_UPDATES, find_update_id, parse
from bot.engine.channel import (
    BotIdentity,
    Delivery,
    Inbound,
    Limits,
    Network,
    Patience,
    Pressed,
    Receipt,
    Receive,
    Unreadable,
)
from bot.engine.message import Message
from bot.errors import (
    NetworkFault,
    OperatorMistake,
    PassingFault,
    RequestRefused,
    TokenRefused,
    WebhookRefused,
)
from bot.redaction import quieten

__all__ = ["TelegramChannel", "make_telegram_channel", "parse"]

log = logging.getLogger(__name__)

API = "https://api.telegram.org"
POLL_SECONDS = 25
_POLL_READ_SECONDS = POLL_SECONDS + 10.0
_MOST_UPDATES = 100
_MOST_CONNECTIONS = 40
_LONGEST_ALERT = 200
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_NO_PICTURE = frozenset({Delivery.REFUSED, Delivery.UNREACHABLE})


def make_telegram_channel(
    token: str,
    *,
    api: str = API,
    proxy: str = "",
    limits: Limits | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    pace: Pace | None = None,
    patience: Patience | None = None,
) -> "TelegramChannel":
    """Make one bot's channel; `api` is the base address without `/bot`.

    Raises OperatorMistake when the token has not a token's form.
    """
    if not is_token(token):
        raise OperatorMistake(
            "SOHOI_TELEGRAM_TOKENS holds something that is no token "
            "(digits, a colon, letters); copy it again from @BotFather"
        )
    request = PyreqwestRequest(api, proxy, patience)
    return TelegramChannel(token, api, request, limits or Limits(), now, pace or Pace())


class RawBot(Bot):
    """A Bot that also makes requests without conversions: plain JSON in, plain JSON out."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Show no token, as the library's own would."""
        return "RawBot"

    async def call(
        self, method: str, fields: dict[str, Any], read_seconds: float | None = None
    ) -> Any:
        """Call a method by its exact name and return its result; raises errors.NetworkFault.

        The library's `do_api_request` would warn at every call of a method that it knows.
        """
        try:
            return await self._do_post(method, fields, read_timeout=read_seconds)
        except TelegramError as error:
            raise map_fault(error) from None
        except KeyError:
            raise PassingFault("an answer without a result") from None


class TelegramChannel:
    """One bot on Telegram; see bot.engine.channel.Channel."""

    def __init__(
        self,
        token: str,
        api: str,
        request: PyreqwestRequest,
        limits: Limits,
        now: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        quieten()
        self.network = Network.TELEGRAM
        self.bot = read_bot_id(token)
        self.abilities = ABILITIES
        self.limits = limits
        self._secret = make_webhook_secret(token, self.network)
        self._now = now
        self._pace = pace
        self._username = ""
        self._offset: int | None = None
        self._next_offset: int | None = None
        base = api.rstrip("/")
        self._api = RawBot(
            token, f"{base}/bot", f"{base}/file/bot", request=request, get_updates_request=request
        )

    def __repr__(self) -> str:
        return f"TelegramChannel({self.bot})"

    async def start(self) -> BotIdentity:
        me = await self._ask_patiently("getMe", {})
        self._username = str(me.get("username", ""))
        return BotIdentity(self.bot, str(me.get("first_name", "")), self._username)

    # what comes in

    async def poll(self, receive: Receive) -> None:
        await self._ask_patiently("deleteWebhook", {})
        try:
            await poll(self._fetch, self._confirm, receive, self._name, self._pace)
        except TokenRefused:
            raise self._make_token_mistake() from None

    async def _fetch(self) -> Batch:
        fields: dict[str, Any] = {
            "limit": _MOST_UPDATES,
            "timeout": POLL_SECONDS,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            fields["offset"] = self._offset
        updates = await self._api.call("getUpdates", fields, _POLL_READ_SECONDS)
        if not isinstance(updates, list):
            raise PassingFault("getUpdates did not answer with a list")
        last = next((i for i in map(find_update_id, reversed(updates)) if i is not None), None)
        if updates and last is None:
            raise PassingFault("updates without their numbers")
        self._next_offset = None if last is None else last + 1
        return [self._parse(update) for update in updates]

    def _confirm(self) -> None:
        """Have the next fetch confirm this one.

        An offset is sent once: numbers may begin anew, and lower, after a week of silence.
        """
        self._offset = self._next_offset

    def _parse(self, update: Any) -> Inbound | Unreadable:
        return parse(update, self.bot, self._username, self._now())

    async def use_webhook(self, url: str) -> None:
        fields = {
            "url": url,
            "secret_token": self._secret,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": _MOST_CONNECTIONS,
        }
        try:
            await self._ask_patiently("setWebhook", fields)
        except RequestRefused as fault:
            raise OperatorMistake(
                f"Telegram takes no webhook at SOHOI_WEBHOOK_URL ({fault.reason}): "
                "it must be a public https address on port 443, 80, 88 or 8443"
            ) from None

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound | Unreadable]:
        check_secret(find_header(headers, _SECRET_HEADER), self._secret)
        if len(body) > LARGEST_BODY:
            raise WebhookRefused("a webhook request too large for an update")
        try:
            update = read_json(body)
        except ValueError:
            return [make_unreadable(self.network, self.bot, digest(body), body, "no JSON")]
        return [self._parse(update)]

    # what goes out

    async def send(self, chat: str, message: Message, turn: int | None) -> Receipt:
        receipt = await self._send(chat, message, turn)
        if message.photo is None or receipt.parts or receipt.outcome not in _NO_PICTURE:
            return receipt
        # A group may forbid pictures, and one may be refused for its form: the words still go.
        log.warning("%s: a picture was not taken (%s)", self._name, receipt.reason)
        return await self._send(chat, replace(message, photo=None), turn)

    async def _send(self, chat: str, message: Message, turn: int | None) -> Receipt:
        parts = 0
        sent: Any = None
        try:
            if not await self._delete(chat, message.delete) and message.if_kept:
                message = replace(message, text=f"{message.text}\n{message.if_kept}")
            for call in build_calls(chat, message, turn):
                sent = await self._api.call(call.method, call.fields)
                parts += 1
        except NetworkFault as fault:
            return make_receipt(fault, parts)
        if not parts and not message.delete:
            return Receipt(Delivery.REFUSED, reason="nothing to say")
        found = sent.get("message_id", "") if isinstance(sent, dict) else ""
        return Receipt(Delivery.SENT, message_id=str(found), parts=parts)

    async def _delete(self, chat: str, messages: tuple[str, ...]) -> bool:
        """Take messages away; False when one had to stay (too old, or the bot may not)."""
        gone = True
        for call in build_deletions(chat, messages):
            try:
                await self._api.call(call.method, call.fields)
            except RequestRefused as fault:
                gone = gone and "not found" in fault.reason
        return gone

    async def acknowledge(self, press: Pressed, alert: str) -> None:
        fields: dict[str, Any] = {"callback_query_id": press.callback}
        if alert:
            fields |= {"text": alert[:_LONGEST_ALERT], "show_alert": True}
        try:
            await self._api.call("answerCallbackQuery", fields)
        except NetworkFault as fault:
            log.info("%s: a pressed button was not answered: %s", self._name, fault.reason)

    async def close(self) -> None:
        await self._api.request.shutdown()

    # shared

    @property
    def _name(self) -> str:
        return f"telegram/{self.bot}"

    async def _ask_patiently(self, method: str, fields: dict[str, Any]) -> Any:
        """Ask until there is an answer; raises OperatorMistake when the token is refused."""
        try:
            return await ask_until_answered(
                lambda: self._api.call(method, fields), self._name, self._pace
            )  # fmt: skip
        except TokenRefused:
            raise self._make_token_mistake() from None

    def _make_token_mistake(self) -> OperatorMistake:
        return OperatorMistake(
            f"Telegram does not know the token of bot {self.bot}: "
            "copy it again from @BotFather into SOHOI_TELEGRAM_TOKENS"
        )
