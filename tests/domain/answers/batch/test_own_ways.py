"""Ways of telling a month that a stranger's list had and the reader once did not know."""

from pathlib import Path

import pytest

from bot.conversations.reporting.reading import describe_question
from bot.conversations.reporting.state import list_form_codes
from bot.runtime.reference import read_plan
from domain.answers import Status, read_batch
from domain.answers.numbers.pairs import tell_half
from domain.org.levels import Level
from domain.periods import Period

PLAN = read_plan(Path("plans/326-KH-BTV.yaml"))
CODES = list_form_codes(PLAN, Level.BRANCH, Period.parse("2025-10"))
QUESTIONS = tuple(describe_question(PLAN, code) for code in CODES)
SURE = {Status.VALUE, Status.ZERO, Status.NOT_YET}


def read(text: str) -> dict[str, object]:
    """Return what was read for sure, by code; None for a "not yet"."""
    readings = read_batch(text, QUESTIONS, month=10).readings
    found = zip(CODES, readings, strict=True)
    return {code: r.value for code, r in found if r is not None and r.status in SURE}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tháng trước 1 hộ thoát nghèo, tháng này chưa có hộ nào", {"1.2a": 0}),
        ("cả năm 9 hộ sạch, riêng tháng này 3", {"1.4a": 3}),
        ("4 hộ thoát nghèo của xóm bên, bên chị 0", {"1.2a": 0}),
        ("thoát cận 1 thoát nghèo 2", {"1.2a": 2, "1.2b": 1}),
        ("sạch 3 mới 2 giảm 1 tiền rồi", {"1.4a": 3, "1.5a": (2, 1), "2.4": "yes"}),
        ("kết nạp 3, rút 1", {"1.5a": (3, 1)}),
        ("vào hội: 2. ra hội: 1", {"1.5a": (2, 1)}),
        ("2 ko 3 ko 4 hai nhà 1 một buổi", {"1.1": 1, "1.2a": 0, "1.2b": 0, "1.4a": 2}),
        ("1 buổi\nko\nko", {"1.1": 1, "1.2a": 0, "1.2b": 0}),
        ("tiền rồi đảng không", {"2.4": "yes", "2.5": 0}),
        ("tien nhan roi giup khong", {"2.4": "yes", "case": "no"}),
        ("buoir sinh hoatj 2, tieefn roofi", {"1.1": 2, "2.4": "yes"}),
    ],
)
def test_what_is_meant_is_read(text: str, told: dict[str, object]) -> None:
    assert read(text) == told


def test_words_in_a_row_do_not_break_it() -> None:
    told = read("1 0 0 2 2/1 tiền rồi nhé đảng 0 không ai")
    assert told == read("1 0 0 2 2/1 rồi 0 không")
    assert len(told) == len(CODES)


@pytest.mark.parametrize(
    "text",
    [
        "chi hội có 3 đảng viên",
        "chi hội còn 6 hộ nghèo, 4 hộ cận nghèo",
        "xóm chị 64 hộ, 38 hội viên",
        "giới thiệu 2 người mà chi bộ chưa họp",
        "3 hộ thoát nghèo trong đó 1 hộ cận nghèo",
        "năm nay thoát nghèo 3",
        "xã bảo phải được 5 hộ sạch",
        "câu 9 là 2",
        "chưa",
        "không ai ra hội",
        "cần giúp thì nhiều lắm nhưng thôi không",
    ],
)
def test_what_is_no_result_is_not_kept(text: str) -> None:
    assert read(text) == {}


def test_a_favour_asked_of_the_bot_is_nobody_in_need() -> None:
    batch = read_batch("ok em gửi giúp chị", QUESTIONS, month=10)
    assert batch.ok
    assert batch.readings[-1] is None


def test_half_of_a_pair_is_known_as_such() -> None:
    assert [tell_half(said) for said in ("mới 2", "giảm 1", "mới 2 giảm 1", "3/1")] == [
        "gained",
        "lost",
        "",
        "",
    ]
