"""What happened in a span of months alone, beside the span before and that of the year before."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.documents.span import Span
from domain.measures import tally
from domain.plan.plan import Indicator, Plan
from domain.progress.coverage import CountOwed, Coverage, count_owed
from domain.progress.progress import Row


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and, for a ratio in percent, what it is made of."""

    amount: float
    part: float | None = None
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """What was reported of a span's months; `figure` None where nobody answered of any."""

    figure: Figure | None
    coverage: Coverage


NOTHING_WITHIN = Within(None, Coverage())


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator's figure of a span, of the span before, and of the year before."""

    now: Within = NOTHING_WITHIN
    before: Within = NOTHING_WITHIN
    year_before: Within = NOTHING_WITHIN


def compute_within(
    indicator: Indicator, rows: Iterable[Row], span: Span, plan: Plan, owed: CountOwed
) -> Within:
    """Compute what the rows of one indicator say of a span's months.

    The span may be of another year than the plan: the same months were asked then.
    """
    asked_months = {period.month for period in plan.list_periods(indicator.rhythm)}
    asked = tuple(period for period in span.months if period.month in asked_months)
    kept = [row for row in rows if row.indicator == indicator.code and row.period in span]
    first = indicator.field_names[0]
    answered = sum(row.answers for row in kept if row.field == first)
    owing = 0 if indicator.from_cases else count_owed(indicator, asked, owed)
    as_of = asked[-1].last_day(plan.settings.cutoff_day) if asked else None
    coverage = Coverage(answered, max(owing, answered), as_of=as_of)
    return Within(compute_figure(indicator, kept), coverage)


def compute_figure(indicator: Indicator, rows: Iterable[Row]) -> Figure | None:
    """Compute the figure of one indicator's rows; None where nobody answered, or a ratio has no
    whole."""
    sums = tally(row.value for row in rows)
    amount = indicator.to_shown_amount(sums) if sums else None
    if amount is None:
        return None
    if not indicator.rollup.suffix:
        return Figure(amount)
    return Figure(amount, *indicator.measure.compute_ratio(sums, indicator.field_names))
