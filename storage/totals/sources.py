"""Where the figures of some cells stand: in the totals, and in what is not added to them yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select

from storage.database import Transaction
from storage.lists import is_lite, to_parameter
from storage.totals.rollups import OWN
from storage.totals.statements import QueryVariant


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Which cells are asked, and in which unit each counts.

    `former`: those of units that were merged. `sheaves`: under which their totals stand. `every`:
    whether they are all that these sheaves hold.
    """

    locations: Mapping[int, int]
    former: frozenset[int]
    rollups: tuple[int, ...]
    every: bool


class QuerySource(NamedTuple):
    """A place where figures stand, and the parameters that say which of them are meant."""

    variant: QueryVariant
    asked: dict[str, Any]


class QuerySources:
    """The places that one connection is asked about some cells.

    `changed`: those of them whose totals are not all there yet.
    """

    def __init__(self, tx: Transaction, cohorts: Cohorts, changed: frozenset[int]) -> None:
        self.cohorts, self.changed = cohorts, changed
        self._tx = tx
        self._lite = is_lite(tx)

    def ask(self, statement: Select[Any], source: QuerySource, **asked: Any) -> Sequence[Any]:
        """All rows of a statement that was made for the source's shape."""
        return self._tx.execute(statement, {**source.asked, **asked}).all()

    def to_parameter(self, values: Collection[int] | Collection[str]) -> Any:
        """Values as one parameter."""
        return to_parameter(self._lite, values)

    @cached_property
    def each(self) -> list[QuerySource]:
        """Of single cells: mostly nothing is left to be added."""
        settled = self.settled(self.cohorts.locations, every=self.cohorts.every)
        return [settled, *self.unsettled]

    @cached_property
    def whole(self) -> list[QuerySource]:
        """Of everything together; what is not added yet stands under single cells alone."""
        if not self.cohorts.every:
            return self.each
        asked = {"rollups": self.listed([OWN]), "cohorts": self.listed(self.cohorts.rollups)}
        return [QuerySource(QueryVariant(self._lite), asked), *self.unsettled]

    def settled(self, cohorts: Collection[int], *, every: bool = False) -> QuerySource:
        """The totals of these cells; with `every` of all in the sheaves."""
        asked = {"rollups": self.listed(self.cohorts.rollups)}
        if not every:
            asked["cohorts"] = self.listed(cohorts)
        return QuerySource(QueryVariant(self._lite, every=every), asked)

    @cached_property
    def unsettled(self) -> list[QuerySource]:
        """What is not added yet, or nothing."""
        if not self.changed:
            return []
        return [
            QuerySource(QueryVariant(self._lite, new=True), {"cohorts": self.listed(self.changed)})
        ]
