"""What both Bot APIs share at their door: finding the bot and the method, faults, the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Protocol

from simulator.faults import Faults, Rule
from simulator.records import Bot, Network
from simulator.wire import Receive, Scope, Send, WireAnswer, fields, hang_up, read_body, send_answer
from simulator.world import World

Gone = Callable[[], Awaitable[None]]


class Api(Protocol):
    """One network's Bot API."""

    network: Network
    reads_multipart: bool

    def unknown_token(self, method: str) -> WireAnswer: ...
    def unreadable(self) -> WireAnswer: ...
    def too_many(self, seconds: float) -> WireAnswer: ...
    def broken(self, status: int) -> WireAnswer: ...
    async def call(
        self, bot: Bot, method: str, params: dict[str, Any], gone: Gone
    ) -> WireAnswer: ...


class Exchange(NamedTuple):
    """One request and its answer, for whoever checks what a bot sends."""

    network: Network
    method: str
    params: dict[str, Any]
    """Form values as strings, files as `wire.Upload`."""
    answer: WireAnswer
    fault: str = ""
    """The kind of fault it met, if any; one that was refused is no exchange."""


class Endpoint:
    """A raw ASGI application for /bot<token>/<method>. `watchers` are told of every exchange."""

    def __init__(self, api: Api, world: World, faults: Faults) -> None:
        self._api, self._world, self._faults = api, world, faults
        self.watchers: list[Callable[[Exchange], None]] = []

    async def __call__(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; `path` begins with /bot."""
        token, _, method = path[4:].partition("/")
        body = await read_body(receive)
        fault = self._faults.draw(self._api.network, method)
        if fault and fault.kind == "timeout_before":
            await _hold(fault.seconds, receive)
            await send_answer(send, self._api.broken(504))
            return
        answer = self._refusal(fault) or await self._answer(
            token, method, scope, body, receive, fault.kind if fault else ""
        )
        if fault and fault.kind == "timeout_after":
            await _hold(fault.seconds, receive)
        await send_answer(send, answer)

    def _refusal(self, fault: Rule | None) -> WireAnswer | None:
        if fault and fault.kind == "too_many":
            return self._api.too_many(fault.seconds)
        if fault and fault.kind == "server_error":
            return self._api.broken(fault.status)
        return None

    async def _answer(
        self, token: str, method: str, scope: Scope, body: bytes, receive: Receive, fault: str
    ) -> WireAnswer:
        bot = self._world.bot_by_token(token)
        if bot is None or bot.network != self._api.network:
            return self._api.unknown_token(method)
        try:
            params = fields(scope, body, reads_multipart=self._api.reads_multipart)
        except ValueError:
            return self._api.unreadable()
        answer = await self._api.call(bot, method, params, lambda: hang_up(receive))
        for watch in self.watchers:
            watch(Exchange(bot.network, method, params, answer, fault))
        return answer


async def _hold(seconds: float, receive: Receive) -> None:
    """Keep the client waiting, no longer than it waits."""
    gone = asyncio.ensure_future(hang_up(receive))
    await asyncio.wait({gone}, timeout=seconds)
    gone.cancel()
