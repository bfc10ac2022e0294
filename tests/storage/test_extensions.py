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
        assert extensions.find_latest(tx, [1], "2025-08", extensions.OPEN) == again.until
        assert tx.execute(select(func.count()).select_from(extension)).scalar() == 2
