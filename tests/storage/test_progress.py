"""Nodes, values and senders of a subtree, read from single reports."""

import pytest

from storage import progress, reports
from storage.database import Database
from tests.support.merged_province import A1, BRANCHES, DAYS, MERGED, A, B, P, store_tree

BEFORE, AFTER = DAYS[0], DAYS[2]


def test_a_node_knows_what_is_above_it_and_of_how_many_parts_it_is(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
    node, *below = progress.load_nodes(known, A, AFTER, BEFORE)
    assert (node.unit_id, node.parts) == (known.id_of(A.key), 2)
    assert known.id_of(P.key) in node.above
    assert {each.unit_id for each in below} == set(known.ids(BRANCHES[1:4]))


def test_a_scope_counts_branches_and_is_built_once_for_a_tree(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
    scope = progress.load_scope(known, P, AFTER, MERGED)
    ids = {node.unit_id for node in scope.nodes}
    assert scope.node.unit_id == known.id_of(P.key)
    assert not ids & set(known.ids(BRANCHES))
    assert scope.branches == len(BRANCHES)
    assert progress.load_scope(known, P, AFTER, MERGED) is scope
    assert progress.load_scope(known, P, BEFORE, MERGED) is not scope


@pytest.mark.parametrize("many", [400, 1])
def test_values_and_senders_are_those_of_the_wanted_units(
    database: Database, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(progress, "_MANY", many)
    with database.write() as tx:
        known = store_tree(tx)
        new, former, other = (known.id_of(unit.key) for unit in (A, A1, B))
        for unit_id, period in ((former, "2025-05"), (new, "2025-08"), (other, "2025-08")):
            reports.send(tx, unit_id, period, {"1.1": {"count": 1.0}}, sent_at=1.0)
        found = progress.load_rows(tx, known, [new], "2025-01", "2025-12", AFTER)
        rows = sorted((row.unit_id, str(row.period), row.by) for row in found)
        senders = progress.find_sent_among(tx, "2025-08", [new, former])
    assert rows == [(new, "2025-05", former), (new, "2025-08", None)]
    assert senders == {new}
