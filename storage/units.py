"""The dated tree of units: stored in rows, used in memory, referred to by ids elsewhere."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Column, insert, select, update

from domain.org.levels import Level
from domain.org.tree import Baseline, Membership, Merger, Parent, Tree, Unit, UnitKey
from storage.database import Transaction
from storage.schema import link, merger, unit
from storage.totals import cohorts, delta_log

T = TypeVar("T")

_TREE, _GROUP = "tree", "group"
_KEPT = 15_000
"""Room for four computed values for each commune of a nation."""


class Units:
    """The tree with the ids under which units are stored. Load it again after an import."""

    def __init__(self, tree: Tree, ids: Mapping[UnitKey, int]) -> None:
        self.tree = tree
        self._ids = ids
        self._keys = {unit_id: key for key, unit_id in ids.items()}
        self.locations = cohorts.LocationHistory()
        """Where cohorts count; kept as long as the tree."""
        self._worked_out: dict[object, Any] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def compute_once(self, key: object, work_out: Callable[[], T]) -> T:
        """Compute a value from the tree once for a key; it is kept about as long as the tree."""
        found: T | None = self._worked_out.get(key)
        if found is None:  # two threads may both find nothing: both compute the same
            found = work_out()
            if len(self._worked_out) >= _KEPT:
                self._worked_out.clear()
            self._worked_out[key] = found
        return found

    def unit(self, unit_id: int) -> Unit:
        """The unit stored under this id. Raises KeyError if there is none."""
        return self.tree.unit(self._keys[unit_id])

    def id_of(self, key: UnitKey) -> int:
        """The id of a unit."""
        return self._ids[key]

    @property
    def all_ids(self) -> Mapping[UnitKey, int]:
        """The ids of all units."""
        return self._ids

    def ids(self, units: Iterable[Unit]) -> list[int]:
        """The ids of these units, in their order."""
        return [self._ids[u.key] for u in units]

    def find(self, code: str, on: date) -> Unit | None:
        """The unit that bears this code on this day."""
        return self.tree.at(on).find(code)

    def line(self, unit_id: int, on: date) -> tuple[int, ...]:
        """The unit's id, then the ids of all above it and of its area and blocs on that day."""
        view = self.tree.at(on)
        key = self._keys[unit_id]
        if key not in view:
            return (unit_id,)
        above = chain(view.ancestors(key), view.groups(key))
        return (unit_id, *dict.fromkeys(self._ids[u.key] for u in above))

    def province(self, on: date) -> Unit:
        """The province on a day: the one unit that stands under nobody."""
        return self.tree.at(on).of_level(Level.PROVINCE)[0]


def load(tx: Transaction) -> Units:
    """Load all units as a tree. Rows are read one by one: a nation's are not held twice."""
    day = cache(_to_day)  # most units begin on one of a few days
    keys: dict[int, UnitKey] = {}
    found: list[Unit] = []
    for row in tx.execute(_UNITS):
        keys[row.id] = UnitKey(day(row.valid_from) or date.min, row.code)
        found.append(
            Unit(
                keys[row.id],
                _LEVELS[row.level],
                row.name,
                row.short,
                day(row.valid_to),
                row.lat,
                row.lon,
                row.population,
                sample=row.sample,
            )
        )
    parents, members = _load_links(tx, keys, day)
    mergers = [
        Merger(keys[r["old_id"]], keys[r["new_id"]], date.fromisoformat(r["on_day"]), r["whole"])
        for r in tx.execute(select(merger)).mappings()
    ]
    tree = Tree(found, parents, mergers, members)
    return Units(tree, {key: unit_id for unit_id, key in keys.items()})


_LEVELS = {level.value: level for level in Level}
_UNITS = select(unit)


def _load_links(
    tx: Transaction, keys: Mapping[int, UnitKey], day: Callable[[str | None], date | None]
) -> tuple[list[Parent], list[Membership]]:
    """Load who stands under whom, and which communes belong to areas and blocs."""
    columns = (link.c.kind, link.c.child_id, link.c.parent_id, link.c.valid_from, link.c.valid_to)
    # A link that ended on its first day was undone.
    lasting = select(*columns).where(link.c.valid_from.is_distinct_from(link.c.valid_to))
    parents, members = [], []
    for kind, child, parent, since, until in tx.execute(lasting):
        span = (day(since) or date.min, day(until))
        if kind == _TREE:
            parents.append(Parent(keys[child], keys[parent], *span))
        elif kind == _GROUP:
            members.append(Membership(keys[parent], keys[child], *span))
    return parents, members


def save(tx: Transaction, tree: Tree) -> None:
    """Add units, links and mergers that are not there yet; bring known units up to date.

    Known links stay as they are: a membership that was edited is not reset. The running totals of
    units that stand elsewhere now move with them.
    """
    known = _load_known(tx)
    fresh = [u for u in tree.units if u.key not in known]
    if fresh:
        tx.execute(insert(unit), [_to_row(u) for u in fresh])
    for old in (u for u in tree.units if u.key in known):
        tx.execute(update(unit).where(unit.c.id == known[old.key]).values(_to_row(old)))
    ids = _load_known(tx)
    _save_links(tx, tree, ids)
    _save_mergers(tx, tree, ids)
    for side in (link.c.child_id, link.c.parent_id):
        _end_memberships(tx, side)
    file_all(tx)


def file_all(tx: Transaction) -> None:
    """File every stored unit in its cohort, and move the figures of those that changed theirs."""
    stored = load(tx)
    moved = cohorts.file_units(tx, stored.tree, stored.all_ids)
    delta_log.move(tx, moved)


def save_baselines(tx: Transaction, baselines: Iterable[Baseline]) -> None:
    """Store how many members and women each branch has."""
    ids = _load_known(tx)
    for b in baselines:
        tx.execute(
            update(unit).where(unit.c.id == ids[b.unit]).values(members=b.members, women=b.women)
        )


def _load_known(tx: Transaction) -> dict[UnitKey, int]:
    rows = tx.execute(select(unit.c.id, unit.c.valid_from, unit.c.code))
    return {UnitKey(date.fromisoformat(since), code): unit_id for unit_id, since, code in rows}


def _save_links(tx: Transaction, tree: Tree, ids: Mapping[UnitKey, int]) -> None:
    wanted = [(ids[p.child], ids[p.parent], _TREE, p.valid_from, p.valid_to) for p in tree.parents]
    wanted += [
        (ids[m.member], ids[m.group], _GROUP, m.valid_from, m.valid_to) for m in tree.memberships
    ]
    there = {
        (child, parent, kind, since)
        for child, parent, kind, since in tx.execute(
            select(link.c.child_id, link.c.parent_id, link.c.kind, link.c.valid_from)
        )
    }
    rows = [
        {
            "child_id": child,
            "parent_id": parent,
            "kind": kind,
            "valid_from": since.isoformat(),
            "valid_to": until.isoformat() if until else None,
        }
        for child, parent, kind, since, until in wanted
        if (child, parent, kind, since.isoformat()) not in there
    ]
    if rows:
        tx.execute(insert(link), rows)


def _end_memberships(tx: Transaction, side: Column[int]) -> None:
    """No membership outlives its group or its member."""
    ended = select(unit.c.valid_to).where(unit.c.id == side, unit.c.valid_to.is_not(None))
    tx.execute(
        update(link)
        .where(link.c.kind == _GROUP, link.c.valid_to.is_(None), ended.exists())
        .values(valid_to=ended.scalar_subquery())
    )


def _save_mergers(tx: Transaction, tree: Tree, ids: Mapping[UnitKey, int]) -> None:
    there = set(tx.execute(select(merger.c.old_id, merger.c.new_id)))
    rows = [
        {"old_id": ids[m.old], "new_id": ids[m.new], "on_day": m.on.isoformat(), "whole": m.whole}
        for m in tree.mergers
        if (ids[m.old], ids[m.new]) not in there
    ]
    if rows:
        tx.execute(insert(merger), rows)


def _to_row(u: Unit) -> dict[str, object]:
    return {
        "valid_from": u.key.valid_from.isoformat(),
        "code": u.key.code,
        "valid_to": u.valid_to.isoformat() if u.valid_to else None,
        "level": u.level.value,
        "name": u.name,
        "short": u.short,
        "lat": u.lat,
        "lon": u.lon,
        "population": u.population,
        "sample": u.sample,
    }


def _to_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
