"""Where a figure stands against its target: judged the same way at every node of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from domain.progress.coverage import Coverage

_UNKNOWN = Coverage()


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure beside its target.

    `achieved` and `target` are in the figure's own terms: a number for a sum, percent for a
    ratio, units for a share of units, units still below for a count of those. They are None where
    nothing is known, or no target is set for this node. `rate`: how much of the target is reached
    (1 is all of it). `pace`: the same among those who answered, units half-way there counting in
    part; it is compared with what should be done by the cut-off. `met`: what was answered is
    enough, whatever those who have not answered would say. `part`/`whole`: what a ratio or a share
    is made of; the whole is those who answered. `total`/`total_target`: amounts added over the
    units of a share. `coverage`: how much it knows. `lagging`: ids of counted units that answered
    and have not reached the number (not of branches where only their sums are known).
    `provisional`: the target was only shared out, and nobody has set it. `units`: how many units a
    share counts, whether or not they answered. `parts`: how many former units' numbers the target
    of a merged one adds up. `withheld`: it stands on so few cases that this audience is told no
    number of it.
    """

    achieved: float | None = None
    target: float | None = None
    rate: float | None = None
    pace: float | None = None
    met: bool = False
    part: float | None = None
    whole: float | None = None
    total: float | None = None
    total_target: float | None = None
    coverage: Coverage = _UNKNOWN
    lagging: tuple[int, ...] = ()
    provisional: bool = False
    units: int = 0
    parts: int = 1
    withheld: bool = False

    @property
    def answers(self) -> int:
        """How many answers it holds."""
        return self.coverage.answered

    @property
    def nothing(self) -> bool:
        """Whether nobody answered, or nothing occurred that could be counted: not the same as 0."""
        return self.answers == 0 or self.achieved is None

    @property
    def percent(self) -> float | None:
        """Part of whole in percent; None where the whole is 0 or there is none."""
        if self.part is None or not self.whole:
            return None
        return 100 * self.part / self.whole


@dataclass(frozen=True, slots=True)
class UnitAmount:
    """What each of `count` units reached, against the number asked of it.

    `answered`: they said anything at all; else they count in nothing but what is owed.
    """

    count: int
    amount: float
    asked: float
    reached: bool
    answered: bool = True


def judge_sum(
    amount: float,
    target: float | None,
    coverage: Coverage,
    *,
    lower: bool = False,
    falls: bool = False,
    provisional: bool = False,
) -> Standing:
    """Judge a sum against a number.

    With `lower`, staying at or under it is good; with `falls`, answers still missing may take
    something away. Both are only met where everybody answered. Its pace is that of those who
    answered: what is missing is no zero.
    """
    if target is None:
        return Standing(achieved=amount, total=amount, coverage=coverage)
    there = amount <= target if lower else amount >= target
    rate = _compute_rate(target, amount) if lower else _compute_rate(amount, target)
    share = coverage.share or 1.0
    met = there and (coverage.is_full or not (lower or falls))
    return Standing(
        achieved=amount,
        target=target,
        rate=rate,
        pace=rate * share if lower else rate / share,
        met=met,
        total=amount,
        total_target=target,
        coverage=coverage,
        provisional=provisional,
    )


def judge_ratio(
    part: float,
    whole: float,
    needed: float,
    coverage: Coverage,
    *,
    scale: float = 100,
    lower: bool = False,
    of_units: bool = False,
) -> Standing:
    """Judge a ratio of sums against what is needed; a whole of 0 means that nothing occurred.

    `scale`: what the ratio is multiplied by, 100 for percent.
    `of_units`: its whole counts who answered (yes or no): it is met once as many said yes as are
    needed of all that owe an answer. Any other ratio is met only where everybody answered.
    """
    if whole == 0:
        return Standing(target=needed, part=part, whole=whole, coverage=coverage)
    achieved = scale * part / whole
    there = achieved <= needed if lower else achieved >= needed
    rate = _compute_rate(needed, achieved) if lower else _compute_rate(achieved, needed)
    met = there and coverage.is_full
    if of_units and not lower:
        met = scale * part >= needed * max(whole, coverage.owed)
    return Standing(achieved, needed, rate, rate, met, part, whole, coverage=coverage)


def judge_share(
    units: Sequence[UnitAmount],
    percent: float,
    coverage: Coverage,
    lagging: tuple[int, ...] = (),
    *,
    builds_up: bool = False,
) -> Standing:
    """Judge how many units reached their number against how many of all should.

    `builds_up`: amounts grow with every answer, so for the pace what is missing is no zero.
    """
    known = coverage.share if builds_up and coverage.answered else 1.0
    said = [unit for unit in units if unit.answered]
    whole, every = sum(unit.count for unit in said), sum(unit.count for unit in units)
    reached = sum(unit.count for unit in said if unit.reached)
    needed = ceil(every * percent / 100)
    rates = ((u.count, _compute_rate(u.amount, u.asked * known)) for u in said)
    half_way = sum(count * min(1.0, max(0.0, rate)) for count, rate in rates)
    return Standing(
        achieved=reached,
        target=needed,
        rate=_compute_rate(reached, needed),
        pace=_compute_rate(half_way, ceil(whole * percent / 100)),
        met=reached >= needed,
        part=reached,
        whole=whole,
        total=sum(unit.count * unit.amount for unit in said),
        total_target=sum(unit.count * unit.asked for unit in units),
        coverage=coverage,
        lagging=lagging,
        units=every,
    )


def judge_below(
    below: tuple[int, ...],
    counted: int,
    answered: int,
    fewer: float | None,
    baseline: float | None,
    coverage: Coverage,
) -> Standing:
    """Judge how many units stay below the percentage against the baseline less what is asked.

    Whoever has not answered counts as below before the target is said to be met; so does who
    answered of nobody, and has no percentage.
    """
    count, unknown = len(below), coverage.missing + max(0, answered - counted)
    if not counted:
        target = None if fewer is None or baseline is None else max(0.0, baseline - fewer)
        return Standing(target=target, part=count, whole=counted, coverage=coverage)
    if fewer is None or baseline is None:
        return Standing(achieved=count, part=count, whole=counted, coverage=coverage, lagging=below)
    allowed = max(0.0, baseline - fewer)
    rate = _compute_rate(max(0.0, baseline - count), fewer)
    return Standing(
        achieved=count,
        target=allowed,
        rate=rate,
        pace=rate,
        met=count + unknown <= allowed,
        part=count,
        whole=counted,
        coverage=coverage,
        lagging=below,
    )


def _compute_rate(done: float, asked: float) -> float:
    return done / asked if asked else 1.0
