"""Progress against the plan at one node of the tree: a branch, a commune, an area, the province."""

from calendar import isleap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.measures import Value
from domain.org.levels import Level
from domain.periods import Period, opens_at
from domain.plan.plan import Indicator, Plan
from domain.progress.aggregate import NONE, Aggregate, aggregate_values
from domain.progress.coverage import CountOwed, Coverage, Cutoff
from domain.progress.judging import Judging, judge_standing
from domain.progress.scope import Node, Scope
from domain.progress.standing import Standing

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
        return self.indicator.rollup.counts_units and self.standing.units > 1

    @property
    def counts_itself(self) -> bool:
        """Whether the only unit that a share counts is the node itself."""
        return self.indicator.rollup.counts_units and self.standing.units == 1

    @property
    def coverage(self) -> Coverage:
        """How much the figure knows."""
        return self.standing.coverage


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
    judging = Judging(cutoff, scope, owed or scope.count_all)
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


def _concerns(indicator: Indicator, judging: Judging) -> bool:
    if indicator.from_cases is not None:
        return judging.node.level is Level.PROVINCE
    alone = judging.node.level is Level.BRANCH
    if indicator.personal and alone and not judging.cutoff.audience.sees_personal:
        return False
    return judging.scope.has(indicator.entered_by)


def _judge_indicator(
    indicator: Indicator, aggregated: Aggregate, judging: Judging
) -> IndicatorProgress:
    coverage = judging.find_coverage(indicator, aggregated)
    standing = judge_standing(indicator, aggregated, judging, coverage)
    if not judging.cutoff.audience.sees_few and is_few(indicator, standing, judging.plan):
        withheld = Standing(target=standing.target, coverage=coverage, withheld=True)
        return IndicatorProgress(indicator, withheld, ProgressStatus.WITHHELD, 0.0)
    due = compute_expected(indicator, judging.cutoff)
    return IndicatorProgress(
        indicator, standing, _find_status(indicator, standing, due, judging), due
    )


def _find_status(
    indicator: Indicator, standing: Standing, due: float, judging: Judging
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
