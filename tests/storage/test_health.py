"""What a database is asked about itself: sizes, and what does not agree."""

from sqlalchemy import insert

from domain.org.levels import Level
from domain.org.tree import ORIGIN, Tree, Unit, UnitKey
from storage import health, reports, units
from storage.database import Database
from storage.health import DatabaseFault
from storage.schema import value

KEY = UnitKey(ORIGIN, "01290")


def test_only_values_of_a_report_in_force_agree(database: Database) -> None:
    with database.write() as tx:
        units.save(tx, Tree([Unit(KEY, Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm")]))
        where = units.load(tx).id_of(KEY)
        for _ in range(2):
            reports.send(tx, where, "2025-10", {"1.1": {"count": 2}}, sent_at=1.0)
        assert health.find_faults(tx) == []
        lost = {"unit_id": where, "period": "2025-09", "indicator": "1.1", "amount": 1}
        tx.execute(insert(value), [{**lost, "field": name} for name in ("part", "whole")])
        said = f"2 row(s) of unit {where} in 2025-09 belong to no report in force"
        assert health.find_faults(tx) == [DatabaseFault("value", said)]


def test_sizes_and_engine(database: Database) -> None:
    with database.read() as tx:
        assert health.count_rows(tx)["unit"] == 0
        assert health.describe_engine(tx).split()[0] in ("sqlite", "postgresql")
