"""Rotation: everything is sealed anew, and the old key is not needed any more."""

import pytest
from sqlalchemy import select

from storage import vault, vault_rotation
from storage.database import Database
from storage.schema import case_file
from storage.vault import Key, WrongKeys
from tests.support.case_town import WORDS, Town

OLD, NEW = Key.new(), Key.new()


@pytest.fixture
def town(database: Database) -> Town:
    """A case, a message and a session, sealed with the old key; the new one comes first now."""
    vault.unlock(database, [OLD], 1.0)
    town = Town(database)
    town.say(town.open())
    town.session()
    vault.unlock(database, [NEW, OLD], 2.0)
    return town


def test_all_is_sealed_anew_and_the_old_key_is_forgotten(town: Town) -> None:
    database, case = town.database, town.open()
    assert vault_rotation.rotate(database, 3.0) == 3
    assert vault_rotation.rotate(database, 4.0) == 0
    vault.unlock(database, [NEW], 5.0)
    with database.read() as tx:
        assert vault.find_keys_in_use(tx) == (NEW.id,)
        contents = tx.execute(select(case_file.c.content)).scalars().all()
        assert all(NEW.id in content for content in contents)
    assert town.note(case) == WORDS
    assert town.sound()


def test_rotation_that_broke_off_still_needs_both_keys_and_is_begun_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_rotation, "_AT_ONCE", 1)
    first = vault_rotation.SEALED_COLUMNS[0]
    assert vault_rotation._rotate_batch(town.database, first) == 1
    with pytest.raises(WrongKeys, match=OLD.id):
        vault.unlock(town.database, [NEW], 3.0)
    assert vault_rotation.rotate(town.database, 4.0) == 2


def test_sealed_texts_are_counted_by_table(town: Town) -> None:
    with town.database.read() as tx:
        found = vault_rotation.count_sealed_by_table(tx)
    assert found == {
        "case_file": 1,
        "case_event": 0,
        "case_message": 1,
        "session": 1,
        "officer_phone": 0,
        "activity": 0,
    }
