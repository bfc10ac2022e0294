"""Broadcasts on both databases: a draft is confirmed once, receivers are counted by what became."""

import pytest

from domain.people.roles import Role
from storage import broadcasts, outbox
from storage.broadcasts import Receipts
from storage.database import Database
from storage.outbox import DeliveryResult, Outgoing
from tests.support.people_stage import LAM, Stage


@pytest.fixture
def officer(database: Database) -> tuple[Stage, int]:
    stage = Stage(database)
    stage.say("mai", "chào")
    who = stage.find("mai").person_id
    assert who is not None
    return stage, who


def test_a_draft_is_confirmed_once_and_only_with_words(officer: tuple[Stage, int]) -> None:
    stage, who = officer
    unit = stage.post(Role.COMMUNE, LAM).unit_id
    with stage.database.write() as tx:
        made = broadcasts.create_draft(tx, unit, who, 1)
        assert not broadcasts.confirm(tx, made, 2)
        broadcasts.set_words(tx, made, "branch", "Mời họp")
        assert broadcasts.find_last_of(tx, who) is None
        assert broadcasts.confirm(tx, made, 3)
        assert not broadcasts.confirm(tx, made, 4)
        broadcasts.set_words(tx, made, "branch", "Khác")
        broadcasts.stop(tx, made, 5)
        broadcasts.stop(tx, made, 6)
        kept = broadcasts.find_last_of(tx, who)
    assert kept is not None
    assert (kept.words, kept.sent_at, kept.stopped_at) == ("Mời họp", 3, 5)


def test_receivers_are_counted_by_what_became_of_them(officer: tuple[Stage, int]) -> None:
    stage, who = officer
    contact = stage.find("mai")
    message = Outgoing(contact, (), outbox.BROADCAST, 0)
    with stage.database.write() as tx:
        made = broadcasts.create_draft(tx, stage.post(Role.COMMUNE, LAM).unit_id, who, 1)
        queued_messages = outbox.enqueue(tx, [message] * 5)
        people = [*((100 + n, queued) for n, queued in enumerate(queued_messages)), (200, None)]
        broadcasts.add_receivers(tx, made, people)
        states = ("sent", "sent", "dead", "dropped")
        outbox.record_results(
            tx, [DeliveryResult(p, s, 1, 0) for p, s in zip(queued_messages, states, strict=False)]
        )
        assert broadcasts.count_receipts(tx, made) == Receipts(6, 2, 1, 1, 1, 1)
        assert broadcasts.count_receipts(tx, made + 1) == Receipts(0, 0, 0, 0, 0, 0)
