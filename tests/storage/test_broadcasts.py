"""Broadcasts on both databases: a draft is confirmed once, receivers are counted by what became."""

import pytest

from domain.people import Role
from storage import broadcasts, outbox
from storage.broadcasts import Receipts
from storage.database import Database
from storage.outbox import Mark
from tests.handlers.people_stage import LAM, Stage


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
    with stage.database.write() as book:
        made = broadcasts.draft(book, unit, who, 1)
        assert not broadcasts.confirm(book, made, 2)
        broadcasts.word(book, made, "branch", "Mời họp")
        assert broadcasts.last_of(book, who) is None
        assert broadcasts.confirm(book, made, 3)
        assert not broadcasts.confirm(book, made, 4)
        broadcasts.word(book, made, "branch", "Khác")
        broadcasts.stop(book, made, 5)
        broadcasts.stop(book, made, 6)
        kept = broadcasts.last_of(book, who)
    assert kept is not None
    assert (kept.words, kept.sent_at, kept.stopped_at) == ("Mời họp", 3, 5)


def test_receivers_are_counted_by_what_became_of_them(officer: tuple[Stage, int]) -> None:
    stage, who = officer
    contact = stage.find("mai")
    row = {"address_id": contact.id, "network": "zalo", "bot": "1", "priority": outbox.BROADCAST}
    row |= {"turn": None, "notices": "[]", "created_at": 0, "due_at": 0}
    with stage.database.write() as book:
        made = broadcasts.draft(book, stage.post(Role.COMMUNE, LAM).unit_id, who, 1)
        parcels = outbox.put(book, [row] * 5)
        people = [*((100 + n, parcel) for n, parcel in enumerate(parcels)), (200, None)]
        broadcasts.add_receivers(book, made, people)
        states = ("sent", "sent", "dead", "dropped")
        outbox.mark(book, [Mark(p, s, 1, 0) for p, s in zip(parcels, states, strict=False)])
        assert broadcasts.receipts(book, made) == Receipts(6, 2, 1, 1, 1, 1)
        assert broadcasts.receipts(book, made + 1) == Receipts(0, 0, 0, 0, 0, 0)
