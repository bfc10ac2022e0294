"""Long lists of values in a condition: one parameter instead of one for each value.

SQLAlchemy writes an `IN` anew for every list; a statement with such a parameter is written once.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, bindparam, cast, func, not_, select
from sqlalchemy.dialects.postgresql import ARRAY

from storage.database import Transaction


def is_one_of(lite: bool, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The condition that a column has one of the values of a parameter made by `to_parameter`."""
    if lite:
        each = func.json_each(bindparam(name)).table_valued("value")
        return column.in_(select(each.c.value))
    kind = ARRAY(column.type)
    return column == func.any(cast(bindparam(name, type_=kind), kind))


def is_none_of(lite: bool, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The condition that a column has none of them."""
    return not_(is_one_of(lite, column, name))


def to_parameter(lite: bool, values: Collection[int] | Collection[str]) -> Any:
    """Turn values into such a parameter."""
    return json.dumps(list(values)) if lite else list(values)


def is_sqlite(tx: Transaction) -> bool:
    """Return True if the database is SQLite."""
    return tx.dialect.name == "sqlite"
