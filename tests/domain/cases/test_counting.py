"""Persons, not incidents; accessed, not referred; helped, not closed."""

from datetime import datetime

import pytest

from domain.cases.case import Case, State
from domain.cases.counting import count_formula_a, count_formula_b
from domain.cases.intake import CaseKind
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.periods import VIETNAM, Period
from tests.support.made_cases import case, intake

OCTOBER, NOVEMBER = Period(2025, 10), Period(2025, 11)


def make_case_about(
    subject: str, day: int = 5, kind: CaseKind = CaseKind.VIOLENCE, **more: object
) -> Case:
    opened = datetime(2025, 10, day, 9, tzinfo=VIETNAM)
    return case(subject=subject, opened_at=opened, intake=intake(kind=kind), **more)


def make_accessed(state: ServiceState = ServiceState.ACCESSED) -> dict[str, object]:
    return {"services": {Service.LEGAL: state}}


@pytest.mark.parametrize(
    ("cases", "counted"),
    [
        ([], {}),
        (
            [make_case_about("a"), make_case_about("a"), make_case_about("a", **make_accessed())],
            {OCTOBER: (1, 1)},
        ),
        (
            [make_case_about("a", **make_accessed(ServiceState.REFERRED)), make_case_about("b")],
            {OCTOBER: (0, 2)},
        ),
        ([make_case_about("a", kind=CaseKind.HARDSHIP, **make_accessed())], {}),
        ([make_case_about("a", kind=CaseKind.TRAFFICKING, **make_accessed())], {OCTOBER: (1, 1)}),
        (
            [
                make_case_about("a", state=State.OUT_OF_SCOPE),
                make_case_about("b", state=State.KEPT),
            ],
            {},
        ),
        ([make_case_about("a", state=State.DUPLICATE), make_case_about("a")], {OCTOBER: (0, 1)}),
        ([make_case_about("a", day=15), make_case_about("b")], {NOVEMBER: (0, 1), OCTOBER: (0, 1)}),
        (
            [make_case_about("a", day=20, **make_accessed()), make_case_about("a", day=3)],
            {OCTOBER: (1, 1)},
        ),
        ([case(intake=None)], {}),
    ],
)
def test_formula_a(cases: list[Case], counted: dict[Period, tuple[int, int]]) -> None:
    assert count_formula_a(cases, 14, Period(2025, 12)) == counted


@pytest.mark.parametrize(
    ("cases", "counted"),
    [
        ([], {}),
        (
            [make_case_about("a"), make_case_about("a", helps=frozenset({HelpGiven.COUNSEL}))],
            {OCTOBER: (1, 2)},
        ),
        ([make_case_about("a", state=State.CLOSED)], {OCTOBER: (0, 1)}),
        (
            [
                make_case_about("a", state=State.DUPLICATE),
                make_case_about("b", state=State.OUT_OF_SCOPE),
            ],
            {},
        ),
        ([make_case_about("a", state=State.KEPT)], {}),
        (
            [make_case_about("a"), case(intake=None, is_readable=False)],
            {OCTOBER: (0, 1)},
        ),
        (
            [make_case_about("a", state=State.KEPT, helps=frozenset({HelpGiven.COUNSEL}))],
            {OCTOBER: (1, 1)},
        ),
    ],
)
def test_formula_b(cases: list[Case], counted: dict[Period, tuple[int, int]]) -> None:
    assert count_formula_b(cases, 14, Period(2025, 12)) == counted


def test_what_came_in_since_counts_in_the_newest_month_looked_at() -> None:
    assert count_formula_a([make_case_about("a", day=20)], 14, OCTOBER) == {OCTOBER: (0, 1)}
