"""Webhooks, whose 200 means that the message is committed, and links to files."""

import logging
from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.engine.channel import Channel, Receive
from bot.engine.links import PATH
from bot.errors import WebhookRefused
from bot.web.files import FileServer

log = logging.getLogger(__name__)

_LARGEST_BODY = 1_000_000


def build_path(channel: Channel) -> str:
    """Build the path at which this bot's webhook is served; it holds no secret."""
    return f"/hook/{channel.network.value}/{channel.bot}"


def create_app(
    channels: Mapping[str, Channel], receive: Receive, files: FileServer | None = None
) -> Starlette:
    """Create the application for these channels, by `build_path`, and for links with `files`."""

    async def receive_hook(request: Request) -> Response:
        channel = channels.get(request.url.path)
        if channel is None:
            return PlainTextResponse("not here", 404)
        body = await _read_body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            items = channel.read_webhook(dict(request.headers), body)
        except WebhookRefused:
            return PlainTextResponse("refused", 403)
        try:
            await receive(items)
        except Exception:
            # Logged where it happened; the network will send it again.
            return PlainTextResponse("not now", 503)
        return PlainTextResponse("ok")

    async def answer_health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def answer_link(request: Request) -> Response:
        if files is None:
            return PlainTextResponse("not here", 404)
        return await files.answer(request.path_params["token"])

    return Starlette(
        routes=[
            Route("/hook/{network}/{bot}", receive_hook, methods=["POST"]),
            Route(PATH + "{token}", answer_link),
            Route("/health", answer_health),
        ]
    )


async def _read_body(request: Request) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _LARGEST_BODY:
            return None
        parts.append(part)
    return b"".join(parts)
