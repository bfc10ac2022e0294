"""Running totals, on both databases: always what a recount says, and a card read from them says
what the single reports say, for any unit and day, before the merger of 1 July and after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from random import Random
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, func, select, update

from domain.org.levels import Level
from domain.org.tree import ORIGIN, Membership, Merger, Parent, Tree, Unit, UnitKey
from domain.periods import VIETNAM, Period
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from domain.progress.aggregate import needs_only_sums
from domain.progress.progress import IndicatorProgress, Row, compute_progress, judge_progress
from storage import progress as figures
from storage import reports, units
from storage.database import Database, Transaction
from storage.schema import cohort_unit, submission, total, total_change, total_fault
from storage.totals import delta_log, recounting
from storage.totals.subtree import Subtree
from storage.units import Units
from tests.support.paths import PLAN_FILE

MERGED, MOVED = date(2025, 7, 1), date(2025, 9, 1)
DAYS = (date(2025, 5, 16), date(2025, 8, 12), date(2025, 10, 19))


def _unit(code: str, level: Level, since: date = ORIGIN, until: date | None = None) -> Unit:
    return Unit(UnitKey(since, code), level, f"Đơn vị {code}", code, until)


P = _unit("P", Level.PROVINCE)
D = _unit("D", Level.DISTRICT, until=MERGED)
A1, A2, B1 = (_unit(c, Level.COMMUNE, until=MERGED) for c in ("A1", "A2", "B1"))
A, B = (_unit(c, Level.COMMUNE, MERGED) for c in ("A", "B"))
C = _unit("C", Level.COMMUNE)
NORTH, SOUTH = (_unit(c, Level.AREA, MERGED) for c in ("N", "S"))
BLOC = _unit("K", Level.BLOC, MERGED)
OVER = _unit("b8", Level.BRANCH, until=MOVED)  # it was given up
BRANCHES = tuple(_unit(f"b{n}", Level.BRANCH) for n in range(8))
OLD_HOMES = dict(zip(BRANCHES, (A1, A1, A2, A2, B1, B1, C, C), strict=True))
NEW_HOMES = {A1: A, A2: A, B1: B}


def _parents() -> Iterator[Parent]:
    for below, above in ((D, P), (A1, D), (A2, D), (B1, D), (A, P), (B, P), (C, P)):
        yield Parent(below.key, above.key, below.key.valid_from, below.valid_to)
    for group in (NORTH, SOUTH, BLOC):
        yield Parent(group.key, P.key, MERGED)
    for branch, old in OLD_HOMES.items():
        new = NEW_HOMES.get(old)
        yield Parent(branch.key, old.key, ORIGIN, MERGED if new else None)
        if new and branch.code == "b0":  # it moved on alone, in September
            yield Parent(branch.key, new.key, MERGED, MOVED)
            yield Parent(branch.key, B.key, MOVED)
        elif new:
            yield Parent(branch.key, new.key, MERGED)
    yield Parent(OVER.key, C.key, ORIGIN, MOVED)


MERGERS = tuple(Merger(old.key, new.key, MERGED) for old, new in NEW_HOMES.items())
GROUPS = ((NORTH, A), (SOUTH, B), (SOUTH, C), (BLOC, A), (BLOC, C))
UNITS = (P, D, A1, A2, B1, A, B, C, NORTH, SOUTH, BLOC, OVER, *BRANCHES)
MEMBERS = [Membership(group.key, unit.key, MERGED) for group, unit in GROUPS]
TREE = Tree(UNITS, tuple(_parents()), MERGERS, MEMBERS)


@pytest.fixture(scope="module")
def plan() -> Plan:
    text = PLAN_FILE.read_text("utf-8")
    found = parse_plan(text)
    assert isinstance(found, Plan)
    return found


def stored(tx: Transaction) -> Units:
    units.save(tx, TREE)
    return units.load(tx)


def _answers(plan: Plan, unit: Unit, period: Period, dice: Random) -> dict[str, dict[str, float]]:
    level = Level.AREA if unit.level is Level.DISTRICT else unit.level
    form = [i for i in plan.form(level, period) if dice.random() < 0.8]
    return {i.code: _amounts(i.asks, i.field_names, dice) for i in form}


def _amounts(asks: str, names: tuple[str, ...], dice: Random) -> dict[str, float]:
    if asks == "yes_no":
        return {names[0]: dice.randint(0, 1)}
    amounts = [float(dice.randint(0, 4)) for _ in names]
    if asks == "share":
        amounts[1] += amounts[0]
    return dict(zip(names, amounts, strict=True))


def send_some(tx: Transaction, known: Units, plan: Plan, dice: Random, count: int) -> None:
    """Reports of units that are there, in any order; many correct an earlier one."""
    for number in range(count):
        period = Period(2025, dice.randint(1, 10))
        due = date(2025, period.month, 20)
        unit = dice.choice([u for u in UNITS if u.exists_on(due) and u.level is not Level.BLOC])
        said = _answers(plan, unit, period, dice)
        reports.send(tx, known.id_of(unit.key), str(period), said, sent_at=number * 20000.0)
        if dice.random() < 0.03:
            delta_log.compact(tx)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=VIETNAM)


def by_values(
    tx: Transaction, known: Units, plan: Plan, unit: Unit, day: date
) -> tuple[IndicatorProgress, ...]:
    nodes = figures.load_nodes(known, unit, day, plan.signed)
    ids, last = [p.unit_id for p in nodes], f"2025-{day.month:02}"
    rows: list[Row] = list(figures.load_rows(tx, known, ids, "2025-01", last, day))
    return compute_progress(plan, nodes[0], nodes, rows, at(day))


def by_totals(
    tx: Transaction, known: Units, plan: Plan, unit: Unit, day: date
) -> tuple[IndicatorProgress, ...]:
    part = subtree_of(tx, known, plan, unit, day)
    return judge_progress(plan, part.scope, part.gather(plan, Period(2025, day.month)), at(day))


def subtree_of(tx: Transaction, known: Units, plan: Plan, unit: Unit, day: date) -> Subtree:
    return Subtree(tx, known, figures.load_scope(known, unit, day, plan.signed), day)


def plain(found: tuple[IndicatorProgress, ...]) -> dict[str, object]:
    """Numbers to compare; which branches lag is not known from sums."""
    return {
        p.indicator.code: (
            p.status,
            [
                each if each is None or isinstance(each, bool) else round(each, 9)
                for each in (
                    p.standing.achieved,
                    p.standing.target,
                    p.standing.rate,
                    p.standing.pace,
                    p.standing.met,
                    p.standing.part,
                    p.standing.whole,
                    p.standing.total,
                    p.standing.total_target,
                    p.standing.answers,
                    p.forecast,
                )
            ],
            p.standing.lagging if Level.BRANCH not in p.indicator.target.per else (),
        )
        for p in found
    }


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_reports_and_corrections(database: Database, plan: Plan, seed: int) -> None:
    with database.write() as tx:
        known = stored(tx)
        for _ in range(4):
            send_some(tx, known, plan, Random(seed), 60)  # noqa: S311 - no secret
            seed += 100
            assert recounting.recount(tx) == []
        for day in DAYS:
            for unit in known.tree.at(day):
                if unit.level is not Level.BRANCH:
                    expected = plain(by_values(tx, known, plan, unit, day))
                    assert plain(by_totals(tx, known, plan, unit, day)) == expected, unit.code


@pytest.mark.parametrize("seed", range(3))
def test_communes_read_together_are_what_each_is_alone(
    database: Database, plan: Plan, seed: int
) -> None:
    with database.write() as tx:
        known = stored(tx)
        send_some(tx, known, plan, Random(seed), 150)  # noqa: S311 - no secret
        for day in DAYS:
            view, last = known.tree.at(day), Period(2025, day.month)
            for above in (u for u in view if u.level in (Level.PROVINCE, Level.AREA)):
                part = subtree_of(tx, known, plan, above, day)
                communes = view.communes(above.key)
                below = [figures.load_scope(known, one, day, plan.signed) for one in communes]
                found = part.aggregate_each(plan, last, below)
                rows = part.read_months_each(CODES, last)
                for one, scope in zip(communes, below, strict=True):
                    unit_id = scope.node.unit_id
                    together = judge_progress(plan, scope, found[unit_id], at(day))
                    alone = by_totals(tx, known, plan, one, day)
                    assert plain(together) == plain(alone), (above.code, one.code, day)
                    apart = subtree_of(tx, known, plan, one, day).read_months(CODES, last)
                    assert added(rows.get(unit_id, ())) == added(apart)


CODES = ("1.1", "1.2a", "1.4a", "2.1c")


def added(rows: Iterable[Row]) -> dict[tuple[str, str, str], float]:
    """By code, field and month, what rows add up to."""
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in rows:
        found[row.indicator, row.field, str(row.period)] += row.amount
    return {key: amount for key, amount in found.items() if amount}


def test_reports_are_counted_where_the_branch_stands(database: Database, plan: Plan) -> None:
    with database.write() as tx:
        known = stored(tx)
        send_some(tx, known, plan, Random(7), 150)  # noqa: S311 - no secret
        for day in DAYS:
            period, view = Period(2025, day.month), known.tree.at(day)
            for unit in view:
                if unit.level is Level.BRANCH:
                    continue
                part = subtree_of(tx, known, plan, unit, day)
                found = part.count_turnout(period, day)
                ids = known.ids(view.branches(unit.key))
                sent = figures.find_sent_among(tx, str(period), ids)
                assert sum(t.sent for t in found) == len(sent)
                assert sum(t.expected for t in found) == len(ids) == part.scope.branches


def test_a_parent_shows_what_its_children_add_up_to(database: Database, plan: Plan) -> None:
    with database.write() as tx:
        known = stored(tx)
        send_some(tx, known, plan, Random(11), 150)  # noqa: S311 - no secret
        day = DAYS[2]
        whole, north, south = (
            {p.indicator.code: p.standing for p in by_totals(tx, known, plan, unit, day)}
            for unit in (P, NORTH, SOUTH)
        )
        for code in ("1.1", "1.2a", "1.4a", "1.5a", "1.6b", "2.1c", "2.2", "3.3a", "4.1"):
            for what in ("achieved", "total", "whole", "answers"):
                parts = [getattr(s[code], what) or 0 for s in (north, south)]
                assert (getattr(whole[code], what) or 0) == sum(parts), (code, what)


@pytest.mark.parametrize("folded", [False, True])
def test_a_unit_that_an_import_puts_elsewhere_takes_its_history_along(
    database: Database, plan: Plan, folded: bool
) -> None:
    with database.write() as tx:
        units.save(tx, Tree([u for u in UNITS if u != OVER], (), (), MEMBERS))
        known = units.load(tx)
        for branch in BRANCHES:
            where = known.id_of(branch.key)
            reports.send(tx, where, "2025-08", {"1.2a": {"count": 2}}, sent_at=1.0)
        for commune in (A, C):  # which stood under no province till now: their sheaf changes
            said = _answers(plan, commune, Period(2025, 8), Random(1))  # noqa: S311 - no secret
            reports.send(tx, known.id_of(commune.key), "2025-08", said, sent_at=2.0)
        while folded and delta_log.compact(tx):
            pass
        by_totals(tx, known, plan, C, DAYS[2])  # what a reader knows of the cells is old now
        units.save(tx, TREE)
        assert plain(by_totals(tx, known, plan, C, DAYS[2])) == plain(
            by_values(tx, known, plan, C, DAYS[2])
        )
        known = units.load(tx)
        assert recounting.recount(tx) == []
        for unit in (A, B, C, P):
            found = plain(by_totals(tx, known, plan, unit, DAYS[2]))
            assert found == plain(by_values(tx, known, plan, unit, DAYS[2]))


def test_a_difference_is_found_recorded_and_mended(database: Database, plan: Plan) -> None:
    with database.write() as tx:
        known = stored(tx)
        send_some(tx, known, plan, Random(5), 80)  # noqa: S311 - no secret
        while delta_log.compact(tx):
            pass
        gone = total.c.period == "2025-03"
        tx.execute(delete(total).where(gone))
        tx.execute(update(total).where(total.c.period == "2025").values(amount=total.c.amount + 1))
    with database.read() as tx:
        found = recounting.recount(tx)
        assert {d.period for d in found} == {"2025-03", "2025"}
    with database.one_state() as tx:
        assert recounting.mend(tx, found, 9.0, repair=False) == found
    with database.one_state() as tx:
        assert recounting.mend(tx, found, 10.0) == found
    with database.one_state() as tx:
        assert recounting.mend(tx, found, 11.0) == [], "what was mended is not mended again"
        assert recounting.recount(tx) == []
        delta_log.compact(tx)
        assert recounting.recount(tx) == []
        mended = select(total_fault.c.mended, func.count()).group_by(total_fault.c.mended)
        assert dict(tx.execute(mended).all()) == {False: len(found), True: len(found)}


def test_built_at_once_or_report_by_report_they_are_the_same(
    database: Database, plan: Plan
) -> None:
    with database.write() as tx:
        known = stored(tx)
        send_some(tx, known, plan, Random(3), 120)  # noqa: S311 - no secret
        recounting.build(tx)
        assert recounting.recount(tx) == []
        assert tx.execute(select(func.count()).select_from(total_change)).scalar() == 0


def totals_of(tx: Transaction) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = {}
    cohorts = select(cohort_unit.c.cohort_id)
    for table in (total, total_change):
        months = func.length(table.c.period) == 7, table.c.cohort_id.in_(cohorts)
        columns = (table.c.period, table.c.indicator, table.c.field)
        for *key, amount in tx.execute(select(*columns, table.c.amount).where(*months)):
            found[tuple(key)] = found.get(tuple(key), 0) + amount
    return {key: amount for key, amount in found.items() if amount}


def test_two_processes_report_for_the_same_branches_and_add_up(
    database: Database, plan: Plan
) -> None:
    with database.write() as tx:
        known = stored(tx)
    begin, faults = Barrier(2), []

    def report(branches: list[Unit], period: str) -> None:
        begin.wait()
        try:
            for turn in range(10):
                with database.write() as tx:
                    for branch in branches:
                        said = {"1.2a": {"count": float(turn)}, "2.4": {"yes": 1.0}}
                        where = known.id_of(branch.key)
                        reports.send(tx, where, period, said, sent_at=float(turn))
                    delta_log.compact(tx)
        except Exception as fault:
            faults.append(fault)

    both = [Thread(target=report, args=(list(BRANCHES), month)) for month in ("2025-08", "2025-09")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert faults == []
    with database.one_state() as tx:
        assert recounting.recount(tx) == []


def test_the_plan_at_hand_is_judged_from_sums(plan: Plan) -> None:
    assert all(map(needs_only_sums, plan.indicators))
    branches = next(i for i in plan.indicators if i.code == "1.6b")
    counted = replace(branches, measure=plan.indicator("1.2a").measure)
    assert not needs_only_sums(counted)


def test_every_stored_unit_is_filed(database: Database) -> None:
    with database.write() as tx:
        known = stored(tx)
        assert tx.execute(select(func.count()).select_from(cohort_unit)).scalar() == len(known)
        assert tx.execute(select(func.count()).select_from(submission)).scalar() == 0
