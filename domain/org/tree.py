"""The Union's units as a dated tree: who stood under whom on a given day.

Statistical codes are used again with another meaning (01273 was Phường Hợp Giang until
2025-06-30 and is Phường Thục Phán since), so a unit is known by (valid_from, code). Every
`valid_to` is exclusive: a unit that ended with 2025-06-30 has `valid_to` 2025-07-01.

The line of command (province, district, commune, branch) is kept as `Parent` links. Areas
and blocs are groupings: they stand under the province and hold communes as `Membership`.
A branch keeps its identity when its commune is merged: it has one `Parent` after another.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TypeVar

from domain.org.levels import Level

ORIGIN = date(1900, 1, 1)
"""The first day of units whose beginning is not recorded."""

GROUPINGS = frozenset({Level.AREA, Level.BLOC})
_VIEWS_KEPT = 8
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, order=True)
class UnitKey:
    """A unit's identity: the day it began and its code."""

    valid_from: date
    code: str

    def __str__(self) -> str:
        return f"{self.code}@{self.valid_from.isoformat()}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit for as long as it lasts. `name` is "Xã Bảo Lâm", `short` is "Bảo Lâm"."""

    key: UnitKey
    level: Level
    name: str
    short: str
    valid_to: date | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    area_km2: float | None = None
    seat: str = ""
    sample: bool = False

    @property
    def code(self) -> str:
        return self.key.code

    def exists_on(self, on: date) -> bool:
        """Return True if the unit exists on that day."""
        return covers(self.key.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Parent:
    """`child` stands under `parent` from a day until another (exclusive; None: still)."""

    child: UnitKey
    parent: UnitKey
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Merger:
    """`old` went into `new` on that day, whole or in part."""

    old: UnitKey
    new: UnitKey
    on: date
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Membership:
    """`member` (a commune) belongs to `group` (an area or a bloc) for a time."""

    group: UnitKey
    member: UnitKey
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A branch counted on a day: members, women of 18 and more who are present."""

    unit: UnitKey
    as_of: date
    members: int
    women: int
    leader_in_post: bool = True
    sample: bool = False


def covers(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Return True if a day lies in [valid_from, valid_to)."""
    return valid_from <= on and (valid_to is None or on < valid_to)


class TreeView:
    """The tree as it stood on a day. `Tree.at` makes it. Every list is in order of code."""

    __slots__ = ("_children", "_codes", "_groups", "_members", "_parents", "_units", "since")

    def __init__(self, tree: "Tree", since: date) -> None:
        self.since = since
        """The day of the last change at or before the day asked for."""
        self._units = {u.key: u for u in tree.units if u.exists_on(since)}
        self._codes = {key.code: unit for key, unit in self._units.items()}
        self._parents = {
            p.child: p.parent for p in tree.parents if covers(p.valid_from, p.valid_to, since)
        }
        units = self._units.values()
        self._children = _gather((self._parents[u.key], u) for u in units if u.key in self._parents)
        now = [m for m in tree.memberships if covers(m.valid_from, m.valid_to, since)]
        self._members = _gather((m.group, self._units[m.member]) for m in now)
        self._groups = _gather((m.member, self._units[m.group]) for m in now)

    def __len__(self) -> int:
        return len(self._units)

    def __contains__(self, key: object) -> bool:
        return key in self._units

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def unit(self, key: UnitKey) -> Unit:
        """The unit. Raises KeyError where it does not exist on this day."""
        return self._units[key]

    def find(self, code: str) -> Unit | None:
        """The one unit that bears this code on this day."""
        return self._codes.get(code)

    def of_level(self, level: Level) -> tuple[Unit, ...]:
        """All units of a level."""
        return tuple(u for u in self._units.values() if u.level is level)

    def roots(self) -> tuple[Unit, ...]:
        """Units that have no unit above them."""
        return tuple(u for u in self._units.values() if u.key not in self._parents)

    def parent(self, key: UnitKey) -> Unit | None:
        """The unit above, in the line of command."""
        above = self._parents.get(key)
        return None if above is None else self._units.get(above)

    def ancestors(self, key: UnitKey) -> tuple[Unit, ...]:
        """All units above, the nearest first."""
        found: list[Unit] = []
        above = self.parent(key)
        while above is not None:
            found.append(above)
            above = self.parent(above.key)
        return tuple(found)

    def children(self, key: UnitKey) -> tuple[Unit, ...]:
        """Units directly below in the line of command (areas and blocs: see `groups_under`)."""
        return tuple(u for u in self._children.get(key, ()) if u.level not in GROUPINGS)

    def groups_under(self, key: UnitKey, level: Level = Level.AREA) -> tuple[Unit, ...]:
        """The areas (or blocs) of a province."""
        return tuple(u for u in self._children.get(key, ()) if u.level is level)

    def below(self, key: UnitKey) -> tuple[Unit, ...]:
        """The units that report to this one: an area's or a bloc's members, else its children."""
        if self._units[key].level in GROUPINGS:
            return self.members(key)
        return self.children(key)

    def descendants(self, key: UnitKey) -> Iterator[Unit]:
        """All units below, each before those below it; those of a grouping are its members."""
        waiting = list(reversed(self.below(key)))
        while waiting:
            unit = waiting.pop()
            yield unit
            waiting.extend(reversed(self.children(unit.key)))

    def members(self, group: UnitKey) -> tuple[Unit, ...]:
        """The communes of an area or a bloc."""
        return tuple(self._members.get(group, ()))

    def communes(self, key: UnitKey) -> tuple[Unit, ...]:
        """The communes at or below a unit; none for a branch."""
        return self._list_at_or_below(key, Level.COMMUNE)

    def branches(self, key: UnitKey) -> tuple[Unit, ...]:
        """The branches at or below a unit."""
        return self._list_at_or_below(key, Level.BRANCH)

    def _list_at_or_below(self, key: UnitKey, level: Level) -> tuple[Unit, ...]:
        units = chain((self._units[key],), self.descendants(key))
        return tuple(u for u in units if u.level is level)

    def commune(self, key: UnitKey) -> Unit | None:
        """The commune a branch stands under, or the commune itself."""
        return self._find_above(key, Level.COMMUNE)

    def province(self, key: UnitKey) -> Unit | None:
        """The province of any unit."""
        return self._find_above(key, Level.PROVINCE)

    def _find_above(self, key: UnitKey, level: Level) -> Unit | None:
        line = chain((self._units[key],), self.ancestors(key))
        return next((u for u in line if u.level is level), None)

    def groups(self, key: UnitKey) -> tuple[Unit, ...]:
        """The areas and blocs of a unit's commune."""
        commune = self.commune(key)
        return () if commune is None else tuple(self._groups.get(commune.key, ()))

    def area(self, key: UnitKey) -> Unit | None:
        """The area of a branch or a commune, or the area itself."""
        unit = self._units[key]
        if unit.level is Level.AREA:
            return unit
        return next((g for g in self.groups(key) if g.level is Level.AREA), None)


class Tree:
    """All units that ever were, how they stood, and what became of them.

    The records must agree with one another; `domain.org.checks.check_tree` says where they do
    not. Reading one unit is a dict look-up. A view costs one pass over the records and is kept.
    """

    def __init__(
        self,
        units: Iterable[Unit],
        parents: Iterable[Parent] = (),
        mergers: Iterable[Merger] = (),
        memberships: Iterable[Membership] = (),
    ) -> None:
        self.units = tuple(sorted(units, key=lambda u: (u.key.code, u.key.valid_from)))
        self.parents = tuple(parents)
        self.mergers = tuple(mergers)
        self.memberships = tuple(
            sorted(memberships, key=lambda m: (m.group.code, m.member.code, m.valid_from))
        )
        self._units = {u.key: u for u in self.units}
        self._heirs = _gather((m.old, m) for m in self.mergers)
        self._sources = _gather((m.new, m) for m in self.mergers)
        self._changes = self._change_dates()
        self._views: dict[date, TreeView] = {}

    def _change_dates(self) -> list[date]:
        spans = chain(
            ((u.key.valid_from, u.valid_to) for u in self.units),
            ((p.valid_from, p.valid_to) for p in self.parents),
            ((m.valid_from, m.valid_to) for m in self.memberships),
        )
        return sorted({day for span in spans for day in span if day is not None})

    def with_more(self, units: Iterable[Unit], parents: Iterable[Parent] = ()) -> "Tree":
        """Make a tree of this one and further units, such as branches."""
        return Tree(
            chain(self.units, units),
            chain(self.parents, parents),
            self.mergers,
            self.memberships,
        )

    def unit(self, key: UnitKey) -> Unit:
        """A unit of any time. Raises KeyError where there never was one."""
        return self._units[key]

    def changes(self) -> tuple[date, ...]:
        """The days on which anything changed, in order."""
        return tuple(self._changes)

    def at(self, on: date) -> TreeView:
        """The tree as it stood on a day."""
        place = bisect_right(self._changes, on)
        since = self._changes[place - 1] if place else date.min
        if since not in self._views:
            if len(self._views) >= _VIEWS_KEPT:
                self._views.pop(next(iter(self._views)))
            self._views[since] = TreeView(self, since)
        return self._views[since]

    def predecessors(self, key: UnitKey) -> tuple[UnitKey, ...]:
        """The units that went into this one, directly."""
        return tuple(m.old for m in self._sources.get(key, ()))

    def successor(self, key: UnitKey, on: date) -> UnitKey | None:
        """The unit that stands in this one's place on a day: itself, or where mergers lead.

        None where it was split among several, or ended without a successor.
        """
        last = date.min
        while not self._units[key].exists_on(on):
            heirs = [m for m in self._heirs.get(key, ()) if last < m.on <= on]
            if len(heirs) != 1:
                return None
            key, last = heirs[0].new, heirs[0].on
        return key

    def count_parts(self, key: UnitKey, since: date = ORIGIN) -> int:
        """Count the units of the day `since` that went into this one; 1 if it was not merged.

        A plan's per-unit targets are multiplied by it: with `since` the plan's first day, a
        commune of three merged in the plan's year counts 3, in the next year's plan 1.
        """
        older = [m.old for m in self._sources.get(key, ()) if m.on > since]
        return sum(self.count_parts(old, since) for old in older) if older else 1

    def count_parts_under(self, key: UnitKey, on: date, since: date = ORIGIN) -> int:
        """Count the parts of all communes at or below a unit on a day."""
        return sum(self.count_parts(c.key, since) for c in self.at(on).communes(key))


def _gather(pairs: Iterable[tuple[UnitKey, _T]]) -> dict[UnitKey, list[_T]]:
    aggregated: dict[UnitKey, list[_T]] = {}
    for key, thing in pairs:
        aggregated.setdefault(key, []).append(thing)
    return aggregated
