"""Migrations make the tables of the schema; a newer database is refused."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from storage import extensions, migrate, units
from storage.database import Database
from storage.extensions import Grace
from storage.schema import metadata
from tests.support.people_stage import TREE


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.read() as tx:
        inspector = inspect(tx)
        for table in metadata.sorted_tables:
            columns = {column["name"] for column in inspector.get_columns(table.name)}
            assert columns == set(table.columns.keys()), table.name


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(database: Database) -> None:
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.NewerDatabase, match="9999"):
        migrate.prepare(database)
    with database.read() as tx:
        assert migrate.revision(tx) == "9999"


def test_what_staff_granted_before_still_counts(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'older.db'}")
    with database.write() as tx:
        migrate.upgrade(tx, "0006")
        units.save(tx, TREE)
        tx.execute(
            text(
                "INSERT INTO grace VALUES (1, '2025-08', 'open', '2025-10-17', NULL, 5.0, 'phone')"
            )
        )
    migrate.prepare(database)
    with database.write() as tx:
        before = extensions.granted(tx, extensions.OPEN)
        again = Grace(1, "2025-08", extensions.OPEN, date(2025, 10, 15), "figures")
        extensions.grant(tx, again, None, 6.0)
        assert before == [Grace(1, "2025-08", extensions.OPEN, date(2025, 10, 17), "phone")]
        assert extensions.granted(tx, extensions.OPEN) == [again]
        assert extensions.latest(tx, [1], "2025-08", extensions.OPEN) == again.until
        assert tx.execute(text("SELECT count(*) FROM grace")).scalar() == 2
    database.close()
