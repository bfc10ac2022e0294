"""Progress at a branch, a commune, an area and the province, judged against the real plan."""

from collections import defaultdict
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis.strategies import builds, integers, just, lists, none, permutations, sampled_from

from domain.org.levels import Level
from domain.periods import VIETNAM, Period
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from domain.progress.progress import (
    IndicatorProgress,
    Node,
    ProgressStatus,
    Row,
    compute_expected,
    compute_progress,
    compute_year_elapsed,
    list_closed_periods,
)
from domain.progress.standing import judge_ratio, judge_sum
from tests.support.paths import PLAN_FILE

OCTOBER = datetime(2025, 10, 19, 20, tzinfo=VIETNAM)

# One province of two areas: Bắc holds a commune of three old ones and one of two, Nam one of two.
PROVINCE = Node(1, Level.PROVINCE, parts=7)
BAC, NAM = (Node(n, Level.AREA, above=(1,)) for n in (2, 3))
THREE = Node(10, Level.COMMUNE, above=(2, 1), parts=3, key="00010@2025-07-01")
TWO = Node(11, Level.COMMUNE, above=(2, 1), parts=2, key="00011@2025-07-01")
SOUTH = Node(12, Level.COMMUNE, above=(3, 1), parts=2, key="00012@2025-07-01")
BRANCHES = tuple(
    Node(100 + n, Level.BRANCH, above=(commune.unit_id, *commune.above))
    for n, commune in enumerate([THREE, THREE, TWO, TWO, SOUTH])
)
ALL = (PROVINCE, BAC, NAM, THREE, TWO, SOUTH, *BRANCHES)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan()


def read_plan() -> Plan:
    text = PLAN_FILE.read_text("utf-8")
    found = parse_plan(text)
    assert isinstance(found, Plan)
    return found


def judge_at(
    plan: Plan, node: Node, *rows: Row, now: datetime = OCTOBER
) -> dict[str, IndicatorProgress]:
    below = [each for each in ALL if each == node or node.unit_id in each.above]
    return {p.indicator.code: p for p in compute_progress(plan, node, below, rows, now)}


def make_row(unit: int, code: str, amount: float, month: int = 9, field: str = "count") -> Row:
    return Row(unit, code, field, Period(2025, month), amount)


def test_a_province_sum_against_its_number(plan: Plan):
    rows = [make_row(100, "1.2a", 100), make_row(104, "1.2a", 61, month=3)]
    done = judge_at(plan, PROVINCE, *rows)["1.2a"]
    assert (done.standing.achieved, done.standing.target) == (161, 161)
    assert done.status is ProgressStatus.MET


def test_a_provinces_number_is_allotted_by_parts(plan: Plan):
    assert judge_at(plan, BAC, make_row(100, "2.5", 1))["2.5"].standing.target == round(
        500 * 5 / 161
    )
    assert judge_at(plan, TWO, make_row(102, "2.5", 1))["2.5"].standing.target == round(
        500 * 2 / 161
    )
    assert judge_at(plan, BRANCHES[0], make_row(100, "2.5", 1))["2.5"].standing.target is None


def test_what_is_not_allotted_has_no_target_below(plan: Plan):
    commune = judge_at(plan, TWO, make_row(102, "1.5a", 3, field="joined"))["1.5a"]
    assert commune.standing.target is None
    assert commune.status is ProgressStatus.UNSET


def test_a_merged_commune_owes_the_sum_of_its_parts(plan: Plan):
    rows = [make_row(100, "1.4a", 9), make_row(101, "1.4a", 5), make_row(102, "1.4a", 10)]
    three = judge_at(plan, THREE, *rows)["1.4a"].standing
    assert (three.total, three.total_target, three.met) == (14, 15, False)
    whole = judge_at(plan, PROVINCE, *rows)["1.4a"].standing
    assert (whole.achieved, whole.target) == (1, 3)
    assert whole.lagging == (THREE.unit_id, SOUTH.unit_id)
    assert (whole.total, whole.total_target) == (24, 35)


def test_units_half_way_are_on_pace(plan: Plan):
    rows = [make_row(100, "1.4a", 13), make_row(102, "1.4a", 9), make_row(104, "1.4a", 9)]
    done = judge_at(plan, PROVINCE, *rows)["1.4a"]
    assert done.standing.achieved == 0
    assert done.status is ProgressStatus.ON_TRACK
    assert judge_at(plan, PROVINCE, *rows[:2])["1.4a"].status is ProgressStatus.BEHIND


def test_net_change_takes_who_left_from_who_joined(plan: Plan):
    rows = [make_row(100, "1.5a", 500, field="joined"), make_row(100, "1.5a", 88, field="left")]
    done = judge_at(plan, PROVINCE, *rows)["1.5a"]
    assert (done.standing.achieved, done.standing.target) == (412, 800)
    assert done.forecast == pytest.approx(515)
    assert done.status is ProgressStatus.BEHIND


def test_registered_and_done_are_both_needed(plan: Plan):
    registered = [
        make_row(104, "1.4b", 3, field="registered"),
        make_row(104, "1.4b", 1, field="done"),
    ]
    assert not judge_at(plan, SOUTH, *registered)["1.4b"].standing.met
    more = make_row(104, "1.4b", 1, month=6, field="done")
    assert judge_at(plan, SOUTH, *registered, more)["1.4b"].standing.met


def test_every_month_so_far_needs_an_activity(plan: Plan):
    months = [make_row(104, "1.1", 1, month=month) for month in range(1, 10)]
    held = judge_at(plan, SOUTH, *months)["1.1"]
    assert held.status is ProgressStatus.MET
    assert held.standing.total == 9
    assert judge_at(plan, SOUTH, *months[1:])["1.1"].status is ProgressStatus.BEHIND
    late = datetime(2025, 10, 21, tzinfo=VIETNAM)
    assert judge_at(plan, SOUTH, *months, now=late)["1.1"].status is ProgressStatus.BEHIND


def test_before_the_first_due_day_no_month_is_judged(plan: Plan):
    january = datetime(2025, 1, 12, tzinfo=VIETNAM)
    early = judge_at(plan, SOUTH, make_row(104, "1.1", 2, month=1), now=january)["1.1"]
    assert early.status is ProgressStatus.NOTHING
    assert early.standing.total == 2


def test_another_branch_of_the_commune_may_hold_it(plan: Plan):
    months = [make_row(100 + month % 2, "1.1", 1, month=month) for month in range(1, 10)]
    assert judge_at(plan, THREE, *months)["1.1"].status is ProgressStatus.MET


def test_a_ratio_is_of_sums_never_a_mean(plan: Plan):
    rows = [
        make_row(10, "1.6a", 1, field="part"),
        make_row(10, "1.6a", 1, field="whole"),
        make_row(11, "1.6a", 0, field="part"),
        make_row(11, "1.6a", 3, field="whole"),
    ]
    assert judge_at(plan, BAC, *rows)["1.6a"].standing.achieved == 25


def test_a_monthly_state_is_of_those_who_answered(plan: Plan):
    rows = [
        make_row(100, "2.4", 0, month=8, field="yes"),
        make_row(100, "2.4", 1, field="yes"),
        make_row(101, "2.4", 0, field="yes"),
    ]
    received = judge_at(plan, THREE, *rows)["2.4"]
    assert (received.standing.part, received.standing.whole) == (1, 2)
    assert received.status is ProgressStatus.BEHIND


def test_training_is_of_all_branches(plan: Plan):
    rows = [make_row(unit, "1.6b", 1, field="yes") for unit in (100, 101)]
    trained = judge_at(plan, PROVINCE, *rows)["1.6b"].standing
    assert (trained.part, trained.whole, trained.target, trained.percent) == (2, 5, 3, 40)


def test_fewer_units_below_is_better(plan: Plan):
    def make_rows(unit: int, part: float) -> list[Row]:
        return [
            make_row(unit, "1.5b", part, field="part"),
            make_row(unit, "1.5b", 100, field="whole"),
        ]

    low = judge_at(plan, PROVINCE, *make_rows(10, 59), *make_rows(11, 60))["1.5b"]
    assert (low.standing.achieved, low.standing.target) == (1, 5)
    assert low.standing.lagging == (10,)
    assert low.status is ProgressStatus.MET
    assert judge_at(plan, THREE, *make_rows(10, 59))["1.5b"].status is ProgressStatus.UNSET


def test_where_nothing_occurred_there_is_no_percentage(plan: Plan):
    rows = [make_row(1, "1.3", 0, field="part"), make_row(1, "1.3", 0, field="whole")]
    none = judge_at(plan, PROVINCE, *rows)["1.3"]
    assert none.status is ProgressStatus.NOTHING
    assert none.standing.achieved is None
    assert none.standing.percent is None
    assert judge_at(plan, PROVINCE)["1.2a"].status is ProgressStatus.NOTHING


def test_zero_said_outright_is_behind_not_nothing(plan: Plan):
    assert (
        judge_at(plan, PROVINCE, make_row(100, "1.2a", 0))["1.2a"].status is ProgressStatus.BEHIND
    )


def test_a_cases_ratio_holds_at_all_times(plan: Plan):
    rows = [make_row(1, "1.3", 78, field="part"), make_row(1, "1.3", 100, field="whole")]
    accessed = judge_at(plan, PROVINCE, *rows)["1.3"]
    assert (accessed.standing.achieved, accessed.standing.target) == (78, 80)
    assert accessed.status is ProgressStatus.BEHIND
    assert "1.3" not in judge_at(plan, BAC)


def test_each_node_sees_what_it_or_those_below_enter(plan: Plan):
    assert len(judge_at(plan, PROVINCE)) == 29
    branch = set(judge_at(plan, BRANCHES[0]))
    assert branch == {"1.1", "1.2a", "1.2b", "1.4a", "1.4b", "1.5a", "1.6b", "2.1c", "2.4", "2.5"}
    assert "4.1" in judge_at(plan, BAC)
    assert "4.1" not in judge_at(plan, TWO)


def test_areas_are_counted_by_the_number_each_reached(plan: Plan):
    rows = [make_row(2, "4.1", 6), make_row(3, "4.1", 4)]
    done = judge_at(plan, PROVINCE, *rows)["4.1"].standing
    assert (done.achieved, done.target, done.total, done.total_target) == (1, 2, 10, 10)
    assert done.lagging == (3,)


def test_rows_of_other_units_and_years_are_left_out(plan: Plan):
    last_year = Row(102, "1.2a", "count", Period(2024, 12), 50)
    done = judge_at(plan, TWO, make_row(102, "1.2a", 1), make_row(104, "1.2a", 50), last_year)[
        "1.2a"
    ]
    assert done.standing.achieved == 1


def test_the_year_goes_by():
    assert compute_year_elapsed(2025, OCTOBER.date()) == pytest.approx(292 / 365)
    assert compute_year_elapsed(2024, OCTOBER.date()) == 1
    assert compute_year_elapsed(2026, OCTOBER.date()) == 0


def test_what_is_asked_rarely_is_expected_from_its_last_form(plan: Plan):
    assert compute_expected(plan.indicator("1.2a"), plan, OCTOBER) == pytest.approx(292 / 365)
    september = compute_year_elapsed(2025, datetime(2025, 9, 14, tzinfo=VIETNAM).date())
    assert compute_expected(plan.indicator("4.1"), plan, OCTOBER) == september
    assert compute_expected(plan.indicator("4.1"), plan, datetime(2025, 2, 1, tzinfo=VIETNAM)) == 0
    assert compute_expected(plan.indicator("2.4"), plan, OCTOBER) == 1
    assert list_closed_periods(plan, OCTOBER)[-1] == Period(2025, 9)


def test_lower_may_be_better_for_sums_and_ratios():
    assert judge_sum(4, 5, 1, lower=True).met
    assert not judge_sum(6, 5, 1, lower=True).met
    assert judge_ratio(1, 10, 10, 1, lower=True).met
    assert judge_ratio(2, 10, 10, 1, lower=True).rate == 0.5


PLAN = read_plan()
ROWS = builds(
    Row,
    unit_id=sampled_from([node.unit_id for node in BRANCHES]),
    indicator=sampled_from(["1.1", "1.2a", "1.4a", "2.5"]),
    field=sampled_from(["count"]),
    period=builds(Period, sampled_from([2025]), integers(1, 10)),
    amount=integers(0, 9),
    answers=just(1),
    by=none(),
)


def sum_by_commune(rows: list[Row]) -> list[Row]:
    """The same amounts, one row per commune, indicator and month."""
    commune_of = {node.unit_id: node.above[0] for node in BRANCHES}
    sums: dict[tuple[int, str, str, Period], list[float]] = defaultdict(list)
    for each in rows:
        key = (commune_of[each.unit_id], each.indicator, each.field, each.period)
        sums[key].append(each.amount)
    return [Row(*key, sum(amounts), len(amounts)) for key, amounts in sums.items()]


@settings(max_examples=50, deadline=None)
@given(lists(ROWS, max_size=15).flatmap(permutations))
def test_order_and_sums_made_beforehand_change_nothing(kept: list[Row]):
    in_order, summed = (
        judge_at(PLAN, PROVINCE, *rows) for rows in (sorted(kept), sum_by_commune(kept))
    )
    shuffled = judge_at(PLAN, PROVINCE, *kept)
    for code in ("1.1", "1.2a", "1.4a", "2.5"):
        assert in_order[code] == shuffled[code] == summed[code]


@settings(max_examples=50, deadline=None)
@given(lists(ROWS, max_size=15))
def test_the_areas_add_up_to_the_province(kept: list[Row]):
    whole = judge_at(PLAN, PROVINCE, *kept)
    halves = [judge_at(PLAN, area, *kept) for area in (BAC, NAM)]
    for code in ("1.2a", "2.5"):
        assert whole[code].standing.achieved == sum(h[code].standing.achieved or 0 for h in halves)
    assert whole["1.4a"].standing.achieved == sum(h["1.4a"].standing.achieved or 0 for h in halves)
