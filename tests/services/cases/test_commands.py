"""Cases by their numbers, what who asks may do to them, and who is told of it."""

import pytest

from domain.cases.actions import CaseAction, CaseCommand, Refusal
from domain.cases.case import Case, Relation, State
from domain.cases.duties import Duty, find_owed
from domain.cases.intake import CaseKind
from domain.people.roles import Role
from services.cases.commands import (
    carry_out,
    find_named_case,
    find_relations_to,
    is_allowed,
    lock_if_open,
    note_what_was_said,
    record_list_looked_at,
    record_view,
    tell_of_words,
)
from services.cases.telling import open_case
from storage import people
from storage.cases import audit, cases
from storage.moments import seconds
from tests.support import made_cases
from tests.support.people_stage import AREA_LAM, LAC, LAM, Stage
from tests.support.service_calls import add_chat, appoint, asked_by, read_outbox


@pytest.fixture
def case(town: Stage) -> Case:
    with asked_by(town, "lan") as request:
        unit_id = town.units.id_of(LAM.key)
        return open_case(request, made_cases.intake(), unit_id, request.person_id)


def act(town: Stage, chat: str, case: Case, *commands: CaseCommand | CaseAction) -> Case | Refusal:
    after: Case | Refusal = case
    with asked_by(town, chat) as request:
        for command in commands:
            made = command if isinstance(command, CaseCommand) else CaseCommand(command)
            after = carry_out(request, case, made)
    return after


def test_a_number_is_enough_for_whoever_stands_to_it(town: Stage, case: Case) -> None:
    add_chat(town, "stranger")
    short = f"25-{int(case.number[-4:])}"
    for chat, found in (("lan", True), ("mai", True), ("stranger", False)):
        with asked_by(town, chat) as request:
            for words in (case.number, short, short.removeprefix("25-")):
                assert (find_named_case(request, words) is not None) is found
            assert find_named_case(request, "9999") is None
            assert find_named_case(request, "không số") is None


def test_how_each_stands_to_it(town: Stage, case: Case) -> None:
    found = {}
    for chat in ("lan", "mai", "thu", "hanh"):
        with asked_by(town, chat) as request:
            found[chat] = find_relations_to(request, case)
    assert found == {
        "lan": {Relation.REPORTER},
        "mai": {Relation.OFFICER},
        "thu": {Relation.OFFICER},
        "hanh": {Relation.SUPERIOR, Relation.OVERSEER},
    }


def test_a_reporter_who_left_her_last_post_is_nobody(town: Stage, case: Case) -> None:
    town.later(minutes=1)
    with asked_by(town, "lan") as request:
        assert is_allowed(request, CaseAction.STATUS, case)
        people.end_posts(request.tx, request.person_id, seconds(town.now))
        assert not is_allowed(request, CaseAction.STATUS, case)
        assert find_named_case(request, case.number) is None


def test_one_takes_it_and_the_others_learn_of_it(town: Stage, case: Case) -> None:
    taken = act(town, "mai", case, CaseAction.TAKE)
    assert isinstance(taken, Case)
    assert taken.state is State.TAKEN
    assert read_outbox(town)["lan"] == ["case_taken/1"]
    assert act(town, "thu", case, CaseAction.TAKE) is Refusal.NOT_NOW
    assert act(town, "lan", case, CaseAction.TAKE) is Refusal.NOT_YOURS


def test_raised_by_an_officer_it_goes_to_the_others(town: Stage, case: Case) -> None:
    act(town, "mai", case, CaseAction.RAISE)
    assert read_outbox(town)["thu"] == ["case_urgent/1"]


def test_a_view_is_logged(town: Stage, case: Case) -> None:
    with asked_by(town, "mai") as request:
        record_view(request, case)
        last = audit.load_log(request.tx, case.id)[-1]
    assert (last.what, last.actor_id) == ("view", town.find("mai").person_id)


def test_a_look_at_a_list_is_logged_for_each_case_in_it(town: Stage, case: Case) -> None:
    act(town, "mai", case, CaseAction.TAKE)
    for chat, which in (("mai", "mine"), ("thu", "free"), ("hanh", "all"), ("lan", "all")):
        with asked_by(town, chat) as request:
            record_list_looked_at(request, which)
    with asked_by(town, "mai") as request:
        looks = [
            (event.actor_id, event.detail)
            for event in audit.load_log(request.tx, case.id)
            if event.what == "view"
        ]
    assert looks == [(town.find("mai").person_id, {"by": "list"})]


def test_words_of_the_reporter_are_owed_an_answer(town: Stage, case: Case) -> None:
    act(town, "mai", case, CaseAction.TAKE)
    for chat, waits in (("lan", True), ("lan", True), ("mai", False)):
        with asked_by(town, chat) as request:
            note_what_was_said(request, case)
            after = cases.load(request.tx, case.id)
        assert after is not None
        assert (find_owed(after.duties, Duty.ANSWER) is not None) is waits


def test_a_case_goes_to_nobody_who_must_not_have_it(town: Stage, case: Case) -> None:
    appoint(town, "tam", Role.COMMUNE, LAC)
    act(town, "mai", case, CaseAction.TAKE)
    for chat in ("tam", "lan"):
        given = CaseCommand(CaseAction.ASSIGN, to=town.find(chat).person_id)
        assert act(town, "hanh", case, given) is Refusal.NOT_NOW
    assert act(town, "hanh", case, CaseCommand(CaseAction.ASSIGN)) is Refusal.MISSING


def test_nobody_takes_it_from_somebody_above(town: Stage, case: Case) -> None:
    appoint(town, "van", Role.AREA, AREA_LAM)
    with asked_by(town, "hanh") as request:
        cases.record_told(request.tx, case, [request.person_id], town.now)
    act(town, "hanh", case, CaseAction.TAKE)
    for action in (CaseAction.REMIND, CaseAction.TAKE_OVER):
        assert act(town, "van", case, action) is Refusal.NOT_NOW
    given = CaseCommand(CaseAction.ASSIGN, to=town.find("mai").person_id)
    assert act(town, "van", case, given) is Refusal.NOT_NOW
    act(town, "hanh", case, CaseCommand(CaseAction.OFFER, to=town.find("mai").person_id))
    act(town, "mai", case, CaseAction.ACCEPT)
    assert isinstance(act(town, "van", case, CaseAction.REMIND), Case)


def test_two_cases_cannot_both_end_as_doubles_of_each_other(town: Stage) -> None:
    with asked_by(town, "lan") as request:
        unit_id = town.units.id_of(LAM.key)
        intake = made_cases.intake(kind=CaseKind.VIOLENCE)
        first, second = (open_case(request, intake, unit_id, request.person_id) for _ in range(2))
    town.later(days=2)
    act(town, "mai", first, CaseCommand(CaseAction.DUPLICATE, to=second.id))
    act(town, "mai", second, CaseCommand(CaseAction.DUPLICATE, to=first.id))
    with asked_by(town, "thu") as request:
        waiting = [cases.load(request.tx, each.id) or each for each in (first, second)]
        for each in waiting:
            cases.record_told(request.tx, each, [request.person_id], town.now)
    ended = act(town, "thu", waiting[0], CaseAction.AGREE)
    assert isinstance(ended, Case)
    assert ended.state is State.DUPLICATE
    assert act(town, "thu", waiting[1], CaseAction.AGREE) is Refusal.NOT_NOW


def test_a_closed_case_is_not_leant_on(town: Stage, case: Case) -> None:
    with asked_by(town, "mai") as request:
        assert lock_if_open(request, case)
    act(town, "mai", case, CaseAction.TAKE, CaseAction.CLOSE)
    with asked_by(town, "mai") as request:
        assert not lock_if_open(request, case)


def test_words_reach_the_other_side_if_anybody_is_there(town: Stage, case: Case) -> None:
    with asked_by(town, "lan") as request:
        assert not tell_of_words(request, case, 1), "nobody has taken it yet"
    act(town, "mai", case, CaseAction.TAKE)
    with asked_by(town, "lan") as request:
        taken = cases.load(request.tx, case.id)
        assert taken is not None
        assert tell_of_words(request, taken, 2)
    with asked_by(town, "mai") as request:
        assert tell_of_words(request, taken, 3)
