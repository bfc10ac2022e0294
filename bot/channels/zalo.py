"""Zalo bots: what comes in (zalo_updates) and what goes out, over the thin client (zalo_client).

There are no buttons, uploads or edits, and every message out is counted. Choices and files of a
message are left out here; the views put into words what they offer. A picture goes by its address
with the words under it, as one message.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx

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
from bot.channels.splitting import TextPiece, make_storable, split_text
from bot.channels.zalo_client import API, WebhookIsSet, ZaloClient
from bot.channels.zalo_updates import parse
from bot.engine.channel import (
    Abilities,
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
from bot.errors import NetworkFault, OperatorMistake, RequestRefused, TokenRefused, WebhookRefused

__all__ = ["ZaloChannel", "make_zalo_channel", "parse"]

log = logging.getLogger(__name__)

MOST_TEXT = 2000
POLL_SECONDS = 30
_LEAST_BETWEEN_POLLS_SECONDS = 1.0
_SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

ABILITIES = Abilities(
    buttons=False,
    edit=False,
    delete=False,
    upload=False,
    max_text=MOST_TEXT,
    scarce=True,
    monthly_quota=3000,
    seats=50,
    photo_by_address=True,
)


def make_zalo_channel(
    token: str,
    *,
    api: str = API,
    limits: Limits | None = None,
    names: tuple[str, ...] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    pace: Pace | None = None,
    patience: Patience | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> "ZaloChannel":
    """Make one bot's channel; `names` are its names in groups, beside those that getMe tells.

    Raises OperatorMistake when the token has not a token's form.
    """
    if not is_token(token):
        raise OperatorMistake(
            "SOHOI_ZALO_BOT_TOKENS holds something that is no token "
            "(digits, a colon, letters); copy it again from Zalo Bot Creator"
        )
    client = ZaloClient(token, api, patience=patience, transport=transport)
    secret = make_webhook_secret(token, Network.ZALO)
    return ZaloChannel(
        read_bot_id(token), client, secret, limits or Limits(), names, now, pace or Pace()
    )  # fmt: skip


class ZaloChannel:
    """One bot on Zalo; see bot.engine.channel.Channel."""

    def __init__(
        self,
        bot: str,
        client: ZaloClient,
        secret: str,
        limits: Limits,
        names: tuple[str, ...],
        now: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        self.network = Network.ZALO
        self.bot = bot
        self.abilities = ABILITIES
        self.limits = limits
        self._client = client
        self._secret = secret
        self._names = names
        self._now = now
        self._pace = pace
        self._probed = False

    def __repr__(self) -> str:
        return f"ZaloChannel({self.bot})"

    async def start(self) -> BotIdentity:
        me = await self._ask_patiently("getMe", {})
        found = [
            make_storable(str(me[key])) for key in ("display_name", "account_name") if me.get(key)
        ]
        self._names = tuple(dict.fromkeys((*self._names, *found)))
        return BotIdentity(self.bot, found[0] if found else self.bot)

    # what comes in

    async def poll(self, receive: Receive) -> None:
        await self._ask_patiently("deleteWebhook", {})
        try:
            await poll(
                self._fetch,
                lambda: None,  # nothing is confirmed here: what was given is gone
                receive,
                self._name,
                self._pace,
                least_seconds=_LEAST_BETWEEN_POLLS_SECONDS,
            )
        except TokenRefused:
            raise self._make_token_mistake() from None

    async def _fetch(self) -> Batch:
        try:
            event = await self._client.get_update(POLL_SECONDS, self._now())
        except WebhookIsSet:
            await self._call("deleteWebhook", {})
            return []
        return [] if event is None else [self._parse(event)]

    def _parse(self, body: Any) -> Inbound | Unreadable:
        return parse(body, self.bot, self._names, self._now())

    async def use_webhook(self, url: str) -> None:
        try:
            fields = {"url": url, "secret_token": self._secret}
            answer = await self._ask_patiently("setWebhook", fields)
        except RequestRefused as fault:
            raise OperatorMistake(
                f"Zalo takes no webhook at SOHOI_WEBHOOK_URL ({fault.reason}): "
                "it must be a public https address"
            ) from None
        verified = answer.get("verification") if isinstance(answer, dict) else None
        if isinstance(verified, dict) and not verified.get("ok"):
            # The address is kept all the same, so this may be the server's first second.
            log.warning("%s: Zalo could not reach the webhook", self._name)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound | Unreadable]:
        secret = find_header(headers, _SECRET_HEADER)
        if not body.strip() or secret is None:
            return self._notice_probe(bool(body.strip()))
        check_secret(secret, self._secret)
        if len(body) > LARGEST_BODY:
            raise WebhookRefused("a webhook request too large for an event")
        try:
            event = read_json(body)
        except ValueError:
            return [make_unreadable(self.network, self.bot, digest(body), body, "no JSON")]
        return [self._parse(event)]

    def _notice_probe(self, has_body: bool) -> list[Inbound | Unreadable]:
        """Take nothing: Zalo tries an address with an empty request or one without the secret."""
        if has_body and not self._probed:
            self._probed = True
            log.warning("%s: a webhook request without a secret was passed over", self._name)
        return []

    # what goes out

    async def send(self, chat: str, message: Message, turn: int | None) -> Receipt:
        parts = 0
        sent: Any = None
        try:
            for method, fields in _build_calls(chat, message):
                sent = await self._call(method, fields)
                parts += 1
        except RequestRefused as fault:
            if message.photo_address and not parts:
                log.warning("%s: a picture was not taken (%s)", self._name, fault.reason)
                return await self.send(chat, replace(message, photo_address=""), turn)
            return make_receipt(fault, parts)
        except NetworkFault as fault:
            return make_receipt(fault, parts)
        if not parts:
            return Receipt(Delivery.REFUSED, reason="nothing to say")
        found = sent.get("message_id", "") if isinstance(sent, dict) else ""
        return Receipt(Delivery.SENT, message_id=str(found), parts=parts)

    async def acknowledge(self, press: Pressed, alert: str) -> None:
        """There are no buttons here."""

    async def close(self) -> None:
        await self._client.close()

    # shared

    @property
    def _name(self) -> str:
        return f"zalo/{self.bot}"

    async def _call(self, method: str, fields: dict[str, Any]) -> Any:
        return await self._client.call(method, fields, self._now())

    async def _ask_patiently(self, method: str, fields: dict[str, Any]) -> Any:
        """Ask until there is an answer; raises OperatorMistake when the token is refused."""
        try:
            return await ask_until_answered(
                lambda: self._call(method, fields), self._name, self._pace
            )
        except TokenRefused:
            raise self._make_token_mistake() from None

    def _make_token_mistake(self) -> OperatorMistake:
        return OperatorMistake(
            f"Zalo does not know the token of bot {self.bot}: "
            "copy it again from Zalo Bot Creator into SOHOI_ZALO_BOT_TOKENS"
        )


def _build_calls(chat: str, message: Message) -> list[tuple[str, dict[str, Any]]]:
    """Return the requests: a picture with its words if they fit under it, else text."""
    words = split_text(message.text, MOST_TEXT)
    if not message.photo_address:
        return [("sendMessage", _build_text(chat, piece)) for piece in words]
    photo = {"chat_id": chat, "photo": message.photo_address}
    if len(words) == 1:  # a caption knows no styles
        return [("sendPhoto", photo | {"caption": words[0].text})]
    return [("sendPhoto", photo), *(("sendMessage", _build_text(chat, piece)) for piece in words)]


def _build_text(chat: str, piece: TextPiece) -> dict[str, Any]:
    """Build plain text, so that nothing people wrote is taken for markup.

    How `start` and `len` count is not documented; UTF-16 units are assumed, as in Zalo's own
    clients (JavaScript and Java). Vietnamese letters are one unit each either way.
    """
    fields: dict[str, Any] = {"chat_id": chat, "text": piece.text}
    if piece.bold:
        fields["text_styles"] = [
            {"start": start, "len": length, "st": ["b"]} for start, length in piece.bold
        ]
    return fields
