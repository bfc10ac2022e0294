"""The reminder schedule, the quiet hours, and what is still sent as a quota runs out."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.periods import VIETNAM, Calendar, Period
from domain.plan.settings import Reminders
from domain.quota import MessageKind, find_warning, may_send
from domain.reminders.quiet_hours import find_quiet_start, is_tet, move_out_of_quiet_hours, spread
from domain.reminders.schedule import find_step

RULES = Reminders()
OCTOBER = Period(2025, 10)


def _list_steps(due: date, rules: Reminders = RULES) -> dict[date, int]:
    days = (due + timedelta(n) for n in range(-20, 20))
    found = ((day, find_step(day, OCTOBER, due, rules)) for day in days)
    return {day: step.days for day, step in found if step is not None}


def test_the_usual_schedule_has_five_steps() -> None:
    assert _list_steps(date(2025, 10, 20)) == {
        date(2025, 10, 15): -5,
        date(2025, 10, 18): -2,
        date(2025, 10, 20): 0,
        date(2025, 10, 21): 1,
        date(2025, 10, 23): 3,
    }


def test_steps_in_tet_wait_for_the_day_after_and_meet_there_as_the_last() -> None:
    # Tết 2025 begins on 29 January.
    assert _list_steps(date(2025, 1, 29)) == {
        date(2025, 1, 24): -5,
        date(2025, 1, 27): -2,
        date(2025, 2, 1): 3,
    }


@pytest.mark.parametrize(
    ("at", "held"),
    [
        ("2025-10-20T06:29", "2025-10-20T06:30"),
        ("2025-10-20T06:30", "2025-10-20T06:30"),
        ("2025-10-20T20:59", "2025-10-20T20:59"),
        ("2025-10-20T21:00", "2025-10-21T06:30"),
        ("2025-01-28T22:00", "2025-02-01T06:30"),  # into Tết's third day and out of it
        ("2025-01-30T12:00", "2025-02-01T06:30"),
        ("2026-02-17T12:00", "2026-02-20T06:30"),
    ],
)
def test_nothing_leaves_at_night_nor_in_the_first_days_of_tet(at: str, held: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    assert move_out_of_quiet_hours(moment, RULES).isoformat(timespec="minutes") == f"{held}+07:00"


@given(some.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), some.integers(0, 10**9))  # noqa: DTZ001 - the zone is put on below
def test_what_is_held_leaves_in_open_hours_and_before_they_close(at: datetime, who: int) -> None:
    moment = at.replace(tzinfo=VIETNAM)
    leaves = spread(move_out_of_quiet_hours(moment, RULES), who, RULES)
    assert leaves >= moment
    assert leaves - move_out_of_quiet_hours(moment, RULES) <= timedelta(
        minutes=RULES.spread_minutes
    )
    assert RULES.quiet_until <= move_out_of_quiet_hours(moment, RULES).time() < RULES.quiet_from
    assert not is_tet(move_out_of_quiet_hours(moment, RULES).date(), RULES)
    assert find_quiet_start(leaves, RULES).time() == time(21)


def test_neighbours_are_spread_over_the_hour() -> None:
    start = datetime(2025, 10, 20, 7, tzinfo=VIETNAM)
    minutes = [spread(start, who, RULES).minute for who in range(600)]
    assert all(5 <= minutes.count(minute) <= 15 for minute in range(60))


def test_a_year_the_list_does_not_cover_is_forecast() -> None:
    calendar = Calendar({date(2025, 1, 1): "Tết Dương lịch"})
    assert not calendar.is_working_day(date(2028, 1, 26))  # Tết, by python-holidays
    assert not calendar.is_working_day(date(2028, 9, 1))
    assert calendar.is_working_day(date(2028, 2, 3))
    assert calendar.is_working_day(date(2025, 4, 30))  # the list, where there is one, decides


def test_as_messages_run_out_digests_stop_first_then_reminders_cases_never() -> None:
    def list_still_sent(used: int) -> list[str]:
        kinds = [kind.value for kind in MessageKind if may_send(kind, used, 3000)]
        return kinds + (["main"] if may_send(MessageKind.REMINDER, used, 3000, main=True) else [])

    assert list_still_sent(2399) == ["digest", "reminder", "answer", "case", "main"]
    assert list_still_sent(2400) == ["reminder", "answer", "case", "main"]
    assert list_still_sent(2550) == ["answer", "case", "main"]
    assert list_still_sent(2699) == ["answer", "case", "main"]
    assert list_still_sent(2700) == ["case"]
    assert list_still_sent(9999) == ["case"]
    assert may_send(MessageKind.DIGEST, 10**9, None)


def test_administrators_are_warned_at_two_marks() -> None:
    assert [find_warning(used, 3000) for used in (0, 2399, 2400, 2699, 2700, 3000)] == [
        None, None, 80, 80, 90, 90,
    ]  # fmt: skip
