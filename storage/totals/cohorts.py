"""Cohorts: units that report and whose figures count at the same places at all times.

All branches of an old commune that went into a new one make one cohort: under the old commune
until the day of the merger, under the new one since. A total kept for a cohort is therefore right
for the tree of any day, and no total moves when the day of a merger comes. A cohort never changes;
a unit that an import puts elsewhere is filed in another cohort, and its figures move with it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import func, insert, select

from domain.org.levels import Level
from domain.org.tree import Parent, Tree, Unit, UnitKey
from storage.counters import next_number
from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import cohort, cohort_unit, counter
from storage.totals import rollups
from storage.totals.rollups import ROLLUP

_Key = tuple[str, str, str]
_Step = tuple[date, int | None]
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Cohort:
    """`until`: the day its units end, "" for never. `path`: from which day on they count where.
    `rollup`: the id of the rollup under which its totals stand.
    """

    level: Level
    until: str
    path: tuple[tuple[str, int | None], ...]
    rollup: int

    def find_location(self, day: str) -> int | None:
        """The commune, area, district or province it counts in on a day; None for nowhere."""
        found = None
        for since, location in self.path:
            if since > day:
                break
            found = location
        return found

    @property
    def began(self) -> str:
        """The first day its units counted anywhere."""
        return self.path[0][0] if self.path else ""

    def owes(self, day: str) -> bool:
        """Return True if its units are still there to report on a day."""
        return not self.until or day < self.until


def load(tx: Transaction) -> dict[int, Cohort]:
    """Load all cohorts by id, without the rollups."""
    columns = select(cohort.c.id, cohort.c.level, cohort.c.until, cohort.c.path, cohort.c.rollup_id)
    rows = tx.execute(columns.where(cohort.c.level != ROLLUP))
    return {
        cohort_id: Cohort(Level(level), until, _read_path(path), rollup_id)
        for cohort_id, level, until, path, rollup_id in rows
    }


def load_rollups(tx: Transaction) -> dict[int, Cohort]:
    """Load all rollups by id, as cohorts that are located in provinces."""
    rows = tx.execute(select(cohort.c.id, cohort.c.path).where(cohort.c.level == ROLLUP))
    return {i: Cohort(Level.PROVINCE, "", _read_path(path), i) for i, path in rows}


_EDITION = "cohorts"


def read_edition(tx: Transaction) -> int:
    """A number that grows whenever units are filed in cohorts, or cohorts bound to rollups."""
    statement = select(counter.c.value).where(counter.c.name == _EDITION)
    return tx.execute(statement).scalar() or 0


def file_units(
    tx: Transaction, tree: Tree, ids: Mapping[UnitKey, int]
) -> list[tuple[int, int, int]]:
    """File every unit in its cohort; return those that moved: (unit, old cohort, new cohort)."""
    paths = _Paths(tree, ids)
    wanted = {ids[u.key]: paths.build_key(u) for u in tree.units if u.key in ids}
    cohorts = _make(tx, set(wanted.values()))
    before = dict(tx.execute(select(cohort_unit.c.unit_id, cohort_unit.c.cohort_id)).all())
    changed = {u: cohorts[key] for u, key in wanted.items() if before.get(u) != cohorts[key]}
    _file_changed(tx, changed)
    if rollups.bind(tx, tree, ids) or changed:
        next_number(tx, _EDITION)
    return [(u, before[u], now) for u, now in changed.items() if u in before]


def _make(tx: Transaction, wanted: Collection[_Key]) -> dict[_Key, int]:
    known = _load_known(tx)
    fresh = [key for key in sorted(wanted) if key not in known]
    if not fresh:
        return known
    rows = [{"level": level, "until": until, "path": path} for level, until, path in fresh]
    tx.execute(insert(cohort), rows)
    return _load_known(tx)


def _load_known(tx: Transaction) -> dict[_Key, int]:
    rows = tx.execute(select(cohort.c.id, cohort.c.level, cohort.c.until, cohort.c.path))
    return {(level, until, path): cohort_id for cohort_id, level, until, path in rows}


def _file_changed(tx: Transaction, changed: Mapping[int, int]) -> None:
    statement = upsert(tx, cohort_unit)
    statement = statement.on_conflict_do_update(
        index_elements=["unit_id"], set_={"cohort_id": statement.excluded.cohort_id}
    )
    rows = [{"unit_id": u, "cohort_id": c} for u, c in changed.items()]
    for start in range(0, len(rows), _CHUNK):
        tx.execute(statement, rows[start : start + _CHUNK])


# --- where a unit counts -----------------------------------------------------------------------


class _Paths:
    """Where each unit's figures count over time.

    A branch counts in its commune; after a merger a unit counts in the commune, area or branch
    that came in its place.
    """

    def __init__(self, tree: Tree, ids: Mapping[UnitKey, int]) -> None:
        self._tree, self._ids = tree, ids
        self._parents: dict[UnitKey, list[Parent]] = {}
        for parent in tree.parents:
            self._parents.setdefault(parent.child, []).append(parent)
        ends = (u.valid_to for u in tree.units if u.valid_to is not None)
        self._turns = sorted({*ends, *(m.on for m in tree.mergers)})

    def build_key(self, unit: Unit) -> _Key:
        until = unit.valid_to.isoformat() if unit.valid_to else ""
        return unit.level.value, until, _write_path(self._follow_path(unit))

    def _follow_path(self, unit: Unit) -> Iterator[_Step]:
        yield from self._follow_living(unit, unit.key.valid_from, unit.valid_to)
        if unit.valid_to is None:
            return
        turns = [day for day in self._turns if day >= unit.valid_to]
        for day, following in pairwise([*turns, None]):
            if day is not None:
                yield from self._follow_successor(unit, day, following)

    def _follow_successor(self, unit: Unit, day: date, following: date | None) -> Iterator[_Step]:
        successor = self._tree.successor(unit.key, day)
        if successor is None:
            yield day, None
        else:
            yield from self._follow_living(self._tree.unit(successor), day, following)

    def _follow_living(self, unit: Unit, first: date, end: date | None) -> Iterator[_Step]:
        """Where a unit that exists counts from `first` until before `end`."""
        if unit.level is not Level.BRANCH:
            yield first, self._ids.get(unit.key)
            return
        last = None
        for parent in sorted(self._parents.get(unit.key, ()), key=lambda p: p.valid_from):
            if (end is None or parent.valid_from < end) and _reaches(parent, first):
                if last is not None and last < parent.valid_from:
                    yield last, None
                yield max(first, parent.valid_from), self._ids.get(parent.parent)
                last = parent.valid_to
        if last is not None and (end is None or last < end):
            yield last, None


def _reaches(parent: Parent, day: date) -> bool:
    return parent.valid_to is None or parent.valid_to > day


def _write_path(steps: Iterable[_Step]) -> str:
    kept: list[_Step] = []
    for step in steps:
        if not kept or kept[-1][1] != step[1]:
            kept.append(step)
    return ",".join(f"{day.isoformat()}:{location or ''}" for day, location in kept)


def _read_path(text: str) -> tuple[tuple[str, int | None], ...]:
    steps = (step.split(":") for step in text.split(",") if step)
    return tuple((day, int(location) if location else None) for day, location in steps)


# --- what a reader keeps of cohorts ---------------------------------------------------------------


class LocationHistory:
    """Where cohorts count on a day, kept in memory; it is read again when the edition is newer."""

    def __init__(self) -> None:
        self._cohorts: dict[int, Cohort] = {}
        self._rollups: dict[int, Cohort] = {}
        self._sizes: dict[int, int] = {}
        self._days: dict[str, dict[int, list[int]]] = {}
        self.edition = -1
        """The edition of the cohorts that were read last."""

    def load_day(self, tx: Transaction, day: str) -> dict[int, list[int]]:
        """Load by unit the ids of the cohorts that count there on a day."""
        there = read_edition(tx)
        if there != self.edition:
            self._cohorts, self._rollups = load(tx), load_rollups(tx)
            self._sizes = _load_sizes(tx)
            self._days, self.edition = {}, there
        if day not in self._days:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            self._days[day] = _group_by_location(self._cohorts, day)
        return self._days[day]

    def find_rollups(self, provinces: Collection[int], day: str) -> tuple[int, ...]:
        """The rollups whose cohorts count in one of these provinces on a day."""
        return tuple(i for i, each in self._rollups.items() if each.find_location(day) in provinces)

    def find_rollup(self, cohort_id: int) -> int:
        """The rollup under which a cohort's totals stand."""
        return self._cohorts[cohort_id].rollup

    def is_former(self, cohort_id: int, day: str) -> bool:
        """Return True if a cohort holds communes (or the like) that were merged before a day."""
        found = self._cohorts[cohort_id]
        return found.level is not Level.BRANCH and not found.owes(day)

    def is_owing(self, cohort_id: int, day: str, stood: str) -> bool:
        """Return True if its units are branches that exist on a day and existed on `stood`."""
        found = self._cohorts[cohort_id]
        return found.level is Level.BRANCH and found.owes(day) and found.began <= stood

    def count_owing(self, cohort_id: int, level: Level, stood: str) -> int:
        """Count its units if they are of this level and were there to report on a day."""
        found = self._cohorts[cohort_id]
        there = found.level is level and found.owes(stood) and found.began <= stood
        return self._sizes.get(cohort_id, 0) if there and found.find_location(stood) else 0


_DAYS_KEPT = 4


def _load_sizes(tx: Transaction) -> dict[int, int]:
    """Load how many units each cohort holds."""
    columns = select(cohort_unit.c.cohort_id, func.count()).group_by(cohort_unit.c.cohort_id)
    return {row[0]: row[1] for row in tx.execute(columns)}


def _group_by_location(cohorts: Mapping[int, Cohort], day: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for cohort_id, each in cohorts.items():
        location = each.find_location(day)
        if location is not None:
            found.setdefault(location, []).append(cohort_id)
    return found
