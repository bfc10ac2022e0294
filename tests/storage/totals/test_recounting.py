"""The recount: what differs is found, recorded and mended; a build gives the same totals."""

from random import Random

from sqlalchemy import delete, func, select, update

from domain.periods import Period
from domain.plan.plan import Plan
from storage import reports
from storage.database import Database
from storage.schema import total, total_change, total_fault
from storage.totals import delta_log, recounting
from tests.support.merged_province import BRANCHES, DAYS, C, make_subtree, send_some, store_tree

DAY = 86_400.0


def test_a_difference_is_found_recorded_and_mended(database: Database, plan: Plan) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        send_some(tx, known, plan, Random(5), 80)  # noqa: S311 - no secret
        while delta_log.compact(tx):
            pass
        gone = total.c.period == "2025-03"
        tx.execute(delete(total).where(gone))
        tx.execute(update(total).where(total.c.period == "2025").values(amount=total.c.amount + 1))
    with database.read() as tx:
        found = recounting.recount(tx)
        assert {d.period for d in found} == {"2025-03", "2025"}
    with database.one_state() as tx:
        assert recounting.mend(tx, found, 9.0, repair=False) == found
    with database.one_state() as tx:
        assert recounting.mend(tx, found, 10.0) == found
    with database.one_state() as tx:
        assert recounting.mend(tx, found, 11.0) == [], "what was mended is not mended again"
        assert recounting.recount(tx) == []
        delta_log.compact(tx)
        assert recounting.recount(tx) == []
        mended = select(total_fault.c.mended, func.count()).group_by(total_fault.c.mended)
        assert dict(tx.execute(mended).all()) == {False: len(found), True: len(found)}


def test_built_at_once_or_report_by_report_they_are_the_same(
    database: Database, plan: Plan
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        send_some(tx, known, plan, Random(3), 120)  # noqa: S311 - no secret
        recounting.build(tx)
        assert recounting.recount(tx) == []
        assert tx.execute(select(func.count()).select_from(total_change)).scalar() == 0


def test_days_long_past_are_forgotten_and_still_right(database: Database, plan: Plan) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        where = known.id_of(BRANCHES[6].key)
        for month, at in (("2025-03", 20_000.0), ("2025-08", 20_050.0)):
            reports.send(tx, where, month, {"1.2a": {"count": 1.0}}, sent_at=at * DAY)
        while delta_log.compact(tx):
            pass
        assert recounting.recount(tx) == []
        assert recounting.forget_days(tx) == 4, "report and value, of the cohort and of the rollup"
        assert recounting.recount(tx) == []
        months = make_subtree(tx, known, plan, C, DAYS[2]).read_months(["1.2a"], Period(2025, 10))
        assert sum(row.amount for row in months) == 2
