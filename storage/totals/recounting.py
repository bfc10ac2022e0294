"""The proof of the running totals: counted anew from all reports, compared, mended."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select

from domain.progress.totals import (
    NOTHING,
    Figures,
    Key,
    Totals,
    add,
    is_day,
    rounded,
    with_years,
    without_zeros,
)
from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import cohort, cohort_unit, counter, total, total_change, total_fault
from storage.totals import rollups
from storage.totals.counting import figures_of, first_day_kept
from storage.totals.delta_log import alone, by_cohort, changed, columns, put, rollup_of, total_rows
from storage.totals.rollups import ROLLUP

_UNITS_AT_ONCE = 1500


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that is not what the values add up to. `period` may be a year or a day."""

    cohort_id: int
    period: str
    indicator: str
    field: str
    kept: Figures
    counted: Figures


def build(tx: Transaction) -> None:
    """Make all totals anew from the values, at once; for a database that nobody else writes to."""
    for table in (total_change, total):
        tx.execute(delete(table))
    since = first_day_kept(tx)
    for cohorts in _batches(tx, None):
        counted = _counted(tx, cohorts, since)
        years = {cohort_id: with_years(found) for cohort_id, found in counted.items()}
        made = list(total_rows(years, rollup_of(tx, years)))
        if made:
            tx.execute(insert(total), made)
    rollups.sum_up(tx)


def recount(tx: Transaction, only: Collection[int] | None = None) -> list[Difference]:
    """Every total, of all cells or `only` of these, that is not what the reports add up to.

    The transaction must see one state throughout, as `Database.read` does.
    """
    found: list[Difference] = []
    since = first_day_kept(tx)
    for cohorts in _batches(tx, only):
        counted = _counted(tx, cohorts, since)
        kept = _kept(tx, cohorts, since)
        for cohort_id in cohorts:
            found += _compare(
                cohort_id, kept.get(cohort_id, {}), with_years(counted.get(cohort_id, {}))
            )
    return [*found, *_rollups(tx)]


def mend(
    tx: Transaction, differing: Iterable[Difference], at: float, repair: bool = True
) -> list[Difference]:
    """Look at cells that differed once more; record what still does, and mend it with `repair`.

    In a transaction of `Database.one_state`. Nothing is found where another process is at it.
    Reports may go on meanwhile: they only append what they change.
    """
    cohorts = {each.cohort_id for each in differing}
    if not cohorts or not alone(tx):
        return []
    found = recount(tx, cohorts)
    if found:
        tx.execute(insert(total_fault), [_fault(each, at, repair) for each in found])
    if repair and found:
        put(tx, _gaps(found))
        rollups.sum_up(tx)
    return found


def claim(tx: Transaction, day: str) -> bool:
    """Whether nobody has counted anew on this day yet; from now on somebody has."""
    statement = upsert(tx, counter).values(name=f"recount/{day}", value=1)
    done = tx.execute(statement.on_conflict_do_nothing().returning(counter.c.value))
    return done.first() is not None


def forget_days(tx: Transaction) -> int:
    """Let go of days long past; how many rows there were."""
    since = first_day_kept(tx)
    past = delete(total).where(func.length(total.c.period) == len(since), total.c.period < since)
    return tx.execute(past).rowcount if since else 0


# --- the two sides -----------------------------------------------------------------------------


def _batches(tx: Transaction, only: Collection[int] | None) -> Iterator[list[int]]:
    """Cells, so many at a time as hold some 1500 units; those that hold none any more too."""
    counts = select(cohort.c.id, func.count(cohort_unit.c.unit_id)).join_from(
        cohort, cohort_unit, cohort_unit.c.cohort_id == cohort.c.id, isouter=True
    )
    counts = counts.where(cohort.c.level != ROLLUP)
    in_order = cohort.c.rollup_id, cohort.c.id  # as their totals stand
    batch: list[int] = []
    held = 0
    for cohort_id, units in tx.execute(counts.group_by(cohort.c.id).order_by(*in_order)).all():
        if only is None or cohort_id in only:
            batch.append(cohort_id)
            held += units
        if held >= _UNITS_AT_ONCE:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _counted(tx: Transaction, cohorts: Sequence[int], since: str) -> dict[int, Totals]:
    places = select(cohort_unit.c.unit_id, cohort_unit.c.cohort_id).where(
        cohort_unit.c.cohort_id.in_(cohorts)
    )
    where = dict(tx.execute(places).all())
    found: dict[int, Totals] = defaultdict(dict)
    for unit_id, figures in figures_of(tx, list(where), since):
        add(found[where[unit_id]], figures)
    return {cohort_id: without_zeros(totals) for cohort_id, totals in found.items()}


def _kept(tx: Transaction, cohorts: Sequence[int], since: str) -> dict[int, Totals]:
    found: dict[int, Totals] = defaultdict(dict)
    changes = select(total_change.c.day, *columns(total_change))
    changes = changes.where(total_change.c.cohort_id.in_(cohorts))
    for cohort_id, lately in changed(tx.execute(changes)).items():
        found[cohort_id] = with_years(lately)
    for cohort_id, figures in by_cohort(_totals(tx, cohorts)).items():
        add(found[cohort_id], figures)
    return {cohort_id: _not_before(since, totals) for cohort_id, totals in found.items()}


def _totals(tx: Transaction, cohorts: Sequence[int]) -> Iterable[Any]:
    within = {*rollup_of(tx, cohorts).values()}
    where = total.c.rollup_id.in_(within), total.c.cohort_id.in_(cohorts)
    return tx.execute(select(*columns(total)).where(*where))


def _not_before(since: str, totals: Totals) -> Totals:
    return {key: f for key, f in totals.items() if not is_day(key[0]) or key[0] >= since}


def _compare(cohort_id: int, kept: Totals, counted: Totals) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        ours, theirs = kept.get(key, NOTHING), counted.get(key, NOTHING)
        if rounded(ours) != rounded(theirs):
            yield Difference(cohort_id, *key, ours, theirs)


def _rollups(tx: Transaction) -> Iterator[Difference]:
    """Where a sheaf's totals are not the sum of its cells'."""
    counted: dict[int, Totals] = {rollup_id: {} for rollup_id in rollups.all_ids(tx)}
    for rollup_id, period, indicator, name, figures in rollups.sums(tx):
        counted[rollup_id][period, indicator, name] = figures
    kept = by_cohort(_totals(tx, list(counted)))
    for rollup_id, figures_ in counted.items():
        yield from _compare(rollup_id, kept.get(rollup_id, {}), figures_)


def _gaps(found: Iterable[Difference]) -> dict[int, Totals]:
    """What is lacking in each total."""
    lacking: dict[int, Totals] = defaultdict(dict)
    for each in found:
        key: Key = (each.period, each.indicator, each.field)
        add(lacking[each.cohort_id], {key: each.counted.plus(each.kept, -1)})
    return lacking


def _fault(each: Difference, at: float, mended: bool) -> dict[str, Any]:
    return {
        "at": at,
        "cohort_id": each.cohort_id,
        "period": each.period,
        "indicator": each.indicator,
        "field": each.field,
        "kept": _words(each.kept),
        "counted": _words(each.counted),
        "mended": mended,
    }


def _words(figures: Figures) -> str:
    return " ".join(f"{name}={number:g}" for name, number in figures._asdict().items())
