"""A thin client of the Zalo Bot Platform over httpx.

The platform answers errors inside HTTP 200, and at times with the status as well. The body
decides; the status does where there is no body to read. The token is part of the address, so no
address and no exception of httpx ever leaves this file.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from bot.channels.incoming import read_bot_id, read_json
from bot.engine.channel import Patience
from bot.errors import (
    ChatUnreachable,
    NetworkFault,
    PassingFault,
    QuotaSpent,
    RequestRefused,
    TokenRefused,
    make_safe_reason,
)
from bot.redaction import quieten
from domain.periods import VIETNAM
from domain.quota import PROBE_SECONDS, QUOTA_SPENT

API = "https://bot-api.zaloplatforms.com"

_READ_BEYOND_POLL_SECONDS = 7.0
_TOO_FAST_WAIT_SECONDS = 5.0
_MOST_AT_ONCE = 20

_UNREACHABLE = re.compile(
    r"(?=.*\b(chat|chat_id|user|recipient)\b)(?=.*(invalid|not found|not exist|block))",
    re.IGNORECASE,
)
_WEBHOOK_SET = re.compile(r"while a webhook is set", re.IGNORECASE)

MAPPED = (
    httpx.ConnectTimeout,
    httpx.TimeoutException,
    httpx.TransportError,
    httpx.RequestError,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.CookieConflict,
    httpx.StreamError,
)
"""Roots of httpx's exceptions that `map_fault` knows; a test compares."""


class NothingNew(NetworkFault):
    """Nothing came while getUpdates waited (408)."""


class WebhookIsSet(NetworkFault):
    """getUpdates is not served while a webhook is set."""


class _Envelope(msgspec.Struct):
    """The frame of every answer; one error spells its code `errorCode`."""

    ok: bool
    result: Any = None
    description: str = ""
    error_code: int = 0
    other_code: int = msgspec.field(default=0, name="errorCode")


class ZaloClient:
    """One bot's requests. `transport` is for tests."""

    def __init__(
        self,
        token: str,
        api: str = API,
        *,
        patience: Patience | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        quieten()
        self._patience = patience or Patience()
        self._bot = read_bot_id(token)
        self._http = httpx.AsyncClient(
            base_url=f"{api.rstrip('/')}/bot{token}/",
            timeout=self._make_timeout(self._patience.read_seconds),
            limits=httpx.Limits(max_connections=_MOST_AT_ONCE),
            # The environment's proxy must not stand between us and this very machine.
            trust_env=urlsplit(api).hostname not in {"127.0.0.1", "localhost", "::1"},
            transport=transport,
        )

    def __repr__(self) -> str:
        return f"ZaloClient({self._bot})"

    async def call(self, method: str, fields: dict[str, Any], now: datetime) -> Any:
        """Call a method and return its result; raises errors.NetworkFault.

        `now` tells when the month turns.
        """
        return await self._ask(method, fields, self._patience.read_seconds, now)

    async def get_update(self, wait_seconds: int, now: datetime) -> Any | None:
        """Return the one event that getUpdates gives, None when there was none in the time."""
        read_seconds = wait_seconds + _READ_BEYOND_POLL_SECONDS
        try:
            return await self._ask("getUpdates", {"timeout": wait_seconds}, read_seconds, now)
        except NothingNew:
            return None

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(
        self, method: str, fields: dict[str, Any], read_seconds: float, now: datetime
    ) -> Any:
        timeout = self._make_timeout(read_seconds)
        try:
            response = await self._http.post(method, json=fields, timeout=timeout)
        except MAPPED as error:
            raise map_fault(error) from None
        return read_answer(method, response.status_code, response.content, now)

    def _make_timeout(self, read_seconds: float) -> httpx.Timeout:
        return httpx.Timeout(self._patience.connect_seconds, read=read_seconds)


def map_fault(error: Exception) -> NetworkFault:
    """Return our fault for one of httpx's errors, whose own text may hold the address."""
    if isinstance(error, httpx.TimeoutException):
        connecting = isinstance(error, httpx.ConnectTimeout)
        return PassingFault("no connection in time" if connecting else "no answer in time")
    return PassingFault(f"no answer ({type(error).__name__})")


def read_answer(method: str, status: int, body: bytes, now: datetime) -> Any:
    """Return the result in an answer of this status and body; raises errors.NetworkFault."""
    try:
        envelope = msgspec.convert(read_json(body), _Envelope)
    except ValueError:  # msgspec's ValidationError is one
        raise _map_status(status) from None
    if envelope.ok:
        return envelope.result
    code = envelope.error_code or envelope.other_code or status
    raise _map_code(method, code, envelope.description, now)


def _map_status(status: int) -> NetworkFault:
    """Return the fault of an answer that is no envelope: a proxy's page, or nothing."""
    match status:
        case 429:
            return PassingFault("asked too often", _TOO_FAST_WAIT_SECONDS, whole_bot=True)
        case 408:
            return NothingNew("nothing new")
        case 401:
            return TokenRefused("the token is not known")
    return PassingFault(f"HTTP {status} without an answer")


def _map_code(method: str, code: int, description: str, now: datetime) -> NetworkFault:
    match code:
        case 401:
            return TokenRefused("the token is not known")
        case 408 if method == "getUpdates":
            return NothingNew("nothing new")
        case 429 if "quota" in description.lower():
            wait = min(PROBE_SECONDS, count_seconds_to_next_month(now))
            return QuotaSpent(QUOTA_SPENT, wait)
        case 429:
            return PassingFault("asked too often", _TOO_FAST_WAIT_SECONDS, whole_bot=True)
        case 400 | 404 | 426:
            return _map_refusal(code, description)
    # 403 is described as "Internal server error", 408 elsewhere is the platform's own time-out.
    return PassingFault(make_safe_reason(description, f"error {code}"))


def _map_refusal(code: int, description: str) -> NetworkFault:
    reason = make_safe_reason(description, f"error {code}")
    if _WEBHOOK_SET.search(description):
        return WebhookIsSet(reason)
    if _UNREACHABLE.search(description):
        return ChatUnreachable(reason)
    return RequestRefused(reason)


def count_seconds_to_next_month(now: datetime) -> float:
    """Count to the first of the next month in Vietnam, when a spent quota is full again."""
    here = now.astimezone(VIETNAM)
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    turn = (first + timedelta(days=32)).replace(day=1)
    return (turn - here).total_seconds()
