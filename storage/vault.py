"""The vault: what is confidential is stored sealed (AES-256-GCM), never in the clear.

A sealed text is "v1.KEY.TEXT": the id of its key, then nonce and ciphertext in base64. Additional
authenticated data (`aad`, as "case/VV-25-0042") binds it to its row, so that it cannot be moved to
another. The vault travels with the database's connections: whoever holds a transaction can seal
and open (`get_vault`).
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

SEALED_PREFIX = "v1."
"""Every sealed text begins with this."""

_KEY_BYTES, _NONCE_BYTES, _ID_LENGTH = 32, 12, 8
_CHECK = "Sổ Hội"
_OPTION = "sohoi_vault"


class VaultLocked(Exception):
    """A sealed text cannot be opened: its key is missing, or it was changed or moved."""


class WrongKeys(Exception):
    """These keys do not fit the database; the message names the key's id, never the key."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key: 32 bytes, and the id by which sealed texts name it."""

    secret: bytes = field(repr=False)
    id: str

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read a key from its base64; ValueError if it is no key."""
        secret = urlsafe_b64decode(text.strip().encode("ascii"))
        if len(secret) != _KEY_BYTES:
            raise ValueError("not 32 bytes")
        return cls(secret, hashlib.sha256(b"sohoi key id" + secret).hexdigest()[:_ID_LENGTH])

    @classmethod
    def new(cls) -> "Key":
        """Make a new random key."""
        return cls.parse(urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode())

    def encode(self) -> str:
        """Turn the key into base64, as it is written into the key file."""
        return urlsafe_b64encode(self.secret).decode()


class Vault:
    """Seals with the first key, opens with any of them."""

    def __init__(self, keys: Sequence[Key]) -> None:
        if not keys:
            raise ValueError("a vault needs a key")
        self.current = keys[0].id
        self.keys = {key.id: AESGCM(key.secret) for key in keys}

    def seal(self, text: str, aad: str) -> str:
        """Seal a text, bound to its additional authenticated data."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.keys[self.current].encrypt(nonce, text.encode(), aad.encode())
        return f"{SEALED_PREFIX}{self.current}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, aad: str) -> str:
        """Open a text that was sealed with the same `aad`; raises VaultLocked."""
        key_id, _, packed = sealed.removeprefix(SEALED_PREFIX).partition(".")
        key = self.keys.get(key_id)
        if key is None:
            raise VaultLocked(f"no key {key_id}")
        raw = urlsafe_b64decode(packed)
        try:
            plain = key.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], aad.encode())
        except InvalidTag:
            raise VaultLocked("changed, or moved to another place") from None
        return plain.decode()


def is_sealed(text: str) -> bool:
    """Return True if a stored text is sealed."""
    return text.startswith(SEALED_PREFIX)


def make_prefix(key_id: str) -> str:
    """Make the prefix of everything that a key sealed."""
    return f"{SEALED_PREFIX}{key_id}."


# --- the vault of a database ---------------------------------------------------------------------


def unlock(database: Database, keys: Sequence[Key], now: float) -> None:
    """Give the database its vault; raises WrongKeys if a key in use is missing or is another one.

    A check text remembers each key that a database was used with, so that a lost or changed key
    is noticed at the next start.
    """
    vault = Vault(keys)
    with database.read() as tx:
        known = _load_checks(tx)
    for key_id, check in known.items():
        _try(vault, key_id, check)
    if vault.current not in known:
        with database.write() as tx:
            _remember(tx, vault, now)
    use(database, vault)


def use(database: Database, vault: Vault) -> None:
    """Let the database's connections carry this vault, without checking its keys."""
    database.engine.update_execution_options(**{_OPTION: vault})


def get_vault(tx: Transaction) -> Vault:
    """The vault of a transaction's database; raises VaultLocked if it was opened without one."""
    vault = tx.get_execution_options().get(_OPTION)
    if vault is None:
        raise VaultLocked("this database was opened without its vault")
    return cast("Vault", vault)


def find_keys_in_use(tx: Transaction) -> tuple[str, ...]:
    """Find the ids of the keys that may have sealed something, the oldest first."""
    return tuple(_load_checks(tx))


def retire(tx: Transaction, key_id: str, now: float) -> None:
    """Retire a key with which nothing is sealed any more: it need not be given again."""
    statement = update(vault_key).where(vault_key.c.key_id == key_id).values(retired_at=now)
    tx.execute(statement)


def _load_checks(tx: Transaction) -> dict[str, str]:
    statement = (
        select(vault_key.c.key_id, vault_key.c.check_text)
        .where(vault_key.c.retired_at.is_(None))
        .order_by(vault_key.c.made_at, vault_key.c.key_id)
    )
    return {row[0]: row[1] for row in tx.execute(statement)}


def _remember(tx: Transaction, vault: Vault, now: float) -> None:
    """Remember the current key; raises WrongKeys if another process brought its own meanwhile."""
    for key_id, check in _load_checks(tx).items():
        _try(vault, key_id, check)
    check = vault.seal(_CHECK, _make_aad(vault.current))
    row = {"key_id": vault.current, "check_text": check, "made_at": now}
    again = {"check_text": check, "retired_at": None}
    statement = upsert(tx, vault_key).values(row)
    tx.execute(statement.on_conflict_do_update(index_elements=["key_id"], set_=again))


def _try(vault: Vault, key_id: str, check: str) -> None:
    if key_id not in vault.keys:
        raise WrongKeys(f"key {key_id} is missing")
    try:
        vault.open(check, _make_aad(key_id))
    except VaultLocked:
        raise WrongKeys(f"key {key_id} does not open what it sealed") from None


def _make_aad(key_id: str) -> str:
    return f"key/{key_id}"
