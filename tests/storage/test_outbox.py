"""The outbox: what is enqueued, what waits, and what became of it."""

import pytest

from domain.notices.common import Apology, Help
from storage import outbox, outbox_letters, sent_counts
from storage.addresses import Contact
from storage.database import Transaction
from storage.outbox import DeliveryResult, Outgoing, QuotaUse
from tests.support.stored_people import add_chat


@pytest.fixture
def to(tx: Transaction) -> Contact:
    return add_chat(tx, "a")


def make(to: Contact, priority: int = outbox.REPLY, **more: object) -> Outgoing:
    return Outgoing(to, (Apology(),), priority, 10.0, **more)  # type: ignore[arg-type]


def find_pending(tx: Transaction, before: float = 100.0, most: int | None = None) -> list[int]:
    return outbox.find_pending_ids(tx, "zalo", "1", before, most)


def test_messages_are_loaded_as_they_were_enqueued(tx: Transaction, to: Contact) -> None:
    made = [make(to, turn=3), make(to, due_at=20.0, not_after=30.0)]
    ids = outbox.enqueue(tx, made)
    pairs = zip(made, ids, strict=True)
    assert outbox.load(tx, ids) == [outbox.to_outbox_message(each, i, to) for each, i in pairs]
    first, second = outbox.load(tx, ids)
    assert (first.turn, first.due_at, first.not_after) == (3, 10.0, None)
    assert (second.due_at, second.not_after, second.chat) == (20.0, 30.0, "a")
    assert outbox.enqueue(tx, []) == []


def test_a_key_is_used_once(tx: Transaction, to: Contact) -> None:
    first = outbox.enqueue_once(tx, make(to, key="k/1"))
    assert first is not None
    assert outbox.enqueue_once(tx, make(to, key="k/1")) is None
    assert find_pending(tx) == [first]


def test_of_many_keys_those_used_before_are_skipped(tx: Transaction, to: Contact) -> None:
    outbox.enqueue_once(tx, make(to, key="k/1"))
    outbox.enqueue_all_once(tx, [make(to, key=f"k/{n}") for n in (1, 2, 3)])
    outbox.enqueue_all_once(tx, [])
    assert len(find_pending(tx)) == 3
    keys = [f"k/{n}" for n in range(5)]
    assert outbox.find_used_keys(tx, keys) == {"k/1", "k/2", "k/3"}
    assert outbox.find_used_keys(tx, []) == set()


def test_the_most_urgent_waits_first_and_what_is_not_due_does_not_wait(
    tx: Transaction, to: Contact
) -> None:
    late, reply, urgent, second = outbox.enqueue(
        tx,
        [
            make(to, due_at=50.0),
            make(to),
            make(to, outbox.URGENT),
            make(to),
        ],
    )
    assert find_pending(tx, 10.0) == [urgent, reply, second]
    assert find_pending(tx, 10.0, most=2) == [urgent, reply]
    assert find_pending(tx, 50.0) == [urgent, late, reply, second]
    assert outbox.find_pending_ids(tx, "zalo", "2", 100.0) == []
    assert outbox.find_next_due(tx, 10.0) == 50.0
    assert outbox.find_next_due(tx, 50.0) is None


def test_what_is_tried_again_later_waits_too(tx: Transaction, to: Contact) -> None:
    (message,) = outbox.enqueue(tx, [make(to)])
    outbox.record_results(tx, [DeliveryResult(message, "pending", 1, 500.0)])
    assert find_pending(tx, 10.0) == [message]
    assert outbox.find_next_due(tx, 10.0) is None
    (found,) = outbox.load(tx, [message])
    assert (found.attempts, found.due_at) == (1, 500.0)


def test_results_are_recorded_and_count_for_the_month(tx: Transaction, to: Contact) -> None:
    sent, dropped, dead = outbox.enqueue(tx, [make(to) for _ in range(3)])
    used = QuotaUse("zalo", "1", 2, 10.0)
    outbox.record_results(
        tx,
        [
            DeliveryResult(sent, "sent", 1, 10.0, "m1", sent_at=11.0, counted=used),
            DeliveryResult(dropped, "dropped", 0, 10.0),
            DeliveryResult(dead, "dead", 9, 10.0, reason="blocked"),
        ],
    )
    outbox.record_results(tx, [])
    assert outbox.count_by_state(tx) == {"sent": 1, "dropped": 1, "dead": 1}
    assert find_pending(tx) == []
    assert sent_counts.load_counts(tx, 10.0) == {("zalo", "1"): 2}
    (letter,) = outbox_letters.load_dead_letters(tx)
    assert (letter.id, letter.attempts, letter.reason) == (dead, 9, "blocked")


def test_dead_letters_are_tried_again_from_the_beginning(tx: Transaction, to: Contact) -> None:
    first, second = outbox.enqueue(tx, [make(to), make(to)])
    dead = [DeliveryResult(i, "dead", 9, 10.0, reason="blocked") for i in (first, second)]
    outbox.record_results(tx, dead)
    assert outbox_letters.find_dead_ids(tx) == [first, second]
    assert outbox_letters.revive(tx, [second, 999], 40.0) == 1
    assert [(m.id, m.attempts, m.due_at) for m in outbox.load(tx, find_pending(tx))] == [
        (second, 0, 40.0)
    ]
    assert outbox_letters.revive(tx, None, 50.0) == 1
    assert outbox_letters.find_dead_ids(tx) == []


def test_what_a_chat_was_sent_is_found_by_time_and_kind(tx: Transaction, to: Contact) -> None:
    messages = [make(to), Outgoing(to, (Help(),), outbox.REPLY, 20.0), make(to)]
    ids = outbox.enqueue(tx, messages)
    results = [DeliveryResult(i, "sent", 1, 10.0, f"m{n}") for n, i in enumerate(ids[:2])]
    outbox.record_results(tx, results)
    assert outbox.find_message_ids(tx, to.id, 10.0, 21.0) == ("m0", "m1")
    assert outbox.find_message_ids(tx, to.id, 10.0, 20.0) == ("m0",)
    assert outbox.find_message_ids(tx, to.id, 10.0, 21.0, ["help/1"]) == ("m1",)
