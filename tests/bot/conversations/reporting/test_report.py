"""Points of the report conversation that a transcript does not show."""

import pytest

from bot.conversations.reporting.reading import judge_reading, quote_words
from bot.conversations.reporting.report import ReportConversation
from bot.conversations.reporting.state import (
    Answer,
    ReportState,
    drop_unknown_questions,
    list_form_codes,
)
from bot.engine.conversation import Event, Facts
from domain.answers import Reading, Status
from domain.notices.reporting import CASE
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.doubts import FAR
from tests.support.stage import NOW, Phone, plan

ALL = "2, 2, 0, 1, 3/0, rồi, 0, không"


def test_the_question_about_help_is_the_last_and_only_a_branch_is_asked() -> None:
    assert list_form_codes(plan(), Level.BRANCH, Period(2025, 10))[-1] == CASE
    assert CASE not in list_form_codes(plan(), Level.COMMUNE, Period(2025, 12))
    assert list_form_codes(plan(), Level.BLOC, Period(2025, 10)) == ()


def test_what_is_sent() -> None:
    phone = Phone("zalo")
    phone.open_report(on_behalf=True)
    phone.types("2, bỏ, 0, 1, 3/0, rồi, 0, có")
    phone.types("bỏ qua")
    phone.types("4: 4 ok")
    (report,) = phone.sent
    assert (report.unit_id, report.period, report.on_behalf) == (12, "2025-10", True)
    assert report.values["1.5a"] == {"joined": 3, "left": 0}
    assert report.values["2.4"] == {"yes": 1}
    assert report.skipped == ("1.2a",)
    assert report.help_needed is True
    assert CASE not in report.values
    assert [(c.number, c.code, c.old, c.new) for c in report.corrected] == [
        (4, "1.4a", {"count": 1}, {"count": 4})
    ]


def test_nothing_keeps_states_and_says_so() -> None:
    phone = Phone("zalo")
    phone.open_report()
    phone.types("không")
    phone.types("ok")
    (report,) = phone.sent
    assert report.unchanged == ("2.4",)
    assert report.values["2.4"] == {"yes": 1}
    assert report.values["1.5a"] == {"joined": 0, "left": 0}
    assert report.help_needed is False


@pytest.mark.parametrize(("answer", "doubt"), [(2 * FAR, ""), (2 * FAR + 1, "far")])
def test_far_from_the_usual(answer: int, doubt: str) -> None:
    state = ReportState(1, "Xã", "2025-10", ("2.2",), level="commune", usual={"2.2": {"count": 2}})
    verdict = judge_reading(plan(), state, "2.2", Reading(Status.VALUE, answer))
    assert isinstance(verdict, Answer)
    assert verdict.doubt == doubt


def test_a_small_usual_is_no_measure() -> None:
    state = ReportState(1, "Xã", "2025-10", ("2.2",), level="commune", usual={"2.2": {"count": 0}})
    verdict = judge_reading(plan(), state, "2.2", Reading(Status.VALUE, FAR))
    assert isinstance(verdict, Answer)
    assert not verdict.doubt


def test_a_share_needs_both_numbers() -> None:
    phone = Phone("telegram")
    phone.open_report("2025-12", Level.COMMUNE, previous={})
    phone.types("1")
    phone.types("0")
    assert phone.state.codes[phone.state.position] == "1.5b"
    phone.types("80%")
    assert "1.5b" not in phone.state.answers
    phone.types("620/980")
    assert phone.state.answers["1.5b"].values == {"part": 620, "whole": 980}


def test_a_question_gone_from_the_plan_is_not_asked() -> None:
    state = ReportState(1, "Chi hội", "2025-10", ("1.1", "9.9", CASE), position=1)
    assert drop_unknown_questions(plan(), state).codes == ("1.1", CASE)


@pytest.mark.parametrize(
    ("code", "text", "quoted"),
    [
        ("1.1", "mấy buổi", "mấy buổi"),
        ("1.1", "chị hàng xóm bị chồng đánh", ""),
        ("1.1", "hai\u202e\x00 buổi\n", "hai buổi"),
        (CASE, "có thể", ""),
        ("1.1", "x" * 30, ""),
    ],
)
def test_little_of_what_was_typed_is_quoted(code: str, text: str, quoted: str) -> None:
    assert quote_words(code, text) == quoted


def test_a_list_of_figures_is_the_shells() -> None:
    phone = Phone("telegram")
    phone.open_report()
    assert phone.state is not None
    facts = Facts(NOW, plan())
    assert ReportConversation().step(phone.state, Event("danh sách", "list"), facts).unheard
