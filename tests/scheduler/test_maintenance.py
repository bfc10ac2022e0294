"""The nightly count of everything: an alarm, a record, a mend; once a night."""

import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from domain.periods import VIETNAM
from scheduler.maintenance import NIGHTLY, check_totals, recount
from scheduler.ticker import Ticker
from storage import reports
from storage.database import Database
from storage.schema import total, total_change, total_fault
from storage.totals import recounting
from tests.support.merged_province import BRANCHES, store_tree

NIGHT = datetime(2025, 10, 20, 2, 5, tzinfo=VIETNAM)


@pytest.fixture
def wrong(database: Database) -> Database:
    """One report, and a total that somebody changed by hand."""
    with database.write() as tx:
        known = store_tree(tx)
        where = known.id_of(BRANCHES[6].key)
        reports.send(tx, where, "2025-10", {"1.2a": {"count": 3.0}}, sent_at=1.0)
        recounting.build(tx)
        month = total.c.period == "2025-10", total.c.indicator == "1.2a"
        tx.execute(update(total).where(*month).values(amount=7.0))
    return database


def read_faults(database: Database) -> int:
    with database.read() as tx:
        return int(tx.execute(select(func.count()).select_from(total_fault)).scalar_one())


def test_a_difference_is_an_alarm_and_mended(
    wrong: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        found = check_totals(wrong, NIGHT)
    assert {(d.period, d.kept.amount, d.counted.amount) for d in found} >= {("2025-10", 7, 3)}
    assert "running total differs: cohort" in caplog.text
    assert read_faults(wrong) == len(found)
    with wrong.read() as tx:
        assert recounting.recount(tx) == []


def test_once_a_night_whichever_process_comes_first(wrong: Database) -> None:
    assert check_totals(wrong, NIGHT)
    with wrong.write() as tx:
        tx.execute(update(total).values(amount=9.0))
    assert check_totals(wrong, NIGHT + timedelta(hours=1)) == []
    assert check_totals(wrong, NIGHT + timedelta(days=1))


def test_without_repair_it_only_tells(wrong: Database) -> None:
    assert recount(wrong, NIGHT, repair=False) == recount(wrong, NIGHT, repair=False)
    assert read_faults(wrong) > 0


def test_a_right_night_folds_all_that_came(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        where = known.id_of(BRANCHES[0].key)
        reports.send(tx, where, "2025-10", {"1.2a": {"count": 3.0}}, sent_at=1.0)
    assert check_totals(database, NIGHT) == []
    assert caplog.records == []
    with database.read() as tx:
        assert tx.execute(select(func.count()).select_from(total_change)).scalar_one() == 0


async def test_the_ticker_does_it_at_night_and_not_in_the_evening(wrong: Database) -> None:
    now = NIGHT - timedelta(hours=3)

    ticker = Ticker(wrong, lambda tx, at: None, lambda: now, (), NIGHTLY)  # type: ignore[arg-type, return-value]
    await ticker.tick()
    assert read_faults(wrong) == 0
    now = NIGHT
    await ticker.tick()
    assert read_faults(wrong) > 0
