"""A made-up nation into a database, fast: units as an import would, reports in bulk."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, text

from bench.nation import Reported, Year, nation, size_at
from domain.plan.plan import Plan
from storage import migrate, units
from storage.database import Database
from storage.schema import submission, value
from storage.totals import recounting
from storage.units import Units

_UNITS_AT_ONCE = 2000
_SUBMISSION = (
    *("number", "unit_id", "period", "edition", "sent_at", "on_behalf", "latest"),
    *("answers", "sample"),
)
_VALUE = ("unit_id", "indicator", "period", "field", "amount")


def fill(database: Database, plan: Plan, scale: float) -> tuple[int, int]:
    """Make tables, units, reports and running totals; how many reports and values there are."""
    migrate.prepare(database)
    with database.write() as tx:
        units.save(tx, nation(size_at(scale)))
    with database.write() as tx:
        known = units.load(tx)
        with _without_indexes(tx):
            reports, values = _send(tx, known, plan)
    _settle(database)
    with database.write() as tx:
        recounting.build(tx)
    _settle(database)
    return reports, values


def _send(tx: Connection, known: Units, plan: Plan) -> tuple[int, int]:
    reports = values = 0
    for some in _parts(_reports(known, plan)):
        sent = [_submission(reports + n, unit_id, r) for n, (unit_id, r) in enumerate(some)]
        rows = sorted(chain.from_iterable(_values(unit_id, r) for unit_id, r in some))
        _insert(tx, submission.name, _SUBMISSION, sent)
        _insert(tx, value.name, _VALUE, rows)
        reports, values = reports + len(sent), values + len(rows)
    return reports, values


def _reports(known: Units, plan: Plan) -> Iterator[tuple[int, Reported]]:
    year = Year(plan)
    for key, unit_id in sorted(known.all_ids.items(), key=lambda pair: pair[1]):
        for report in year.of(known.tree.unit(key).level):
            yield unit_id, report


def _parts(reports: Iterator[tuple[int, Reported]]) -> Iterator[list[tuple[int, Reported]]]:
    while some := list(islice(reports, 12 * _UNITS_AT_ONCE)):
        yield some


def _submission(number: int, unit_id: int, r: Reported) -> tuple[Any, ...]:
    name = f"BC-{r.period[2:4]}{r.period[5:]}-{number:07}"
    packed = json.dumps({"answers": r.answers})
    return name, unit_id, r.period, 1, r.sent_at, False, True, packed, True


def _values(unit_id: int, r: Reported) -> Iterable[tuple[Any, ...]]:
    for code, fields in r.answers.items():
        for name, amount in fields.items():
            yield unit_id, code, r.period, name, amount


# --- either database ---------------------------------------------------------------------------


def _insert(
    tx: Connection, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    """COPY on PostgreSQL, executemany on SQLite, both past SQLAlchemy."""
    names = ", ".join(columns)
    driver: Any = tx.connection.driver_connection
    if tx.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _without_indexes(tx: Connection) -> Iterator[None]:
    """Indexes of reports and values are made anew at the end: far faster than row by row."""
    indexes = [*submission.indexes, *value.indexes]
    for index in indexes:
        index.drop(tx)
    yield
    for index in indexes:
        index.create(tx)


def _settle(database: Database) -> None:
    """What PostgreSQL does by itself in quiet hours; SQLite keeps no statistics unless asked."""
    if database.is_sqlite:
        return
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as tx:
        tx.execute(text("VACUUM ANALYZE"))
