"""Which cases are seen by whom, and what can be done about them now."""

from datetime import timedelta

from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.case import Actor
from domain.cases.duties import Duty, begin
from services.cases.access import (
    LISTS,
    can_now,
    list_visible_cases,
    resolve_actor,
    sort_into_lists,
)
from services.cases.commands import carry_out, find_acting_actor, find_actor
from services.cases.telling import find_line, open_case
from storage import people
from storage.moments import seconds
from tests.support import made_cases
from tests.support.people_stage import LAC, LAM, Stage
from tests.support.service_calls import asked_by


def open_two(town: Stage) -> tuple[int, int]:
    with asked_by(town, "lan") as request:
        here, there = (
            open_case(request, made_cases.intake(), town.units.id_of(unit.key), request.person_id)
            for unit in (LAM, LAC)
        )
    return here.id, there.id


def list_seen(town: Stage, chat: str) -> list[int]:
    with asked_by(town, chat) as request:
        found = list_visible_cases(request.tx, town.units, find_actor(request), town.now)
    return [case.id for case in found]


def test_officers_see_what_has_reached_them(town: Stage) -> None:
    here, there = open_two(town)
    assert list_seen(town, "mai") == [here]
    assert list_seen(town, "hanh") == [there], "nobody is in post in the other commune"
    assert list_seen(town, "lan") == []


def test_overdue_is_what_she_waits_for_too_long_the_longest_first() -> None:
    owner = made_cases.MAI.person_id
    hour, now = timedelta(hours=1), made_cases.NOW
    long, short = (
        begin((), Duty.CONTACT, now - hours * hour, now - hours * hour / 2) for hours in (9, 2)
    )
    held = made_cases.case(id=1, owner_id=owner, duties=short)
    forgotten = made_cases.case(id=2, duties=long, due_at=now + hour)
    fine = made_cases.case(id=3, duties=begin((), Duty.TAKE, now, now + hour))
    lists = sort_into_lists([held, forgotten, fine], made_cases.MAI, now)
    assert set(lists) == set(LISTS)
    assert [[case.id for case in lists[name]] for name in LISTS] == [
        [1, 2, 3], [1], [2, 3], [2, 1]
    ]  # fmt: skip


def test_what_can_be_done_follows_the_state(town: Stage) -> None:
    with asked_by(town, "lan") as request:
        unit_id = town.units.id_of(LAM.key)
        case = open_case(request, made_cases.intake(), unit_id, request.person_id)
    with asked_by(town, "mai") as request:
        actor, line = find_acting_actor(request, case), find_line(request, case)
        before = {act for act in CaseAction if can_now(actor, act, case, line)}
        taken = carry_out(request, case, CaseCommand(CaseAction.TAKE))
        assert not isinstance(taken, str)
        after = {act for act in CaseAction if can_now(actor, act, taken, line)}
    assert CaseAction.TAKE in before - after
    assert {CaseAction.CLOSE, CaseAction.OFFER} <= after - before
    assert not {CaseAction.ACCEPT, CaseAction.AGREE} & after, "nothing waits for an answer"


def test_whoever_left_after_it_was_opened_is_nobody(town: Stage) -> None:
    with asked_by(town, "lan") as request:
        unit_id = town.units.id_of(LAM.key)
        case = open_case(request, made_cases.intake(), unit_id, request.person_id)
        actor = find_actor(request)
        assert resolve_actor(request.tx, actor, case) == actor
        people.end_posts(request.tx, request.person_id, seconds(town.now) + 1)
        assert resolve_actor(request.tx, actor, case) == Actor(0)
