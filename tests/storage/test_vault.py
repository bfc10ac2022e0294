"""The vault: what it seals, and which keys it takes."""

import pytest
from sqlalchemy import text

from storage import vault
from storage.database import Database
from storage.vault import Key, Vault, VaultLocked, WrongKeys
from tests.support.case_town import WORDS

OLD, NEW, OTHER = Key.new(), Key.new(), Key.new()


def test_what_is_sealed_opens_with_its_own_aad_only() -> None:
    safe = Vault([OLD])
    sealed = safe.seal(WORDS, "case/VV-25-0001")
    assert WORDS not in sealed
    assert OLD.id in sealed
    assert safe.open(sealed, "case/VV-25-0001") == WORDS
    assert safe.seal(WORDS, "case/VV-25-0001") != sealed
    with pytest.raises(VaultLocked, match="another place"):
        safe.open(sealed, "case/VV-25-0002")
    with pytest.raises(VaultLocked, match=OLD.id):
        Vault([NEW]).open(sealed, "case/VV-25-0001")


def test_a_key_never_shows_itself() -> None:
    assert OLD.encode() not in repr(OLD)
    assert Key.parse(OLD.encode()) == OLD


@pytest.mark.parametrize(
    "text", ["", "abc", "ü", OLD.encode()[:-8]], ids=["empty", "short", "letters", "cut"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Key.parse(text)


def test_a_lost_or_changed_key_is_noticed_at_the_start(database: Database) -> None:
    vault.unlock(database, [OLD], 1.0)
    vault.unlock(database, [OLD], 2.0)
    with pytest.raises(WrongKeys, match=f"key {OLD.id} is missing"):
        vault.unlock(database, [OTHER], 3.0)
    with database.write() as tx:
        tx.execute(text("UPDATE vault_key SET check_text = 'v1.00000000.AAAA'"))
    with pytest.raises(WrongKeys, match="does not open"):
        vault.unlock(database, [OLD], 4.0)


def test_without_its_vault_nothing_confidential_is_touched(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as tx, pytest.raises(VaultLocked):
        vault.get_vault(tx)
    database.close()
