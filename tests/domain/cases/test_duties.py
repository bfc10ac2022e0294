"""What is owed, when it is late, and when it is said again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.cases.duties import (
    OF_THE_OWNER,
    Clocks,
    Duties,
    Duty,
    Owed,
    begin,
    begin_anew,
    compute_duty_due,
    compute_next_telling,
    end,
    find_late,
    find_longest_wait,
    find_next_to_tell,
    find_owed,
    hand_on,
    hasten,
    plan,
    tell_again,
    wait_for_owner,
)
from domain.cases.intake import Urgency
from domain.cases.settings import CaseSettings
from domain.periods import VIETNAM, Calendar

SETTINGS, CALENDAR = CaseSettings(), Calendar({})
CLOCKS = Clocks(SETTINGS, CALENDAR)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2025-10-{moment}").replace(tzinfo=VIETNAM)


DAY = at("13T09:00")  # a Monday
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("duty", list(Duty))
def test_it_begins_once_and_is_late_until_it_is_done(duty: Duty) -> None:
    owed = begin((), duty, DAY, DAY + HOUR)
    assert owed == (Owed(duty, DAY, DAY + HOUR, DAY + HOUR),)
    assert begin(owed, duty, DAY + HOUR, DAY + 9 * HOUR) == owed, "its clock goes on"
    assert find_late(owed, DAY) == []
    assert find_late(owed, DAY + HOUR) == list(owed)
    told = tell_again(owed, duty, DAY + 5 * HOUR)
    assert find_late(told, DAY + 2 * HOUR) == list(told), "to be reminded ends nothing"
    assert end(told, duty) == ()


@pytest.mark.parametrize("duty", [duty for duty in Duty if duty is not Duty.TAKE])
def test_it_is_said_when_it_is_late_and_again_later(duty: Duty) -> None:
    owed = begin((), duty, DAY, DAY + HOUR)
    assert find_next_to_tell(owed, DAY) is None
    assert find_next_to_tell(owed, DAY + HOUR) == owed[0]
    told = tell_again(owed, duty, DAY + 3 * HOUR)
    assert find_next_to_tell(told, DAY + 2 * HOUR) is None
    assert find_next_to_tell(told, DAY + 3 * HOUR) == replace(
        owed[0], told=1, next_at=DAY + 3 * HOUR
    )


def test_of_several_the_most_overdue_is_said_first() -> None:
    owed = begin(begin((), Duty.ACTION, DAY, DAY + HOUR), Duty.CONTACT, DAY, DAY)
    assert find_next_to_tell(owed, DAY + 2 * HOUR) == owed[1]
    assert [each.duty for each in find_late(owed, DAY + HOUR)] == [Duty.CONTACT, Duty.ACTION]


def test_taking_it_has_a_clock_of_its_own() -> None:
    assert find_next_to_tell(begin((), Duty.TAKE, DAY, DAY), DAY + HOUR) is None


def test_while_nobody_holds_it_what_an_owner_owes_is_said_to_nobody() -> None:
    for duty in OF_THE_OWNER:
        assert find_next_to_tell(begin((), duty, DAY, DAY), DAY, held=False) is None
    outside = begin((), Duty.OUTSIDE, DAY, DAY)
    assert find_next_to_tell(outside, DAY, held=False) == outside[0]


def test_for_somebody_new_it_stays_late_and_is_said_after_her_own_time() -> None:
    owed = tell_again(begin((), Duty.ACTION, DAY, DAY + HOUR), Duty.ACTION, DAY + 2 * HOUR)
    (hers,) = hand_on(owed, Duty.ACTION, DAY + 3 * HOUR, DAY + 9 * HOUR)
    assert hers == Owed(Duty.ACTION, DAY, DAY + HOUR, DAY + 9 * HOUR)
    assert hers.is_late(DAY + 3 * HOUR)
    assert hand_on((), Duty.ACTION, DAY, DAY + HOUR) == begin((), Duty.ACTION, DAY, DAY + HOUR)


def test_without_an_owner_it_is_to_be_taken_and_the_rest_is_still_owed() -> None:
    owed: Duties = ()
    for duty in Duty:
        owed = begin(owed, duty, DAY, DAY + HOUR)
    left = wait_for_owner(owed, DAY + 2 * HOUR, DAY + 3 * HOUR)
    assert {each.duty for each in left} == {
        Duty.CONTACT, Duty.ACTION, Duty.ANSWER, Duty.OUTSIDE, Duty.TAKE
    }  # fmt: skip
    assert find_owed(left, Duty.TAKE) == Owed(
        Duty.TAKE, DAY + 2 * HOUR, DAY + 3 * HOUR, DAY + 3 * HOUR
    )


def test_a_follow_up_is_planned_anew_but_not_once_it_is_missed() -> None:
    owed = plan((), DAY, DAY + 24 * HOUR)
    later = plan(owed, DAY + HOUR, DAY + 48 * HOUR)
    assert later == (Owed(Duty.FOLLOW_UP, DAY, DAY + 48 * HOUR, DAY + 48 * HOUR),)
    assert plan(later, DAY + 48 * HOUR, DAY + 99 * HOUR) == later


def test_what_she_waits_for_longest() -> None:
    assert find_longest_wait(()) is None
    owed = begin(begin((), Duty.ACTION, DAY + HOUR, DAY + HOUR), Duty.CONTACT, DAY, DAY + 9 * HOUR)
    assert find_longest_wait(owed) == owed[1]
    assert find_longest_wait(begin_anew(owed, Duty.CONTACT, DAY + 2 * HOUR, DAY)) == owed[0]


def test_danger_gives_nothing_more_time_than_danger_has() -> None:
    owed = begin((), Duty.ACTION, DAY, DAY + 240 * HOUR)
    owed = begin(owed, Duty.CONTACT, DAY, DAY + HOUR / 4)
    action, contact = hasten(owed, DAY + HOUR, CLOCKS)
    assert (action.due_at, action.next_at) == (DAY + 25 * HOUR, DAY + 25 * HOUR)
    assert contact == owed[1], "what is late already is not forgiven"


@pytest.mark.parametrize(
    ("duty", "urgency", "since", "due"),
    [
        (Duty.TAKE, Urgency.DANGER, "13T22:00", "13T22:30"),
        (Duty.CONTACT, Urgency.DANGER, "13T22:00", "13T22:30"),
        (Duty.CONTACT, Urgency.HIGH, "13T09:00", "13T13:00"),
        (Duty.CONTACT, Urgency.HIGH, "13T20:00", "14T06:00"),  # at night nobody is woken
        (Duty.CONTACT, Urgency.NORMAL, "17T09:00", "20T09:00"),  # over the weekend
        (Duty.ANSWER, Urgency.DANGER, "13T22:00", "13T22:30"),
        (Duty.ACTION, Urgency.DANGER, "13T22:00", "14T22:00"),
        (Duty.ACTION, Urgency.HIGH, "13T09:00", "16T09:00"),
        (Duty.ACTION, Urgency.NORMAL, "13T09:00", "23T09:00"),
        (Duty.FOLLOW_UP, Urgency.DANGER, "13T09:00", "20T09:00"),
        (Duty.FOLLOW_UP, Urgency.HIGH, "13T09:00", "27T09:00"),
        (Duty.SECOND, Urgency.DANGER, "13T09:00", "14T09:00"),
        (Duty.OUTSIDE, Urgency.DANGER, "13T23:50", "14T00:20"),
    ],
)
def test_when_each_is_late(duty: Duty, urgency: Urgency, since: str, due: str) -> None:
    assert compute_duty_due(duty, urgency, at(since), SETTINGS, CALENDAR) == at(due)
    assert CLOCKS.compute_due(duty, urgency, at(since)) == at(due)


def test_it_is_said_again_soon_at_first_and_then_once_a_day() -> None:
    def say(told: int) -> datetime:
        return compute_next_telling(Urgency.DANGER, told, DAY, SETTINGS, CALENDAR)

    assert [say(told) - DAY for told in (1, 2, 3)] == [timedelta(minutes=30)] * 3
    often = Owed(Duty.ANSWER, DAY, DAY, DAY, told=8)
    assert say(4) == CLOCKS.compute_next(Urgency.DANGER, often, DAY) == DAY + 24 * HOUR


def test_danger_that_was_taken_and_not_reached_is_as_loud_as_one_nobody_took() -> None:
    owed = Owed(Duty.CONTACT, DAY, DAY, DAY, told=9)
    assert CLOCKS.compute_next(Urgency.DANGER, owed, DAY) == DAY + timedelta(minutes=30)
    later = DAY + 8 * HOUR
    assert CLOCKS.compute_next(Urgency.DANGER, owed, later) == later + HOUR
    lost = DAY + 24 * HOUR
    assert CLOCKS.compute_next(Urgency.DANGER, owed, lost) == lost + 24 * HOUR
