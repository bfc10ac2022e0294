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
from storage.schema import cell, counter, filed, total, total_change, total_fault
from storage.totals import provinces
from storage.totals.counting import figures_of, first_day_kept
from storage.totals.delta_log import alone, by_cell, changed, columns, put, sheaf_of, total_rows
from storage.totals.provinces import SHEAF

_UNITS_AT_ONCE = 1500


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that is not what the values add up to. `period` may be a year or a day."""

    cell_id: int
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
    for cells in _batches(tx, None):
        counted = _counted(tx, cells, since)
        years = {cell_id: with_years(found) for cell_id, found in counted.items()}
        made = list(total_rows(years, sheaf_of(tx, years)))
        if made:
            tx.execute(insert(total), made)
    provinces.sum_up(tx)


def recount(tx: Transaction, only: Collection[int] | None = None) -> list[Difference]:
    """Every total, of all cells or `only` of these, that is not what the reports add up to.

    The transaction must see one state throughout, as `Database.read` does.
    """
    found: list[Difference] = []
    since = first_day_kept(tx)
    for cells in _batches(tx, only):
        counted = _counted(tx, cells, since)
        kept = _kept(tx, cells, since)
        for cell_id in cells:
            found += _compare(cell_id, kept.get(cell_id, {}), with_years(counted.get(cell_id, {})))
    return [*found, *_sheaves(tx)]


def mend(
    tx: Transaction, differing: Iterable[Difference], at: float, repair: bool = True
) -> list[Difference]:
    """Look at cells that differed once more; record what still does, and mend it with `repair`.

    In a transaction of `Database.one_state`. Nothing is found where another process is at it.
    Reports may go on meanwhile: they only append what they change.
    """
    cells = {each.cell_id for each in differing}
    if not cells or not alone(tx):
        return []
    found = recount(tx, cells)
    if found:
        tx.execute(insert(total_fault), [_fault(each, at, repair) for each in found])
    if repair and found:
        put(tx, _gaps(found))
        provinces.sum_up(tx)
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
    counts = select(cell.c.id, func.count(filed.c.unit_id)).join_from(
        cell, filed, filed.c.cell_id == cell.c.id, isouter=True
    )
    counts = counts.where(cell.c.level != SHEAF)
    in_order = cell.c.sheaf_id, cell.c.id  # as their totals stand
    batch: list[int] = []
    held = 0
    for cell_id, units in tx.execute(counts.group_by(cell.c.id).order_by(*in_order)).all():
        if only is None or cell_id in only:
            batch.append(cell_id)
            held += units
        if held >= _UNITS_AT_ONCE:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _counted(tx: Transaction, cells: Sequence[int], since: str) -> dict[int, Totals]:
    places = select(filed.c.unit_id, filed.c.cell_id).where(filed.c.cell_id.in_(cells))
    where = dict(tx.execute(places).all())
    found: dict[int, Totals] = defaultdict(dict)
    for unit_id, figures in figures_of(tx, list(where), since):
        add(found[where[unit_id]], figures)
    return {cell_id: without_zeros(totals) for cell_id, totals in found.items()}


def _kept(tx: Transaction, cells: Sequence[int], since: str) -> dict[int, Totals]:
    found: dict[int, Totals] = defaultdict(dict)
    changes = select(total_change.c.day, *columns(total_change))
    changes = changes.where(total_change.c.cell_id.in_(cells))
    for cell_id, lately in changed(tx.execute(changes)).items():
        found[cell_id] = with_years(lately)
    for cell_id, figures in by_cell(_totals(tx, cells)).items():
        add(found[cell_id], figures)
    return {cell_id: _not_before(since, totals) for cell_id, totals in found.items()}


def _totals(tx: Transaction, cells: Sequence[int]) -> Iterable[Any]:
    provinces = {*sheaf_of(tx, cells).values()}
    where = total.c.sheaf_id.in_(provinces), total.c.cell_id.in_(cells)
    return tx.execute(select(*columns(total)).where(*where))


def _not_before(since: str, totals: Totals) -> Totals:
    return {key: f for key, f in totals.items() if not is_day(key[0]) or key[0] >= since}


def _compare(cell_id: int, kept: Totals, counted: Totals) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        ours, theirs = kept.get(key, NOTHING), counted.get(key, NOTHING)
        if rounded(ours) != rounded(theirs):
            yield Difference(cell_id, *key, ours, theirs)


def _sheaves(tx: Transaction) -> Iterator[Difference]:
    """Where a sheaf's totals are not the sum of its cells'."""
    counted: dict[int, Totals] = {sheaf_id: {} for sheaf_id in provinces.all_ids(tx)}
    for sheaf_id, period, indicator, name, figures in provinces.sums(tx):
        counted[sheaf_id][period, indicator, name] = figures
    kept = by_cell(_totals(tx, list(counted)))
    for sheaf_id, figures_ in counted.items():
        yield from _compare(sheaf_id, kept.get(sheaf_id, {}), figures_)


def _gaps(found: Iterable[Difference]) -> dict[int, Totals]:
    """What is lacking in each total."""
    lacking: dict[int, Totals] = defaultdict(dict)
    for each in found:
        key: Key = (each.period, each.indicator, each.field)
        add(lacking[each.cell_id], {key: each.counted.plus(each.kept, -1)})
    return lacking


def _fault(each: Difference, at: float, mended: bool) -> dict[str, Any]:
    return {
        "at": at,
        "cell_id": each.cell_id,
        "period": each.period,
        "indicator": each.indicator,
        "field": each.field,
        "kept": _words(each.kept),
        "counted": _words(each.counted),
        "mended": mended,
    }


def _words(figures: Figures) -> str:
    return " ".join(f"{name}={number:g}" for name, number in figures._asdict().items())
