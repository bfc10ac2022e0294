"""Where an indicator stood at the end of each month."""

import pytest

from domain.periods import Period
from domain.progress.progress import Row
from domain.progress.trend import Course, trace_course
from tests.support.stage import plan

SEPTEMBER = Period(2025, 9)


def make_rows(code: str, **months: dict[str, float]) -> list[Row]:
    """By month ("m3"): field → amount."""
    return [
        Row(0, code, name, Period(2025, int(month[1:])), amount)
        for month, fields in months.items()
        for name, amount in fields.items()
    ]


def test_what_happens_adds_up() -> None:
    kept = make_rows("1.2a", m1={"count": 2}, m2={"count": 0}, m4={"count": 3}, m12={"count": 9})
    found = trace_course(plan().indicator("1.2a"), kept, Period(2025, 5))
    assert found == Course((2, 2, None, 5, None))


def test_a_net_change_may_fall() -> None:
    kept = make_rows("1.5a", m1={"joined": 5, "left": 1}, m2={"joined": 0, "left": 3})
    assert trace_course(plan().indicator("1.5a"), kept, Period(2025, 2)) == Course((4, 1))


def test_of_the_latest_month_only_that_month_counts() -> None:
    kept = make_rows("2.4", m1={"yes": 1}, m2={"yes": 0})
    assert trace_course(plan().indicator("2.4"), kept, Period(2025, 2)) == Course(
        (100, 0), steady=True
    )


def test_nothing_occurred_is_no_figure() -> None:
    indicator = next(i for i in plan().indicators if i.code == "2.4")
    assert trace_course(indicator, [], SEPTEMBER) == Course((None,) * 9, steady=True)


@pytest.mark.parametrize("code", ["1.5b", "1.6b", "2.1c", "1.1", "1.3", "3.2"])
def test_states_and_cases_have_no_course(code: str) -> None:
    assert trace_course(plan().indicator(code), [], SEPTEMBER) is None
