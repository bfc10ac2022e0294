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
from domain.progress.aggregate import NONE, Gathered, Vector, gather
from domain.progress.scope import Grounds, Place
from domain.progress.standing import (
    Standing,
    UnitAmount,
    judge_below,
    judge_ratio,
    judge_share,
    judge_sum,
)

__all__ = [
    "Grounds",
    "IndicatorProgress",
    "Place",
    "Row",
    "Status",
    "closed_periods",
    "expected",
    "progress",
    "progress_of",
    "year_elapsed",
]


class Status(StrEnum):
    """How it looks at a glance. UNSET: no target is set for this node."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOTHING = "nothing"
    UNSET = "unset"


class Row(NamedTuple):
    """A stored amount, or a sum of them made beforehand.

    Sums may be made per unit above and period; a state (fold "last" or "latest") must be taken
    per reporting unit first, see `Gathered`. `answers`: how many are in the sum. `by`: the unit
    that reported it, where that one was merged into `unit_id` since.
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

    `expected`: the share of the way that should be done by now (0–1). `forecast`: the amount at
    the year's end if it goes on like this; None for what does not add up over the year.
    """

    indicator: Indicator
    standing: Standing
    status: Status
    expected: float
    forecast: float | None = None


class _Scope:
    """What the indicators of a plan are judged by at a node and a moment."""

    def __init__(self, plan: Plan, grounds: Grounds, at: datetime) -> None:
        self.plan, self.grounds, self.node = plan, grounds, grounds.node
        self.closed = closed_periods(plan, at)


def progress(
    plan: Plan, node: Place, places: Sequence[Place], rows: Iterable[Row], at: datetime
) -> tuple[IndicatorProgress, ...]:
    """Every indicator that this node or a unit below it enters, in the plan's order.

    `places`: the node and all units below it; rows of other units are left out. `at` is aware.
    Values of a unit that was merged must come under the id of the unit they belong to now.
    """
    others = (place for place in places if place.unit_id != node.unit_id)
    grounds = Grounds((node, *others))
    values = _by_indicator(rows, plan, grounds)
    found = {
        indicator.code: gather(indicator, values[indicator.code], grounds.places)
        for indicator in plan.indicators
        if indicator.code in values
    }
    return progress_of(plan, grounds, found, at)


def progress_of(
    plan: Plan, grounds: Grounds, gathered: Mapping[str, Gathered], at: datetime
) -> tuple[IndicatorProgress, ...]:
    """The same from values that were gathered beforehand, by the indicator's code.

    Where branches are only counted, every indicator must be one whose `sums_suffice`.
    """
    scope = _Scope(plan, grounds, at)
    return tuple(
        _progress(indicator, gathered.get(indicator.code, NONE), scope, at)
        for indicator in plan.indicators
        if _concerns(indicator, scope)
    )


def year_elapsed(year: int, day: date) -> float:
    """Share of the year gone with this day: 292/365 on 19 October; 0 before, 1 after the year."""
    if day.year != year:
        return float(day.year > year)
    return day.timetuple().tm_yday / (366 if isleap(year) else 365)


def closed_periods(plan: Plan, at: datetime) -> tuple[Period, ...]:
    """The plan's months whose due day is over, as it is named, days off not minded."""
    today = at.astimezone(plan.settings.zone).date()
    if today.year != plan.year:
        return plan.periods if today.year > plan.year else ()
    over = today.day > plan.settings.due_day
    return plan.periods[: today.month if over else today.month - 1]


def expected(indicator: Indicator, plan: Plan, at: datetime) -> float:
    """The share of the target that should be reached by now.

    All of it for what must hold at all times. Else the share of the year gone: today for what is
    asked monthly, for what is asked more rarely at the cut-off of the last form already due.
    """
    if not indicator.builds_up:
        return 1.0
    if indicator.rhythm is Rhythm.MONTH:
        return year_elapsed(plan.year, at.astimezone(plan.settings.zone).date())
    closed = closed_periods(plan, at)
    asked = [p for p in plan.periods_of(indicator.rhythm) if closed and p <= closed[-1]]
    return year_elapsed(plan.year, asked[-1].last_day(plan.settings.cutoff_day)) if asked else 0.0


def _by_indicator(rows: Iterable[Row], plan: Plan, grounds: Grounds) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for row in rows:
        if row.unit_id in grounds.ids and row.period.year == plan.year:
            found[row.indicator].append(row.value)
    return found


def _concerns(indicator: Indicator, scope: _Scope) -> bool:
    if indicator.from_cases is not None:
        return scope.node.level is Level.PROVINCE
    return scope.grounds.has(indicator.entered_by)


def _progress(
    indicator: Indicator, gathered: Gathered, scope: _Scope, at: datetime
) -> IndicatorProgress:
    standing = _standing(indicator, gathered, scope)
    due = expected(indicator, scope.plan, at)
    status = _status(standing, due)
    return IndicatorProgress(indicator, standing, status, due, _forecast(indicator, standing, due))


def _status(standing: Standing, due: float) -> Status:
    if standing.nothing:
        return Status.NOTHING
    if standing.pace is None:
        return Status.UNSET
    if standing.met:
        return Status.MET
    return Status.ON_TRACK if due < 1 and standing.pace >= due else Status.BEHIND


def _forecast(indicator: Indicator, standing: Standing, due: float) -> float | None:
    adds_up = indicator.fold is Fold.SUM and indicator.builds_up
    if not adds_up or standing.total is None or due <= 0:
        return None
    return standing.total / due


def _standing(indicator: Indicator, gathered: Gathered, scope: _Scope) -> Standing:
    if indicator.rollup is RollUp.SHARE:
        return _share(indicator, gathered, scope)
    if indicator.rollup is RollUp.BELOW:
        return _below(indicator, gathered, scope)
    whole, target, answers = gathered.whole, indicator.target, gathered.answers
    if indicator.rollup is RollUp.RATIO:
        parts = indicator.measure.ratio(whole, indicator.field_names)
        return judge_ratio(*parts, target.percent, answers, indicator.lower_is_better)
    amount = indicator.amount(whole)
    goal = _target_of(indicator, scope)
    return judge_sum(amount, goal, answers, indicator.lower_is_better)


def _share(indicator: Indicator, gathered: Gathered, scope: _Scope) -> Standing:
    amount = indicator.amount(gathered.whole)
    grounds, per = scope.grounds, indicator.target.per
    if grounds.branches and Level.BRANCH in per:
        return _share_of_branches(indicator, amount, gathered.answers, grounds.branches)
    if not grounds.at_levels(per):
        return judge_sum(amount, None, gathered.answers)
    if indicator.fold is not Fold.EVERY:
        return _share_of(indicator, gathered, scope)
    if not scope.closed:
        return Standing(total=amount, answers=gathered.answers)
    standing = _share_of_months(indicator, gathered, scope)
    return replace(standing, total=amount, total_target=None)


def _share_of_branches(
    indicator: Indicator, reached: float, answers: int, branches: int
) -> Standing:
    """Each branch says yes or no: as many reached it as said yes."""
    asked, said = indicator.target.number or 0, min(int(reached), branches)
    units = (UnitAmount(said, 1, asked, True), UnitAmount(branches - said, 0, asked, False))
    return judge_share(units, indicator.target.percent, answers)


def _share_of(indicator: Indicator, gathered: Gathered, scope: _Scope) -> Standing:
    """Units alike are judged together: of a nation's communes most have one of a few numbers."""
    found: list[UnitAmount] = []
    behind: set[int] = set()
    for asked, ids in _asked_alike(indicator, scope):
        vectors = [*map(gathered.units.get, ids)]
        reached: dict[Vector | None, bool] = {}
        for vector, count in Counter(vectors).items():
            amount = _amount(indicator, vector)
            reached[vector] = vector is not None and amount >= asked
            found.append(UnitAmount(count, amount, asked, reached[vector]))
        behind.update(i for i, each in zip(ids, vectors, strict=True) if not reached[each])
    lagging = _in_order(behind, scope.grounds.at_levels(indicator.target.per))
    return judge_share(found, indicator.target.percent, gathered.answers, lagging)


def _share_of_months(indicator: Indicator, gathered: Gathered, scope: _Scope) -> Standing:
    found: list[UnitAmount] = []
    behind: set[int] = set()
    closed = len(scope.closed)
    for asked, ids in _asked_alike(indicator, scope):
        kept: Counter[int] = Counter()
        for period in scope.closed:
            kept.update(_reaching(indicator, gathered.months.get(period, {}), asked))
        for months, count in Counter(kept[i] for i in ids).items():
            found.append(UnitAmount(count, months, closed, months == closed))
        behind.update(i for i in ids if kept[i] < closed)
    lagging = _in_order(behind, scope.grounds.at_levels(indicator.target.per))
    return judge_share(found, indicator.target.percent, gathered.answers, lagging)


def _reaching(indicator: Indicator, month: Mapping[int, Vector], asked: float) -> list[int]:
    good = {v for v in set(month.values()) if _amount(indicator, v) >= asked}
    return [unit for unit, vector in month.items() if vector in good]


def _asked_alike(indicator: Indicator, scope: _Scope) -> Iterator[tuple[float, tuple[int, ...]]]:
    """The number asked of counted units, and the ids of those of whom it is."""
    for kind, ids in scope.grounds.alike(indicator.target.per):
        yield _asked_of(indicator, kind, scope), ids


def _amount(indicator: Indicator, vector: Vector | None) -> float:
    return 0.0 if vector is None else indicator.measure.amount(vector)


def _in_order(ids: set[int], counted: Sequence[Place]) -> tuple[int, ...]:
    return tuple(place.unit_id for place in counted if place.unit_id in ids) if ids else ()


def _below(indicator: Indicator, gathered: Gathered, scope: _Scope) -> Standing:
    alike = {vector: _percent(indicator, vector) for vector in set(gathered.units.values())}
    found = {unit: alike[vector] for unit, vector in gathered.units.items()}
    least, counted = indicator.target.below or 0, sum(p is not None for p in found.values())
    below = {unit for unit, percent in found.items() if percent is not None and percent < least}
    at_top = scope.node.level in indicator.target.per
    fewer = indicator.target.number if at_top else None
    lagging = _in_order(below, scope.grounds.places)
    return judge_below(lagging, counted, fewer, indicator.baseline, counted)


def _percent(indicator: Indicator, vector: Vector) -> float | None:
    """None where nothing occurred."""
    names = indicator.field_names
    part, whole = indicator.measure.ratio(Tally(dict(zip(names, vector, strict=True))), names)
    return 100 * part / whole if whole > 0 else None


def _asked_of(indicator: Indicator, place: Place, scope: _Scope) -> float:
    number = indicator.target.number or 0
    merged = indicator.target.merged or scope.plan.settings.after_merger
    added = merged is AfterMerger.SUM and not isinstance(indicator.measure, YesNo)
    return number * place.parts if added and place.level is Level.COMMUNE else number


def _target_of(indicator: Indicator, scope: _Scope) -> float | None:
    target, node = indicator.target, scope.node
    if target.number is None or node.level is Level.BRANCH:
        return None
    if node.level in target.per:
        return target.number
    places = scope.grounds.at_levels(target.per)
    if places or Level.PROVINCE not in target.per:
        return sum(_asked_of(indicator, p, scope) for p in places) if places else None
    if target.allot is Allot.PARTS and target.of_parts:
        return round(target.number * scope.grounds.parts / target.of_parts)
    return _listed(target.allotted, scope)


def _listed(allotted: Mapping[str, float], scope: _Scope) -> float | None:
    if scope.node.key in allotted:
        return allotted[scope.node.key]
    keys = [place.key for place in scope.grounds.at_levels((Level.COMMUNE,))]
    if not keys or any(key not in allotted for key in keys):
        return None
    return sum(allotted[key] for key in keys)
