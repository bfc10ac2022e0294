"""A subtree: who has sent, and month by month and day by day what single reports add up to."""

from datetime import date, timedelta
from random import Random

import pytest

from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan
from storage import progress as figures
from storage import reports
from storage.database import Database, Transaction
from storage.totals import delta_log, months, recounting
from storage.totals.counting import to_day
from storage.units import Units
from tests.support.merged_province import (
    BRANCHES,
    DAYS,
    UNITS,
    A,
    P,
    add_up,
    make_subtree,
    send_some,
    store_tree,
)

DAY = 86_400.0
CODES = ("1.1", "1.2a", "1.4a", "1.5a", "2.2", "2.5", "4.1")


def test_reports_are_counted_where_the_branch_stands(database: Database, plan: Plan) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        send_some(tx, known, plan, Random(7), 150)  # noqa: S311 - no secret
        for day in DAYS:
            period, view = Period(2025, day.month), known.tree.at(day)
            for unit in view:
                if unit.level is Level.BRANCH:
                    continue
                part = make_subtree(tx, known, plan, unit, day)
                found = part.count_turnout(period, day)
                ids = known.ids(view.branches(unit.key))
                sent = figures.find_sent_among(tx, str(period), ids)
                assert sum(t.sent for t in found) == len(sent)
                assert sum(t.expected for t in found) == len(ids) == part.scope.branches


@pytest.mark.parametrize("compacted", [False, True])
def test_months_are_what_the_reports_of_all_below_add_up_to(
    database: Database, plan: Plan, compacted: bool
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        send_some(tx, known, plan, Random(4), 120)  # noqa: S311 - no secret
        while compacted and delta_log.compact(tx):
            pass
        for day in DAYS:
            for unit in known.tree.at(day):
                if unit.level is not Level.BRANCH:
                    found = _read_by_totals(tx, known, plan, unit.code, day)
                    assert found == _read_by_values(tx, known, plan, unit.code, day), (
                        unit.code,
                        day,
                    )


_Sums = dict[tuple[str, str, str], float]


def _read_by_totals(tx: Transaction, known: Units, plan: Plan, code: str, day: date) -> _Sums:
    unit = known.find(code, day)
    assert unit is not None
    part = make_subtree(tx, known, plan, unit, day)
    return add_up(part.read_months(CODES, Period(2025, day.month)))


def _read_by_values(tx: Transaction, known: Units, plan: Plan, code: str, day: date) -> _Sums:
    unit = known.find(code, day)
    assert unit is not None
    ids = [p.unit_id for p in figures.load_nodes(known, unit, day, plan.signed)]
    span = months.Span(known, CODES, "2025-01", f"2025-{day.month:02}", day)
    return add_up(months.load_rows(tx, ids, span))


@pytest.mark.parametrize("compacted", [False, True])
def test_a_day_is_what_was_sent_and_corrected_on_it(
    database: Database, plan: Plan, compacted: bool
) -> None:
    with database.write() as tx:
        known = store_tree(tx)
        for day, unit, amount in ((1, 0, 4), (2, 1, 1), (3, 0, 6), (3, 0, 5), (9, 1, 2)):
            where = known.id_of(BRANCHES[unit].key)
            said = {"1.2a": {"count": float(amount)}}
            reports.send(tx, where, "2025-08", said, sent_at=20_310 * DAY + day * DAY)
        while compacted and delta_log.compact(tx):
            pass
        first = date.fromisoformat(to_day(20_310 * DAY))
        assert _read_days(tx, known, plan, first, range(1, 2)) == (1, 4)
        assert _read_days(tx, known, plan, first, range(3, 4)) == (0, 1)
        assert _read_days(tx, known, plan, first, range(1, 8)) == (2, 6)
        assert _read_days(tx, known, plan, first, range(1, 10)) == (2, 7)
        assert recounting.recount(tx) == []


def _read_days(
    tx: Transaction, known: Units, plan: Plan, first: date, days: range
) -> tuple[int, float]:
    chosen = [first + timedelta(days=n) for n in days]
    found = set()
    for unit in (A, P):
        part = make_subtree(tx, known, plan, unit, chosen[-1])
        came, sums = part.read_days(["1.2a"], chosen)
        found.add((came, sums.get(("1.2a", "count"), 0)))
    assert len(found) == 1, "the commune has all that the province has"
    return found.pop()


def test_grouping_and_order_do_not_matter(database: Database, plan: Plan) -> None:
    """The same reports in another order, compacted at other times: the same months everywhere."""
    found = []
    with database.write() as tx:
        known = store_tree(tx)
        sent = [
            (unit, f"2025-{month:02}", float(3 * number + month))
            for number, unit in enumerate(UNITS)
            if unit.level is Level.BRANCH
            for month in range(3, 7)
        ]
        for seed in (1, 2):
            dice = Random(seed)  # noqa: S311 - no secret
            for unit, period, amount in dice.sample(sent, len(sent)):
                where, said = known.id_of(unit.key), {"1.2a": {"count": amount}}
                reports.send(tx, where, period, said, sent_at=float(seed))
                if dice.random() < 0.2:
                    delta_log.compact(tx)
            found.append({c: _read_by_totals(tx, known, plan, c, DAYS[1]) for c in ("P", "A", "S")})
    assert found[0] == found[1]
