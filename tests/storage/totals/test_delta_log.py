"""The delta log: whatever is reported and whenever it is compacted, the totals are right."""

from random import Random
from threading import Barrier, Thread

import pytest

from domain.org.levels import Level
from domain.org.tree import Unit
from domain.plan.plan import Plan
from storage import reports
from storage.database import Database
from storage.totals import delta_log, recounting
from tests.support.merged_province import (
    BRANCHES,
    DAYS,
    judge_by_totals,
    judge_by_values,
    list_numbers,
    send_some,
    store_tree,
)


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_reports_and_corrections(database: Database, plan: Plan, seed: int) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        for _ in range(4):
            send_some(tx, known, plan, Random(seed), 60)  # noqa: S311 - no secret
            seed += 100
            assert recounting.recount(tx) == []
        for day in DAYS:
            for unit in known.tree.at(day):
                if unit.level is not Level.BRANCH:
                    expected = list_numbers(judge_by_values(tx, known, plan, unit, day))
                    assert list_numbers(judge_by_totals(tx, known, plan, unit, day)) == expected, (
                        unit.code
                    )


def test_two_processes_report_for_the_same_branches_and_add_up(
    database: Database, plan: Plan
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
    begin, faults = Barrier(2), []

    def report(branches: list[Unit], period: str) -> None:
        begin.wait()
        try:
            for turn in range(10):
                with database.write() as tx:
                    for branch in branches:
                        said = {"1.2a": {"count": float(turn)}, "2.4": {"yes": 1.0}}
                        where = known.id_of(branch.key)
                        reports.send(tx, where, period, said, sent_at=float(turn))
                    delta_log.compact(tx)
        except Exception as fault:
            faults.append(fault)

    both = [Thread(target=report, args=(list(BRANCHES), month)) for month in ("2025-08", "2025-09")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert faults == []
    with database.one_state() as tx:
        assert recounting.recount(tx) == []
