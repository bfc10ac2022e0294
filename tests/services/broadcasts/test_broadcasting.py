"""Broadcasts: who gets one, what it costs, and why one is not sent."""

import pytest

from domain.notices.broadcasts import (
    BroadcastStarted,
    BroadcastTooDear,
    Cost,
    NoBroadcast,
    NothingBroadcast,
)
from domain.org.levels import Level
from domain.people.roles import Role
from services.broadcasts.broadcasting import (
    count_costs,
    find_audience,
    reaches,
    send_broadcast,
    set_words,
)
from storage import broadcasts, people
from storage.moments import seconds
from tests.support.people_stage import LAC, LAM, MUC, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by, read_outbox

WORDS = "Mời chị em họp tại nhà văn hóa 8 giờ thứ Bảy."


@pytest.fixture
def town(stage: Stage) -> Stage:
    """Two leaders and a deputy below an officer, and an officer of another commune."""
    for chat, role, unit in (
        ("mai", Role.COMMUNE, LAM), ("hoa", Role.LEADER, PONG), ("lan", Role.LEADER, MUC),
        ("cuc", Role.DEPUTY, MUC), ("thu", Role.COMMUNE, LAC),
    ):  # fmt: skip
        appoint(stage, chat, role, unit)
    return stage


def make_draft(town: Stage, chat: str = "mai") -> int:
    with asked_by(town, chat) as request:
        unit_id = town.units.id_of(LAM.key)
        draft = broadcasts.create_draft(request.tx, unit_id, request.person_id, 1.0)
        assert set_words(request, draft, "branch", WORDS) == ()
    return draft


def test_everybody_of_the_level_below_is_meant_once(town: Stage) -> None:
    appoint(town, "hoa", Role.LEADER, MUC)
    with asked_by(town, "mai") as request:
        people_found = find_audience(
            request.tx, town.units, town.units.id_of(LAM.key), Level.BRANCH, town.now
        )
        chats = sorted(holder.contact.chat for holder in people_found if holder.contact)
        none = find_audience(
            request.tx, town.units, town.units.id_of(LAC.key), Level.BRANCH, town.now
        )
    assert chats == ["cuc", "hoa", "lan"]
    assert none == []


def test_administrators_are_no_audience(town: Stage) -> None:
    appoint(town, "hanh", Role.ADMIN, PROVINCE)
    with asked_by(town, "mai") as request:
        above = town.units.id_of(PROVINCE.key)
        assert find_audience(request.tx, town.units, above, Level.PROVINCE, town.now) == []


def test_only_what_is_counted_costs_anything(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        told = find_audience(
            request.tx, town.units, town.units.id_of(LAM.key), Level.BRANCH, town.now
        )
        counted = count_costs(request.tx, told, {"zalo": 3000}.get, town.now)
        free = count_costs(request.tx, told, lambda network: None, town.now)
    assert counted == (Cost("zalo", 3, 2700),)
    assert free == ()


def test_it_is_sent_once(town: Stage) -> None:
    draft = make_draft(town)
    with asked_by(town, "mai", {"zalo": 3000}) as request:
        assert send_broadcast(request, draft) == (BroadcastStarted(draft, 3),)
        assert send_broadcast(request, draft) == ()
    assert read_outbox(town) == {chat: ["from_staff/1"] for chat in ("hoa", "lan", "cuc")}


def test_a_stranger_neither_words_nor_sends_it(town: Stage) -> None:
    draft = make_draft(town)
    with asked_by(town, "thu") as request:
        assert set_words(request, draft, "branch", "Khác") == (NoBroadcast(),)
        assert send_broadcast(request, draft) == (NoBroadcast(),)
        made = broadcasts.find(request.tx, draft)
        assert made is not None
        assert made.words == WORDS
        assert not reaches(made, request)


def test_it_is_no_longer_hers_once_she_has_left_her_post(town: Stage) -> None:
    draft = make_draft(town)
    with asked_by(town, "mai") as request:
        people.end_posts(request.tx, request.person_id, seconds(town.now))
        assert send_broadcast(request, draft) == (NoBroadcast(),)


def test_too_dear_or_for_nobody_it_is_not_sent(town: Stage) -> None:
    draft = make_draft(town)
    with asked_by(town, "mai", {"zalo": 2}) as request:
        assert send_broadcast(request, draft) == (BroadcastTooDear("zalo", 3, 1),)
    with asked_by(town, "thu") as request:
        empty = broadcasts.create_draft(
            request.tx, town.units.id_of(LAC.key), request.person_id, 1.0
        )
        set_words(request, empty, "branch", WORDS)
        assert send_broadcast(request, empty) == (NothingBroadcast(nobody=True),)
    assert read_outbox(town) == {}


def test_at_night_it_waits_for_the_morning(town: Stage) -> None:
    draft = make_draft(town)
    town.later(hours=14)
    with asked_by(town, "mai") as request:
        (started,) = send_broadcast(request, draft)
    assert isinstance(started, BroadcastStarted)
    assert f"{started.leaves:%d %H:%M}" == "14 06:30"
