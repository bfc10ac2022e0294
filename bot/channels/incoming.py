"""What both networks need to read requests: secrets, shapes, digests, receipts of faults."""

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
"""Most bytes of a webhook request; an update has a few thousand."""

_decode = msgspec.json.Decoder().decode

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_.~-]+")
_FIELD = re.compile(r"[a-z_]{1,40}")
_MOST_FIELDS, _LONGEST_SHAPE = 24, 300
_TOKEN_REFUSED_WAIT_SECONDS = 300.0


def is_token(token: str) -> bool:
    """Return True for a token's form: digits, a colon, letters that need no escape in a URL."""
    return _TOKEN.fullmatch(token) is not None


def read_bot_id(token: str) -> str:
    """Return the bot's public id: what stands before the colon."""
    return token.partition(":")[0]


def make_webhook_secret(token: str, network: Network) -> str:
    """Return 64 hexadecimal digits.

    Only whoever has the token can make them, so no secret needs to be stored.
    """
    return hmac.new(token.encode(), f"sohoi webhook {network}".encode(), hashlib.sha256).hexdigest()


def find_header(headers: Mapping[str, str], name: str) -> str | None:
    """Return a header by its name in any case, None where it is missing."""
    wanted = name.lower()
    return next((value for key, value in headers.items() if key.lower() == wanted), None)


def check_secret(given: str | None, expected: str) -> None:
    """Compare the secrets in constant time; raises WebhookRefused where they differ."""
    if not hmac.compare_digest((given or "").encode(), expected.encode()):
        raise WebhookRefused("a webhook request without the right secret")


def read_json(raw: bytes) -> Any:
    """Read JSON; half a surrogate pair or a broken byte in one text does not spoil the rest.

    Raises ValueError.
    """
    try:
        try:
            return _decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return json.loads(raw.decode("utf-8", "replace"))
    except RecursionError:
        raise ValueError("nested too deep") from None


def describe_shape(value: object, depth: int = 3) -> str:
    """Return names of fields and types, never a value: `message(chat(id:int),text:str)`."""
    return _describe_value(value, depth)[:_LONGEST_SHAPE]


def _describe_value(value: object, depth: int) -> str:
    if not isinstance(value, dict):
        return type(value).__name__
    if depth == 0:
        return "…"
    names = sorted(map(str, value))[:_MOST_FIELDS]
    return ",".join(_describe_field(name, value.get(name), depth) for name in names)


def _describe_field(name: str, value: object, depth: int) -> str:
    shown = name if _FIELD.fullmatch(name) else "?"
    inner = _describe_value(value, depth - 1)
    return f"{shown}({inner})" if isinstance(value, dict) else f"{shown}:{inner}"


def digest(value: object) -> str:
    """Make an id for what has none; equal contents have equal ids."""
    return "sha256:" + hashlib.sha256(_encode_value(value)).hexdigest()[:24]


def _encode_value(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return json.dumps(value, sort_keys=True, default=str).encode()
    except RecursionError:
        return describe_shape(value).encode()


def make_unreadable(
    network: Network, bot: str, external_id: str, value: Any, reason: str
) -> Unreadable:
    """Return an update to be set aside, without its words."""
    return Unreadable(network, bot, external_id, describe_shape(value), reason)


def make_receipt(fault: NetworkFault, parts: int) -> Receipt:
    """Return what a fault means for a message of which `parts` parts had left already."""
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
