"""Migrations make the tables of the schema; what this version cannot read is refused."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from storage import migrate
from storage.database import Database
from storage.schema import metadata


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


@pytest.mark.parametrize(
    ("found", "why"), [("9999", "run the newer version"), ("0007", "of a trial version")]
)
def test_a_database_that_cannot_be_read_is_refused_and_left_as_it_is(
    database: Database, found: str, why: str
) -> None:
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
    with pytest.raises(migrate.CannotUpgrade, match=why) as refused:
        migrate.prepare(database)
    assert found in str(refused.value)
    assert "nothing was changed" in str(refused.value)
    with database.read() as tx:
        assert migrate.read_revision(tx) == found
