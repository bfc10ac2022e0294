"""Progress against the plan at one node of the tree: a branch, a commune, an area, the province."""

from calendar import isleap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.levels import Level
from domain.measures import Fold, RollUp, Tally, Value, YesNo, fold, tally, total
from domain.periods import Period, Rhythm
from domain.plan import AfterMerger, Allot, Indicator, Plan
from domain.standing import (
    Standing,
    UnitAmount,
    judge_below,
    judge_ratio,
    judge_share,
    judge_sum,
)


class Status(StrEnum):
    """How it looks at a glance. UNSET: no target is set for this node."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOTHING = "nothing"
    UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as progress sees it.

    `above`: ids of all units and areas above it. `parts`: how many units of the plan's day went
    into it. `key`: its key in the plan's allotted targets ("01290@2025-07-01").
    """

    unit_id: int
    level: Level
    above: tuple[int, ...] = ()
    parts: int = 1
    key: str = ""


class Row(NamedTuple):
    """A stored amount, or a sum of them made beforehand.

    Sums may be made per unit above and period; a state (fold "last" or "latest") must be taken
    per reporting unit first. `answers`: how many are in the sum.
    """

    unit_id: int
    indicator: str
    field: str
    period: Period
    amount: float
    answers: int = 1


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


@dataclass(frozen=True, slots=True)
class _Scope:
    plan: Plan
    node: Place
    places: Mapping[int, Place]
    closed: tuple[Period, ...]

    def at_levels(self, levels: Iterable[Level]) -> tuple[Place, ...]:
        wanted = set(levels)
        return tuple(place for place in self.places.values() if place.level in wanted)

    @property
    def parts(self) -> int:
        communes = self.at_levels([Level.COMMUNE])
        return sum(place.parts for place in communes) if communes else self.node.parts


def progress(
    plan: Plan, node: Place, places: Sequence[Place], rows: Iterable[Row], at: datetime
) -> tuple[IndicatorProgress, ...]:
    """Every indicator that this node or a unit below it enters, in the plan's order.

    `places`: the node and all units below it; rows of other units are left out. `at` is aware.
    Values of a unit that was merged must come under the id of the unit they belong to now.
    """
    scope = _Scope(plan, node, {p.unit_id: p for p in places}, closed_periods(plan, at))
    values = _by_indicator(rows, scope)
    return tuple(
        _progress(indicator, values.get(indicator.code, ()), scope, at)
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
    today, named = at.astimezone(plan.settings.zone).date(), plan.settings.due_day
    return tuple(p for p in plan.periods if date(p.year, p.month, named) < today)


def expected(indicator: Indicator, plan: Plan, at: datetime) -> float:
    """The share of the target that should be reached by now.

    All of it for what must hold at all times. Else the share of the year gone: today for what is
    asked monthly, for what is asked more rarely at the cut-off of the last form already due.
    """
    if not indicator.builds_up:
        return 1.0
    if indicator.rhythm is Rhythm.MONTH:
        return year_elapsed(plan.year, at.astimezone(plan.settings.zone).date())
    settings = plan.settings
    asked = [p for p in closed_periods(plan, at) if indicator.rhythm.asked_in(p.month, settings)]
    return year_elapsed(plan.year, asked[-1].last_day(settings.cutoff_day)) if asked else 0.0


def _by_indicator(rows: Iterable[Row], scope: _Scope) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for row in rows:
        if row.unit_id in scope.places and row.period.year == scope.plan.year:
            value = Value(row.unit_id, row.period, row.field, row.amount, row.answers)
            found[row.indicator].append(value)
    return found


def _concerns(indicator: Indicator, scope: _Scope) -> bool:
    if indicator.from_cases is not None:
        return scope.node.level is Level.PROVINCE
    return bool(scope.at_levels(indicator.entered_by))


def _progress(
    indicator: Indicator, values: Sequence[Value], scope: _Scope, at: datetime
) -> IndicatorProgress:
    standing = _standing(indicator, values, scope)
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


def _standing(indicator: Indicator, values: Sequence[Value], scope: _Scope) -> Standing:
    folded = _fold_units(indicator, values)
    if indicator.rollup is RollUp.SHARE:
        return _share(indicator, values, folded, scope)
    if indicator.rollup is RollUp.BELOW:
        return _below(indicator, folded, scope)
    whole, target = total(folded.values()), indicator.target
    if indicator.rollup is RollUp.RATIO:
        parts = indicator.measure.ratio(whole, indicator.field_names)
        return judge_ratio(*parts, target.percent, _answers(values), indicator.lower_is_better)
    amount = indicator.measure.amount(whole, indicator.field_names)
    goal = _target_of(indicator, scope)
    return judge_sum(amount, goal, _answers(values), indicator.lower_is_better)


def _answers(values: Sequence[Value]) -> int:
    return sum(value.count for value in values)


def _fold_units(indicator: Indicator, values: Sequence[Value]) -> dict[int, Tally]:
    newest = max((value.period for value in values), default=None)
    units: dict[int, list[Value]] = defaultdict(list)
    for value in values:
        units[value.unit_id].append(value)
    return {unit: fold(indicator.fold, kept, newest) for unit, kept in units.items()}


def _share(
    indicator: Indicator, values: Sequence[Value], folded: Mapping[int, Tally], scope: _Scope
) -> Standing:
    counted = {p.unit_id: p for p in scope.at_levels(indicator.target.per)}
    amount = indicator.measure.amount(total(folded.values()), indicator.field_names)
    if not counted:
        return judge_sum(amount, None, _answers(values))
    if indicator.fold is Fold.EVERY and not scope.closed:
        return Standing(total=amount, answers=_answers(values))
    tallies: dict[int, list[Tally]] = defaultdict(list)
    for unit_id, sums in folded.items():
        tallies[_basis(scope.places[unit_id], counted)].append(sums)
    monthly = _monthly(values, counted, scope) if indicator.fold is Fold.EVERY else None
    units = tuple(
        _unit_amount(indicator, place, total(tallies[place.unit_id]), monthly, scope)
        for place in counted.values()
    )
    standing = judge_share(units, indicator.target.percent, _answers(values))
    if monthly is None:
        return standing
    return replace(standing, total=amount, total_target=None)


def _basis(place: Place, counted: Mapping[int, Place]) -> int:
    if place.unit_id in counted:
        return place.unit_id
    return next((above for above in place.above if above in counted), -1)


def _unit_amount(
    indicator: Indicator,
    place: Place,
    sums: Tally,
    monthly: Mapping[tuple[int, Period], Tally] | None,
    scope: _Scope,
) -> UnitAmount:
    asked = _asked_of(indicator, place, scope)
    if monthly is None:
        amount = indicator.measure.amount(sums, indicator.field_names)
        return UnitAmount(place.unit_id, amount, asked, bool(sums) and amount >= asked)
    months = [monthly.get((place.unit_id, period), Tally()) for period in scope.closed]
    kept = [m for m in months if indicator.measure.amount(m, indicator.field_names) >= asked]
    reached = bool(months) and len(kept) == len(months)
    return UnitAmount(place.unit_id, len(kept), len(months), reached)


def _monthly(
    values: Sequence[Value], counted: Mapping[int, Place], scope: _Scope
) -> dict[tuple[int, Period], Tally]:
    months: dict[tuple[int, Period], list[Value]] = defaultdict(list)
    for value in values:
        months[_basis(scope.places[value.unit_id], counted), value.period].append(value)
    return {key: tally(kept) for key, kept in months.items()}


def _below(indicator: Indicator, folded: Mapping[int, Tally], scope: _Scope) -> Standing:
    below, counted = [], 0
    for unit_id, sums in folded.items():
        part, whole = indicator.measure.ratio(sums, indicator.field_names)
        counted += whole > 0
        if whole > 0 and 100 * part / whole < (indicator.target.below or 0):
            below.append(unit_id)
    at_top = scope.node.level in indicator.target.per
    fewer = indicator.target.number if at_top else None
    return judge_below(tuple(below), counted, fewer, indicator.baseline, counted)


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
    if Level.PROVINCE not in target.per:
        places = scope.at_levels(target.per)
        return sum(_asked_of(indicator, p, scope) for p in places) if places else None
    if target.allot is Allot.PARTS and target.of_parts:
        return round(target.number * scope.parts / target.of_parts)
    return _listed(target.allotted, scope)


def _listed(allotted: Mapping[str, float], scope: _Scope) -> float | None:
    if scope.node.key in allotted:
        return allotted[scope.node.key]
    keys = [place.key for place in scope.at_levels([Level.COMMUNE])]
    if not keys or any(key not in allotted for key in keys):
        return None
    return sum(allotted[key] for key in keys)
