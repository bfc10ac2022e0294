"""The figures of a subtree on a day, as one transaction sees them; see `storage.totals.query`."""

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
from storage.lists import is_sqlite, to_parameter
from storage.moments import seconds
from storage.totals import aggregates, statements
from storage.totals.query import YearQuery
from storage.totals.sources import Cohorts, QuerySources
from storage.units import Units

Sums = dict[tuple[str, str], float]
"""(indicator, field) → amount."""


@dataclass(frozen=True, slots=True)
class ReportTurnout:
    """How many of a commune's branches owe a period's report (`expected`), and how many sent it."""

    commune_id: int
    sent: int
    expected: int


class Subtree:
    """The figures of a node and all below it, from the running totals.

    The transaction must see one state throughout: what is needed again is read once.
    """

    def __init__(self, tx: Transaction, units: Units, scope: Scope, on: date) -> None:
        self.scope = scope
        self._tx, self._units, self._on = tx, units, on
        self._day = on.isoformat()
        self._queries: dict[Period, YearQuery] = {}

    @cached_property
    def _cohorts(self) -> Cohorts:
        locations = self._units.locations
        by_location = locations.load_day(self._tx, self._day)
        key = ("cohorts", locations.edition, self._day, self.scope.node.unit_id)
        return self._units.compute_once(key, lambda: self._find_cohorts(by_location))

    def _find_cohorts(self, by_location: Mapping[int, Collection[int]]) -> Cohorts:
        locations, nodes = self._units.locations, self.scope.nodes
        counting = {c: p.unit_id for p in nodes for c in by_location.get(p.unit_id, ())}
        former = frozenset(c for c in counting if locations.is_former(c, self._day))
        if self.scope.node.level not in (Level.PROVINCE, Level.NATION):
            return Cohorts(
                counting, former, tuple({locations.find_rollup(c) for c in counting}), every=False
            )
        provinces = {p.unit_id for p in nodes if p.level is Level.PROVINCE}
        return Cohorts(counting, former, locations.find_rollups(provinces, self._day), every=True)

    @cached_property
    def _sources(self) -> QuerySources:
        changed = self._tx.execute(statements.CHANGED).scalars()
        cohorts = self._cohorts
        return QuerySources(self._tx, cohorts, frozenset(changed) & cohorts.locations.keys())

    def _query_until(self, last: Period) -> YearQuery:
        if last not in self._queries:
            self._queries[last] = YearQuery(self._sources, last)
        return self._queries[last]

    # --- figures -------------------------------------------------------------------------------

    def gather(self, plan: Plan, last: Period) -> dict[str, Aggregate]:
        """Aggregate every indicator's values up to a month, by code."""
        return aggregates.gather(self._query_until(last), plan, self.scope, last)

    def aggregate_each(
        self, plan: Plan, last: Period, below: Sequence[Scope]
    ) -> dict[int, dict[str, Aggregate]]:
        """Aggregate the same for each of these communes, by id."""
        return aggregates.aggregate_each(self._query_until(last), plan, below, last)

    def read_months(self, codes: Collection[str], last: Period) -> list[Row]:
        """Read what adds up over units, month by month since January, as rows of no unit (id 0)."""
        found = self._query_until(last).read_by_month(codes)
        return [
            Row(0, code, name, period, amount, int(answers))
            for code, period, name, (amount, answers) in found
        ]

    def read_months_each(self, codes: Collection[str], last: Period) -> dict[int, list[Row]]:
        """Read the same for each commune (or other unit that counts by itself), by id."""
        found: dict[int, list[Row]] = defaultdict(list)
        query = self._query_until(last)
        sums = query.read_monthly(codes)
        for code, months in sums.amounts.items():
            for period, fields in months.items():
                for name, units in fields.items():
                    said = sums.answers[code][period][name]
                    for unit, amount in units.items():
                        found[unit].append(Row(unit, code, name, period, amount, int(said[unit])))
        return found

    def read_days(self, codes: Collection[str], days: Sequence[date]) -> tuple[int, Sums]:
        """Read how many reports were sent on these days, and what they and corrections changed.

        The last of the days is today.
        """
        found: dict[tuple[str, str], float] = defaultdict(float)
        query = self._query_until(Period(days[-1].year, days[-1].month))
        for code, name, amount in query.read_days(codes, [day.isoformat() for day in days]):
            found[code, name] += amount
        return round(found.pop(SENT, 0)), {key: amount for key, amount in found.items() if amount}

    # --- who has sent --------------------------------------------------------------------------

    def count_turnout(self, period: Period, due: date) -> list[ReportTurnout]:
        """Count who has sent a period's report, commune by commune.

        It is owed by the branches that exist on the subtree's day and existed on the `due` day.
        """
        locations = self._find_owing(due)
        came: dict[int, int] = {}
        for cohort_id, count in self._query_until(period).count_sent(period):
            if cohort_id in locations:
                came[locations[cohort_id]] = came.get(locations[cohort_id], 0) + count
        return [
            ReportTurnout(c, came.get(c, 0), count)
            for c, count in self._count_expected(due).items()
        ]

    def count_owed(self, level: Level, due: date) -> int:
        """Count the units of a level that owed a report due on a day, merged ones included."""
        return sum(self.count_owed_each(level, due).values())

    def count_owed_each(self, level: Level, due: date) -> Mapping[int, int]:
        """Count the same for each unit of today in which they count."""
        locations, stood = self._units.locations, due.isoformat()
        cohorts = self._cohorts.locations
        key = ("owed", locations.edition, self._day, self.scope.node.unit_id, level, stood)

        def count() -> Mapping[int, int]:
            found: dict[int, int] = defaultdict(int)
            for cohort_id, location in cohorts.items():
                found[location] += locations.count_owing(cohort_id, level, stood)
            return found

        return self._units.compute_once(key, count)

    def count_on_time(self, period: Period, due: date, limit: datetime) -> int:
        """Count those who owe a report `due` on a day and first sent it by a moment."""
        lite = is_sqlite(self._tx)
        cohorts = to_parameter(lite, self._find_owing(due).keys())
        asked = {"cohorts": cohorts, "period": str(period), "limit": seconds(limit)}
        return int(self._tx.execute(statements.select_sent_by(lite), asked).scalar_one())

    def _find_owing(self, due: date) -> dict[int, int]:
        """The cohorts of branches that owe a report due on a day, and where each counts."""
        locations, stood = self._units.locations, due.isoformat()
        key = ("owing", locations.edition, self._day, self.scope.node.unit_id, stood)
        cohorts = self._cohorts.locations
        return self._units.compute_once(
            key,
            lambda: {c: h for c, h in cohorts.items() if locations.is_owing(c, self._day, stood)},
        )

    def _count_expected(self, due: date) -> dict[int, int]:
        since = self._units.tree.at(self._on).since
        key = ("expected", since, self.scope.node.unit_id, due)
        return self._units.compute_once(key, lambda: dict(self._count_owing(due)))

    def _count_owing(self, due: date) -> Iterator[tuple[int, int]]:
        view = self._units.tree.at(self._on)
        for node in self.scope.nodes:
            if node.level is Level.COMMUNE:
                branches = view.children(self._units.unit(node.unit_id).key)
                yield node.unit_id, sum(branch.key.valid_from <= due for branch in branches)
