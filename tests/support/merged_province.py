"""Provinces before and after a merger: units, reports drawn by lot, and figures to compare."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from random import Random

from domain.org.levels import Level
from domain.org.tree import ORIGIN, Membership, Merger, Parent, Tree, Unit, UnitKey
from domain.periods import VIETNAM, Calendar, Period, compute_due_day
from domain.plan.plan import Plan
from domain.progress.coverage import CountOwed
from domain.progress.progress import (
    Cutoff,
    IndicatorProgress,
    Row,
    compute_progress,
    judge_progress,
)
from storage import progress as figures
from storage import reports, units
from storage.database import Transaction
from storage.totals import delta_log
from storage.totals.subtree import Subtree
from storage.units import Units

MERGED, MOVED = date(2025, 7, 1), date(2025, 9, 1)
DAYS = (date(2025, 5, 16), date(2025, 8, 12), date(2025, 10, 19))


def _make_unit(code: str, level: Level, since: date = ORIGIN, until: date | None = None) -> Unit:
    return Unit(UnitKey(since, code), level, f"Đơn vị {code}", code, until)


P = _make_unit("P", Level.PROVINCE)
D = _make_unit("D", Level.DISTRICT, until=MERGED)
A1, A2, B1 = (_make_unit(c, Level.COMMUNE, until=MERGED) for c in ("A1", "A2", "B1"))
A, B = (_make_unit(c, Level.COMMUNE, MERGED) for c in ("A", "B"))
C = _make_unit("C", Level.COMMUNE)
NORTH, SOUTH = (_make_unit(c, Level.AREA, MERGED) for c in ("N", "S"))
BLOC = _make_unit("K", Level.BLOC, MERGED)
OVER = _make_unit("b8", Level.BRANCH, until=MOVED)  # it was given up
BRANCHES = tuple(_make_unit(f"b{n}", Level.BRANCH) for n in range(8))
OLD_LOCATIONS = dict(zip(BRANCHES, (A1, A1, A2, A2, B1, B1, C, C), strict=True))
NEW_LOCATIONS = {A1: A, A2: A, B1: B}


def _list_parents() -> Iterator[Parent]:
    for below, above in ((D, P), (A1, D), (A2, D), (B1, D), (A, P), (B, P), (C, P)):
        yield Parent(below.key, above.key, below.key.valid_from, below.valid_to)
    for group in (NORTH, SOUTH, BLOC):
        yield Parent(group.key, P.key, MERGED)
    for branch, old in OLD_LOCATIONS.items():
        new = NEW_LOCATIONS.get(old)
        yield Parent(branch.key, old.key, ORIGIN, MERGED if new else None)
        if new and branch.code == "b0":  # it moved on alone, in September
            yield Parent(branch.key, new.key, MERGED, MOVED)
            yield Parent(branch.key, B.key, MOVED)
        elif new:
            yield Parent(branch.key, new.key, MERGED)
    yield Parent(OVER.key, C.key, ORIGIN, MOVED)


MERGERS = tuple(Merger(old.key, new.key, MERGED) for old, new in NEW_LOCATIONS.items())
GROUPS = ((NORTH, A), (SOUTH, B), (SOUTH, C), (BLOC, A), (BLOC, C))
UNITS = (P, D, A1, A2, B1, A, B, C, NORTH, SOUTH, BLOC, OVER, *BRANCHES)
MEMBERS = [Membership(group.key, unit.key, MERGED) for group, unit in GROUPS]
TREE = Tree(UNITS, tuple(_list_parents()), MERGERS, MEMBERS)


def store_tree(tx: Transaction) -> Units:
    units.save(tx, TREE)
    return units.load(tx)


def draw_answers(
    plan: Plan, unit: Unit, period: Period, dice: Random
) -> dict[str, dict[str, float]]:
    level = Level.AREA if unit.level is Level.DISTRICT else unit.level
    form = [i for i in plan.form(level, period) if dice.random() < 0.8]
    return {i.code: _draw_amounts(i.asks, i.field_names, dice) for i in form}


def _draw_amounts(asks: str, names: tuple[str, ...], dice: Random) -> dict[str, float]:
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
        said = draw_answers(plan, unit, period, dice)
        reports.send(tx, known.id_of(unit.key), str(period), said, sent_at=number * 20000.0)
        if dice.random() < 0.03:
            delta_log.compact(tx)


def at_evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=VIETNAM)


def judge_by_values(
    tx: Transaction, known: Units, plan: Plan, unit: Unit, day: date
) -> tuple[IndicatorProgress, ...]:
    nodes = figures.load_nodes(known, unit, day, plan.signed)
    ids, last = [p.unit_id for p in nodes], f"2025-{day.month:02}"
    rows: list[Row] = list(figures.load_rows(tx, known, ids, "2025-01", last, day))
    cutoff = Cutoff(plan, Period(2025, day.month), at_evening(day))
    part = make_subtree(tx, known, plan, unit, day)
    return compute_progress(cutoff, nodes, rows, count_owed_by(part, plan))


def count_owed_by(part: Subtree, plan: Plan, unit_id: int | None = None) -> CountOwed:
    """Count all that owe a report in a subtree, or those that count in one of its units."""

    def count(level: Level, period: Period) -> int:
        due = compute_due_day(period, plan.settings, Calendar(), level)
        each = part.count_owed_each(level, due)
        return sum(each.values()) if unit_id is None else each.get(unit_id, 0)

    return count


def judge_by_totals(
    tx: Transaction, known: Units, plan: Plan, unit: Unit, day: date
) -> tuple[IndicatorProgress, ...]:
    part = make_subtree(tx, known, plan, unit, day)
    last = Period(2025, day.month)
    cutoff = Cutoff(plan, last, at_evening(day))
    return judge_progress(cutoff, part.scope, part.gather(plan, last), count_owed_by(part, plan))


def make_subtree(tx: Transaction, known: Units, plan: Plan, unit: Unit, day: date) -> Subtree:
    return Subtree(tx, known, figures.load_scope(known, unit, day, plan.signed), day)


def list_numbers(found: tuple[IndicatorProgress, ...]) -> dict[str, object]:
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
                    p.coverage.answered,
                    p.coverage.owed,
                )
            ],
            p.standing.lagging if Level.BRANCH not in p.indicator.target.per else (),
        )
        for p in found
    }


def add_up(rows: Iterable[Row]) -> dict[tuple[str, str, str], float]:
    """By code, field and month, what rows add up to."""
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in rows:
        found[row.indicator, row.field, str(row.period)] += row.amount
    return {key: amount for key, amount in found.items() if amount}
