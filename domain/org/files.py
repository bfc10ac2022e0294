"""Reads the tree from data files: units, mergers, areas and blocs, in the text of CSV files.

The files name a unit by its code; which unit bore that code is found by the date in the
row. Yes and no are written "yes" and "no", days as 2025-07-01, and an empty cell is none.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import TypeVar

from domain.org.checks import TreeFault, check_tree
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
    """One row under its header. A cell that cannot be read is noted as a fault."""

    def __init__(self, line: int, cells: dict[str, str], faults: list[DataFault]) -> None:
        self.line, self._cells, self._faults = line, cells, faults

    def read_text(self, column: str) -> str:
        return self._cells.get(column, "").strip()

    def read_optional(self, column: str, read: Callable[[str], _T]) -> _T | None:
        text = self.read_text(column)
        try:
            return read(text) if text else None
        except ValueError as error:
            self.add_fault(column, str(error))
            return None

    def read_day(self, column: str) -> date:
        return self.read_needed(column, date.fromisoformat, date.min)

    def read_needed(self, column: str, read: Callable[[str], _T], otherwise: _T) -> _T:
        if not self.read_text(column):
            self.add_fault(column, "is empty")
        found = self.read_optional(column, read)
        return otherwise if found is None else found

    def read_flag(self, column: str) -> bool:
        return self.read_optional(column, _read_yes_no) or False

    def add_fault(self, column: str, message: str) -> None:
        self._faults.append(DataFault(self.line, column, message))


def _read_yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


class _Codes:
    """Knows which unit bears a code on a day."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._spans: dict[str, list[tuple[UnitKey, date | None]]] = {}
        for unit in units:
            self._spans.setdefault(unit.code, []).append((unit.key, unit.valid_to))

    def find_key(self, row: _Row, column: str, on: date) -> UnitKey | None:
        code = row.read_text(column)
        for key, valid_to in self._spans.get(code, ()):
            if covers(key.valid_from, valid_to, on):
                return key
        row.add_fault(column, f"no unit bears the code {code!r} on {on}")
        return None


def read_tree(texts: OrgTexts) -> Tree:
    """Read the tree of a set of data files. Raises OrgDataError naming every fault."""
    faults: list[DataFault] = []
    rows = [row for text in texts.units for row in _read_rows(text, faults)]
    units = [_read_unit(row) for row in rows]
    codes = _Codes(units)
    parents = [
        p for row, unit in zip(rows, units, strict=True) for p in _read_parent(row, unit, codes)
    ]
    mergers = [m for row in _read_rows(texts.mergers, faults) for m in _read_merger(row, codes)]
    groups = [_read_groups(level, text, codes, faults) for level, text in texts.groups]
    line = Tree(units, parents, mergers)
    _raise_faults(faults or check_tree(line))
    tree = Tree(
        [*units, *(u for g in groups for u in g.units)],
        [*parents, *_link_groups(groups, line)],
        [*mergers, *(m for g in groups for m in g.mergers)],
        [m for g in groups for m in g.memberships],
    )
    _raise_faults(check_tree(tree))
    return tree


def _raise_faults(faults: Sequence[DataFault | TreeFault]) -> None:
    if faults:
        raise OrgDataError(faults)


def _read_rows(text: str, faults: list[DataFault]) -> Iterator[_Row]:
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")), restval="")
    for cells in reader:
        line = reader.line_num
        if None in cells:
            faults.append(DataFault(line, "", "has more cells than the header"))
            continue
        yield _Row(line, cells, faults)


def _read_unit(row: _Row) -> Unit:
    code = row.read_needed("code", str, "")
    return Unit(
        UnitKey(row.read_day("valid_from"), code),
        row.read_needed("level", Level, Level.COMMUNE),
        row.read_needed("name", str, ""),
        row.read_needed("short", str, ""),
        row.read_optional("valid_to", date.fromisoformat),
        row.read_optional("lat", float),
        row.read_optional("lon", float),
        row.read_optional("population", int),
        row.read_optional("area_km2", float),
        row.read_text("seat"),
        row.read_flag("sample"),
    )


def _read_parent(row: _Row, unit: Unit, codes: _Codes) -> Iterator[Parent]:
    if row.read_text("parent"):
        above = codes.find_key(row, "parent", unit.key.valid_from)
        if above:
            yield Parent(unit.key, above, unit.key.valid_from, unit.valid_to)


def _read_merger(row: _Row, codes: _Codes) -> Iterator[Merger]:
    on = row.read_day("on")
    if on > date.min:
        old = codes.find_key(row, "old_code", on - timedelta(days=1))
        new = codes.find_key(row, "new_code", on)
        if old and new:
            yield Merger(old, new, on, row.read_flag("whole"))


@dataclass(frozen=True, slots=True)
class _Groups:
    units: tuple[Unit, ...]
    mergers: tuple[Merger, ...]
    memberships: tuple[Membership, ...]


def _read_groups(level: Level, text: str, codes: _Codes, faults: list[DataFault]) -> _Groups:
    """Read a file of memberships, one a row; a group lasts from its first row's day to its last."""
    by_code: dict[str, list[_Row]] = {}
    for row in _read_rows(text, faults):
        by_code.setdefault(row.read_needed("group_code", str, ""), []).append(row)
    read = [_read_group(level, rows, codes) for rows in by_code.values()]
    return _Groups(
        tuple(unit for unit, _, _ in read),
        tuple(m for _, mergers, _ in read for m in mergers),
        tuple(m for _, _, memberships in read for m in memberships),
    )


def _read_group(
    level: Level, rows: list[_Row], codes: _Codes
) -> tuple[Unit, list[Merger], list[Membership]]:
    first = rows[0]
    spans = [
        (row.read_day("valid_from"), row.read_optional("valid_to", date.fromisoformat))
        for row in rows
    ]
    since = min(begin for begin, _ in spans)
    key = UnitKey(since, first.read_text("group_code"))
    name, short = first.read_needed("group", str, ""), first.read_needed("group_short", str, "")
    sample = True in {row.read_flag("sample") for row in rows}
    unit = Unit(key, level, name, short, _find_latest(end for _, end in spans), sample=sample)
    members = [
        Membership(key, member, begin, end)
        for row, (begin, end) in zip(rows, spans, strict=True)
        if (member := codes.find_key(row, "member_code", begin))
    ]
    for row in rows:
        if row.read_text("group") != name:
            row.add_fault("group", f"{first.read_text('group_code')} is called {name!r} above")
    return unit, _read_former_district(first, key, codes), members


def _read_former_district(row: _Row, key: UnitKey, codes: _Codes) -> list[Merger]:
    """Read the district that an area follows: its reports and chats go on in the area.

    It is not merged whole: some of its communes may have gone to a neighbouring area.
    """
    if not row.read_text("former"):
        return []
    old = codes.find_key(row, "former", key.valid_from - timedelta(days=1))
    return [Merger(old, key, key.valid_from, whole=False)] if old else []


def _find_latest(ends: Iterable[date | None]) -> date | None:
    days = list(ends)
    return None if None in days else max(day for day in days if day is not None)


def _link_groups(groups: Iterable[_Groups], line: Tree) -> Iterator[Parent]:
    """Put areas and blocs under the province of their first member."""
    members = {m.group: m.member for g in groups for m in reversed(g.memberships)}
    for unit in (u for g in groups for u in g.units):
        view = line.at(unit.key.valid_from)
        first = members.get(unit.key)
        province = view.province(first) if first and first in view else None
        if province:
            yield Parent(unit.key, province.key, unit.key.valid_from, unit.valid_to)
