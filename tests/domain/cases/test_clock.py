"""When the response clock runs out."""

from datetime import date, datetime

import pytest

from domain.cases.clock import compute_response_due
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
