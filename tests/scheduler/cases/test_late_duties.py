"""What is late is said to the owner, her colleagues and those above, until it is done."""

import json
from dataclasses import replace

import pytest

from domain.cases.actions import CaseAction, CaseCommand, Outside
from domain.cases.case import Case, State
from domain.cases.duties import Duty
from domain.cases.intake import CaseKind
from domain.cases.social_services import HelpGiven
from domain.confidential import Confidential
from domain.people.roles import Role
from scheduler.cases.watch import watch
from services.cases.commands import carry_out, note_what_was_said
from services.cases.telling import decide_commune, open_case
from storage import outbox, people, vault
from storage.cases import audit, cases
from storage.moments import seconds
from storage.vault import Key, Vault
from tests.support import made_cases
from tests.support.people_stage import AREA_LAM, LAM, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by, at_the_moment


@pytest.fixture
def town(stage: Stage) -> Stage:
    """Lan reports; Mai and Liên are of the commune, Thu of the area, Hạnh and Đào of the
    province."""
    vault.use(stage.database, Vault([Key.new()]))
    for chat, role, unit in (
        ("lan", Role.LEADER, PONG), ("mai", Role.COMMUNE, LAM), ("lien", Role.COMMUNE, LAM),
        ("thu", Role.AREA, AREA_LAM), ("hanh", Role.PROVINCE, PROVINCE),
    ):  # fmt: skip
        appoint(stage, chat, role, unit)
        stage.later(seconds=1)
    return stage


def open_taken(town: Stage, by: str = "mai", **answers: object) -> Case:
    """A case of danger whose commune may know of it, taken by her."""
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(**{"danger": True} | answers)
        case = open_case(request, intake, town.units.id_of(LAM.key), request.person_id)
        if case.commune_at is not None:
            case = decide_commune(request, case, may_know=True)
    return do(town, by, case, CaseAction.TAKE)


def do(town: Stage, chat: str, case: Case, command: CaseCommand | CaseAction) -> Case:
    made = command if isinstance(command, CaseCommand) else CaseCommand(command)
    with asked_by(town, chat) as request:
        after = carry_out(request, case, made)
    assert isinstance(after, Case), after
    return after


def load(town: Stage, case: Case) -> Case:
    with at_the_moment(town) as context:
        found = cases.load(context.tx, case.id)
    assert found is not None
    return found


def list_told(town: Stage) -> list[tuple[str, str]]:
    """Who is told what by the watch now, or of which duty."""
    before = read_ids(town)
    watch(lambda: town.reference, town.database, town.now, quotas={})
    found: list[tuple[str, str]] = []
    with town.database.read() as tx:
        for message in outbox.load(tx, sorted(read_ids(town) - before)):
            said = json.loads(message.notices)
            found += [(message.chat, notice.get("duty", notice["kind"])) for notice in said]
    return sorted(found)


def read_ids(town: Stage) -> set[int]:
    with town.database.read() as tx:
        return set(outbox.find_pending_ids(tx, "zalo", "1", seconds(town.now) + 999_999))


def list_events(town: Stage, case: Case) -> list[str]:
    with at_the_moment(town) as context:
        return [event.what for event in audit.load_log(context.tx, case.id)]


def test_taken_and_then_nothing_is_said_to_her_then_colleagues_then_those_above(
    town: Stage,
) -> None:
    open_taken(town)
    town.later(minutes=29)
    assert list_told(town) == []
    said = []
    for _ in range(4):
        town.later(minutes=31)
        said.append(list_told(town))
    assert said == [
        [("mai", "contact")],
        [("lan", "case_unreached/1"), ("lien", "contact"), ("mai", "contact")],
        [("mai", "contact"), ("thu", "contact")],
        [("hanh", "contact"), ("mai", "contact")],
    ]


def test_nobody_is_told_twice_of_the_same(town: Stage) -> None:
    open_taken(town)
    town.later(minutes=31)
    assert list_told(town) == [("mai", "contact")]
    assert list_told(town) == []


def test_a_tap_that_she_was_not_reached_stops_nothing_one_that_she_was_does(town: Stage) -> None:
    case = open_taken(town)
    do(town, "mai", case, CaseCommand(CaseAction.CONTACT, reached=False))
    town.later(minutes=31)
    assert list_told(town) == [("mai", "contact")]
    do(town, "mai", case, CaseCommand(CaseAction.CONTACT, reached=True))
    town.later(hours=12)
    assert list_told(town) == []


def test_words_of_the_reporter_that_nobody_answers_are_late(town: Stage) -> None:
    case = open_taken(town)
    do(town, "mai", case, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL))
    with asked_by(town, "lan") as request:
        note_what_was_said(request, case)
    town.later(minutes=31)
    assert list_told(town) == [("mai", "answer")]
    with asked_by(town, "mai") as request:
        note_what_was_said(request, case)
    town.later(hours=12)
    assert list_told(town) == []


def test_a_follow_up_that_was_missed_goes_up_too(town: Stage) -> None:
    case = open_taken(town)
    do(town, "mai", case, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL))
    town.later(days=7, minutes=1)
    assert list_told(town) == [("mai", "follow_up")]
    town.later(minutes=31)
    assert list_told(town) == [("lien", "follow_up")]


def test_a_second_officer_who_does_not_answer_is_late(town: Stage) -> None:
    case = open_taken(town, kind=CaseKind.VIOLENCE)
    do(town, "mai", case, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL))
    reason = Confidential("safe_now")
    do(town, "mai", case, CaseCommand(CaseAction.CLOSE, reason=reason))
    town.later(days=2)
    assert list_told(town) == [("lien", "second")]


def test_telling_outside_runs_on_the_clock_of_danger_until_it_is_recorded(town: Stage) -> None:
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True)
        case = open_case(request, intake, town.units.id_of(LAM.key), request.person_id)
        decide_commune(request, case, may_know=False)
    do(town, "hanh", case, CaseAction.TAKE)
    do(town, "hanh", case, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL))
    town.later(minutes=31)
    assert list_told(town) == [("hanh", "outside")], "and nobody of the commune"
    do(town, "hanh", case, CaseCommand(CaseAction.TELL_OUTSIDE, outside=Outside.POLICE))
    town.later(days=1)
    assert list_told(town) == []


# --- an owner who does nothing ------------------------------------------------------------------


def pass_the_action_clock(town: Stage, case: Case) -> list[tuple[str, str]]:
    """She says that she reached her, and then lets the time for a first action pass."""
    do(town, town_owner(town, case), case, CaseCommand(CaseAction.CONTACT, reached=True))
    town.later(hours=24, minutes=1)
    return list_told(town)


def town_owner(town: Stage, case: Case) -> str:
    owner = load(town, case).owner_id
    with town.database.read() as tx:
        (chat,) = people.load_all_private_chats(tx, [owner or 0])
    return chat.chat


def find_id(town: Stage, chat: str) -> int:
    return town.find(chat).person_id or 0


def test_she_loses_it_to_the_level_above_and_is_told(town: Stage) -> None:
    case = open_taken(town)
    assert pass_the_action_clock(town, case) == [
        ("lan", "case_told_of/1"),
        ("mai", "case_lost/1"),
        ("thu", "case_handed_over/1"),
    ]
    lost = load(town, case)
    assert (lost.owner_id, lost.state) == (None, State.REOPENED)
    assert lost.is_overdue(town.now), "nothing was done for her yet"
    assert {owed.duty for owed in lost.duties} == {Duty.TAKE, Duty.ACTION}
    with at_the_moment(town) as context:
        last = audit.load_log(context.tx, case.id)[-1]
    assert (last.what, last.actor_id) == ("lost", None)
    assert last.detail == {"from": find_id(town, "mai"), "to": str(find_id(town, "thu"))}


def test_whoever_takes_it_then_has_a_day_of_her_own_and_it_stays_overdue(town: Stage) -> None:
    case = open_taken(town)
    pass_the_action_clock(town, case)
    taken = do(town, "thu", case, CaseAction.TAKE)
    assert taken.is_overdue(town.now)
    assert list_told(town) == []
    assert ("hanh", "case_handed_over/1") in pass_the_action_clock(town, case)


def test_lost_and_taken_by_nobody_it_climbs_like_a_new_one(town: Stage) -> None:
    case = open_taken(town)
    pass_the_action_clock(town, case)
    town.later(minutes=31)
    told = list_told(town)
    assert told, "its response clock runs"
    assert load(town, case).owner_id is None


def test_at_the_province_it_goes_to_a_colleague(town: Stage) -> None:
    appoint(town, "dao", Role.PROVINCE, PROVINCE)
    case = open_taken(town, by="hanh")
    assert pass_the_action_clock(town, case) == [
        ("dao", "case_handed_over/1"),
        ("hanh", "case_lost/1"),
        ("lan", "case_told_of/1"),
    ]


def test_where_there_is_nobody_else_it_stays_and_is_said(town: Stage) -> None:
    case = open_taken(town, by="hanh")
    assert pass_the_action_clock(town, case) == [("hanh", "action")]
    assert load(town, case).owner_id == find_id(town, "hanh")


# --- one bad row --------------------------------------------------------------------------------


def test_a_case_that_cannot_be_opened_climbs_by_its_clear_columns_and_holds_up_no_other(
    town: Stage,
) -> None:
    first, second = open_taken(town), open_taken(town)
    with town.database.write() as tx:
        cases.spoil(tx, first.number)
    town.later(minutes=31)
    assert list_told(town) == [("mai", "contact")] * 2
    assert [list_events(town, each)[-1] for each in (first, second)] == ["late"] * 2
    town.later(minutes=31)
    told = list_told(town)
    assert [t for t in told if t[0] != "lan"] == [
        ("hanh", "contact"), ("lien", "contact"), ("mai", "contact"), ("mai", "contact")
    ]  # fmt: skip
    assert told.count(("lan", "case_unreached/1")) == 2
    assert not load(town, first).is_readable, "so nobody near is told, only the province"


def test_who_left_the_commune_out_keeps_it_out_when_it_is_lost(town: Stage) -> None:
    case = open_taken(town, by="thu")
    with at_the_moment(town) as context:
        held = cases.load(context.tx, case.id)
        assert held is not None
        cases.save(context.tx, held, replace(held, commune_left_out=True))
    assert ("hanh", "case_handed_over/1") in pass_the_action_clock(town, case)
