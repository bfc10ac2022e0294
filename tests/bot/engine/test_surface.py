"""Numbers and days the Vietnamese way."""

from datetime import date, datetime

import pytest

from domain.periods import VIETNAM
from tests.support.stage import Phone

SURFACE = Phone("zalo").surface


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0"), (12, "12"), (999.0, "999"), (1204, "1.204"), (1234.5, "1.234,5"), (0.5, "0,5")],
)
def test_numbers(amount: float, shown: str) -> None:
    assert SURFACE.number(amount) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2025, 10, 20), "thứ Hai 20/10"),
        (date(2025, 10, 14), "thứ Ba 14/10"),
        (date(2025, 10, 19), "Chủ nhật 19/10"),
    ],
)
def test_days(day: date, shown: str) -> None:
    assert SURFACE.long_day(day) == shown


def test_moments() -> None:
    at = datetime(2025, 10, 14, 19, 42, tzinfo=VIETNAM)
    assert SURFACE.moment(at) == "19:42 thứ Ba 14/10"
    assert Phone("zalo", "en").surface.moment(at) == "19:42 Tuesday 14/10"
