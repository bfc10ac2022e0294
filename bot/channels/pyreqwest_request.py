"""python-telegram-bot's HTTP over pyreqwest: a third of the time that httpx takes.

Every fault leaves as a telegram.error that names neither the address (the token is in it) nor
what was sent.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import ConnectTimeoutError, PyreqwestError, RequestTimeoutError
from pyreqwest.multipart import FormBuilder, PartBuilder
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.request import RequestBuilder
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.incoming import read_json
from bot.engine.channel import Patience

_MOST_AT_ONCE = 100
_JSON = {"content-type": "application/json"}

_encode = msgspec.json.Encoder().encode


class WaitAsked(RetryAfter):
    """RetryAfter in the shape of the library's next release, so that none of them warns."""

    @property
    def retry_after(self) -> timedelta:
        return self._retry_after


class PyreqwestRequest(BaseRequest):
    """A BaseRequest; `proxy` is an address (http, https, socks5, socks5h) or empty.

    Without one the proxy of the environment is used, but never to reach this machine itself.
    """

    __slots__ = ("_client", "_loopback", "_patience", "_proxy")

    def __init__(self, api: str, proxy: str = "", patience: Patience | None = None) -> None:
        self._proxy = proxy
        self._patience = patience or Patience()
        self._loopback = is_loopback(api)
        self._client: Client | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._patience.read_seconds

    async def initialize(self) -> None:
        self._open()

    async def shutdown(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            await client.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        try:
            request = self._open().request(method, url).timeout(self._limit(read_timeout))
            with _no_cancellation_lost():
                response = await _add_body(request, request_data).build().send()
                status, payload = response.status, bytes(await response.bytes())
        except PyreqwestError as fault:
            raise to_telegram_error(fault) from None
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._raise_wait(payload)
        return status, payload

    def _raise_wait(self, payload: bytes) -> None:
        """Raise WaitAsked where Telegram says for how long."""
        parameters = self.parse_json_payload(payload).get("parameters")
        seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
        if isinstance(seconds, int | float) and seconds > 0:
            raise WaitAsked(timedelta(seconds=seconds))

    def _limit(self, read_timeout: Any) -> timedelta:
        """Add up the time limits: pyreqwest counts connecting, sending and reading as one."""
        if read_timeout is BaseRequest.DEFAULT_NONE or read_timeout is None:
            read_timeout = self._patience.read_seconds
        return timedelta(seconds=self._patience.connect_seconds + float(read_timeout))

    def _open(self) -> Client:
        if self._client is None:
            self._client = self._build()
        return self._client

    def _build(self) -> Client:
        builder = (
            ClientBuilder()
            .user_agent(self.USER_AGENT)
            .connect_timeout(timedelta(seconds=self._patience.connect_seconds))
            .max_connections(_MOST_AT_ONCE)
            .follow_redirects(enable=False)
            .referer(enable=False)
        )
        if self._proxy:
            builder = builder.proxy(ProxyBuilder.all(self._proxy))
        elif self._loopback:
            builder = builder.no_proxy()
        return builder.build()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Do what the library's own does, but faster and without logging what is no JSON."""
        try:
            found = read_json(payload)
        except ValueError:
            found = None
        if isinstance(found, dict):
            return found
        raise TelegramError("Invalid server response")


@contextmanager
def _no_cancellation_lost() -> Iterator[None]:
    """Make sure that a task that is told to stop while it waits in here does stop.

    pyreqwest returns an answer that has just come and forgets the cancellation that met it; the
    task would go on for ever, and whoever waits for its end would wait for ever too.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    try:
        yield
    finally:
        if task and task.cancelling() > before:
            raise asyncio.CancelledError


def is_loopback(address: str) -> bool:
    """Return True if the address is on this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def to_telegram_error(fault: PyreqwestError) -> TelegramError:
    """Return the library's error for one of pyreqwest's, whose own text may hold the address."""
    if isinstance(fault, ConnectTimeoutError):
        return NetworkError("no connection in time")
    if isinstance(fault, RequestTimeoutError):
        return TimedOut("no answer in time")
    return NetworkError(f"no answer ({type(fault).__name__})")


def _add_body(request: RequestBuilder, data: RequestData | None) -> RequestBuilder:
    if data is None:
        return request
    if data.contains_files:
        return request.multipart(_build_form(data))
    return request.headers(_JSON).body_bytes(_encode(data.parameters))


def _build_form(data: RequestData) -> FormBuilder:
    form = FormBuilder()
    for name, value in data.json_parameters.items():
        form = form.text(name, value)
    for name, (file_name, content, mime) in data.multipart_data.items():
        raw = content if isinstance(content, bytes) else content.read()
        form = form.part(name, PartBuilder.from_bytes(raw).file_name(file_name).mime(mime))
    return form
