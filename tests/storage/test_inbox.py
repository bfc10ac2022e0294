"""The inbox: each update is taken once."""

from sqlalchemy import select

from storage import inbox
from storage.database import Transaction
from storage.schema import set_aside


def test_each_update_is_taken_once(tx: Transaction) -> None:
    first, second, other = ("zalo", "1", "m1"), ("zalo", "1", "m2"), ("telegram", "1", "m1")
    assert inbox.take_new(tx, [first, second], 1.0) == {first, second}
    assert inbox.take_new(tx, [second, other], 2.0) == {other}
    assert inbox.take_new(tx, [], 3.0) == set()


def test_what_was_received_long_ago_is_forgotten(tx: Transaction) -> None:
    assert inbox.find_last_received(tx) is None
    old, young = ("zalo", "1", "old"), ("zalo", "1", "young")
    inbox.take_new(tx, [old], 1.0)
    inbox.take_new(tx, [young], 9.0)
    assert inbox.find_last_received(tx) == 9.0
    assert inbox.prune(tx, 9.0) == 1
    assert inbox.take_new(tx, [old, young], 10.0) == {old}


def test_what_cannot_be_read_is_set_aside(tx: Transaction) -> None:
    row = {"network": "zalo", "bot": "1", "external_id": "m1", "at": 1.0}
    inbox.keep_aside(tx, [])
    inbox.keep_aside(tx, iter([{**row, "shape": "{text}", "reason": "no sender"}]))
    assert tx.execute(select(set_aside.c.shape)).scalars().all() == ["{text}"]
