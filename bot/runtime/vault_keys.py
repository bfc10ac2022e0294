"""The vault's keys: from SOHOI_VAULT_KEY, or from the file vault.key in the data folder.

The first start makes the file. There are several keys, the newest first, while they are changed
(`sohoi vault rotate`).
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from bot.errors import OperatorMistake
from bot.settings import Settings
from storage import vault
from storage.database import Database
from storage.vault import Key, WrongKeys

_FILE = "vault.key"
_HEAD = "# Keys of Sổ Hội's vault, the newest first. Keep a copy apart from the database's backups."


def find_key_file(settings: Settings) -> Path:
    """Find the file where the keys lie unless the environment names them."""
    return settings.home / _FILE


def unlock(settings: Settings, database: Database) -> None:
    """Give the database its vault, or close it and raise OperatorMistake with what to do."""
    try:
        keys = read(settings) or _make_first_key(settings, database)
        vault.unlock(database, keys, time.time())
    except WrongKeys as wrong:
        database.close()
        raise OperatorMistake(
            f"the vault cannot be opened: {wrong}; put the key this database was used with back "
            f"into {find_key_file(settings)} or SOHOI_VAULT_KEY (nothing was changed)"
        ) from None
    except OperatorMistake:
        database.close()
        raise


def read(settings: Settings) -> list[Key]:
    """Read the keys; there are none where neither the setting nor the file is there.

    Raises OperatorMistake for keys that cannot be read.
    """
    if settings.vault_key:
        return _parse(settings.vault_key.split(","), "SOHOI_VAULT_KEY")
    path = find_key_file(settings)
    try:
        lines = path.read_text("ascii", "ignore").splitlines()
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise OperatorMistake(f"{path} cannot be read: {fault.strerror}") from None
    return _parse([line for line in lines if not line.startswith("#")], str(path))


def write(path: Path, keys: Sequence[Key]) -> None:
    """Replace the key file, readable by its owner alone; the old one stays until then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join([_HEAD, *(key.encode() for key in keys)]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _parse(texts: Sequence[str], where: str) -> list[Key]:
    try:
        keys = [Key.parse(text) for text in texts if text.strip()]
    except ValueError:
        raise OperatorMistake(
            f"{where} holds no key of the vault: 32 bytes in base64, as `sohoi vault new` prints"
        ) from None
    if not keys:
        raise OperatorMistake(f"{where} holds no key")
    return keys


def _make_first_key(settings: Settings, database: Database) -> list[Key]:
    """Make a key for a database that never had one; raises WrongKeys where it had."""
    with database.read() as tx:
        in_use = vault.find_keys_in_use(tx)
    if in_use:
        raise WrongKeys(f"key {in_use[-1]} is missing")
    keys = [Key.new()]
    write(find_key_file(settings), keys)
    return keys
