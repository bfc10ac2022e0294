"""Moving communes between areas, on both databases."""

from dataclasses import replace
from datetime import date

from domain.levels import Level
from domain.org import Membership, Parent, Tree, Unit, UnitKey
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


def moved(book: Transaction, group: UnitKey, on: date) -> Move:
    stored = units.load(book)
    return memberships.move(book, stored, stored.tree.unit(COMMUNE), stored.tree.unit(group), on)


def groups(book: Transaction, on: date) -> list[str]:
    return sorted(u.code for u in units.load(book).tree.at(on).groups(COMMUNE))


def test_the_old_one_ends_and_the_new_begins_on_the_day(database: Database) -> None:
    with database.write() as book:
        units.save(book, TREE)
        assert moved(book, TWO, LATER) is Move.MOVED
        assert groups(book, date(2025, 10, 31)) == ["DB-1", "KHOI-1"]
        assert groups(book, LATER) == ["DB-2", "KHOI-1"]
        assert moved(book, TWO, LATER) is Move.THERE
        assert moved(book, TWO, SINCE) is Move.LATER
        units.save(book, TREE)
        assert groups(book, LATER) == ["DB-2", "KHOI-1"]


def test_a_move_taken_back_on_its_day_leaves_no_trace(database: Database) -> None:
    with database.write() as book:
        units.save(book, TREE)
        for group in (TWO, ONE, TWO, ONE):
            assert moved(book, group, SINCE) is Move.MOVED
        assert groups(book, LATER) == ["DB-1", "KHOI-1"]
        assert len(units.load(book).tree.memberships) == 2


def test_no_membership_outlives_its_units(database: Database) -> None:
    with database.write() as book:
        units.save(book, TREE)
        moved(book, TWO, LATER)
        ended = date(2026, 7, 1)
        units.save(book, Tree([replace(unit, valid_to=ended) for unit in UNITS if unit.key == TWO]))
        assert groups(book, ended) == ["KHOI-1"]
        assert groups(book, LATER) == ["DB-2", "KHOI-1"]
