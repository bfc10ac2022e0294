"""Serves what a link leads to: a picture, a file, or a kind page that says why not."""

import asyncio
import html
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from starlette.responses import HTMLResponse, Response

from bot.engine.i18n import say_for
from bot.engine.links import Links, Ticket
from bot.engine.message import Message
from bot.views.documents.document_files import DocumentKind, find_media_type
from domain.faults import describe_fault

log = logging.getLogger(__name__)

_MOST_WAITING = 8
_WAIT_SECONDS = "10"
_KEPT, _KEPT_BYTES = 16, 8_000_000
_PICTURE, _PNG, _ANY = "so-hoi.png", "image/png", "application/octet-stream"
_MEDIA_TYPES = {f".{kind.suffix}": find_media_type(kind) for kind in DocumentKind} | {
    ".png": _PNG,
    ".ics": "text/calendar; charset=utf-8",
}
_SAFE = {
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
}
_PAGE = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Sổ Hội</title>'
    '<meta name="viewport" content="width=device-width">'
    '<p style="font:1.2rem/1.5 sans-serif;margin:2rem auto;max-width:30rem;padding:0 1rem">{}</p>'
)

RenderLink = Callable[[Ticket], Awaitable[Message | None]]
"""Renders a ticket's notice with its picture or file; None when it is no more."""


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    content: bytes


class FileServer:
    """Answers links. It makes one file at a time and lets few wait: links are opened rarely."""

    def __init__(self, links: Links, behind: RenderLink, now: Callable[[], datetime]) -> None:
        self._links = links
        self._render_link = behind
        self._now = now
        self.say = say_for("vi")
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._kept: OrderedDict[str, _File] = OrderedDict()

    async def answer(self, token: str) -> Response:
        """Answer with the file behind a token.

        It is 404 for a token that is none of ours, 410 for one that is over, 503 in a crowd.
        """
        ticket = self._links.read(token, self._now())
        if ticket is None:
            return self._make_page(
                404, self.say("This link is not complete. Please open it from the chat.")
            )
        if self._now() > ticket.until:
            return self._say_over()
        if self._waiting >= _MOST_WAITING:
            return self._say_crowded()
        try:
            file = await self._make_file(token, ticket)
        except Exception as fault:
            log.error("what a link leads to could not be made: %s", describe_fault(fault))
            return self._make_page(
                500, self.say("This file cannot be made just now. Please try later.")
            )
        return self._say_over() if file is None else _make_response(file)

    async def _make_file(self, token: str, ticket: Ticket) -> _File | None:
        """Make the file or find it again; None where nothing is left to show.

        It is kept for a while: a network's server and then each phone may ask for the same.
        """
        self._waiting += 1
        try:
            async with self._turn:
                found = self._kept.get(token) or _find_attachment(await self._render_link(ticket))
                if found is not None:
                    self._keep(token, found)
                return found
        finally:
            self._waiting -= 1

    def _keep(self, token: str, file: _File) -> None:
        self._kept[token] = file
        self._kept.move_to_end(token)
        while len(self._kept) > _KEPT or self._count_bytes_kept() > _KEPT_BYTES:
            self._kept.popitem(last=False)

    def _count_bytes_kept(self) -> int:
        return sum(len(file.content) for file in self._kept.values())

    def _say_over(self) -> Response:
        return self._make_page(
            410, self.say("This link is over. Ask the bot again and it sends you a new one.")
        )

    def _say_crowded(self) -> Response:
        page = self._make_page(
            503, self.say("Many files are being made just now. Please try in a moment.")
        )
        page.headers["retry-after"] = _WAIT_SECONDS
        return page

    def _make_page(self, status: int, words: str) -> Response:
        page = _PAGE.format(html.escape(words))
        return HTMLResponse(page, status, _SAFE | {"cache-control": "no-store"})


def _find_attachment(message: Message | None) -> _File | None:
    if message is None:
        return None
    if message.document is not None:
        return _File(*message.document)
    if message.photo is None:
        raise ValueError("a message without its picture or file")
    return _File(_PICTURE, message.photo)


def _make_response(file: _File) -> Response:
    """Answer with the file; its name is plain ASCII (see bot.views.documents.document_files)."""
    kind = _MEDIA_TYPES.get(PurePath(file.name).suffix, _ANY)
    how = "inline" if kind == _PNG else "attachment"
    headers = _SAFE | {
        "content-disposition": f'{how}; filename="{file.name}"',
        "cache-control": "private, max-age=3600",
    }
    return Response(file.content, media_type=kind, headers=headers)
