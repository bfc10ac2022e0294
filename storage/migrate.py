"""Upgrades a database to this version's tables; refuses, untouched, what it cannot read."""

from pathlib import Path

from sqlalchemy import inspect, text

from storage.database import Database, Transaction

HEAD = "4"
"""The newest migration that this version knows."""

_KNOWN = ("1", "2", "3", "4")
_TRIAL = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""The migrations of versions that were tried before the first release."""


class CannotUpgrade(Exception):
    """This version cannot use the database; the message says why and what to do."""


def read_revision(tx: Transaction) -> str | None:
    """Read the database's revision; None if it is empty."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    return tx.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check(found: str | None) -> None:
    """Raise CannotUpgrade if a database of this revision can be neither used nor upgraded."""
    if found in _TRIAL:
        raise CannotUpgrade(
            f"the database is of a trial version ({found}), which this version cannot bring up to "
            "date: move it away and start with an empty one; nothing was changed"
        )
    if found is not None and found not in _KNOWN:
        raise CannotUpgrade(
            f"the database is at revision {found}, this version knows up to {HEAD}: run the newer "
            "version; nothing was changed"
        )


def prepare(database: Database) -> None:
    """Create or upgrade the tables; raise CannotUpgrade without having changed anything."""
    with database.read() as tx:
        found = read_revision(tx)
    check(found)
    if found != HEAD:
        with database.write() as tx:
            upgrade(tx)


def upgrade(tx: Transaction) -> None:
    """Run all missing migrations."""
    # Imported late: a start with nothing to upgrade does not pay for Alembic.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = tx
    command.upgrade(config, "head")
