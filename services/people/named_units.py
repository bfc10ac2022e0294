"""The units that words may mean, as far as who asks may know of them."""

from collections.abc import Sequence

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.progress import UnitNotFound
from domain.org.names import fold
from domain.org.search import search
from domain.org.tree import Unit
from services.context import Request


def find_named_units(request: Request, mine: Sequence[int], words: str) -> list[Unit] | Notice:
    """Those so called among hers (ids) and below them; what is to be said where there is none."""
    today = request.today
    found = search(request.units.tree.at(today), words)
    reached = [
        u for u in found if set(mine) & set(request.units.line(request.units.id_of(u.key), today))
    ]
    if not reached:
        return NotForYou() if found else UnitNotFound()
    return _prefer_exact(reached, words)


def _prefer_exact(units: list[Unit], words: str) -> list[Unit]:
    """ "hoa an" is Xã Hòa An, and not the area named after the older district."""
    return [u for u in units if fold(u.short) == fold(words)] or units
