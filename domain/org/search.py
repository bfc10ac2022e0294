"""Finds a unit by what somebody typed in a chat or at a command line."""

from functools import lru_cache

from domain.org.levels import Level
from domain.org.names import fold
from domain.org.tree import TreeView, Unit

_CODE_DIGITS = 5


def search(view: TreeView, words: str) -> tuple[Unit, ...]:
    """Find the units that may be meant: the one with this code, else those of this name.

    A unit with exactly this name ("xa bao lam") is meant; else every unit whose name holds these
    words in a row ("bao lac": the commune and the area). Branches are looked at only where
    nothing above them matches, since their names repeat.
    """
    code = words.strip().upper()
    found = view.find(code) or (view.find(code.zfill(_CODE_DIGITS)) if code.isdecimal() else None)
    if found is not None:
        return (found,)
    wanted = fold(words)
    if not wanted:
        return ()
    return _match(_list_names(view, False), wanted) or _match(_list_names(view, True), wanted)


@lru_cache(maxsize=2)  # the two of one tree: folding a nation's names at each question is slow
def _list_names(view: TreeView, branches: bool) -> tuple[tuple[Unit, str], ...]:
    """List branches, or all other units, each with its folded name and short name, a line each."""
    units = (u for u in view if (u.level is Level.BRANCH) is branches)
    return tuple((u, f" {fold(u.name)} \n {fold(u.short)} ") for u in units)


def _match(names: tuple[tuple[Unit, str], ...], wanted: str) -> tuple[Unit, ...]:
    exact = tuple(unit for unit, lines in names if lines.startswith(f" {wanted} \n"))
    return exact or tuple(unit for unit, lines in names if f" {wanted} " in lines)
