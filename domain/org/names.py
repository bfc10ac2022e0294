"""Finds a commune by what somebody wrote: its code, its full name or its short name."""

import unicodedata
from collections.abc import Iterable

from domain.org.levels import Level
from domain.org.tree import Tree, TreeView, Unit

_CODE_DIGITS = 5


def tidy(text: str) -> str:
    """Bring a text to NFC with single spaces, without control and direction marks."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return spaced if spaced.isprintable() else "".join(c for c in spaced if c.isprintable())


def fold(text: str) -> str:
    """Keep only letters and digits, small and without marks: "Số phụ nữ 18+" → "so phu nu 18"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = (c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


class Names:
    """The communes of a day under every way they are written.

    `_before` holds the names of merged communes, each leading to what it is now part of. They
    never match, but they are offered to somebody who still writes the old name.
    """

    def __init__(self, view: TreeView, tree: Tree | None = None) -> None:
        self._view = view
        self._exact: dict[str, list[Unit]] = {}
        self._folded: dict[str, list[Unit]] = {}
        self._before: dict[str, list[Unit]] = {}
        for unit in view.of_level(Level.COMMUNE):
            self._add(unit)
            self._add_before(unit, tree)

    def _add(self, unit: Unit) -> None:
        for name in (unit.name, unit.short):
            self._exact.setdefault(_normalize(name), []).append(unit)
            self._folded.setdefault(fold(name), []).append(unit)

    def _add_before(self, unit: Unit, tree: Tree | None) -> None:
        for key in tree.predecessors(unit.key) if tree else ():
            old = tree.unit(key) if tree else unit
            for name in (old.name, old.short):
                self._before.setdefault(fold(name), []).append(unit)

    def find_by_code(self, text: str) -> Unit | None:
        """Find the commune with this code; a spreadsheet's 1290 means 01290."""
        unit = self._view.find(text.strip().zfill(_CODE_DIGITS))
        return unit if unit and unit.level is Level.COMMUNE else None

    def find_by_name(self, text: str) -> tuple[Unit, ...]:
        """Find all communes of this name: as written, else with marks and case left aside."""
        return _drop_repeats(
            self._exact.get(_normalize(text), ()) or self._folded.get(fold(text), ())
        )

    def find_by_former_name(self, text: str) -> tuple[Unit, ...]:
        """Find the communes of today that an older commune of this name went into."""
        return _drop_repeats(self._before.get(fold(text), ()))


def _normalize(text: str) -> str:
    return tidy(text).casefold()


def _drop_repeats(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple({u.key: u for u in units}.values())
