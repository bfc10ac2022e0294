"""The health of a database: its engine, how much is in it, and whether it is consistent."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, inspect, select, text

from storage.cases import sealed_check
from storage.database import Transaction
from storage.schema import metadata, submission, value

_MOST = 20
"""At most so many faults of a kind are named."""


@dataclass(frozen=True, slots=True)
class DatabaseFault:
    """An inconsistency: in which table, and what it is."""

    table: str
    what: str


def describe_engine(tx: Transaction) -> str:
    """Name the engine and its version: "sqlite 3.46.1"."""
    version = tx.dialect.server_version_info or ()
    return f"{tx.dialect.name} {'.'.join(map(str, version))}".strip()


def count_rows(tx: Transaction) -> dict[str, int]:
    """Count the rows of every table of ours that exists, by its name."""
    there = set(inspect(tx).get_table_names())
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in sorted(metadata.tables.values(), key=lambda t: t.name)
        if table.name in there
    }


def find_faults(tx: Transaction, counted: Collection[str] = ()) -> list[DatabaseFault]:
    """Find everything that is inconsistent, or sealed and cannot be opened. Reads all of it.

    `counted`: indicators that are in no report, since they are counted from cases.
    """
    found = _find_sqlite_faults(tx) if tx.dialect.name == "sqlite" else []
    sealed = [
        DatabaseFault(each.table, f"{each.where} cannot be opened")
        for each in sealed_check.find_unopened(tx)
    ]
    return [*found, *_find_values_of_no_report(tx, counted), *sealed]


def _find_sqlite_faults(tx: Transaction) -> list[DatabaseFault]:
    """Let SQLite check its file and its references; PostgreSQL keeps its own right by itself."""
    pages = tx.execute(text(f"PRAGMA integrity_check({_MOST})")).scalars()
    found = [DatabaseFault("", line) for line in pages if line != "ok"]
    lost = tx.execute(text("PRAGMA foreign_key_check")).all()
    return found + [DatabaseFault(r[0], f"row {r[1]} names a missing {r[2]}") for r in lost[:_MOST]]


def _find_values_of_no_report(tx: Transaction, counted: Collection[str]) -> list[DatabaseFault]:
    reported = and_(
        submission.c.unit_id == value.c.unit_id,
        submission.c.period == value.c.period,
        submission.c.latest,
    )
    statement = (
        select(value.c.unit_id, value.c.period, func.count())
        .outerjoin_from(value, submission, reported)
        .where(submission.c.id.is_(None), value.c.indicator.not_in(counted))
        .group_by(value.c.unit_id, value.c.period)
        .order_by(value.c.unit_id, value.c.period)
        .limit(_MOST)
    )
    return [
        DatabaseFault(
            "value", f"{count} row(s) of unit {unit_id} in {period} belong to no report in force"
        )
        for unit_id, period, count in tx.execute(statement)
    ]
