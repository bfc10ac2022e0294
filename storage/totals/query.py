"""Reads one subtree and one year from the running totals and from the delta log.

Sums of single cohorts come as JSON arrays, one for each indicator and field: a nation's 70,000
are read as fast as a province's 2,000 row by row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

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
_Single = tuple[str, str, int]
_Sum = tuple[float, int]


class _Spread(NamedTuple):
    """The units in which an array of cohorts counts, in its order; `apart`: no unit is twice."""

    units: list[int]
    apart: bool


def _make_by_unit() -> ByUnit:
    return defaultdict(lambda: defaultdict(dict))


@dataclass(frozen=True, slots=True)
class UnitSums:
    """Amounts by unit and added up; `answers` by unit only if they were asked for."""

    wholes: Sums = field(default_factory=lambda: defaultdict(dict))
    amounts: ByUnit = field(default_factory=_make_by_unit)
    answers: ByUnit = field(default_factory=_make_by_unit)


def _make_by_month() -> dict[str, Monthly]:
    return defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))


@dataclass(frozen=True, slots=True)
class MonthSums:
    """Amounts and answers by code, month, field and unit, of units that answered."""

    amounts: dict[str, Monthly] = field(default_factory=_make_by_month)
    answers: dict[str, Monthly] = field(default_factory=_make_by_month)

    def drop_unanswered(self) -> None:
        """Drop the amounts of 0 that stand where there is no answer (any more)."""
        for code, months in self.answers.items():
            for period, fields in months.items():
                for name, units in fields.items():
                    for unit in [unit for unit, count in units.items() if count <= 0]:
                        del units[unit], self.amounts[code][period][name][unit]


class YearQuery:
    """Reads the figures of some cohorts for the year's months up to `last`."""

    def __init__(self, sources: QuerySources, last: Period) -> None:
        self._sources, self._cohorts, self._last = sources, sources.cohorts, last
        self._ask, self._list = sources.ask, sources.to_parameter
        self._spreads: dict[str, _Spread] = {}

    # --- over the year -------------------------------------------------------------------------

    def _list_month_parameters(self, codes: Collection[str]) -> dict[str, Any]:
        return {"periods": self._list(self._year_so_far), "codes": self._list(codes)}

    @property
    def _year_so_far(self) -> list[str]:
        return [f"{self._last.year}-{month:02}" for month in range(1, self._last.month + 1)]

    def _list_fold_parameters(
        self, indicators: Sequence[Indicator], variant: QueryVariant
    ) -> dict[str, Any]:
        """The parameters of the statements that fold a year."""
        states = [i.code for i in indicators if i.fold.holds_until_changed]
        return {
            "periods": self._list(self._list_periods(variant)),
            "codes": self._list([i.code for i in indicators]),
            "states": self._list(states),
        }

    def _list_periods(self, variant: QueryVariant) -> list[str]:
        """The year's periods: the totals have the year in one row, the delta log in months."""
        if not self._by_year:
            return self._year_so_far
        year = str(self._last.year)
        return [*self._year_so_far, year] if variant.new else [year]

    @cached_property
    def _by_year(self) -> bool:
        """True if the year's sums hold no reports of later months."""
        later = [f"{self._last.year}-{month:02}" for month in range(self._last.month + 1, 13)]
        return not later or not any(
            found
            for source in self._sources.whole
            for (found,) in self._ask(
                statements.select_any(source.variant), source, periods=self._list(later)
            )
        )

    def read_sums(self, indicators: Sequence[Indicator]) -> Sums:
        """Read amounts and answers, folded over time."""
        found: Sums = defaultdict(dict)
        for source in self._sources.whole:
            asked = self._list_fold_parameters(indicators, source.variant)
            for code, name, amount, count in self._ask(
                statements.select_sums(source.variant), source, **asked
            ):
                add_up(found[code], name, amount, count)
        return found

    def count_sent(self, period: Period) -> Iterator[tuple[int, int]]:
        """Cohorts and how many of their reports of a period are in force; one may come twice."""
        for source in self._sources.each:
            asked = self._list([str(period)])
            yield from self._ask(statements.select_sent(source.variant), source, periods=asked)

    # --- unit by unit --------------------------------------------------------------------------

    def read_by_unit(self, indicators: Sequence[Indicator], *, answers: bool = False) -> UnitSums:
        """Read the same as `read_sums` for each unit that has an answer, and for all of them."""
        found = UnitSums()
        alone = self._sources.changed | self._cohorts.former
        for code, name, count, cohorts, amounts, *counts in self._read_in_bulk(
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
        singly = self._read_singly(indicators, alone)
        for (code, name, cohort_id), (amount, count) in self._drop_superseded(
            singly, found.amounts, indicators
        ):
            location = self._cohorts.locations[cohort_id]
            add_up(found.wholes[code], name, amount, count)
            _add_to(found.amounts[code][name], location, amount)
            if answers:
                _add_to(found.answers[code][name], location, count)

    def _drop_superseded(
        self, singly: Mapping[_Single, _Sum], units: ByUnit, indicators: Sequence[Indicator]
    ) -> list[tuple[_Single, _Sum]]:
        """Drop what units said of themselves before a merger if their successor has reported."""
        found = {key: sums for key, sums in singly.items() if sums[1]}
        former, locations = self._cohorts.former, self._cohorts.locations
        words = {i.code for i in indicators if i.is_own_state}
        spoken = {code: {u for column in units[code].values() for u in column} for code in words}
        for code, _, cohort_id in found:
            if code in words and cohort_id not in former:
                spoken[code].add(locations[cohort_id])
        return [
            (key, sums)
            for key, sums in found.items()
            if not (key[0] in words and key[2] in former and locations[key[2]] in spoken[key[0]])
        ]

    def _read_in_bulk(
        self, indicators: Sequence[Indicator], alone: Collection[int], answers: bool
    ) -> Sequence[Any]:
        """Read all cohorts except `alone`, by code and field.

        A row holds the answers, then JSON arrays: the cohorts, their amounts and, if asked for,
        the answers of each.
        """
        settled = self._sources.each[0]
        asked = self._list_fold_parameters(indicators, settled.variant)
        statement = statements.select_bulk(settled.variant, self._by_year, answers)
        return self._ask(statement, settled, **asked, alone=self._list(alone))

    def _read_singly(
        self, indicators: Sequence[Indicator], alone: Collection[int]
    ) -> dict[_Single, _Sum]:
        """Read amount and answers of single cohorts, including the delta log."""
        found: dict[_Single, _Sum] = {}
        for source in (
            (self._sources.make_settled(alone), *self._sources.unsettled) if alone else ()
        ):
            asked = self._list_fold_parameters(indicators, source.variant)
            whole = self._by_year and not source.variant.new
            statement = statements.select_sums_by_cohort(source.variant, whole)
            for code, name, cohort_id, amount, count in self._ask(statement, source, **asked):
                had = found.get((code, name, cohort_id), (0.0, 0))
                found[code, name, cohort_id] = (had[0] + amount, had[1] + count)
        return found

    def _spread(self, into: dict[int, float], cohorts: str, numbers: Sequence[float]) -> None:
        """Add an array of cohorts' numbers to the units in which the cohorts count."""
        if cohorts not in self._spreads:  # many indicators have the same array
            units = [self._cohorts.locations[cohort_id] for cohort_id in _ids(cohorts)]
            self._spreads[cohorts] = _Spread(units, len(set(units)) == len(units))
        spread = self._spreads[cohorts]
        if spread.apart and not into:
            into.update(zip(spread.units, numbers, strict=True))
            return
        for unit, number in zip(spread.units, numbers, strict=True):
            _add_to(into, unit, number)

    # --- over time -----------------------------------------------------------------------------

    def read_monthly(self, codes: Collection[str]) -> "MonthSums":
        """Read the amounts and answers of each unit by code, month and field."""
        found = MonthSums()
        for code, period, name, cohorts, *columns in self._read_by_cohort(
            codes, statements.ANSWERED
        ):
            for into, column in zip((found.amounts, found.answers), columns, strict=True):
                self._spread(into[code][period][name], cohorts, _numbers(column))
        found.drop_unanswered()
        return found

    def _read_by_cohort(self, codes: Collection[str], figures: tuple[str, ...]) -> Iterator[Any]:
        """Code, month, field, and as JSON arrays the cohorts and these figures of theirs."""
        for source in self._sources.each if codes else ():
            statement = statements.select_monthly(source.variant, figures)
            for code, period, *rest in self._ask(
                statement, source, **self._list_month_parameters(codes)
            ):
                yield code, Period.parse(period), *rest

    def read_by_month(
        self, codes: Collection[str]
    ) -> Iterator[tuple[str, Period, str, list[float]]]:
        """Code, month, field, amount and answers; the delta log's come separately."""
        for source in self._sources.whole if codes else ():
            statement = statements.select_by_month(source.variant)
            for code, period, name, *sums in self._ask(
                statement, source, **self._list_month_parameters(codes)
            ):
                yield code, Period.parse(period), name, sums

    def read_latest(self, forms: Mapping[str, Period]) -> Sums:
        """Read what was answered in one month alone, given by code."""
        found: Sums = defaultdict(dict)
        for code, period, name, (amount, answers) in self.read_by_month(forms):
            if period == forms[code]:
                add_up(found[code], name, amount, int(answers))
        return found

    def read_latest_by_unit(self, forms: Mapping[str, Period]) -> dict[int, Sums]:
        """Read the same for each unit that has an answer."""
        found: dict[int, Sums] = defaultdict(lambda: defaultdict(dict))
        for code, period, name, cohorts, *columns in self._read_by_cohort(
            forms, statements.ANSWERED
        ):
            if period != forms[code]:
                continue
            numbers = zip(*(_numbers(column) for column in columns), strict=True)
            for cohort_id, (amount, answers) in zip(_ids(cohorts), numbers, strict=True):
                location = self._cohorts.locations[cohort_id]
                add_up(found[location][code], name, amount, int(answers))
        return found

    def read_days(
        self, codes: Collection[str], days: Collection[str]
    ) -> Iterator[tuple[str, str, float]]:
        """Code, field, and what was sent on these days; the delta log's come separately."""
        for source in self._sources.whole:
            asked = {"periods": self._list(days), "codes": self._list([*codes, SENT[0]])}
            yield from self._ask(statements.select_days(source.variant), source, **asked)


def add_up(fields: dict[str, tuple[float, int]], name: str, amount: float, count: int) -> None:
    """Add an amount and its answers to those of a field."""
    had = fields.get(name, (0.0, 0))
    fields[name] = (had[0] + amount, had[1] + count)


def _add_to(into: dict[int, float], unit: int, number: float) -> None:
    into[unit] = into.get(unit, 0.0) + number
