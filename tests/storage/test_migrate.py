"""Migrations make the tables of the schema; a newer database is refused."""

import pytest
from sqlalchemy import inspect, text

from storage import migrate
from storage.database import Database
from storage.schema import metadata


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.read() as connection:
        inspector = inspect(connection)
        for table in metadata.sorted_tables:
            columns = {column["name"] for column in inspector.get_columns(table.name)}
            assert columns == set(table.columns.keys()), table.name


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.NewerDatabase, match="9999"):
        migrate.prepare(database)
    with database.read() as connection:
        assert migrate.revision(connection) == "9999"
