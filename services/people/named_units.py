"""Finds the units that words may mean, among those that somebody may know of."""

from collections.abc import Sequence

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.progress import UnitNotFound
from domain.org.levels import Level
from domain.org.names import fold
from domain.org.search import search
from domain.org.tree import Unit
from services.context import Request

_AREA = "dia ban "


def find_named_units(request: Request, mine: Sequence[int], words: str) -> list[Unit] | Notice:
    """Find the units these words may mean, among hers (`mine`, by id) and all below them.

    Where there is none, returns the notice that says so: `UnitNotFound`, or `NotForYou` where
    only units of others are meant.
    """
    today = request.today
    found = _search(request, words)
    reached = [
        u for u in found if set(mine) & set(request.units.line(request.units.id_of(u.key), today))
    ]
    if not reached:
        return NotForYou() if found else UnitNotFound()
    return _prefer_exact(reached, words)


def _search(request: Request, words: str) -> tuple[Unit, ...]:
    """Find by name; "địa bàn bảo lâm" is the area of the former district, not the commune."""
    view = request.units.tree.at(request.today)
    said = fold(words)
    if not said.startswith(_AREA):
        return search(view, words)
    found = search(view, said.removeprefix(_AREA).removeprefix("huyen "))
    return tuple(unit for unit in found if unit.level is Level.AREA) or search(view, words)


def _prefer_exact(units: list[Unit], words: str) -> list[Unit]:
    """Prefer exact names: "hoa an" is Xã Hòa An, not the area named after the former district."""
    return [u for u in units if fold(u.short) == fold(words)] or units
