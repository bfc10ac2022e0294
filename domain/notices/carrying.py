"""Replies that wait a moment for what she says next: which may, and what becomes of them."""

from collections.abc import Sequence
from functools import cache

import msgspec

from domain.notices.base import Notice, Wait


class _Kind(msgspec.Struct):
    kind: str


def may_wait(notices: Sequence[Notice]) -> bool:
    """Return True if a reply may wait: it says where a form stands, and nothing that is urgent."""
    waits = {each.when_followed for each in notices}
    return Wait.REPLACED in waits and waits <= {Wait.REPLACED, Wait.CARRIED}


def takes_over(notices: Sequence[Notice]) -> bool:
    """Return True if what waits before this reply need not be said any more."""
    return any(each.when_followed in (Wait.REPLACED, Wait.TAKES_OVER) for each in notices)


def read_carried(stored: str) -> tuple[Notice, ...]:
    """Read what must still be said out of a reply as the outbox holds it."""
    kinds = _find_carried_kinds()
    each = msgspec.json.decode(stored, type=list[msgspec.Raw])
    named = ((msgspec.json.decode(raw, type=_Kind).kind, raw) for raw in each)
    return tuple(msgspec.json.decode(raw, type=kinds[kind]) for kind, raw in named if kind in kinds)


@cache
def _find_carried_kinds() -> dict[str, type[Notice]]:
    kinds = (kind for kind in Notice.__subclasses__() if kind.when_followed is Wait.CARRIED)
    return {str(kind.__struct_config__.tag): kind for kind in kinds}
