"""Puts outbox messages into words at the moment they are sent: reads the facts, asks the views."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Union

import msgspec

from bot.engine.channel import Abilities
from bot.engine.i18n import say_for
from bot.engine.joining import join_messages
from bot.engine.links import Links, Ticket
from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.engine.view import Loader, View
from domain.notices.base import Notice
from services.context import Context, Reference
from storage.database import Database
from storage.outbox import OutboxMessage

_FILES = Abilities(buttons=False, edit=False, delete=False, upload=True, max_text=4096)
"""What a browser that opens a link can do: it is served as a network that takes files."""


class Renderer:
    """`render` gives an outbox message's words as they are now, None when it is to be dropped."""

    def __init__(
        self,
        database: Database,
        views: Sequence[View],
        reference: Callable[[], Reference],
        now: Callable[[], datetime],
        abilities: Mapping[str, Abilities],
        links: Links | None = None,
    ) -> None:
        self._database = database
        self._views = {view.notice: view for view in views}
        self._reference = reference
        self._now = now
        self._abilities = abilities
        self._links = links
        self._quotas = {n: a.monthly_quota for n, a in abilities.items()}
        kinds: Any = Union[tuple(self._views)]  # noqa: UP007 - built from a list
        self._decode = msgspec.json.Decoder(list[kinds]).decode
        self._decode_one = msgspec.msgpack.Decoder(kinds).decode

    async def render(self, queued: OutboxMessage) -> Message | None:
        """Put an outbox message into words; its notices are joined into one message."""
        notices: list[Notice] = self._decode(queued.notices)
        surface = self._make_surface(self._abilities[queued.network], self._now())
        here = queued.address_id
        said = [await self._render_notice(notice, surface, here) for notice in notices]
        messages = [message for message in said if message is not None]
        return join_messages(messages) if messages else None

    async def render_link(self, ticket: Ticket) -> Message | None:
        """Render what a link leads to: the notice as it was then, None when nothing is left."""
        try:
            notice: Notice = self._decode_one(ticket.notice)
        except msgspec.ValidationError:  # a kind of another release
            return None
        return await self._render_notice(notice, self._make_surface(_FILES, ticket.at))

    async def _render_notice(
        self, notice: Notice, surface: Surface, address_id: int = 0
    ) -> Message | None:
        view = self._views[type(notice)]
        facts = None
        if view.load is not None:
            facts = await self._load(
                view, view.load, notice, surface.now or self._now(), address_id
            )
            if facts is None:
                return None
        return await self._put_into_words(view, notice, facts, surface)

    def _make_surface(self, abilities: Abilities, now: datetime) -> Surface:
        language = "vi"
        plan = self._reference().plan
        return Surface(abilities, say_for(language), plan, now, language, self._links)

    async def _load(
        self, view: View, load: Loader, notice: Notice, now: datetime, address_id: int
    ) -> Any:
        reference = self._reference()
        read = self._database.run_in_background if view.slow else self._database.run_in_reader
        return await read(
            lambda tx: load(notice, Context(tx, reference, now, self._quotas, address_id))
        )

    async def _put_into_words(
        self, view: View, notice: Notice, facts: Any, surface: Surface
    ) -> Message:
        """Ask the view; one that draws does so in the background, so that nobody else waits."""
        if view.slow:
            return await self._database.call_in_background(
                view.make_message, notice, facts, surface
            )
        return view.make_message(notice, facts, surface)
