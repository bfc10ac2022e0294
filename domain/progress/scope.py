"""The scope that progress is judged over: a node and the units below it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from domain.org.levels import Level
from domain.periods import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in a scope.

    `above`: ids of all units and areas above it. `parts`: how many units of the day the plan was
    signed went into it. `key`: its key in the plan's allotted targets ("01290@2025-07-01").
    """

    unit_id: int
    level: Level
    above: tuple[int, ...] = ()
    parts: int = 1
    key: str = ""


@dataclass(frozen=True)
class Scope:
    """A node and the units below it, as far as judging needs them.

    `nodes`: the node first. `branches`: how many branches stand below it where they are not among
    the nodes; else 0. `province`: the parts of every commune of the province by key, by which a
    province's number is shared out; empty: those among the nodes. Look-ups are computed once, as a
    scope is kept while the tree stays the same.
    """

    nodes: tuple[Node, ...]
    branches: int = 0
    province: Mapping[str, int] = field(default_factory=dict)

    @property
    def node(self) -> Node:
        """Whose progress it is."""
        return self.nodes[0]

    @cached_property
    def ids(self) -> frozenset[int]:
        """The ids of all nodes."""
        return frozenset(node.unit_id for node in self.nodes)

    @cached_property
    def levels(self) -> Mapping[Level, tuple[Node, ...]]:
        """The nodes by level."""
        found: dict[Level, list[Node]] = defaultdict(list)
        for node in self.nodes:
            found[node.level].append(node)
        return {level: tuple(kept) for level, kept in found.items()}

    def list_at_levels(self, levels: tuple[Level, ...]) -> tuple[Node, ...]:
        """List the nodes of these levels."""
        if len(levels) == 1:
            return self.levels.get(levels[0], ())
        return tuple(node for node in self.nodes if node.level in levels)

    def has(self, levels: Iterable[Level]) -> bool:
        """Return True if there is a unit of one of these levels."""
        return any(self.levels.get(v) or (v is Level.BRANCH and self.branches) for v in levels)

    @cached_property
    def commune_keys(self) -> tuple[str, ...]:
        """The keys of its communes."""
        return tuple(node.key for node in self.levels.get(Level.COMMUNE, ()))

    @cached_property
    def parts_of_all(self) -> Mapping[str, int]:
        """The parts of every commune among which a province's number is shared out, by key."""
        own = {node.key: node.parts for node in self.levels.get(Level.COMMUNE, ())}
        return self.province or own

    def count_all(self, level: Level, period: Period) -> int:
        """Count the units of a level: each owes every period."""
        return (self.branches if level is Level.BRANCH else 0) + len(self.levels.get(level, ()))

    def group_alike(self, levels: tuple[Level, ...]) -> Sequence[tuple[Node, tuple[int, ...]]]:
        """Group the nodes of these levels: one of each kind, and the ids of all like it."""
        return self._cache(("alike", levels), lambda: _group_alike(self.list_at_levels(levels)))

    def find_moves(self, levels: tuple[Level, ...]) -> Mapping[int, int]:
        """Find where units count that do not count themselves; see `map_counting_units`."""
        return self._cache(
            ("moves", levels), lambda: _find_moves(map_counting_units(levels, self.nodes))
        )

    def _cache(self, key: object, work_out: Callable[[], T]) -> T:
        if key not in self._worked_out:
            self._worked_out[key] = work_out()
        found: T = self._worked_out[key]
        return found

    @cached_property
    def _worked_out(self) -> dict[object, Any]:
        return {}


def _group_alike(nodes: Iterable[Node]) -> list[tuple[Node, tuple[int, ...]]]:
    found: dict[tuple[Level, int], list[Node]] = defaultdict(list)
    for node in nodes:
        found[node.level, node.parts].append(node)
    return [(kept[0], tuple(node.unit_id for node in kept)) for kept in found.values()]


def _find_moves(counting: Mapping[int, int]) -> dict[int, int]:
    return {unit: counts for unit, counts in counting.items() if unit != counts}


def map_counting_units(levels: Sequence[Level], nodes: Sequence[Node]) -> dict[int, int]:
    """Map each unit to the unit of these levels whose number it adds to; -1 if there is none."""
    counted = {node.unit_id for node in nodes if node.level in levels}
    found = {}
    for node in nodes:
        if node.unit_id in counted:
            found[node.unit_id] = node.unit_id
        else:
            found[node.unit_id] = next((each for each in node.above if each in counted), -1)
    return found
