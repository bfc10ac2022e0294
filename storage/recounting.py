"""The proof of the running totals: counted anew from all reports, compared, mended."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from domain.totals import (
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
from storage import sheaves
from storage.counting import figures_of, first_day_kept
from storage.inserts import upsert
from storage.schema import cell, counter, filed, total, total_change, total_fault
from storage.sheaves import SHEAF
from storage.totals import alone, by_cell, changed, columns, put, sheaf_of, total_rows

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


def build(connection: Connection) -> None:
    """Make all totals anew from the values, at once; for a database that nobody else writes to."""
    for table in (total_change, total):
        connection.execute(delete(table))
    since = first_day_kept(connection)
    for cells in _batches(connection, None):
        counted = _counted(connection, cells, since)
        years = {cell_id: with_years(found) for cell_id, found in counted.items()}
        made = list(total_rows(years, sheaf_of(connection, years)))
        if made:
            connection.execute(insert(total), made)
    sheaves.sum_up(connection)


def recount(connection: Connection, only: Collection[int] | None = None) -> list[Difference]:
    """Every total, of all cells or `only` of these, that is not what the reports add up to.

    The transaction must see one state throughout, as `Database.read` does.
    """
    found: list[Difference] = []
    since = first_day_kept(connection)
    for cells in _batches(connection, only):
        counted = _counted(connection, cells, since)
        kept = _kept(connection, cells, since)
        for cell_id in cells:
            found += _compare(cell_id, kept.get(cell_id, {}), with_years(counted.get(cell_id, {})))
    return [*found, *_sheaves(connection)]


def mend(
    connection: Connection, differing: Iterable[Difference], at: float, repair: bool = True
) -> list[Difference]:
    """Look at cells that differed once more; record what still does, and mend it with `repair`.

    In a transaction of `Database.one_state`. Nothing is found where another process is at it.
    Reports may go on meanwhile: they only append what they change.
    """
    cells = {each.cell_id for each in differing}
    if not cells or not alone(connection):
        return []
    found = recount(connection, cells)
    if found:
        connection.execute(insert(total_fault), [_fault(each, at, repair) for each in found])
    if repair and found:
        put(connection, _gaps(found))
        sheaves.sum_up(connection)
    return found


def claim(connection: Connection, day: str) -> bool:
    """Whether nobody has counted anew on this day yet; from now on somebody has."""
    statement = upsert(connection, counter).values(name=f"recount/{day}", value=1)
    done = connection.execute(statement.on_conflict_do_nothing().returning(counter.c.value))
    return done.first() is not None


def forget_days(connection: Connection) -> int:
    """Let go of days long past; how many rows there were."""
    since = first_day_kept(connection)
    past = delete(total).where(func.length(total.c.period) == len(since), total.c.period < since)
    return connection.execute(past).rowcount if since else 0


# --- the two sides -----------------------------------------------------------------------------


def _batches(connection: Connection, only: Collection[int] | None) -> Iterator[list[int]]:
    """Cells, so many at a time as hold some 1500 units; those that hold none any more too."""
    counts = select(cell.c.id, func.count(filed.c.unit_id)).join_from(
        cell, filed, filed.c.cell_id == cell.c.id, isouter=True
    )
    counts = counts.where(cell.c.level != SHEAF)
    in_order = cell.c.sheaf_id, cell.c.id  # as their totals stand
    batch: list[int] = []
    held = 0
    for cell_id, units in connection.execute(counts.group_by(cell.c.id).order_by(*in_order)).all():
        if only is None or cell_id in only:
            batch.append(cell_id)
            held += units
        if held >= _UNITS_AT_ONCE:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _counted(connection: Connection, cells: Sequence[int], since: str) -> dict[int, Totals]:
    places = select(filed.c.unit_id, filed.c.cell_id).where(filed.c.cell_id.in_(cells))
    where = dict(connection.execute(places).all())
    found: dict[int, Totals] = defaultdict(dict)
    for unit_id, figures in figures_of(connection, list(where), since):
        add(found[where[unit_id]], figures)
    return {cell_id: without_zeros(totals) for cell_id, totals in found.items()}


def _kept(connection: Connection, cells: Sequence[int], since: str) -> dict[int, Totals]:
    found: dict[int, Totals] = defaultdict(dict)
    changes = select(total_change.c.day, *columns(total_change))
    changes = changes.where(total_change.c.cell_id.in_(cells))
    for cell_id, lately in changed(connection.execute(changes)).items():
        found[cell_id] = with_years(lately)
    for cell_id, figures in by_cell(_totals(connection, cells)).items():
        add(found[cell_id], figures)
    return {cell_id: _not_before(since, totals) for cell_id, totals in found.items()}


def _totals(connection: Connection, cells: Sequence[int]) -> Iterable[Any]:
    sheaves = {*sheaf_of(connection, cells).values()}
    where = total.c.sheaf_id.in_(sheaves), total.c.cell_id.in_(cells)
    return connection.execute(select(*columns(total)).where(*where))


def _not_before(since: str, totals: Totals) -> Totals:
    return {key: f for key, f in totals.items() if not is_day(key[0]) or key[0] >= since}


def _compare(cell_id: int, kept: Totals, counted: Totals) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        ours, theirs = kept.get(key, NOTHING), counted.get(key, NOTHING)
        if rounded(ours) != rounded(theirs):
            yield Difference(cell_id, *key, ours, theirs)


def _sheaves(connection: Connection) -> Iterator[Difference]:
    """Where a sheaf's totals are not the sum of its cells'."""
    counted: dict[int, Totals] = {sheaf_id: {} for sheaf_id in sheaves.all_ids(connection)}
    for sheaf_id, period, indicator, name, figures in sheaves.sums(connection):
        counted[sheaf_id][period, indicator, name] = figures
    kept = by_cell(_totals(connection, list(counted)))
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
