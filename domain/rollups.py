"""The roll-ups: how units become one figure, and all that follows from it.

A roll-up is a class. What others have to decide about a figure they ask of it. The plan's file
names those in `ROLLUPS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar

S_co = TypeVar("S_co", covariant=True)


class Judge(Protocol[S_co]):
    """The ways in which the figure of one indicator at one node can be judged."""

    def judge_sum(self) -> S_co:
        """Judge what is added against a number."""
        ...

    def judge_ratio(self, scale: float) -> S_co:
        """Judge the sum of parts over the sum of wholes, times `scale`."""
        ...

    def judge_share(self) -> S_co:
        """Judge how many units reached their number."""
        ...

    def judge_below(self) -> S_co:
        """Judge how many units stay below a percentage."""
        ...


class Singly(StrEnum):
    """Which units' amounts are needed one by one, beside the whole."""

    NONE = "none"
    COUNTED = "counted"
    """Those of the units that the target counts."""
    ANSWERING = "answering"
    """Those of the units that answered."""


@dataclass(frozen=True)
class RollUp:
    """How units become one figure.

    `name`: what the plan's file calls it. `scale`: what a ratio is multiplied by (100 for percent),
    None for anything but a ratio. `suffix`: what follows the figure ("%"). `singly`: which amounts
    are needed one by one, also of the database. `counts_units`: the figure is a number of units
    that reached theirs. `adds`: amounts of months add up towards the target. `has_figure_of_month`:
    a month by itself has a figure. `fewer_is_better`: the figure is meant to fall, from a baseline
    of units below a percentage. `alone`: the roll-up by which a single unit shows its own, None
    where it is this one.
    """

    name: str
    scale: float | None = None
    suffix: str = ""
    singly: Singly = Singly.NONE
    counts_units: bool = False
    adds: bool = False
    has_figure_of_month: bool = True
    fewer_is_better: bool = False
    alone: "RollUp | None" = None

    SUM: ClassVar["RollUp"]
    RATIO: ClassVar["RollUp"]
    SHARE: ClassVar["RollUp"]
    BELOW: ClassVar["RollUp"]

    @property
    def is_ratio(self) -> bool:
        """Whether it is a part of a whole, which is never added and has no number to reach."""
        return self.scale is not None

    @property
    def is_percent(self) -> bool:
        """Whether the figure is in percent."""
        return self.suffix == _PERCENT

    def compute_shown(self, amount: float, part: float, whole: float) -> float | None:
        """Return the figure of sums; None for a ratio where nothing occurred."""
        if self.scale is None:
            return amount
        return self.scale * part / whole if whole else None

    def count_people(self, amount: float, whole: float) -> float:
        """Count whom sums are about: the whole of a ratio, else the amount."""
        return whole if self.is_ratio else amount

    def judge(self, by: Judge[S_co]) -> S_co:
        """Judge the figure in this roll-up's own way."""
        raise NotImplementedError


class Added(RollUp):
    """Units are added."""

    def judge(self, by: Judge[S_co]) -> S_co:
        """Judge the sum."""
        return by.judge_sum()


class Ratio(RollUp):
    """The sum of parts over the sum of wholes; never a mean of percentages."""

    def judge(self, by: Judge[S_co]) -> S_co:
        """Judge the ratio."""
        return by.judge_ratio(self.scale or 1)


class ShareOfUnits(RollUp):
    """Units that reached their number, out of all of them."""

    def judge(self, by: Judge[S_co]) -> S_co:
        """Judge how many reached it."""
        return by.judge_share()


class UnitsBelow(RollUp):
    """How many units stay below a percentage."""

    def judge(self, by: Judge[S_co]) -> S_co:
        """Judge how many stay below."""
        return by.judge_below()


_PERCENT = "%"

RollUp.SUM = Added("sum", adds=True)
RollUp.RATIO = Ratio("ratio", scale=100, suffix=_PERCENT)
RollUp.SHARE = ShareOfUnits("share", singly=Singly.COUNTED, counts_units=True, adds=True)
RollUp.BELOW = UnitsBelow(
    "below",
    singly=Singly.ANSWERING,
    has_figure_of_month=False,
    fewer_is_better=True,
    alone=RollUp.RATIO,
)

ROLLUPS: Sequence[RollUp] = (RollUp.SUM, RollUp.RATIO, RollUp.SHARE, RollUp.BELOW)
