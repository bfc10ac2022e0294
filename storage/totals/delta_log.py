"""Running totals by cell: changed with every report, added up in batches.

A report appends what it changes (`total_change`) in its own transaction and touches no total, so
that reports never wait for one another here. Every so often one transaction adds what has come in
to the totals; whoever reads adds what has not been added yet. `storage.totals.recounting` proves
them. docs/adr/0013-running-totals.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text

from domain.progress.totals import (
    SENT,
    Figures,
    Totals,
    add,
    change,
    on_day,
    with_years,
    without_zeros,
)
from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import cohort, cohort_unit, total, total_change
from storage.totals.counting import day_of, figures_of, first_day_kept

FOLDED_EVERY = 64
"""Every so many reports what has come in is added to the totals."""

_MOST_AT_ONCE = 5000
_LOCK = 0x50_48_01  # one process at a time adds up; its number among PostgreSQL's advisory locks
_FIGURES = Figures._fields
_History = Sequence[tuple[str, str, str, float]]


def hold_cohort(tx: Transaction, unit_id: int) -> int:
    """The unit's cell; until the transaction ends nobody else changes what this unit reported.

    Two of one unit's reports change the same figures. Reports of different units never wait here.
    """
    where = select(cohort_unit.c.cohort_id).where(cohort_unit.c.unit_id == unit_id)
    return int(tx.execute(where.with_for_update()).scalar_one())


def record(
    tx: Transaction,
    cohort_id: int,
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
    append(tx, {cohort_id: change(history, period, said)}, day_of(sent_at))


def move(tx: Transaction, moved: Sequence[tuple[int, int, int]]) -> None:
    """Take units' figures from one cell to another: (unit, old cell, new cell)."""
    changes: dict[int, Totals] = defaultdict(dict)
    goes = {unit_id: (old, new) for unit_id, old, new in moved}
    for unit_id, figures in figures_of(tx, list(goes), first_day_kept(tx)):
        old, new = goes[unit_id]
        add(changes[old], figures, -1)
        add(changes[new], figures)
    append(tx, changes)


def append(tx: Transaction, changes: Mapping[int, Totals], day: str = "") -> None:
    """Append changes by cell; `day`: on which they were sent, "" where that is told apart."""
    made = [
        {**row, "day": day}
        for cohort_id, found in changes.items()
        for row in rows(cohort_id, found)
    ]
    if made:
        tx.execute(insert(total_change), made)


def rows(cohort_id: int, found: Totals) -> Iterator[dict[str, Any]]:
    """A cell's figures as rows of a table, but those that are all zero."""
    for (period, indicator, name), figures in without_zeros(found).items():
        key = {"period": period, "indicator": indicator, "field": name, "cohort_id": cohort_id}
        yield {**key, **figures._asdict()}


# --- adding up ---------------------------------------------------------------------------------


def compact(tx: Transaction, most: int = _MOST_AT_ONCE) -> int:
    """Add appended changes to the totals; how many. 0 where another process is at it."""
    if not alone(tx):
        return 0
    oldest = select(total_change.c.id).order_by(total_change.c.id).limit(most)
    gone = tx.execute(
        delete(total_change)
        .where(total_change.c.id.in_(oldest))
        .returning(total_change.c.day, *columns(total_change))
    ).all()
    _add_up(tx, changed(gone))
    return len(gone)


def alone(tx: Transaction) -> bool:
    """Whether nobody else adds up till this transaction ends. SQLite has one writer anyway."""
    if tx.dialect.name == "sqlite":
        return True
    return bool(tx.execute(text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")).scalar())


def wait_alone(tx: Transaction) -> None:
    """Wait until nobody else adds up; nobody will till this transaction ends."""
    if tx.dialect.name != "sqlite":
        tx.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _add_up(tx: Transaction, found: Mapping[int, Totals]) -> None:
    """To the totals of these cells and of their sheaves, by month, year and day."""
    found = {cohort_id: with_years(changes) for cohort_id, changes in found.items()}
    rollups: dict[int, Totals] = defaultdict(dict)
    for cohort_id, rollup_id in rollup_of(tx, found).items():
        add(rollups[rollup_id], found[cohort_id])
    put(tx, {**found, **rollups})


def rollup_of(tx: Transaction, cohorts: Collection[int]) -> dict[int, int]:
    """Cell → its sheaf; 0 for what is a sheaf itself."""
    statement = select(cohort.c.id, func.coalesce(cohort.c.rollup_id, 0)).where(
        cohort.c.id.in_(cohorts)
    )
    return dict(tx.execute(statement).all())


def put(tx: Transaction, found: Mapping[int, Totals]) -> None:
    """Add to totals just as they are named, by cell or sheaf."""
    made = list(total_rows(found, rollup_of(tx, found)))
    statement = upsert(tx, total)
    statement = statement.on_conflict_do_update(
        index_elements=list(total.primary_key.columns),
        set_={name: total.c[name] + statement.excluded[name] for name in _FIGURES},
    )
    if made:
        tx.execute(statement, made)


def total_rows(found: Mapping[int, Totals], rollups: Mapping[int, int]) -> Iterator[dict[str, Any]]:
    """Figures by cell or sheaf as rows of totals, in the order in which these stand."""
    for cohort_id in sorted(found, key=lambda c: (rollups[c], c)):
        for row in rows(cohort_id, found[cohort_id]):
            yield {**row, "rollup_id": rollups[cohort_id]}


def columns(table: Table) -> list[Any]:
    """Cell, key and figures, as `changed` and `by_cell` take them."""
    names = ("cohort_id", "period", "indicator", "field", *_FIGURES)
    return [table.c[name] for name in names]


def changed(kept: Iterable[Any]) -> dict[int, Totals]:
    """Appended changes by cell, those of months under their day too."""
    found: dict[int, Totals] = defaultdict(dict)
    for day, cohort_id, period, indicator, name, *figures in kept:
        figure = {(period, indicator, name): Figures(*figures)}
        add(found[cohort_id], figure)
        if day:
            add(found[cohort_id], on_day(figure, day))
    return found


def by_cohort(kept: Iterable[Any]) -> dict[int, Totals]:
    """Added up by cell and key; rows of a year or a day stay apart from those of months."""
    found: dict[int, Totals] = defaultdict(dict)
    for cohort_id, period, indicator, name, *figures in kept:
        add(found[cohort_id], {(period, indicator, name): Figures(*figures)})
    return found
