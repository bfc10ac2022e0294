"""Reading running totals: every indicator of a node gathered, without a look at single reports.

A year's sums are read in one row per indicator, field and cell; months only where a figure is of
months (whether every month had something, what still holds of the last two), or where the day
asked for lies before the newest reports. Rows come as JSON arrays, one for each indicator and
field: a nation's 70,000 as fast as a province's 2,000 one by one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Table, Text, case, cast, func, select

from domain.gathered import Gathered, Vector, counts_in
from domain.levels import Level
from domain.measures import Fold, RollUp, Tally
from domain.periods import Period
from domain.plan import Indicator, Plan
from domain.progress import Grounds
from domain.totals import SENT
from storage.schema import filed, submission, total, total_change

_numbers = msgspec.json.Decoder(list[float]).decode
_ids = msgspec.json.Decoder(list[int]).decode
_Sums = dict[str, dict[str, tuple[float, int]]]
_ByUnit = dict[str, dict[str, dict[int, float]]]


@dataclass(frozen=True, slots=True)
class Span:
    """Which cells, each counting in which unit, and a year's months up to `last`.

    `former`: those of units that were merged. `without`: the cells left out, where that names
    fewer than `homes` does.
    """

    homes: Mapping[int, int]
    former: frozenset[int]
    year: int
    last: int
    without: tuple[int, ...] | None = None

    @property
    def months(self) -> list[str]:
        """The months asked for, the older first."""
        return [f"{self.year}-{month:02}" for month in range(1, self.last + 1)]

    @property
    def later(self) -> list[str]:
        """The months of the year that are not asked for."""
        return [f"{self.year}-{month:02}" for month in range(self.last + 1, 13)]


def gather(connection: Connection, plan: Plan, grounds: Grounds, span: Span) -> dict[str, Gathered]:
    """By code, every indicator that has any answer; see `Gathered`."""
    reading = _Reading(connection, span)
    kinds: dict[bool, list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators:
        kinds[_by_unit(indicator)].append(indicator)
    found = _wholes(reading, kinds[False])
    found.update(_shares(reading, kinds[True], grounds))
    return found


def sent(connection: Connection, span: Span, period: Period) -> dict[int, int]:
    """By cell: how many reports of a period are in force."""
    found: dict[int, int] = defaultdict(int)
    for table in (total, total_change):
        statement = select(table.c.cell_id, func.sum(table.c.answers)).where(
            table.c.period == str(period),
            table.c.indicator == SENT[0],
            table.c.field == SENT[1],
            *among(table, span),
        )
        for cell_id, count in connection.execute(statement.group_by(table.c.cell_id)):
            found[cell_id] += count
    return found


def sent_by(connection: Connection, cells: Collection[int], period: Period, limit: float) -> int:
    """How many units of these cells first sent a period's report by a moment in seconds."""
    statement = (
        select(func.count())
        .join_from(filed, submission, filed.c.unit_id == submission.c.unit_id)
        .where(
            filed.c.cell_id.in_(cells),
            submission.c.period == str(period),
            submission.c.edition == 1,
            submission.c.sent_at <= limit,
        )
    )
    return connection.execute(statement).scalar_one()


def _by_unit(indicator: Indicator) -> bool:
    """Whether single communes matter, and not just the whole.

    A commune's word does: what it says replaces what its parts said before they were merged.
    """
    if indicator.rollup is RollUp.BELOW or _is_word(indicator):
        return True
    return indicator.rollup is RollUp.SHARE and Level.BRANCH not in indicator.target.per


def _is_word(indicator: Indicator) -> bool:
    """Whether it is a state that a commune, an area or a province tells of itself."""
    return indicator.fold is Fold.LAST and indicator.entered_by != (Level.BRANCH,)


# --- the whole ---------------------------------------------------------------------------------


def _wholes(reading: "_Reading", indicators: Sequence[Indicator]) -> dict[str, Gathered]:
    latest = [i for i in indicators if i.fold is Fold.LATEST]
    sums = reading.sums([i for i in indicators if i.fold is not Fold.LATEST])
    for indicator in latest:
        sums[indicator.code] = reading.latest(indicator.code)
    return {code: Gathered(_tally(fields)) for code, fields in sums.items() if fields}


def _tally(fields: Mapping[str, tuple[float, int]]) -> Tally:
    counts = {name: count for name, (_, count) in fields.items() if count}
    return Tally({name: fields[name][0] for name in counts}, counts)


# --- unit by unit ------------------------------------------------------------------------------


def _shares(
    reading: "_Reading", indicators: Sequence[Indicator], grounds: Grounds
) -> dict[str, Gathered]:
    wholes, by_unit = reading.by_unit(indicators)
    months = reading.by_month([i for i in indicators if i.fold is Fold.EVERY])
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


# --- statements --------------------------------------------------------------------------------


def among(table: Table, span: Span) -> list[ColumnElement[bool]]:
    """The condition that a row is of one of the span's cells; none where all are."""
    if span.without is None:
        return [table.c.cell_id.in_(span.homes)]
    return [table.c.cell_id.not_in(span.without)] if span.without else []


class _Reading:
    """One connection and span; every question is asked of the totals and of what is new."""

    def __init__(self, connection: Connection, span: Span) -> None:
        self._connection, self._span = connection, span
        lite = connection.dialect.name == "sqlite"
        self._array = func.json_group_array if lite else func.json_agg
        self._by_year = not self._anything_later()

    def _anything_later(self) -> bool:
        """Whether reports of later months are in the year's sums."""
        return bool(self._span.later) and any(
            self._connection.execute(
                select(table.c.cell_id)
                .where(table.c.period.in_(self._span.later), table.c.indicator == SENT[0])
                .limit(1)
            ).first()
            for table in (total, total_change)
        )

    def _periods(self, table: Table) -> ColumnElement[bool]:
        """The year, as the totals have it in a row and changes have it in months."""
        year, months = str(self._span.year), self._span.months
        if not self._by_year:
            return table.c.period.in_(months)
        return table.c.period == year if table is total else table.c.period.in_([*months, year])

    def sums(self, indicators: Sequence[Indicator]) -> _Sums:
        """By code and field: amount and answers, folded over time."""
        found: _Sums = defaultdict(dict)
        for table in (total, total_change):
            amount, answers = _folded(table, indicators)
            statement = select(
                table.c.indicator, table.c.field, func.sum(amount), func.sum(answers)
            ).where(*self._where(table, indicators))
            statement = statement.group_by(table.c.indicator, table.c.field)
            for code, name, amounts, counts in self._connection.execute(statement):
                _count(found[code], name, amounts, counts)
        return found

    def by_unit(self, indicators: Sequence[Indicator]) -> tuple[_Sums, _ByUnit]:
        """The same, and the amounts of each unit that has an answer."""
        wholes: _Sums = defaultdict(dict)
        units: _ByUnit = defaultdict(lambda: defaultdict(dict))
        alone = self._changed() | self._span.former
        for code, name, count, cells, amounts in self._in_bulk(indicators, alone):
            _count(wholes[code], name, sum(amounts), count)
            self._spread(units[code][name], cells, amounts)
        found = {key: sums for key, sums in self._one_by_one(indicators, alone).items() if sums[1]}
        words = {i.code for i in indicators if _is_word(i)}
        spoken = {code: {u for column in units[code].values() for u in column} for code in words}
        for code, _, cell_id in found:
            if code in words and cell_id not in self._span.former:
                spoken[code].add(self._span.homes[cell_id])
        for (code, name, cell_id), (amount, count) in found.items():
            unsaid = cell_id in self._span.former and code in words
            if not (unsaid and self._span.homes[cell_id] in spoken[code]):
                _count(wholes[code], name, amount, count)
                self._spread(units[code][name], [cell_id], [amount])
        return wholes, units

    def _changed(self) -> set[int]:
        """Cells whose totals are not all there yet."""
        cells = select(total_change.c.cell_id).distinct()
        return set(self._connection.execute(cells).scalars()) & self._span.homes.keys()

    def _in_bulk(
        self, indicators: Sequence[Indicator], alone: Collection[int]
    ) -> Iterator[tuple[str, str, int, list[int], list[float]]]:
        """Of all cells but these, by code and field: answers, cells and their amounts."""
        rows = self._sums_by_cell(total, indicators).where(total.c.cell_id.not_in(alone)).subquery()
        columns = (rows.c.indicator, rows.c.field)
        statement = select(
            *columns,
            func.sum(rows.c.answers),
            self._packed(rows.c.cell_id),
            self._packed(rows.c.amount),
        ).where(rows.c.answers != 0)
        for code, name, count, cells, amounts in self._connection.execute(
            statement.group_by(*columns)
        ):
            yield code, name, count, _ids(cells), _numbers(amounts)

    def _one_by_one(
        self, indicators: Sequence[Indicator], alone: Collection[int]
    ) -> dict[tuple[str, str, int], tuple[float, int]]:
        """Amount and answers of single cells, what is new included."""
        found: dict[tuple[str, str, int], tuple[float, int]] = {}
        for table in (total, total_change) if alone else ():
            rows = self._sums_by_cell(table, indicators).where(table.c.cell_id.in_(alone))
            for code, name, cell_id, amount, count in self._connection.execute(rows):
                had = found.get((code, name, cell_id), (0.0, 0))
                found[code, name, cell_id] = (had[0] + amount, had[1] + count)
        return found

    def _sums_by_cell(self, table: Table, indicators: Sequence[Indicator]) -> Select[Any]:
        """A row for each code, field and cell: the year's own, or the months added."""
        amount, answers = _folded(table, indicators)
        columns = (table.c.indicator, table.c.field, table.c.cell_id)
        where = self._where(table, indicators)
        if self._by_year and table is total:
            return select(*columns, amount.label("amount"), answers.label("answers")).where(*where)
        sums = func.sum(amount).label("amount"), func.sum(answers).label("answers")
        return select(*columns, *sums).where(*where).group_by(*columns)

    def by_month(
        self, indicators: Sequence[Indicator]
    ) -> dict[str, dict[Period, dict[str, dict[int, float]]]]:
        """By code, month and field: the amounts of each unit."""
        found: dict[str, dict[Period, dict[str, dict[int, float]]]] = {}
        for indicator in indicators:
            months: dict[Period, dict[str, dict[int, float]]] = defaultdict(
                lambda: defaultdict(dict)
            )
            for period, name, cells, amounts in self._monthly(indicator.code):
                self._spread(months[period][name], cells, amounts)
            found[indicator.code] = months
        return defaultdict(dict, found)

    def _monthly(self, code: str) -> Iterable[tuple[Period, str, list[int], list[float]]]:
        for table in (total, total_change):
            columns = (table.c.period, table.c.field)
            statement = select(
                *columns, self._packed(table.c.cell_id), self._packed(table.c.amount)
            ).where(
                table.c.period.in_(self._span.months),
                table.c.indicator == code,
                *among(table, self._span),
            )
            for period, name, cells, amounts in self._connection.execute(
                statement.group_by(*columns)
            ):
                yield Period.parse(period), name, _ids(cells), _numbers(amounts)

    def latest(self, code: str) -> dict[str, tuple[float, int]]:
        """By field: what holds of the newest month anybody here reported and the one before."""
        months: dict[str, dict[str, list[float]]] = defaultdict(dict)
        for table in (total, total_change):
            columns = (table.c.period, table.c.field)
            figures = [table.c[n] for n in ("amount", "answers", "prior", "priors")]
            statement = select(*columns, *map(func.sum, figures)).where(
                table.c.period.in_(self._span.months),
                table.c.indicator == code,
                *among(table, self._span),
            )
            for period, name, *sums in self._connection.execute(statement.group_by(*columns)):
                there = months[period].setdefault(name, [0, 0, 0, 0])
                months[period][name] = [a + b for a, b in zip(there, sums, strict=True)]
        return _holding(months)

    def _where(self, table: Table, indicators: Sequence[Indicator]) -> list[ColumnElement[bool]]:
        codes = [i.code for i in indicators]
        return [self._periods(table), table.c.indicator.in_(codes), *among(table, self._span)]

    def _packed(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        return cast(self._array(column), Text)

    def _spread(
        self, into: dict[int, float], cells: Sequence[int], amounts: Sequence[float]
    ) -> None:
        homes = self._span.homes
        for cell_id, amount in zip(cells, amounts, strict=True):
            if cell_id in homes:
                home = homes[cell_id]
                into[home] = into.get(home, 0.0) + amount


def _folded(
    table: Table, indicators: Collection[Indicator]
) -> tuple[ColumnElement[float], ColumnElement[int]]:
    """Amount and answers; of a state, less what newer reports replaced."""
    states = [i.code for i in indicators if i.fold is Fold.LAST]
    if not states:
        return table.c.amount, table.c.answers
    state = table.c.indicator.in_(states)
    return (
        case((state, table.c.amount - table.c.old), else_=table.c.amount),
        case((state, table.c.answers - table.c.olds), else_=table.c.answers),
    )


def _count(fields: dict[str, tuple[float, int]], name: str, amount: float, count: int) -> None:
    had = fields.get(name, (0.0, 0))
    fields[name] = (had[0] + amount, had[1] + count)


def _holding(months: Mapping[str, Mapping[str, Sequence[float]]]) -> dict[str, tuple[float, int]]:
    told = [p for p, fields in months.items() if any(f[1] for f in fields.values())]
    if not told:
        return {}
    newest = max(told)
    found: dict[str, tuple[float, int]] = {}
    for name, (amount, answers, prior, priors) in months[newest].items():
        _count(found, name, amount - prior, int(answers - priors))
    before = months.get(str(Period.parse(newest).previous()), {})
    for name, (amount, answers, *_) in before.items():
        _count(found, name, amount, int(answers))
    return found
