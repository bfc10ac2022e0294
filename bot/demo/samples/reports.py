"""Makes up monthly reports for the demo, marked as samples by their type: by a seed, no clock.

The reports follow the units of their time: up to June 2025 the older communes and the districts
report, since July today's communes and areas. Numbers come to 70-100% of what is due by then,
more in some areas than in others; some reports are late and some never came.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import product
from random import Random

from bot.demo.samples.branches import FIRST_COMMUNE
from bot.demo.samples.values import SHOWN_BRANCH, Book, Question, Season, Slot
from domain.org.levels import Level
from domain.org.tree import Baseline, Tree, TreeView, Unit, UnitKey
from domain.periods import VIETNAM
from domain.plan.plan import Plan

__all__ = ["Question", "SampleReport", "list_questions", "make_sample_reports"]

WEAK_COMMUNES = 8
"""Communes whose branches report late or not at all."""

_EVENINGS = ((7, 8), (9, 4), (11, 12), (12, 10), (15, 5), (17, 8), (19, 24), (20, 20), (21, 9))


@dataclass(frozen=True, slots=True)
class SampleReport:
    """A made-up report: who, for which month ("2025-03"), when, and (indicator, field, amount)."""

    unit_key: UnitKey
    period: str
    sent_at: datetime
    values: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class _Sent:
    slot: Slot
    at: datetime


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a kind of unit reports: how many do at all, and how many of these late."""

    sends: float
    late: float


_HABITS: Mapping[Level, _Habit] = {
    Level.BRANCH: _Habit(0.955, 0.07),
    Level.COMMUNE: _Habit(0.97, 0.08),
    Level.DISTRICT: _Habit(1.0, 0.05),
    Level.AREA: _Habit(1.0, 0.05),
    Level.PROVINCE: _Habit(1.0, 0.0),
}
_WEAK = _Habit(0.74, 0.45)
_FORM_OF = {Level.DISTRICT: Level.AREA}
_HOURS, _HOUR_WEIGHTS = zip(*_EVENINGS, strict=True)
_DAYS_BEFORE, _DAY_WEIGHTS = (0, 1, 2, 3, 4, 5), (30, 22, 16, 12, 10, 10)
_DAYS_LATE, _LATE_WEIGHTS = (1, 2, 3, 4, 5, 7), (34, 24, 16, 12, 8, 6)


def assume_due_on_20th(period: str) -> date:
    """Assume this due day where no plan says otherwise."""
    return date.fromisoformat(f"{period}-20")


def list_questions(plan: Plan) -> tuple[Question, ...]:
    """List what a plan's forms ask each level, and in which months."""
    months: dict[tuple[Level, str], set[int]] = {}
    for level, period in product(Level, plan.periods):
        for line in plan.form(level, period):
            months.setdefault((level, line.code), set()).add(period.month)
    lines = ((level, plan.indicator(code), when) for (level, code), when in months.items())
    return tuple(
        Question(line.code, line.asks, line.field_names, frozenset(when), level)
        for level, line, when in lines
    )


def make_sample_reports(
    tree: Tree,
    baselines: Iterable[Baseline],
    asked: Sequence[Question],
    *,
    year: int = 2025,
    months: Sequence[int] = tuple(range(1, 10)),
    due: Callable[[str], date] = assume_due_on_20th,
    seed: int = 2025,
    zone: tzinfo = VIETNAM,
) -> tuple[SampleReport, ...]:
    """Make the reports of every unit that is asked anything, in the order they were sent.

    `tree` holds the branches. `asked` says which level is asked what in which months; what an
    area is asked now, a district was asked before. `due` gives the day on which a period is due.
    """
    forms = _group_by_form(asked)
    days = {month: due(f"{year}-{month:02}") for month in months}
    views = {month: tree.at(day) for month, day in days.items()}
    sent = tuple(_draw_sent(tree, views, days, forms, seed, zone))
    slots = [s.slot for s in sent]
    season = Season(
        tree, views, slots, {b.unit: b for b in baselines}, seed, _group_by_level(slots)
    )
    book = Book(season, asked)
    reports = (_make_report(s, year, forms[s.slot.level, s.slot.month], book) for s in sent)
    return tuple(sorted(reports, key=lambda r: (r.sent_at, r.unit_key)))


def _group_by_form(asked: Iterable[Question]) -> dict[tuple[Level, int], list[Question]]:
    forms: dict[tuple[Level, int], list[Question]] = {}
    for line in asked:
        for month in line.months:
            forms.setdefault((line.level, month), []).append(line)
    return forms


def _group_by_level(slots: Iterable[Slot]) -> dict[Level, list[Slot]]:
    found: dict[Level, list[Slot]] = {}
    for slot in slots:
        found.setdefault(slot.level, []).append(slot)
    return found


def _draw_sent(
    tree: Tree,
    views: Mapping[int, TreeView],
    days: Mapping[int, date],
    forms: Mapping[tuple[Level, int], object],
    seed: int,
    zone: tzinfo,
) -> Iterator[_Sent]:
    """Draw which reports came, and when."""
    rng = Random(f"{seed}:sent")  # noqa: S311 - samples, not secrets
    weak = _draw_weak_units(tree, views[max(views)], rng)
    for month, view in views.items():
        for unit in view:
            level = _FORM_OF.get(unit.level, unit.level)
            habit = _WEAK if unit.key in weak else _HABITS.get(unit.level)
            if habit is None or (level, month) not in forms:
                continue
            day = _draw_day(unit, days[month], habit, rng)
            if day is not None:
                yield _Sent(Slot(unit.key, level, month), _draw_moment(day, rng, zone))


def _draw_weak_units(tree: Tree, view: TreeView, rng: Random) -> set[UnitKey]:
    """Draw some communes, what they were made of, and all their branches."""
    communes = [u for u in view.of_level(Level.COMMUNE) if u.code != FIRST_COMMUNE]
    weak: set[UnitKey] = set()
    for commune in rng.sample(communes, min(WEAK_COMMUNES, len(communes))):
        weak |= {commune.key, *tree.predecessors(commune.key)}
        weak |= {branch.key for branch in view.branches(commune.key)}
    return weak


def _draw_day(unit: Unit, due: date, habit: _Habit, rng: Random) -> date | None:
    """Draw the day on which the report came, None where it did not."""
    comes, early = rng.random() < habit.sends, rng.random() >= habit.late
    if early or unit.code == SHOWN_BRANCH:
        day = due - timedelta(days=rng.choices(_DAYS_BEFORE, _DAY_WEIGHTS)[0])
    else:
        day = due + timedelta(days=rng.choices(_DAYS_LATE, _LATE_WEIGHTS)[0])
    return day if comes or unit.code == SHOWN_BRANCH else None


def _draw_moment(day: date, rng: Random, zone: tzinfo) -> datetime:
    hour = rng.choices(_HOURS, _HOUR_WEIGHTS)[0]
    return datetime(
        day.year, day.month, day.day, hour, rng.randrange(60), rng.randrange(60), 0, zone
    )


def _make_report(sent: _Sent, year: int, form: Sequence[Question], book: Book) -> SampleReport:
    values = tuple(
        (line.indicator, name, amount)
        for line in form
        for name, amount in zip(line.fields, book.find_amounts(line, sent.slot), strict=True)
    )
    return SampleReport(sent.slot.unit, f"{year}-{sent.slot.month:02}", sent.at, values)
