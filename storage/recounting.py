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
    is_month,
    rounded,
    with_years,
    without_zeros,
)
from storage.counting import figures_of, first_day_kept
from storage.schema import cell, filed, total, total_change, total_fault
from storage.totals import alone, append, by_cell, changed, columns, rows

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
        counted = sorted(_counted(connection, cells, since).items())
        made = [row for cell_id, found in counted for row in rows(cell_id, with_years(found))]
        if made:
            connection.execute(insert(total), made)


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
    return found


def mend(
    connection: Connection, differing: Iterable[Difference], at: float, repair: bool = True
) -> list[Difference]:
    """Look at cells that differed once more; record what still does, and mend it with `repair`.

    In a transaction of `Database.one_state`. Nothing is found where another process is at it.
    What is mended is appended as a change like a report's, so reports may go on meanwhile.
    """
    cells = {each.cell_id for each in differing}
    if not cells or not alone(connection):
        return []
    found = recount(connection, cells)
    if found:
        connection.execute(insert(total_fault), [_fault(each, at, repair) for each in found])
    if repair:
        append(connection, _mending(found))
    return found


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
    batch: list[int] = []
    held = 0
    for cell_id, units in connection.execute(counts.group_by(cell.c.id).order_by(cell.c.id)).all():
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
    there = select(*columns(total)).where(total.c.cell_id.in_(cells))
    for cell_id, figures in by_cell(connection.execute(there)).items():
        add(found[cell_id], figures)
    return {cell_id: _not_before(since, totals) for cell_id, totals in found.items()}


def _not_before(since: str, totals: Totals) -> Totals:
    return {key: f for key, f in totals.items() if not is_day(key[0]) or key[0] >= since}


def _compare(cell_id: int, kept: Totals, counted: Totals) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        ours, theirs = kept.get(key, NOTHING), counted.get(key, NOTHING)
        if rounded(ours) != rounded(theirs):
            yield Difference(cell_id, *key, ours, theirs)


def _mending(found: Iterable[Difference]) -> dict[int, Totals]:
    """What is lacking; a change of a month counts in its year too, which then lacks the rest."""
    lacking: dict[int, Totals] = defaultdict(dict)
    for each in found:
        key: Key = (each.period, each.indicator, each.field)
        gap = each.counted.plus(each.kept, -1)
        add(lacking[each.cell_id], {key: gap})
        if is_month(each.period):
            add(lacking[each.cell_id], {(each.period[:4], *key[1:]): gap}, -1)
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
