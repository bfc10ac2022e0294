"""Changes units in the database: from the data files, from an office's list, by a move."""

from collections.abc import Callable, Collection
from datetime import date

from bot.cli.context import FAULT, WRONG_USE, load_units, prepare_database, stop, use_database
from bot.runtime.org_rows import read_org
from domain.org.branches import BranchFile, read_branches
from domain.org.columns import Rows
from domain.org.files import OrgDataError
from domain.org.levels import Level
from domain.org.search import search
from domain.org.tree import GROUPINGS, Tree, TreeView, Unit
from storage import memberships, units
from storage.memberships import Move


def load_files() -> tuple[int, int]:
    """Store the units of the data files; return how many there were before and are now."""
    try:
        found = read_org()
    except (OrgDataError, OSError) as fault:
        raise stop(f"the units' files cannot be read: {fault}", FAULT) from None
    with use_database(prepare_database) as database, database.write() as tx:
        before = len(units.load(tx))
        units.save(tx, found)
        return before, len(units.load(tx))


def import_branches(rows: Rows, on: date, accept: Callable[[BranchFile], BranchFile]) -> BranchFile:
    """Store a list against the tree in the database; `accept` refuses a list with faults."""
    with use_database() as database, database.write() as tx:
        found = accept(read_branches(rows, load_units(tx).tree, on))
        parents = [parent for branch in found.branches for parent in branch.parents]
        units.save(tx, Tree([branch.unit for branch in found.branches], parents))
        units.save_baselines(tx, [branch.baseline for branch in found.branches])
    return found


def move(member_words: str, group_words: str, on: date) -> tuple[str, bool]:
    """Move a commune into an area or bloc from a day on.

    Returns what to say, and True if it moved.
    """
    with use_database() as database, database.write() as tx:
        stored = load_units(tx)
        view = stored.tree.at(on)
        member = _find_one(view, member_words, {Level.COMMUNE})
        group = _find_one(view, group_words, GROUPINGS)
        _check_move(view, member, group)
        done = memberships.move(tx, stored, member, group, on)
    label = f"{member.name} ({member.code})"
    if done is Move.LATER:
        raise stop(f"{label}: {done.value} than {on}; nothing was changed", WRONG_USE)
    if done is Move.THERE:
        return f"{label} is in {group.name} ({group.code}) already", False
    return f"{label} belongs to {group.name} ({group.code}) from {on} on", True


def _check_move(view: TreeView, member: Unit, group: Unit) -> None:
    if view.province(member.key) != view.province(group.key):
        raise stop(f"{member.name} and {group.name} are of two provinces")


def _find_one(view: TreeView, words: str, levels: Collection[Level]) -> Unit:
    """Find the unit with this code or name among these levels: a commune may be named as its area.

    Ends the command where there is none or several.
    """
    found = [unit for unit in search(view, words) if unit.level in levels]
    if len(found) == 1:
        return found[0]
    wanted = " or ".join(sorted(level.value for level in levels))
    if not found:
        raise stop(f"there is no {wanted} {words!r} on that day: see `sohoi org show --stored`")
    listed = ", ".join(f"{unit.code} {unit.name}" for unit in found)
    raise stop(f"{words!r} may be {listed}: give the code")


def load_tree() -> Tree:
    """Load the units as the database has them."""
    with use_database() as database, database.read() as tx:
        return load_units(tx).tree
