"""Where messages out are few, a reply waits for what she says next, and gives way to the newer."""

import msgspec
import pytest

from bot.engine.replies import LONGEST_WAITS, Enqueued, Replies
from domain.notices.base import Notice, Wait
from domain.notices.intake import IntakeLimits
from storage import addresses, outbox
from storage.addresses import Contact
from storage.database import Database
from storage.outbox import DeliveryResult, OutboxMessage

NOW, WAIT = 1_000.0, 4.0


class Stands(Notice, frozen=True, tag="test_stands/1"):
    when_followed = Wait.REPLACED
    words: str = ""


class Echo(Notice, frozen=True, tag="test_echo/1"):
    when_followed = Wait.CARRIED
    words: str = ""


class Receipt(Notice, frozen=True, tag="test_receipt/1"):
    when_followed = Wait.TAKES_OVER


class Card(Notice, frozen=True, tag="test_card/1"):
    pass


@pytest.fixture
def lan(database: Database) -> Contact:
    with database.write() as tx:
        return addresses.add_chats(tx, "zalo", "1", [("lan", False, "")], 1.0)["lan"]


def say(
    database: Database, lan: Contact, *said: list[Notice], at: float = NOW, few: bool = True
) -> Enqueued:
    """Answer messages that are heard in one commit."""
    with database.write() as tx:
        replies = Replies(tx, at, WAIT)
        replies.look_up_waiting([lan.id])
        for notices in said:
            replies.add(lan, notices, None, few=few)
        return replies.enqueue()


def list_due(database: Database, at: float) -> list[OutboxMessage]:
    with database.read() as tx:
        return outbox.load(tx, outbox.find_pending_ids(tx, "zalo", "1", at))


def list_kinds(database: Database, at: float) -> list[list[str]]:
    """The notices of what is due, as stored."""
    return [
        [each.get("words") or each["kind"] for each in msgspec.json.decode(m.notices)]
        for m in list_due(database, at)
    ]


def test_it_waits_and_leaves_when_she_says_nothing_more(database: Database, lan: Contact) -> None:
    (message,) = say(database, lan, [Stands()]).messages
    assert message.due_at == NOW + WAIT
    assert list_due(database, NOW + WAIT - 1) == []
    assert len(list_due(database, NOW + WAIT)) == 1


def test_where_messages_are_many_nothing_waits(database: Database, lan: Contact) -> None:
    say(database, lan, [Stands()], few=False)
    assert len(list_due(database, NOW)) == 1


def test_the_newer_one_takes_its_place_in_one_commit_and_in_the_next(
    database: Database, lan: Contact
) -> None:
    first = say(database, lan, [Stands("1")], [Stands("2")])
    assert len(first.messages) == 1
    second = say(database, lan, [Stands("3")], at=NOW + 2)
    assert second.dropped == [first.messages[0].id]
    assert list_kinds(database, NOW + 60) == [["3"]]


def test_what_is_said_once_is_carried_on_in_its_order(database: Database, lan: Contact) -> None:
    say(database, lan, [Echo("a"), Stands("1")], [Echo("b"), Stands("2")])
    say(database, lan, [Stands("3")], at=NOW + 2)
    assert list_kinds(database, NOW + 60) == [["a", "b", "3"]]


def test_a_receipt_leaves_at_once_in_its_place(database: Database, lan: Contact) -> None:
    say(database, lan, [Echo("a"), Stands("1")])
    say(database, lan, [Receipt()], at=NOW + 1)
    assert list_kinds(database, NOW + 1) == [["a", "test_receipt/1"]]
    assert list_kinds(database, NOW + 60) == [["a", "test_receipt/1"]]


def test_before_anything_else_what_waits_leaves_too(database: Database, lan: Contact) -> None:
    waiting = say(database, lan, [Stands("1")]).messages
    done = say(database, lan, [Card()], at=NOW + 1)
    assert done.released == [waiting[0].id]
    assert list_kinds(database, NOW + 1) == [["1"], ["test_card/1"]]
    say(database, lan, [Stands("2")], [Card()], at=NOW + 90)
    assert len(list_due(database, NOW + 90)) == 4


def test_nothing_of_a_case_waits_or_carries_what_a_report_says(
    database: Database, lan: Contact
) -> None:
    say(database, lan, [Stands("1")])
    say(database, lan, [IntakeLimits()], at=NOW + 1)
    assert list_kinds(database, NOW + 60) == [["intake_limits/1"]]
    say(database, lan, [Echo("a"), Stands("1")], at=NOW + 2)
    say(database, lan, [IntakeLimits()], at=NOW + 3)
    assert list_kinds(database, NOW + 3) == [
        ["intake_limits/1"],
        ["a", "1"],
        ["intake_limits/1"],
    ]


def test_who_never_stops_writing_is_answered_all_the_same(database: Database, lan: Contact) -> None:
    for moment in range(int(LONGEST_WAITS * WAIT)):
        say(database, lan, [Stands(f"{moment}")], at=NOW + moment)
    (message,) = list_due(database, NOW + 3600)
    assert message.due_at == NOW + LONGEST_WAITS * WAIT


def test_what_has_left_or_is_due_is_not_replaced(database: Database, lan: Contact) -> None:
    (message,) = say(database, lan, [Stands("1")]).messages
    assert say(database, lan, [Stands("2")], at=NOW + WAIT).dropped == []
    with database.write() as tx:
        outbox.record_results(tx, [DeliveryResult(message.id, "sent", 1, message.due_at)])
    with database.read() as tx:
        waiting = outbox.find_waiting(tx, [lan.id], NOW)
        assert [row.id for row in waiting.values()] != [message.id]
