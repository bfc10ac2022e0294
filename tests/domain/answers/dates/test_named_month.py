"""Which month a report is said to be for: at its head, denied, or not a month of the report."""

import pytest

from domain.answers.dates.named_month import NamedMonths, read_named_months, split_by_month
from domain.periods import Period

NOVEMBER = Period(2025, 11)


def _months(*numbers: int, year: int = 2025) -> tuple[Period, ...]:
    return tuple(Period(year, number) for number in numbers)


@pytest.mark.parametrize(
    ("text", "months", "rest"),
    [
        ("THÁNG 9", (9,), ""),
        ("thang 9 nhe em", (9,), ""),
        ("chị nộp tháng 9 trước nhé", (9,), ""),
        ("T10", (10,), ""),
        ("bc t10", (10,), ""),
        ("BAO CAO T10", (10,), ""),
        ("báo cáo tháng mười một: 1 0 2", (11,), "1 0 2"),
        ("báo cáo tháng 10: sinh hoạt 1, thoát nghèo 2", (10,), "sinh hoạt 1, thoát nghèo 2"),
        ("tháng 10 1 0 2 0 3/1 rồi 0 không", (10,), "1 0 2 0 3/1 rồi 0 không"),
        ("1 0 2 0 3/1 rồi 0 ko (tháng 10)", (10,), "1 0 2 0 3/1 rồi 0 ko"),
        ("gui bao cao thang 9/2025: 1 0", (9,), "1 0"),
    ],
)
def test_a_month_at_the_head_is_the_report_s(text: str, months: tuple[int, ...], rest: str) -> None:
    assert read_named_months(text, NOVEMBER) == NamedMonths(_months(*months), (), rest)


@pytest.mark.parametrize(
    ("text", "meant", "denied"),
    [
        ("ko phai thang 9, chi bao cao thang 10 co", (10,), (9,)),
        ("đây là tháng 10 chứ không phải tháng 9", (10,), (9,)),
        ("không phải tháng 9 đâu", (), (9,)),
    ],
)
def test_a_month_that_is_denied_is_not_meant(
    text: str, meant: tuple[int, ...], denied: tuple[int, ...]
) -> None:
    assert read_named_months(text, NOVEMBER) == NamedMonths(_months(*meant), _months(*denied), "")


@pytest.mark.parametrize(
    "text",
    [
        "trong tháng 2 buổi, 1 hộ",
        "tháng 1 chị vào hội",
        "như tháng trước",
        "sinh hoạt 1 buổi ngày 12 tháng 10, thoát nghèo 2",
        "thoát nghèo 3 hộ tháng 10",
        "từ tháng 9 đến tháng 10 được 3 buổi",
        "1 0 2 0 3/1 rồi 0 không",
        "",
        "x" * 2000,
    ],
)
def test_other_months_and_numbers_name_no_report(text: str) -> None:
    assert read_named_months(text, NOVEMBER) is None


def test_this_month_and_the_last_are_those_of_the_calendar() -> None:
    this = read_named_months("tháng này 1 buổi, 0", NOVEMBER)
    assert this == NamedMonths(_months(11), (), "tháng này 1 buổi, 0", relative=True)
    last = read_named_months("báo cáo tháng trước", NOVEMBER)
    assert last == NamedMonths(_months(10), (), "", relative=True)


def test_a_month_far_ahead_is_of_the_year_before() -> None:
    assert read_named_months("tháng 12", Period(2026, 1)) == NamedMonths(_months(12), (), "")


def test_several_months_at_once_are_split_at_their_names() -> None:
    text = "tháng 9: 1 0 2, tháng 10: 2 0 1"
    assert split_by_month(text, NOVEMBER) == [
        (Period(2025, 9), "1 0 2"),
        (Period(2025, 10), "2 0 1"),
    ]
    assert split_by_month("tháng 9: 1 0 2", NOVEMBER) == []
    assert split_by_month("1 0 2, tháng 9: 1, tháng 10: 2", NOVEMBER) == []
