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
from domain.progress.allotment import share_out
from domain.progress.audience import Audience
from domain.progress.coverage import CountOwed, Coverage
from domain.progress.progress import (
    Cutoff,
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


def nobody(_level: Level, _period: Period) -> int:
    return 0


def judge_at(
    plan: Plan, node: Node, *rows: Row, now: datetime = OCTOBER, owed: CountOwed = nobody
) -> dict[str, IndicatorProgress]:
    """Judge by the months whose due day is over; without `owed`, whoever answered is everybody."""
    below = [node, *(each for each in ALL if node.unit_id in each.above)]
    closed = list_closed_periods(plan, now)
    cutoff = Cutoff(plan, closed[-1] if closed else None, now)
    return {p.indicator.code: p for p in compute_progress(cutoff, below, rows, owed)}


def make_row(unit: int, code: str, amount: float, month: int = 9, field: str = "count") -> Row:
    return Row(unit, code, field, Period(2025, month), amount)


def test_a_province_sum_against_its_number(plan: Plan):
    rows = [make_row(100, "1.2a", 100), make_row(104, "1.2a", 61, month=3)]
    done = judge_at(plan, PROVINCE, *rows)["1.2a"]
    assert (done.standing.achieved, done.standing.target) == (161, 161)
    assert done.status is ProgressStatus.MET


def test_a_provinces_number_is_shared_out_by_parts_until_it_is_allotted(plan: Plan):
    area, commune = (judge_at(plan, n, make_row(102, "2.5", 1))["2.5"] for n in (BAC, TWO))
    communes = [judge_at(plan, n)["2.5"].standing.target or 0 for n in (THREE, TWO)]
    assert area.standing.target == sum(communes)
    assert commune.standing.target == pytest.approx(500 * 2 / 161, abs=1)
    assert commune.status is ProgressStatus.PROVISIONAL
    assert judge_at(plan, BRANCHES[0], make_row(100, "1.2a", 1))["1.2a"].standing.target is None


def test_shares_add_up_to_what_is_shared_out():
    assert share_out(500, {str(n): 1 + n % 5 for n in range(56)})["4"] == 15
    assert sum(share_out(500, {str(n): 1 + n % 5 for n in range(56)}).values()) == 500
    assert share_out(2, {"a": 1, "b": 1, "c": 1}) == {"a": 1, "b": 1, "c": 0}


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
    assert whole.lagging == (THREE.unit_id,)
    assert (whole.part, whole.whole, whole.units) == (1, 2, 3)
    assert (whole.total, whole.total_target) == (24, 35)


def test_units_half_way_are_on_pace(plan: Plan):
    rows = [make_row(100, "1.4a", 13), make_row(102, "1.4a", 9), make_row(104, "1.4a", 9)]
    done = judge_at(plan, PROVINCE, *rows)["1.4a"]
    assert done.standing.achieved == 0
    assert done.status is ProgressStatus.ON_TRACK
    fewer = [*rows[:2], make_row(104, "1.4a", 0)]
    assert judge_at(plan, PROVINCE, *fewer)["1.4a"].status is ProgressStatus.BEHIND


def test_net_change_takes_who_left_from_who_joined(plan: Plan):
    rows = [make_row(100, "1.5a", 500, field="joined"), make_row(100, "1.5a", 88, field="left")]
    done = judge_at(plan, PROVINCE, *rows)["1.5a"]
    assert (done.standing.achieved, done.standing.target) == (412, 800)
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
    assert held.status is ProgressStatus.HOLDING
    assert held.standing.total == 9
    none = make_row(104, "1.1", 0, month=1)
    assert judge_at(plan, SOUTH, *months[1:], none)["1.1"].status is ProgressStatus.BEHIND


def test_a_month_nobody_reported_is_no_month_without_an_activity(plan: Plan):
    months = [make_row(104, "1.1", 1, month=month) for month in range(2, 10)]
    late = datetime(2025, 10, 21, tzinfo=VIETNAM)
    for now in (OCTOBER, late):
        held = judge_at(plan, SOUTH, *months, now=now)["1.1"]
        assert held.status is ProgressStatus.HOLDING
        assert not held.standing.met


def test_before_the_first_due_day_no_month_is_judged(plan: Plan):
    january = datetime(2025, 1, 12, tzinfo=VIETNAM)
    early = judge_at(plan, SOUTH, make_row(104, "1.1", 2, month=1), now=january)["1.1"]
    assert early.status is ProgressStatus.NOTHING
    assert not early.standing.answers


def test_another_branch_of_the_commune_may_hold_it(plan: Plan):
    months = [make_row(100 + month % 2, "1.1", 1, month=month) for month in range(1, 10)]
    assert judge_at(plan, THREE, *months)["1.1"].status is ProgressStatus.HOLDING


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
    assert (trained.part, trained.whole, trained.target, trained.units) == (2, 2, 3, 5)
    assert not trained.met


def test_fewer_units_below_is_better(plan: Plan):
    def make_rows(unit: int, part: float) -> list[Row]:
        return [
            make_row(unit, "1.5b", part, field="part"),
            make_row(unit, "1.5b", 100, field="whole"),
        ]

    low = judge_at(plan, PROVINCE, *make_rows(10, 59), *make_rows(11, 60))["1.5b"]
    assert (low.standing.achieved, low.standing.target) == (1, 5)
    assert low.standing.lagging == (10,)
    assert low.status is ProgressStatus.HOLDING
    own = judge_at(plan, THREE, *make_rows(10, 59))["1.5b"]
    assert (own.standing.achieved, own.standing.target, own.status) == (59, 60, ProgressStatus.OPEN)


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
    assert branch == {"1.1", "1.2a", "1.2b", "1.4a", "1.4b", "1.5a", "2.1c"}
    own = Cutoff(plan, Period(2025, 9), OCTOBER, Audience.PERSON)
    personal = {p.indicator.code for p in compute_progress(own, BRANCHES[:1], ())} - branch
    assert personal == {"1.6b", "2.4", "2.5"}
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


def test_what_should_be_done_is_measured_at_the_cut_off(plan: Plan):
    def expect(code: str, at: datetime) -> float:
        closed = list_closed_periods(plan, at)
        return compute_expected(
            plan.indicator(code), Cutoff(plan, closed[-1] if closed else None, at)
        )

    september = compute_year_elapsed(2025, datetime(2025, 9, 14, tzinfo=VIETNAM).date())
    assert expect("1.2a", OCTOBER) == expect("4.1", OCTOBER) == september
    assert expect("4.1", datetime(2025, 2, 1, tzinfo=VIETNAM)) == 0
    assert expect("2.4", OCTOBER) == 1
    assert list_closed_periods(plan, OCTOBER)[-1] == Period(2025, 9)
    december = datetime(2025, 12, 15, tzinfo=VIETNAM)
    assert (expect("3.3a", OCTOBER), expect("3.3a", december)) == (0, 1)


def test_lower_may_be_better_for_sums_and_ratios():
    known = Coverage(1, 1)
    assert judge_sum(4, 5, known, lower=True).met
    assert not judge_sum(6, 5, known, lower=True).met
    assert judge_ratio(1, 10, 10, known, lower=True).met
    assert judge_ratio(2, 10, 10, known, lower=True).rate == 0.5


def count_all(level: Level, _period: Period) -> int:
    """Every branch and unit of the place of these tests owes every period."""
    return sum(node.level is level for node in ALL)


def test_met_means_enough_of_all_who_owe_an_answer(plan: Plan):
    """2.4 asks 100 % of the branches: one yes of one answer is not that, five of five is."""
    one = judge_at(plan, PROVINCE, make_row(100, "2.4", 1, field="yes"), owed=count_all)["2.4"]
    assert (one.standing.achieved, one.standing.met) == (100, False)
    assert (one.coverage.answered, one.coverage.owed) == (1, 5)
    assert one.status is ProgressStatus.TOO_LITTLE
    every = [make_row(100 + n, "2.4", 1, field="yes") for n in range(5)]
    assert judge_at(plan, PROVINCE, *every, owed=count_all)["2.4"].standing.met


def test_what_must_stay_low_counts_who_has_not_answered(plan: Plan):
    """1.5b allows 5 communes below 60 %: with 3 that owe an answer nobody needs to give it."""
    low = make_row(10, "1.5b", 59, field="part"), make_row(10, "1.5b", 100, field="whole")

    def owe_seven(level: Level, _period: Period) -> int:
        return 7 if level is Level.COMMUNE else 0

    assert judge_at(plan, PROVINCE, *low, owed=count_all)["1.5b"].standing.met
    assert not judge_at(plan, PROVINCE, *low, owed=owe_seven)["1.5b"].standing.met


def test_a_state_is_not_due_before_the_years_last_form(plan: Plan):
    some = [make_row(10, "3.3a", 1, month=6, field="yes"), make_row(11, "3.3a", 0, 6, "yes")]
    told = make_row(12, "3.3a", 0, month=6, field="yes")
    december = datetime(2025, 12, 15, tzinfo=VIETNAM)
    assert judge_at(plan, PROVINCE, *some, told)["3.3a"].status is ProgressStatus.OPEN
    late = judge_at(plan, PROVINCE, *some, told, now=december)["3.3a"]
    assert late.status is ProgressStatus.BEHIND


def test_after_the_year_it_is_reached_or_not(plan: Plan):
    january = datetime(2026, 1, 5, tzinfo=VIETNAM)
    short = [make_row(100, "1.2a", 10, month=month) for month in range(1, 13)]
    assert judge_at(plan, PROVINCE, *short, now=january)["1.2a"].status is ProgressStatus.MISSED
    enough = [make_row(100, "1.2a", 14, month=month) for month in range(1, 13)]
    assert judge_at(plan, PROVINCE, *enough, now=january)["1.2a"].status is ProgressStatus.MET


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
