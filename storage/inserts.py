"""Inserts that differ between the two databases."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction


def upsert(tx: Transaction, table: Table) -> "sqlite.Insert":
    """The dialect's INSERT … ON CONFLICT: SQLAlchemy has one construct for each dialect."""
    made: Any = sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
    return cast("sqlite.Insert", made)


def insert_in_order(tx: Transaction, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows into a table with an id; return the new ids in the order of the rows.

    SQLite numbers the rows of one VALUES list upwards while we hold the only writing transaction,
    but does not promise the order of RETURNING, so SQLAlchemy would insert row by row to know it:
    a hundred statements instead of one. There the ids are sorted instead.
    """
    if not rows:
        return []
    by_statement = tx.dialect.name != "sqlite"
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=by_statement)
    return sorted(tx.execute(statement, rows).scalars())
