"""Bringing a database to this version's tables; one from a newer version is refused, untouched."""

from pathlib import Path

from sqlalchemy import inspect, text

from storage.database import Database, Transaction

HEAD = "0007"
"""The newest migration this version knows."""

_KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
_WITHOUT_TOTALS = ("0001",)


class NewerDatabase(Exception):
    """The database was made by a newer version; the message names both revisions."""


def revision(tx: Transaction) -> str | None:
    """The database's revision, None when it is empty."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    return tx.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_newer(found: str | None) -> bool:
    """Whether a database of this revision was made by a newer version."""
    return found is not None and found not in _KNOWN


def prepare(database: Database) -> None:
    """Create or upgrade the tables; raises NewerDatabase without having changed anything."""
    with database.read() as tx:
        found = revision(tx)
    if is_newer(found):
        raise NewerDatabase(f"the database is at revision {found}, this version knows up to {HEAD}")
    if found != HEAD:
        with database.write() as tx:
            upgrade(tx)
            if found in _WITHOUT_TOTALS:
                _fill_totals(tx)


def upgrade(tx: Transaction, revision: str = "head") -> None:
    """Run the migrations up to one of them."""
    # Imported late: a start with nothing to upgrade does not pay for Alembic.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = tx
    command.upgrade(config, revision)


def _fill_totals(tx: Transaction) -> None:
    """Counted by the code of today over tables of today: a migration's own would grow old."""
    from storage import units
    from storage.totals import recounting

    units.file_all(tx)
    recounting.build(tx)
