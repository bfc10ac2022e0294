"""Forecasts where an indicator ends on 31 December if the year goes on like this, and how surely.

The months (or quarters) whose due day is over are taken as draws from one and the same year. With
their mean m, their sample deviation s, their number k, and r forms still to come:

    amount = what these months add up to + r · m
    range  = amount ± t · s · √(r + r²/k)

where t is Student's for k − 1 degrees of freedom, so that four years in five end inside the range
(`r` is the spread of the months to come, `r²/k` that of the mean). What only grows never ends
below what is there. Under three such months there is no forecast.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import sqrt
from statistics import fmean

from domain.measures import Fold, Net, RollUp, Steps, Value, tally
from domain.periods import Period
from domain.plan.plan import Indicator, Plan
from domain.progress.progress import IndicatorProgress, ProgressStatus, Row, list_closed_periods

FEWEST_PERIODS = 3
FAR_BEHIND = 0.8
"""Without a forecast, less than this share of what should be done by now is behind."""

# Student's t, 90th percentile, for 2, 3, … 11 degrees of freedom.
_STUDENT = (1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)


class Outlook(StrEnum):
    """How the year will probably end.

    MET: the target is reached. ON_TRACK: it will be, at the present pace. AT_RISK: only in the
    better part of the range. BEHIND: not even there. TOO_LITTLE: too few months to tell. UNSET: no
    target.
    """

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    TOO_LITTLE = "too_little"
    UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Forecast:
    """`amount` at the year's end, `low` and `high` its range; None where there is too little.

    `periods`: how many months or quarters it stands on.
    """

    outlook: Outlook
    periods: int
    amount: float | None = None
    low: float | None = None
    high: float | None = None


def forecast(
    amounts: Sequence[float],
    forms_left: int,
    target: float | None = None,
    *,
    begun: float = 0,
    falls: bool = False,
    lower_is_better: bool = False,
) -> Forecast:
    """Forecast the year's end from the amounts of the periods that are over; see the module.

    `forms_left`: how many periods are still to come, the open one included. `begun`: what was
    reported for these already. `falls`: amounts may be below 0.
    """
    there = sum(amounts) + begun
    met = target is not None and there >= target and not lower_is_better
    if len(amounts) < FEWEST_PERIODS:
        return Forecast(Outlook.MET if met else Outlook.TOO_LITTLE, len(amounts))
    low, amount, high = _compute_range(amounts, forms_left)
    if not falls:
        low, amount, high = (max(there, end) for end in (low, amount, high))
    found = Outlook.MET if met else _judge(low, amount, high, target, lower_is_better)
    return Forecast(found, len(amounts), amount, low, high)


def _compute_range(amounts: Sequence[float], forms_left: int) -> tuple[float, float, float]:
    count = len(amounts)
    amount = sum(amounts) + forms_left * fmean(amounts)
    student = _STUDENT[min(count - 2, len(_STUDENT)) - 1]
    spread = student * _compute_deviation(amounts) * sqrt(forms_left + forms_left**2 / count)
    return amount - spread, amount, amount + spread


def _compute_deviation(amounts: Sequence[float]) -> float:
    """Compute the sample deviation (`statistics.stdev` uses fractions: 15 times as long)."""
    mean = fmean(amounts)
    return sqrt(sum((each - mean) ** 2 for each in amounts) / (len(amounts) - 1))


def _judge(low: float, amount: float, high: float, target: float | None, lower: bool) -> Outlook:
    if target is None:
        return Outlook.UNSET
    if lower:
        amount, high, target = -amount, -low, -target
    if amount >= target:
        return Outlook.ON_TRACK
    return Outlook.AT_RISK if high >= target else Outlook.BEHIND


def sum_by_month(indicator: Indicator, rows: Iterable[Row]) -> dict[Period, float]:
    """Sum up what was reported in each month, as the target counts it; a ratio in percent.

    A month in which nobody answered is left out, as is a ratio where nothing occurred.
    """
    months: dict[Period, list[Value]] = defaultdict(list)
    for row in rows:
        if row.indicator == indicator.code:
            months[row.period].append(row.value)
    found = ((period, _sum_month(indicator, values)) for period, values in sorted(months.items()))
    return {period: amount for period, amount in found if amount is not None}


def _sum_month(indicator: Indicator, values: Sequence[Value]) -> float | None:
    """Sum up a month; None for a count of units below a percentage, which is no sum."""
    return None if indicator.rollup is RollUp.BELOW else indicator.to_shown_amount(tally(values))


def adds_up(done: IndicatorProgress) -> bool:
    """Return True if the figure shown is a sum that grows month by month towards its target.

    States and ratios do not; nor does a share of many units, which are not added; nor what takes
    two steps, since the lesser of two sums is no sum of lesser amounts.
    """
    indicator, standing = done.indicator, done.standing
    if indicator.fold is not Fold.SUM or isinstance(indicator.measure, Steps):
        return False
    if indicator.from_cases is not None or standing.nothing or standing.total is None:
        return False
    return indicator.rollup is RollUp.SUM or (
        indicator.rollup is RollUp.SHARE and (standing.whole or 1) == 1
    )


def forecast_indicator(
    done: IndicatorProgress, months: Mapping[Period, float], plan: Plan, at: datetime
) -> Forecast | None:
    """Forecast one indicator at one node; None for what does not add up.

    `months`: its `sum_by_month` in the plan's year. `at` is aware.
    """
    if not adds_up(done):
        return None
    indicator, closed = done.indicator, frozenset(list_closed_periods(plan, at))
    left = [p for p in plan.list_periods(indicator.rhythm) if p not in closed]
    standing = done.standing
    target = standing.total_target if standing.total_target is not None else standing.target
    return forecast(
        [amount for period, amount in months.items() if period in closed],
        len(left),
        target,
        begun=sum(months.get(period, 0) for period in left),
        falls=isinstance(indicator.measure, Net),
        lower_is_better=indicator.lower_is_better,
    )


def judge_outlook(done: IndicatorProgress, foreseen: Forecast | None = None) -> Outlook:
    """Judge how an indicator will end: by its forecast if it has one, else by its pace so far."""
    if done.status is ProgressStatus.NOTHING:
        return Outlook.TOO_LITTLE
    if foreseen is not None and foreseen.outlook not in (Outlook.TOO_LITTLE, Outlook.UNSET):
        return foreseen.outlook
    if done.status is not ProgressStatus.BEHIND:
        return Outlook(done.status.value)
    return Outlook.BEHIND if compute_pace(done) < FAR_BEHIND else Outlook.AT_RISK


def compute_pace(done: IndicatorProgress) -> float:
    """Compute how much of what should be done by now is done (1 is all)."""
    reached = done.standing.pace or 0.0
    return reached / done.expected if done.expected else reached
