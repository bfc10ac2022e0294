"""Several alarms of one chat: counted in one case for a stranger, asked about for one in a post,
never refused, and parted again by an officer."""

from typing import Any

import pytest
from sqlalchemy import text

from domain.cases.actions import CaseAction, CaseCommand, Refusal
from domain.cases.case import Case, State
from domain.cases.intake import CaseKind
from domain.confidential import Confidential
from domain.notices.intake import IntakeOpened
from services.cases.commands import carry_out
from services.cases.filing import decide_commune_of, file_case, say_it_is_the_same
from storage.cases import cases
from tests.support import made_cases
from tests.support.people_stage import LAM, PROVINCE, Stage
from tests.support.service_calls import add_chat, asked_by, read_outbox


@pytest.fixture
def alarmed(town: Stage) -> Stage:
    """Somebody without a post, who wrote before."""
    add_chat(town, "ai")
    return town


def call(town: Stage, chat: str = "ai", **answers: object) -> int:
    """Somebody's alarm from the commune; the id of the case it stands in."""
    with asked_by(town, chat) as request:
        intake = made_cases.intake(**{"danger": True} | answers)
        (said,) = file_case(request, intake, town.units.id_of(LAM.key))
    assert isinstance(said, IntakeOpened)
    return said.case_id


def load_all(town: Stage, chat: str = "ai") -> list[Case]:
    with asked_by(town, chat) as request:
        return cases.load_reported_by(request.tx, request.person_id)


def load(town: Stage, case_id: int) -> Case:
    with town.database.read() as tx:
        found = cases.load(tx, case_id)
    assert found is not None
    return found


def do(town: Stage, chat: str, case_id: int, action: CaseAction) -> Case | Refusal:
    with asked_by(town, chat) as request:
        return carry_out(request, load(town, case_id), CaseCommand(action))


def count_calls(town: Stage, chat: str) -> int:
    return read_outbox(town)[chat].count("case_called/1")


# --- without a post ------------------------------------------------------------------------------


def test_twenty_alarms_in_ten_minutes_are_one_case_and_none_is_refused(alarmed: Stage) -> None:
    found = set()
    for _ in range(20):
        found.add(call(alarmed))
        alarmed.later(seconds=30)
    assert len(found) == 1
    assert [case.alarms for case in load_all(alarmed)] == [20]
    assert count_calls(alarmed, "hanh") == 4, "the 2nd, 4th, 8th and 16th time"


def test_half_an_hour_after_the_first_the_next_is_a_new_case(alarmed: Stage) -> None:
    first = call(alarmed)
    alarmed.later(minutes=29)
    assert call(alarmed) == first
    alarmed.later(minutes=2)
    second = call(alarmed)
    assert second != first
    alarmed.later(minutes=2)
    assert call(alarmed) == second
    assert [case.alarms for case in load_all(alarmed)] == [2, 2]


def test_two_chats_are_two_cases(alarmed: Stage) -> None:
    add_chat(alarmed, "bé")
    assert call(alarmed, "ai") != call(alarmed, "bé")


def test_only_danger_is_counted_with_danger(alarmed: Stage) -> None:
    quiet: dict[str, Any] = {"danger": False, "child": True, "kind": CaseKind.CHILD_ABUSE}
    assert len({call(alarmed), call(alarmed, **quiet), call(alarmed, **quiet)}) == 3
    assert [case.alarms for case in load_all(alarmed)] == [1, 1, 1]


def test_whoever_holds_it_hears_of_the_next_alarm(alarmed: Stage) -> None:
    case_id = call(alarmed)
    do(alarmed, "hanh", case_id, CaseAction.TAKE)
    call(alarmed)
    assert count_calls(alarmed, "hanh") == 1
    assert load(alarmed, case_id).alarms == 2


def test_what_has_ended_takes_no_further_alarm(alarmed: Stage) -> None:
    first = call(alarmed)
    ending = CaseCommand(CaseAction.OUT_OF_SCOPE, reason=Confidential("mistake"))
    with asked_by(alarmed, "hanh") as request:
        carry_out(request, load(alarmed, first), ending)
    with asked_by(alarmed, "ai") as request:
        decide_commune_of(request, load(alarmed, first).opened_at, may_know=True)
    do(alarmed, "mai", first, CaseAction.AGREE)
    assert load(alarmed, first).state is State.OUT_OF_SCOPE
    assert call(alarmed) != first


def test_a_case_that_cannot_be_opened_takes_none(alarmed: Stage) -> None:
    first = call(alarmed)
    with alarmed.database.write() as tx:
        tx.execute(text("UPDATE case_file SET content = 'v1.00000000.AAAA'"))
    assert call(alarmed) != first


def test_an_officer_parts_what_was_two_women_and_both_go_on(alarmed: Stage) -> None:
    first = call(alarmed)
    assert do(alarmed, "hanh", first, CaseAction.SEPARATE) is Refusal.NOT_NOW, "there is one alarm"
    call(alarmed)
    call(alarmed)
    do(alarmed, "hanh", first, CaseAction.TAKE)
    assert isinstance(do(alarmed, "hanh", first, CaseAction.SEPARATE), Case)
    old, new = load_all(alarmed)
    assert (old.alarms, new.alarms) == (1, 2)
    assert old.owner_id is not None
    assert new.owner_id is None
    assert new.told, "officers are asked to take it"
    assert (new.unit_id, new.reporter_id, new.subject != old.subject) == (
        old.unit_id, old.reporter_id, True,
    )  # fmt: skip


def test_parted_it_is_hidden_from_whom_it_was_hidden_before(alarmed: Stage) -> None:
    mai = alarmed.find("mai").person_id or 0
    first = call(alarmed, excluded=frozenset({mai}))
    call(alarmed)
    with asked_by(alarmed, "ai") as request:
        decide_commune_of(request, load(alarmed, first).opened_at, may_know=False)
    do(alarmed, "hanh", first, CaseAction.SEPARATE)
    _, new = load_all(alarmed)
    assert mai in new.excluded
    assert new.commune_left_out
    assert "mai" not in read_outbox(alarmed)


# --- in a post -----------------------------------------------------------------------------------


def test_alarms_of_one_in_a_post_stay_apart_until_she_says_that_they_are_one(town: Stage) -> None:
    first = call(town, "lan")
    town.later(minutes=1)
    second = call(town, "lan")
    assert first != second
    assert [case.alarms for case in load_all(town, "lan")] == [1, 1], "no answer: two cases"
    with asked_by(town, "lan") as request:
        say_it_is_the_same(request, load(town, second).opened_at, first)
    assert [(case.id, case.alarms) for case in load_all(town, "lan")] == [(first, 2)]
    assert load(town, second).state is State.DUPLICATE


def test_one_that_somebody_has_taken_meanwhile_goes_on_by_itself(town: Stage) -> None:
    first = call(town, "lan")
    town.later(minutes=1)
    second = call(town, "lan")
    do(town, "hanh", second, CaseAction.TAKE)
    with asked_by(town, "lan") as request:
        say_it_is_the_same(request, load(town, second).opened_at, first)
    assert load(town, second).is_open


def test_nobody_adds_an_alarm_to_a_case_of_another(alarmed: Stage) -> None:
    others = call(alarmed, "ai")
    alarmed.later(minutes=1)
    hers = call(alarmed, "lan")
    with asked_by(alarmed, "lan") as request:
        said = say_it_is_the_same(request, load(alarmed, hers).opened_at, others)
    assert said == ()
    assert (load(alarmed, others).alarms, load(alarmed, hers).is_open) == (1, True)


def test_from_no_known_commune_they_are_counted_too(alarmed: Stage) -> None:
    for _ in range(2):
        with asked_by(alarmed, "ai") as request:
            province = alarmed.units.id_of(PROVINCE.key)
            file_case(request, made_cases.intake(danger=True), province, commune_known=False)
    assert [case.alarms for case in load_all(alarmed)] == [2]
