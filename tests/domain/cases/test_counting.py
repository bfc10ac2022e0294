"""Persons, not incidents; accessed, not referred; helped, not closed."""

from datetime import datetime

import pytest

from domain.cases.case import Case, State
from domain.cases.counting import count_formula_a, count_formula_b
from domain.cases.intake import Kind
from domain.cases.social_services import Help, Service, ServiceState
from domain.periods import VIETNAM, Period
from tests.support.made_cases import case, intake

OCTOBER, NOVEMBER = Period(2025, 10), Period(2025, 11)


def about(subject: str, day: int = 5, kind: Kind = Kind.VIOLENCE, **more: object) -> Case:
    opened = datetime(2025, 10, day, 9, tzinfo=VIETNAM)
    return case(subject=subject, opened_at=opened, intake=intake(kind=kind), **more)


def accessed(state: ServiceState = ServiceState.ACCESSED) -> dict[str, object]:
    return {"services": {Service.LEGAL: state}}


@pytest.mark.parametrize(
    ("cases", "counted"),
    [
        ([], {}),
        ([about("a"), about("a"), about("a", **accessed())], {OCTOBER: (1, 1)}),
        ([about("a", **accessed(ServiceState.REFERRED)), about("b")], {OCTOBER: (0, 2)}),
        ([about("a", kind=Kind.HARDSHIP, **accessed())], {}),
        ([about("a", kind=Kind.TRAFFICKING, **accessed())], {OCTOBER: (1, 1)}),
        ([about("a", state=State.OUT_OF_SCOPE), about("b", state=State.KEPT)], {}),
        ([about("a", state=State.DUPLICATE), about("a")], {OCTOBER: (0, 1)}),
        ([about("a", day=15), about("b")], {NOVEMBER: (0, 1), OCTOBER: (0, 1)}),
        ([about("a", day=20, **accessed()), about("a", day=3)], {OCTOBER: (1, 1)}),
        ([case(intake=None)], {}),
    ],
)
def test_formula_a(cases: list[Case], counted: dict[Period, tuple[int, int]]) -> None:
    assert count_formula_a(cases, 14, Period(2025, 12)) == counted


@pytest.mark.parametrize(
    ("cases", "counted"),
    [
        ([], {}),
        ([about("a"), about("a", helps=frozenset({Help.COUNSEL}))], {OCTOBER: (1, 2)}),
        ([about("a", state=State.CLOSED)], {OCTOBER: (0, 1)}),
        ([about("a", state=State.DUPLICATE), about("b", state=State.OUT_OF_SCOPE)], {}),
        ([about("a", state=State.KEPT)], {}),
        ([about("a", state=State.KEPT, helps=frozenset({Help.COUNSEL}))], {OCTOBER: (1, 1)}),
    ],
)
def test_formula_b(cases: list[Case], counted: dict[Period, tuple[int, int]]) -> None:
    assert count_formula_b(cases, 14, Period(2025, 12)) == counted


def test_what_came_in_since_counts_in_the_newest_month_looked_at() -> None:
    assert count_formula_a([about("a", day=20)], 14, OCTOBER) == {OCTOBER: (0, 1)}
