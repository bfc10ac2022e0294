"""What staff granted a unit: the newest counts, the others stay."""

from datetime import date

from sqlalchemy import func, select

from storage import extensions, units
from storage.database import Database
from storage.extensions import Extension
from storage.schema import extension
from tests.support.people_stage import TREE


def test_what_is_granted_again_counts_and_what_was_before_stays(database: Database) -> None:
    first = Extension(1, "2025-08", extensions.OPEN, date(2025, 10, 17), "phone")
    again = Extension(1, "2025-08", extensions.OPEN, date(2025, 10, 15), "figures")
    with database.write() as tx:
        units.save(tx, TREE)
        extensions.grant(tx, first, None, 5.0)
        assert extensions.load_granted(tx, extensions.OPEN) == [first]
        extensions.grant(tx, again, None, 6.0)
        assert extensions.load_granted(tx, extensions.OPEN) == [again]
        assert tx.execute(select(func.count()).select_from(extension)).scalar() == 2


def test_what_is_taken_back_counts_no_more_and_is_still_known(database: Database) -> None:
    granted = Extension(1, "2025-10", extensions.DUE, date(2025, 10, 25))
    undone = Extension(1, "2025-10", extensions.DUE, granted.until, extensions.UNDONE)
    with database.write() as tx:
        units.save(tx, TREE)
        extensions.grant(tx, granted, None, 5.0)
        extensions.grant(tx, undone, None, 6.0)
        assert extensions.load_granted(tx, extensions.DUE) == []
        (rows,) = extensions.load_history(tx, extensions.DUE, "2025-10").values()
        assert [(row.extension, row.at) for row in rows] == [(granted, 5.0), (undone, 6.0)]
