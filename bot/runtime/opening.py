"""Opening the database for good: made where there is none, brought to this version's tables, its
vault unlocked."""

from bot.errors import OperatorMistake
from bot.runtime.vault_keys import unlock
from bot.settings import Settings
from storage import migrate
from storage.database import Database


def open_database(settings: Settings) -> Database:
    """The database, brought to this version; raises OperatorMistake where it cannot be used."""
    try:
        if not settings.database_url:
            settings.home.mkdir(parents=True, exist_ok=True)
        database = Database(settings.database)
    except Exception as fault:
        raise cannot_open(fault) from fault
    try:
        migrate.prepare(database)
    except migrate.CannotUpgrade as refused:
        database.close()
        raise OperatorMistake(str(refused)) from None
    except Exception as fault:
        database.close()
        raise cannot_open(fault) from fault
    unlock(settings, database)
    return database


def cannot_open(fault: Exception) -> OperatorMistake:
    """A database that gives no answer, told without its address, which may hold a password."""
    return OperatorMistake(
        f"the database cannot be opened ({type(fault).__name__}): "
        "check SOHOI_DATABASE_URL and SOHOI_HOME"
    )
