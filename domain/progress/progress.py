"""Progress against the plan at one node of the tree: a branch, a commune, an area, the province."""

from calendar import isleap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.measures import Fold, RollUp, Tally, Value, YesNo
from domain.org.levels import Level
from domain.periods import Period, Rhythm
from domain.plan.plan import AfterMerger, Allot, Indicator, Plan
from domain.progress.aggregate import NONE, Aggregate, Vector, aggregate_values
from domain.progress.scope import Node, Scope
from domain.progress.standing import (
    Standing,
    UnitAmount,
    judge_below,
    judge_ratio,
    judge_share,
    judge_sum,
)

__all__ = [
    "IndicatorProgress",
    "Node",
    "ProgressStatus",
    "Row",
    "Scope",
    "compute_expected",
    "compute_progress",
    "compute_year_elapsed",
    "judge_progress",
    "list_closed_periods",
]


class ProgressStatus(StrEnum):
    """How an indicator stands at a glance. UNSET: no target is set for this node."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOTHING = "nothing"
    UNSET = "unset"


class Row(NamedTuple):
    """A stored amount, or a sum of amounts made beforehand.

    Sums may be made per unit above and period; a state (fold "last" or "latest") must be folded
    per reporting unit first, see `Aggregate`. `answers`: how many are in the sum. `by`: the unit
    that reported it, if that one has been merged into `unit_id` since.
    """

    unit_id: int
    indicator: str
    field: str
    period: Period
    amount: float
    answers: int = 1
    by: int | None = None

    @property
    def value(self) -> Value:
        """The same without its indicator."""
        return Value(self.unit_id, self.period, self.field, self.amount, self.answers, self.by)


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """One indicator at one node.

    `expected`: the share of the target that should be reached by now (0–1). `forecast`: the amount
    at the year's end if it goes on like this; None for what does not add up over the year.
    """

    indicator: Indicator
    standing: Standing
    status: ProgressStatus
    expected: float
    forecast: float | None = None


class _Judging:
    """What a plan's indicators are judged by, at a node and a moment."""

    def __init__(self, plan: Plan, scope: Scope, at: datetime) -> None:
        self.plan, self.scope, self.node = plan, scope, scope.node
        self.closed = list_closed_periods(plan, at)


def compute_progress(
    plan: Plan, node: Node, nodes: Sequence[Node], rows: Iterable[Row], at: datetime
) -> tuple[IndicatorProgress, ...]:
    """Compute the progress of every indicator that the node or a unit below it enters.

    They are in the plan's order. `nodes`: the node and all units below it; rows of other units are
    left out. `at` is aware. Values of a unit that was merged must come under the id of the unit
    they belong to now.
    """
    others = (each for each in nodes if each.unit_id != node.unit_id)
    scope = Scope((node, *others))
    values = _group_by_indicator(rows, plan, scope)
    found = {
        indicator.code: aggregate_values(indicator, values[indicator.code], scope.nodes)
        for indicator in plan.indicators
        if indicator.code in values
    }
    return judge_progress(plan, scope, found, at)


def judge_progress(
    plan: Plan, scope: Scope, aggregated: Mapping[str, Aggregate], at: datetime
) -> tuple[IndicatorProgress, ...]:
    """Judge the same from values that were aggregated beforehand, by the indicator's code.

    Where the scope only counts branches, every indicator must be one that `needs_only_sums`.
    """
    judging = _Judging(plan, scope, at)
    return tuple(
        _judge_indicator(indicator, aggregated.get(indicator.code, NONE), judging, at)
        for indicator in plan.indicators
        if _concerns(indicator, judging)
    )


def compute_year_elapsed(year: int, day: date) -> float:
    """Compute the share of a year that is over: 292/365 on 19 October, 0 before it, 1 after it."""
    if day.year != year:
        return float(day.year > year)
    return day.timetuple().tm_yday / (366 if isleap(year) else 365)


def list_closed_periods(plan: Plan, at: datetime) -> tuple[Period, ...]:
    """List the plan's months whose due day is over; days off do not move it here."""
    today = at.astimezone(plan.settings.zone).date()
    if today.year != plan.year:
        return plan.periods if today.year > plan.year else ()
    over = today.day > plan.settings.due_day
    return plan.periods[: today.month if over else today.month - 1]


def compute_expected(indicator: Indicator, plan: Plan, at: datetime) -> float:
    """Compute the share of the target that should be reached by now.

    What must hold at all times should be reached in full. Else it is the share of the year that is
    over: today for what is asked monthly, at the cut-off of the last form already due for what is
    asked more rarely.
    """
    if not indicator.builds_up:
        return 1.0
    if indicator.rhythm is Rhythm.MONTH:
        return compute_year_elapsed(plan.year, at.astimezone(plan.settings.zone).date())
    closed = list_closed_periods(plan, at)
    asked = [p for p in plan.list_periods(indicator.rhythm) if closed and p <= closed[-1]]
    return (
        compute_year_elapsed(plan.year, asked[-1].last_day(plan.settings.cutoff_day))
        if asked
        else 0.0
    )


def _group_by_indicator(rows: Iterable[Row], plan: Plan, scope: Scope) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for row in rows:
        if row.unit_id in scope.ids and row.period.year == plan.year:
            found[row.indicator].append(row.value)
    return found


def _concerns(indicator: Indicator, judging: _Judging) -> bool:
    if indicator.from_cases is not None:
        return judging.node.level is Level.PROVINCE
    return judging.scope.has(indicator.entered_by)


def _judge_indicator(
    indicator: Indicator, aggregated: Aggregate, judging: _Judging, at: datetime
) -> IndicatorProgress:
    standing = _judge_standing(indicator, aggregated, judging)
    due = compute_expected(indicator, judging.plan, at)
    status = _find_status(standing, due)
    return IndicatorProgress(indicator, standing, status, due, _forecast(indicator, standing, due))


def _find_status(standing: Standing, due: float) -> ProgressStatus:
    if standing.nothing:
        return ProgressStatus.NOTHING
    if standing.pace is None:
        return ProgressStatus.UNSET
    if standing.met:
        return ProgressStatus.MET
    return ProgressStatus.ON_TRACK if due < 1 and standing.pace >= due else ProgressStatus.BEHIND


def _forecast(indicator: Indicator, standing: Standing, due: float) -> float | None:
    adds_up = indicator.fold is Fold.SUM and indicator.builds_up
    if not adds_up or standing.total is None or due <= 0:
        return None
    return standing.total / due


def _judge_standing(indicator: Indicator, aggregated: Aggregate, judging: _Judging) -> Standing:
    if indicator.rollup is RollUp.SHARE:
        return _judge_by_share(indicator, aggregated, judging)
    if indicator.rollup is RollUp.BELOW:
        return _judge_by_below(indicator, aggregated, judging)
    whole, target, answers = aggregated.whole, indicator.target, aggregated.answers
    if indicator.rollup is RollUp.RATIO:
        parts = indicator.measure.compute_ratio(whole, indicator.field_names)
        return judge_ratio(*parts, target.percent, answers, indicator.lower_is_better)
    amount = indicator.compute_amount(whole)
    goal = _find_target(indicator, judging)
    return judge_sum(amount, goal, answers, indicator.lower_is_better)


def _judge_by_share(indicator: Indicator, aggregated: Aggregate, judging: _Judging) -> Standing:
    amount = indicator.compute_amount(aggregated.whole)
    scope, per = judging.scope, indicator.target.per
    if scope.branches and Level.BRANCH in per:
        return _judge_branches(indicator, amount, aggregated.answers, scope.branches)
    if not scope.list_at_levels(per):
        return judge_sum(amount, None, aggregated.answers)
    if indicator.fold is not Fold.EVERY:
        return _judge_units(indicator, aggregated, judging)
    if not judging.closed:
        return Standing(total=amount, answers=aggregated.answers)
    standing = _judge_months(indicator, aggregated, judging)
    return replace(standing, total=amount, total_target=None)


def _judge_branches(indicator: Indicator, reached: float, answers: int, branches: int) -> Standing:
    """Judge branches that say yes or no: as many reached the number as said yes."""
    asked, said = indicator.target.number or 0, min(int(reached), branches)
    units = (UnitAmount(said, 1, asked, True), UnitAmount(branches - said, 0, asked, False))
    return judge_share(units, indicator.target.percent, answers)


def _judge_units(indicator: Indicator, aggregated: Aggregate, judging: _Judging) -> Standing:
    """Judge units with equal amounts together: most communes have one of a few amounts."""
    found: list[UnitAmount] = []
    behind: set[int] = set()
    for asked, ids in _group_asked_alike(indicator, judging):
        vectors = [*map(aggregated.units.get, ids)]
        reached: dict[Vector | None, bool] = {}
        for vector, count in Counter(vectors).items():
            amount = _to_amount(indicator, vector)
            reached[vector] = vector is not None and amount >= asked
            found.append(UnitAmount(count, amount, asked, reached[vector]))
        behind.update(i for i, each in zip(ids, vectors, strict=True) if not reached[each])
    lagging = _keep_order(behind, judging.scope.list_at_levels(indicator.target.per))
    return judge_share(found, indicator.target.percent, aggregated.answers, lagging)


def _judge_months(indicator: Indicator, aggregated: Aggregate, judging: _Judging) -> Standing:
    found: list[UnitAmount] = []
    behind: set[int] = set()
    closed = len(judging.closed)
    for asked, ids in _group_asked_alike(indicator, judging):
        kept: Counter[int] = Counter()
        for period in judging.closed:
            kept.update(_list_reaching(indicator, aggregated.months.get(period, {}), asked))
        for months, count in Counter(kept[i] for i in ids).items():
            found.append(UnitAmount(count, months, closed, months == closed))
        behind.update(i for i in ids if kept[i] < closed)
    lagging = _keep_order(behind, judging.scope.list_at_levels(indicator.target.per))
    return judge_share(found, indicator.target.percent, aggregated.answers, lagging)


def _list_reaching(indicator: Indicator, month: Mapping[int, Vector], asked: float) -> list[int]:
    good = {v for v in set(month.values()) if _to_amount(indicator, v) >= asked}
    return [unit for unit, vector in month.items() if vector in good]


def _group_asked_alike(
    indicator: Indicator, judging: _Judging
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Group the counted units: the number asked of them, and their ids."""
    for kind, ids in judging.scope.group_alike(indicator.target.per):
        yield _find_asked(indicator, kind, judging), ids


def _to_amount(indicator: Indicator, vector: Vector | None) -> float:
    return 0.0 if vector is None else indicator.measure.compute_amount(vector)


def _keep_order(ids: set[int], counted: Sequence[Node]) -> tuple[int, ...]:
    return tuple(node.unit_id for node in counted if node.unit_id in ids) if ids else ()


def _judge_by_below(indicator: Indicator, aggregated: Aggregate, judging: _Judging) -> Standing:
    alike = {vector: _to_percent(indicator, vector) for vector in set(aggregated.units.values())}
    found = {unit: alike[vector] for unit, vector in aggregated.units.items()}
    least, counted = indicator.target.below or 0, sum(p is not None for p in found.values())
    below = {unit for unit, percent in found.items() if percent is not None and percent < least}
    at_top = judging.node.level in indicator.target.per
    fewer = indicator.target.number if at_top else None
    lagging = _keep_order(below, judging.scope.nodes)
    return judge_below(lagging, counted, fewer, indicator.baseline, counted)


def _to_percent(indicator: Indicator, vector: Vector) -> float | None:
    """Return part of whole in percent; None where nothing occurred."""
    names = indicator.field_names
    part, whole = indicator.measure.compute_ratio(
        Tally(dict(zip(names, vector, strict=True))), names
    )
    return 100 * part / whole if whole > 0 else None


def _find_asked(indicator: Indicator, node: Node, judging: _Judging) -> float:
    number = indicator.target.number or 0
    merged = indicator.target.merged or judging.plan.settings.after_merger
    added = merged is AfterMerger.SUM and not isinstance(indicator.measure, YesNo)
    return number * node.parts if added and node.level is Level.COMMUNE else number


def _find_target(indicator: Indicator, judging: _Judging) -> float | None:
    target, node = indicator.target, judging.node
    if target.number is None or node.level is Level.BRANCH:
        return None
    if node.level in target.per:
        return target.number
    nodes = judging.scope.list_at_levels(target.per)
    if nodes or Level.PROVINCE not in target.per:
        return sum(_find_asked(indicator, p, judging) for p in nodes) if nodes else None
    if target.allot is Allot.PARTS and target.of_parts:
        return round(target.number * judging.scope.parts / target.of_parts)
    return _find_listed_target(target.allotted, judging)


def _find_listed_target(allotted: Mapping[str, float], judging: _Judging) -> float | None:
    if judging.node.key in allotted:
        return allotted[judging.node.key]
    keys = [node.key for node in judging.scope.list_at_levels((Level.COMMUNE,))]
    if not keys or any(key not in allotted for key in keys):
        return None
    return sum(allotted[key] for key in keys)
