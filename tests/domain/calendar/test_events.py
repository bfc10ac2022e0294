"""The plan's calendar: what comes when, whom it concerns, and on which mornings it is recalled."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from domain.calendar.events import (
    Occasion,
    apply_dates,
    concerns,
    find_leads,
    find_occasions,
    find_preparation,
    find_undated,
)
from domain.org.levels import Level
from domain.periods import Calendar
from domain.plan.days_off_file import parse_days_off
from domain.plan.plan import EventKind, Plan, PlanEvent
from domain.plan.plan_file import parse_plan
from tests.support.paths import PLANS

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@cache
def plan() -> Plan:
    read = parse_plan((PLANS / "326-KH-BTV.yaml").read_text("utf-8"))
    assert isinstance(read, Plan)
    return read


@cache
def calendar() -> Calendar:
    read = parse_days_off((PLANS / "days-off.yaml").read_text("utf-8"))
    assert isinstance(read, Calendar)
    return read


def find_by_name(found: tuple[Occasion, ...]) -> list[str]:
    return [o.event.id for o in found]


def make_event(**more: object) -> PlanEvent:
    every = {"id": "E", "name": "Việc", "kind": EventKind.MILESTONE, "levels": (Level.PROVINCE,)}
    return PlanEvent(**(every | more))  # type: ignore[arg-type]


def plan_with_only(one: PlanEvent) -> Plan:
    return replace(plan(), events=(one,))


def test_part_c_of_the_plan_s_calendar_in_order() -> None:
    found = find_occasions(plan(), *YEAR)
    days = [(o.starts.month, o.starts.day) for o in found if o.event.id.startswith("C.")]
    assert days == [
        (1, 29), (2, 3), (3, 8), (4, 7), (4, 30), (5, 1), (5, 19), (6, 1), (6, 28), (7, 30),
        (8, 19), (9, 2), (10, 20), (11, 15), (11, 25),
    ]  # fmt: skip


def test_what_began_before_is_still_there_and_december_sees_january() -> None:
    assert "C.1511" in find_by_name(find_occasions(plan(), date(2025, 12, 1), date(2025, 12, 2)))
    assert "C.0302" in find_by_name(find_occasions(plan(), date(2025, 12, 20), date(2026, 2, 10)))


def test_what_is_held_with_other_days_has_their_days() -> None:
    found = [o.starts for o in find_occasions(plan(), *YEAR) if o.event.id == "IV.4-d"]
    assert found == [date(2025, 1, 29), date(2025, 2, 3), date(2025, 3, 8), date(2025, 10, 20)]


def test_a_date_set_counts_and_one_not_held_is_gone() -> None:
    before = {e.id for e in find_undated(plan())}
    assert "IV.3.2-3" in before
    assert not before & {"IV.3.2-2", "IV.4-b", "IV.4-d", "C.0803"}
    day = date(2025, 12, 12)
    dated = apply_dates(plan(), {"IV.3.2-3": (day, day), "IV.3.2-4": None})
    assert before - {e.id for e in find_undated(dated)} == {"IV.3.2-3", "IV.3.2-4"}
    assert "IV.3.2-3" in find_by_name(find_occasions(dated, day, day))
    assert "IV.3.2-4" not in find_by_name(find_occasions(dated, *YEAR))


def test_a_set_date_takes_the_place_of_the_plan_s() -> None:
    dated = apply_dates(plan(), {"IV.3.2-2": (date(2025, 10, 17), date(2025, 10, 17))})
    (found,) = (o for o in find_occasions(dated, *YEAR) if o.event.id == "IV.3.2-2")
    assert (found.first, found.last) == (date(2025, 10, 17), date(2025, 10, 17))


def test_reminders_are_on_working_days_before_the_event() -> None:
    one = plan_with_only(
        make_event(dates=((date(2025, 5, 6), date(2025, 5, 6)),), remind=(60, 30, 7, 1))
    )
    days = (date(2025, 1, 1) + timedelta(days=n) for n in range(365))
    found = [(lead.days, lead.on) for day in days for lead in find_leads(one, calendar(), day)]
    assert found == [
        (60, date(2025, 3, 7)),
        (30, date(2025, 4, 4)),  # the 6th is a Sunday
        (7, date(2025, 4, 29)),
        (1, date(2025, 5, 5)),
    ]


def test_two_reminders_pushed_to_one_day_are_one() -> None:
    one = plan_with_only(make_event(dates=((date(2025, 9, 3), date(2025, 9, 3)),), remind=(2, 1)))
    (lead,) = find_leads(one, calendar(), date(2025, 8, 29))
    assert (lead.days, lead.on) == (1, date(2025, 8, 29))


def test_a_year_of_reminders_has_no_doubles_and_no_day_off() -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [lead for day in days for lead in find_leads(plan(), calendar(), day)]
    assert all(calendar().is_working_day(lead.on) for lead in found)
    once = Counter((d.occasion.event.id, d.occasion.starts, d.days) for d in found)
    assert set(once.values()) == {1}
    assert {"C.2010", "IV.3.2-2", "C.1511"} <= {d.occasion.event.id for d in found}


@pytest.mark.parametrize(
    ("days", "words"), [(60, "lập kế hoạch"), (30, "rà soát"), (7, "chốt"), (1, "kiểm tra")]
)
def test_what_to_prepare_changes_as_the_day_comes_nearer(days: int, words: str) -> None:
    assert find_preparation(plan(), days).startswith(words)
    assert find_preparation(replace(plan(), prepare=()), days) == ""


def test_areas_and_blocs_are_concerned_as_communes_are() -> None:
    one = make_event(levels=(Level.COMMUNE,))
    assert [concerns(one, level) for level in Level] == [
        level in (Level.COMMUNE, Level.AREA, Level.BLOC) for level in Level
    ]
