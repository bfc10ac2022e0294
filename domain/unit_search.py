"""Finding a unit by what somebody typed in a chat or at a command line."""

from domain.levels import Level
from domain.org import Unit, View
from domain.org_names import fold

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
    above = [u for u in view if u.level is not Level.BRANCH]
    branches = [u for u in view if u.level is Level.BRANCH]
    return _called(above, wanted) or _called(branches, wanted)


def _called(units: list[Unit], wanted: str) -> tuple[Unit, ...]:
    exact = tuple(u for u in units if fold(u.name) == wanted)
    if exact:
        return exact
    return tuple(u for u in units if f" {wanted} " in f" {fold(u.name)} {fold(u.short)} ")
