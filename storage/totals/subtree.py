"""A part of the tree on a day, as one transaction sees its figures; see `storage.totals.query`."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan
from domain.progress.aggregate import Gathered
from domain.progress.progress import Grounds, Row
from domain.progress.totals import SENT
from storage.database import Transaction
from storage.lists import is_lite, listed
from storage.moments import seconds
from storage.totals import aggregates, statements
from storage.totals.query import Reading
from storage.totals.sources import Cells, Sources
from storage.units import Units

Sums = dict[tuple[str, str], float]
"""(indicator, field) → amount."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """A commune's branches that owe a period's report, and how many of them sent it."""

    commune_id: int
    sent: int
    expected: int


class Part:
    """A node and all below it, by the running totals.

    `connection` must see one state throughout: what is needed again is read once.
    """

    def __init__(self, tx: Transaction, units: Units, grounds: Grounds, on: date) -> None:
        self.grounds = grounds
        self._connection, self._units, self._on = tx, units, on
        self._day = on.isoformat()
        self._readings: dict[Period, Reading] = {}

    @cached_property
    def _cells(self) -> Cells:
        homes = self._units.homes
        by_home = homes.at(self._connection, self._day)
        key = ("cells", homes.edition, self._day, self.grounds.node.unit_id)
        return self._units.once(key, lambda: self._find_cells(by_home))

    def _find_cells(self, by_home: Mapping[int, Collection[int]]) -> Cells:
        homes, places = self._units.homes, self.grounds.places
        counting = {c: p.unit_id for p in places for c in by_home.get(p.unit_id, ())}
        former = frozenset(c for c in counting if homes.is_former(c, self._day))
        if self.grounds.node.level not in (Level.PROVINCE, Level.NATION):
            return Cells(counting, former, tuple({homes.sheaf(c) for c in counting}), every=False)
        provinces = {p.unit_id for p in places if p.level is Level.PROVINCE}
        return Cells(counting, former, homes.sheaves(provinces, self._day), every=True)

    @cached_property
    def _sources(self) -> Sources:
        changed = self._connection.execute(statements.CHANGED).scalars()
        cells = self._cells
        return Sources(self._connection, cells, frozenset(changed) & cells.homes.keys())

    def _until(self, last: Period) -> Reading:
        if last not in self._readings:
            self._readings[last] = Reading(self._sources, last)
        return self._readings[last]

    # --- figures -------------------------------------------------------------------------------

    def gather(self, plan: Plan, last: Period) -> dict[str, Gathered]:
        """By code, every indicator's values up to a month; see `domain.progress.aggregate`."""
        return aggregates.gather(self._until(last), plan, self.grounds)

    def gather_each(
        self, plan: Plan, last: Period, below: Sequence[Grounds]
    ) -> dict[int, dict[str, Gathered]]:
        """The same of each of these communes, by their ids."""
        return aggregates.gather_each(self._until(last), plan, below)

    def months(self, codes: Collection[str], last: Period) -> list[Row]:
        """What adds up over units, month by month since January, as rows of no unit."""
        return [
            Row(0, code, name, period, amount, int(answers))
            for code, period, name, (amount, answers, *_) in self._until(last).by_month(codes)
        ]

    def months_each(self, codes: Collection[str], last: Period) -> dict[int, list[Row]]:
        """The same of each commune (or other unit that counts by itself), by its id."""
        found: dict[int, list[Row]] = defaultdict(list)
        for code, months in self._until(last).monthly(codes).items():
            for period, fields in months.items():
                for name, units in fields.items():
                    for unit, amount in units.items():
                        found[unit].append(Row(unit, code, name, period, amount))
        return found

    def came(self, codes: Collection[str], days: Sequence[date]) -> tuple[int, Sums]:
        """How many reports were sent on these days, the last of them today, and what these and
        corrections changed."""
        found: dict[tuple[str, str], float] = defaultdict(float)
        reading = self._until(Period(days[-1].year, days[-1].month))
        for code, name, amount in reading.in_days(codes, [day.isoformat() for day in days]):
            found[code, name] += amount
        return round(found.pop(SENT, 0)), {key: amount for key, amount in found.items() if amount}

    # --- who has sent --------------------------------------------------------------------------

    def turnout(self, period: Period, due: date) -> list[Turnout]:
        """Who has sent a period's report, commune by commune.

        Owed by the branches that are there on the part's day and stood on the day it was `due`.
        """
        homes = self._owing(due)
        came: dict[int, int] = {}
        for cell_id, count in self._until(period).sent(period):
            if cell_id in homes:
                came[homes[cell_id]] = came.get(homes[cell_id], 0) + count
        return [Turnout(c, came.get(c, 0), count) for c, count in self._expected(due).items()]

    def on_time(self, period: Period, due: datetime) -> int:
        """How many of those who owe a period's report first sent it by the due moment."""
        lite = is_lite(self._connection)
        cells = listed(lite, self._owing(due.date()).keys())
        asked = {"cells": cells, "period": str(period), "limit": seconds(due)}
        return int(self._connection.execute(statements.sent_by(lite), asked).scalar_one())

    def _owing(self, due: date) -> dict[int, int]:
        """The cells of branches that owe a report due on a day, and where each counts."""
        homes, stood = self._units.homes, due.isoformat()
        key = ("owing", homes.edition, self._day, self.grounds.node.unit_id, stood)
        cells = self._cells.homes
        return self._units.once(
            key, lambda: {c: h for c, h in cells.items() if homes.owing(c, self._day, stood)}
        )

    def _expected(self, due: date) -> dict[int, int]:
        since = self._units.tree.at(self._on).since
        key = ("expected", since, self.grounds.node.unit_id, due)
        return self._units.once(key, lambda: dict(self._count_owing(due)))

    def _count_owing(self, due: date) -> Iterator[tuple[int, int]]:
        view = self._units.tree.at(self._on)
        for place in self.grounds.places:
            if place.level is Level.COMMUNE:
                branches = view.children(self._units.unit(place.unit_id).key)
                yield place.unit_id, sum(branch.key.valid_from <= due for branch in branches)
