"""Webhooks: a small server whose 200 means that the message is committed; and links to files."""

import logging
from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.engine.channel import Channel, Receive
from bot.errors import WebhookRefused
from bot.web.files import FileDesk
from bot.web.links import PATH

log = logging.getLogger(__name__)

_LARGEST_BODY = 1_000_000


def path_of(channel: Channel) -> str:
    """Where this bot's webhook is served; holds no secret."""
    return f"/hook/{channel.network.value}/{channel.bot}"


def create_app(
    channels: Mapping[str, Channel], receive: Receive, desk: FileDesk | None = None
) -> Starlette:
    """The server for these channels, by `path_of`, and for links where there is a desk."""

    async def hook(request: Request) -> Response:
        channel = channels.get(request.url.path)
        if channel is None:
            return PlainTextResponse("not here", 404)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            items = channel.webhook(dict(request.headers), body)
        except WebhookRefused:
            return PlainTextResponse("refused", 403)
        try:
            await receive(items)
        except Exception:
            # Logged where it happened; the network will send it again.
            return PlainTextResponse("not now", 503)
        return PlainTextResponse("ok")

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def file(request: Request) -> Response:
        if desk is None:
            return PlainTextResponse("not here", 404)
        return await desk.answer(request.path_params["token"])

    return Starlette(
        routes=[
            Route("/hook/{network}/{bot}", hook, methods=["POST"]),
            Route(PATH + "{token}", file),
            Route("/health", health),
        ]
    )


async def _body(request: Request) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _LARGEST_BODY:
            return None
        parts.append(part)
    return b"".join(parts)
