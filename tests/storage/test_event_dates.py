"""Days set for events: the last one said counts, and each plan has its own."""

from datetime import date

from storage import event_dates
from storage.addresses import add_chats
from storage.database import Database

FIRST, LAST = date(2025, 12, 5), date(2025, 12, 7)


def test_what_was_said_last_counts(database: Database) -> None:
    with database.write() as tx:
        who = add_chats(tx, "zalo", "1", [("a", False, "Hạnh")], 0)["a"].person_id
        assert who is not None
        assert event_dates.load_dates(tx, "P") == {}
        event_dates.keep(tx, "P", "E1", (FIRST, FIRST), by=who, at=1)
        event_dates.keep(tx, "P", "E1", (FIRST, LAST), by=who, at=2)
        event_dates.keep(tx, "P", "E2", None, by=who, at=3)
        event_dates.keep(tx, "Q", "E1", (LAST, LAST), by=who, at=4)
    with database.read() as tx:
        assert event_dates.load_dates(tx, "P") == {"E1": (FIRST, LAST), "E2": None}
        assert event_dates.load_dates(tx, "Q") == {"E1": (LAST, LAST)}
