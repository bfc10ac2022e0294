"""Running totals by cell: changed with every report, added up in batches, proved by a recount.

A report appends what it changes (`total_change`) in its own transaction and touches no total, so
that reports never wait for one another here. Every so often one transaction adds what has come in
to the totals; whoever reads adds what has not been added yet. docs/adr/0013-running-totals.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from domain.totals import (
    NOTHING,
    SENT,
    Figures,
    Key,
    Totals,
    add,
    change,
    is_day,
    is_month,
    on_day,
    rounded,
    with_years,
    without_zeros,
)
from storage.counting import day_of, figures_of, first_day_kept
from storage.inserts import upsert
from storage.schema import filed, total, total_change, total_fault

FOLDED_EVERY = 64
"""Every so many reports what has come in is added to the totals."""

_MOST_AT_ONCE = 5000
_UNITS_AT_ONCE = 1500
_LOCK = 0x50_48_01  # one process at a time adds up; its number among PostgreSQL's advisory locks
_FIGURES = Figures._fields
_History = Sequence[tuple[str, str, str, float]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that is not what the values add up to. `period` may be a year."""

    cell_id: int
    period: str
    indicator: str
    field: str
    kept: Figures
    counted: Figures


def hold_cell(connection: Connection, unit_id: int) -> int:
    """The unit's cell; until the transaction ends nobody else changes what this unit reported.

    Two of one unit's reports change the same figures. Reports of different units never wait here.
    """
    where = select(filed.c.cell_id).where(filed.c.unit_id == unit_id)
    return int(connection.execute(where.with_for_update()).scalar_one())


def record(
    connection: Connection,
    cell_id: int,
    period: str,
    answers: Mapping[str, Mapping[str, float]],
    history: _History,
    first: bool,
    sent_at: float,
) -> None:
    """Append what a cell's totals change by now that one of its units reports this of a period.

    `history`: the unit's values of the year before the report was kept. `first`: whether the
    unit had not reported the period before. `sent_at` in seconds.
    """
    said = {**answers, SENT[0]: {SENT[1]: 1.0}} if first else answers
    _append(connection, {cell_id: change(history, period, said)}, day_of(sent_at))


def move(connection: Connection, moved: Sequence[tuple[int, int, int]]) -> None:
    """Take units' figures from one cell to another: (unit, old cell, new cell)."""
    by_cell: dict[int, Totals] = defaultdict(dict)
    goes = {unit_id: (old, new) for unit_id, old, new in moved}
    for unit_id, figures in figures_of(connection, list(goes), first_day_kept(connection)):
        old, new = goes[unit_id]
        add(by_cell[old], figures, -1)
        add(by_cell[new], figures)
    _append(connection, by_cell)


def _append(connection: Connection, by_cell: Mapping[int, Totals], day: str = "") -> None:
    rows = [
        {**row, "day": day} for cell_id, found in by_cell.items() for row in _rows(cell_id, found)
    ]
    if rows:
        connection.execute(insert(total_change), rows)


def _rows(cell_id: int, found: Totals) -> Iterator[dict[str, Any]]:
    for (period, indicator, name), figures in without_zeros(found).items():
        key = {"period": period, "indicator": indicator, "field": name, "cell_id": cell_id}
        yield {**key, **figures._asdict()}


# --- adding up ---------------------------------------------------------------------------------


def fold_in(connection: Connection, most: int = _MOST_AT_ONCE) -> int:
    """Add appended changes to the totals; how many. 0 where another process is at it."""
    if not _alone(connection):
        return 0
    oldest = select(total_change.c.id).order_by(total_change.c.id).limit(most)
    gone = connection.execute(
        delete(total_change)
        .where(total_change.c.id.in_(oldest))
        .returning(total_change.c.day, *_columns(total_change))
    ).all()
    _add_up(connection, _changed(gone))
    return len(gone)


def _alone(connection: Connection) -> bool:
    """SQLite has one writer anyway."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.execute(text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")).scalar())


def _add_up(connection: Connection, by_cell: Mapping[int, Totals]) -> None:
    rows = [
        row for cell_id in sorted(by_cell) for row in _rows(cell_id, with_years(by_cell[cell_id]))
    ]
    statement = upsert(connection, total)
    statement = statement.on_conflict_do_update(
        index_elements=["period", "indicator", "field", "cell_id"],
        set_={name: total.c[name] + statement.excluded[name] for name in _FIGURES},
    )
    if rows:
        connection.execute(statement, rows)


def _columns(table: Table) -> list[Any]:
    names = ("cell_id", "period", "indicator", "field", *_FIGURES)
    return [table.c[name] for name in names]


def _changed(rows: Iterable[Any]) -> dict[int, Totals]:
    """Appended changes by cell, those of months under their day too."""
    found: dict[int, Totals] = defaultdict(dict)
    for day, cell_id, period, indicator, name, *figures in rows:
        changed = {(period, indicator, name): Figures(*figures)}
        add(found[cell_id], changed)
        if day:
            add(found[cell_id], on_day(changed, day))
    return found


def _by_cell(rows: Iterable[Any]) -> dict[int, Totals]:
    """Added up by cell and key; rows of a year or a day stay apart from those of months."""
    found: dict[int, Totals] = defaultdict(dict)
    for cell_id, period, indicator, name, *figures in rows:
        add(found[cell_id], {(period, indicator, name): Figures(*figures)})
    return found


# --- counting again ----------------------------------------------------------------------------


def build(connection: Connection) -> None:
    """Make all totals anew from the values, at once; for a database that nobody else writes to."""
    for table in (total_change, total):
        connection.execute(delete(table))
    since = first_day_kept(connection)
    for cells in _batches(connection):
        for cell_id, found in sorted(_counted(connection, cells, since).items()):
            rows = list(_rows(cell_id, with_years(found)))
            if rows:
                connection.execute(insert(total), rows)


def recount(connection: Connection, at: float, repair: bool = False) -> list[Difference]:
    """Every total that is not what the values add up to; recorded, and mended with `repair`.

    The transaction must see one state throughout (see `Database.one_state`). What is mended
    is appended as a change like a report's, so reports may go on meanwhile.
    """
    found: list[Difference] = []
    since = first_day_kept(connection)
    for cells in _batches(connection):
        counted = _counted(connection, cells, since)
        kept = _kept(connection, cells, since)
        for cell_id in cells:
            found += _compare(cell_id, kept.get(cell_id, {}), with_years(counted.get(cell_id, {})))
    if found:
        connection.execute(insert(total_fault), [_fault(d, at, repair) for d in found])
    if repair:
        _append(connection, _mending(found))
    return found


def _batches(connection: Connection) -> Iterator[list[int]]:
    """Cells, so many at a time as hold some 1500 units."""
    counts = select(filed.c.cell_id, func.count()).group_by(filed.c.cell_id)
    batch: list[int] = []
    held = 0
    for cell_id, units in connection.execute(counts.order_by(filed.c.cell_id)).all():
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
    changes = select(total_change.c.day, *_columns(total_change))
    changes = changes.where(total_change.c.cell_id.in_(cells))
    for cell_id, changed in _changed(connection.execute(changes)).items():
        found[cell_id] = with_years(changed)
    there = select(*_columns(total)).where(total.c.cell_id.in_(cells))
    for cell_id, figures in _by_cell(connection.execute(there)).items():
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
