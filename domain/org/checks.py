"""Checks that a tree's records agree with one another. Every fault is found, none is raised."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.org.levels import Level
from domain.org.tree import GROUPINGS, Membership, Parent, Tree, Unit, UnitKey, covers


class TreeProblem(StrEnum):
    """What can be wrong with a tree."""

    TWICE = "the unit is there twice"
    CODE_TWICE = "two units bear the code on the same day"
    SPAN = "ends before it begins"
    UNKNOWN = "names a unit that does not exist"
    ORPHAN = "stands under nobody for part of its life"
    TWO_PARENTS = "stands under two units on the same day"
    OUTSIDE = "is tied to a unit that does not exist for all of that time"
    CYCLE = "stands under itself"
    NOT_A_GROUP = "has members but is neither an area nor a bloc"
    TWO_AREAS = "belongs to two areas on the same day"
    NO_HEIR = "ended and went into nothing"
    TWO_HEIRS = "went whole into more than one unit"


@dataclass(frozen=True, slots=True)
class TreeFault:
    """A problem with `unit`, and the other unit it has it with."""

    problem: TreeProblem
    unit: UnitKey
    other: UnitKey | None = None


def check_tree(tree: Tree) -> tuple[TreeFault, ...]:
    """Find all faults of a tree, none if it is sound. One pass over each kind of record."""
    units = {u.key: u for u in tree.units}
    unknown = tuple(_find_unknown(tree, units))
    if unknown:
        return unknown
    return (
        *_check_units(tree),
        *_check_parents(tree, units),
        *_check_cycles(tree),
        *_check_groups(tree, units),
        *_check_heirs(tree),
    )


def _find_unknown(tree: Tree, units: Mapping[UnitKey, Unit]) -> Iterator[TreeFault]:
    pairs = [(p.child, p.parent) for p in tree.parents]
    pairs += [(m.old, m.new) for m in tree.mergers]
    pairs += [(m.member, m.group) for m in tree.memberships]
    for one, other in pairs:
        if one not in units or other not in units:
            yield TreeFault(TreeProblem.UNKNOWN, one, other)


def _check_units(tree: Tree) -> Iterator[TreeFault]:
    """Compare neighbours only: units come sorted by code and beginning."""
    for before, after in zip(tree.units, tree.units[1:], strict=False):
        if before.key == after.key:
            yield TreeFault(TreeProblem.TWICE, after.key)
        elif before.code == after.code and before.exists_on(after.key.valid_from):
            yield TreeFault(TreeProblem.CODE_TWICE, before.key, after.key)
    for unit in tree.units:
        if unit.valid_to is not None and unit.valid_to <= unit.key.valid_from:
            yield TreeFault(TreeProblem.SPAN, unit.key)


_MAY_BE_FIRST = (Level.PROVINCE, Level.NATION)


def _check_parents(tree: Tree, units: Mapping[UnitKey, Unit]) -> Iterator[TreeFault]:
    links: dict[UnitKey, list[Parent]] = {}
    for link in tree.parents:
        links.setdefault(link.child, []).append(link)
        if not _is_within(link, units[link.parent]):
            yield TreeFault(TreeProblem.OUTSIDE, link.child, link.parent)
    for unit in tree.units:
        if unit.level not in _MAY_BE_FIRST or unit.key in links:
            yield from _check_line(unit, links.get(unit.key, []))


def _check_line(unit: Unit, links: list[Parent]) -> Iterator[TreeFault]:
    """Check that one unit's links follow one another from its first day to its last."""
    reached: date | None = unit.key.valid_from
    for link in sorted(links, key=lambda p: p.valid_from):
        if reached is None or link.valid_from < reached:
            yield TreeFault(TreeProblem.TWO_PARENTS, unit.key, link.parent)
        elif link.valid_from > reached:
            yield TreeFault(TreeProblem.ORPHAN, unit.key)
        reached = link.valid_to
    if not links or (reached is not None and (unit.valid_to is None or reached < unit.valid_to)):
        yield TreeFault(TreeProblem.ORPHAN, unit.key)


def _is_within(link: Parent | Membership, unit: Unit) -> bool:
    if link.valid_from < unit.key.valid_from:
        return False
    if unit.valid_to is None:
        return True
    return link.valid_to is not None and link.valid_to <= unit.valid_to


def _check_cycles(tree: Tree) -> Iterator[TreeFault]:
    """Look at links of all times first, day by day only where these seem to form a circle."""
    if _find_circle((p.child, p.parent) for p in tree.parents) is None:
        return
    for day in tree.changes():
        now = (p for p in tree.parents if covers(p.valid_from, p.valid_to, day))
        found = _find_circle((p.child, p.parent) for p in now)
        if found is not None:
            yield TreeFault(TreeProblem.CYCLE, found)
            return


def _find_circle(pairs: Iterable[tuple[UnitKey, UnitKey]]) -> UnitKey | None:
    """Find a unit on a circle: it remains when leaves are taken off again and again."""
    above: dict[UnitKey, list[UnitKey]] = {}
    waits: dict[UnitKey, int] = {}
    for child, parent in pairs:
        above.setdefault(child, []).append(parent)
        waits[parent] = waits.get(parent, 0) + 1
        waits.setdefault(child, 0)
    free = [key for key, count in waits.items() if not count]
    while free:
        key = free.pop()
        del waits[key]
        for parent in above.get(key, ()):
            waits[parent] -= 1
            if not waits[parent]:
                free.append(parent)
    return min(waits, default=None)


def _check_groups(tree: Tree, units: Mapping[UnitKey, Unit]) -> Iterator[TreeFault]:
    until: dict[UnitKey, tuple[date | None, UnitKey]] = {}
    for tie in sorted(tree.memberships, key=lambda m: m.valid_from):
        group = units[tie.group]
        if group.level not in GROUPINGS:
            yield TreeFault(TreeProblem.NOT_A_GROUP, tie.group, tie.member)
        if not (_is_within(tie, group) and _is_within(tie, units[tie.member])):
            yield TreeFault(TreeProblem.OUTSIDE, tie.member, tie.group)
        if group.level is Level.AREA:
            end, other = until.get(tie.member, (date.min, tie.group))
            if end is None or tie.valid_from < end:
                yield TreeFault(TreeProblem.TWO_AREAS, tie.member, other)
            until[tie.member] = (tie.valid_to, tie.group)


def _check_heirs(tree: Tree) -> Iterator[TreeFault]:
    """Check that a merged commune goes whole into one unit, or in parts into several."""
    heirs: dict[UnitKey, list[bool]] = {}
    for merger in tree.mergers:
        heirs.setdefault(merger.old, []).append(merger.whole)
    for unit in tree.units:
        wholes = heirs.get(unit.key, [])
        if unit.level is Level.COMMUNE and unit.valid_to is not None and not wholes:
            yield TreeFault(TreeProblem.NO_HEIR, unit.key)
        if len(wholes) > 1 and any(wholes):
            yield TreeFault(TreeProblem.TWO_HEIRS, unit.key)
