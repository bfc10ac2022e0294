"""Days to come, as they are typed: the next such day, unless the words say otherwise."""

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.answers import Status
from domain.answers.dates.coming import read_coming

NOW = datetime(2025, 10, 13, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Monday


def make_days(*parts: int) -> tuple[date, date]:
    """Return (first day, last day) in 2025 for (month, day[, month, day])."""
    first = date(2025, *parts[:2])
    return first, date(2025, *parts[2:]) if parts[2:] else first


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("20/11", make_days(11, 20)),
        ("20/10", make_days(10, 20)),
        ("13/10", make_days(10, 13)),
        ("28/11 nhé", make_days(11, 28)),
        ("20.11.2025", make_days(11, 20)),
        ("8h ngày 20/11", make_days(11, 20)),
        ("ngày 12 tháng 12", make_days(12, 12)),
        ("thứ sáu 12/12", make_days(12, 12)),
        ("ngày mai", make_days(10, 14)),
        ("thứ sáu tuần sau", make_days(10, 24)),
        ("tuần sau", make_days(10, 20, 10, 26)),
        ("15/11-15/12", make_days(11, 15, 12, 15)),
        ("5/12 - 7/12/2025", make_days(12, 5, 12, 7)),
        ("từ ngày 1 đến ngày 8 tháng 12", make_days(12, 1, 12, 8)),
        ("1 đến 8/12", make_days(12, 1, 12, 8)),
        ("tháng 11", make_days(11, 1, 11, 30)),
        ("cuối tháng 11", make_days(11, 21, 11, 30)),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_day_to_come(text: str, window: tuple[date, date], form: str) -> None:
    reading = read_coming(unicodedata.normalize(form, text), NOW)
    assert (reading.status, reading.value) == (Status.VALUE, window)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12/10", date(2026, 10, 12), date(2026, 10, 12)),
        ("1/3 đến 8/3", date(2026, 3, 1), date(2026, 3, 8)),
        ("1-8/3", date(2026, 3, 1), date(2026, 3, 8)),
        ("ngày 20", date(2025, 10, 20), date(2025, 10, 20)),
        ("12/3/2025", date(2025, 3, 12), date(2025, 3, 12)),
        ("hôm qua", date(2025, 10, 12), date(2025, 10, 12)),
    ],
)
def test_another_year_and_the_past_are_confirmed(text: str, first: date, last: date) -> None:
    reading = read_coming(text, NOW)
    assert (reading.status, reading.value) == (Status.CONFIRM, (first, last))


@pytest.mark.parametrize(
    "text", ["", "abc", "mấy hôm nữa", "2025", "8/12 đến 1/12", "32/11", "1/1 đến 30/12", "9" * 500]
)
def test_what_is_no_day(text: str) -> None:
    assert read_coming(text, NOW).status is Status.UNREADABLE


def test_not_knowing_is_heard() -> None:
    assert read_coming("chưa biết", NOW).status is Status.UNKNOWN
