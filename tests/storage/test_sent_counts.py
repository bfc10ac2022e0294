"""Messages that a network counts, by bot and month."""

from datetime import datetime

from domain.periods import VIETNAM
from storage import sent_counts
from storage.database import Transaction
from storage.moments import seconds

OCTOBER = seconds(datetime(2025, 10, 31, 23, 59, tzinfo=VIETNAM))
NOVEMBER = seconds(datetime(2025, 11, 1, tzinfo=VIETNAM))


def test_messages_add_up_by_bot_and_month_of_vietnam(tx: Transaction) -> None:
    sent_counts.add(tx, [("zalo", "1", 2, OCTOBER), ("zalo", "1", 1, OCTOBER)])
    sent_counts.add(tx, [("zalo", "1", 4, OCTOBER), ("zalo", "2", 1, OCTOBER)])
    sent_counts.add(tx, [("zalo", "1", 8, NOVEMBER)])
    sent_counts.add(tx, [])
    assert sent_counts.load_counts(tx, OCTOBER) == {("zalo", "1"): 7, ("zalo", "2"): 1}
    assert sent_counts.load_counts(tx, NOVEMBER) == {("zalo", "1"): 8}


def test_a_moment_belongs_to_the_month_in_vietnam() -> None:
    assert sent_counts.to_month(OCTOBER) == "2025-10"
    assert sent_counts.to_month(NOVEMBER) == "2025-11"
