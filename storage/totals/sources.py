"""Where the figures of some cells stand: in the totals, and in what is not added to them yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select

from storage.database import Transaction
from storage.lists import is_lite, listed
from storage.totals.provinces import OWN
from storage.totals.statements import Shape


@dataclass(frozen=True, slots=True)
class Cells:
    """Which cells are asked, and in which unit each counts.

    `former`: those of units that were merged. `sheaves`: under which their totals stand. `every`:
    whether they are all that these sheaves hold.
    """

    homes: Mapping[int, int]
    former: frozenset[int]
    sheaves: tuple[int, ...]
    every: bool


class Source(NamedTuple):
    """A place where figures stand, and the parameters that say which of them are meant."""

    shape: Shape
    asked: dict[str, Any]


class Sources:
    """The places that one connection is asked about some cells.

    `changed`: those of them whose totals are not all there yet.
    """

    def __init__(self, tx: Transaction, cells: Cells, changed: frozenset[int]) -> None:
        self.cells, self.changed = cells, changed
        self._connection = tx
        self._lite = is_lite(tx)

    def ask(self, statement: Select[Any], source: Source, **asked: Any) -> Sequence[Any]:
        """All rows of a statement that was made for the source's shape."""
        return self._connection.execute(statement, {**source.asked, **asked}).all()

    def listed(self, values: Collection[int] | Collection[str]) -> Any:
        """Values as one parameter."""
        return listed(self._lite, values)

    @cached_property
    def each(self) -> list[Source]:
        """Of single cells: mostly nothing is left to be added."""
        settled = self.settled(self.cells.homes, every=self.cells.every)
        return [settled, *self.unsettled]

    @cached_property
    def whole(self) -> list[Source]:
        """Of everything together; what is not added yet stands under single cells alone."""
        if not self.cells.every:
            return self.each
        asked = {"sheaves": self.listed([OWN]), "cells": self.listed(self.cells.sheaves)}
        return [Source(Shape(self._lite), asked), *self.unsettled]

    def settled(self, cells: Collection[int], *, every: bool = False) -> Source:
        """The totals of these cells; with `every` of all in the sheaves."""
        asked = {"sheaves": self.listed(self.cells.sheaves)}
        if not every:
            asked["cells"] = self.listed(cells)
        return Source(Shape(self._lite, every=every), asked)

    @cached_property
    def unsettled(self) -> list[Source]:
        """What is not added yet, or nothing."""
        if not self.changed:
            return []
        return [Source(Shape(self._lite, new=True), {"cells": self.listed(self.changed)})]
