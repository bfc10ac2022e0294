"""A part of the tree on a day, as one transaction sees its figures; see `storage.totals.query`."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan
from domain.progress.aggregate import Aggregate
from domain.progress.progress import Row, Scope
from domain.progress.totals import SENT
from storage.database import Transaction
from storage.lists import is_lite, to_parameter
from storage.moments import seconds
from storage.totals import aggregates, statements
from storage.totals.query import Reading
from storage.totals.sources import Cohorts, QuerySources
from storage.units import Units

Sums = dict[tuple[str, str], float]
"""(indicator, field) → amount."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """A commune's branches that owe a period's report, and how many of them sent it."""

    commune_id: int
    sent: int
    expected: int


class Subtree:
    """A node and all below it, by the running totals.

    `connection` must see one state throughout: what is needed again is read once.
    """

    def __init__(self, tx: Transaction, units: Units, scope: Scope, on: date) -> None:
        self.scope = scope
        self._tx, self._units, self._on = tx, units, on
        self._day = on.isoformat()
        self._readings: dict[Period, Reading] = {}

    @cached_property
    def _cohorts(self) -> Cohorts:
        locations = self._units.locations
        by_location = locations.at(self._tx, self._day)
        key = ("cohorts", locations.edition, self._day, self.scope.node.unit_id)
        return self._units.once(key, lambda: self._find_cells(by_location))

    def _find_cells(self, by_location: Mapping[int, Collection[int]]) -> Cohorts:
        locations, nodes = self._units.locations, self.scope.nodes
        counting = {c: p.unit_id for p in nodes for c in by_location.get(p.unit_id, ())}
        former = frozenset(c for c in counting if locations.is_former(c, self._day))
        if self.scope.node.level not in (Level.PROVINCE, Level.NATION):
            return Cohorts(
                counting, former, tuple({locations.rollup(c) for c in counting}), every=False
            )
        provinces = {p.unit_id for p in nodes if p.level is Level.PROVINCE}
        return Cohorts(counting, former, locations.rollups(provinces, self._day), every=True)

    @cached_property
    def _sources(self) -> QuerySources:
        changed = self._tx.execute(statements.CHANGED).scalars()
        cohorts = self._cohorts
        return QuerySources(self._tx, cohorts, frozenset(changed) & cohorts.locations.keys())

    def _until(self, last: Period) -> Reading:
        if last not in self._readings:
            self._readings[last] = Reading(self._sources, last)
        return self._readings[last]

    # --- figures -------------------------------------------------------------------------------

    def gather(self, plan: Plan, last: Period) -> dict[str, Aggregate]:
        """By code, every indicator's values up to a month; see `domain.progress.aggregate`."""
        return aggregates.gather(self._until(last), plan, self.scope)

    def aggregate_each(
        self, plan: Plan, last: Period, below: Sequence[Scope]
    ) -> dict[int, dict[str, Aggregate]]:
        """The same of each of these communes, by their ids."""
        return aggregates.aggregate_each(self._until(last), plan, below)

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
        locations = self._owing(due)
        came: dict[int, int] = {}
        for cohort_id, count in self._until(period).sent(period):
            if cohort_id in locations:
                came[locations[cohort_id]] = came.get(locations[cohort_id], 0) + count
        return [Turnout(c, came.get(c, 0), count) for c, count in self._expected(due).items()]

    def on_time(self, period: Period, due: datetime) -> int:
        """How many of those who owe a period's report first sent it by the due moment."""
        lite = is_lite(self._tx)
        cohorts = to_parameter(lite, self._owing(due.date()).keys())
        asked = {"cohorts": cohorts, "period": str(period), "limit": seconds(due)}
        return int(self._tx.execute(statements.sent_by(lite), asked).scalar_one())

    def _owing(self, due: date) -> dict[int, int]:
        """The cells of branches that owe a report due on a day, and where each counts."""
        locations, stood = self._units.locations, due.isoformat()
        key = ("owing", locations.edition, self._day, self.scope.node.unit_id, stood)
        cohorts = self._cohorts.locations
        return self._units.once(
            key, lambda: {c: h for c, h in cohorts.items() if locations.owing(c, self._day, stood)}
        )

    def _expected(self, due: date) -> dict[int, int]:
        since = self._units.tree.at(self._on).since
        key = ("expected", since, self.scope.node.unit_id, due)
        return self._units.once(key, lambda: dict(self._count_owing(due)))

    def _count_owing(self, due: date) -> Iterator[tuple[int, int]]:
        view = self._units.tree.at(self._on)
        for node in self.scope.nodes:
            if node.level is Level.COMMUNE:
                branches = view.children(self._units.unit(node.unit_id).key)
                yield node.unit_id, sum(branch.key.valid_from <= due for branch in branches)
