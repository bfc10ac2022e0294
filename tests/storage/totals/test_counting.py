"""What a unit's reports add to months and days, counted from the reports themselves."""

from domain.progress.totals import SENT, Figures
from storage import reports
from storage.database import Database
from storage.totals import counting
from tests.support.merged_province import BRANCHES, store_tree

DAY = 86_400.0
FIRST, SECOND = 20_310 * DAY, 20_312 * DAY


def test_a_corrected_report_counts_as_corrected_and_by_the_days_it_was_sent(
    database: Database,
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        branch, silent = (known.id_of(unit.key) for unit in BRANCHES[:2])
        for amount, sent_at in ((4.0, FIRST), (6.0, SECOND)):
            reports.send(tx, branch, "2025-08", {"1.2a": {"count": amount}}, sent_at=sent_at)
        since = counting.find_first_day_kept(tx)
        found = dict(counting.count_figures(tx, [branch, silent], since))
    assert found == {
        branch: {
            ("2025-08", "1.2a", "count"): Figures(6.0, 1),
            ("2025-08", *SENT): Figures(1.0, 1),
            (counting.to_day(FIRST), "1.2a", "count"): Figures(4.0, 1),
            (counting.to_day(FIRST), *SENT): Figures(1, 1),
            (counting.to_day(SECOND), "1.2a", "count"): Figures(2.0, 0),
        }
    }


def test_days_are_kept_back_from_the_newest_report(database: Database) -> None:
    with database.write() as tx:
        branch = store_tree(tx).id_of(BRANCHES[0].key)
        assert counting.find_first_day_kept(tx) == ""
        reports.send(tx, branch, "2025-08", {"1.2a": {"count": 1.0}}, sent_at=SECOND)
        assert counting.find_first_day_kept(tx) == counting.to_day(SECOND - 35 * DAY)
        without_days = dict(counting.count_figures(tx, [branch], ""))
    assert set(without_days[branch]) == {("2025-08", "1.2a", "count"), ("2025-08", *SENT)}
