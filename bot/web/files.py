"""What a link leads to, over the web: a picture, a file, or a kind page that says why not."""

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
from bot.engine.message import Message
from bot.views.documents.document_files import DocumentKind, media_type
from bot.web.links import Links, Ticket

log = logging.getLogger(__name__)

_MOST_WAITING = 8
_WAIT_SECONDS = "10"
_KEPT, _KEPT_BYTES = 16, 8_000_000
_PICTURE, _PNG, _ANY = "so-hoi.png", "image/png", "application/octet-stream"
_MEDIA_TYPES = {f".{kind}": media_type(kind) for kind in DocumentKind} | {
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

Behind = Callable[[Ticket], Awaitable[Message | None]]
"""The message of a ticket's notice, with its picture or file; None when it is no more."""


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    content: bytes


class FileDesk:
    """Answers links. One file is made at a time and few may wait: links are opened rarely."""

    def __init__(self, links: Links, behind: Behind, now: Callable[[], datetime]) -> None:
        self._links = links
        self._behind = behind
        self._now = now
        self.say = say_for("vi")
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._kept: OrderedDict[str, _File] = OrderedDict()

    async def answer(self, token: str) -> Response:
        """The file behind a token; 404 for none of ours, 410 when it is over, 503 in a crowd."""
        ticket = self._links.read(token, self._now())
        if ticket is None:
            return self._page(
                404, self.say("This link is not complete. Please open it from the chat.")
            )
        if self._now() > ticket.until:
            return self._over()
        if self._waiting >= _MOST_WAITING:
            return self._crowded()
        try:
            file = await self._file(token, ticket)
        except Exception:
            log.exception("what a link leads to could not be made")
            return self._page(500, self.say("This file cannot be made just now. Please try later."))
        return self._over() if file is None else _handed(file)

    async def _file(self, token: str, ticket: Ticket) -> _File | None:
        """Kept for a while: a network's server and then each phone may ask for the same."""
        self._waiting += 1
        try:
            async with self._turn:
                found = self._kept.get(token) or _attachment(await self._behind(ticket))
                if found is not None:
                    self._keep(token, found)
                return found
        finally:
            self._waiting -= 1

    def _keep(self, token: str, file: _File) -> None:
        self._kept[token] = file
        self._kept.move_to_end(token)
        while len(self._kept) > _KEPT or self._bytes_kept() > _KEPT_BYTES:
            self._kept.popitem(last=False)

    def _bytes_kept(self) -> int:
        return sum(len(file.content) for file in self._kept.values())

    def _over(self) -> Response:
        return self._page(
            410, self.say("This link is over. Ask the bot again and it sends you a new one.")
        )

    def _crowded(self) -> Response:
        page = self._page(
            503, self.say("Many files are being made just now. Please try in a moment.")
        )
        page.headers["retry-after"] = _WAIT_SECONDS
        return page

    def _page(self, status: int, words: str) -> Response:
        page = _PAGE.format(html.escape(words))
        return HTMLResponse(page, status, _SAFE | {"cache-control": "no-store"})


def _attachment(message: Message | None) -> _File | None:
    if message is None:
        return None
    if message.document is not None:
        return _File(*message.document)
    if message.photo is None:
        raise ValueError("a message without its picture or file")
    return _File(_PICTURE, message.photo)


def _handed(file: _File) -> Response:
    """Names are plain ASCII (views.document_files)."""
    kind = _MEDIA_TYPES.get(PurePath(file.name).suffix, _ANY)
    how = "inline" if kind == _PNG else "attachment"
    headers = _SAFE | {
        "content-disposition": f'{how}; filename="{file.name}"',
        "cache-control": "private, max-age=3600",
    }
    return Response(file.content, media_type=kind, headers=headers)
