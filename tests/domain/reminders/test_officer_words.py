"""What staff write after GIA HẠN and NHẮC: units, a month, a day, or what they want to see."""

from datetime import date, datetime

import pytest

from domain.periods import VIETNAM, Period
from domain.reminders.extension import find_day_fault, read_due_day
from domain.reminders.officer_words import OfficerWords, Wanted, read_officer_words

NOW = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
DUE, LAST = date(2025, 10, 20), date(2025, 12, 4)


@pytest.mark.parametrize(
    ("words", "names", "month", "day"),
    [
        ("", (), 0, ""),
        ("đến 25/10", (), 0, "25/10"),
        ("28/11", (), 0, "28/11"),
        ("24", (), 0, "24"),
        ("thêm 3 ngày", (), 0, "thêm 3 ngày"),
        ("bảo lâm đến thứ sáu", ("bảo lâm",), 0, "thứ sáu"),
        ("Bảo Lâm, Lý Bôn đến 25/10", ("bảo lâm", "lý bôn"), 0, "25/10"),
        ("cho xã Bảo Lâm và Lý Bôn tháng 10 tới 25/10", ("xã bảo lâm", "lý bôn"), 10, "25/10"),
        ("quảng lâm", ("quảng lâm",), 0, ""),
        ("các chi hội chưa gửi tháng 9 nhé em", (), 9, ""),
        ("01290 28/11", ("01290",), 0, "28/11"),
        ("đến mùa quýt", (), 0, "mùa quýt"),
    ],
)
def test_units_month_and_day(words: str, names: tuple[str, ...], month: int, day: str) -> None:
    assert read_officer_words(words) == OfficerWords(names=names, month=month, day=day)


def test_the_list_and_taking_back() -> None:
    assert read_officer_words("xem") == OfficerWords(Wanted.LIST)
    assert read_officer_words("xem 2 01290") == OfficerWords(Wanted.LIST, ("01290",), page=2)
    assert read_officer_words("bỏ bảo lâm") == OfficerWords(Wanted.UNDO, ("bảo lâm",))
    assert read_officer_words("12 2025-10") == OfficerWords(month=10, year=2025, unit_id=12)


def test_a_month_is_the_newest_of_those_there_are() -> None:
    months = (Period(2024, 12), Period(2025, 11), Period(2025, 12))
    assert read_officer_words("tháng 12").find_period(months) == Period(2025, 12)
    assert read_officer_words("tháng 12/2024").find_period(months) == Period(2024, 12)
    assert read_officer_words("tháng 3").find_period(months) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25/10", date(2025, 10, 25)),
        ("hết ngày 25/10 nhé", date(2025, 10, 25)),
        ("thứ sáu", date(2025, 10, 24)),  # the one after the due day
        ("thu 7 tuần sau", date(2025, 11, 1)),
        ("3 ngày", date(2025, 10, 23)),
        ("1 tuần", date(2025, 10, 27)),
        ("hết tháng", date(2025, 10, 31)),
        ("24", date(2025, 10, 24)),
        ("1/9", date(2025, 9, 1)),  # over, and not of next year
        ("mùa quýt", None),
        ("tháng 11", None),
        ("30/2", None),
        ("không", None),
    ],
)
def test_a_day_that_is_named(text: str, day: date | None) -> None:
    assert read_due_day(text, NOW, DUE, LAST) == day


def test_which_days_are_taken() -> None:
    today = date(2025, 11, 3)
    for day, fault in [
        (DUE, "early"),
        (date(2025, 10, 25), "past"),
        (today, ""),
        (LAST, ""),
        (date(2025, 12, 5), "late"),
    ]:
        assert find_day_fault(day, today, [DUE, LAST], LAST) == fault
