"""One indicator's values at one node, folded over time: all that is needed to judge it.

An aggregate is made of single values (`aggregate_values`) or read from running totals; judging it
is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.measures import Tally, Value, fold, sum_tallies, tally
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Indicator
from domain.progress.scope import Node, map_counting_units
from domain.rollups import Singly

Vector = tuple[float, ...]
"""Amounts in the order of the indicator's fields."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The values of one indicator.

    `whole`: everything added. `units`: amounts by unit id, for a share of units (the unit that
    counts) or for units below a percentage (the unit that answered); only units with an answer.
    `months`: the same month by month, where every month is judged.
    """

    whole: Tally = field(default_factory=Tally)
    units: Mapping[int, Vector] = field(default_factory=dict)
    months: Mapping[Period, Mapping[int, Vector]] = field(default_factory=dict)


NONE = Aggregate()


def count_answered(indicator: Indicator, aggregated: Aggregate) -> int:
    """Count the answers an aggregate holds: of a state one a unit, else one a unit and form.

    A merged unit whose state is that of its parts holds one answer of each.
    """
    counts = aggregated.whole.counts
    return max((int(counts.get(name, 0)) for name in indicator.field_names), default=0)


def aggregate_values(
    indicator: Indicator,
    values: Sequence[Value],
    nodes: Sequence[Node],
    newest: Period | None = None,
) -> Aggregate:
    """Aggregate one indicator's single values over these nodes.

    `newest`: the newest period that asks it and counts.
    """
    if not values:
        return NONE
    folded = _fold_units(indicator, values, newest)
    whole, names = sum_tallies(folded.values()), indicator.field_names
    singly = indicator.rollup.singly
    if singly is Singly.ANSWERING:
        return Aggregate(whole, {unit: t.list_sums(names) for unit, t in folded.items() if t})
    if singly is Singly.NONE:
        own = folded if indicator.is_own_state else {}
        return Aggregate(whole, {unit: t.list_sums(names) for unit, t in own.items() if t})
    counting = map_counting_units(indicator.target.per, nodes)
    units = _add_by_counted(folded.items(), counting)
    shares = {unit: t.list_sums(names) for unit, t in units.items() if t}
    months = _sum_months(values, counting, names) if indicator.fold.is_monthly else {}
    return Aggregate(whole, shares, months)


def needs_only_sums(indicator: Indicator) -> bool:
    """Return True if sums by commune are enough to judge it, without knowing single branches."""
    singly = indicator.rollup.singly
    if indicator.fold.is_newest_form_alone:
        return singly is Singly.NONE and indicator.entered_by == (Level.BRANCH,)
    if singly is Singly.ANSWERING:
        return Level.BRANCH not in indicator.entered_by
    if singly is Singly.NONE or Level.BRANCH not in indicator.target.per:
        return True
    once_a_branch = indicator.measure.has_words and indicator.fold.holds_until_changed
    return once_a_branch and indicator.target.per == (Level.BRANCH,)


def _fold_units(
    indicator: Indicator, values: Sequence[Value], newest: Period | None
) -> dict[int, Tally]:
    units: dict[int, list[Value]] = defaultdict(list)
    for value in values:
        units[value.unit_id].append(value)
    return {unit: _fold_unit(indicator, unit, kept, newest) for unit, kept in units.items()}


def _fold_unit(
    indicator: Indicator, unit: int, values: Sequence[Value], newest: Period | None
) -> Tally:
    """Fold one unit; a merged one that has not reported a state has that of its parts."""
    by_part: dict[int, list[Value]] = defaultdict(list)
    for value in values:
        by_part[unit if value.by is None else value.by].append(value)
    if not indicator.is_state or len(by_part) == 1:
        return fold(indicator.fold, values, newest)
    if unit in by_part:
        return fold(indicator.fold, by_part[unit], newest)
    return sum_tallies(fold(indicator.fold, part, newest) for part in by_part.values())


def _add_by_counted(
    folded: Iterable[tuple[int, Tally]], counting: Mapping[int, int]
) -> dict[int, Tally]:
    found: dict[int, list[Tally]] = defaultdict(list)
    for unit, sums in folded:
        if unit in counting:
            found[counting[unit]].append(sums)
    return {unit: sum_tallies(sums) for unit, sums in found.items()}


def _sum_months(
    values: Iterable[Value], counting: Mapping[int, int], names: tuple[str, ...]
) -> dict[Period, dict[int, Vector]]:
    by_month: dict[tuple[Period, int], list[Value]] = defaultdict(list)
    for value in values:
        if value.unit_id in counting:
            by_month[value.period, counting[value.unit_id]].append(value)
    found: dict[Period, dict[int, Vector]] = defaultdict(dict)
    for (period, unit), kept in by_month.items():
        found[period][unit] = tally(kept).list_sums(names)
    return found
