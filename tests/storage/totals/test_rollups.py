"""Rollups: cohorts of a province have common totals, which are always the sum of theirs."""

from sqlalchemy import select

from storage import reports
from storage.database import Database
from storage.schema import cohort, total
from storage.totals import cohorts, delta_log, recounting, rollups
from tests.support.merged_province import BRANCHES, MERGED, TREE, P, store_tree


def test_every_cohort_of_the_province_is_bound_to_its_rollup(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        found = cohorts.load_rollups(tx)
        bound = set(
            tx.execute(select(cohort.c.rollup_id).where(cohort.c.level == "branch")).scalars()
        )
        assert bound <= set(found)
        assert rollups.load_ids(tx) == list(found)
        province = known.id_of(P.key)
        assert {found[i].find_location(MERGED.isoformat()) for i in bound} == {province}
        edition = cohorts.read_edition(tx)
        assert not rollups.bind(tx, TREE, known.all_ids), "nothing changed"
        assert cohorts.read_edition(tx) == edition


def test_a_rollup_s_totals_are_the_sum_of_its_cohorts_totals(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        for branch in BRANCHES:
            said = {"1.2a": {"count": 2.0}}
            reports.send(tx, known.id_of(branch.key), "2025-08", said, sent_at=1.0)
        delta_log.compact(tx)
        month = (total.c.period == "2025-08", total.c.indicator == "1.2a")
        amounts = select(total.c.amount).where(*month, total.c.rollup_id == rollups.OWN)
        assert sum(tx.execute(amounts).scalars()) == 2.0 * len(BRANCHES)
        tx.execute(total.delete().where(total.c.rollup_id == rollups.OWN))
        assert recounting.recount(tx) != []
        rollups.sum_up(tx)
        assert recounting.recount(tx) == []
