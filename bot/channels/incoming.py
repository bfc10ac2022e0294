"""What both networks share in reading requests: secrets, shapes, digests, faults as receipts."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from bot.engine.channel import Delivery, Network, Receipt, Unreadable
from bot.errors import (
    AlreadySo,
    ChatMoved,
    ChatUnreachable,
    NetworkFault,
    PassingFault,
    QuotaSpent,
    TokenRefused,
    WebhookRefused,
)

LARGEST_BODY = 1_000_000
"""Bytes of a webhook request; an update is a few thousand."""

_decode = msgspec.json.Decoder().decode

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_.~-]+")
_FIELD = re.compile(r"[a-z_]{1,40}")
_MOST_FIELDS, _LONGEST_SHAPE = 24, 300
_TOKEN_REFUSED_WAIT_SECONDS = 300.0


def is_token(token: str) -> bool:
    """Whether it has a token's form: digits, a colon and letters that need no escape in a URL."""
    return _TOKEN.fullmatch(token) is not None


def bot_of(token: str) -> str:
    """The bot's public id: what stands before the colon."""
    return token.partition(":")[0]


def webhook_secret(token: str, network: Network) -> str:
    """64 hexadecimal digits that only who has the token can make; so none need be stored."""
    return hmac.new(token.encode(), f"sohoi webhook {network}".encode(), hashlib.sha256).hexdigest()


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header by its name in any case."""
    wanted = name.lower()
    return next((value for key, value in headers.items() if key.lower() == wanted), None)


def check_secret(given: str | None, expected: str) -> None:
    """In constant time; raises WebhookRefused."""
    if not hmac.compare_digest((given or "").encode(), expected.encode()):
        raise WebhookRefused("a webhook request without the right secret")


def read_json(raw: bytes) -> Any:
    """JSON; half a surrogate pair or a broken byte in one text does not spoil the rest.

    Raises ValueError.
    """
    try:
        try:
            return _decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return json.loads(raw.decode("utf-8", "replace"))
    except RecursionError:
        raise ValueError("nested too deep") from None


def shape_of(value: object, depth: int = 3) -> str:
    """Names of fields and types, never a value: `message(chat(id:int),text:str)`."""
    return _shape(value, depth)[:_LONGEST_SHAPE]


def _shape(value: object, depth: int) -> str:
    if not isinstance(value, dict):
        return type(value).__name__
    if depth == 0:
        return "…"
    names = sorted(map(str, value))[:_MOST_FIELDS]
    return ",".join(_field(name, value.get(name), depth) for name in names)


def _field(name: str, value: object, depth: int) -> str:
    shown = name if _FIELD.fullmatch(name) else "?"
    inner = _shape(value, depth - 1)
    return f"{shown}({inner})" if isinstance(value, dict) else f"{shown}:{inner}"


def digest(value: object) -> str:
    """An id for what has none: the same content has the same."""
    return "sha256:" + hashlib.sha256(_raw(value)).hexdigest()[:24]


def _raw(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return json.dumps(value, sort_keys=True, default=str).encode()
    except RecursionError:
        return shape_of(value).encode()


def unreadable(network: Network, bot: str, external_id: str, value: Any, reason: str) -> Unreadable:
    """An update set aside, without its words."""
    return Unreadable(network, bot, external_id, shape_of(value), reason)


def receipt_of(fault: NetworkFault, parts: int) -> Receipt:
    """What a fault means for a message of which `parts` parts had left already."""
    reason = fault.reason
    match fault:
        case AlreadySo():
            return Receipt(Delivery.SENT, reason=reason, parts=parts)
        case ChatMoved(to_chat=chat):
            return Receipt(Delivery.MOVED, moved_to=chat, reason=reason, parts=parts)
        case ChatUnreachable():
            return Receipt(Delivery.UNREACHABLE, reason=reason, parts=parts)
        case TokenRefused():
            wait = _TOKEN_REFUSED_WAIT_SECONDS
            return Receipt(
                Delivery.RETRY, "", wait, whole_bot=True, reason=reason, parts=parts
            )  # fmt: skip
        case PassingFault():
            return Receipt(
                Delivery.RETRY,
                retry_after_seconds=fault.retry_after_seconds,
                whole_bot=fault.whole_bot,
                reason=reason,
                quota=isinstance(fault, QuotaSpent),
                parts=parts,
            )
    return Receipt(Delivery.REFUSED, reason=reason, parts=parts)
