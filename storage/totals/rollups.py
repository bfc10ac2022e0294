"""Rollups: all cohorts that count in the same province at all times have common totals as well.

A province's sums, month by month and day by day, are then read in one row each, and a nation's in
one for each province. A rollup is a row of the table of cohorts, with a level of its own and the
path of its provinces; its totals are always the sum of its cohorts' totals.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, literal, select, update

from domain.org.tree import Tree, UnitKey
from domain.progress.totals import Figures
from storage.database import Transaction
from storage.schema import cohort, total
from storage.totals.delta_log import wait_for_lock

ROLLUP = "rollup"
_FIGURES = Figures._fields
_IS_ROLLUP = cohort.c.level == ROLLUP


def bind(tx: Transaction, tree: Tree, ids: Mapping[UnitKey, int]) -> bool:
    """Bind every cohort to its rollup; if any changed, the rollups' totals are summed up anew.

    Return True if any cohort changed its rollup or is new.
    """
    provinces = _Provinces(tree, ids)
    cohorts = select(cohort.c.id, cohort.c.path, cohort.c.rollup_id).where(~_IS_ROLLUP)
    rows = tx.execute(cohorts).all()
    paths = {cohort_id: provinces.build_path(path) for cohort_id, path, _ in rows}
    known = _make(tx, set(paths.values()))
    changed = [(i, known[paths[i]], before) for i, _, before in rows if before != known[paths[i]]]
    if changed:
        _move(tx, changed)
        sum_up(tx)
    return bool(changed)


def _move(tx: Transaction, changed: Iterable[tuple[int, int, int | None]]) -> None:
    """Move cohorts and their totals to other rollups: (cohort, new rollup, old rollup or None).

    Nobody may add to totals meanwhile: the figures would go where the cohort was.
    """
    wait_for_lock(tx)
    for cohort_id, rollup_id, before in changed:
        to = {"rollup_id": rollup_id}
        tx.execute(update(cohort).where(cohort.c.id == cohort_id).values(to))
        if before is not None:
            there = total.c.rollup_id == before, total.c.cohort_id == cohort_id
            tx.execute(update(total).where(*there).values(to))


def _make(tx: Transaction, wanted: set[str]) -> dict[str, int]:
    columns = select(cohort.c.path, cohort.c.id).where(_IS_ROLLUP)
    known = dict(tx.execute(columns).all())
    fresh = [{"level": ROLLUP, "until": "", "path": path} for path in sorted(wanted - known.keys())]
    if fresh:
        tx.execute(insert(cohort), fresh)
    return dict(tx.execute(columns).all())


class _Provinces:
    """Finds the provinces that lie above the locations of a cohort's path, day by day."""

    def __init__(self, tree: Tree, ids: Mapping[UnitKey, int]) -> None:
        self._tree, self._ids = tree, ids
        self._keys = {unit_id: key for key, unit_id in ids.items()}

    def build_path(self, written: str) -> str:
        kept: list[str] = []
        last = ""
        for day, location in self._split_days(written):
            province = self._find_province(location, day)
            if not kept or province != last:
                kept.append(f"{day.isoformat()}:{province}")
            last = province
        return ",".join(kept)

    def _split_days(self, written: str) -> Iterator[tuple[date, int | None]]:
        """Every day on which the location or anything above it may change, with the location."""
        steps = [step.split(":") for step in written.split(",") if step]
        begins = [date.fromisoformat(day) for day, _ in steps]
        for n, (_, location) in enumerate(steps):
            end = begins[n + 1] if n + 1 < len(begins) else date.max - timedelta(days=1)
            yield begins[n], int(location) if location else None
            for day in self._tree.changes():
                if begins[n] < day < end:
                    yield day, int(location) if location else None

    def _find_province(self, location: int | None, day: date) -> str:
        view = self._tree.at(day)
        key = self._keys.get(location or 0)
        found = view.province(key) if key is not None and key in view else None
        return "" if found is None else str(self._ids[found.key])


# --- their totals ------------------------------------------------------------------------------

_KEY = (total.c.period, total.c.indicator, total.c.field)
OWN = 0
"""Stands for the rollup in rows of totals that are a rollup's own."""
_SUMS = (
    select(total.c.rollup_id, *_KEY, *(func.sum(total.c[name]) for name in _FIGURES))
    .where(total.c.rollup_id != OWN)
    .group_by(total.c.rollup_id, *_KEY)
)


def sum_up(tx: Transaction) -> None:
    """Make the rollups' totals anew from those of their cohorts."""
    tx.execute(delete(total).where(total.c.rollup_id == OWN))
    names = ("cohort_id", "period", "indicator", "field", *_FIGURES, "rollup_id")
    own = _SUMS.add_columns(literal(OWN))
    tx.execute(insert(total).from_select(names, own))


def read_sums(tx: Transaction) -> Iterator[tuple[int, str, str, str, Figures]]:
    """Rollup, period, indicator, field, and the sum of the cohorts' totals."""
    for rollup_id, period, indicator, name, *figures in tx.execute(_SUMS):
        yield rollup_id, period, indicator, name, Figures(*figures)


def load_ids(tx: Transaction) -> list[int]:
    """Load the ids of all rollups."""
    return list(tx.execute(select(cohort.c.id).where(_IS_ROLLUP)).scalars())
