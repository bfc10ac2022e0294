"""Reading running totals: every indicator of a node gathered, without a look at single reports.

A year's sums are read in one row per indicator, field and cell; months only where a figure is of
months (whether every month had something, what still holds of the last two), or where the day
asked for lies before the newest reports.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from domain.measures import Fold, RollUp, Tally
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Indicator, Plan
from domain.progress.aggregate import Aggregate, Vector
from domain.progress.progress import Scope
from storage.totals.query import Reading, is_word

_Fields = Mapping[str, Mapping[int, float]]
_Sums = Mapping[str, tuple[float, int]]


def gather(reading: Reading, plan: Plan, scope: Scope) -> dict[str, Aggregate]:
    """By code, every indicator that has any answer; see `Gathered`."""
    kinds: dict[bool, list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators:
        kinds[_by_unit(indicator)].append(indicator)
    found = _wholes(reading, kinds[False])
    found.update(_shares(reading, kinds[True], scope))
    return found


def _by_unit(indicator: Indicator) -> bool:
    """Whether single communes matter, and not just the whole.

    A commune's word does: what it says replaces what its parts said before they were merged.
    """
    if indicator.rollup is RollUp.BELOW or is_word(indicator):
        return True
    return indicator.rollup is RollUp.SHARE and Level.BRANCH not in indicator.target.per


def _wholes(reading: Reading, indicators: Sequence[Indicator]) -> dict[str, Aggregate]:
    sums = reading.sums([i for i in indicators if i.fold is not Fold.LATEST])
    sums.update(reading.latest([i.code for i in indicators if i.fold is Fold.LATEST]))
    return {code: Aggregate(_tally(fields)) for code, fields in sums.items() if fields}


def _shares(
    reading: Reading, indicators: Sequence[Indicator], scope: Scope
) -> dict[str, Aggregate]:
    sums = reading.by_unit(indicators)
    months = reading.monthly(_of_months(indicators))
    return {
        i.code: _aggregated(i, sums.wholes[i.code], sums.amounts[i.code], months[i.code], scope)
        for i in indicators
        if i.code in sums.wholes
    }


def _of_months(indicators: Sequence[Indicator]) -> list[str]:
    return [i.code for i in indicators if i.fold is Fold.EVERY]


# --- each commune ------------------------------------------------------------------------------


def aggregate_each(
    reading: Reading, plan: Plan, below: Sequence[Scope]
) -> dict[int, dict[str, Aggregate]]:
    """The same of each of these communes, all read together."""
    added = [i for i in plan.indicators if i.fold is not Fold.LATEST]
    sums = reading.by_unit(added, answers=True)
    months = reading.monthly(_of_months(added))
    latest = reading.latest_by_unit([i.code for i in plan.indicators if i.fold is Fold.LATEST])
    found: dict[int, dict[str, Aggregate]] = {}
    for scope in below:
        unit = scope.node.unit_id
        mine = found[unit] = {c: Aggregate(_tally(f)) for c, f in latest.get(unit, {}).items()}
        for i in added:
            whole = _sums_of(unit, sums.amounts[i.code], sums.answers[i.code])
            if whole:
                own = partial(_only, unit)
                by_month = {p: own(fields) for p, fields in months[i.code].items()}
                amounts = own(sums.amounts[i.code])
                mine[i.code] = _aggregated(i, whole, amounts, by_month, scope)
    return found


def _sums_of(unit: int, amounts: _Fields, answers: _Fields) -> dict[str, tuple[float, int]]:
    return {
        name: (column[unit], int(answers[name][unit]))
        for name, column in amounts.items()
        if unit in column
    }


def _only(unit: int, fields: _Fields) -> _Fields:
    return {name: {unit: column[unit]} for name, column in fields.items() if unit in column}


# --- what judging takes ------------------------------------------------------------------------


def _aggregated(
    indicator: Indicator,
    whole: _Sums,
    units: _Fields,
    months: Mapping[Period, _Fields],
    scope: Scope,
) -> Aggregate:
    if not _by_unit(indicator):
        return Aggregate(_tally(whole))
    vectors = partial(_vectors, indicator, scope)
    return Aggregate(_tally(whole), vectors(units), {p: vectors(f) for p, f in months.items()})


def _tally(fields: _Sums) -> Tally:
    counts = {name: count for name, (_, count) in fields.items() if count}
    return Tally({name: fields[name][0] for name in counts}, counts)


def _vectors(indicator: Indicator, scope: Scope, fields: _Fields) -> dict[int, Vector]:
    """Amounts under the units that count for an indicator: a commune's, an area's."""
    names = indicator.field_names
    if indicator.rollup is RollUp.SHARE:
        moves = scope.moves(indicator.target.per)
        fields = {name: _moved(column, moves) for name, column in fields.items()}
    if len(names) == 1:
        single = fields.get(names[0], {})
        return dict(zip(single, zip(single.values(), strict=True), strict=True))
    columns = [fields.get(name, {}) for name in names]
    units = list(dict.fromkeys(chain.from_iterable(columns)))
    amounts = zip(*(_aligned(column, units) for column in columns), strict=True)
    return dict(zip(units, amounts, strict=True))


def _aligned(column: Mapping[int, float], units: list[int]) -> Iterable[float]:
    """A column's amounts in the order of units; mostly it has just these, in this order."""
    if list(column) == units:
        return column.values()
    return [column.get(unit, 0.0) for unit in units]


def _moved(units: Mapping[int, float], moves: Mapping[int, int]) -> Mapping[int, float]:
    if moves.keys().isdisjoint(units):
        return units
    found: dict[int, float] = defaultdict(float)
    for unit, amount in units.items():
        found[moves.get(unit, unit)] += amount
    return found
