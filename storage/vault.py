"""The vault: what is confidential lies in the database sealed (AES-256-GCM), never in the clear.

A sealed text is "v1.KEY.TEXT": the id of its key, then nonce and ciphertext in base64. It is bound
to its place ("case/VV-25-0042"), so that it cannot be moved to another row. The vault travels
with the database's connections: whoever holds a transaction can seal and open (`vault_of`).
"""

import hashlib
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select, update

from storage.database import Database, Transaction
from storage.inserts import upsert
from storage.schema import vault_key

MARK = "v1."
"""How everything sealed begins."""

_KEY_BYTES, _NONCE_BYTES, _ID_LENGTH = 32, 12, 8
_CHECK = "Sổ Hội"
_OPTION = "sohoi_vault"


class VaultLocked(Exception):
    """A sealed text cannot be opened: its key is missing, or it was changed or moved."""


class WrongKeys(Exception):
    """These keys do not fit the database; the message names the key's id, never the key."""


@dataclass(frozen=True, slots=True)
class Key:
    """32 bytes, and the id under which what they sealed is known."""

    secret: bytes = field(repr=False)
    id: str

    @classmethod
    def parse(cls, text: str) -> "Key":
        """From its base64; ValueError for anything that is no key."""
        secret = urlsafe_b64decode(text.strip().encode("ascii"))
        if len(secret) != _KEY_BYTES:
            raise ValueError("not 32 bytes")
        return cls(secret, hashlib.sha256(b"sohoi key id" + secret).hexdigest()[:_ID_LENGTH])

    @classmethod
    def new(cls) -> "Key":
        """A key nobody had before."""
        return cls.parse(urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode())

    def text(self) -> str:
        """As it is written into the key file."""
        return urlsafe_b64encode(self.secret).decode()


class Vault:
    """Seals with the first key, opens with any."""

    def __init__(self, keys: Sequence[Key]) -> None:
        if not keys:
            raise ValueError("a vault needs a key")
        self.current = keys[0].id
        self.keys = {key.id: AESGCM(key.secret) for key in keys}

    def seal(self, text: str, place: str) -> str:
        """The text, sealed for this place."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.keys[self.current].encrypt(nonce, text.encode(), place.encode())
        return f"{MARK}{self.current}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """The text that was sealed for this place; raises VaultLocked."""
        key_id, _, packed = sealed.removeprefix(MARK).partition(".")
        key = self.keys.get(key_id)
        if key is None:
            raise VaultLocked(f"no key {key_id}")
        raw = urlsafe_b64decode(packed)
        try:
            plain = key.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except InvalidTag:
            raise VaultLocked("changed, or moved to another place") from None
        return plain.decode()


def is_sealed(text: str) -> bool:
    """Whether a stored text is sealed."""
    return text.startswith(MARK)


def sealed_with(key_id: str) -> str:
    """How everything begins that this key sealed."""
    return f"{MARK}{key_id}."


# --- the vault of a database ---------------------------------------------------------------------


def unlock(database: Database, keys: Sequence[Key], now: float) -> None:
    """Give the database its vault; raises WrongKeys where a key in use is missing or another one.

    The first keys a database meets are remembered by a check text, so that a lost or changed key
    is noticed at the next start.
    """
    vault = Vault(keys)
    with database.read() as tx:
        known = _checks(tx)
    for key_id, check in known.items():
        _try(vault, key_id, check)
    if vault.current not in known:
        with database.write() as tx:
            _remember(tx, vault, now)
    use(database, vault)


def use(database: Database, vault: Vault) -> None:
    """Let the database's connections carry this vault, unchecked."""
    database.engine.update_execution_options(**{_OPTION: vault})


def vault_of(tx: Transaction) -> Vault:
    """The vault of this connection's database; without one nothing confidential is touched."""
    vault = tx.get_execution_options().get(_OPTION)
    if vault is None:
        raise VaultLocked("this database was opened without its vault")
    return cast("Vault", vault)


def keys_in_use(tx: Transaction) -> tuple[str, ...]:
    """Ids of the keys that may have sealed something, the oldest first."""
    return tuple(_checks(tx))


def retire(tx: Transaction, key_id: str, now: float) -> None:
    """Nothing is sealed with this key any more: it is not asked for again."""
    statement = update(vault_key).where(vault_key.c.key_id == key_id).values(retired_at=now)
    tx.execute(statement)


def _checks(tx: Transaction) -> dict[str, str]:
    statement = (
        select(vault_key.c.key_id, vault_key.c.check_text)
        .where(vault_key.c.retired_at.is_(None))
        .order_by(vault_key.c.made_at, vault_key.c.key_id)
    )
    return {row[0]: row[1] for row in tx.execute(statement)}


def _remember(tx: Transaction, vault: Vault, now: float) -> None:
    """Raises WrongKeys where another process brought a key of its own meanwhile."""
    for key_id, check in _checks(tx).items():
        _try(vault, key_id, check)
    check = vault.seal(_CHECK, _place(vault.current))
    row = {"key_id": vault.current, "check_text": check, "made_at": now}
    again = {"check_text": check, "retired_at": None}
    statement = upsert(tx, vault_key).values(row)
    tx.execute(statement.on_conflict_do_update(index_elements=["key_id"], set_=again))


def _try(vault: Vault, key_id: str, check: str) -> None:
    if key_id not in vault.keys:
        raise WrongKeys(f"key {key_id} is missing")
    try:
        vault.open(check, _place(key_id))
    except VaultLocked:
        raise WrongKeys(f"key {key_id} does not open what it sealed") from None


def _place(key_id: str) -> str:
    return f"key/{key_id}"
