"""Months of the report, days off, and when a report opens, is due and locks."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.org.levels import Level
from domain.periods import (
    VIETNAM,
    Calendar,
    Period,
    Rhythm,
    compute_due_day,
    compute_due_moment,
    list_unsent_periods,
    locks_at,
    opens_at,
)
from domain.plan.days_off_file import parse_days_off
from domain.plan.settings import PlanSettings
from tests.support.paths import ROOT

SETTINGS = PlanSettings()
YEAR = tuple(Period(2025, month) for month in range(1, 13))


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    found = parse_days_off((ROOT / "plans/days-off.yaml").read_text("utf-8"))
    assert isinstance(found, Calendar)
    return found


def test_a_period_counts_from_the_day_after_the_last_cutoff():
    october = Period.parse("2025-10")
    assert str(october) == "2025-10"
    assert october.first_day(14) == date(2025, 9, 15)
    assert october.last_day(14) == date(2025, 10, 14)
    assert Period(2025, 1).first_day(14) == date(2024, 12, 15)
    assert Period.of(date(2025, 10, 14), 14) == october
    assert Period.of(date(2025, 12, 15), 14) == Period(2026, 1)


def test_periods_follow_each_other_over_the_year():
    assert Period(2025, 12).next() == Period(2026, 1)
    assert Period(2026, 1).previous() == Period(2025, 12)
    assert all(period.next().previous() == period for period in YEAR)
    assert min(Period(2026, 1), Period(2025, 12)) == Period(2025, 12)


@pytest.mark.parametrize("text", ["", "2025", "2025-13", "2025-00", "2025-1", "10/2025", "2025-1a"])
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(ValueError, match=r"period|invalid"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 10, 20), True),
        (date(2025, 10, 18), False),  # Saturday
        (date(2025, 4, 26), True),  # Saturday, swapped
        (date(2025, 5, 2), False),  # the day swapped for it
        (date(2026, 1, 10), True),
        (date(2026, 1, 2), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2025, 1, 29), False),  # Tết
        (date(2026, 2, 17), False),
        (date(2025, 4, 7), False),  # Giỗ Tổ
        (date(2025, 9, 2), False),
        (date(2031, 9, 2), False),  # beyond the list: the fixed days
        (date(2031, 9, 3), True),
    ],
)
def test_working_days(calendar: Calendar, day: date, works: bool):
    assert calendar.is_working_day(day) is works


def test_the_list_says_which_years_it_covers(calendar: Calendar):
    assert [year for year in range(2024, 2030) if calendar.covers(year)] == [2025, 2026, 2027]


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2025-04", date(2025, 4, 18)),  # the 20th is a Sunday
        ("2025-10", date(2025, 10, 20)),
        ("2025-12", date(2025, 12, 19)),  # the 20th is a Saturday
        ("2026-02", date(2026, 2, 13)),  # Tết and two weekends
    ],
)
def test_a_due_day_off_moves_to_the_working_day_before(calendar: Calendar, period: str, due: date):
    assert compute_due_day(Period.parse(period), SETTINGS, calendar, Level.BRANCH) == due
    moment = compute_due_moment(Period.parse(period), SETTINGS, calendar)
    assert moment == datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=VIETNAM)


def test_a_level_may_have_its_own_due_day(calendar: Calendar):
    settings = PlanSettings(due_day_of={Level.COMMUNE: 22})
    october = Period(2025, 10)
    assert compute_due_moment(october, settings, calendar, Level.COMMUNE).day == 22
    assert compute_due_moment(october, settings, calendar, Level.BRANCH).day == 20


def test_unsent_periods_come_the_older_first_while_open():
    at = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
    assert list_unsent_periods(at, SETTINGS, YEAR) == (Period(2025, 9), Period(2025, 10))
    assert list_unsent_periods(at, SETTINGS, YEAR, sent=[Period(2025, 9)]) == (Period(2025, 10),)


def test_a_period_opens_and_locks_to_the_second():
    october = Period(2025, 10)
    opens, locks = opens_at(october, SETTINGS), locks_at(october, SETTINGS)
    second = timedelta(seconds=1)
    assert october not in list_unsent_periods(opens - second, SETTINGS, YEAR)
    assert october in list_unsent_periods(opens, SETTINGS, YEAR)
    assert october in list_unsent_periods(locks, SETTINGS, YEAR)
    assert october not in list_unsent_periods(locks + second, SETTINGS, YEAR)


def test_an_aware_moment_of_any_zone_is_the_same_moment():
    at = datetime(2025, 10, 9, 17, tzinfo=ZoneInfo("UTC"))  # midnight of the 10th in Hanoi
    assert Period(2025, 10) in list_unsent_periods(at, SETTINGS, YEAR)


def test_rhythms_name_their_months():
    asked = {r: [m for m in range(1, 13) if r.is_asked_in(m, SETTINGS)] for r in Rhythm}
    assert asked[Rhythm.MONTH] == list(range(1, 13))
    assert asked[Rhythm.QUARTER] == [3, 6, 9, 12]
    assert asked[Rhythm.HALF] == [6, 12]
    assert asked[Rhythm.YEAR] == [12]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("weekly_rest: [sat]\ndays_off:\n  2025-13-01: {name: x, status: rule}", "3: days_off"),
        ("weekly_rest: [sat]\ndays_off:\n  2025-01-01: {name: x, status: maybe}", "3: days_off"),
        ("weekly_rest: [zat]\ndays_off: {}", "1: weekly_rest"),
        (
            "weekly_rest: [sat]\ndays_off:\n  2025-01-01: {name: x, status: rule}\n"
            "worked: [2025-01-01]",
            "4: worked",
        ),
        ("weekly_rest: [sat]\ndays_off: {}\nworked: [never]", "3: worked"),
        ("", "1: (file)"),
    ],
)
def test_faults_of_a_list_of_days_off_are_named(text: str, fault: str):
    found = parse_days_off(text)
    assert isinstance(found, list)
    assert str(found[0]).startswith(fault)
