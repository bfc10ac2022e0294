"""The product's figures against an independent reference, on years drawn by lot.

Plans of every kind of line, provinces that are merged in the middle of the year, branches born and
given up, reports that are late, corrected, missing or skip lines: whatever the product says of any
unit must be what `tests/support/reference_figures.py` finds by adding up by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bot.runtime import reference as references
from domain.measures import MEASURES, Fold
from domain.org.levels import Level
from domain.org.tree import ORIGIN, Membership, Merger, Parent, Tree, Unit, UnitKey
from domain.periods import VIETNAM, Calendar, Period, Rhythm, compute_due_day
from domain.plan.plan import AfterMerger, Allot, Field, Indicator, Plan, Target
from domain.progress.aggregate import needs_only_sums
from domain.progress.forecast import Forecast
from domain.progress.progress import IndicatorProgress
from domain.rollups import ROLLUPS, RollUp
from services.context import Context, Reference
from services.progress.figures import (
    add_on_time,
    compute_forecasts,
    compute_progress_at,
    count_reporting,
    find_cutoff,
)
from storage import extensions, migrate, reports, units
from storage.database import Database
from storage.moments import seconds
from storage.totals import delta_log
from tests.support.paths import PLAN_FILE
from tests.support.reference_books import Answers, OfficeBooks
from tests.support.reference_figures import Figure, compute_figure

KINDS = {measure.name: measure for measure in MEASURES}
MERGED = date(2025, 7, 1)
YEARS = 4
MOMENTS = (
    datetime(2025, 2, 12, 9, tzinfo=VIETNAM),
    datetime(2025, 5, 21, 9, tzinfo=VIETNAM),
    datetime(2025, 7, 3, 9, tzinfo=VIETNAM),
    datetime(2025, 9, 26, 9, tzinfo=VIETNAM),
    datetime(2025, 12, 15, 9, tzinfo=VIETNAM),
    datetime(2026, 1, 20, 9, tzinfo=VIETNAM),
    datetime(2026, 2, 20, 9, tzinfo=VIETNAM),
)


@cache
def read_plan() -> Plan:
    return references.read_plan(PLAN_FILE)


# --- a plan -----------------------------------------------------------------------------------


def list_shapes() -> list[tuple[str, RollUp, Fold]]:
    """Every kind of line that the plan's language allows: what it is, over units, over time."""
    return [
        (kind, rollup, fold)
        for kind, measure in KINDS.items()
        for rollup in ROLLUPS
        for fold in Fold
        if rollup in measure.rollups and (fold is not Fold.EVERY or rollup is RollUp.SHARE)
    ]


def draw_plan(seed: int, dice: Random) -> Plan:
    """Some of these lines, so that the plans of all years together have every one."""
    plain = draw_indicator("0.0", ("count", RollUp.SUM, Fold.SUM), dice)
    monthly = replace(plain, entered_by=(Level.BRANCH,), rhythm=Rhythm.MONTH)
    drawn = [
        draw_indicator(f"1.{number}", shape, dice)
        for number, shape in enumerate(list_shapes()[seed % YEARS :: YEARS])
    ]
    settings = replace(read_plan().settings, after_merger=dice.choice(list(AfterMerger)))
    return replace(read_plan(), indicators=(monthly, *drawn), settings=settings)


def draw_indicator(code: str, shape: tuple[str, RollUp, Fold], dice: Random) -> Indicator:
    kind, rollup, fold = shape
    levels = dice.choice([(Level.BRANCH,)] * 4 + [(Level.COMMUNE,)] * 3 + [(Level.AREA,)])
    if rollup is RollUp.BELOW:
        levels = (Level.COMMUNE,)
    return replace(
        read_plan().indicator("1.2a"),
        code=code,
        measure=KINDS[kind],
        fields=tuple(Field(name) for name in KINDS[kind].fields),
        fold=fold,
        rollup=rollup,
        entered_by=levels,
        rhythm=dice.choice(list(Rhythm)[:3]),
        target=draw_target(rollup, fold, levels[0], dice),
        baseline=3 if rollup is RollUp.BELOW else None,
        lower_is_better=rollup is RollUp.BELOW,
    )


def draw_target(rollup: RollUp, fold: Fold, level: Level, dice: Random) -> Target:
    end, percent = date(2025, 12, 31), dice.choice([40, 60, 80, 100])
    if rollup is RollUp.RATIO:
        return Target(end, percent=percent)
    if rollup is RollUp.BELOW:
        return Target(end, number=dice.choice([1, 2]), below=60)
    if rollup is RollUp.SUM:
        number = dice.choice([17, 40, 161])
        if dice.random() < 0.3:
            return Target(end, number=number, allot=Allot.PARTS, of_parts=6)
        if dice.random() < 0.3:
            listed = {f"{code}@{ORIGIN}": dice.randint(1, 9) for code in ("C20", "C30", "A1")}
            return Target(end, number=number, allot=Allot.LISTED, allotted=listed)
        return Target(end, number=number)
    per = dice.choice([level, Level.COMMUNE]) if level is Level.BRANCH else level
    number = 1 if fold is not Fold.SUM else dice.choice([1, 2, 5])
    merged = dice.choice([None, AfterMerger.KEEP])
    return Target(end, number=number, per=(per,), percent=percent, merged=merged)


# --- a province -------------------------------------------------------------------------------


def make_unit(code: str, level: Level, since: date = ORIGIN, until: date | None = None) -> Unit:
    return Unit(UnitKey(since, code), level, f"Đơn vị {code}", code, until)


def draw_tree(dice: Random) -> Tree:
    """Two areas, six communes of which some are merged on 1 July, and their branches."""
    province = make_unit("P", Level.PROVINCE)
    areas = [make_unit(f"A{n}", Level.AREA) for n in range(2)]
    sizes = dice.choice([(3, 2, 1), (2, 2, 1, 1), (4, 1, 1), (2, 1, 1, 1, 1)])
    all_units: list[Unit] = [province, *areas]
    parents = [Parent(area.key, province.key, ORIGIN) for area in areas]
    mergers: list[Merger] = []
    members: list[Membership] = []
    numbers = iter(range(100))
    standing: list[Unit] = []
    for place, size in enumerate(sizes):
        area = areas[place % 2]
        until = MERGED if size > 1 else None
        olds = [make_unit(f"C{place}{n}", Level.COMMUNE, until=until) for n in range(size)]
        new = make_unit(f"N{place}", Level.COMMUNE, MERGED) if size > 1 else olds[0]
        standing.append(new)
        for unit in {*olds, new}:
            all_units.append(unit)
            since = unit.key.valid_from
            parents.append(Parent(unit.key, province.key, since, unit.valid_to))
            members.append(Membership(area.key, unit.key, since, unit.valid_to))
        mergers += [Merger(old.key, new.key, MERGED) for old in olds if size > 1]
        for old in olds:
            for _ in range(dice.randint(1, 3)):
                branch = make_unit(f"b{next(numbers):02}", Level.BRANCH)
                all_units.append(branch)
                parents.append(Parent(branch.key, old.key, ORIGIN, until))
                if size > 1:
                    parents.append(Parent(branch.key, new.key, MERGED))
    born = date(2025, dice.randint(7, 11), dice.randint(1, 28))
    over = date(2025, dice.randint(7, 11), dice.randint(1, 28))
    moved = date(2025, dice.randint(8, 11), dice.randint(1, 28))
    new = make_unit("b97", Level.BRANCH, born)
    given_up, mover = make_unit("b98", Level.BRANCH, until=over), make_unit("b99", Level.BRANCH)
    always = [unit for unit in standing if unit.key.valid_from == ORIGIN]
    all_units += [new, given_up, mover]
    parents += [
        Parent(new.key, dice.choice(standing).key, born),
        Parent(given_up.key, dice.choice(always).key, ORIGIN, over),
        Parent(mover.key, dice.choice(always).key, ORIGIN, moved),
        Parent(mover.key, dice.choice(standing).key, moved),
    ]
    return Tree(all_units, parents, mergers, members)


# --- a year -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sending:
    """A report on its way. Sent a second time it is a correction."""

    day: date
    unit: Unit
    period: Period
    answers: Answers


def draw_year(plan: Plan, tree: Tree, calendar: Calendar, dice: Random) -> list[Sending]:
    """A year's reports in the order they are sent; some months hardly anybody sends."""
    found: list[Sending] = []
    zeal = {p: dice.choice([1, 0.97, 0.9, 0.9, 0.6, 0.1, 0]) for p in plan.periods}
    for period in plan.periods:
        for unit in tree.units:
            due = compute_due_day(period, plan.settings, calendar, unit.level)
            asked = plan.form(unit.level, period)
            if not asked or not unit.exists_on(due) or dice.random() > zeal[period]:
                continue
            for _ in range(1 + (dice.random() < 0.1)):
                late = timedelta(days=dice.choice([0, 5, 9, 10, 14, 16, 40]))
                day = date(2025, period.month, 10) + late
                if unit.exists_on(day):
                    said = {i.code: draw_answer(i, dice) for i in asked if dice.random() < 0.92}
                    found.append(Sending(day, unit, period, said))
    return sorted(found, key=lambda sending: sending.day)


def draw_answer(indicator: Indicator, dice: Random) -> dict[str, float]:
    if indicator.asks == "yes_no":
        return {indicator.field_names[0]: float(dice.random() < 0.7)}
    amounts = [float(dice.choice([0, 1, 1, 2, 5])) for _ in indicator.field_names]
    if indicator.asks == "share":
        amounts[1] += amounts[0]
    return dict(zip(indicator.field_names, amounts, strict=True))


def draw_extensions(plan: Plan, tree: Tree, dice: Random) -> list[tuple[Unit, Period, date]]:
    """Days later than the due day that branches, or communes for all of theirs, were given."""
    days = (date(2025, period.month, 26) for period in dice.sample(plan.periods, 5))
    asked = [u for u in tree.units if u.level in (Level.BRANCH, Level.COMMUNE)]
    return [(dice.choice(asked), Period(2025, day.month), day) for day in days]


def play(database: Database, seed: int) -> Iterator[tuple[Context, OfficeBooks, Plan]]:
    """A year, stopped at every moment: the product's books and the reference's."""
    dice = Random(seed)  # noqa: S311 - no secret
    plan, tree = draw_plan(seed, dice), draw_tree(dice)
    calendar = references.read_calendar(PLAN_FILE.with_name("days-off.yaml"))
    waiting = draw_year(plan, tree, calendar, dice)
    granted = draw_extensions(plan, tree, dice)
    held: dict[tuple[UnitKey, Period], Answers] = {}
    first: dict[tuple[UnitKey, Period], datetime] = {}
    later = {(unit.key, period): until for unit, period, until in granted}
    with database.write() as tx:
        units.save(tx, tree)
        known = units.load(tx)
        for unit, period, until in granted:
            unit_id = known.id_of(unit.key)
            given = extensions.Extension(unit_id, str(period), extensions.DUE, until)
            extensions.grant(tx, given, None, 0.0)
    for now in MOMENTS:
        with database.write() as tx:
            while waiting and waiting[0].day <= now.date():
                sending = waiting.pop(0)
                held[sending.unit.key, sending.period] = sending.answers
                at = datetime.combine(sending.day, time(19), VIETNAM)
                first.setdefault((sending.unit.key, sending.period), at)
                unit_id = known.id_of(sending.unit.key)
                reports.send(tx, unit_id, str(sending.period), sending.answers, sent_at=seconds(at))
            if dice.random() < 0.3:
                delta_log.compact(tx)
            yield (
                Context(tx, Reference.of(plan, calendar, known), now),
                OfficeBooks(known.tree, plan, calendar, held, now, first, later),
                plan,
            )


# --- the two side by side ---------------------------------------------------------------------


def round_all(values: tuple[float, ...] | None) -> tuple[float, ...] | None:
    return None if values is None else tuple(round(value, 5) for value in values)


def read_figure(done: IndicatorProgress, foreseen: dict[str, Forecast], level: Level) -> Figure:
    """What the product says of a line, in the reference's terms."""
    indicator, standing, coverage = done.indicator, done.standing, done.coverage
    alone = indicator.rollup is RollUp.SHARE and level in indicator.target.per
    itself = alone and done.counts_itself and indicator.fold is not Fold.EVERY
    achieved = standing.total if itself else standing.achieved
    ends = foreseen.get(indicator.code)
    return Figure(
        achieved if coverage.answered else None,
        standing.total_target if itself else standing.target,
        coverage.answered,
        coverage.owed,
        coverage.as_of,
        standing.met and coverage.answered > 0,
        done.status.value,
        done.expected,
        (ends.amount, ends.low, ends.high)  # type: ignore[arg-type]
        if ends is not None and ends.amount is not None
        else None,
    )


def list_facts(figure: Figure) -> tuple[object, ...]:
    numbers = (figure.achieved, figure.target, figure.expected)
    rounded = tuple(None if number is None else round(number, 5) for number in numbers)
    rest = (figure.answered, figure.owed, figure.as_of, figure.met, figure.status)
    return (*rounded, *rest, round_all(figure.forecast))


def compare(plan: Plan, unit: Unit, context: Context, books: OfficeBooks) -> None:
    found = compute_progress_at(unit, plan, context)
    foreseen = compute_forecasts(found, unit, context)
    for done in found:
        indicator = plan.indicator(done.indicator.code)
        says, should = (
            read_figure(done, foreseen, unit.level),
            compute_figure(books, indicator, unit),
        )
        line = f"{indicator.measure.name} {indicator.fold} {indicator.rollup.name}"
        where = f"{line} of {indicator.entered_by} at {unit.key}, {context.now:%d/%m/%Y}"
        assert list_facts(says) == list_facts(should), where


@pytest.mark.parametrize("seed", range(YEARS))
def test_every_figure_is_what_is_added_up_by_hand(tmp_path: Path, seed: int) -> None:
    database = Database(f"sqlite:///{tmp_path / 'year.db'}")
    migrate.prepare(database)
    play_and_compare(database, seed)
    database.close()


def test_so_it_is_on_each_database(database: Database) -> None:
    play_and_compare(database, YEARS)


def play_and_compare(database: Database, seed: int) -> None:
    for context, books, plan in play(database, seed):
        summed = tuple(i for i in plan.indicators if needs_only_sums(i))
        for unit in context.units.tree.at(context.today):
            assert find_cutoff(unit, plan, context).counted == books.find_counted(unit)
            compare(plan, unit, context, books)  # from single values
            compare(replace(plan, indicators=summed), unit, context, books)  # from totals


def test_who_sent_and_who_in_time(database: Database) -> None:
    for context, books, plan in play(database, 1):
        for period in plan.periods:
            due = compute_due_day(period, plan.settings, context.calendar, Level.BRANCH)
            for unit in context.units.tree.at(context.today):
                if due < context.today:
                    found = add_on_time(count_reporting(unit, period, context), unit, context)
                    says = (found.sent, found.expected, found.on_time)
                    assert says == books.count_sent(unit, period), (unit.key, period)


def test_all_years_together_have_every_kind_of_line() -> None:
    drawn = [draw_plan(n, Random(n)).indicators for n in range(YEARS)]  # noqa: S311 - no secret
    shapes = {(i.measure.name, i.rollup, i.fold) for plan in drawn for i in plan}
    assert shapes == set(list_shapes())
