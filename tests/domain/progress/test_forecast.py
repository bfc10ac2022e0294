"""Where a year ends: the amount, its range, and what is said of it."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis.strategies import floats, integers, lists

from domain.progress.forecast import FEWEST_PERIODS, Forecast, MonthAmount, Outlook
from domain.progress.forecast import forecast as forecast_months

AMOUNTS = lists(integers(0, 50), min_size=FEWEST_PERIODS, max_size=11)


def forecast(
    amounts: Sequence[float],
    left: int,
    target: float | None = None,
    *,
    begun: float = 0,
    falls: bool = False,
    lower_is_better: bool = False,
) -> Forecast:
    """Forecast from months that everybody reported."""
    return forecast_months(
        [MonthAmount(amount) for amount in amounts],
        left,
        target,
        begun=begun,
        falls=falls,
        lower_is_better=lower_is_better,
    )


def test_a_steady_pace_ends_where_it_leads_without_a_range() -> None:
    found = forecast([10] * 9, 3, 100)
    assert (found.low, found.amount, found.high) == (120, 120, 120)
    assert found.outlook is Outlook.ON_TRACK


def test_by_hand() -> None:
    """Nine months of mean 10, deviation √7.5; t for 8 degrees of freedom is 1.397."""
    found = forecast([6, 14, 8, 12, 10, 10, 8, 12, 10], 3, 130)
    assert found.amount == 120
    assert found.high is not None
    assert found.high == pytest.approx(120 + 1.397 * 6**0.5 * (3 + 9 / 9) ** 0.5, abs=0.01)
    assert found.outlook is Outlook.BEHIND


@pytest.mark.parametrize(
    ("amounts", "left", "target", "expected"),
    [
        ([], 12, 10, Outlook.TOO_LITTLE),
        ([1, 2], 10, 100, Outlook.TOO_LITTLE),
        ([60, 50], 10, 100, Outlook.MET),
        ([5, 5, 5], 9, 60, Outlook.ON_TRACK),
        ([5, 5, 5], 9, 61, Outlook.BEHIND),
        ([2, 8, 5], 9, 70, Outlook.AT_RISK),
        ([2, 8, 5], 9, 500, Outlook.BEHIND),
        ([5, 5, 5], 9, None, Outlook.UNSET),
        ([0, 0, 0], 9, 1, Outlook.BEHIND),
        ([100, 0, 0], 9, 100, Outlook.MET),
    ],
)
def test_what_is_said(
    amounts: list[float], left: int, target: float | None, expected: Outlook
) -> None:
    assert forecast(amounts, left, target).outlook is expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([1, 1, 1], Outlook.ON_TRACK), ([2, 2, 2], Outlook.BEHIND), ([0, 3, 1], Outlook.AT_RISK)],
)
def test_where_less_is_better(amounts: list[float], expected: Outlook) -> None:
    assert forecast(amounts, 9, 12, lower_is_better=True).outlook is expected


@given(AMOUNTS, integers(0, 12), integers(0, 30))
def test_what_only_grows_never_ends_below_what_is_there(
    amounts: list[int], left: int, begun: int
) -> None:
    found = forecast(amounts, left, begun=begun)
    assert found.low is not None
    assert found.amount is not None
    assert found.high is not None
    assert sum(amounts) + begun <= found.low <= found.amount <= found.high


@given(AMOUNTS, integers(1, 12))
def test_the_order_of_months_does_not_matter(amounts: list[int], left: int) -> None:
    one, other = forecast(amounts, left, 100), forecast(sorted(amounts), left, 100)
    assert one.outlook is other.outlook
    assert one.high == pytest.approx(other.high)


@given(AMOUNTS, integers(1, 12), floats(1, 500))
def test_a_higher_target_never_looks_better(amounts: list[int], left: int, target: float) -> None:
    order = [Outlook.MET, Outlook.ON_TRACK, Outlook.AT_RISK, Outlook.BEHIND]
    lower, higher = (forecast(amounts, left, t).outlook for t in (target, target * 1.5))
    assert order.index(lower) <= order.index(higher)


@given(AMOUNTS)
def test_nothing_is_uncertain_when_the_year_is_over(amounts: list[int]) -> None:
    found = forecast(amounts, 0)
    assert found.low == found.amount == found.high == sum(amounts)


@given(AMOUNTS, integers(1, 12))
def test_more_left_is_less_certain(amounts: list[int], left: int) -> None:
    near, far = (forecast(amounts, n, falls=True) for n in (left, left + 1))
    widths = [(f.high or 0) - (f.low or 0) for f in (near, far)]
    assume(widths[0] > 0)
    assert widths[0] < widths[1]


@given(AMOUNTS, integers(0, 12))
def test_half_the_reports_foresee_the_same_year_less_surely(amounts: list[int], left: int) -> None:
    """Everybody reports twice what half of them do: the year is the same, its range is not."""
    amounts = amounts * 3
    whole = forecast_months([MonthAmount(2 * each) for each in amounts], left)
    half = forecast_months([MonthAmount(each, 0.5) for each in amounts], left)
    assert half.amount == pytest.approx(whole.amount)
    assert (half.high or 0) - (half.low or 0) >= (whole.high or 0) - (whole.low or 0) - 1e-6


def test_a_month_nobody_reported_is_no_month_of_zero() -> None:
    months = [MonthAmount(10)] * 9
    assert forecast_months([*months, MonthAmount(0, 0)], 2).amount == 120
    assert forecast_months([*months, MonthAmount(0, 1)], 2).amount == 108


def test_three_months_that_few_reported_are_too_little() -> None:
    few = forecast_months([MonthAmount(1, 3 / 14)] * 9, 3, 100)
    assert (few.outlook, few.amount) == (Outlook.TOO_LITTLE, None)
