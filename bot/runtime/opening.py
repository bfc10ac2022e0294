"""Opens the database for use: made where there is none, upgraded, its vault unlocked."""

from bot.errors import OperatorMistake
from bot.runtime.vault_keys import unlock
from bot.settings import Settings
from storage import migrate
from storage.database import Database


def open_database(settings: Settings) -> Database:
    """Open the database, upgraded to this version; OperatorMistake where it cannot be used."""
    try:
        if not settings.database_url:
            settings.home.mkdir(parents=True, exist_ok=True)
        database = Database(settings.database)
    except Exception as fault:
        raise explain_cannot_open(fault) from fault
    try:
        migrate.prepare(database)
    except migrate.CannotUpgrade as refused:
        database.close()
        raise OperatorMistake(str(refused)) from None
    except Exception as fault:
        database.close()
        raise explain_cannot_open(fault) from fault
    unlock(settings, database)
    return database


def explain_cannot_open(fault: Exception) -> OperatorMistake:
    """Explain that the database gives no answer, without its address: it may hold a password."""
    return OperatorMistake(
        f"the database cannot be opened ({type(fault).__name__}): "
        "check SOHOI_DATABASE_URL and SOHOI_HOME"
    )
