"""Progress against the plan at one node of the tree: a branch, a commune, an area, the province."""

from calendar import isleap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.measures import Fold, Net, RollUp, Tally, Value, YesNo
from domain.org.levels import Level
from domain.periods import Period, opens_at
from domain.plan.plan import AfterMerger, Indicator, Plan
from domain.progress.aggregate import NONE, Aggregate, Vector, aggregate_values, count_answered
from domain.progress.allotment import find_allotted
from domain.progress.coverage import CountOwed, Coverage, Cutoff, count_owed
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
    "LATE",
    "Cutoff",
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
    """How an indicator stands at a glance.

    MET: reached, whatever is still to come. HOLDING: it holds so far, and can be lost again.
    OPEN: a state that is not there yet and not due yet. MISSED: the year is over and it was not
    reached. NOTHING: no figure. WITHHELD: of so few cases that it could tell who they are about.
    TOO_LITTLE: too few of those who owe an answer gave one.
    PROVISIONAL: the target was only shared out, so it is not judged. UNSET: no target is set for
    this node.
    """

    MET = "met"
    HOLDING = "holding"
    ON_TRACK = "on_track"
    OPEN = "open"
    BEHIND = "behind"
    MISSED = "missed"
    NOTHING = "nothing"
    WITHHELD = "withheld"
    TOO_LITTLE = "too_little"
    PROVISIONAL = "provisional"
    UNSET = "unset"


LATE = (ProgressStatus.BEHIND, ProgressStatus.MISSED)
"""What a report names as not reached, during the year and after it."""


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

    `expected`: the share of the target that should be reached by the cut-off (0–1).
    """

    indicator: Indicator
    standing: Standing
    status: ProgressStatus
    expected: float

    @property
    def counts_units(self) -> bool:
        """Whether the figure counts several units, and is not the amount of a single one."""
        return self.indicator.rollup is RollUp.SHARE and self.standing.units > 1

    @property
    def counts_itself(self) -> bool:
        """Whether the only unit that a share counts is the node itself."""
        return self.indicator.rollup is RollUp.SHARE and self.standing.units == 1

    @property
    def coverage(self) -> Coverage:
        """How much the figure knows."""
        return self.standing.coverage


class _Judging:
    """What a plan's indicators are judged by, at a node and a moment."""

    def __init__(self, cutoff: Cutoff, scope: Scope, owed: CountOwed) -> None:
        self.cutoff, self.plan, self.scope, self.node = cutoff, cutoff.plan, scope, scope.node
        self.owed = owed

    def find_coverage(self, indicator: Indicator, aggregated: Aggregate) -> Coverage:
        """Find how many answers the figure stands on, and of how many."""
        answered = self._count_answered(indicator, aggregated)
        if indicator.from_cases is not None:
            until = self.cutoff.cases_until or self.cutoff.counted
            as_of = None if until is None else until.last_day(self.plan.settings.cutoff_day)
            return Coverage(answered, answered, as_of=as_of)
        owing = self.cutoff.list_owing(indicator)
        owed = max(count_owed(indicator, owing, self.owed), int(answered > 0))
        as_of = owing[-1].last_day(self.plan.settings.cutoff_day) if owing else None
        return Coverage(min(answered, owed), owed, as_of=as_of)

    def _count_answered(self, indicator: Indicator, aggregated: Aggregate) -> int:
        """Count the answers a figure stands on.

        A merged unit whose state is that of its parts is one answer once it owes its own form.
        """
        answers, owing = count_answered(indicator, aggregated), self.cutoff.list_owing(indicator)
        levels, per = indicator.entered_by, indicator.target.per
        by_unit = indicator.rollup is not RollUp.SHARE or set(per) <= set(levels)
        if not (indicator.is_own_state and by_unit and aggregated.units):
            return answers
        of_parts = count_owed(indicator, owing, self.owed) > len(self.scope.list_at_levels(levels))
        return answers if of_parts else len(aggregated.units)


def compute_progress(
    cutoff: Cutoff,
    nodes: Sequence[Node],
    rows: Iterable[Row],
    owed: CountOwed | None = None,
    province: Mapping[str, int] | None = None,
) -> tuple[IndicatorProgress, ...]:
    """Compute the progress of every indicator of the cut-off's plan that the node, or a unit
    below it, enters.

    They are in the plan's order. `nodes`: the node and then all units below it; rows of other
    units, other years and periods after the cut-off are left out. Values of a unit that was merged
    must come under the id of the unit they belong to now. `owed`: without it every unit owes
    every period. `province`: as in `Scope`.
    """
    scope = Scope(tuple(dict.fromkeys(nodes)), province=province or {})
    values = _group_by_indicator(rows, cutoff, scope)
    found = {
        indicator.code: aggregate_values(
            indicator.count_at(scope.node.level),
            values[indicator.code],
            scope.nodes,
            next(reversed(cutoff.list_asked(indicator)), None),
        )
        for indicator in cutoff.plan.indicators
        if indicator.code in values
    }
    return judge_progress(cutoff, scope, found, owed)


def judge_progress(
    cutoff: Cutoff,
    scope: Scope,
    aggregated: Mapping[str, Aggregate],
    owed: CountOwed | None = None,
) -> tuple[IndicatorProgress, ...]:
    """Judge the same from values that were aggregated beforehand, by the indicator's code.

    Where the scope only counts branches, every indicator must be one that `needs_only_sums`.
    """
    judging = _Judging(cutoff, scope, owed or scope.count_all)
    return tuple(
        _judge_indicator(
            indicator.count_at(scope.node.level), aggregated.get(indicator.code, NONE), judging
        )
        for indicator in cutoff.plan.indicators
        if _concerns(indicator, judging)
    )


def is_few(indicator: Indicator, standing: Standing, plan: Plan) -> bool:
    """Return True if a figure stands on so few cases that it could tell who they are about."""
    count = standing.achieved if standing.whole is None else standing.whole
    return indicator.is_sensitive and 0 < (count or 0) < plan.settings.small_cell


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


def compute_expected(indicator: Indicator, cutoff: Cutoff) -> float:
    """Compute the share of the target that should be reached by the cut-off.

    What must hold at all times should be reached in full. A state that must be there by the year's
    end is not owed before its last form opens. All else is measured by the share of the year that
    was over at the cut-off of the last form that counts, and in full when no form is left.
    """
    if not indicator.builds_up:
        return 1.0
    if not cutoff.list_left(indicator):
        return 1.0
    asked = cutoff.list_asked(indicator)
    if indicator.is_state:
        last = cutoff.plan.list_periods(indicator.rhythm)[-1]
        return float(cutoff.at >= opens_at(last, cutoff.plan.settings))
    if not asked:
        return 0.0
    day = asked[-1].last_day(cutoff.plan.settings.cutoff_day)
    return compute_year_elapsed(cutoff.plan.year, day)


def _group_by_indicator(
    rows: Iterable[Row], cutoff: Cutoff, scope: Scope
) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    counted, year = cutoff.counted, cutoff.plan.year
    for row in rows:
        in_time = counted is not None and row.period <= counted
        if in_time and row.unit_id in scope.ids and row.period.year == year:
            found[row.indicator].append(row.value)
    return found


def _concerns(indicator: Indicator, judging: _Judging) -> bool:
    if indicator.from_cases is not None:
        return judging.node.level is Level.PROVINCE
    alone = judging.node.level is Level.BRANCH
    if indicator.personal and alone and not judging.cutoff.audience.sees_personal:
        return False
    return judging.scope.has(indicator.entered_by)


def _judge_indicator(
    indicator: Indicator, aggregated: Aggregate, judging: _Judging
) -> IndicatorProgress:
    coverage = judging.find_coverage(indicator, aggregated)
    standing = _judge_standing(indicator, aggregated, judging, coverage)
    if not judging.cutoff.audience.sees_few and is_few(indicator, standing, judging.plan):
        withheld = Standing(target=standing.target, coverage=coverage, withheld=True)
        return IndicatorProgress(indicator, withheld, ProgressStatus.WITHHELD, 0.0)
    due = compute_expected(indicator, judging.cutoff)
    return IndicatorProgress(
        indicator, standing, _find_status(indicator, standing, due, judging), due
    )


def _find_status(
    indicator: Indicator, standing: Standing, due: float, judging: _Judging
) -> ProgressStatus:
    if standing.nothing:
        return ProgressStatus.NOTHING
    if standing.pace is None:
        return ProgressStatus.UNSET
    cutoff = judging.cutoff
    final = cutoff.is_final or (cutoff.is_over and standing.coverage.is_full)
    if standing.provisional:
        return ProgressStatus.PROVISIONAL
    if standing.met:
        return ProgressStatus.HOLDING if indicator.can_be_lost and not final else ProgressStatus.MET
    if not standing.coverage.is_enough(judging.plan.settings.enough_percent):
        return ProgressStatus.TOO_LITTLE
    if final:
        return ProgressStatus.MISSED
    return _judge_pace(indicator, standing.pace, due)


def _judge_pace(indicator: Indicator, pace: float, due: float) -> ProgressStatus:
    """Judge what is not reached yet by those who answered."""
    if not indicator.builds_up:
        return ProgressStatus.HOLDING if pace >= 1 else ProgressStatus.BEHIND
    if indicator.is_state and due < 1:
        return ProgressStatus.OPEN
    return ProgressStatus.ON_TRACK if pace >= due else ProgressStatus.BEHIND


def _judge_standing(
    indicator: Indicator, aggregated: Aggregate, judging: _Judging, coverage: Coverage
) -> Standing:
    if indicator.rollup is RollUp.SHARE:
        return _judge_by_share(indicator, aggregated, judging, coverage)
    if indicator.rollup is RollUp.BELOW:
        return _judge_by_below(indicator, aggregated, judging, coverage)
    whole, target = aggregated.whole, indicator.target
    lower = indicator.lower_is_better
    if indicator.rollup is RollUp.RATIO:
        part, of = indicator.measure.compute_ratio(whole, indicator.field_names)
        by_units = isinstance(indicator.measure, YesNo)
        return judge_ratio(part, of, target.percent, coverage, lower=lower, of_units=by_units)
    goal, provisional = _find_target(indicator, judging)
    return judge_sum(
        indicator.compute_amount(whole),
        goal,
        coverage,
        lower=lower,
        falls=isinstance(indicator.measure, Net),
        provisional=provisional,
    )


def _judge_by_share(
    indicator: Indicator, aggregated: Aggregate, judging: _Judging, coverage: Coverage
) -> Standing:
    amount = indicator.compute_amount(aggregated.whole)
    scope, per = judging.scope, indicator.target.per
    if scope.branches and Level.BRANCH in per:
        return _judge_branches(indicator, amount, coverage, scope.branches)
    if not scope.list_at_levels(per):
        return judge_sum(amount, None, coverage)
    if indicator.fold is not Fold.EVERY:
        standing = _judge_units(indicator, aggregated, judging, coverage)
    elif not judging.cutoff.periods:
        return Standing(total=amount, coverage=coverage)
    else:
        standing = _judge_months(indicator, aggregated, judging, coverage)
        standing = replace(standing, total=amount, total_target=None)
    falls = isinstance(indicator.measure, Net) and not coverage.is_full
    return replace(standing, met=False) if falls else standing


def _judge_branches(
    indicator: Indicator, reached: float, coverage: Coverage, branches: int
) -> Standing:
    """Judge branches that say yes or no: as many reached the number as said yes."""
    asked, said = indicator.target.number or 0, min(int(reached), branches)
    answered = min(max(coverage.answered, said), branches)
    units = (
        UnitAmount(said, 1, asked, reached=True),
        UnitAmount(answered - said, 0, asked, reached=False),
        UnitAmount(branches - answered, 0, asked, reached=False, answered=False),
    )
    return judge_share(units, indicator.target.percent, coverage)


def _judge_units(
    indicator: Indicator, aggregated: Aggregate, judging: _Judging, coverage: Coverage
) -> Standing:
    """Judge units with equal amounts together: most communes have one of a few amounts."""
    found: list[UnitAmount] = []
    behind: set[int] = set()
    for asked, ids in _group_asked_alike(indicator, judging):
        vectors = [*map(aggregated.units.get, ids)]
        reached: dict[Vector | None, bool] = {None: True}
        for vector, count in Counter(vectors).items():
            amount, said = _to_amount(indicator, vector), vector is not None
            there = said and amount >= asked
            reached[vector] = there or not said
            found.append(UnitAmount(count, amount, asked, there, said))
        behind.update(i for i, each in zip(ids, vectors, strict=True) if not reached[each])
    lagging = _keep_order(behind, judging.scope.list_at_levels(indicator.target.per))
    standing = judge_share(
        found,
        indicator.target.percent,
        coverage,
        lagging,
        builds_up=indicator.fold is Fold.SUM,
    )
    adds_parts = standing.units == 1 and _adds_parts(indicator, judging.node, judging)
    return replace(standing, parts=judging.node.parts) if adds_parts else standing


def _judge_months(
    indicator: Indicator, aggregated: Aggregate, judging: _Judging, coverage: Coverage
) -> Standing:
    """Judge units by the months they answered; for good they have it with every month."""
    found: list[UnitAmount] = []
    behind: set[int] = set()
    periods = judging.cutoff.list_asked(indicator)
    said: Counter[int] = Counter()
    for period in periods:
        said.update(aggregated.months.get(period, {}).keys())
    for asked, ids in _group_asked_alike(indicator, judging):
        kept: Counter[int] = Counter()
        for period in periods:
            kept.update(_list_reaching(indicator, aggregated.months.get(period, {}), asked))
        for (months, answered), count in Counter((kept[i], said[i]) for i in ids).items():
            there = 0 < answered == months
            found.append(UnitAmount(count, months, answered or len(periods), there, answered > 0))
        behind.update(i for i in ids if kept[i] < said[i])
    lagging = _keep_order(behind, judging.scope.list_at_levels(indicator.target.per))
    standing = judge_share(found, indicator.target.percent, coverage, lagging)
    complete = sum(unit.count for unit in found if unit.reached and unit.amount == len(periods))
    return replace(standing, met=complete >= (standing.target or 0))


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


def _judge_by_below(
    indicator: Indicator, aggregated: Aggregate, judging: _Judging, coverage: Coverage
) -> Standing:
    alike = {vector: _to_percent(indicator, vector) for vector in set(aggregated.units.values())}
    found = {unit: alike[vector] for unit, vector in aggregated.units.items()}
    least, counted = indicator.target.below or 0, sum(p is not None for p in found.values())
    below = {unit for unit, percent in found.items() if percent is not None and percent < least}
    at_top = judging.node.level in indicator.target.per
    fewer = indicator.target.number if at_top else None
    lagging = _keep_order(below, judging.scope.nodes)
    return judge_below(lagging, counted, len(found), fewer, indicator.baseline, coverage)


def _to_percent(indicator: Indicator, vector: Vector) -> float | None:
    """Return part of whole in percent; None where nothing occurred."""
    names = indicator.field_names
    part, whole = indicator.measure.compute_ratio(
        Tally(dict(zip(names, vector, strict=True))), names
    )
    return 100 * part / whole if whole > 0 else None


def _find_asked(indicator: Indicator, node: Node, judging: _Judging) -> float:
    number = indicator.target.number or 0
    return number * node.parts if _adds_parts(indicator, node, judging) else number


def _adds_parts(indicator: Indicator, node: Node, judging: _Judging) -> bool:
    """Return True if a unit owes the numbers of all units that went into it."""
    merged = indicator.target.merged or judging.plan.settings.after_merger
    added = merged is AfterMerger.SUM and not isinstance(indicator.measure, YesNo)
    return added and node.level is Level.COMMUNE


def _find_target(indicator: Indicator, judging: _Judging) -> tuple[float | None, bool]:
    """Find the number this node has to reach, and whether it was only shared out."""
    target, node = indicator.target, judging.node
    if target.number is None or node.level is Level.BRANCH:
        return None, False
    if node.level in target.per:
        return target.number, False
    nodes = judging.scope.list_at_levels(target.per)
    if nodes or Level.PROVINCE not in target.per:
        asked = sum(_find_asked(indicator, p, judging) for p in nodes)
        return (asked if nodes else None), False
    return find_allotted(target, judging.scope)
