"""Sessions: saved over the version that was read, and sealed where they are confidential."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from storage import sessions
from storage.addresses import EMPTY_SESSION
from storage.database import Transaction
from storage.schema import session
from storage.sessions import SessionMoved, StoredSession
from tests.support.stored_people import add_person


def test_a_new_person_has_an_empty_session(tx: Transaction) -> None:
    who = add_person(tx, "a")
    assert sessions.load(tx, [who, 999]) == {who: StoredSession(who, 0, EMPTY_SESSION)}
    assert sessions.peek(tx, who) == EMPTY_SESSION
    assert sessions.peek(tx, 999) is None


def test_a_session_is_saved_only_over_the_version_that_was_read(tx: Transaction) -> None:
    who = add_person(tx, "a")
    read = sessions.load(tx, [who])[who]
    sessions.save(tx, [replace(read, state='{"n":1}')], 2.0)
    assert sessions.load(tx, [who])[who] == StoredSession(who, 1, '{"n":1}')
    with pytest.raises(SessionMoved):
        sessions.save(tx, [replace(read, state='{"n":2}')], 3.0)
    sessions.save(tx, [], 4.0)
    assert sessions.peek(tx, who) == '{"n":1}'


def test_a_confidential_session_is_sealed_and_opens_for_its_person(tx: Transaction) -> None:
    who = add_person(tx, "a")
    state = '{"note":"chị ấy"}'
    sessions.save(tx, [StoredSession(who, 0, state, confidential=True)], 2.0)
    stored = tx.execute(select(session.c.state)).scalar_one()
    assert stored.startswith("v1.")
    assert "chị" not in stored
    assert sessions.load(tx, [who])[who].state == state
    assert sessions.peek(tx, who) == state
