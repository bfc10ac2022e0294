"""Where an indicator stands at one node: by the sums, ratio, share or count of its roll-up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.measures import Tally
from domain.org.levels import Level
from domain.plan.plan import AfterMerger, Indicator
from domain.progress.aggregate import Aggregate, Vector, count_answered
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


class Judging:
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
        by_unit = not indicator.rollup.counts_units or set(per) <= set(levels)
        if not (indicator.is_own_state and by_unit and aggregated.units):
            return answers
        of_parts = count_owed(indicator, owing, self.owed) > len(self.scope.list_at_levels(levels))
        return answers if of_parts else len(aggregated.units)


def judge_standing(
    indicator: Indicator, aggregated: Aggregate, judging: Judging, coverage: Coverage
) -> Standing:
    """Judge where an indicator stands against its target at the node."""
    return indicator.rollup.judge(_Figure(indicator, aggregated, judging, coverage))


@dataclass(frozen=True, slots=True)
class _Figure:
    """One indicator's figure, to be judged as its roll-up says."""

    indicator: Indicator
    aggregated: Aggregate
    judging: Judging
    coverage: Coverage

    def judge_sum(self) -> Standing:
        indicator = self.indicator
        goal, provisional = _find_target(indicator, self.judging)
        return judge_sum(
            indicator.compute_amount(self.aggregated.whole),
            goal,
            self.coverage,
            lower=indicator.lower_is_better,
            falls=indicator.measure.can_fall,
            provisional=provisional,
        )

    def judge_ratio(self, scale: float) -> Standing:
        indicator, measure = self.indicator, self.indicator.measure
        part, whole = measure.compute_ratio(self.aggregated.whole, indicator.field_names)
        return judge_ratio(
            part,
            whole,
            indicator.target.percent,
            self.coverage,
            scale=scale,
            lower=indicator.lower_is_better,
            of_units=measure.has_words,
        )

    def judge_share(self) -> Standing:
        return _judge_by_share(self.indicator, self.aggregated, self.judging, self.coverage)

    def judge_below(self) -> Standing:
        return _judge_by_below(self.indicator, self.aggregated, self.judging, self.coverage)


def _judge_by_share(
    indicator: Indicator, aggregated: Aggregate, judging: Judging, coverage: Coverage
) -> Standing:
    amount = indicator.compute_amount(aggregated.whole)
    scope, per = judging.scope, indicator.target.per
    if scope.branches and Level.BRANCH in per:
        return _judge_branches(indicator, amount, coverage, scope.branches)
    if not scope.list_at_levels(per):
        return judge_sum(amount, None, coverage)
    if not indicator.fold.is_monthly:
        standing = _judge_units(indicator, aggregated, judging, coverage)
    elif not judging.cutoff.periods:
        return Standing(total=amount, coverage=coverage)
    else:
        standing = _judge_months(indicator, aggregated, judging, coverage)
        standing = replace(standing, total=amount, total_target=None)
    falls = indicator.measure.can_fall and not coverage.is_full
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
    indicator: Indicator, aggregated: Aggregate, judging: Judging, coverage: Coverage
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
        builds_up=indicator.fold.adds,
    )
    adds_parts = standing.units == 1 and _adds_parts(indicator, judging.node, judging)
    return replace(standing, parts=judging.node.parts) if adds_parts else standing


def _judge_months(
    indicator: Indicator, aggregated: Aggregate, judging: Judging, coverage: Coverage
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
    indicator: Indicator, judging: Judging
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Group the counted units: the number asked of them, and their ids."""
    for kind, ids in judging.scope.group_alike(indicator.target.per):
        yield _find_asked(indicator, kind, judging), ids


def _to_amount(indicator: Indicator, vector: Vector | None) -> float:
    return 0.0 if vector is None else indicator.measure.compute_amount(vector)


def _keep_order(ids: set[int], counted: Sequence[Node]) -> tuple[int, ...]:
    return tuple(node.unit_id for node in counted if node.unit_id in ids) if ids else ()


def _judge_by_below(
    indicator: Indicator, aggregated: Aggregate, judging: Judging, coverage: Coverage
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


def _find_asked(indicator: Indicator, node: Node, judging: Judging) -> float:
    number = indicator.target.number or 0
    return number * node.parts if _adds_parts(indicator, node, judging) else number


def _adds_parts(indicator: Indicator, node: Node, judging: Judging) -> bool:
    """Return True if a unit owes the numbers of all units that went into it."""
    merged = indicator.target.merged or judging.plan.settings.after_merger
    added = merged is AfterMerger.SUM and not indicator.measure.has_words
    return added and node.level is Level.COMMUNE


def _find_target(indicator: Indicator, judging: Judging) -> tuple[float | None, bool]:
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
