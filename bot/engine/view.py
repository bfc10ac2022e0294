"""How a kind of notice finds its words, and what is read for it at the moment it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.engine.message import Message
from bot.engine.surface import Surface
from domain.notices.base import Notice
from services.context import Context

Loader = Callable[[Any, Context], Any]
"""The facts of a notice, or None when there is nothing left to say of it."""


@dataclass(frozen=True, slots=True)
class View:
    """The words of one kind of notice.

    `render(notice, surface)`, or `render(notice, facts, surface)` where `load` reads what is
    needed first, when the notice is sent. `slow`: it draws or reads much, and is asked in a
    thread of its own.
    """

    notice: type[Notice]
    render: Callable[..., Message]
    load: Loader | None = None
    slow: bool = False

    def message(self, notice: Notice, facts: Any, surface: Surface) -> Message:
        """The notice in words; `facts` is passed over where none are needed."""
        if self.load is None:
            return self.render(notice, surface)
        return self.render(notice, facts, surface)
