"""Units beside one another: who has a place, and who is below."""

from dataclasses import replace

import pytest

from domain.progress.coverage import Coverage
from domain.progress.forecast import Outlook
from domain.progress.progress import IndicatorProgress, ProgressStatus
from domain.progress.ranking import is_below, measure_place
from domain.progress.standing import Standing
from tests.support.stage import plan

INDICATOR = next(i for i in plan().indicators if i.code == "1.4a")


def make_progress(pace: float, amount: float) -> IndicatorProgress:
    standing = Standing(amount, 10, pace, pace, total=amount, coverage=Coverage(4, 5))
    return IndicatorProgress(INDICATOR, standing, ProgressStatus.BEHIND, 0.8)


@pytest.mark.parametrize("found", [Outlook.PROVISIONAL, Outlook.TOO_LITTLE, Outlook.UNSET])
def test_nobody_is_below_who_has_no_target_of_its_own_or_answered_too_little(
    found: Outlook,
) -> None:
    assert not is_below(make_progress(0.1, 1), found)


def test_below_is_who_answered_and_has_not_reached_it() -> None:
    assert is_below(make_progress(0.9, 9), Outlook.BEHIND)
    assert is_below(make_progress(0.9, 9), Outlook.OPEN)
    assert not is_below(make_progress(1, 10), Outlook.HOLDING)


def test_places_follow_the_pace_and_then_the_amount() -> None:
    large, small = make_progress(0.5, 40), make_progress(0.9, 9)
    places = [measure_place(each, Outlook.BEHIND) for each in (large, small)]
    assert places[0] < places[1], "a large commune is not ahead for its size"
    alike = replace(small, standing=replace(small.standing, total=12))
    assert measure_place(alike, Outlook.BEHIND) > measure_place(small, Outlook.BEHIND)
    assert measure_place(small, Outlook.PROVISIONAL)[0] == 0
