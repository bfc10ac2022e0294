"""What commands of `sohoi` share: the database, the day, and how they end at a mistake."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.errors import OperatorMistake
from domain.periods import VIETNAM

if TYPE_CHECKING:  # the database's libraries are imported by commands that open it
    from storage.database import Database, Transaction
    from storage.units import Units

_SQLITE = "sqlite:///"
FAULT, WRONG_USE = 1, 2
"""Exit codes: something is broken or missing; the command was used wrongly."""


def open_database() -> "Database":
    """Open the database of the settings and unlock its vault.

    Raises OperatorMistake where there is none of this version, or its key is missing.
    """
    from bot import settings
    from bot.runtime.vault_keys import unlock
    from storage import migrate

    database = open_any_version()
    found = read_revision(database)
    if found == migrate.HEAD:
        unlock(settings.read(), database)
        return database
    database.close()
    try:
        migrate.check(found)
    except migrate.CannotUpgrade as refused:
        raise OperatorMistake(str(refused)) from None
    raise OperatorMistake(
        f"the database is of version {found or 'none'}, this program needs {migrate.HEAD}: "
        "run `sohoi db upgrade`"
    )


def open_any_version() -> "Database":
    """Open the database of the settings, whatever its version.

    Raises OperatorMistake where there is none.
    """
    from bot import settings
    from bot.runtime import opening
    from storage.database import Database

    address = settings.read().database
    file = address.removeprefix(_SQLITE)
    if file != address and not Path(file).exists():
        raise OperatorMistake(
            f"there is no database {file} yet: run `sohoi db upgrade`, or set SOHOI_HOME to the "
            "folder that holds it"
        )
    try:
        return Database(address)
    except Exception as fault:
        raise opening.explain_cannot_open(fault) from None


def prepare_database() -> "Database":
    """Open the database of the settings, made or upgraded where it has to be."""
    from bot import settings
    from bot.runtime import opening

    return opening.open_database(settings.read())


def read_revision(database: "Database") -> str | None:
    """Read the version of its tables.

    Closes the database and raises OperatorMistake where it does not answer.
    """
    from bot.runtime import opening
    from storage import migrate

    try:
        with database.read() as tx:
            return migrate.read_revision(tx)
    except Exception as fault:
        database.close()
        raise opening.explain_cannot_open(fault) from None


@contextmanager
def use_database(how: "Callable[[], Database] | None" = None) -> "Iterator[Database]":
    """Open the database for one command and close it after; an operator's mistake is exit 1."""
    with stop_on_mistake():
        database = (how or open_database)()
        try:
            yield database
        finally:
            database.close()


@contextmanager
def stop_on_mistake() -> Iterator[None]:
    """Print a mistake of the operator in one line and end the command, exit 1."""
    try:
        yield
    except OperatorMistake as mistake:
        raise stop(str(mistake), FAULT) from None


def stop(message: str, code: int = WRONG_USE) -> typer.Exit:
    """Print a mistake in one line on standard error; the caller raises what is returned."""
    typer.echo(message, err=True)
    return typer.Exit(code)


def load_units(tx: "Transaction") -> "Units":
    """Load the units; raises OperatorMistake where none are stored yet."""
    from storage import units

    found = units.load(tx)
    if not len(found):
        raise OperatorMistake("there are no units yet: run `sohoi org load`")
    return found


def now() -> datetime:
    """Return the present moment, in Vietnam."""
    return datetime.now(VIETNAM)


def parse_day(text: str, option: str = "--at") -> date:
    """Read the day that an option gives; today where it is empty. Anything else is wrong use."""
    try:
        return date.fromisoformat(text) if text else now().date()
    except ValueError:
        raise stop(f"{option}: {text!r} is no day such as 2025-10-13") from None
