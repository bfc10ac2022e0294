"""One part of the tree and one year, asked of the running totals and of what is not added yet.

Sums of single cells come as JSON arrays, one for each indicator and field: a nation's 70,000 as
fast as a province's 2,000 row by row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from domain.measures import Fold
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Indicator
from domain.progress.totals import SENT
from storage.totals import statements
from storage.totals.sources import QuerySources
from storage.totals.statements import QueryVariant

_numbers = msgspec.json.Decoder(list[float]).decode
_ids = msgspec.json.Decoder(list[int]).decode
Sums = dict[str, dict[str, tuple[float, int]]]
"""Code → field → amount and answers."""
ByUnit = dict[str, dict[str, dict[int, float]]]
"""Code → field → unit → number."""
Monthly = dict[Period, dict[str, dict[int, float]]]
"""Month → field → unit → number."""
Holding = dict[Period, dict[str, list[float]]]
"""Month → field → amount, answers, previous, previous_answers."""
_Single = tuple[str, str, int]
_Sum = tuple[float, int]


class _Spread(NamedTuple):
    """The units in which an array of cells counts, in its order; `apart`: each another one."""

    units: list[int]
    apart: bool


def _nested() -> ByUnit:
    return defaultdict(lambda: defaultdict(dict))


@dataclass(frozen=True, slots=True)
class UnitSums:
    """Amounts unit by unit, and added; `answers` unit by unit only where they were asked for."""

    wholes: Sums = field(default_factory=lambda: defaultdict(dict))
    amounts: ByUnit = field(default_factory=_nested)
    answers: ByUnit = field(default_factory=_nested)


class Reading:
    """What is asked of some cells, for the year's months up to `last`."""

    def __init__(self, sources: QuerySources, last: Period) -> None:
        self._sources, self._cohorts, self._last = sources, sources.cohorts, last
        self._ask, self._list = sources.ask, sources.listed
        self._spreads: dict[str, _Spread] = {}

    # --- over the year -------------------------------------------------------------------------

    def _months(self, codes: Collection[str]) -> dict[str, Any]:
        return {"periods": self._list(self._year_so_far), "codes": self._list(codes)}

    @property
    def _year_so_far(self) -> list[str]:
        return [f"{self._last.year}-{month:02}" for month in range(1, self._last.month + 1)]

    def _folded(self, indicators: Sequence[Indicator], variant: QueryVariant) -> dict[str, Any]:
        """What the statements that fold a year are asked."""
        states = [i.code for i in indicators if i.fold is Fold.LAST]
        return {
            "periods": self._list(self._periods(variant)),
            "codes": self._list([i.code for i in indicators]),
            "states": self._list(states),
        }

    def _periods(self, variant: QueryVariant) -> list[str]:
        """The year, as the totals have it in a row and changes have it in months."""
        if not self._by_year:
            return self._year_so_far
        year = str(self._last.year)
        return [*self._year_so_far, year] if variant.new else [year]

    @cached_property
    def _by_year(self) -> bool:
        """Whether no reports of later months are in the year's sums."""
        later = [f"{self._last.year}-{month:02}" for month in range(self._last.month + 1, 13)]
        return not later or not any(
            found
            for source in self._sources.whole
            for (found,) in self._ask(
                statements.anything(source.variant), source, periods=self._list(later)
            )
        )

    def sums(self, indicators: Sequence[Indicator]) -> Sums:
        """Amounts and answers, folded over time."""
        found: Sums = defaultdict(dict)
        for source in self._sources.whole:
            asked = self._folded(indicators, source.variant)
            for code, name, amount, count in self._ask(
                statements.sums(source.variant), source, **asked
            ):
                add_up(found[code], name, amount, count)
        return found

    def sent(self, period: Period) -> Iterator[tuple[int, int]]:
        """Cells, and how many of their reports of a period are in force; a cell may come twice."""
        for source in self._sources.each:
            asked = self._list([str(period)])
            yield from self._ask(statements.sent(source.variant), source, periods=asked)

    # --- unit by unit --------------------------------------------------------------------------

    def by_unit(self, indicators: Sequence[Indicator], *, answers: bool = False) -> UnitSums:
        """The same as `sums` of each unit that has an answer, and of all of them."""
        found = UnitSums()
        alone = self._sources.changed | self._cohorts.former
        for code, name, count, cohorts, amounts, *counts in self._in_bulk(
            indicators, alone, answers
        ):
            numbers = _numbers(amounts)
            add_up(found.wholes[code], name, sum(numbers), count)
            self._spread(found.amounts[code][name], cohorts, numbers)
            for each in counts:
                self._spread(found.answers[code][name], cohorts, _numbers(each))
        self._add_singly(found, indicators, alone, answers)
        return found

    def _add_singly(
        self,
        found: UnitSums,
        indicators: Sequence[Indicator],
        alone: Collection[int],
        answers: bool,
    ) -> None:
        singly = self._one_by_one(indicators, alone)
        for (code, name, cohort_id), (amount, count) in self._valid(
            singly, found.amounts, indicators
        ):
            home = self._cohorts.locations[cohort_id]
            add_up(found.wholes[code], name, amount, count)
            _add_to(found.amounts[code][name], home, amount)
            if answers:
                _add_to(found.answers[code][name], home, count)

    def _valid(
        self, singly: Mapping[_Single, _Sum], units: ByUnit, indicators: Sequence[Indicator]
    ) -> list[tuple[_Single, _Sum]]:
        """Without what parts said before they were merged, where their heir has spoken since."""
        found = {key: sums for key, sums in singly.items() if sums[1]}
        former, locations = self._cohorts.former, self._cohorts.locations
        words = {i.code for i in indicators if is_word(i)}
        spoken = {code: {u for column in units[code].values() for u in column} for code in words}
        for code, _, cohort_id in found:
            if code in words and cohort_id not in former:
                spoken[code].add(locations[cohort_id])
        return [
            (key, sums)
            for key, sums in found.items()
            if not (key[0] in words and key[2] in former and locations[key[2]] in spoken[key[0]])
        ]

    def _in_bulk(
        self, indicators: Sequence[Indicator], alone: Collection[int], answers: bool
    ) -> Sequence[Any]:
        """Of all cells but these, by code and field: answers, and packed the cells, their amounts
        and, where they are asked for, the answers of each."""
        settled = self._sources.each[0]
        asked = self._folded(indicators, settled.variant)
        statement = statements.bulk(settled.variant, self._by_year, answers)
        return self._ask(statement, settled, **asked, alone=self._list(alone))

    def _one_by_one(
        self, indicators: Sequence[Indicator], alone: Collection[int]
    ) -> dict[_Single, _Sum]:
        """Amount and answers of single cells, what is new included."""
        found: dict[_Single, _Sum] = {}
        for source in (self._sources.settled(alone), *self._sources.unsettled) if alone else ():
            asked = self._folded(indicators, source.variant)
            whole = self._by_year and not source.variant.new
            statement = statements.sums_by_cohort(source.variant, whole)
            for code, name, cohort_id, amount, count in self._ask(statement, source, **asked):
                had = found.get((code, name, cohort_id), (0.0, 0))
                found[code, name, cohort_id] = (had[0] + amount, had[1] + count)
        return found

    def _spread(self, into: dict[int, float], cohorts: str, numbers: Sequence[float]) -> None:
        """Add what an array of cells has to the units in which these count."""
        if cohorts not in self._spreads:  # many indicators have the same
            units = [self._cohorts.locations[cohort_id] for cohort_id in _ids(cohorts)]
            self._spreads[cohorts] = _Spread(units, len(set(units)) == len(units))
        spread = self._spreads[cohorts]
        if spread.apart and not into:
            into.update(zip(spread.units, numbers, strict=True))
            return
        for unit, number in zip(spread.units, numbers, strict=True):
            _add_to(into, unit, number)

    # --- over time -----------------------------------------------------------------------------

    def monthly(self, codes: Collection[str]) -> dict[str, Monthly]:
        """By code, month and field: the amounts of each unit."""
        found: dict[str, Monthly] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
        for code, period, name, cohorts, amounts in self._by_cohort(codes, ("amount",)):
            self._spread(found[code][period][name], cohorts, _numbers(amounts))
        return found

    def _by_cohort(self, codes: Collection[str], figures: tuple[str, ...]) -> Iterator[Any]:
        """Code, month, field, and packed the cells and these figures of theirs."""
        for source in self._sources.each if codes else ():
            statement = statements.monthly(source.variant, figures)
            for code, period, *rest in self._ask(statement, source, **self._months(codes)):
                yield code, Period.parse(period), *rest

    def by_month(self, codes: Collection[str]) -> Iterator[tuple[str, Period, str, list[float]]]:
        """Code, month, field and the four figures of HOLDING; what is new comes apart."""
        for source in self._sources.whole if codes else ():
            statement = statements.by_month(source.variant)
            for code, period, name, *sums in self._ask(statement, source, **self._months(codes)):
                yield code, Period.parse(period), name, sums

    def latest(self, codes: Collection[str]) -> Sums:
        """What holds of the newest month anybody here reported and the one before."""
        months: dict[str, Holding] = defaultdict(_no_months)
        for code, period, name, sums in self.by_month(codes):
            _add_all(months[code][period][name], sums)
        return {code: _holding(by_period) for code, by_period in months.items()}

    def latest_by_unit(self, codes: Collection[str]) -> dict[int, Sums]:
        """The same of each unit that has an answer: the newest month is its own."""
        months: dict[int, dict[str, Holding]] = defaultdict(lambda: defaultdict(_no_months))
        for code, period, name, cohorts, *columns in self._by_cohort(codes, statements.HOLDING):
            numbers = zip(*(_numbers(column) for column in columns), strict=True)
            for cohort_id, sums in zip(_ids(cohorts), numbers, strict=True):
                home = self._cohorts.locations[cohort_id]
                _add_all(months[home][code][period][name], sums)
        return {
            unit: {code: _holding(by_period) for code, by_period in own.items()}
            for unit, own in months.items()
        }

    def in_days(
        self, codes: Collection[str], days: Collection[str]
    ) -> Iterator[tuple[str, str, float]]:
        """Code, field, and what was sent on these days; what is new comes apart."""
        for source in self._sources.whole:
            asked = {"periods": self._list(days), "codes": self._list([*codes, SENT[0]])}
            yield from self._ask(statements.in_days(source.variant), source, **asked)


def is_word(indicator: Indicator) -> bool:
    """Whether it is a state that a commune, an area or a province tells of itself."""
    return indicator.fold is Fold.LAST and indicator.entered_by != (Level.BRANCH,)


def add_up(fields: dict[str, tuple[float, int]], name: str, amount: float, count: int) -> None:
    """Add an amount and its answers to a field's."""
    had = fields.get(name, (0.0, 0))
    fields[name] = (had[0] + amount, had[1] + count)


def _add_to(into: dict[int, float], unit: int, number: float) -> None:
    into[unit] = into.get(unit, 0.0) + number


def _add_all(into: list[float], sums: Sequence[float]) -> None:
    into[:] = [a + b for a, b in zip(into, sums, strict=True)]


def _no_months() -> Holding:
    return defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))


def _holding(months: Mapping[Period, Mapping[str, Sequence[float]]]) -> dict[str, _Sum]:
    told = [p for p, fields in months.items() if any(f[1] for f in fields.values())]
    if not told:
        return {}
    newest = max(told)
    found: dict[str, _Sum] = {}
    for name, (amount, answers, previous, previous_answers) in months[newest].items():
        add_up(found, name, amount - previous, int(answers - previous_answers))
    for name, (amount, answers, *_) in months.get(newest.previous(), {}).items():
        add_up(found, name, amount, int(answers))
    return found
