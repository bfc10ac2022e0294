"""The delta log of the running totals: reports append changes, which are compacted in batches.

A report appends what it changes (`total_change`) in its own transaction and touches no total, so
that reports never wait for one another here. Every so often one transaction compacts the log: it
adds the changes to the totals. Whoever reads adds the changes that are not compacted yet.
`storage.totals.recounting` proves the totals. See docs/adr/0013-running-totals.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text

from domain.progress.totals import (
    SENT,
    Figures,
    Totals,
    add_figures,
    add_years,
    compute_change,
    drop_zeros,
    move_to_day,
)
from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import cohort, cohort_unit, total, total_change
from storage.totals.counting import count_figures, find_first_day_kept, to_day

COMPACT_EVERY = 64
"""The delta log is compacted after every so many reports."""

_MOST_AT_ONCE = 5000
_LOCK = 0x50_48_01  # of PostgreSQL's advisory locks: one process at a time compacts
_FIGURES = Figures._fields
_History = Sequence[tuple[str, str, str, float]]


def hold_cohort(tx: Transaction, unit_id: int) -> int:
    """Lock a unit's figures until the transaction ends; return the id of its cohort.

    Two reports of one unit change the same figures. Reports of different units never wait here.
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
    """Append what changes in a cohort's totals when one of its units reports a period.

    `history`: the unit's values of the year as they were before this report. `first`: the unit
    had not reported the period before. `sent_at` in seconds.
    """
    said = {**answers, SENT[0]: {SENT[1]: 1.0}} if first else answers
    append(tx, {cohort_id: compute_change(history, period, said)}, to_day(sent_at))


def move(tx: Transaction, moved: Sequence[tuple[int, int, int]]) -> None:
    """Move units' figures from one cohort to another: (unit, old cohort, new cohort)."""
    changes: dict[int, Totals] = defaultdict(dict)
    goes = {unit_id: (old, new) for unit_id, old, new in moved}
    for unit_id, figures in count_figures(tx, list(goes), find_first_day_kept(tx)):
        old, new = goes[unit_id]
        add_figures(changes[old], figures, -1)
        add_figures(changes[new], figures)
    append(tx, changes)


def append(tx: Transaction, changes: Mapping[int, Totals], day: str = "") -> None:
    """Append changes by cohort. `day`: when they were sent; "" if days are among them."""
    made = [
        {**row, "day": day}
        for cohort_id, found in changes.items()
        for row in to_rows(cohort_id, found)
    ]
    if made:
        tx.execute(insert(total_change), made)


def to_rows(cohort_id: int, found: Totals) -> Iterator[dict[str, Any]]:
    """A cohort's figures as rows of a table, without those that are all zero."""
    for (period, indicator, name), figures in drop_zeros(found).items():
        key = {"period": period, "indicator": indicator, "field": name, "cohort_id": cohort_id}
        yield {**key, **figures._asdict()}


# --- compacting ---------------------------------------------------------------------------------


def compact(tx: Transaction, most: int = _MOST_AT_ONCE) -> int:
    """Add appended changes to the totals; return how many, 0 if another process is compacting."""
    if not try_lock(tx):
        return 0
    oldest = select(total_change.c.id).order_by(total_change.c.id).limit(most)
    gone = tx.execute(
        delete(total_change)
        .where(total_change.c.id.in_(oldest))
        .returning(total_change.c.day, *list_columns(total_change))
    ).all()
    _add_up(tx, sum_changes(gone))
    return len(gone)


def try_lock(tx: Transaction) -> bool:
    """Take the lock until this transaction ends; False if another process has it.

    SQLite has one writer anyway.
    """
    if tx.dialect.name == "sqlite":
        return True
    return bool(tx.execute(text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")).scalar())


def wait_for_lock(tx: Transaction) -> None:
    """Wait for the lock and take it until this transaction ends."""
    if tx.dialect.name != "sqlite":
        tx.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _add_up(tx: Transaction, found: Mapping[int, Totals]) -> None:
    """Add to the totals of these cohorts and of their rollups, by month, year and day."""
    found = {cohort_id: add_years(changes) for cohort_id, changes in found.items()}
    rollups: dict[int, Totals] = defaultdict(dict)
    for cohort_id, rollup_id in find_rollups(tx, found).items():
        add_figures(rollups[rollup_id], found[cohort_id])
    put(tx, {**found, **rollups})


def find_rollups(tx: Transaction, cohorts: Collection[int]) -> dict[int, int]:
    """The rollup of each cohort; 0 for what is a rollup itself."""
    statement = select(cohort.c.id, func.coalesce(cohort.c.rollup_id, 0)).where(
        cohort.c.id.in_(cohorts)
    )
    return dict(tx.execute(statement).all())


def put(tx: Transaction, found: Mapping[int, Totals]) -> None:
    """Add figures to the totals of exactly these cohorts or rollups."""
    made = list(to_total_rows(found, find_rollups(tx, found)))
    statement = upsert(tx, total)
    statement = statement.on_conflict_do_update(
        index_elements=list(total.primary_key.columns),
        set_={name: total.c[name] + statement.excluded[name] for name in _FIGURES},
    )
    if made:
        tx.execute(statement, made)


def to_total_rows(
    found: Mapping[int, Totals], rollups: Mapping[int, int]
) -> Iterator[dict[str, Any]]:
    """Figures by cohort or rollup as rows of totals, in the order of the table's key."""
    for cohort_id in sorted(found, key=lambda c: (rollups[c], c)):
        for row in to_rows(cohort_id, found[cohort_id]):
            yield {**row, "rollup_id": rollups[cohort_id]}


def list_columns(table: Table) -> list[Any]:
    """The cohort, key and figures of a table, as `sum_changes` and `sum_by_cohort` take them."""
    names = ("cohort_id", "period", "indicator", "field", *_FIGURES)
    return [table.c[name] for name in names]


def sum_changes(kept: Iterable[Any]) -> dict[int, Totals]:
    """Sum appended changes by cohort; those of months are added under their day as well."""
    found: dict[int, Totals] = defaultdict(dict)
    for day, cohort_id, period, indicator, name, *figures in kept:
        figure = {(period, indicator, name): Figures(*figures)}
        add_figures(found[cohort_id], figure)
        if day:
            add_figures(found[cohort_id], move_to_day(figure, day))
    return found


def sum_by_cohort(kept: Iterable[Any]) -> dict[int, Totals]:
    """Sum figures by cohort and key; rows of a year or a day stay apart from those of months."""
    found: dict[int, Totals] = defaultdict(dict)
    for cohort_id, period, indicator, name, *figures in kept:
        add_figures(found[cohort_id], {(period, indicator, name): Figures(*figures)})
    return found
