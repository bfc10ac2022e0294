"""What commands of `sohoi` share: the database, the day, and how a mistake is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import typer

from bot import settings
from bot.errors import OperatorMistake
from storage import migrate
from storage.database import Database
from storage.moments import VIETNAM

_SQLITE = "sqlite:///"
FAULT, WRONG_USE = 1, 2
"""Exit codes: something is broken or missing; the command was used wrongly."""


def open_database() -> Database:
    """The database of the settings; raises OperatorMistake where there is none of this version."""
    address = settings.read().database
    file = address.removeprefix(_SQLITE)
    if file != address and not Path(file).exists():
        raise OperatorMistake(
            f"there is no database {file} yet: run `sohoi db prepare`, or set SOHOI_HOME to the "
            "folder that holds it"
        )
    database = Database(address)
    _check_version(database)
    return database


def _check_version(database: Database) -> None:
    with database.read() as book:
        found = migrate.revision(book)
    if found != migrate.HEAD:
        database.close()
        raise OperatorMistake(
            f"the database is of version {found or 'none'}, this program needs {migrate.HEAD}: "
            "run `sohoi db prepare`"
        )


@contextmanager
def opened() -> Iterator[Database]:
    """The database for one command, closed after it; a mistake of the operator ends it, exit 1."""
    try:
        database = open_database()
    except OperatorMistake as mistake:
        raise stop(str(mistake), FAULT) from None
    try:
        yield database
    finally:
        database.close()


def stop(message: str, code: int = WRONG_USE) -> typer.Exit:
    """Say a mistake in one line on standard error; the caller raises what is returned."""
    typer.echo(message, err=True)
    return typer.Exit(code)


def now() -> datetime:
    """The moment, in Vietnam."""
    return datetime.now(VIETNAM)
