"""Whom an action of a case concerns, and what each of them is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.cases.actions import CaseAction, CaseCommand, Outside, Refusal
from domain.cases.case import Case, State
from domain.cases.duties import Duty, find_owed
from domain.cases.intake import CaseKind
from domain.confidential import Confidential
from domain.notices.case_work import CaseEnded
from domain.people.roles import Role
from services.cases.commands import carry_out
from services.cases.concerned import list_colleagues, tell_people
from services.cases.telling import decide_commune, open_case
from storage.cases import audit, cases
from tests.support import made_cases
from tests.support.people_stage import LAC, LAM, Stage
from tests.support.service_calls import appoint, asked_by, at_the_moment, read_outbox

REASON = Confidential("mistake")


def open_as_lan(town: Stage, *, phone_is_safe: bool | None = True, **answers: object) -> Case:
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(**answers)
        case = open_case(request, intake, town.units.id_of(LAM.key), request.person_id)
        said = replace(case, phone_is_safe=phone_is_safe)
        return cases.save(request.tx, case, said)


@pytest.fixture
def case(town: Stage) -> Case:
    """Violence, taken by Mai."""
    case = open_as_lan(town, kind=CaseKind.VIOLENCE)
    act(town, "mai", case, CaseAction.TAKE)
    return case


def act(town: Stage, chat: str, case: Case, command: CaseCommand | CaseAction) -> Case | Refusal:
    with asked_by(town, chat) as request:
        made = command if isinstance(command, CaseCommand) else CaseCommand(command)
        return carry_out(request, case, made)


def list_new(
    town: Stage, chat: str, case: Case, command: CaseCommand | CaseAction
) -> dict[str, list[str]]:
    """What each is told once this is done."""
    before = read_outbox(town)
    after = act(town, chat, case, command)
    assert isinstance(after, Case), after
    found = {who: kinds[len(before.get(who, [])) :] for who, kinds in read_outbox(town).items()}
    return {who: kinds for who, kinds in found.items() if kinds}


def find_id(town: Stage, chat: str) -> int:
    return town.find(chat).person_id or 0


def test_the_reporter_hears_that_she_was_reached_if_her_phone_may_show_it(town: Stage) -> None:
    reached = CaseCommand(CaseAction.CONTACT, reached=True)
    for safe, told in ((True, {"lan": ["case_contacted/1"]}), (False, {})):
        case = open_as_lan(town, phone_is_safe=safe)
        act(town, "mai", case, CaseAction.TAKE)
        assert list_new(town, "mai", case, CaseCommand(CaseAction.CONTACT, reached=False)) == {}
        assert list_new(town, "mai", case, reached) == told


def test_in_danger_nothing_is_said_before_she_says_that_it_is_safe(town: Stage) -> None:
    case = open_as_lan(town, danger=True, phone_is_safe=None)
    act(town, "hanh", case, CaseAction.TAKE)
    assert list_new(town, "hanh", case, CaseCommand(CaseAction.CONTACT, reached=True)) == {}


def test_those_above_remind_the_owner(town: Stage, case: Case) -> None:
    assert list_new(town, "hanh", case, CaseAction.REMIND) == {"mai": ["case_reminded/1"]}


def test_given_to_another_all_three_hear_of_it(town: Stage, case: Case) -> None:
    given = CaseCommand(CaseAction.ASSIGN, to=find_id(town, "thu"))
    assert list_new(town, "hanh", case, given) == {
        "mai": ["case_assigned/1"], "thu": ["case_assigned/1"], "lan": ["case_assigned/1"]
    }  # fmt: skip


def test_taken_over_from_above_the_owner_and_the_reporter_hear_of_it(
    town: Stage, case: Case
) -> None:
    assert list_new(town, "hanh", case, CaseAction.TAKE_OVER) == {
        "mai": ["case_assigned/1"], "lan": ["case_taken/1"]
    }  # fmt: skip


def test_what_was_told_outside_is_known_to_owner_and_reporter_and_in_the_log(town: Stage) -> None:
    case = open_as_lan(town, danger=True)
    with asked_by(town, "lan") as request:
        decide_commune(request, case, may_know=False)
    told = CaseCommand(CaseAction.TELL_OUTSIDE, outside=Outside.POLICE)
    assert list_new(town, "hanh", case, told) == {"lan": ["case_told_outside/1"]}
    with at_the_moment(town) as context:
        last = audit.load_log(context.tx, case.id)[-1]
    assert (last.what, last.at, last.detail) == ("tell_outside", town.now, {"outside": "police"})


# --- the end ------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [CaseAction.CLOSE, CaseAction.OUT_OF_SCOPE])
def test_it_ends_by_two_and_then_the_reporter_hears_of_it(
    town: Stage, case: Case, action: CaseAction
) -> None:
    asked = CaseCommand(action, reason=REASON)
    assert list_new(town, "mai", case, asked) == {
        "thu": ["case_closing/1"], "hanh": ["case_closing/1"]
    }  # fmt: skip
    assert act(town, "mai", case, CaseAction.AGREE) is Refusal.NOT_YOURS
    assert list_new(town, "thu", case, CaseAction.AGREE) == {
        "mai": ["case_answered/1"], "lan": ["case_ended/1"], "hanh": ["case_ended/1"]
    }  # fmt: skip


def test_asked_by_a_colleague_the_owner_hears_of_the_end(town: Stage, case: Case) -> None:
    asked = CaseCommand(CaseAction.OUT_OF_SCOPE, reason=REASON)
    with asked_by(town, "thu") as request:
        cases.record_told(request.tx, case, [request.person_id], town.now)
    assert list_new(town, "thu", case, asked) == {"mai": ["case_closing/1"]}
    no = CaseCommand(CaseAction.DISAGREE, reason=REASON)
    assert list_new(town, "mai", case, no) == {"thu": ["case_answered/1"]}
    act(town, "thu", case, asked)
    with asked_by(town, "hanh") as request:
        cases.record_told(request.tx, case, [request.person_id], town.now)
    assert list_new(town, "hanh", case, CaseAction.AGREE) == {
        "thu": ["case_answered/1"], "mai": ["case_ended/1"], "lan": ["case_ended/1"]
    }  # fmt: skip


def test_hardship_is_closed_by_one(town: Stage) -> None:
    case = open_as_lan(town)
    act(town, "mai", case, CaseAction.TAKE)
    assert list_new(town, "mai", case, CaseAction.CLOSE) == {"lan": ["case_ended/1"]}


def test_opened_again_owner_and_province_hear_of_it(town: Stage, case: Case) -> None:
    act(town, "mai", case, CaseCommand(CaseAction.CLOSE, reason=REASON))
    act(town, "thu", case, CaseAction.AGREE)
    told = list_new(town, "lan", case, CaseAction.REOPEN)
    assert told["hanh"] == told["mai"] == ["case_reopened/1"]
    with at_the_moment(town) as context:
        after = cases.load(context.tx, case.id)
    assert after is not None
    assert after.owner_id == find_id(town, "mai")
    assert find_id(town, "hanh") in after.told


def test_opened_again_without_an_owner_it_is_to_be_taken(town: Stage) -> None:
    case = open_as_lan(town, kind=CaseKind.VIOLENCE)
    act(town, "mai", case, CaseCommand(CaseAction.OUT_OF_SCOPE, reason=REASON))
    act(town, "thu", case, CaseAction.AGREE)
    told = list_new(town, "lan", case, CaseAction.REOPEN)
    assert {"mai", "hanh"} <= told.keys()
    with at_the_moment(town) as context:
        after = cases.load(context.tx, case.id)
    assert after is not None
    assert (after.state, after.owner_id) == (State.REOPENED, None)
    assert after.due_at is not None
    assert after.due_at > town.now, "they were told just now"
    assert find_owed(after.duties, Duty.TAKE) is not None


# --- several alarms -----------------------------------------------------------------------------


def test_the_other_alarms_of_a_chat_become_a_case_of_their_own(town: Stage) -> None:
    case = open_as_lan(town, danger=True)
    with asked_by(town, "hanh") as request:
        cases.save(request.tx, case, replace(case, alarms=3))
    assert list_new(town, "hanh", case, CaseAction.SEPARATE) == {"hanh": ["case_waiting/1"]}
    with at_the_moment(town) as context:
        first, second = cases.load_reported_by(context.tx, find_id(town, "lan"))
        log = [event.what for event in audit.load_log(context.tx, second.id)]
    assert (first.alarms, second.alarms) == (1, 2)
    assert second.number != first.number
    assert second.subject != first.subject
    assert second.phone_is_safe is True
    assert log == ["opened", "told", "alarm"]


def test_a_commune_left_out_of_one_is_left_out_of_the_other(town: Stage) -> None:
    case = open_as_lan(town, danger=True)
    with asked_by(town, "lan") as request:
        decided = decide_commune(request, case, may_know=False)
        cases.save(request.tx, decided, replace(decided, alarms=2))
    act(town, "hanh", case, CaseAction.SEPARATE)
    with at_the_moment(town) as context:
        second = cases.load_reported_by(context.tx, find_id(town, "lan"))[-1]
    assert second.commune_left_out
    assert find_owed(second.duties, Duty.OUTSIDE) is not None


# --- who may be told ----------------------------------------------------------------------------


def test_colleagues_are_the_other_officers_over_it(town: Stage, case: Case) -> None:
    appoint(town, "tam", Role.COMMUNE, LAC)
    with asked_by(town, "mai") as request:
        assert list_colleagues(request, case) == (find_id(town, "thu"), find_id(town, "hanh"))
        hidden = replace(case, commune_left_out=True)
        assert list_colleagues(request, hidden) == (find_id(town, "hanh"),)


def test_she_is_never_told_of_what_she_did_herself(town: Stage, case: Case) -> None:
    with asked_by(town, "mai") as request:
        assert not tell_people(request, [request.person_id, None], CaseEnded(case.id))
        assert tell_people(request, [case.reporter_id], CaseEnded(case.id))


# --- what colleagues do -------------------------------------------------------------------------


def test_a_reminder_is_sent_once_in_a_while_and_anew_to_a_new_owner(
    town: Stage, case: Case
) -> None:
    assert list_new(town, "hanh", case, CaseAction.REMIND) == {"mai": ["case_reminded/1"]}
    assert list_new(town, "hanh", case, CaseAction.REMIND) == {}
    give = CaseCommand(CaseAction.ASSIGN, to=find_id(town, "thu"))
    act(town, "hanh", case, give)
    assert list_new(town, "hanh", case, CaseAction.REMIND) == {"thu": ["case_reminded/1"]}


def test_whoever_asked_to_end_it_may_take_that_back_and_those_asked_hear_it(
    town: Stage, case: Case
) -> None:
    act(town, "mai", case, CaseCommand(CaseAction.CLOSE, reason=REASON))
    assert list_new(town, "mai", case, CaseAction.DISAGREE) == {
        "thu": ["case_answered/1"], "hanh": ["case_answered/1"]
    }  # fmt: skip
    assert act(town, "thu", case, CaseAction.AGREE) is Refusal.NOT_YOURS


def test_who_was_told_outside_is_said_to_the_reporter_only_where_it_was_owed(
    town: Stage, case: Case
) -> None:
    at = town.now - timedelta(minutes=5)
    told = CaseCommand(CaseAction.TELL_OUTSIDE, outside=Outside.POLICE, at=at)
    assert list_new(town, "thu", case, told) == {"mai": ["case_told_outside/1"]}
    with at_the_moment(town) as context:
        last = audit.load_log(context.tx, case.id)[-1]
    assert last.detail == {"outside": "police", "at": at.isoformat()}
