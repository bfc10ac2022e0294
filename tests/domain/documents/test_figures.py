"""What a document stands on: figures as a reader counts them, months, events, the year before."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.documents.figures import (
    Figure,
    find_figure,
    find_shown_rate,
    find_shown_target,
    find_unfixed,
    find_upcoming,
    move_to_year_before,
)
from domain.org.levels import Level
from domain.periods import VIETNAM, Period
from domain.progress.audience import Audience
from domain.progress.progress import Cutoff, IndicatorProgress, Row, compute_progress
from tests.support.document_facts import OCTOBER, PLACES, plan, row
from tests.support.document_facts import months as by_month

MONTHS = tuple(Period(2025, month) for month in (6, 7, 8, 9))


def find_progress(code: str, *rows: Row, of: int = 1) -> IndicatorProgress:
    places = [p for p in PLACES if p.unit_id == of or of in p.above]
    found = compute_progress(Cutoff(plan(), MONTHS[-1], OCTOBER), places, rows)
    return next(p for p in found if p.indicator.code == code)


def compute_months(*rows: Row) -> dict[str, tuple[Figure | None, ...]]:
    return by_month(plan(), PLACES, rows, MONTHS)


def test_a_commune_is_told_its_own_number_not_one_of_one() -> None:
    found = find_progress("1.4a", row(100, "1.4a", 12), of=10)
    assert (find_figure(found), find_shown_target(found)) == (Figure(12), 15)
    assert find_shown_rate(found) == pytest.approx(12 / 15)


def test_above_it_units_are_counted() -> None:
    found = find_progress("1.4a", row(100, "1.4a", 15))
    assert (find_figure(found), find_shown_target(found)) == (Figure(1, 1, 1), 3)


def test_nothing_is_shown_as_nothing() -> None:
    nobody = find_progress("1.4a")
    nothing = find_progress("1.3", row(1, "1.3", 0, field="part"), row(1, "1.3", 0, field="whole"))
    for found in (nobody, nothing):
        assert (find_figure(found), find_shown_rate(found)) == (None, None)


@pytest.mark.parametrize(("whole", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_few_cases_are_told_to_nobody_but_their_officers(whole: int, few: bool) -> None:
    rows = [row(1, "1.3", whole, field="part"), row(1, "1.3", whole, field="whole")]
    assert find_progress("1.3", *rows).standing.withheld is few
    assert (find_figure(find_progress("1.3", *rows)) is None) is (few or not whole)
    told = Cutoff(plan(), MONTHS[-1], OCTOBER, Audience.CASE_OFFICERS)
    assert not any(p.standing.withheld for p in compute_progress(told, PLACES, rows))


def test_what_happens_is_told_by_its_month() -> None:
    found = compute_months(row(100, "1.2a", 3, 7), row(102, "1.2a", 2, 7), row(100, "1.2a", 0, 9))
    assert found["1.2a"] == (None, Figure(5), None, Figure(0))


def test_joined_less_left_may_be_under_nought() -> None:
    found = compute_months(row(100, "1.5a", 1, field="joined"), row(100, "1.5a", 3, field="left"))
    assert found["1.5a"][-1] == Figure(-2)


def test_a_state_is_told_as_it_stood_with_the_month_s_reports() -> None:
    found = compute_months(row(10, "2.1a", 3, 6), row(11, "2.1a", 1, 6), row(11, "2.1a", 2, 9))
    assert found["2.1a"] == (Figure(1, 1, 2), None, None, Figure(2, 2, 2))


def test_other_units_are_left_out() -> None:
    assert compute_months(row(999, "1.2a", 3)) == {}


def test_the_year_before_is_the_same_day_of_the_same_plan() -> None:
    before, then = move_to_year_before(plan(), datetime(2028, 2, 29, 8, tzinfo=VIETNAM))
    assert (before.year, then.date()) == (2024, date(2027, 2, 28))
    assert before.indicators == plan().indicators


def test_events_come_in_order_for_those_they_concern() -> None:
    found = find_upcoming(plan(), Level.PROVINCE, OCTOBER.date())
    assert [e.first or e.last for e in found] == sorted(e.first or e.last for e in found)
    assert found[0].last == date(2025, 10, 20)
    assert all(OCTOBER.date() <= e.last for e in found)
    ended = {e.name for e in plan().events if e.status != "active"}
    assert not ended & {e.name for e in found}
    assert "gặp mặt đảng viên nữ" in found[0].name  # one entry of one day
    of_branch = find_upcoming(plan(), Level.BRANCH, OCTOBER.date())
    assert not any("gặp mặt đảng viên nữ" in e.name for e in of_branch)


def test_a_standing_duty_is_no_event_to_come() -> None:
    names = {e.name for e in find_upcoming(plan(), Level.COMMUNE, OCTOBER.date())}
    assert not any("5 không, 3 sạch" in name for name in names)


def test_dates_still_to_be_set_are_those_of_the_plan_s_year() -> None:
    found = find_unfixed(plan(), Level.PROVINCE, OCTOBER.date())
    assert "IV.3.2-1a" in {e.id for e in found}
    assert "IV.3.2-2" not in {e.id for e in found}
    assert find_unfixed(plan(), Level.PROVINCE, date(2026, 1, 5)) == ()


def test_a_plan_may_have_no_such_events() -> None:
    assert find_upcoming(replace(plan(), events=()), Level.PROVINCE, OCTOBER.date()) == ()
