"""Makes up what reports say: for each indicator a rule and a figure, drawn by a seed.

Rare things (households, members, models) are strewn over the reports that were sent, so that a
year's figure is reached at a known pace. States begin in some month and stay. Each indicator draws
from its own seed, so one more does not change the others.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil
from random import Random

from bot.demo.samples.branches import FIRST_COMMUNE
from domain.org.levels import Level
from domain.org.tree import Baseline, Tree, TreeView, UnitKey

SHOWN_BRANCH = f"CH-{FIRST_COMMUNE}-01"
"""The branch whose report stands in the documents; its numbers are those of `SHOWN`."""

SHOWN: Mapping[str, tuple[tuple[int, ...], Mapping[int, tuple[int, ...]]]] = {
    "1.1": ((1,), {3: (2,), 6: (2,)}),
    "1.2a": ((0,), {5: (1,), 9: (1,)}),
    "1.2b": ((0,), {4: (1,)}),
    "1.4a": ((0,), {3: (1,), 5: (1,), 7: (1,), 9: (2,)}),
    "1.5a": ((0, 0), {3: (1, 0), 9: (3, 1)}),
    "2.4": ((1, 1), {}),
    "2.5": ((0,), {6: (1,)}),
}
"""By indicator: what is said in most months, and in some."""

FLOWS: Mapping[str, tuple[float, ...]] = {
    "1.2a": (161 * 0.83,),
    "1.2b": (161 * 0.96,),
    "1.2c": (1.4,),
    "1.2d": (20 * 0.85,),
    "1.4a": (805 * 0.90,),
    "1.5a": (960, 320),  # net 640 of 800
    "1.7a": (1.3,),
    "1.7b": (0.5,),
    "2.5": (500 * 0.74,),
    "4.1": (50 * 0.88,),
}
"""What twelve months come to, by field."""

OFTEN: Mapping[str, tuple[int, ...]] = {
    "1.1": (3, 62, 27, 8),
    "1.7c": (25, 65, 10),
    "1.7d": (15, 60, 20, 5),
    "2.2": (4, 60, 26, 10),
    "2.4": (4, 96),
}
"""How often 0, 1, 2 or 3 is said."""

STATES: Mapping[str, tuple[float, float]] = {
    "1.6b": (0.0, 0.55),
    "2.1a": (0.20, 0.95),
    "2.1b": (0.15, 0.90),
    "2.1c": (0.02, 0.16),
    "2.3": (0.50, 0.95),
    "3.1": (0.30, 0.85),
    "3.3a": (0.85, 0.97),
    "3.3b": (0.60, 0.92),
}
"""The share of units that have it when the year begins and when it ends."""

STAFF: Mapping[str, tuple[int, float, float]] = {
    "1.6a": (3, 0.75, 0.95),
    "1.6c": (4, 0.80, 0.97),
}
"""How many people a unit has at most, and the share who can when the year begins and ends."""

WORKS = (0.0, 0.34)
_NEVER = 99
_NEAR = 15  # members short of 60% that a sample commune makes up in the year
_DEFAULTS: Mapping[str, tuple[int, ...]] = {"yes_no": (1,), "share": (1, 1)}


@dataclass(frozen=True, slots=True)
class Question:
    """What a level is asked: an indicator, how it is answered, its fields, in which months.

    `kind` is count, pair, share or yes_no; `months` are the months of the forms that ask it.
    """

    indicator: str
    kind: str
    fields: tuple[str, ...]
    months: frozenset[int]
    level: Level


@dataclass(frozen=True, slots=True)
class Slot:
    """A report that was sent: whose, with which level's form, for which month (1-12)."""

    unit: UnitKey
    level: Level
    month: int


@dataclass(frozen=True, slots=True)
class Season:
    """What the numbers are drawn from; `views` are the tree on each month's due day."""

    tree: Tree
    views: Mapping[int, TreeView]
    slots: Sequence[Slot]
    baselines: Mapping[UnitKey, Baseline]
    seed: int
    by_level: Mapping[Level, Sequence[Slot]] = field(default_factory=dict)

    @property
    def newest(self) -> TreeView:
        return self.views[max(self.views)]

    def make_rng(self, what: str) -> Random:
        return Random(f"{self.seed}:{what}")  # noqa: S311 - samples, not secrets


class Book:
    """The amounts of every report, by indicator."""

    def __init__(self, season: Season, asked: Iterable[Question]) -> None:
        self._season = season
        self._forms = sorted(asked, key=lambda a: a.indicator)
        self._near = _find_nearly_there(season)
        self._weights = _draw_weights(season)
        self._flows = {code: self._strew_all(code) for code in FLOWS}
        self._often = {code: self._draw_often(code) for code in OFTEN}
        self._since = {code: _draw_begun(season, code, *STATES[code]) for code in STATES}
        self._able = {code: _draw_begun(season, code, *STAFF[code][1:]) for code in STAFF}
        self._works = _draw_begun(season, "works", *WORKS)
        self._done = _draw_finished(season, self._works)
        self._net = self._collect_net()

    def find_amounts(self, asked: Question, slot: Slot) -> tuple[int, ...]:
        """Find one amount for each field of what is asked."""
        found = self._draw_amounts(asked, slot)
        return (*found, *(0 for _ in asked.fields))[: len(asked.fields)]

    def _draw_amounts(self, asked: Question, slot: Slot) -> tuple[int, ...]:
        code = asked.indicator
        if slot.unit.code == SHOWN_BRANCH and code in SHOWN:
            usual, others = SHOWN[code]
            return others.get(slot.month, usual)
        if code in FLOWS:
            return tuple(counts[slot] for counts in self._flows[code])
        if code in OFTEN:
            return self._fit_answer(asked, self._often[code].get(slot, 1))
        if code in STATES:
            return self._fit_answer(asked, self._count_begun(self._since[code], slot))
        if code in STAFF:
            return self._count_staff(code, slot)
        return self._find_special(asked, slot)

    def _find_special(self, asked: Question, slot: Slot) -> tuple[int, ...]:
        if asked.indicator == "1.5b":
            return self._count_members(slot)
        if asked.indicator == "1.4b":
            before = max((m for m in asked.months if m < slot.month), default=0)
            begun, done = self._works[slot.unit], self._done[slot.unit]
            return int(before < begun <= slot.month), int(before < done <= slot.month)
        return _DEFAULTS.get(asked.kind, ())

    @staticmethod
    def _fit_answer(asked: Question, amount: int) -> tuple[int, ...]:
        return (min(amount, 1), 1) if asked.kind in _DEFAULTS else (amount,)

    def _find_origins(self, key: UnitKey) -> tuple[UnitKey, ...]:
        return self._season.tree.predecessors(key) or (key,)

    def _count_begun(self, since: Mapping[UnitKey, int], slot: Slot) -> int:
        return sum(since[key] <= slot.month for key in self._find_origins(slot.unit))

    def _count_staff(self, code: str, slot: Slot) -> tuple[int, int]:
        """Count the people who can, and all: a unit lacks one at most, a merged unit one a part."""
        origins = self._find_origins(slot.unit)
        people = [STAFF[code][0] - int(key.code[-1]) % 2 for key in origins if key.code]
        return sum(people) - len(origins) + self._count_begun(self._able[code], slot), sum(people)

    def _count_members(self, slot: Slot) -> tuple[int, int]:
        """Count members and women of a commune's branches, from the baselines and the reports."""
        known = self._season.baselines
        view = self._season.views[slot.month]
        branches = [b.key for b in view.branches(slot.unit) if b.key in known]
        members = sum(known[b].members + self._sum_net(b, slot.month) for b in branches)
        return members, sum(known[b].women for b in branches)

    def _sum_net(self, branch: UnitKey, month: int) -> int:
        return sum(net for at, net in self._net.get(branch, ()) if at <= month)

    def _collect_net(self) -> dict[UnitKey, list[tuple[int, int]]]:
        found: dict[UnitKey, list[tuple[int, int]]] = {}
        for sign, counts in zip((1, -1), self._flows["1.5a"], strict=True):
            for slot, count in counts.items():
                found.setdefault(slot.unit, []).append((slot.month, sign * count))
        for month, (joined, left) in SHOWN["1.5a"][1].items():
            for unit in (u for u in self._season.baselines if u.code == SHOWN_BRANCH):
                found.setdefault(unit, []).append((month, joined - left))
        return found

    def _find_slots(self, code: str) -> list[Slot]:
        """Find the reports that ask it, of the lowest level that does."""
        for level in (Level.BRANCH, Level.COMMUNE, Level.AREA, Level.PROVINCE):
            months = [a.months for a in self._forms if (a.indicator, a.level) == (code, level)]
            if months:
                slots = self._season.by_level.get(level, ())
                return [s for s in slots if s.month in months[0] and s.unit.code != SHOWN_BRANCH]
        return []

    def _strew_all(self, code: str) -> tuple[Counter[Slot], ...]:
        rng, slots = self._season.make_rng(code), self._find_slots(code)
        part = len(self._season.views) / 12
        if code == "1.5a":
            return self._strew_joins_and_leaves([round(n * part) for n in FLOWS[code]], slots, rng)
        return tuple(self._strew(round(n * part), slots, rng) for n in FLOWS[code])

    def _strew(self, count: int, slots: Sequence[Slot], rng: Random) -> Counter[Slot]:
        if not slots:
            return Counter()
        weights = list(accumulate(self._weights.get(s.unit, 1.0) for s in slots))
        return Counter(rng.choices(slots, cum_weights=weights, k=count))

    def _strew_joins_and_leaves(
        self, counts: Sequence[int], slots: Sequence[Slot], rng: Random
    ) -> tuple[Counter[Slot], ...]:
        """Strew joins and leaves; communes a few members short of 60% gain them and lose nobody."""
        made_up: Counter[Slot] = Counter()
        for branches, missing in self._near:
            here = [s for s in slots if s.unit in branches]
            made_up += self._strew(missing, here, rng)
        near = {key for branches, _ in self._near for key in branches}
        joined = self._strew(max(0, counts[0] - made_up.total()), slots, rng)
        left = self._strew(counts[1], [s for s in slots if s.unit not in near], rng)
        return joined + made_up, left

    def _draw_often(self, code: str) -> dict[Slot, int]:
        rng, weights = self._season.make_rng(code), OFTEN[code]
        levels = {a.level for a in self._forms if a.indicator == code}
        slots = [s for s in self._season.slots if s.level in levels]
        return dict(
            zip(slots, rng.choices(range(len(weights)), weights, k=len(slots)), strict=True)
        )


def _draw_weights(season: Season) -> dict[UnitKey, float]:
    """Draw how much happens in a branch, by its area and its commune."""
    rng, view = season.make_rng("weights"), season.newest
    areas = {u.key: rng.uniform(0.5, 1.4) for u in view.of_level(Level.AREA)}
    weights: dict[UnitKey, float] = {}
    for commune in view.of_level(Level.COMMUNE):
        area = view.area(commune.key)
        weight = rng.uniform(0.6, 1.4) * (areas[area.key] if area else 1.0)
        weights.update((branch.key, weight) for branch in view.branches(commune.key))
    return weights


def _draw_begun(season: Season, what: str, start: float, end: float) -> dict[UnitKey, int]:
    """Draw the month in which a state began for each unit: 0 before the year, 99 never in it."""
    rng = season.make_rng(f"{what}:begun")
    steps = [start + (end - start) * month / 12 for month in range(13)]
    begun = {u.key: bisect_left(steps, rng.random()) for u in season.tree.units}
    return {key: month if month <= 12 else _NEVER for key, month in begun.items()}


def _draw_finished(season: Season, begun: Mapping[UnitKey, int]) -> dict[UnitKey, int]:
    """Draw when a work is done: one to four months after it was registered, one in five not yet."""
    rng = season.make_rng("done")
    lags = rng.choices((1, 2, 3, 4, _NEVER), k=len(begun))
    return {key: month + lag for (key, month), lag in zip(begun.items(), lags, strict=True)}


def _find_nearly_there(season: Season) -> list[tuple[frozenset[UnitKey], int]]:
    """Find the branches of each commune a few members short of 60%, and how many it will gain."""
    near = []
    for commune in season.newest.of_level(Level.COMMUNE):
        keys = [b.key for b in season.newest.branches(commune.key) if b.key in season.baselines]
        women = sum(season.baselines[k].women for k in keys)
        short = ceil(women * 0.6) - sum(season.baselines[k].members for k in keys)
        if 0 < short <= _NEAR:
            near.append((frozenset(keys), short + 2))
    return near
