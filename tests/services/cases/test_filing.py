"""Filing a case, completing it, and passing on what is said in it."""

from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.case import Case, State
from domain.cases.intake import Consent
from domain.confidential import Confidential
from domain.notices.case_work import CaseNotFound, CasePassedOn
from domain.notices.intake import IntakeKept, IntakeNumbers, IntakeOpened
from domain.people.roles import Role
from services.cases.commands import carry_out
from services.cases.filing import file_case, say_in_case
from storage.cases import case_messages, cases
from tests.support import made_cases
from tests.support.people_stage import LAC, LAM, Stage
from tests.support.service_calls import appoint, asked_by, read_outbox

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


def test_completed_in_another_commune_its_officers_are_told(town: Stage) -> None:
    appoint(town, "tam", Role.COMMUNE, LAC)
    case = file(town, danger=True)
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True, child=True)
        unit_id = town.units.id_of(LAC.key)
        assert file_case(request, intake, unit_id, again_since=case.opened_at) == ()
    assert load(town, case).unit_id == unit_id
    assert read_outbox(town)["tam"] == ["case_waiting/1"]


def test_an_owner_who_must_not_learn_of_it_loses_it(town: Stage) -> None:
    case = file(town, danger=True)
    with asked_by(town, "mai") as request:
        carry_out(request, case, CaseCommand(CaseAction.TAKE))
    mai = town.find("mai").person_id or 0
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True, excluded=frozenset({mai}))
        file_case(request, intake, case.unit_id, again_since=case.opened_at)
    after = load(town, case)
    assert (after.owner_id, after.state) == (None, State.REOPENED)
    assert read_outbox(town)["thu"][-1] == "case_reopened/1"


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
