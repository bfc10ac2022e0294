"""The tree as data files: units, mergers, areas and blocs, from the text of CSV files.

The files name a unit by its code; which unit bore that code is found by the date in the
row. Yes and no are written "yes" and "no", days as 2025-07-01, and an empty cell is none.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import TypeVar

from domain.org.checks import TreeFault, check
from domain.org.levels import Level
from domain.org.tree import Membership, Merger, Parent, Tree, Unit, UnitKey, covers

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class OrgTexts:
    """The text of each data file."""

    units: Sequence[str]
    mergers: str = ""
    groups: Sequence[tuple[Level, str]] = ()


@dataclass(frozen=True, slots=True)
class DataFault:
    """A row of a data file that cannot be read. `line` counts the header as 1."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.message}"


class OrgDataError(ValueError):
    """Data files that cannot be read or do not agree; `faults` names every fault."""

    def __init__(self, faults: Sequence[DataFault | TreeFault]) -> None:
        super().__init__("; ".join(str(f) for f in faults))
        self.faults = tuple(faults)


class _Row:
    """One row under its header, whose cells are read or noted as faults."""

    def __init__(self, line: int, cells: dict[str, str], faults: list[DataFault]) -> None:
        self.line, self._cells, self._faults = line, cells, faults

    def text(self, column: str) -> str:
        return self._cells.get(column, "").strip()

    def maybe(self, column: str, read: Callable[[str], _T]) -> _T | None:
        text = self.text(column)
        try:
            return read(text) if text else None
        except ValueError as error:
            self.fault(column, str(error))
            return None

    def day(self, column: str) -> date:
        return self.needed(column, date.fromisoformat, date.min)

    def needed(self, column: str, read: Callable[[str], _T], otherwise: _T) -> _T:
        if not self.text(column):
            self.fault(column, "is empty")
        found = self.maybe(column, read)
        return otherwise if found is None else found

    def flag(self, column: str) -> bool:
        return self.maybe(column, _yes_no) or False

    def fault(self, column: str, message: str) -> None:
        self._faults.append(DataFault(self.line, column, message))


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


class _Codes:
    """Which unit bears a code on a day."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._spans: dict[str, list[tuple[UnitKey, date | None]]] = {}
        for unit in units:
            self._spans.setdefault(unit.code, []).append((unit.key, unit.valid_to))

    def key(self, row: _Row, column: str, on: date) -> UnitKey | None:
        code = row.text(column)
        for key, valid_to in self._spans.get(code, ()):
            if covers(key.valid_from, valid_to, on):
                return key
        row.fault(column, f"no unit bears the code {code!r} on {on}")
        return None


def read_tree(texts: OrgTexts) -> Tree:
    """The tree of a set of data files. Raises OrgDataError naming every fault."""
    faults: list[DataFault] = []
    rows = [row for text in texts.units for row in _rows(text, faults)]
    units = [_unit(row) for row in rows]
    codes = _Codes(units)
    parents = [p for row, unit in zip(rows, units, strict=True) for p in _parent(row, unit, codes)]
    mergers = [m for row in _rows(texts.mergers, faults) for m in _merger(row, codes)]
    groups = [_read_group(level, text, codes, faults) for level, text in texts.groups]
    line = Tree(units, parents, mergers)
    _refuse(faults or check(line))
    tree = Tree(
        [*units, *(u for g in groups for u in g.units)],
        [*parents, *_group_parents(groups, line)],
        [*mergers, *(m for g in groups for m in g.mergers)],
        [m for g in groups for m in g.memberships],
    )
    _refuse(check(tree))
    return tree


def _refuse(faults: Sequence[DataFault | TreeFault]) -> None:
    if faults:
        raise OrgDataError(faults)


def _rows(text: str, faults: list[DataFault]) -> Iterator[_Row]:
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")), restval="")
    for cells in reader:
        line = reader.line_num
        if None in cells:
            faults.append(DataFault(line, "", "has more cells than the header"))
            continue
        yield _Row(line, cells, faults)


def _unit(row: _Row) -> Unit:
    code = row.needed("code", str, "")
    return Unit(
        UnitKey(row.day("valid_from"), code),
        row.needed("level", Level, Level.COMMUNE),
        row.needed("name", str, ""),
        row.needed("short", str, ""),
        row.maybe("valid_to", date.fromisoformat),
        row.maybe("lat", float),
        row.maybe("lon", float),
        row.maybe("population", int),
        row.maybe("area_km2", float),
        row.text("seat"),
        row.flag("sample"),
    )


def _parent(row: _Row, unit: Unit, codes: _Codes) -> Iterator[Parent]:
    if row.text("parent"):
        above = codes.key(row, "parent", unit.key.valid_from)
        if above:
            yield Parent(unit.key, above, unit.key.valid_from, unit.valid_to)


def _merger(row: _Row, codes: _Codes) -> Iterator[Merger]:
    on = row.day("on")
    if on > date.min:
        old = codes.key(row, "old_code", on - timedelta(days=1))
        new = codes.key(row, "new_code", on)
        if old and new:
            yield Merger(old, new, on, row.flag("whole"))


@dataclass(frozen=True, slots=True)
class _Groups:
    units: tuple[Unit, ...]
    mergers: tuple[Merger, ...]
    memberships: tuple[Membership, ...]


def _read_group(level: Level, text: str, codes: _Codes, faults: list[DataFault]) -> _Groups:
    """A file of memberships, one a row; a group lasts from its first row's day to its last."""
    by_code: dict[str, list[_Row]] = {}
    for row in _rows(text, faults):
        by_code.setdefault(row.needed("group_code", str, ""), []).append(row)
    read = [_one_group(level, rows, codes) for rows in by_code.values()]
    return _Groups(
        tuple(unit for unit, _, _ in read),
        tuple(m for _, mergers, _ in read for m in mergers),
        tuple(m for _, _, memberships in read for m in memberships),
    )


def _one_group(
    level: Level, rows: list[_Row], codes: _Codes
) -> tuple[Unit, list[Merger], list[Membership]]:
    first = rows[0]
    spans = [(row.day("valid_from"), row.maybe("valid_to", date.fromisoformat)) for row in rows]
    since = min(begin for begin, _ in spans)
    key = UnitKey(since, first.text("group_code"))
    name, short = first.needed("group", str, ""), first.needed("group_short", str, "")
    sample = True in {row.flag("sample") for row in rows}
    unit = Unit(key, level, name, short, _latest(end for _, end in spans), sample=sample)
    members = [
        Membership(key, member, begin, end)
        for row, (begin, end) in zip(rows, spans, strict=True)
        if (member := codes.key(row, "member_code", begin))
    ]
    for row in rows:
        if row.text("group") != name:
            row.fault("group", f"{first.text('group_code')} is called {name!r} above")
    return unit, _former(first, key, codes), members


def _former(row: _Row, key: UnitKey, codes: _Codes) -> list[Merger]:
    """The district an area comes after: its reports and chats go on in the area.

    Not whole: some of the district's communes may have gone to a neighbouring area.
    """
    if not row.text("former"):
        return []
    old = codes.key(row, "former", key.valid_from - timedelta(days=1))
    return [Merger(old, key, key.valid_from, whole=False)] if old else []


def _latest(ends: Iterable[date | None]) -> date | None:
    days = list(ends)
    return None if None in days else max(day for day in days if day is not None)


def _group_parents(groups: Iterable[_Groups], line: Tree) -> Iterator[Parent]:
    """Areas and blocs stand under the province of their first member."""
    members = {m.group: m.member for g in groups for m in reversed(g.memberships)}
    for unit in (u for g in groups for u in g.units):
        view = line.at(unit.key.valid_from)
        first = members.get(unit.key)
        province = view.province(first) if first and first in view else None
        if province:
            yield Parent(unit.key, province.key, unit.key.valid_from, unit.valid_to)
