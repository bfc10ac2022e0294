"""Moving communes between areas, on both databases."""

from dataclasses import replace
from datetime import date

from domain.org.levels import Level
from domain.org.tree import Membership, Parent, Tree, Unit, UnitKey
from storage import memberships, units
from storage.database import Database, Transaction
from storage.memberships import Move

SINCE, LATER = date(2025, 7, 1), date(2025, 11, 1)
PROVINCE, COMMUNE, ONE, TWO, BLOC = (
    UnitKey(SINCE, code) for code in ("04", "01290", "DB-1", "DB-2", "KHOI-1")
)
UNITS = (
    Unit(PROVINCE, Level.PROVINCE, "Tỉnh Cao Bằng", "Cao Bằng"),
    Unit(COMMUNE, Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm"),
    Unit(ONE, Level.AREA, "Địa bàn 1", "1"),
    Unit(TWO, Level.AREA, "Địa bàn 2", "2"),
    Unit(BLOC, Level.BLOC, "Khối 1", "Khối 1"),
)
TREE = Tree(
    UNITS,
    [Parent(key, PROVINCE, SINCE) for key in (COMMUNE, ONE, TWO, BLOC)],
    (),
    [Membership(ONE, COMMUNE, SINCE), Membership(BLOC, COMMUNE, SINCE)],
)


def move(tx: Transaction, group: UnitKey, on: date) -> Move:
    stored = units.load(tx)
    return memberships.move(tx, stored, stored.tree.unit(COMMUNE), stored.tree.unit(group), on)


def list_groups(tx: Transaction, on: date) -> list[str]:
    return sorted(u.code for u in units.load(tx).tree.at(on).groups(COMMUNE))


def test_the_old_one_ends_and_the_new_begins_on_the_day(database: Database) -> None:
    with database.write() as tx:
        units.save(tx, TREE)
        assert move(tx, TWO, LATER) is Move.MOVED
        assert list_groups(tx, date(2025, 10, 31)) == ["DB-1", "KHOI-1"]
        assert list_groups(tx, LATER) == ["DB-2", "KHOI-1"]
        assert move(tx, TWO, LATER) is Move.THERE
        assert move(tx, TWO, SINCE) is Move.LATER
        units.save(tx, TREE)
        assert list_groups(tx, LATER) == ["DB-2", "KHOI-1"]


def test_a_move_undone_on_its_day_leaves_nothing(database: Database) -> None:
    with database.write() as tx:
        units.save(tx, TREE)
        for group in (TWO, ONE, TWO, ONE):
            assert move(tx, group, SINCE) is Move.MOVED
        assert list_groups(tx, LATER) == ["DB-1", "KHOI-1"]
        assert len(units.load(tx).tree.memberships) == 2


def test_no_membership_outlives_its_units(database: Database) -> None:
    with database.write() as tx:
        units.save(tx, TREE)
        move(tx, TWO, LATER)
        ended = date(2026, 7, 1)
        units.save(tx, Tree([replace(unit, valid_to=ended) for unit in UNITS if unit.key == TWO]))
        assert list_groups(tx, ended) == ["KHOI-1"]
        assert list_groups(tx, LATER) == ["DB-2", "KHOI-1"]
