"""Moments as they are stored and as they are used."""

from datetime import UTC, datetime

import pytest

from storage.moments import moment, seconds


def test_a_moment_comes_back_in_vietnam() -> None:
    at = datetime(2025, 10, 13, 23, 30, tzinfo=UTC)
    assert moment(seconds(at)) == at
    assert f"{moment(seconds(at)):%Y-%m-%d %H:%M}" == "2025-10-14 06:30"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        seconds(datetime(2025, 10, 13))  # noqa: DTZ001 - that is what is refused
