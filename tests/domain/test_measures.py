"""Kinds of value: folded over time, added over units in any order, read as one amount."""

import pytest
from hypothesis import given
from hypothesis.strategies import builds, integers, lists, permutations, sampled_from

from domain.measures import (
    MEASURES,
    Count,
    Fold,
    Net,
    Share,
    Steps,
    Tally,
    Value,
    YesNo,
    fold,
    sum_tallies,
    tally,
)
from domain.periods import Period
from domain.rollups import ROLLUPS

JAN, FEB, MAR, APR = (Period(2025, month) for month in range(1, 5))

values = builds(
    Value,
    unit_id=integers(1, 6),
    period=sampled_from([JAN, FEB, MAR, APR]),
    field=sampled_from(["joined", "left"]),
    amount=integers(-50, 50),
)


def make_values(*amounts: tuple[Period, float]) -> list[Value]:
    return [Value(1, period, "count", amount) for period, amount in amounts]


@pytest.mark.parametrize(
    ("how", "amount"), [(Fold.SUM, 7), (Fold.LAST, 4), (Fold.EVERY, 7), (Fold.LATEST, 4)]
)
def test_a_unit_over_time(how: Fold, amount: float):
    year = make_values((MAR, 4), (JAN, 1), (FEB, 2))
    assert Count().compute_amount(fold(how, year).list_sums(Count.fields)) == amount


def test_of_the_latest_form_only_that_form_counts():
    told_in_january = make_values((JAN, 1))
    assert fold(Fold.LATEST, told_in_january, newest=JAN)
    assert not fold(Fold.LATEST, told_in_january, newest=FEB)
    assert fold(Fold.LAST, told_in_january, newest=FEB)


def test_nothing_is_not_zero():
    assert not fold(Fold.SUM, [])
    assert fold(Fold.SUM, make_values((JAN, 0)))


def test_kinds_read_their_sums():
    people = Tally({"joined": 9, "left": 4}, {"joined": 3, "left": 3})
    assert Net().compute_amount(people.list_sums(Net.fields)) == 5
    works = Tally({"registered": 3, "done": 1}, {"registered": 2, "done": 2})
    assert Steps().compute_amount(works.list_sums(Steps.fields)) == 1
    assert Share().compute_ratio(Tally({"part": 3, "whole": 4}, {}), Share.fields) == (3, 4)
    assert YesNo().compute_ratio(Tally({"yes": 2}, {"yes": 5}), YesNo.fields) == (2, 5)


def test_every_kind_says_how_it_is_asked():
    assert {measure.asks for measure in MEASURES} == {"count", "pair", "share", "yes_no"}
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert {rollup for measure in MEASURES for rollup in measure.rollups} == set(ROLLUPS)


@given(lists(values, max_size=12).flatmap(permutations), integers(0, 12))
def test_units_add_up_in_any_order_and_grouping(kept: list[Value], cut: int):
    together = tally(sorted(kept, key=lambda value: (value.unit_id, value.amount)))
    in_two = tally(kept[:cut]) + tally(kept[cut:])
    one_by_one = sum_tallies(tally([value]) for value in reversed(kept))
    assert together == in_two == one_by_one


@given(lists(values, max_size=12))
def test_folding_minds_no_order(kept: list[Value]):
    for how in Fold:
        assert fold(how, kept, APR) == fold(how, reversed(kept), APR)


@given(lists(values, min_size=1, max_size=12))
def test_a_sum_made_beforehand_counts_the_same(kept: list[Value]):
    sums = tally(kept)
    summed = [Value(9, JAN, name, sums.get(name), sums.counts[name]) for name in sums.counts]
    assert tally(summed) == sums
