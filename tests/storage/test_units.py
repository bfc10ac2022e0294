"""The tree of units comes back from its rows as it was stored, under ids that stay."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from domain.org.levels import Level
from domain.org.tree import Baseline, Tree
from storage import units
from storage.database import Database
from storage.schema import unit
from tests.support.merged_province import (
    A1,
    BLOC,
    BRANCHES,
    MERGED,
    TREE,
    A,
    B,
    D,
    P,
    store_tree,
)
from tests.support.merged_province import NORTH as AREA

BEFORE, AFTER = date(2025, 6, 30), MERGED


def test_the_tree_comes_back_as_it_was_stored(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
    assert set(known.tree.units) == set(TREE.units)
    assert set(known.tree.parents) == set(TREE.parents)
    assert set(known.tree.mergers) == set(TREE.mergers)
    assert set(known.tree.memberships) == set(TREE.memberships)
    assert len(known) == len(TREE.units)
    assert known.unit(known.id_of(A.key)) == A


def test_storing_again_keeps_ids_and_brings_units_up_to_date(database: Database) -> None:
    with database.write() as tx:
        first = store_tree(tx)
        renamed = replace(B, name="Xã Bảo Lạc")
        units.save(tx, Tree([u if u != B else renamed for u in TREE.units], TREE.parents))
        again = units.load(tx)
    assert again.all_ids == first.all_ids
    assert again.tree.unit(B.key).name == "Xã Bảo Lạc"
    assert len(again.tree.parents) == len(TREE.parents)


def test_a_code_and_the_line_above_are_those_of_a_day(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
    branch = known.id_of(BRANCHES[1].key)
    assert known.line(branch, BEFORE) == tuple(known.ids([BRANCHES[1], A1, D, P]))
    after = known.line(branch, AFTER)
    assert after[:3] == tuple(known.ids([BRANCHES[1], A, P]))
    assert set(after[3:]) == set(known.ids([AREA, BLOC]))
    assert known.line(known.id_of(A1.key), AFTER) == (known.id_of(A1.key),), "it ended"
    assert known.find("A1", BEFORE) == A1
    assert known.find("A1", AFTER) is None
    assert known.province(AFTER).level is Level.PROVINCE


def test_a_value_is_computed_from_the_tree_once(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
    computed = []
    for _ in range(2):
        assert known.compute_once("key", lambda: computed.append(1) or len(computed)) == 1
    assert computed == [1]


def test_members_and_women_of_branches_are_stored(database: Database) -> None:
    with database.write() as tx:
        store_tree(tx)
        units.save_baselines(tx, [Baseline(BRANCHES[0].key, AFTER, 41, 57)])
        stored = select(unit.c.members, unit.c.women).where(unit.c.code == BRANCHES[0].code)
        assert tuple(tx.execute(stored).one()) == (41, 57)
