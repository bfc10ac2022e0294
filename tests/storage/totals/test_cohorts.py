"""Cohorts: every unit is in one, and takes its figures along into another."""

from random import Random

import pytest
from sqlalchemy import func, select

from domain.org.tree import Tree
from domain.periods import Period
from domain.plan.plan import Plan
from storage import reports, units
from storage.database import Database
from storage.schema import cohort_unit, submission
from storage.totals import cohorts, delta_log, recounting
from tests.support.merged_province import (
    A2,
    BRANCHES,
    DAYS,
    MEMBERS,
    OVER,
    TREE,
    UNITS,
    A,
    B,
    C,
    P,
    draw_answers,
    judge_by_totals,
    judge_by_values,
    list_numbers,
    store_tree,
)


@pytest.mark.parametrize("compacted", [False, True])
def test_a_unit_that_an_import_puts_elsewhere_takes_its_history_along(
    database: Database, plan: Plan, compacted: bool
) -> None:
    with database.write() as tx:
        units.save(tx, Tree([u for u in UNITS if u != OVER], (), (), MEMBERS))
        known = units.load(tx)
        for branch in BRANCHES:
            where = known.id_of(branch.key)
            reports.send(tx, where, "2025-08", {"1.2a": {"count": 2}}, sent_at=1.0)
        for commune in (A, C):  # they stood under no province till now: their rollup changes
            said = draw_answers(plan, commune, Period(2025, 8), Random(1))  # noqa: S311 - no secret
            reports.send(tx, known.id_of(commune.key), "2025-08", said, sent_at=2.0)
        while compacted and delta_log.compact(tx):
            pass
        judge_by_totals(tx, known, plan, C, DAYS[2])  # a reader keeps cohorts that are outdated now
        units.save(tx, TREE)
        assert list_numbers(judge_by_totals(tx, known, plan, C, DAYS[2])) == list_numbers(
            judge_by_values(tx, known, plan, C, DAYS[2])
        )
        known = units.load(tx)
        assert recounting.recount(tx) == []
        for unit in (A, B, C, P):
            found = list_numbers(judge_by_totals(tx, known, plan, unit, DAYS[2]))
            assert found == list_numbers(judge_by_values(tx, known, plan, unit, DAYS[2]))


def test_every_stored_unit_is_filed(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        assert tx.execute(select(func.count()).select_from(cohort_unit)).scalar() == len(known)
        assert tx.execute(select(func.count()).select_from(submission)).scalar() == 0


def test_branches_of_one_commune_that_went_the_same_way_share_a_cohort(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        filed = dict(tx.execute(select(cohort_unit.c.unit_id, cohort_unit.c.cohort_id)).all())
        found = [filed[known.id_of(branch.key)] for branch in BRANCHES]
        loaded = cohorts.load(tx)
    assert found[0] != found[1], "the first moved on alone"
    assert found[2] == found[3]
    locations = [loaded[found[2]].find_location(day.isoformat()) for day in DAYS]
    assert locations == [known.id_of(unit.key) for unit in (A2, A, A)]


def test_a_reader_loads_cohorts_again_when_their_edition_is_newer(database: Database) -> None:
    history = cohorts.LocationHistory()
    day = DAYS[2].isoformat()
    with database.write() as tx:
        assert history.load_day(tx, day) == {}
        known = store_tree(tx)
        found = history.load_day(tx, day)
        assert history.edition == cohorts.read_edition(tx)
    commune, former = known.id_of(C.key), known.id_of(A2.key)
    given_up = [i for i in found[commune] if not history.is_owing(i, day, day)]
    assert former not in found
    assert len(found[commune]) - len(given_up) == 1, "the branches of C are one cohort"
