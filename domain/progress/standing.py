"""Where a figure stands against its target: judged the same way at every node of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure beside its target.

    `achieved` and `target` are in the figure's own terms: a number for a sum, percent for a
    ratio, units for a share of units, units still below for a count of those. They are None where
    nothing is known, or no target is set for this node. `rate`: how much of the target is reached
    (1 is all of it). `pace`: the same, but units half-way there count in part; it is compared with
    the share of the year that is over. `part`/`whole`: what a ratio or a share is made of.
    `total`/`total_target`: amounts added over the units of a share. `answers`: how many answers it
    holds. `lagging`: ids of counted units that have not reached the number (not of branches where
    only their sums are known).
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
    answers: int = 0
    lagging: tuple[int, ...] = ()

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
    """What each of `count` units reached, against the number asked of it."""

    count: int
    amount: float
    asked: float
    reached: bool


def judge_sum(amount: float, target: float | None, answers: int, lower: bool = False) -> Standing:
    """Judge a sum against a number; with `lower`, staying at or under it is good."""
    if target is None:
        return Standing(achieved=amount, total=amount, answers=answers)
    met = amount <= target if lower else amount >= target
    rate = _compute_rate(target, amount) if lower else _compute_rate(amount, target)
    return Standing(amount, target, rate, rate, met, None, None, amount, target, answers)


def judge_ratio(
    part: float, whole: float, percent: float, answers: int, lower: bool = False
) -> Standing:
    """Judge a ratio of sums against a percentage; a whole of 0 means that nothing occurred."""
    if whole == 0:
        return Standing(target=percent, part=part, whole=whole, answers=answers)
    achieved = 100 * part / whole
    met = achieved <= percent if lower else achieved >= percent
    rate = _compute_rate(percent, achieved) if lower else _compute_rate(achieved, percent)
    return Standing(achieved, percent, rate, rate, met, part, whole, answers=answers)


def judge_share(
    units: Sequence[UnitAmount], percent: float, answers: int, lagging: tuple[int, ...] = ()
) -> Standing:
    """Judge how many units reached their number against how many should."""
    whole = sum(unit.count for unit in units)
    reached = sum(unit.count for unit in units if unit.reached)
    needed = ceil(whole * percent / 100)
    half_way = sum(u.count * min(1.0, max(0.0, _compute_rate(u.amount, u.asked))) for u in units)
    return Standing(
        achieved=reached,
        target=needed,
        rate=_compute_rate(reached, needed),
        pace=_compute_rate(half_way, needed),
        met=reached >= needed,
        part=reached,
        whole=whole,
        total=sum(unit.count * unit.amount for unit in units),
        total_target=sum(unit.count * unit.asked for unit in units),
        answers=answers,
        lagging=lagging,
    )


def judge_below(
    below: tuple[int, ...], counted: int, fewer: float | None, baseline: float | None, answers: int
) -> Standing:
    """Judge how many units stay below the percentage against the baseline less what is asked."""
    count = len(below)
    if fewer is None or baseline is None:
        return Standing(achieved=count, part=count, whole=counted, answers=answers, lagging=below)
    allowed = max(0.0, baseline - fewer)
    rate = _compute_rate(max(0.0, baseline - count), fewer)
    return Standing(
        achieved=count,
        target=allowed,
        rate=rate,
        pace=rate,
        met=count <= allowed,
        part=count,
        whole=counted,
        answers=answers,
        lagging=below,
    )


def _compute_rate(done: float, asked: float) -> float:
    return done / asked if asked else 1.0
