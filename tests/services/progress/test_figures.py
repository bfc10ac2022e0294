"""A unit's figures: from reports for a branch, from running totals above it, and over time."""

from datetime import date, datetime

import pytest

from domain.notices.progress import WeekFigures
from domain.org.tree import Unit
from domain.periods import VIETNAM, Period
from services.progress.figures import (
    add_on_time,
    compute_forecasts,
    compute_progress_at,
    compute_progress_each,
    compute_progress_until,
    count_added,
    count_reporting,
    count_week,
    find_cutoff,
    find_newest_month,
    find_subtree,
    judge_each,
    list_nodes,
    list_open_months,
    read_month_rows,
    read_own_rows,
)
from storage import reports
from storage.moments import seconds
from tests.support.people_stage import LAC, LAM, MUC, PONG, PROVINCE, Stage
from tests.support.service_calls import at_the_moment

OCTOBER = Period(2025, 10)


def send(stage: Stage, unit: Unit, period: str, count: float, at: datetime | None = None) -> None:
    with at_the_moment(stage) as context:
        answers = {"1.2a": {"count": count}}
        unit_id, sent_at = stage.units.id_of(unit.key), seconds(at or stage.now)
        reports.send(context.tx, unit_id, period, answers, sent_at=sent_at)


@pytest.fixture
def town(stage: Stage) -> Stage:
    """On 13 October both branches have sent July to September, Nà Pồng October too."""
    for month in (7, 8, 9):
        sent_at = datetime(2025, month, 15, 8, tzinfo=VIETNAM)
        send(stage, PONG, f"2025-{month:02}", 1, sent_at)
        send(stage, MUC, f"2025-{month:02}", 2, sent_at)
    send(stage, PONG, "2025-10", 4)
    return stage


def test_months_are_open_from_their_day_on(town: Stage) -> None:
    with at_the_moment(town) as context:
        assert list_open_months(context)[-1] == find_newest_month(context) == OCTOBER
    town.now = datetime(2025, 1, 2, tzinfo=VIETNAM)
    with at_the_moment(town) as context:
        assert (list_open_months(context), find_newest_month(context)) == ([], None)


def find_total(town: Stage, unit: Unit, last: Period | None = OCTOBER) -> float | None:
    with at_the_moment(town) as context:
        found = compute_progress_until(last, unit, context.plan, context)
    return {done.indicator.code: done.standing.total for done in found}["1.2a"]


def test_branches_add_up_to_their_commune_and_province(town: Stage) -> None:
    assert [find_total(town, unit) for unit in (PONG, MUC, LAM, PROVINCE)] == [7, 6, 13, 13]
    assert find_total(town, LAM, Period(2025, 8)) == 6
    assert find_total(town, LAM, None) == 0


def test_communes_read_together_are_the_same_as_one_by_one(town: Stage) -> None:
    with at_the_moment(town) as context:
        each = compute_progress_each([LAM, LAC], PROVINCE, context.plan, context)
        counted = find_cutoff(PROVINCE, context.plan, context).counted
        assert each == [
            compute_progress_until(counted, unit, context.plan, context) for unit in (LAM, LAC)
        ]
        judged = judge_each([LAM, LAC], PROVINCE, context)
    assert [one.unit_id for one in judged] == [town.units.id_of(u.key) for u in (LAM, LAC)]
    assert [one.indicators for one in judged] == each


def test_a_subtree_is_found_once_in_a_transaction(town: Stage) -> None:
    with at_the_moment(town) as context:
        assert find_subtree(LAM, context) is find_subtree(LAM, context)
        ids = [node.unit_id for node in list_nodes(LAM, context)]
    assert ids == [town.units.id_of(unit.key) for unit in (LAM, PONG, MUC)]


def test_months_are_added_up_over_the_units_below(town: Stage) -> None:
    with at_the_moment(town) as context:
        by_month = {
            unit: [
                (row.period.month, row.amount) for row in read_month_rows(unit, ["1.2a"], context)
            ]
            for unit in (PONG, LAM)
        }
        own = read_own_rows([town.units.id_of(LAM.key)], ["1.2a"], context)
    assert by_month[PONG] == [(7, 1), (8, 1), (9, 1), (10, 4)]
    assert sorted(by_month[LAM]) == [(7, 3), (8, 3), (9, 3), (10, 4)]
    assert own == [], "nothing was reported by the commune itself"


def test_what_adds_up_is_forecast(town: Stage) -> None:
    with at_the_moment(town) as context:
        done = compute_progress_at(LAM, context.plan, context)
        found = compute_forecasts(done, LAM, context)
    assert found["1.2a"].periods == 3
    assert found["1.2a"].amount is not None
    assert "2.4" not in found, "a share of households does not add up"


def test_a_week_is_what_seven_days_brought(town: Stage) -> None:
    with at_the_moment(town) as context:
        done = compute_progress_at(LAM, context.plan, context)
        assert count_week(done, LAM, context) == WeekFigures(1, {"1.2a": 4})
        assert count_week(done, PONG, context) is None
        assert count_added(done, LAM, [date(2025, 9, 15)], context) == (2, {"1.2a": 3})


def test_who_has_sent_and_who_is_missing(town: Stage) -> None:
    with at_the_moment(town) as context:
        commune, province = (count_reporting(unit, OCTOBER, context) for unit in (LAM, PROVINCE))
        timely = add_on_time(commune, LAM, context)
        branch = add_on_time(count_reporting(PONG, OCTOBER, context), PONG, context)
    assert (commune.sent, commune.expected, commune.missing) == (1, 2, (("Khuổi Mực", 1),))
    assert (province.sent, province.expected, province.missing) == (1, 2, (("Bảo Lâm", 1),))
    assert (timely.on_time, branch.on_time) == (1, 1)
    assert commune.on_time is None
