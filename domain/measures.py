"""The kinds of value: how each is asked, folded over time and turned into one amount.

A value is stored as amounts by field. Over time the amounts of one unit are folded (`fold`);
over units they are added (`Tally`), in any order and grouping. A kind then judges the sums.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from typing import ClassVar, Protocol

from domain.periods import Period
from domain.rollups import RollUp


class Fold(StrEnum):
    """How one unit's values of a year become one.

    SUM: what happened adds up. LAST: the newest value holds. EVERY: every month from January on
    must have one (judged where the months are known, see domain.progress). LATEST: only
    the newest form's value counts, whoever left it out has not answered.
    """

    SUM = "sum"
    LAST = "last"
    EVERY = "every"
    LATEST = "latest"

    @property
    def is_state(self) -> bool:
        """Whether a value holds on, instead of adding to the others."""
        return self in (Fold.LAST, Fold.LATEST)

    @property
    def holds_until_changed(self) -> bool:
        """Whether the newest value holds until another comes."""
        return self is Fold.LAST

    @property
    def is_newest_form_alone(self) -> bool:
        """Whether only the newest form's values count."""
        return self is Fold.LATEST

    @property
    def is_monthly(self) -> bool:
        """Whether every month is judged by itself."""
        return self is Fold.EVERY

    @property
    def adds(self) -> bool:
        """Whether the months are added."""
        return self is Fold.SUM


@dataclass(frozen=True, slots=True)
class Value:
    """One stored amount. `count`: how many answers it sums up (1 unless it was added beforehand).

    `by`: the unit that reported it, if that one has been merged into `unit_id` since.
    """

    unit_id: int
    period: Period
    field: str
    amount: float
    count: int = 1
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums by field, with the number of answers in each. Adding is commutative and associative."""

    sums: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        sums, counts = defaultdict(float, self.sums), defaultdict(int, self.counts)
        for name, amount in other.sums.items():
            sums[name] += amount
        for name, count in other.counts.items():
            counts[name] += count
        return Tally(dict(sums), dict(counts))

    def __bool__(self) -> bool:
        return bool(self.counts)

    def get(self, name: str) -> float:
        """Return the sum of a field, 0 if nothing was answered."""
        return self.sums.get(name, 0)

    def list_sums(self, names: tuple[str, ...]) -> tuple[float, ...]:
        """Return the sums of these fields, in their order."""
        return tuple(self.sums.get(name, 0) for name in names)


def tally(values: Iterable[Value]) -> Tally:
    """Add all these values, whatever their unit and period."""
    sums: defaultdict[str, float] = defaultdict(float)
    counts: defaultdict[str, int] = defaultdict(int)
    for value in values:
        sums[value.field] += value.amount
        counts[value.field] += value.count
    return Tally(dict(sums), dict(counts))


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    """Add the tallies of many units."""
    return reduce(Tally.__add__, tallies, Tally())


def fold(how: Fold, values: Iterable[Value], newest: Period | None = None) -> Tally:
    """Fold one unit's values of one indicator over time.

    `newest`: the newest period that asks it and counts. LATEST drops a value of an earlier one.
    """
    kept = list(values)
    if how in (Fold.SUM, Fold.EVERY) or not kept:
        return tally(kept)
    last = max(value.period for value in kept)
    if how is Fold.LATEST and newest is not None and last < newest:
        return Tally()
    return tally(value for value in kept if value.period == last)


class Measure(Protocol):
    """A kind of value.

    `asks` names how an answer is read: count, pair, share or yes_no. `can_fall`: more answers may
    take something away, and a figure of it is a change. `adds`: amounts of months and units add up
    to the amount of all. `has_words`: an answer is a word, yes or no, and each counts as one.
    `has_whole`: both part and whole are answered.
    """

    name: ClassVar[str]
    asks: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    rollups: ClassVar[frozenset[RollUp]]
    can_fall: ClassVar[bool] = False
    adds: ClassVar[bool] = True
    has_words: ClassVar[bool] = False
    has_whole: ClassVar[bool] = False

    def compute_amount(self, sums: Sequence[float]) -> float:
        """Return the amount the sums (in the order of the fields) make, as the target counts it."""
        ...

    def compute_ratio(self, sums: Tally, fields: tuple[str, ...]) -> tuple[float, float]:
        """Return (part, whole) of the sums; the whole is 0 where nothing occurred."""
        ...


@dataclass(frozen=True, slots=True)
class Count(Measure):
    """One number: households, people, activities, models."""

    name: ClassVar[str] = "count"
    asks: ClassVar[str] = "count"
    fields: ClassVar[tuple[str, ...]] = ("count",)
    rollups: ClassVar[frozenset[RollUp]] = frozenset({RollUp.SUM, RollUp.SHARE})

    def compute_amount(self, sums: Sequence[float]) -> float:
        """Return the number."""
        return sums[0]

    def compute_ratio(self, sums: Tally, fields: tuple[str, ...]) -> tuple[float, float]:
        """Return the number out of how many answered."""
        return sums.get(fields[0]), sums.counts.get(fields[0], 0)


@dataclass(frozen=True, slots=True)
class Net(Measure):
    """Two numbers, one taken from the other: joined and left."""

    name: ClassVar[str] = "net"
    asks: ClassVar[str] = "pair"
    fields: ClassVar[tuple[str, ...]] = ("joined", "left")
    rollups: ClassVar[frozenset[RollUp]] = frozenset({RollUp.SUM, RollUp.SHARE})
    can_fall: ClassVar[bool] = True

    def compute_amount(self, sums: Sequence[float]) -> float:
        """Return the first less the second; below 0 where more left than joined."""
        return sums[0] - sums[1]

    def compute_ratio(self, sums: Tally, fields: tuple[str, ...]) -> tuple[float, float]:
        """Return the net change out of all who joined."""
        return self.compute_amount(sums.list_sums(fields)), sums.get(fields[0])


@dataclass(frozen=True, slots=True)
class Steps(Measure):
    """Two numbers, the second following the first: registered and done. Both are needed."""

    name: ClassVar[str] = "steps"
    asks: ClassVar[str] = "pair"
    fields: ClassVar[tuple[str, ...]] = ("registered", "done")
    rollups: ClassVar[frozenset[RollUp]] = frozenset({RollUp.SUM, RollUp.SHARE})
    adds: ClassVar[bool] = False

    def compute_amount(self, sums: Sequence[float]) -> float:
        """Return the lesser of the two: only what went both steps counts."""
        return min(sums[0], sums[1])

    def compute_ratio(self, sums: Tally, fields: tuple[str, ...]) -> tuple[float, float]:
        """Return done out of registered."""
        return sums.get(fields[1]), sums.get(fields[0])


@dataclass(frozen=True, slots=True)
class Share(Measure):
    """A part of a whole, both as numbers; never a typed percentage."""

    name: ClassVar[str] = "share"
    asks: ClassVar[str] = "share"
    fields: ClassVar[tuple[str, ...]] = ("part", "whole")
    rollups: ClassVar[frozenset[RollUp]] = frozenset({RollUp.RATIO, RollUp.BELOW})
    has_whole: ClassVar[bool] = True

    def compute_amount(self, sums: Sequence[float]) -> float:
        """Return the part."""
        return sums[0]

    def compute_ratio(self, sums: Tally, fields: tuple[str, ...]) -> tuple[float, float]:
        """Return part and whole."""
        return sums.get(fields[0]), sums.get(fields[1])


@dataclass(frozen=True, slots=True)
class YesNo(Measure):
    """Yes (1) or no (0)."""

    name: ClassVar[str] = "yes_no"
    asks: ClassVar[str] = "yes_no"
    fields: ClassVar[tuple[str, ...]] = ("yes",)
    rollups: ClassVar[frozenset[RollUp]] = frozenset({RollUp.RATIO, RollUp.SHARE})
    has_words: ClassVar[bool] = True

    def compute_amount(self, sums: Sequence[float]) -> float:
        """Return how many said yes."""
        return sums[0]

    def compute_ratio(self, sums: Tally, fields: tuple[str, ...]) -> tuple[float, float]:
        """Return how many said yes out of how many answered."""
        return sums.get(fields[0]), sums.counts.get(fields[0], 0)


MEASURES: tuple[Measure, ...] = (Count(), Net(), Steps(), Share(), YesNo())
