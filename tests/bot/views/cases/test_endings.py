"""How a case ends is said truly, to the second officer with the reason, to the reporter with a way
to say no."""

from dataclasses import replace

import pytest

from bot.engine.message import Message, split_bold
from bot.views.cases import endings
from bot.views.cases.card import render_case_card, render_case_status
from bot.views.cases.fact_types import CaseFacts, Colleague, Ended
from bot.views.cases.messages import render_case_answered
from domain.cases.actions import CaseAction
from domain.cases.case import PendingAnswer, State, Wait
from domain.notices import case_work as w
from domain.notices.people import NamedPost
from tests.bot.views.cases.test_messages import CASE, FACTS, NUMBER
from tests.support.stage import Phone

DECIDED = {
    State.CLOSED: "cán bộ đã đóng",
    State.DUPLICATE: "gộp vào một việc báo trước",
    State.OUT_OF_SCOPE: "cán bộ đã dừng",
}


def read(message: Message) -> str:
    return split_bold(message.text)[0]


def make_ended(state: State, **more: object) -> CaseFacts:
    acts = frozenset({CaseAction.STATUS, CaseAction.REOPEN})
    return replace(FACTS, state=state.value, case=None, reports=True, acts=acts, **more)


@pytest.mark.parametrize("state", list(DECIDED))
def test_the_reporter_hears_what_was_decided_and_may_say_no(state: State) -> None:
    ended = make_ended(state)
    for render, notice in (
        (endings.render_case_ended, w.CaseEnded(1)),
        (render_case_status, w.CaseStatus(1)),
    ):
        said = read(render(notice, ended, Phone("zalo").surface))  # type: ignore[operator]
        assert DECIDED[state] in said
        assert "gõ KHÔNG" in said
        assert "đã xong" not in said
        assert "đang giữ" not in said
        pressed = render(notice, ended, Phone("telegram").surface)  # type: ignore[operator]
        assert "/molai 25-42" in [c.value for row in pressed.choices for c in row]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no_help_needed", "không cần giúp nữa"),
        ("other_province", "ở tỉnh khác"),
        ("no_way_to_reach", "chưa liên lạc được ai"),
        ("mistake", "báo nhầm"),
    ],
)
def test_the_reporter_hears_the_reason_that_was_given_and_no_other(reason: str, said: str) -> None:
    why = Ended(FACTS.opened_at, reason, Colleague("commune"))
    ended = make_ended(State.OUT_OF_SCOPE, ended=why)
    text = read(endings.render_case_ended(w.CaseEnded(1), ended, Phone("zalo").surface))
    assert said in text
    assert "không thuộc phần việc" not in text


def test_once_erased_it_offers_no_way_that_leads_nowhere() -> None:
    erased = replace(make_ended(State.CLOSED), acts=frozenset({CaseAction.STATUS}))
    said = read(render_case_status(w.CaseStatus(1), erased, Phone("zalo").surface))
    assert "KHÔNG" not in said


def test_on_a_phone_that_is_not_safe_nothing_is_said_until_she_asks() -> None:
    quiet = make_ended(State.OUT_OF_SCOPE, quiet=True)
    pushed = read(endings.render_case_ended(w.CaseEnded(1), quiet, Phone("zalo").surface))
    assert NUMBER not in pushed
    asked = read(render_case_status(w.CaseStatus(1), quiet, Phone("zalo").surface))
    assert DECIDED[State.OUT_OF_SCOPE] in asked


@pytest.mark.parametrize(
    ("ending", "more", "said"),
    [
        ("close", {"reason": "safe_now"}, "xin đóng việc. Lý do: Chị ấy đã an toàn"),
        ("out_of_scope", {"reason": "mistake"}, "xin ghi là ngoài phạm vi. Lý do: Báo nhầm"),
        ("duplicate", {"double_of": 9}, "xin ghi là việc trùng. Lý do: VV-25-0009"),
    ],
)
def test_the_second_officer_sees_on_the_card_who_asks_how_and_why(
    ending: str, more: dict[str, object], said: str
) -> None:
    pending = PendingAnswer(Wait.CLOSING, 7, ending=ending, **more)  # type: ignore[arg-type]
    facts = replace(
        FACTS,
        case=replace(CASE, pending=pending),
        asker=NamedPost("commune", "Xã Bảo Lâm"),
        double_of="VV-25-0009" if ending == "duplicate" else "",
    )
    card = read(render_case_card(w.CaseCard(1), facts, Phone("telegram").surface))
    assert "cán bộ Hội LHPN xã Bảo Lâm" in card
    assert said in card


def test_whoever_asked_hears_the_answer_as_it_is() -> None:
    surface = Phone("telegram").surface
    said = {
        state: read(
            render_case_answered(
                w.CaseAnswered(1, "closing", True), replace(FACTS, state=state.value), surface
            )
        )
        for state in DECIDED
    }
    assert "đã kết thúc" in said[State.CLOSED]
    assert "việc trùng" in said[State.DUPLICATE]
    assert "ngoài phạm vi" in said[State.OUT_OF_SCOPE]
    no = read(render_case_answered(w.CaseAnswered(1, "closing", False), FACTS, surface))
    assert "vẫn mở" in no
