"""Opening cases: whom officers and reporters hear from, on which phone, and until when."""

from datetime import timedelta

from domain.cases.case import Case, State
from domain.cases.duties import Duty, find_owed
from domain.cases.intake import Consent, Urgency
from domain.notices.cases import CaseNobody
from services.cases.telling import (
    compute_response_due_at,
    decide_commune,
    find_line,
    move_to_commune,
    open_case,
    tell_raised,
    tell_reporter,
    write_to,
)
from storage import people
from storage.cases import audit
from storage.moments import seconds
from tests.support import made_cases
from tests.support.people_stage import LAM, Stage
from tests.support.service_calls import asked_by, at_the_moment, read_outbox


def find_id(town: Stage, chat: str) -> int:
    return town.find(chat).person_id or 0


def open_as_lan(town: Stage, **answers: object) -> Case:
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(**answers)
        return open_case(request, intake, town.units.id_of(LAM.key), request.person_id)


def test_the_officer_longest_in_post_is_told_first(town: Stage) -> None:
    case = open_as_lan(town)
    assert case.told == {find_id(town, "mai")}
    assert read_outbox(town) == {"mai": ["case_waiting/1"]}
    with at_the_moment(town) as context:
        events = [event.what for event in audit.load_log(context.tx, case.id)]
        assert case.due_at == compute_response_due_at(context, Urgency.NORMAL)
        assert find_line(context, case)[0] == town.units.id_of(LAM.key)
    assert events == ["opened", "told"]


def list_events(town: Stage, case: Case) -> list[str]:
    with at_the_moment(town) as context:
        return [event.what for event in audit.load_log(context.tx, case.id)]


def test_in_danger_the_province_is_told_at_once_and_the_commune_waits(town: Stage) -> None:
    case = open_as_lan(town, danger=True)
    assert set(read_outbox(town)) == {"hanh"}
    rules = town.reference.plan.cases
    assert case.due_at == town.now + timedelta(minutes=rules.danger_minutes)
    assert case.commune_at == town.now + timedelta(seconds=rules.danger_commune_seconds)


def test_the_commune_is_told_once_she_says_so(town: Stage) -> None:
    case = open_as_lan(town, danger=True)
    with asked_by(town, "lan") as request:
        told = decide_commune(request, case, may_know=True)
    assert (told.commune_at, told.commune_left_out) == (None, False)
    assert set(read_outbox(town)) == {"mai", "thu", "hanh"}
    assert list_events(town, case) == ["opened", "told", "commune_allowed", "told"]


def test_a_commune_that_must_not_know_makes_the_province_tell_outside(town: Stage) -> None:
    case = open_as_lan(town, danger=True)
    with asked_by(town, "lan") as request:
        decided = decide_commune(request, case, may_know=False)
    assert set(read_outbox(town)) == {"hanh"}
    owed = find_owed(decided.duties, Duty.OUTSIDE)
    assert owed is not None
    assert owed.due_at == town.now + timedelta(minutes=30), "on the clock of danger"
    assert list_events(town, case) == ["opened", "told", "commune_left_out"]


def test_a_commune_of_which_nobody_may_be_told_does_so_too(town: Stage) -> None:
    both = frozenset({find_id(town, "mai"), find_id(town, "thu")})
    case = open_as_lan(town, danger=True, excluded=both)
    with asked_by(town, "lan") as request:
        told = decide_commune(request, case, may_know=True)
    assert set(read_outbox(town)) == {"hanh"}
    assert find_owed(told.duties, Duty.OUTSIDE) is not None


def test_until_the_commune_is_known_only_the_province_knows(town: Stage) -> None:
    with asked_by(town, "lan") as request:
        intake = made_cases.intake(danger=True)
        case = open_case(
            request, intake, town.units.id_of(LAM.key), request.person_id, asks_commune=False
        )
        assert case.commune_at is not None
        assert case.commune_at > town.now + timedelta(days=365)
        said = move_to_commune(request, case)
        assert said.commune_at == town.now + timedelta(seconds=120)


def test_where_the_province_cannot_be_reached_the_commune_is_told_at_once(town: Stage) -> None:
    with at_the_moment(town) as context:
        people.end_posts(context.tx, find_id(town, "hanh"), seconds(town.now))
    case = open_as_lan(town, danger=True)
    assert set(read_outbox(town)) == {"mai", "thu"}
    assert case.commune_at is None


def test_what_may_not_be_passed_on_is_kept(town: Stage) -> None:
    case = open_as_lan(town, consent=Consent(given=False))
    assert (case.state, case.told) == (State.KEPT, frozenset())
    assert read_outbox(town) == {}


def test_others_learn_that_a_case_is_raised_but_not_who_raised_it(town: Stage) -> None:
    case = open_as_lan(town)
    with asked_by(town, "mai") as request:
        after = tell_raised(request, case, request.person_id)
    assert read_outbox(town) == {
        "mai": ["case_waiting/1"], "thu": ["case_urgent/1"], "hanh": ["case_urgent/1"]
    }  # fmt: skip
    assert after.told == {find_id(town, chat) for chat in ("mai", "thu", "hanh")}


def test_raised_where_nobody_else_is_left_the_clock_starts_anew(town: Stage) -> None:
    case = open_as_lan(town)
    with asked_by(town, "mai") as request:
        for chat in ("thu", "hanh"):
            people.end_posts(request.tx, find_id(town, chat), seconds(town.now))
        after = tell_raised(request, case, request.person_id)
        assert after.due_at == compute_response_due_at(request, case.urgency)


def test_nobody_is_written_to_twice_under_one_key(town: Stage) -> None:
    with at_the_moment(town) as context:
        assert write_to(context, find_id(town, "mai"), CaseNobody(1), "once")
        assert not write_to(context, find_id(town, "mai"), CaseNobody(1), "once")
        assert not write_to(context, 99_999, CaseNobody(1), "nobody")


def test_the_reporter_is_told_if_there_is_one(town: Stage) -> None:
    case = open_as_lan(town, danger=True)
    with at_the_moment(town) as context:
        tell_reporter(context, case, CaseNobody(case.id))
        alone = open_case(context, made_cases.intake(), case.unit_id, None)
        tell_reporter(context, alone, CaseNobody(alone.id))
    assert read_outbox(town)["lan"] == ["case_nobody/1"]
