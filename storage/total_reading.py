"""One part of the tree and one year, asked of the running totals and of what is not added yet.

Sums of single cells come as JSON arrays, one for each indicator and field: a nation's 70,000 as
fast as a province's 2,000 row by row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Connection, Select

from domain.levels import Level
from domain.measures import Fold
from domain.periods import Period
from domain.plan import Indicator
from domain.totals import SENT
from storage import total_statements as statements
from storage.lists import is_lite, listed
from storage.total_statements import Shape

_numbers = msgspec.json.Decoder(list[float]).decode
_ids = msgspec.json.Decoder(list[int]).decode
Sums = dict[str, dict[str, tuple[float, int]]]
"""Code → field → amount and answers."""
Monthly = dict[Period, dict[str, dict[int, float]]]
"""Month → field → unit → amount."""
_Single = tuple[str, str, int]
_Sum = tuple[float, int]
ByUnit = dict[str, dict[str, dict[int, float]]]
"""Code → field → unit → amount."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which cells, each counting in which unit, and a year's months up to `last`.

    `former`: those of units that were merged. `whole`: the cells, or sheaves of cells, whose
    totals add up to everything.
    """

    homes: Mapping[int, int]
    former: frozenset[int]
    whole: tuple[int, ...]
    year: int
    last: int

    @property
    def months(self) -> list[str]:
        """The months asked for, the older first."""
        return [f"{self.year}-{month:02}" for month in range(1, self.last + 1)]

    @property
    def later(self) -> list[str]:
        """The months of the year that are not asked for."""
        return [f"{self.year}-{month:02}" for month in range(self.last + 1, 13)]


class Reading:
    """What one connection is asked of a span."""

    def __init__(self, connection: Connection, span: Span) -> None:
        self._connection, self._span = connection, span
        self._lite = is_lite(connection)
        self._cells, self._whole = self._list(span.homes), self._list(span.whole)

    @cached_property
    def _changed(self) -> set[int]:
        """Cells whose totals are not all there yet."""
        return {cell for (cell,) in self._ask(statements.CHANGED)} & self._span.homes.keys()

    @property
    def _shapes(self) -> list[Shape]:
        """Where the figures stand: mostly nothing is left to be added."""
        return [Shape(self._lite, new) for new in ((False, True) if self._changed else (False,))]

    def _list(self, values: Collection[int] | Collection[str]) -> Any:
        return listed(self._lite, values)

    def _ask(self, statement: Select[Any], **asked: Any) -> Iterable[Any]:
        wanted = {"cells": self._cells, **asked}
        return self._connection.execute(statement, wanted)

    def _sum(self, statement: Select[Any], shape: Shape, **asked: Any) -> Iterable[Any]:
        """Of everything together; what is not added yet stands under single cells alone."""
        cells = self._cells if shape.new else self._whole
        return self._ask(statement, cells=cells, **asked)

    def _folded(self, indicators: Sequence[Indicator], shape: Shape) -> dict[str, Any]:
        """What the statements that fold a year are asked."""
        states = [i.code for i in indicators if i.fold is Fold.LAST]
        return {
            "periods": self._list(self._periods(shape)),
            "codes": self._list([i.code for i in indicators]),
            "states": self._list(states),
        }

    def _periods(self, shape: Shape) -> list[str]:
        """The year, as the totals have it in a row and changes have it in months."""
        year, months = str(self._span.year), self._span.months
        if not self._by_year:
            return months
        return [*months, year] if shape.new else [year]

    @cached_property
    def _by_year(self) -> bool:
        """Whether no reports of later months are in the year's sums."""
        later = self._span.later
        return not later or not any(
            found
            for shape in self._shapes
            for (found,) in self._sum(statements.anything(shape), shape, periods=self._list(later))
        )

    def sums(self, indicators: Sequence[Indicator]) -> Sums:
        """Amounts and answers, folded over time."""
        found: Sums = defaultdict(dict)
        for shape in self._shapes:
            asked = self._folded(indicators, shape)
            for code, name, amount, count in self._sum(statements.sums(shape), shape, **asked):
                add_up(found[code], name, amount, count)
        return found

    def sent(self, period: Period) -> Iterator[tuple[int, int]]:
        """Cells, and how many of their reports of a period are in force; a cell may come twice."""
        for shape in self._shapes:
            yield from self._ask(statements.sent(shape), periods=self._list([str(period)]))

    # --- unit by unit --------------------------------------------------------------------------

    def by_unit(self, indicators: Sequence[Indicator]) -> tuple[Sums, ByUnit]:
        """The same as `sums`, and the amounts of each unit that has an answer."""
        wholes: Sums = defaultdict(dict)
        units: ByUnit = defaultdict(lambda: defaultdict(dict))
        alone = self._changed | self._span.former
        for code, name, count, cells, amounts in self._in_bulk(indicators, alone):
            add_up(wholes[code], name, sum(amounts), count)
            self._spread(units[code][name], cells, amounts)
        singly = self._one_by_one(indicators, alone)
        for (code, name, cell_id), (amount, count) in self._valid(singly, units, indicators):
            add_up(wholes[code], name, amount, count)
            self._spread(units[code][name], [cell_id], [amount])
        return wholes, units

    def _valid(
        self, singly: Mapping[_Single, _Sum], units: ByUnit, indicators: Sequence[Indicator]
    ) -> list[tuple[_Single, _Sum]]:
        """Without what parts said before they were merged, where their heir has spoken since."""
        found = {key: sums for key, sums in singly.items() if sums[1]}
        former, homes = self._span.former, self._span.homes
        words = {i.code for i in indicators if is_word(i)}
        spoken = {code: {u for column in units[code].values() for u in column} for code in words}
        for code, _, cell_id in found:
            if code in words and cell_id not in former:
                spoken[code].add(homes[cell_id])
        return [
            (key, sums)
            for key, sums in found.items()
            if not (key[0] in words and key[2] in former and homes[key[2]] in spoken[key[0]])
        ]

    def _in_bulk(
        self, indicators: Sequence[Indicator], alone: Collection[int]
    ) -> Iterator[tuple[str, str, int, list[int], list[float]]]:
        """Of all cells but these, by code and field: answers, cells and their amounts."""
        shape = Shape(self._lite, new=False)
        asked = self._folded(indicators, shape)
        statement = statements.bulk(shape, self._by_year)
        for code, name, count, cells, amounts in self._ask(
            statement, **asked, alone=self._list(alone)
        ):
            yield code, name, count, _ids(cells), _numbers(amounts)

    def _one_by_one(
        self, indicators: Sequence[Indicator], alone: Collection[int]
    ) -> dict[_Single, _Sum]:
        """Amount and answers of single cells, what is new included."""
        found: dict[_Single, _Sum] = {}
        for new in (False, True) if alone else ():
            shape = Shape(self._lite, new)
            asked = {**self._folded(indicators, shape), "cells": self._list(alone)}
            statement = statements.sums_by_cell(shape, self._by_year and not new)
            for code, name, cell_id, amount, count in self._ask(statement, **asked):
                had = found.get((code, name, cell_id), (0.0, 0))
                found[code, name, cell_id] = (had[0] + amount, had[1] + count)
        return found

    def _spread(
        self, into: dict[int, float], cells: Sequence[int], amounts: Sequence[float]
    ) -> None:
        homes = self._span.homes
        for cell_id, amount in zip(cells, amounts, strict=True):
            if cell_id in homes:
                home = homes[cell_id]
                into[home] = into.get(home, 0.0) + amount

    # --- over time -----------------------------------------------------------------------------

    def monthly(self, codes: Collection[str]) -> dict[str, Monthly]:
        """By code, month and field: the amounts of each unit."""
        found: dict[str, Monthly] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
        for shape in self._shapes if codes else ():
            asked = self._months(codes)
            for code, period, name, cells, amounts in self._ask(statements.monthly(shape), **asked):
                into = found[code][Period.parse(period)][name]
                self._spread(into, _ids(cells), _numbers(amounts))
        return found

    def by_month(self, codes: Collection[str]) -> Iterator[tuple[str, str, str, list[float]]]:
        """Code, month, field, and amount, answers, prior and priors; what is new comes apart."""
        for shape in self._shapes if codes else ():
            rows = self._sum(statements.by_month(shape), shape, **self._months(codes))
            for code, period, name, *sums in rows:
                yield code, period, name, sums

    def _months(self, codes: Collection[str]) -> dict[str, Any]:
        return {"periods": self._list(self._span.months), "codes": self._list(codes)}

    def latest(self, codes: Collection[str]) -> Sums:
        """What holds of the newest month anybody here reported and the one before."""
        months: dict[str, dict[str, dict[str, list[float]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
        )
        for code, period, name, sums in self.by_month(codes):
            there = months[code][period][name]
            months[code][period][name] = [a + b for a, b in zip(there, sums, strict=True)]
        return {code: _holding(by_period) for code, by_period in months.items()}

    def in_days(
        self, codes: Collection[str], days: Collection[str]
    ) -> Iterator[tuple[str, str, float]]:
        """Code, field, and what was sent on these days; what is new comes apart."""
        for shape in self._shapes:
            asked = {"periods": self._list(days), "codes": self._list([*codes, SENT[0]])}
            yield from self._sum(statements.in_days(shape), shape, **asked)


def is_word(indicator: Indicator) -> bool:
    """Whether it is a state that a commune, an area or a province tells of itself."""
    return indicator.fold is Fold.LAST and indicator.entered_by != (Level.BRANCH,)


def add_up(fields: dict[str, tuple[float, int]], name: str, amount: float, count: int) -> None:
    """Add an amount and its answers to a field's."""
    had = fields.get(name, (0.0, 0))
    fields[name] = (had[0] + amount, had[1] + count)


def _holding(months: Mapping[str, Mapping[str, Sequence[float]]]) -> dict[str, tuple[float, int]]:
    told = [p for p, fields in months.items() if any(f[1] for f in fields.values())]
    if not told:
        return {}
    newest = max(told)
    found: dict[str, tuple[float, int]] = {}
    for name, (amount, answers, prior, priors) in months[newest].items():
        add_up(found, name, amount - prior, int(answers - priors))
    before = months.get(str(Period.parse(newest).previous()), {})
    for name, (amount, answers, *_) in before.items():
        add_up(found, name, amount, int(answers))
    return found
