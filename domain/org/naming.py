"""Names of units told apart: with the commune where another bears the name, and found in words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from domain.org.levels import Level
from domain.org.names import fold
from domain.org.tree import TreeView, Unit

_SHORTEST_ALONE = 3
_AROUND_NAME = " \t\r\n:,.;()-–·"
_LEADS_TO_NAME = re.compile(r"\s(?:của|cua|cho|bên|ben|là|la)$", re.IGNORECASE)


def name_unit(view: TreeView, unit: Unit) -> str:
    """Name a unit, with its commune where another branch bears its name: `Chi hội 1, xã Cô Ba`."""
    if unit.level is not Level.BRANCH or unit.key not in view:
        return unit.name
    if unit.name.casefold() not in _find_repeated(view):
        return unit.name
    commune = view.commune(unit.key)
    if commune is None:
        return unit.name
    return f"{unit.name}, {commune.name[:1].lower()}{commune.name[1:]}"


@lru_cache(maxsize=2)
def _find_repeated(view: TreeView) -> frozenset[str]:
    """Find the names that several branches bear."""
    count = Counter(unit.name.casefold() for unit in view if unit.level is Level.BRANCH)
    return frozenset(name for name, times in count.items() if times > 1)


def split_by_name(text: str, units: Mapping[int, Unit]) -> list[tuple[int, str]]:
    """Split a message where it names units: (a unit's id, what is said of it), in order.

    `units`: those that may be meant, by id. What comes before the first name goes with it if no
    other is named. Empty where none is named; a name that several of them bear is none.
    """
    text = unicodedata.normalize("NFC", text)
    plain = _fold_in_place(text)
    found: list[tuple[int, int, int]] = []
    for unit_id, unit in units.items():
        if len([u for u in units.values() if fold(u.name) == fold(unit.name)]) > 1:
            continue
        hit = _find_name(plain, unit)
        if hit is not None:
            found.append((hit.start(), hit.end(), unit_id))
    found.sort()
    parts = []
    for place, (start, end, unit_id) in enumerate(found):
        until = found[place + 1][0] if place + 1 < len(found) else len(text)
        before = text[:start] if len(found) == 1 else ""
        before = _LEADS_TO_NAME.sub("", before.rstrip())
        said = f"{before} {text[end:until].strip(_AROUND_NAME)}".strip(_AROUND_NAME)
        parts.append((unit_id, said))
    return parts


def _find_name(plain: str, unit: Unit) -> re.Match[str] | None:
    """Find a unit's whole name, or its short one where it is a word and no number."""
    short, whole = fold(unit.short), fold(unit.name)
    names = [whole]
    if len(short) >= _SHORTEST_ALONE and not short[:1].isdecimal():
        names.append(rf"(?:chi hoi |ch )?{re.escape(short)}")
    for name in names:
        if hit := re.search(rf"(?<!\w){name}(?!\w)", plain):
            return hit
    return None


def _fold_in_place(text: str) -> str:
    """Strip the marks letter by letter, so that places in the result are places in the text."""
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter.lower())[:1] or " "
    return "d" if plain == "đ" else plain
