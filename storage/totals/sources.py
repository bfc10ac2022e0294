"""Where the figures of some cohorts are read: in the totals, and in the delta log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select

from storage.database import Transaction
from storage.lists import is_sqlite, to_parameter
from storage.totals.rollups import OWN
from storage.totals.statements import QueryVariant


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Which cohorts are read, and in which unit each counts (`locations`: cohort → unit).

    `former`: cohorts of units that were merged. `rollups`: under which their totals stand.
    `every`: they are all cohorts of these rollups.
    """

    locations: Mapping[int, int]
    former: frozenset[int]
    rollups: tuple[int, ...]
    every: bool


class QuerySource(NamedTuple):
    """A table to read, and the parameters that restrict it to the wanted cohorts."""

    variant: QueryVariant
    asked: dict[str, Any]


class QuerySources:
    """The sources that one transaction reads for some cohorts.

    `changed`: the cohorts among them that have rows in the delta log.
    """

    def __init__(self, tx: Transaction, cohorts: Cohorts, changed: frozenset[int]) -> None:
        self.cohorts, self.changed = cohorts, changed
        self._tx = tx
        self._lite = is_sqlite(tx)

    def ask(self, statement: Select[Any], source: QuerySource, **asked: Any) -> Sequence[Any]:
        """All rows of a statement that was written for the source's variant."""
        return self._tx.execute(statement, {**source.asked, **asked}).all()

    def to_parameter(self, values: Collection[int] | Collection[str]) -> Any:
        """Turn values into one parameter."""
        return to_parameter(self._lite, values)

    @cached_property
    def each(self) -> list[QuerySource]:
        """The sources for single cohorts: mostly the totals alone."""
        settled = self.make_settled(self.cohorts.locations, every=self.cohorts.every)
        return [settled, *self.unsettled]

    @cached_property
    def whole(self) -> list[QuerySource]:
        """The sources for sums of all cohorts; the delta log knows single cohorts only."""
        if not self.cohorts.every:
            return self.each
        asked = {
            "rollups": self.to_parameter([OWN]),
            "cohorts": self.to_parameter(self.cohorts.rollups),
        }
        return [QuerySource(QueryVariant(self._lite), asked), *self.unsettled]

    def make_settled(self, cohorts: Collection[int], *, every: bool = False) -> QuerySource:
        """The totals of these cohorts; with `every`, of all cohorts of the rollups."""
        asked = {"rollups": self.to_parameter(self.cohorts.rollups)}
        if not every:
            asked["cohorts"] = self.to_parameter(cohorts)
        return QuerySource(QueryVariant(self._lite, every=every), asked)

    @cached_property
    def unsettled(self) -> list[QuerySource]:
        """The delta log, or nothing if it has no rows of these cohorts."""
        if not self.changed:
            return []
        return [
            QuerySource(
                QueryVariant(self._lite, new=True), {"cohorts": self.to_parameter(self.changed)}
            )
        ]
