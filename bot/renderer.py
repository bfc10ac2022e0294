"""Parcels into words at the moment they are sent: late facts read, views asked."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Union

import msgspec

from bot.channels.base import Abilities
from bot.i18n import say_for
from bot.reference import Reference
from bot.views.base import Message
from bot.views.joined import joined
from bot.views.surface import Surface
from bot.views.views import View
from domain.notices.base import Notice
from storage.database import Database, Transaction
from storage.outbox import Parcel


@dataclass(frozen=True, slots=True)
class Moment:
    """What a loader of late facts is given: a reading transaction, reference data, the time."""

    book: Transaction
    reference: Reference
    now: datetime


Loader = Callable[[Any, Moment], Any]
"""The facts of a notice, or None when there is nothing left to say of it."""


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
    ) -> None:
        self._database = database
        self._views = {view.notice: view for view in views}
        self._loaders = loaders
        self._reference = reference
        self._now = now
        self._abilities = abilities
        kinds: Any = Union[tuple(self._views)]  # noqa: UP007 - built from a list
        self._decode = msgspec.json.Decoder(list[kinds]).decode

    async def render(self, parcel: Parcel) -> Message | None:
        """The words of a parcel; its notices are joined into one message."""
        notices: list[Notice] = self._decode(parcel.notices)
        surface = self._surface(parcel.network)
        messages = []
        for notice in notices:
            view = self._views[type(notice)]
            facts = None
            if view.load is not None:
                facts = await self._load(self._loaders[view.load], notice)
                if facts is None:
                    continue
            messages.append(await _worded(view, notice, facts, surface))
        return joined(messages) if messages else None

    def _surface(self, network: str) -> Surface:
        language = "vi"
        return Surface(
            self._abilities[network],
            say_for(language),
            self._reference().plan,
            self._now(),
            language,
        )

    async def _load(self, loader: Loader, notice: Notice) -> Any:
        reference, now = self._reference(), self._now()
        return await self._database.in_reader(
            lambda book: loader(notice, Moment(book, reference, now))
        )


async def _worded(view: View, notice: Notice, facts: Any, surface: Surface) -> Message:
    """The view's message; one that draws does so in a thread, so that nobody else waits."""
    if view.slow:
        return await asyncio.to_thread(view.message, notice, facts, surface)
    return view.message(notice, facts, surface)
