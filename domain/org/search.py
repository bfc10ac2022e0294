"""Finding a unit by what somebody typed in a chat or at a command line."""

from functools import lru_cache

from domain.org.levels import Level
from domain.org.names import fold
from domain.org.tree import Unit, View

_CODE_DIGITS = 5


def search(view: View, words: str) -> tuple[Unit, ...]:
    """The units that may be meant: the one with this code, else those so called.

    Whoever is called exactly so ("xa bao lam") is meant; else every unit whose name holds these
    words in a row ("bao lac": the commune and the area). Branches come only where nothing above
    them is so called: their names repeat.
    """
    code = words.strip().upper()
    found = view.find(code) or (view.find(code.zfill(_CODE_DIGITS)) if code.isdecimal() else None)
    if found is not None:
        return (found,)
    wanted = fold(words)
    if not wanted:
        return ()
    return _called(_names(view, False), wanted) or _called(_names(view, True), wanted)


@lru_cache(maxsize=2)  # those of one tree: a nation's are many to fold at each question
def _names(view: View, branches: bool) -> tuple[tuple[Unit, str], ...]:
    """Branches, or all others, each with its name and its short name, folded, a line for each."""
    units = (u for u in view if (u.level is Level.BRANCH) is branches)
    return tuple((u, f" {fold(u.name)} \n {fold(u.short)} ") for u in units)


def _called(names: tuple[tuple[Unit, str], ...], wanted: str) -> tuple[Unit, ...]:
    exact = tuple(unit for unit, lines in names if lines.startswith(f" {wanted} \n"))
    return exact or tuple(unit for unit, lines in names if f" {wanted} " in lines)
