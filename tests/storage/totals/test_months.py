"""Values of single units month by month, also of units that were merged."""

from storage import reports
from storage.database import Database, Transaction
from storage.totals.months import Span, load_rows
from storage.units import Units
from tests.support.merged_province import A1, A2, DAYS, A, B, store_tree

BEFORE, AFTER = DAYS[0], DAYS[2]


def send(tx: Transaction, unit_id: int, period: str, amount: float, code: str = "1.1") -> None:
    reports.send(tx, unit_id, period, {code: {"count": amount}}, sent_at=1.0)


def load(tx: Transaction, unit_ids: list[int], span: Span) -> list[tuple[int, str, str, float]]:
    rows = load_rows(tx, unit_ids, span)
    return sorted((row.unit_id, row.indicator, str(row.period), row.amount) for row in rows)


def find(known: Units, *units: object) -> list[int]:
    return [known.id_of(unit.key) for unit in units]  # type: ignore[attr-defined]


def test_values_of_the_wanted_indicators_and_months_are_loaded(database: Database) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        a, b = find(known, A, B)
        for period in ("2025-07", "2025-08", "2025-09", "2025-10"):
            send(tx, a, period, 1.0)
        send(tx, b, "2025-08", 2.0)
        send(tx, b, "2025-09", 3.0, code="1.2a")
        span = Span(known, ["1.1"], "2025-08", "2025-09", AFTER)
        ours = [(a, "1.1", "2025-08", 1.0), (a, "1.1", "2025-09", 1.0)]
        assert load(tx, [a], span) == ours
        assert load(tx, [a, b], span) == sorted([*ours, (b, "1.1", "2025-08", 2.0)])
        assert load(tx, [], span) == []


def test_a_merged_unit_s_values_stand_under_its_successor_since_the_merger(
    database: Database,
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        new, first, second = find(known, A, A1, A2)
        send(tx, first, "2025-03", 1.0)
        send(tx, second, "2025-04", 2.0)
        expected = [(new, "1.1", "2025-03", 1.0), (new, "1.1", "2025-04", 2.0)]
        assert load(tx, [new], Span(known, ["1.1"], "2025-01", "2025-10", AFTER)) == expected
        before = Span(known, ["1.1"], "2025-01", "2025-05", BEFORE)
        assert load(tx, [first], before) == [(first, "1.1", "2025-03", 1.0)]
        assert load(tx, [new], before) == []
