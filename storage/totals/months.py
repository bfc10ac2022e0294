"""Values of a few indicators month by month, of single units."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from domain.periods import Period
from domain.progress.progress import Row
from storage.database import Transaction
from storage.schema import value
from storage.units import Units

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Span:
    """Which indicators, in which months ("2025-01" to "2025-10", inclusive), by a day's tree."""

    units: Units
    codes: Collection[str]
    first: str
    last: str
    on: date


def load_rows(tx: Transaction, unit_ids: Sequence[int], span: Span) -> Iterator[Row]:
    """Load every value of these units; a merged unit's stand under the id of its successor."""
    successors = _find_successors(span, unit_ids)
    columns = (value.c.unit_id, value.c.indicator, value.c.field, value.c.period, value.c.amount)
    for some in _split([*unit_ids, *successors]):
        statement = _restrict(select(*columns), some, span)
        for unit_id, code, name, period, amount in tx.execute(statement):
            yield Row(successors.get(unit_id, unit_id), code, name, Period.parse(period), amount)


def _restrict(statement: Select[Any], unit_ids: Sequence[int], span: Span) -> Select[Any]:
    return statement.where(
        value.c.unit_id.in_(unit_ids),
        value.c.indicator.in_(span.codes),
        value.c.period.between(span.first, span.last),
    )


def _split(unit_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(unit_ids), _AT_ONCE):
        yield unit_ids[start : start + _AT_ONCE]


def _find_successors(span: Span, unit_ids: Sequence[int]) -> dict[int, int]:
    """Map units that no longer exist to the one of these units that came in their place."""
    tree, wanted = span.units.tree, set(unit_ids)
    found: dict[int, int] = {}
    for old in {merger.old for merger in tree.mergers}:
        successor = tree.successor(old, span.on)
        if successor is not None and successor != old and span.units.id_of(successor) in wanted:
            found[span.units.id_of(old)] = span.units.id_of(successor)
    return found
