"""Parcels into words at the moment they are sent: late facts read, views asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Union

import msgspec

from bot.channels.base import Abilities
from bot.i18n import say_for
from bot.links import Links, Ticket
from bot.reference import Reference
from bot.views.base import Message
from bot.views.joined import joined
from bot.views.surface import Surface
from bot.views.views import View
from domain.notices.base import Notice
from domain.org import UnitKey
from storage.database import Database, Transaction
from storage.outbox import Parcel
from storage.part import Part


@dataclass(frozen=True, slots=True)
class Moment:
    """What a loader of late facts is given: a reading transaction, reference data, the time.

    `quotas`: messages a month by network, None where they are not counted. `address_id`: the chat
    it is for, 0 where that does not matter. `parts`: parts of the tree that were looked at in
    this transaction, by their node and the day.
    """

    book: Transaction
    reference: Reference
    now: datetime
    quotas: Mapping[str, int | None] = field(default_factory=dict)
    address_id: int = 0
    parts: dict[tuple[UnitKey, date], Part] = field(default_factory=dict, compare=False)


Loader = Callable[[Any, Moment], Any]
"""The facts of a notice, or None when there is nothing left to say of it."""

_FILES = Abilities(buttons=False, edit=False, delete=False, upload=True, max_text=4096)
"""Of whoever opens a link: what it leads to is made as for a network that takes files."""


class Renderer:
    """`render` gives a parcel's words now, or None when it is to be dropped."""

    def __init__(
        self,
        database: Database,
        views: Sequence[View],
        loaders: Mapping[str, Loader],
        reference: Callable[[], Reference],
        now: Callable[[], datetime],
        abilities: Mapping[str, Abilities],
        links: Links | None = None,
    ) -> None:
        self._database = database
        self._views = {view.notice: view for view in views}
        self._loaders = loaders
        self._reference = reference
        self._now = now
        self._abilities = abilities
        self._links = links
        self._quotas = {n: a.monthly_quota for n, a in abilities.items()}
        kinds: Any = Union[tuple(self._views)]  # noqa: UP007 - built from a list
        self._decode = msgspec.json.Decoder(list[kinds]).decode
        self._decode_one = msgspec.msgpack.Decoder(kinds).decode

    async def render(self, parcel: Parcel) -> Message | None:
        """The words of a parcel; its notices are joined into one message."""
        notices: list[Notice] = self._decode(parcel.notices)
        surface = self._surface(self._abilities[parcel.network], self._now())
        here = parcel.address_id
        said = [await self._message(notice, surface, here) for notice in notices]
        messages = [message for message in said if message is not None]
        return joined(messages) if messages else None

    async def behind(self, ticket: Ticket) -> Message | None:
        """What a link leads to: the notice as it was then; None when there is nothing any more."""
        try:
            notice: Notice = self._decode_one(ticket.notice)
        except msgspec.ValidationError:  # a kind of another release
            return None
        return await self._message(notice, self._surface(_FILES, ticket.at))

    async def _message(
        self, notice: Notice, surface: Surface, address_id: int = 0
    ) -> Message | None:
        view = self._views[type(notice)]
        facts = None
        if view.load is not None:
            facts = await self._load(view, notice, surface.now or self._now(), address_id)
            if facts is None:
                return None
        return await self._worded(view, notice, facts, surface)

    def _surface(self, abilities: Abilities, now: datetime) -> Surface:
        language = "vi"
        plan = self._reference().plan
        return Surface(abilities, say_for(language), plan, now, language, self._links)

    async def _load(self, view: View, notice: Notice, now: datetime, address_id: int) -> Any:
        loader, reference = self._loaders[view.load or ""], self._reference()
        read = self._database.in_aside if view.slow else self._database.in_reader
        return await read(
            lambda book: loader(notice, Moment(book, reference, now, self._quotas, address_id))
        )

    async def _worded(self, view: View, notice: Notice, facts: Any, surface: Surface) -> Message:
        """The view's message; one that draws does so aside, so that nobody else waits."""
        if view.slow:
            return await self._database.aside(view.message, notice, facts, surface)
        return view.message(notice, facts, surface)
