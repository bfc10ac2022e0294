"""INSERT … ON CONFLICT for both databases: SQLAlchemy has one construct a dialect."""

from typing import Any, cast

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table) -> "sqlite.Insert":
    """The dialect's insert, which knows on_conflict_do_nothing and on_conflict_do_update."""
    made: Any = (
        sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
    )
    return cast("sqlite.Insert", made)
