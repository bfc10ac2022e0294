"""Ties a kind of notice to its words, and to what is read for it at the moment it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.engine.message import Message
from bot.engine.surface import Surface
from domain.notices.base import Notice
from services.context import Context

Loader = Callable[[Any, Context], Any]
"""Reads the facts of a notice; None when nothing is left to say of it."""


@dataclass(frozen=True, slots=True)
class View:
    """The words of one kind of notice.

    It is asked as `render(notice, surface)`, or as `render(notice, facts, surface)` where `load`
    first reads what is needed, when the notice is sent. A `slow` one draws or reads much, and is
    asked in a thread of its own.
    """

    notice: type[Notice]
    render: Callable[..., Message]
    load: Loader | None = None
    slow: bool = False

    def make_message(self, notice: Notice, facts: Any, surface: Surface) -> Message:
        """Put the notice into words; `facts` is passed over where none are needed."""
        if self.load is None:
            return self.render(notice, surface)
        return self.render(notice, facts, surface)
