"""The check of audit logs: what is changed, removed or inserted is refused or noticed."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.cases.actions import CaseAction
from storage import health
from storage.cases import audit_check, cases, sealed_check
from storage.database import Database
from tests.support.case_town import NOW, Town

NEXT_DAY = NOW + timedelta(hours=2)


@pytest.fixture
def town(database: Database) -> Town:
    """Two cases, one taken and viewed, on a day that is anchored."""
    town = Town(database)
    town.open()
    taken = town.do(town.open(), CaseAction.TAKE)
    with database.write() as tx:
        cases.record_view(tx, taken, town.officer, NOW)
    with database.write() as tx:
        assert audit_check.anchor(tx, NOW) == []
        assert audit_check.anchor(tx, NEXT_DAY) == ["2025-10-13"]
        assert audit_check.anchor(tx, NEXT_DAY) == []
    return town


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE case_event SET what = 'take' WHERE seq = 3",
        "UPDATE case_event SET actor_id = NULL",
        "DELETE FROM case_event WHERE seq = 3",
        "UPDATE audit_anchor SET cases = 1",
        "DELETE FROM audit_anchor",
    ],
)
def test_the_database_refuses_to_change_it(town: Town, change: str) -> None:
    with pytest.raises(DBAPIError, match="stays as it is"), town.database.write() as tx:
        tx.execute(text(change))
    assert town.sound()


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ("UPDATE case_event SET what = 'say' WHERE seq = 3", "VV-25-0002 row 3", "not as it was"),
        ("UPDATE case_event SET at = at + 60 WHERE seq = 2", "VV-25-0002 row 2", "not as it was"),
        ("DELETE FROM case_event WHERE seq = 2", "VV-25-0002 row 3", "stands where row 2"),
        ("DELETE FROM case_event WHERE seq = 3", "VV-25-0002", "has 2 of 3 rows"),
        ("DELETE FROM case_event WHERE case_id = 1", "VV-25-0001", "its audit log is gone"),
        ("DELETE FROM case_event WHERE seq = 3", "2025-10-13", "anchored that day"),
        ("UPDATE audit_anchor SET events = 3", "2025-10-13", "anchored that day"),
    ],
)
def test_whoever_gets_past_the_guards_is_noticed(
    town: Town, change: str, where: str, what: str
) -> None:
    with town.database.write() as tx:
        _lift_guards(town.database, tx)
        tx.execute(text(change))
    found = [(fault.where, fault.what) for fault in town.verdict().faults]
    assert any(at == where and what in said for at, said in found), found


def _lift_guards(database: Database, tx) -> None:
    for table in ("case_event", "audit_anchor"):
        for name in ("kept", "fixed"):
            on = "" if database.is_sqlite else f" ON {table}"
            tx.execute(text(f"DROP TRIGGER {table}_{name}{on}"))


def test_a_tail_cut_off_with_its_counter_is_noticed_by_the_anchor(town: Town) -> None:
    with town.database.write() as tx:
        _lift_guards(town.database, tx)
        tx.execute(text("DELETE FROM case_event WHERE seq = 3"))
        tx.execute(text("UPDATE case_file SET events = 2 WHERE number = 'VV-25-0002'"))
    assert [fault.where for fault in town.verdict().faults] == ["2025-10-13"]


def test_an_exchanged_detail_is_noticed(town: Town) -> None:
    with town.database.write() as tx:
        tx.execute(text("UPDATE case_event SET sealed = 'v1.00000000.AAAA' WHERE seq = 2"))
    assert [fault.where for fault in town.verdict().faults] == ["VV-25-0002 row 2"]


def test_everything_sealed_is_opened(town: Town) -> None:
    with town.database.write() as tx:
        tx.execute(text("UPDATE case_file SET content = 'v1.00000000.AAAA' WHERE id = 1"))
    found = [(fault.where, fault.what) for fault in town.verdict().faults]
    assert found == [("VV-25-0001", "cannot be opened (case_file)")]
    with town.database.read() as tx:
        faults = [(fault.table, fault.what) for fault in health.find_faults(tx)]
    assert faults == [("case_file", "VV-25-0001 cannot be opened")]


def test_words_and_conversations_that_cannot_be_opened_are_named(town: Town) -> None:
    town.say(town.open())
    town.session()
    with town.database.write() as tx:
        tx.execute(text("UPDATE case_message SET sealed = 'v1.00000000.AAAA'"))
        tx.execute(text("UPDATE session SET state = 'v1.00000000.AAAA' WHERE state LIKE 'v1.%'"))
        assert [each.table for each in sealed_check.find_unopened(tx)] == [
            "case_message", "session",
        ]  # fmt: skip
