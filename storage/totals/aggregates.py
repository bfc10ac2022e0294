"""Aggregates every indicator of a node from the running totals, without reading single reports.

A year's sums are read in one row per indicator, field and cohort; months are read only where a
figure is of months (whether every month had something, what the newest form said), or
where the day asked for lies before the newest reports.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from domain.measures import Tally
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Indicator, Plan
from domain.progress.aggregate import Aggregate, Vector
from domain.progress.progress import Scope
from domain.rollups import Singly
from storage.totals.query import YearQuery

_Fields = Mapping[str, Mapping[int, float]]
_Sums = Mapping[str, tuple[float, int]]


def gather(query: YearQuery, plan: Plan, scope: Scope, last: Period) -> dict[str, Aggregate]:
    """Aggregate every indicator that has any answer up to a month, by code."""
    kinds: dict[bool, list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators:
        kinds[_needs_units(indicator)].append(indicator)
    found = _gather_wholes(query, kinds[False], _find_forms(plan, last))
    found.update(_gather_shares(query, kinds[True], scope))
    return found


def _find_forms(plan: Plan, last: Period) -> dict[str, Period]:
    """Find the newest form up to a month that asks what only the newest form counts of."""
    asked = {
        i.code: [p for p in plan.list_periods(i.rhythm) if p <= last]
        for i in plan.indicators
        if i.fold.is_newest_form_alone
    }
    return {code: forms[-1] for code, forms in asked.items() if forms}


def _needs_units(indicator: Indicator) -> bool:
    """Return True if single communes matter, and not just the whole.

    They do where a commune reports of itself: that replaces what its parts said before a merger.
    """
    singly = indicator.rollup.singly
    if singly is Singly.ANSWERING or indicator.is_own_state:
        return True
    return singly is Singly.COUNTED and Level.BRANCH not in indicator.target.per


def _gather_wholes(
    query: YearQuery, indicators: Sequence[Indicator], forms: Mapping[str, Period]
) -> dict[str, Aggregate]:
    sums = query.read_sums([i for i in indicators if not i.fold.is_newest_form_alone])
    sums.update(query.read_latest(forms))
    return {code: Aggregate(_to_tally(fields)) for code, fields in sums.items() if fields}


def _gather_shares(
    query: YearQuery, indicators: Sequence[Indicator], scope: Scope
) -> dict[str, Aggregate]:
    sums = query.read_by_unit(indicators)
    months = query.read_monthly(_select_monthly(indicators)).amounts
    return {
        i.code: _aggregate(i, sums.wholes[i.code], sums.amounts[i.code], months[i.code], scope)
        for i in indicators
        if i.code in sums.wholes
    }


def _select_monthly(indicators: Sequence[Indicator]) -> list[str]:
    return [i.code for i in indicators if i.fold.is_monthly]


# --- each commune ------------------------------------------------------------------------------


def aggregate_each(
    query: YearQuery, plan: Plan, below: Sequence[Scope], last: Period
) -> dict[int, dict[str, Aggregate]]:
    """Aggregate the same for each of these communes, all read together."""
    added = [i for i in plan.indicators if not i.fold.is_newest_form_alone]
    sums = query.read_by_unit(added, answers=True)
    months = query.read_monthly(_select_monthly(added)).amounts
    latest = query.read_latest_by_unit(_find_forms(plan, last))
    found: dict[int, dict[str, Aggregate]] = {}
    for scope in below:
        unit = scope.node.unit_id
        mine = found[unit] = {c: Aggregate(_to_tally(f)) for c, f in latest.get(unit, {}).items()}
        for i in added:
            whole = _pick_sums(unit, sums.amounts[i.code], sums.answers[i.code])
            if whole:
                own = partial(_pick_unit, unit)
                by_month = {p: own(fields) for p, fields in months[i.code].items()}
                amounts = own(sums.amounts[i.code])
                mine[i.code] = _aggregate(i, whole, amounts, by_month, scope)
    return found


def _pick_sums(unit: int, amounts: _Fields, answers: _Fields) -> dict[str, tuple[float, int]]:
    return {
        name: (column[unit], int(answers[name][unit]))
        for name, column in amounts.items()
        if unit in column
    }


def _pick_unit(unit: int, fields: _Fields) -> _Fields:
    return {name: {unit: column[unit]} for name, column in fields.items() if unit in column}


# --- what judging needs ------------------------------------------------------------------------


def _aggregate(
    indicator: Indicator,
    whole: _Sums,
    units: _Fields,
    months: Mapping[Period, _Fields],
    scope: Scope,
) -> Aggregate:
    if not _needs_units(indicator):
        return Aggregate(_to_tally(whole))
    vectors = partial(_build_vectors, indicator, scope)
    return Aggregate(_to_tally(whole), vectors(units), {p: vectors(f) for p, f in months.items()})


def _to_tally(fields: _Sums) -> Tally:
    counts = {name: int(count) for name, (_, count) in fields.items() if count}
    return Tally({name: fields[name][0] for name in counts}, counts)


def _build_vectors(indicator: Indicator, scope: Scope, fields: _Fields) -> dict[int, Vector]:
    """Amounts under the units that count for an indicator, such as communes or areas."""
    names = indicator.field_names
    if indicator.rollup.singly is Singly.COUNTED:
        moves = scope.find_moves(indicator.target.per)
        fields = {name: _move(column, moves) for name, column in fields.items()}
    if len(names) == 1:
        single = fields.get(names[0], {})
        return dict(zip(single, zip(single.values(), strict=True), strict=True))
    columns = [fields.get(name, {}) for name in names]
    units = list(dict.fromkeys(chain.from_iterable(columns)))
    amounts = zip(*(_align(column, units) for column in columns), strict=True)
    return dict(zip(units, amounts, strict=True))


def _align(column: Mapping[int, float], units: list[int]) -> Iterable[float]:
    """A column's amounts in the order of units; mostly it has just these in this order."""
    if list(column) == units:
        return column.values()
    return [column.get(unit, 0.0) for unit in units]


def _move(units: Mapping[int, float], moves: Mapping[int, int]) -> Mapping[int, float]:
    if moves.keys().isdisjoint(units):
        return units
    found: dict[int, float] = defaultdict(float)
    for unit, amount in units.items():
        found[moves.get(unit, unit)] += amount
    return found
