"""Redeeming codes, linking phones, and taking either back: what is stored and what is answered."""

import pytest

from domain.notices.people import (
    CodeMistyped,
    CodeSpent,
    CodeUnknown,
    CodeWait,
    Joined,
    JoinedAlready,
    Linked,
    LinkHere,
    NoSeat,
    PhoneParted,
    PostUndone,
)
from domain.people.invites import GUESSES, CodeReading, make_code, read_code
from domain.people.roles import Role
from services.people.joining import (
    find_last_use,
    has_reported_since,
    make_code_prefix,
    redeem_code,
    undo_use,
)
from storage import people, reports
from storage.moments import seconds
from tests.support.people_stage import MUC, PONG, Stage
from tests.support.service_calls import add_chat, appoint, asked_by, read_outbox


def make_test_code(number: int) -> str:
    return make_code("CB", number.to_bytes(16))


ONE, TWO = make_test_code(10**30), make_test_code(3**60)


def read(code: str) -> CodeReading:
    reading = read_code(code)
    assert reading is not None
    return reading


@pytest.fixture
def hoa(stage: Stage) -> Stage:
    """Hoa has written; a code would make her leader of Nà Pồng."""
    add_chat(stage, "hoa")
    stage.invite(ONE, Role.LEADER, PONG, name="Hoàng Thị Hoa")
    return stage


def test_codes_begin_with_the_province(stage: Stage) -> None:
    add_chat(stage, "hoa")
    with asked_by(stage, "hoa") as request:
        assert make_code_prefix(request) == "CB"


def test_a_code_gives_a_post_and_a_name_once(hoa: Stage) -> None:
    with asked_by(hoa, "hoa") as request:
        (joined,) = redeem_code(request, read(ONE), seats=None)
        again = redeem_code(request, read(ONE), seats=None)
        name = people.find_name(request.tx, request.person_id)
    assert isinstance(joined, Joined)
    assert [type(notice) for notice in again] == [JoinedAlready]
    assert name == "Hoàng Thị Hoa"
    assert hoa.posts("hoa") == (hoa.post(Role.LEADER, PONG),)
    assert hoa.uses_left(ONE) == 0


def test_wrong_codes_are_counted_slips_are_not(hoa: Stage) -> None:
    slip = CodeReading("CB", "2" * 9, sound=False)
    with asked_by(hoa, "hoa") as request:
        for _ in range(GUESSES + 1):
            assert redeem_code(request, slip, seats=None) == (CodeMistyped(),)
        for _ in range(GUESSES):
            assert redeem_code(request, read(TWO), seats=None) == (CodeUnknown(),)
        (wait,) = redeem_code(request, read(ONE), seats=None)
    assert isinstance(wait, CodeWait), "nor is a right one read"
    assert hoa.uses_left(ONE) == 1


def test_a_full_bot_spends_no_code(hoa: Stage) -> None:
    with asked_by(hoa, "hoa") as request:
        assert redeem_code(request, read(ONE), seats=0) == (NoSeat(),)
    assert hoa.uses_left(ONE) == 1
    assert hoa.posts("hoa") == ()


def test_a_spent_code_is_refused(hoa: Stage) -> None:
    add_chat(hoa, "lan")
    with asked_by(hoa, "lan") as request:
        redeem_code(request, read(ONE), seats=None)
    with asked_by(hoa, "hoa") as request:
        assert redeem_code(request, read(ONE), seats=None) == (CodeSpent(),)


def test_a_linked_phone_is_hers_and_her_others_are_told(stage: Stage) -> None:
    whose = appoint(stage, "hoa", Role.LEADER, PONG)
    stage.invite(ONE, Role.LEADER, PONG, person_id=whose)
    with asked_by(stage, "hoa") as request:
        assert redeem_code(request, read(ONE), seats=None) == (LinkHere(),)
    add_chat(stage, "hoa-2")
    with asked_by(stage, "hoa-2") as request:
        (linked,) = redeem_code(request, read(ONE), seats=None)
    assert isinstance(linked, Linked)
    assert stage.find("hoa-2").person_id == whose
    assert read_outbox(stage)["hoa"][-1] == "phone_linked/1"


def test_a_post_taken_back_leaves_the_code_for_another(hoa: Stage) -> None:
    with asked_by(hoa, "hoa") as request:
        assert find_last_use(request) is None
        redeem_code(request, read(ONE), seats=None)
        use = find_last_use(request)
        assert use is not None
        assert not has_reported_since(request, use)
        unit_id, now = hoa.units.id_of(PONG.key), seconds(hoa.now)
        reports.send(request.tx, unit_id, "2025-10", {}, sent_at=now, person_id=request.person_id)
        assert has_reported_since(request, use)
        (undone,) = undo_use(request, use, "Tên trên máy")
        assert people.find_name(request.tx, request.person_id) == "Tên trên máy"
    assert isinstance(undone, PostUndone)
    assert hoa.posts("hoa") == ()
    assert hoa.uses_left(ONE) == 1


def test_a_parted_phone_is_somebody_else_s(stage: Stage) -> None:
    whose = appoint(stage, "hoa", Role.LEADER, MUC)
    stage.invite(ONE, Role.LEADER, MUC, person_id=whose)
    add_chat(stage, "hoa-2")
    with asked_by(stage, "hoa-2") as request:
        redeem_code(request, read(ONE), seats=None)
    with asked_by(stage, "hoa-2") as request:
        use = find_last_use(request)
        assert use is not None
        assert undo_use(request, use, "Máy khác") == (PhoneParted(),)
    assert stage.find("hoa-2").person_id not in (whose, None)
    assert stage.posts("hoa") == (stage.post(Role.LEADER, MUC),)


def test_after_a_week_a_post_is_not_taken_back(hoa: Stage) -> None:
    with asked_by(hoa, "hoa") as request:
        redeem_code(request, read(ONE), seats=None)
    hoa.later(days=8)
    with asked_by(hoa, "hoa") as request:
        assert find_last_use(request) is None
