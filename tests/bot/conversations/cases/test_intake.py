"""The intake as a pure conversation: every answer, every way out, nothing told is kept."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.cases.intake import IntakeConversation, open_intake
from bot.conversations.cases.intake_state import IntakeState
from bot.conversations.effects import DecideCommune, FileCase, SayItIsTheSame, TakeBack
from bot.engine.conversation import Effect, Event, Facts
from domain.answers import Place
from domain.cases.intake import CaseKind, Hours, Intake, Way, Wish
from domain.cases.intake_form import IntakeStage
from domain.notices.base import Notice
from domain.notices.intake import (
    Cleaned,
    HarmlessScreen,
    IntakeCompleted,
    IntakeLimits,
    IntakeMustPassOn,
    IntakeNotPassedOn,
    IntakeNumbers,
    IntakeQuestion,
)
from tests.support.stage import NOW, plan

SINCE = date(2025, 7, 1)
COMMUNES = (
    Place("5", SINCE, "Xã Bảo Lâm"),
    Place("6", SINCE, "Xã Bảo Lạc"),
    Place("7", SINCE, "Xã Minh Khai"),
    Place("8", SINCE, "Phường Minh Khai"),
)
OFFICERS = (21, 22, 23)
POSTS = ((21, 22), (23,))
NAMES = {21: "Lý Thị Mai", 22: "Nông Thị Thu", 23: "Đàm Thị Mai"}
STORY = "chị hàng xóm kể chuyện vợ chồng từ hôm qua đến giờ"
DANGER = "chị hàng xóm bị chồng đánh suốt từ hôm qua đến giờ chưa thôi"


@dataclass
class Talk:
    """One person reporting; the state is written and read back between every two turns."""

    own: int = 5
    stranger: bool = False
    recent: int = 0
    officers: tuple[int, ...] = OFFICERS
    state: IntakeState | None = None
    said: tuple[Notice, ...] = ()
    effects: list[Effect] = field(default_factory=list)
    unheard: bool = False
    stored: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state, self.said = open_intake(
            NOW, self.own or 4, self.own, stranger=self.stranger, message_ref="1:m0"
        )

    def says(self, *texts: str, **more: Any) -> "Talk":
        for number, text in enumerate(texts, 1):
            raw = msgspec.json.encode(self.state)
            self.stored.append(raw)
            state = msgspec.json.decode(raw, type=IntakeState)
            facts = Facts(
                NOW,
                plan(),
                communes=COMMUNES,
                officers=self.officers,
                officer_posts=POSTS,
                officer_names=NAMES,
                recent_case=self.recent,
            )
            event = Event(text, message_ref=f"1:m{number}", **more)
            step = IntakeConversation().step(state, event, facts)
            self.state, self.said, self.unheard = step.state, step.notices, step.unheard
            self.effects += step.effects
        return self

    @property
    def stage(self) -> IntakeStage:
        assert self.state is not None
        return self.state.stage

    @property
    def filed(self) -> list[FileCase]:
        return [effect for effect in self.effects if isinstance(effect, FileCase)]

    @property
    def intake(self) -> Intake:
        return self.filed[-1].intake


NOT_URGENT = ("2", "2", "3", "1", "5", "1 6", "1", "1", "1", "4", "1")
TO_CONSENT = NOT_URGENT[:6]


def test_the_limits_come_before_anything_is_asked() -> None:
    assert isinstance(Talk().said[1], IntakeLimits)
    assert Talk().said[0] == IntakeNumbers("asked")
    assert Talk().said[2] == IntakeQuestion("danger")


def test_every_answer_reaches_the_note() -> None:
    talk = Talk().says(*NOT_URGENT)
    assert talk.filed[0].unit_id == 5
    intake = talk.intake
    assert (intake.danger, intake.child, intake.vulnerable) == (False, False, None)
    assert (intake.kind, intake.wishes) == (CaseKind.HARDSHIP, (Wish.SAFE_PLACE, Wish.LIVELIHOOD))
    assert (intake.contact.way, intake.contact.hours) == (Way.REPORTER, Hours.MORNING)
    assert intake.consent.given is True
    assert intake.excluded == frozenset()
    assert len(talk.filed) == 1


def test_consent_is_never_set_beforehand() -> None:
    for said in range(len(NOT_URGENT) - 4):
        state = Talk().says(*NOT_URGENT[:said]).state
        assert state is not None
        assert state.agreed is None


def test_in_danger_the_case_is_open_after_one_answer_and_the_rest_completes_it() -> None:
    talk = Talk().says("1")
    assert talk.said == (IntakeNumbers(),)
    assert talk.filed[0].again is False
    assert talk.intake.danger
    talk.says("1", "1", "1", "1", "2", "1", "3")
    assert all(effect.again for effect in talk.filed[1:])
    assert talk.intake.excluded == {22}
    assert talk.intake.child is True
    assert talk.intake.contact.way is Way.MEETING
    assert talk.said[0] == IntakeCompleted()
    assert talk.stage is IntakeStage.LEFT


@pytest.mark.parametrize(
    "cry", ["1", "mot", "rất nguy hiểm", "dang bi danh", "khẩn cấp", "khẩn", "cứu em với"]
)
def test_danger_in_words_answers_the_first_question(cry: str) -> None:
    assert Talk().says(cry).intake.danger


@pytest.mark.parametrize("calm", ["2", "hai", "không nguy hiểm", "chưa nguy hiểm", "cần giúp"])
def test_no_danger_in_words_is_none(calm: str) -> None:
    talk = Talk().says(calm)
    assert (talk.stage, talk.filed) == (IntakeStage.CHILD, [])


def test_right_after_danger_one_tap_decides_about_the_commune_then_the_phone() -> None:
    talk = Talk().says("1")
    assert talk.filed[0].then == (IntakeQuestion("commune_told", opened=True),)
    assert talk.filed[0].commune_known
    talk.says("2")
    assert isinstance(talk.effects[-1], DecideCommune)
    assert talk.effects[-1].may_know is False
    assert talk.effects[-1].then == (IntakeQuestion("phone", opened=True),)
    assert talk.says("2").filed[-1].phone_is_safe is False
    assert talk.stage is IntakeStage.CHILD


def test_without_a_commune_of_her_own_it_is_asked_before_the_tap() -> None:
    talk = Talk(own=0, stranger=True).says("1")
    assert talk.filed[0].then == (IntakeQuestion("commune", opened=True, stranger=True),)
    assert not talk.filed[0].commune_known
    talk.says("bao lac")
    assert (talk.stage, talk.filed[-1].unit_id) == (IntakeStage.COMMUNE_TOLD, 6)


def test_another_commune_is_asked_about_anew_before_anybody_is_offered() -> None:
    talk = Talk().says("1", "2", "1", "1", "bao lac")
    assert (talk.stage, talk.filed[-1].unit_id) == (IntakeStage.COMMUNE_TOLD, 6)
    talk.says("1")
    assert talk.effects[-1].may_know is True  # type: ignore[attr-defined]
    assert talk.stage is IntakeStage.EXCLUDED


def test_a_second_alarm_is_filed_at_once_and_then_asked_about() -> None:
    talk = Talk(recent=7).says("1")
    assert talk.filed[0].then == (IntakeQuestion("same", opened=True, case_id=7),)
    assert not talk.filed[0].again
    same = Talk(recent=7).says("1", "1")
    assert isinstance(same.effects[-1], SayItIsTheSame)
    assert (same.effects[-1].earlier_id, same.stage) == (7, IntakeStage.LEFT)
    assert talk.says("2").stage is IntakeStage.COMMUNE_TOLD


def test_a_stranger_leaves_out_a_post_and_sees_nobody_else() -> None:
    talk = Talk(own=0, stranger=True).says("1", "bao lac", "1", "1", "1")
    assert talk.stage is IntakeStage.EXCLUDED
    assert talk.state is not None
    assert talk.state.offered == (21, 23)
    assert talk.says("1").intake.excluded == {21, 22}


@pytest.mark.parametrize("typed", ["Hoa", "chị Hoa xã"])
def test_a_name_that_nobody_has_is_asked_about(typed: str) -> None:
    talk = Talk(own=0, stranger=True).says("1", "bao lac", "1", "1", "1", typed)
    assert [said.again for said in talk.said if isinstance(said, IntakeQuestion)] == ["no_name"]
    assert not talk.intake.excluded


@pytest.mark.parametrize("typed", ["noi chuyen voi e di", "hanh oi cuu", "mai no ve",
                                   "khong biet", "mai nhe"])  # fmt: skip
def test_a_sentence_is_taken_for_no_name(typed: str) -> None:
    talk = Talk(own=0, stranger=True).says("1", "bao lac", "1", "1", "1", typed)
    assert talk.said[0] == IntakeNumbers()
    assert not talk.intake.excluded


@pytest.mark.parametrize(("typed", "out"), [("chị Mai", {21, 23}), ("ba mai xa", {21, 23}),
                                            ("mai la chi gai no", {21, 23})])  # fmt: skip
def test_a_stranger_leaves_out_an_officer_by_name(typed: str, out: set[int]) -> None:
    talk = Talk(own=0, stranger=True).says("1", "bao lac", "1", "1", "1", typed)
    assert talk.filed[-1].then == (
        IntakeQuestion(
            "excluded", "name", officers=(21, 23), opened=True, stranger=True, more=True
        ),
    )
    assert talk.intake.excluded == out
    assert "Nông" not in msgspec.json.encode(talk.state).decode()
    assert talk.says("3").intake.excluded == out


@pytest.mark.parametrize("before", range(1, len(NOT_URGENT)))
def test_danger_told_in_place_of_an_answer_gets_numbers_and_is_asked_about(before: int) -> None:
    talk = Talk().says(*NOT_URGENT[:before], DANGER)
    assert talk.said[0] == IntakeNumbers()
    assert talk.stage is IntakeStage.DANGER
    assert "chồng" not in msgspec.json.encode(talk.state).decode()
    assert talk.says("1").intake.danger


def test_in_violence_it_is_asked_whether_the_phone_is_safe() -> None:
    talk = Talk().says("2", "2", "2", "1", "1", "1", "1")
    assert talk.stage is IntakeStage.PHONE
    assert talk.says("2", "1", "1", "4", "1").filed[-1].phone_is_safe is False


def test_buttons_give_several_answers_until_she_is_done() -> None:
    talk = Talk().says(*NOT_URGENT[:5])
    talk.says("1", "4", "6", "4", pressed=True)
    assert talk.said == (IntakeQuestion("wish", picking=True),)  # which, lies in the vault alone
    talk.says("xong", pressed=True)
    assert talk.stage is IntakeStage.CONSENT
    talk.says("1", "1", "1")
    talk.says("1", "3", "xong", pressed=True)
    talk.says("1")
    assert talk.intake.wishes == (Wish.SAFE_PLACE, Wish.LIVELIHOOD)
    assert talk.intake.excluded == {21, 23}


def test_done_is_no_answer_while_nothing_is_picked() -> None:
    talk = Talk().says(*NOT_URGENT[:5]).says("1", "1", "xong", pressed=True)
    assert talk.said == (IntakeQuestion("wish", "unread"),)


def test_numbers_typed_after_buttons_are_the_answer() -> None:
    talk = Talk().says(*NOT_URGENT[:5]).says("1", pressed=True).says("2 3")
    assert talk.state is not None
    assert talk.state.wishes == (Wish.HEALTH, Wish.COUNSEL)


def test_in_danger_who_is_left_out_is_so_at_the_first_press() -> None:
    talk = Talk().says("1", "1", "1", "1", "1").says("2", "3", pressed=True).says("0")
    assert [set(effect.intake.excluded) for effect in talk.filed[-2:]] == [{22}, {22, 23}]
    assert talk.stage is IntakeStage.LEFT


def test_refused_nothing_is_kept() -> None:
    talk = Talk().says(*TO_CONSENT, "3")
    assert talk.filed == []
    assert IntakeNotPassedOn() in talk.said
    assert talk.state == IntakeState(
        NOW, 5, stage=IntakeStage.LEFT, message_refs=talk.state.message_refs
    )  # type: ignore[union-attr]


def test_not_asked_yet_is_filed_to_wait() -> None:
    talk = Talk(officers=()).says(*TO_CONSENT, "4")
    assert not talk.intake.passes_on
    assert talk.intake.consent.given is None


@pytest.mark.parametrize("on_the_way", [(), ("quay lại", "1"), ("ghi chú", "cần phiên dịch")])
def test_not_asked_yet_still_says_who_must_not_learn_of_it(on_the_way: tuple[str, ...]) -> None:
    talk = Talk().says(*TO_CONSENT, "4", *on_the_way)
    assert (talk.stage, talk.filed) == (IntakeStage.EXCLUDED, [])
    talk.says("2")
    assert talk.stage is IntakeStage.LEFT
    assert (talk.intake.passes_on, talk.intake.excluded) == (False, {22})


def test_a_child_harmed_is_passed_on_as_soon_as_it_is_known() -> None:
    talk = Talk().says("2", "1", "2", "1", "1")
    assert len(talk.filed) == 1
    assert talk.intake.must_be_passed_on
    talk.says("1", "3")
    assert IntakeMustPassOn() in talk.said
    assert talk.stage is IntakeStage.PHONE
    assert talk.intake.consent.given is False


@pytest.mark.parametrize("word", ["0", "thoát", "THOAT", "Thoát ra", "huỷ", "để sau"])
@pytest.mark.parametrize("before", range(len(NOT_URGENT)))
def test_a_way_out_at_every_step_forgets_every_answer(before: int, word: str) -> None:
    talk = Talk().says(*NOT_URGENT[:before], word)
    assert talk.said[0] == HarmlessScreen(sent="nothing")
    assert talk.filed == []
    kept = msgspec.json.encode(talk.state)
    assert b"hardship" not in kept
    assert b"child" not in kept


def test_messages_are_taken_back_after_leaving() -> None:
    talk = Talk().says("2", "0", "dọn")
    assert talk.said == (Cleaned(),)
    assert talk.state is None
    assert talk.effects[-1:] == [TakeBack(NOW, ("1:m0", "1:m1", "1:m2", "1:m3"))]


def test_after_leaving_anything_else_is_not_ours() -> None:
    talk = Talk().says("2", "0", "báo cáo")
    assert talk.unheard
    assert talk.state is None


@pytest.mark.parametrize("before", range(len(NOT_URGENT)))
def test_a_story_is_not_kept_at_any_step(before: int) -> None:
    talk = Talk().says(*NOT_URGENT[:before])
    stage = talk.stage
    talk.says(STORY)
    assert talk.stage is stage
    assert isinstance(talk.said[-1], IntakeQuestion)
    assert talk.said[-1].again == "story"
    assert "chồng" not in msgspec.json.encode(talk.state).decode()


def test_a_note_loses_who_it_is_about() -> None:
    talk = Talk().says(*NOT_URGENT[:-1], "ghi chú", "chị Nông Thị Hoa 0912345678 đau tay", "1")
    assert talk.intake.note.reveal() == "chị [tên] [số] đau tay"
    assert not any("0912" in raw.decode() for raw in talk.stored)


def test_a_note_can_be_given_up() -> None:
    talk = Talk().says("2", "ghi chú")
    assert talk.stage is IntakeStage.NOTE
    assert talk.says("quay lại").stage is IntakeStage.CHILD


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("1", 5), ("bao lac", 6), ("xã Bảo Lạc", 6), ("phường Minh Khai", 8)],
)
def test_the_commune_by_number_or_name(typed: str, unit: int) -> None:
    talk = Talk().says("2", "2", "2", typed)
    assert talk.stage is IntakeStage.KIND
    assert talk.state is not None
    assert talk.state.unit_id == unit


def test_communes_so_called_are_offered() -> None:
    talk = Talk(own=0).says("2", "2", "2", "minh khai")
    assert talk.said == (IntakeQuestion("commune", units=(7, 8)),)
    assert talk.says("2").state.unit_id == 8  # type: ignore[union-attr]


def test_no_officers_no_question_whom_to_leave_out() -> None:
    talk = Talk(officers=()).says(*NOT_URGENT[:9])
    assert talk.stage is IntakeStage.SEND
    assert talk.says("quay lại").stage is IntakeStage.HOURS


@pytest.mark.parametrize(
    ("typed", "out"),
    [("1", {21}), ("1, 3", {21, 23}), ("4", set()), ("không", set()), ("không có ai", set())],
)
def test_officers_left_out(typed: str, out: set[int]) -> None:
    talk = Talk().says(*NOT_URGENT[:9], typed, "1")
    assert talk.intake.excluded == out


@pytest.mark.parametrize("typed", ["5", "1 4", "0912", "", "👍", "cán bộ nào cũng được hết"])
def test_officers_not_understood_are_asked_again(typed: str) -> None:
    assert Talk().says(*NOT_URGENT[:9], typed).stage is IntakeStage.EXCLUDED


def test_back_goes_to_what_was_asked_before() -> None:
    talk = Talk().says(*NOT_URGENT[:4])
    assert talk.says("quay lại").stage is IntakeStage.COMMUNE
    assert talk.says("câu trước", "lùi", "back", "back").stage is IntakeStage.DANGER


def test_once_open_back_never_goes_before_the_danger() -> None:
    assert Talk().says("1", "quay lại").stage is IntakeStage.COMMUNE_TOLD


@given(
    st.lists(st.one_of(st.text(max_size=60), st.sampled_from([*"0123456789", STORY])), max_size=12)
)
def test_whatever_is_typed_it_answers_and_keeps_no_words(texts: list[str]) -> None:
    talk = Talk()
    for text in texts:
        if talk.state is None:
            break
        talk.says(text)
        assert talk.said or talk.effects or talk.unheard
    assert not any("hàng xóm" in raw.decode() for raw in talk.stored)
