"""Aggregates from totals: communes read together, and parents, are what single reads say."""

from dataclasses import replace
from random import Random

import pytest

from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan
from domain.progress.aggregate import needs_only_sums
from domain.progress.progress import Cutoff, judge_progress
from storage import progress as figures
from storage.database import Database
from tests.support.merged_province import (
    DAYS,
    NORTH,
    SOUTH,
    P,
    add_up,
    at_evening,
    count_owed_by,
    judge_by_totals,
    list_numbers,
    make_subtree,
    send_some,
    store_tree,
)

CODES = ("1.1", "1.2a", "1.4a", "2.1c")


@pytest.mark.parametrize("seed", range(3))
def test_communes_read_together_are_what_each_is_alone(
    database: Database, plan: Plan, seed: int
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        send_some(tx, known, plan, Random(seed), 150)  # noqa: S311 - no secret
        for day in DAYS:
            view, last = known.tree.at(day), Period(2025, day.month)
            for above in (u for u in view if u.level in (Level.PROVINCE, Level.AREA)):
                part = make_subtree(tx, known, plan, above, day)
                communes = view.communes(above.key)
                below = [figures.load_scope(known, one, day, plan.signed) for one in communes]
                found = part.aggregate_each(plan, last, below)
                rows = part.read_months_each(CODES, last)
                for one, scope in zip(communes, below, strict=True):
                    unit_id = scope.node.unit_id
                    cutoff, owed = (
                        Cutoff(plan, last, at_evening(day)),
                        count_owed_by(part, plan, unit_id),
                    )
                    together = judge_progress(cutoff, scope, found[unit_id], owed)
                    alone = judge_by_totals(tx, known, plan, one, day)
                    assert list_numbers(together) == list_numbers(alone), (
                        above.code,
                        one.code,
                        day,
                    )
                    apart = make_subtree(tx, known, plan, one, day).read_months(CODES, last)
                    assert add_up(rows.get(unit_id, ())) == add_up(apart)


def test_a_parent_shows_what_its_children_add_up_to(database: Database, plan: Plan) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        send_some(tx, known, plan, Random(11), 150)  # noqa: S311 - no secret
        day = DAYS[2]
        whole, north, south = (
            {p.indicator.code: p.standing for p in judge_by_totals(tx, known, plan, unit, day)}
            for unit in (P, NORTH, SOUTH)
        )
        for code in ("1.1", "1.2a", "1.4a", "1.5a", "1.6b", "2.1c", "2.2", "3.3a", "4.1"):
            for what in ("achieved", "total", "whole", "answers"):
                parts = [getattr(s[code], what) or 0 for s in (north, south)]
                assert (getattr(whole[code], what) or 0) == sum(parts), (code, what)


def test_the_plan_at_hand_is_judged_from_sums(plan: Plan) -> None:
    assert all(map(needs_only_sums, plan.indicators))
    branches = next(i for i in plan.indicators if i.code == "1.6b")
    counted = replace(branches, measure=plan.indicator("1.2a").measure)
    assert not needs_only_sums(counted)
