"""Leaves out what few cases tell month by month."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from domain.measures import Value, tally
from domain.periods import Period
from domain.plan.plan import Indicator, Plan
from domain.progress.audience import Audience
from domain.progress.progress import Row


def drop_few(rows: Sequence[Row], plan: Plan, audience: Audience) -> list[Row]:
    """Drop all months of a sensitive indicator if any of them stands on few cases.

    The other months would tell of it, beside their sum.
    """
    if audience.sees_few:
        return list(rows)
    few = {i.code for i in plan.indicators if i.is_sensitive and _has_few(i, rows, plan)}
    return [row for row in rows if row.indicator not in few]


def _has_few(indicator: Indicator, rows: Iterable[Row], plan: Plan) -> bool:
    months: dict[Period, list[Value]] = defaultdict(list)
    for row in rows:
        if row.indicator == indicator.code:
            months[row.period].append(row.value)
    counts = (indicator.count_cases(tally(kept)) for kept in months.values())
    return any(0 < count < plan.settings.small_cell for count in counts)
