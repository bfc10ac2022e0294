"""Where an indicator stood at the end of each month, if that follows from sums of months."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.measures import Tally, Value, tally
from domain.periods import Period
from domain.plan.plan import Indicator
from domain.progress.progress import Row


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator's amount at the end of January, February and so on; None where nothing came.

    `steady`: in percent, to be kept in every month; else it grows from 0.
    """

    by_month: tuple[float | None, ...]
    steady: bool = False


def trace_course(indicator: Indicator, rows: Iterable[Row], last: Period) -> Course | None:
    """Trace it through sums of months; None for states of units and what is counted from cases."""
    months = _sum_months(indicator, rows)
    steady = indicator.rollup.is_ratio and not indicator.fold.holds_until_changed
    grows = indicator.fold.adds and indicator.rollup.adds
    if indicator.from_cases is not None or not (steady or grows):
        return None
    alone = indicator.fold.is_newest_form_alone
    sums, found = Tally(), list[float | None]()
    for number in range(1, last.month + 1):
        came = months.get(number)
        sums = came if alone and came is not None else sums + (came or Tally())
        found.append(None if came is None else indicator.to_shown_amount(sums))
    return Course(tuple(found), steady)


def _sum_months(indicator: Indicator, rows: Iterable[Row]) -> Mapping[int, Tally]:
    kept: dict[int, list[Value]] = defaultdict(list)
    for row in rows:
        if row.indicator == indicator.code:
            kept[row.period.month].append(row.value)
    return {month: tally(values) for month, values in kept.items()}
