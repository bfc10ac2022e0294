"""The vault: what it seals, which keys it takes, and how they are changed."""

import pytest
from sqlalchemy import select, text

from storage import vault, vault_rotation
from storage.database import Database
from storage.schema import case_file
from storage.vault import Key, Vault, VaultLocked, WrongKeys
from tests.support.case_town import WORDS, Town

OLD, NEW, OTHER = Key.new(), Key.new(), Key.new()


def test_what_is_sealed_opens_at_its_place_alone() -> None:
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


def test_rotation_seals_all_anew_and_forgets_the_old_key(database: Database) -> None:
    vault.unlock(database, [OLD], 1.0)
    town = Town(database)
    case = town.open()
    town.say(case)
    town.session()
    vault.unlock(database, [NEW, OLD], 2.0)
    assert vault_rotation.rotate(database, 3.0) >= 3
    assert vault_rotation.rotate(database, 4.0) == 0
    vault.unlock(database, [NEW], 5.0)
    with database.read() as tx:
        assert vault.find_keys_in_use(tx) == (NEW.id,)
        contents = tx.execute(select(case_file.c.content)).scalars().all()
        assert all(NEW.id in content for content in contents)
        assert vault_rotation.count_sealed_by_table(tx)["session"] == 1
    assert town.note(case) == WORDS
    assert town.sound()
