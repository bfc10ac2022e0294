"""Reading running totals: every indicator of a node gathered, without a look at single reports.

A year's sums are read in one row per indicator, field and cell; months only where a figure is of
months (whether every month had something, what still holds of the last two), or where the day
asked for lies before the newest reports.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from domain.gathered import Gathered, Vector, counts_in
from domain.levels import Level
from domain.measures import Fold, RollUp, Tally
from domain.periods import Period
from domain.plan import Indicator, Plan
from domain.progress import Grounds
from storage import total_statements as statements
from storage.lists import is_lite, listed
from storage.total_reading import Reading, Span, is_word


def gather(connection: Connection, plan: Plan, grounds: Grounds, span: Span) -> dict[str, Gathered]:
    """By code, every indicator that has any answer; see `Gathered`."""
    reading = Reading(connection, span)
    kinds: dict[bool, list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators:
        kinds[_by_unit(indicator)].append(indicator)
    found = _wholes(reading, kinds[False])
    found.update(_shares(reading, kinds[True], grounds))
    return found


def sent(connection: Connection, span: Span, period: Period) -> dict[int, int]:
    """By cell: how many reports of a period are in force."""
    found: dict[int, int] = defaultdict(int)
    for cell_id, count in Reading(connection, span).sent(period):
        found[cell_id] += count
    return found


def sent_by(connection: Connection, cells: Collection[int], period: Period, limit: float) -> int:
    """How many units of these cells first sent a period's report by a moment in seconds."""
    lite = is_lite(connection)
    asked = {"cells": listed(lite, cells), "period": str(period), "limit": limit}
    return int(connection.execute(statements.sent_by(lite), asked).scalar_one())


def _by_unit(indicator: Indicator) -> bool:
    """Whether single communes matter, and not just the whole.

    A commune's word does: what it says replaces what its parts said before they were merged.
    """
    if indicator.rollup is RollUp.BELOW or is_word(indicator):
        return True
    return indicator.rollup is RollUp.SHARE and Level.BRANCH not in indicator.target.per


# --- the whole ---------------------------------------------------------------------------------


def _wholes(reading: Reading, indicators: Sequence[Indicator]) -> dict[str, Gathered]:
    sums = reading.sums([i for i in indicators if i.fold is not Fold.LATEST])
    sums.update(reading.latest([i.code for i in indicators if i.fold is Fold.LATEST]))
    return {code: Gathered(_tally(fields)) for code, fields in sums.items() if fields}


def _tally(fields: Mapping[str, tuple[float, int]]) -> Tally:
    counts = {name: count for name, (_, count) in fields.items() if count}
    return Tally({name: fields[name][0] for name in counts}, counts)


# --- unit by unit ------------------------------------------------------------------------------


def _shares(
    reading: Reading, indicators: Sequence[Indicator], grounds: Grounds
) -> dict[str, Gathered]:
    wholes, by_unit = reading.by_unit(indicators)
    months = reading.monthly([i.code for i in indicators if i.fold is Fold.EVERY])
    found = {}
    for each in indicators:
        if each.code in wholes:
            counting = _Counting(each, grounds)
            found[each.code] = Gathered(
                _tally(wholes[each.code]),
                counting.vectors(by_unit[each.code]),
                {p: counting.vectors(fields) for p, fields in months[each.code].items()},
            )
    return found


class _Counting:
    """Brings amounts under the units that count for an indicator: a commune's, an area's."""

    def __init__(self, indicator: Indicator, grounds: Grounds) -> None:
        self._names, self._places = indicator.field_names, grounds.places
        self._counts_in = counts_in(indicator.target.per, grounds.places)
        self._shared = indicator.rollup is RollUp.SHARE

    def vectors(self, fields: Mapping[str, Mapping[int, float]]) -> dict[int, Vector]:
        if self._shared:
            fields = {name: self._moved(units) for name, units in fields.items()}
        return _vectors(fields, self._names)

    def _moved(self, units: Mapping[int, float]) -> Mapping[int, float]:
        found: dict[int, float] = defaultdict(float)
        for unit, amount in units.items():
            found[self._counts_in.get(unit, -1)] += amount
        return found


def _vectors(
    fields: Mapping[str, Mapping[int, float]], names: tuple[str, ...]
) -> dict[int, Vector]:
    if len(names) == 1:
        units = fields.get(names[0], {})
        return dict(zip(units, zip(units.values(), strict=True), strict=True))
    columns = [fields.get(name, {}) for name in names]
    return {
        unit: tuple(column.get(unit, 0.0) for column in columns)
        for unit in dict.fromkeys(unit for column in columns for unit in column)
    }
