"""One message against the whole form of a branch: what goes where, and what goes nowhere.

Played with the questions of the plan file, because its words decide.
"""

from typing import Any

import pytest

from bench.messages import PLAN, make_form
from bot.conversations.reporting.reading import describe_question
from domain.answers import Status, UnplacedReason, read_answer, read_batch

QUESTIONS = tuple(describe_question(PLAN, code) for code in make_form("m").codes)
NOTHING = [None] * 8
WHOLE = [1, 0, 0, 2, (3, 0), "yes", 0, "no"]


def read_values(text: str, asked: tuple[int, ...] = ()) -> list[Any]:
    """Read the values in order: None where nothing was said, "?" where it is to be asked."""
    batch = read_batch(text, QUESTIONS, asked, month=10)
    given = [None if r is None else "?" if r.value is None else r.value for r in batch.readings]
    both = zip(batch.readings, given, strict=True)
    return ["no" if r and r.status is Status.NOT_YET else v for r, v in both]


def read_unplaced(text: str) -> list[tuple[str, UnplacedReason]]:
    return [(one.text, one.why) for one in read_batch(text, QUESTIONS, month=10).unplaced]


# -- names, order and both


@pytest.mark.parametrize(
    "text",
    [
        "giúp không, đảng 0, tiền rồi, hv 3/0, sạch 2 nhà, cận nghèo 0, thoát nghèo 0, họp 1",
        "1 sinh hoạt 0 thoát nghèo 0 cận nghèo 2 sạch 3 hội viên mới 0 giảm rồi tiền 0 đảng k giúp",
        "tien roi dang 0 hv moi 3 giam 0 hop 1 buoi tn 0 cn 0 sach 2 khong ai can giup",
        "họp 1 buổi ngày 5/10 (30 chị dự), 0, 0, 2 hộ, mới 3, rồi được 500k, 0, ko có ai",
        "1️⃣ 1 2️⃣ 0 3️⃣ 0 4️⃣ 2 5️⃣ 3/0 6️⃣ ✅ 7️⃣ 0 8️⃣ ❌",
        "họp -> 1, tn -> 0, cn -> 0, sạch -> 2, hv -> 3/0, tiền -> rồi, đảng -> 0, giúp -> ko",
        "1,, 0,, 0,, 2,, 3/0,, rồi,, 0,, ko",
        "sinh hoa5t 1, thoa1t nghe2o kho6ng, ca65n nghe2o 0, sa5ch 2, hv 3/0, tien roi,"
        " dang 0, giup 0",
        "1 1, 2 0, 3 0, 4 2, 5 3/0, 6 roi, 7 0, 8 ko",
    ],
)
def test_the_whole_form_in_many_ways(text: str) -> None:
    assert read_values(text) == WHOLE


def test_a_row_as_long_as_the_form_is_the_form() -> None:
    assert read_values("1 0 0 2 3/0 rồi 0 ko", (1, 3, 4, 5, 6, 7, 8)) == WHOLE
    assert read_values("1 0 0 2 0 rồi 0 ko", (1, 3, 4, 5, 6, 7, 8))[4] == 0
    assert read_values("1 0 2 3/0 rồi 0 ko", (1, 3, 4, 5, 6, 7, 8))[:3] == [1, None, 0]


def test_numbers_of_lines_are_no_amounts() -> None:
    assert read_values("6 chua, 7 0, 8 ko co") == [*[None] * 5, "no", 0, "no"]
    assert read_values("9 ko co, 10 chua, 11 0") == NOTHING


def test_two_meetings_are_added_up_to_be_confirmed() -> None:
    first = read_batch("1 buổi tuyên truyền, 1 buổi dọn vệ sinh", QUESTIONS).readings[0]
    assert first is not None
    assert (first.status, first.value) == (Status.CONFIRM, 2)


def test_a_doubt_stands_on_its_own_line() -> None:
    readings = read_batch("1 0 0 2 3 rồi 0 ko", QUESTIONS).readings
    doubted = [n for n, r in enumerate(readings, 1) if r and r.status is Status.CONFIRM]
    assert doubted == [5]


def test_what_did_not_change() -> None:
    reading = read_batch("thoát nghèo không thay đổi", QUESTIONS).readings[1]
    assert reading is not None
    assert (reading.status, reading.value) == (Status.SAME, "unchanged")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("kết nạp 1 đảng viên", {7: 1}),
        ("giới thiệu 1 hội viên vào đảng", {7: 1}),
        ("kết nạp 2 hội viên 1 đảng viên", {5: (2, 0), 7: 1}),
        ("thêm 2 chị, bớt 1 chị", {5: (2, 1)}),
        ("thoát nghèo 1 chứ không phải 2", {2: 1}),
        ("tháng này mưa lũ không họp được buổi nào", {1: 0}),
        ("k co dang vien", {7: 0}),
        ("lĩnh tiền rồi", {6: "yes"}),
    ],
)
def test_words_of_the_job(text: str, values: dict[int, Any]) -> None:
    read = read_values(text)
    assert {n: value for n, value in enumerate(read, 1) if value is not None} == values


# -- what is no result of this month

PLANNED, OTHER_TIME = UnplacedReason.PLANNED, UnplacedReason.OTHER_TIME
OTHER_THING, QUESTION = UnplacedReason.OTHER_THING, UnplacedReason.QUESTION


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("có 3 hộ đăng ký thoát nghèo", PLANNED),
        ("dự kiến thoát nghèo 2 hộ", PLANNED),
        ("sắp kết nạp 2 hội viên", PLANNED),
        ("nếu được thì thoát nghèo 2 hộ", PLANNED),
        ("đang phấn đấu 2 hộ 5 không 3 sạch", PLANNED),
        ("năm ngoái thoát nghèo 2 hộ", OTHER_TIME),
        ("cả năm thoát nghèo 5 hộ", OTHER_TIME),
        ("tháng 8 sinh hoạt 2 buổi", OTHER_TIME),
        ("chi hội có 45 hội viên", OTHER_THING),
        ("tổng số hội viên 45", OTHER_THING),
        ("thăm hỏi 2 gia đình", OTHER_THING),
        ("họp chi hội được 25 chị tham gia", OTHER_THING),
        ("xóm còn 5 hộ nghèo", OTHER_THING),
        ("5 không 3 sạch là gì hả em", QUESTION),
        ("mô hình 1+1 là gì", QUESTION),
    ],
)
def test_no_result_of_this_month(text: str, why: UnplacedReason) -> None:
    assert read_values(text) == NOTHING
    assert [reason for _, reason in read_unplaced(text)] == [why]


def test_one_stray_thing_loses_no_other_line() -> None:
    text = "trồng 200 cây, họp 1 buổi, năm ngoái thoát nghèo 3 hộ, tiền rồi"
    assert read_values(text) == [1, None, None, None, None, "yes", None, None]
    assert [why for _, why in read_unplaced(text)] == [OTHER_THING, OTHER_TIME]
    row = read_values("1, dự kiến 2, 0, 2, 3/0, rồi, 0, ko")
    assert row == [1, "?", *WHOLE[2:]]


def test_what_fits_several_lines_is_not_placed() -> None:
    assert read_values("họp 1 buổi, 2 hộ")[1:] == [None] * 7
    assert read_unplaced("họp 1 buổi, 2 hộ") == [("2 hộ", UnplacedReason.UNCLEAR)]


@pytest.mark.parametrize(
    "text", ["không", "k co gi", "tháng này chưa có gì", "0", "tất cả đều không"]
)
def test_nothing_at_all(text: str) -> None:
    assert read_batch(text, QUESTIONS).nothing


@pytest.mark.parametrize("text", ["k co dang vien", "không có hộ nào", "không ai", "1 buổi"])
def test_a_denial_of_one_thing_is_not_nothing_at_all(text: str) -> None:
    assert not read_batch(text, QUESTIONS).nothing


# -- question 8


@pytest.mark.parametrize(
    "text", ["ok", "ừ", "ok em", "rồi", "đúng rồi", "👍", "không có đảng viên"]
)
def test_the_case_question_only_by_its_own_words(text: str) -> None:
    assert read_answer(text, QUESTIONS[7]).status is Status.UNREADABLE


@pytest.mark.parametrize(
    ("text", "value"), [("có", "yes"), ("có 1 chị", "yes"), ("0", "no"), ("ko có ai đâu em", "no")]
)
def test_its_own_words(text: str, value: str) -> None:
    assert read_answer(text, QUESTIONS[7]).value == value
