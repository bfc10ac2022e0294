"""When the response clock runs out."""

from datetime import date, datetime, timedelta

import pytest

from domain.cases.clock import compute_next_round, compute_response_due, may_wake_all
from domain.cases.intake import Urgency
from domain.cases.settings import CaseSettings
from domain.periods import VIETNAM, Calendar

TET = Calendar({date(2025, 1, day): "Tết" for day in (27, 28, 29, 30, 31)})


@pytest.mark.parametrize(
    ("urgency", "since", "due"),
    [
        (Urgency.DANGER, "2025-10-13T22:47", "2025-10-13T23:17"),
        (Urgency.DANGER, "2025-01-29T23:50", "2025-01-30T00:20"),  # Tết, at night
        (Urgency.HIGH, "2025-10-13T09:00", "2025-10-13T13:00"),
        (Urgency.HIGH, "2025-01-29T09:00", "2025-01-29T13:00"),
        (Urgency.HIGH, "2025-10-13T20:30", "2025-10-14T06:00"),
        (Urgency.HIGH, "2025-10-13T01:00", "2025-10-13T06:00"),
        (Urgency.NORMAL, "2025-10-13T09:00", "2025-10-14T09:00"),
        (Urgency.NORMAL, "2025-10-17T15:00", "2025-10-20T15:00"),  # Friday
        (Urgency.NORMAL, "2025-01-24T15:00", "2025-02-03T15:00"),  # Friday before Tết
        (Urgency.NORMAL, "2025-10-13T23:00", "2025-10-15T06:00"),
    ],
)
def test_due(urgency: Urgency, since: str, due: str) -> None:
    start = datetime.fromisoformat(since).replace(tzinfo=VIETNAM)
    expected = datetime.fromisoformat(due).replace(tzinfo=VIETNAM)
    assert compute_response_due(urgency, start, CaseSettings(), TET) == expected


@pytest.mark.parametrize(
    ("since", "now", "again"),
    [
        ("2025-10-14T22:20", "2025-10-14T22:50", "2025-10-14T23:20"),
        ("2025-10-14T22:20", "2025-10-15T02:20", "2025-10-15T02:50"),  # its first hours
        ("2025-10-14T22:20", "2025-10-15T05:20", "2025-10-15T06:00"),  # the night is over
        ("2025-10-14T10:00", "2025-10-14T18:00", "2025-10-14T19:00"),  # after 8 hours, in 1
        ("2025-10-14T10:00", "2025-10-24T10:00", "2025-10-24T13:00"),  # never later
    ],
)
def test_danger_that_nobody_took_is_said_again_ever_more_rarely(
    since: str, now: str, again: str
) -> None:
    start, at, expected = (
        datetime.fromisoformat(each).replace(tzinfo=VIETNAM) for each in (since, now, again)
    )
    assert compute_next_round(Urgency.DANGER, start, at, CaseSettings(), TET) == expected


def test_what_is_no_danger_is_said_again_as_its_clock_runs_out_and_after_a_day_daily() -> None:
    now = datetime(2025, 10, 15, 9, tzinfo=VIETNAM)
    start = now - timedelta(hours=23)
    for urgency in (Urgency.HIGH, Urgency.NORMAL):
        due = compute_response_due(urgency, now, CaseSettings(), TET)
        assert compute_next_round(urgency, start, now, CaseSettings(), TET) == due
        old = now - timedelta(days=2)
        tomorrow = now + timedelta(days=1)
        assert compute_next_round(urgency, old, now, CaseSettings(), TET) == tomorrow


@pytest.mark.parametrize(
    ("urgency", "now", "wakes"),
    [
        (Urgency.DANGER, "2025-10-15T02:19", True),
        (Urgency.DANGER, "2025-10-15T02:21", False),
        (Urgency.DANGER, "2025-10-15T06:00", True),
        (Urgency.HIGH, "2025-10-14T23:00", False),
    ],
)
def test_only_in_the_first_hours_of_danger_all_are_woken(
    urgency: Urgency, now: str, wakes: bool
) -> None:
    start = datetime(2025, 10, 14, 22, 20, tzinfo=VIETNAM)
    at = datetime.fromisoformat(now).replace(tzinfo=VIETNAM)
    assert may_wake_all(urgency, start, at, CaseSettings()) is wakes
