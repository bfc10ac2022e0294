"""Several notices of one step as one message out."""

from collections.abc import Sequence
from typing import Any

from bot.views.base import Message
from bot.views.surface import Surface
from bot.views.views import VIEWS
from domain.notices.base import Notice

_BY_TYPE = {view.notice: view for view in VIEWS}


def loader_of(notice: Notice) -> str | None:
    """The name of what must be fetched before this notice can be rendered."""
    return _BY_TYPE[type(notice)].load


def render_all(notices: Sequence[Notice], facts: Sequence[Any], surface: Surface) -> Message:
    """One message: the texts one under the other, the choices of the last that has any.

    `facts` are what the loaders gave, one for each notice (None where nothing is loaded).
    """
    messages = [
        _BY_TYPE[type(notice)].message(notice, fact, surface)
        for notice, fact in zip(notices, facts, strict=True)
    ]
    return joined(messages)


def joined(messages: Sequence[Message]) -> Message:
    """Several messages as one: texts one under the other, choices of the last that has any."""
    if len(messages) == 1:
        return messages[0]
    last = messages[-1]
    chosen = last if last.choices else next((m for m in reversed(messages) if m.choices), last)
    return Message(
        "\n".join(message.text for message in messages if message.text),
        chosen.choices,
        ageless=chosen.ageless,
        protect=any(message.protect for message in messages),
        photo=next((m.photo for m in messages if m.photo), None),
        document=next((m.document for m in messages if m.document), None),
    )
