"""Filing a case, completing it, and passing on what is said in it."""

from datetime import timedelta

from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.case import Case, State
from domain.cases.duties import Duty, find_owed
from domain.cases.intake import CaseKind, Consent, Urgency
from domain.confidential import Confidential
from domain.notices.case_work import CaseNotFound, CasePassedOn
from domain.notices.intake import (
    IntakeCommune,
    IntakeKept,
    IntakeNumbers,
    IntakeOpened,
    IntakeSame,
    LeftOutLate,
)
from domain.people.roles import Role
from services.cases.commands import carry_out, find_relations_to, record_view
from services.cases.filing import (
    decide_commune_of,
    file_case,
    say_in_case,
    say_it_is_the_same,
    say_shown,
)
from storage.cases import case_messages, cases
from tests.support import made_cases
from tests.support.people_stage import AREA_LAM, LAC, LAM, PROVINCE, Stage
from tests.support.service_calls import add_chat, appoint, asked_by, read_outbox

WORDS = Confidential("mai tôi đưa chị ấy lên trạm")


def file(town: Stage, **answers: object) -> Case:
    with asked_by(town, "lan") as request:
        file_case(request, made_cases.intake(**answers), town.units.id_of(LAM.key))
        return cases.load_reported_by(request.tx, request.person_id)[-1]


def load(town: Stage, case: Case) -> Case:
    with town.database.read() as tx:
        found = cases.load(tx, case.id)
    assert found is not None
    return found


def test_an_opened_case_is_answered_with_its_number(town: Stage) -> None:
    with asked_by(town, "lan") as request:
        unit_id = town.units.id_of(LAM.key)
        said = file_case(request, made_cases.intake(), unit_id, then=(IntakeNumbers(),))
        (case,) = cases.load_reported_by(request.tx, request.person_id)
    assert said == (IntakeOpened(case.id), IntakeNumbers())


def test_one_that_is_not_passed_on_is_kept(town: Stage) -> None:
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(consent=Consent())
        (said,) = file_case(request, intake, town.units.id_of(LAM.key))
    assert isinstance(said, IntakeKept)


def test_in_another_commune_its_officers_wait_for_her_word(town: Stage) -> None:
    appoint(town, "tam", Role.COMMUNE, LAC)
    case = file(town, danger=True)
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True, child=True)
        unit_id = town.units.id_of(LAC.key)
        assert file_case(request, intake, unit_id, again_since=case.opened_at) == ()
    after = load(town, case)
    assert after.unit_id == unit_id
    assert after.commune_at is not None
    assert "tam" not in read_outbox(town)
    with asked_by(town, "lan") as request:
        said = decide_commune_of(request, case.opened_at, may_know=True)
    assert said == (IntakeCommune(case.id),)
    assert read_outbox(town)["tam"] == ["case_waiting/1"]


def test_without_a_known_commune_the_province_alone_knows_until_it_is_named(town: Stage) -> None:
    add_chat(town, "ai")
    with asked_by(town, "ai") as request:
        province = town.units.id_of(PROVINCE.key)
        file_case(request, made_cases.intake(danger=True), province, commune_known=False)
        (case,) = cases.load_reported_by(request.tx, request.person_id)
    assert set(read_outbox(town)) == {"hanh"}
    assert case.commune_at is not None
    assert case.commune_at > town.now + timedelta(days=30)
    with asked_by(town, "ai") as request:
        lam, intake = town.units.id_of(LAM.key), made_cases.intake(danger=True)
        file_case(request, intake, lam, again_since=case.opened_at)
    after = load(town, case)
    assert after.commune_at is not None
    assert after.commune_at <= town.now + timedelta(seconds=300)


def test_alarms_of_a_stranger_become_one_case_with_a_count(town: Stage) -> None:
    add_chat(town, "ai")
    lam = town.units.id_of(LAM.key)
    for _ in range(2):
        with asked_by(town, "ai") as request:
            file_case(request, made_cases.intake(danger=True), lam)
        town.later(seconds=60)
    with asked_by(town, "ai") as request:
        (case,) = cases.load_reported_by(request.tx, request.person_id)
    assert case.alarms == 2
    assert read_outbox(town)["hanh"] == ["case_waiting/1", "case_called/1"]


def test_an_alarm_from_another_commune_is_a_case_of_its_own(town: Stage) -> None:
    add_chat(town, "ai")
    lam, lac = town.units.id_of(LAM.key), town.units.id_of(LAC.key)
    intake = made_cases.intake(danger=True)
    with asked_by(town, "ai") as request:
        file_case(request, intake, lam)
    town.later(seconds=60)
    with asked_by(town, "ai") as request:
        file_case(request, intake, town.units.id_of(PROVINCE.key), commune_known=False)
        file_case(request, intake, lac, again_since=request.now)
        found = cases.load_reported_by(request.tx, request.person_id)
    assert [(c.unit_id, c.alarms) for c in found] == [(lam, 1), (lac, 1)]


def test_half_an_hour_later_a_stranger_s_alarm_is_a_new_case(town: Stage) -> None:
    add_chat(town, "ai")
    for _ in range(2):
        with asked_by(town, "ai") as request:
            file_case(request, made_cases.intake(danger=True), town.units.id_of(LAM.key))
        town.later(seconds=31 * 60)
    with asked_by(town, "ai") as request:
        assert len(cases.load_reported_by(request.tx, request.person_id)) == 2


def test_a_leader_says_that_it_is_the_case_she_reported_before(town: Stage) -> None:
    first = file(town, danger=True)
    town.later(seconds=60)
    second = file(town, danger=True)
    with asked_by(town, "lan") as request:
        said = say_it_is_the_same(request, second.opened_at, first.id)
    assert said == (IntakeSame(first.id),)
    assert (load(town, second).state, load(town, second).duplicate_of) == (
        State.DUPLICATE, first.id,
    )  # fmt: skip
    assert load(town, first).alarms == 2


def take_by_commune(town: Stage, case: Case) -> int:
    """Mai is told, looks and takes the case."""
    with asked_by(town, "lan") as request:
        decide_commune_of(request, case.opened_at, may_know=True)
    with asked_by(town, "mai") as request:
        record_view(request, load(town, case))
        carry_out(request, load(town, case), CaseCommand(CaseAction.TAKE))
    return town.find("mai").person_id or 0


def test_an_owner_who_must_not_learn_of_it_loses_it(town: Stage) -> None:
    case = file(town, danger=True)
    mai = take_by_commune(town, case)
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True, excluded=frozenset({mai}))
        said = file_case(request, intake, case.unit_id, again_since=case.opened_at)
    after = load(town, case)
    assert (after.owner_id, after.state) == (None, State.REOPENED)
    assert "case_reopened/1" in read_outbox(town)["thu"]
    assert said == (LeftOutLate(case.id, (mai,)),)
    assert "left_out_late/1" in read_outbox(town)["hanh"]


def test_a_commune_left_out_after_it_was_told_loses_the_case(town: Stage) -> None:
    case = file(town, danger=True)
    mai = take_by_commune(town, case)
    thu = town.find("thu").person_id or 0
    with asked_by(town, "lan") as request:
        said = decide_commune_of(request, case.opened_at, may_know=False)
    assert said == (LeftOutLate(case.id, tuple(sorted((mai, thu)))), IntakeCommune(case.id))
    with asked_by(town, "lan") as request:  # what she answers next keeps them out
        intake = made_cases.intake(danger=True, child=True)
        file_case(request, intake, case.unit_id, again_since=case.opened_at)
    after = load(town, case)
    assert (after.owner_id, after.excluded) == (None, {mai, thu})
    with asked_by(town, "mai") as request:
        assert not find_relations_to(request, after)


def test_nobody_is_left_out_late_who_knew_nothing(town: Stage) -> None:
    case = file(town, danger=True)
    mai = town.find("mai").person_id or 0
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True, excluded=frozenset({mai}))
        assert file_case(request, intake, case.unit_id, again_since=case.opened_at) == ()


def test_where_all_who_knew_are_left_out_somebody_else_is_told_at_once(town: Stage) -> None:
    appoint(town, "tuyet", Role.AREA, AREA_LAM)
    case = file(town, danger=True)
    with asked_by(town, "lan") as request:
        decide_commune_of(request, case.opened_at, may_know=False)
        hanh = town.find("hanh").person_id or 0
        intake = made_cases.intake(danger=True, excluded=frozenset({hanh}))
        said = file_case(request, intake, case.unit_id, again_since=case.opened_at)
    assert said == (LeftOutLate(case.id, (hanh,)), IntakeNumbers(), IntakeOpened(case.id))
    assert read_outbox(town)["tuyet"] == ["case_waiting/1"]


def test_what_was_no_danger_becomes_danger(town: Stage) -> None:
    case = file(town, child=True, kind=CaseKind.CHILD_ABUSE)
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True)
        file_case(request, intake, case.unit_id, again_since=case.opened_at)
    assert load(town, case).urgency is Urgency.DANGER
    assert "case_urgent/1" in read_outbox(town)["hanh"]


def test_whether_her_phone_is_safe_is_kept(town: Stage) -> None:
    case = file(town, danger=True)
    with asked_by(town, "lan") as request:
        intake, since = made_cases.intake(danger=True), case.opened_at
        file_case(request, intake, case.unit_id, again_since=since, phone_is_safe=False)
    assert load(town, case).phone_is_safe is False
    assert not load(town, case).may_write_plainly


def test_a_photo_is_told_to_her_officers_and_waits_for_an_answer(town: Stage) -> None:
    case = file(town, danger=True)
    with asked_by(town, "hanh") as request:
        carry_out(request, load(town, case), CaseCommand(CaseAction.TAKE))
    with asked_by(town, "lan") as request:
        assert say_shown(request, case.id, "voice")
    assert read_outbox(town)["hanh"][-1] == "case_called/1"
    assert find_owed(load(town, case).duties, Duty.ANSWER) is not None


def test_words_go_into_the_vault_and_to_the_other_side(town: Stage) -> None:
    case = file(town)
    with asked_by(town, "lan") as request:
        said = say_in_case(request, case.id, WORDS, more=True)
        assert said == (CasePassedOn(case.id, nobody=True, more=True),)
        (kept,) = case_messages.load_last_messages(request.tx, case.id, 9)
    assert kept.words == WORDS
    assert read_outbox(town)["mai"] == ["case_waiting/1", "case_said/1"]


def test_nobody_else_says_anything_in_it(town: Stage) -> None:
    case = file(town)
    for chat in ("mai", "hanh"):
        with asked_by(town, chat) as request:
            assert say_in_case(request, case.id, WORDS) == (CaseNotFound(),)
            assert say_in_case(request, 99_999, WORDS) == (CaseNotFound(),)
