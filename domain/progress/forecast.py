"""Forecasts where an indicator ends on 31 December if the year goes on like this, and how surely.

The months (or quarters) that count are taken as draws from one and the same year. A month in which
only a share c of those who owe an answer gave one stands for c months: missing is not zero. With
x the months' amounts, each made up to what all would have given, their mean m (weighed by c), their
sample deviation s, k = Σ c what is known, and r what is not, that is the forms still to come and
the missing shares of those that count:

    amount = what was reported + r · m
    range  = amount ± t · s · √(r + r²/k)

where t is Student's for (months − 1) degrees of freedom, so that four years in five end inside the
range (`r` is the spread of what is not known, `r²/k` that of the mean). The less was reported the
wider it is. What only grows never ends below what is there. Under three months' worth of reports
there is no forecast.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from domain.measures import Value, tally
from domain.periods import Period
from domain.plan.plan import Indicator
from domain.progress.coverage import CountOwed, Cutoff, count_owed
from domain.progress.progress import IndicatorProgress, ProgressStatus, Row

FEWEST_PERIODS = 3
FAR_BEHIND = 0.8
"""Without a forecast, less than this share of what should be done by now is behind."""

# Student's t, 90th percentile, for 2, 3, … 11 degrees of freedom.
_STUDENT = (1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)


class Outlook(StrEnum):
    """How the year will probably end.

    MET: the target is reached. HOLDING: it holds so far. ON_TRACK: it will be reached, at the
    present pace. OPEN: it is not due yet. AT_RISK: only in the better part of the range. BEHIND:
    not even there. MISSED: the year is over without it. NOTHING: no figure at all. WITHHELD: too
    few cases to tell of. TOO_LITTLE: too little was reported to tell. PROVISIONAL: its target was
    only shared out. UNSET: no target.
    """

    MET = "met"
    HOLDING = "holding"
    ON_TRACK = "on_track"
    OPEN = "open"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    MISSED = "missed"
    NOTHING = "nothing"
    WITHHELD = "withheld"
    TOO_LITTLE = "too_little"
    PROVISIONAL = "provisional"
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


@dataclass(frozen=True, slots=True)
class MonthAmount:
    """What was reported of one month, and by which share of those who owe it (0 to 1)."""

    amount: float
    share: float = 1.0


def forecast(
    months: Sequence[MonthAmount],
    forms_left: int,
    target: float | None = None,
    *,
    begun: float = 0,
    falls: bool = False,
    lower_is_better: bool = False,
) -> Forecast:
    """Forecast the year's end from the months that count; see the module.

    `forms_left`: how many forms are still to come or to be counted. `begun`: what was reported in
    these already. `falls`: amounts may be below 0.
    """
    known = [month for month in months if month.share > 0]
    reported = sum(month.amount for month in known)
    there = reported + begun
    met = target is not None and reported >= target and not (lower_is_better or falls)
    if len(known) < FEWEST_PERIODS or sum(month.share for month in known) < FEWEST_PERIODS:
        return Forecast(Outlook.MET if met else Outlook.TOO_LITTLE, len(known))
    low, amount, high = _compute_range(known, forms_left + len(months))
    if not falls:
        low, amount, high = (max(there, end) for end in (low, amount, high))
    found = Outlook.MET if met else _judge(low, amount, high, target, lower_is_better)
    return Forecast(found, len(known), amount, low, high)


def _compute_range(known: Sequence[MonthAmount], forms: int) -> tuple[float, float, float]:
    """Compute the range of a year of so many forms, of which these are known."""
    weight = sum(month.share for month in known)
    reported = sum(month.amount for month in known)
    mean, left = reported / weight, max(0.0, forms - weight)
    amount = reported + left * mean
    student = _STUDENT[min(len(known) - 2, len(_STUDENT)) - 1]
    spread = student * _compute_deviation(known, mean) * sqrt(left + left**2 / weight)
    return amount - spread, amount, amount + spread


def _compute_deviation(known: Sequence[MonthAmount], mean: float) -> float:
    """Compute the sample deviation of the months made up to what all would have given."""
    squares = sum(m.share * (m.amount / m.share - mean) ** 2 for m in known)
    weight = sum(month.share for month in known)
    return sqrt(squares / weight * len(known) / (len(known) - 1))


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
    known = indicator.rollup.has_figure_of_month
    return indicator.to_shown_amount(tally(values)) if known else None


def adds_up(done: IndicatorProgress) -> bool:
    """Return True if the figure shown is a sum that grows month by month towards its target.

    States and ratios do not; nor does a share of many units, which are not added; nor what takes
    two steps, since the lesser of two sums is no sum of lesser amounts.
    """
    indicator, standing = done.indicator, done.standing
    if not (indicator.fold.adds and indicator.measure.adds):
        return False
    if indicator.from_cases is not None or standing.nothing or standing.total is None:
        return False
    return indicator.rollup.adds and not done.counts_units


def forecast_indicator(
    done: IndicatorProgress, months: Mapping[Period, MonthAmount], cutoff: Cutoff
) -> Forecast | None:
    """Forecast one indicator at one node; None for what does not add up, or once the year is over.

    `months`: its `weigh_months` in the plan's year.
    """
    if not adds_up(done) or cutoff.is_over:
        return None
    indicator, standing = done.indicator, done.standing
    left = cutoff.list_left(indicator)
    target = standing.total_target if standing.total_target is not None else standing.target
    return forecast(
        [months.get(period, MonthAmount(0, 0)) for period in cutoff.list_asked(indicator)],
        len(left),
        None if standing.provisional else target,
        begun=sum(months[period].amount for period in left if period in months),
        falls=indicator.measure.can_fall,
        lower_is_better=indicator.lower_is_better,
    )


def weigh_months(
    indicator: Indicator, rows: Iterable[Row], owed: CountOwed
) -> dict[Period, MonthAmount]:
    """Sum up what was reported in each month, with the share of those who reported it."""
    kept = [row for row in rows if row.indicator == indicator.code]
    answered: dict[tuple[Period, str], int] = defaultdict(int)
    for row in kept:
        answered[row.period, row.field] += row.answers
    said = {p: max(n for (q, _), n in answered.items() if q == p) for p, _ in answered}
    return {
        period: MonthAmount(amount, _share(said[period], count_owed(indicator, (period,), owed)))
        for period, amount in sum_by_month(indicator, kept).items()
    }


def _share(answered: int, owed: int) -> float:
    """Compute the share that answered; whoever answers without owing it takes nobody's place."""
    return min(1.0, answered / owed) if owed else 1.0


_FORESEEN = (ProgressStatus.ON_TRACK, ProgressStatus.BEHIND)


def judge_outlook(done: IndicatorProgress, foreseen: Forecast | None = None) -> Outlook:
    """Judge how an indicator will end: by its forecast if it has one, else by its pace so far."""
    if done.status not in _FORESEEN:
        return Outlook(done.status.value)
    if foreseen is not None and foreseen.outlook not in (Outlook.TOO_LITTLE, Outlook.UNSET):
        return foreseen.outlook
    if done.status is ProgressStatus.ON_TRACK:
        return Outlook.ON_TRACK
    return Outlook.BEHIND if compute_pace(done) < FAR_BEHIND else Outlook.AT_RISK


def compute_pace(done: IndicatorProgress) -> float:
    """Compute how much of what should be done by the cut-off is done (1 is all)."""
    reached = done.standing.pace or 0.0
    return reached / done.expected if done.expected else reached
