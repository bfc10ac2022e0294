"""Branches and their baselines from a list an office keeps: rows of a CSV or an xlsx file.

A list is taken whole or not at all: every bad row is named. Headers are found by their
words, whatever their case, marks and spaces, and may stand below a title. Every cell is
plain text: one that begins with = + - @ is never a formula, and never a number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.org.columns import (
    COLUMNS,
    TOTALS,
    Header,
    RowFault,
    RowProblem,
    Rows,
    find_header,
    to_text,
)
from domain.org.levels import Level
from domain.org.names import Names, fold, tidy
from domain.org.tree import Baseline, Parent, Tree, TreeView, Unit, UnitKey

MAX_NAME = 80
"""Letters in a branch's name."""

_YES = frozenset({"co", "x", "1", "roi", "du", "co nguoi"})
_NO = frozenset({"khong", "0", "khuyet", "trong", "chua", "chua co"})
_NUMBER = re.compile(r"\d{1,6}|\d{1,3}(?:[. ]\d{3})")
_BRANCH_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
_NUMBERED = re.compile(r"CH-(.+)-(\d+)")


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch as the list has it.

    `known`: it was in the tree already, under this key. Its line stays as it is (`parents` is
    empty then); its name may be new.
    """

    line: int
    unit: Unit
    parents: tuple[Parent, ...]
    baseline: Baseline
    known: bool = False


@dataclass(frozen=True, slots=True)
class BranchFile:
    """Either all branches of a list or, where any row is bad, all its faults."""

    branches: tuple[BranchRow, ...] = ()
    faults: tuple[RowFault, ...] = ()


def read_branches(rows: Rows, tree: Tree, on: date, *, sample: bool = False) -> BranchFile:
    """Read the branches as of a day: communes are those of that day, new branches begin on it.

    A branch with an older commune in its row began with that one and moved at the merger.
    One that stands in the tree already (same code, or same commune and name) keeps its key.
    """
    faults: list[RowFault] = []
    reader = _Reader(tree, on, faults, sample=sample)
    lines = iter(rows)
    header = find_header(lines, faults)
    drafts = (
        [] if header is None else [d for d in reader.read_drafts(lines, header) if d is not None]
    )
    if not drafts and not faults:
        faults.append(RowFault(0, "", RowProblem.NO_ROWS))
    if faults:
        return BranchFile(faults=tuple(faults))
    return BranchFile(tuple(reader.number_drafts(drafts)))


@dataclass(frozen=True, slots=True)
class _Draft:
    line: int
    name: str
    code: str
    commune: Unit
    old: Unit | None
    known: Unit | None
    members: int
    women: int
    leader: bool


class _Cells:
    """One row's cells by our column names. A cell that cannot be read is noted as a fault."""

    def __init__(
        self, line: int, cells: Sequence[object], header: Header, faults: list[RowFault]
    ) -> None:
        self.line, self._cells, self._header, self._faults = line, cells, header, faults

    def read_text(self, column: str) -> str:
        place = self._header.places.get(column, len(self._cells))
        return to_text(self._cells[place]) if place < len(self._cells) else ""

    def add_fault(self, column: str, problem: RowProblem, candidates: Iterable[str] = ()) -> None:
        word = self._header.words.get(column) or COLUMNS[column][0]
        given = self.read_text(column)[:MAX_NAME]
        self._faults.append(RowFault(self.line, word, problem, given, tuple(candidates)))

    def read_number(self, column: str) -> int:
        text = self.read_text(column)
        if _NUMBER.fullmatch(text) and text.isascii():
            return int(re.sub(r"\D", "", text))
        self.add_fault(column, RowProblem.NOT_A_NUMBER if text else RowProblem.EMPTY)
        return 0

    def read_leader_in_post(self) -> bool:
        word = fold(self.read_text("leader"))
        if word and word not in _YES | _NO:
            self.add_fault("leader", RowProblem.NOT_YES_NO)
        return word not in _NO

    def read_name(self) -> str:
        text = self.read_text("name")
        if not text or len(text) > MAX_NAME:
            self.add_fault("name", RowProblem.TOO_LONG if text else RowProblem.EMPTY)
        return text if fold(text).startswith("chi hoi") else f"Chi hội {text}"

    def read_branch_code(self) -> str:
        code = self.read_text("code").upper()
        if code and not _BRANCH_CODE.fullmatch(code):
            self.add_fault("code", RowProblem.BAD_CODE)
        return code


class _Reader:
    def __init__(self, tree: Tree, on: date, faults: list[RowFault], *, sample: bool) -> None:
        self._tree, self._on, self._faults, self._sample = tree, on, faults, sample
        self._view: TreeView = tree.at(on)
        self._names = Names(self._view, tree)
        self._seen: dict[object, int] = {}
        self._known = self._index_known_names()

    def _index_known_names(self) -> dict[tuple[UnitKey, str], Unit]:
        known = {}
        for unit in self._view.of_level(Level.BRANCH):
            above = self._view.parent(unit.key)
            if above:
                known[above.key, _normalize_name(unit.name)] = unit
        return known

    def read_drafts(self, lines: Rows, header: Header) -> Iterator[_Draft | None]:
        for line, cells in lines:
            texts = [t for t in map(to_text, cells) if t]
            if texts and fold(texts[0]) not in TOTALS:
                yield self._read_draft(_Cells(line, cells, header, self._faults))

    def _read_draft(self, row: _Cells) -> _Draft | None:
        name, code, commune = row.read_name(), row.read_branch_code(), self._find_commune(row)
        members, women, leader = (
            row.read_number("members"),
            row.read_number("women"),
            row.read_leader_in_post(),
        )
        if commune is None:
            return None
        known = self._find_known(row, name, code, commune)
        self._check_once(
            row, (commune.key, _normalize_name(name)), code, known.key if known else ""
        )
        old = self._find_old(row, commune)
        return _Draft(row.line, name, code, commune, old, known, members, women, leader)

    def _check_once(self, row: _Cells, *marks: object) -> None:
        lines = [self._seen.setdefault(mark, row.line) for mark in marks if mark]
        if min(lines) != row.line:
            row.add_fault("name", RowProblem.TWICE, (str(min(lines)),))

    def _find_known(self, row: _Cells, name: str, code: str, commune: Unit) -> Unit | None:
        """Find the branch of the tree that is meant: by code, else by its name in the commune."""
        named = self._known.get((commune.key, _normalize_name(name)))
        coded = self._view.find(code) if code else named
        if coded is None and named is not None:
            row.add_fault("code", RowProblem.OTHER_CODE, (named.code,))
        elif coded is not None and coded.level is not Level.BRANCH:
            row.add_fault("code", RowProblem.CODE_TAKEN, (coded.name,))
        elif coded is not None and self._view.parent(coded.key) != commune:
            row.add_fault("code", RowProblem.MOVED, (self._label(coded),))
        return coded

    def _label(self, unit: Unit) -> str:
        """Name a unit so that it can be told from its namesakes."""
        above = self._view.parent(unit.key)
        where = f", {above.name}" if above else ""
        return f"{unit.name} ({unit.code}{where})"

    def _label_all(self, units: Iterable[Unit]) -> tuple[str, ...]:
        return tuple(self._label(u) for u in units)

    def _find_commune(self, row: _Cells) -> Unit | None:
        code, name = row.read_text("commune_code"), row.read_text("commune")
        if code:
            return self._find_by_code(row, code, name)
        found = self._names.find_by_name(name) if name else ()
        if len(found) == 1:
            return found[0]
        if not name:
            row.add_fault("commune", RowProblem.NO_COMMUNE)
        elif found:
            row.add_fault("commune", RowProblem.AMBIGUOUS, self._label_all(found))
        else:
            meant = self._label_all(self._names.find_by_former_name(name))
            row.add_fault("commune", RowProblem.UNKNOWN_COMMUNE, meant)
        return None

    def _find_by_code(self, row: _Cells, code: str, name: str) -> Unit | None:
        """Codes are used again with another meaning: a name beside it must agree."""
        unit = self._names.find_by_code(code)
        named = self._names.find_by_name(name) if name else ()
        if unit is None:
            row.add_fault("commune_code", RowProblem.UNKNOWN_COMMUNE, self._label_all(named))
            return None
        if name and unit not in named:
            meant = named or self._names.find_by_former_name(name)
            both = {u.key: u for u in (unit, *meant)}
            row.add_fault("commune_code", RowProblem.CODE_AND_NAME, self._label_all(both.values()))
            return None
        return unit

    def _find_old(self, row: _Cells, commune: Unit) -> Unit | None:
        code, name = row.read_text("old_code"), row.read_text("old")
        if not code and not name:
            return None
        parts = [self._tree.unit(key) for key in self._tree.predecessors(commune.key)]
        wanted, named = code.zfill(5), fold(name)
        for part in parts:
            if (not code or part.code == wanted) and (
                not name or named in (fold(part.name), fold(part.short))
            ):
                return part
        labels = tuple(f"{p.name} ({p.code})" for p in parts)
        row.add_fault("old_code" if code else "old", RowProblem.NOT_A_PART, labels)
        return None

    def number_drafts(self, drafts: Sequence[_Draft]) -> Iterator[BranchRow]:
        """Give those that have no code the next one of their commune."""
        last = self._last_numbers(d.code for d in drafts)
        for draft in drafts:
            code = draft.code
            if draft.known is None and not code:
                last[draft.commune.code] = number = last.get(draft.commune.code, 0) + 1
                code = make_branch_code(draft.commune, number)
            yield self._make_branch(draft, code)

    def _last_numbers(self, codes: Iterable[str]) -> dict[str, int]:
        last: dict[str, int] = {}
        used = (u.code for u in self._tree.units if u.level is Level.BRANCH)
        for code in (*used, *codes):
            if found := _NUMBERED.fullmatch(code):
                last[found[1]] = max(last.get(found[1], 0), int(found[2]))
        return last

    def _make_branch(self, draft: _Draft, code: str) -> BranchRow:
        known = draft.known
        short = re.sub(r"(?i)^chi hội\s+", "", draft.name)
        if known is None:
            key = UnitKey(draft.old.key.valid_from if draft.old else self._on, code)
            unit = Unit(key, Level.BRANCH, draft.name, short, sample=self._sample)
            start = draft.old or draft.commune
            parents = make_branch_line(self._tree, key, start.key)
        else:
            unit, parents = replace(known, name=draft.name, short=short), ()
        counted = Baseline(
            unit.key, self._on, draft.members, draft.women, draft.leader, self._sample
        )
        return BranchRow(draft.line, unit, parents, counted, known is not None)


def _normalize_name(name: str) -> str:
    """Bring a name to what two names of one branch share: marks count (Nà Lai, Nà Lài)."""
    return tidy(name).casefold()


def make_branch_code(commune: Unit, number: int) -> str:
    """ "CH-01290-01", the first branch of commune 01290."""
    return f"CH-{commune.code}-{number:02}"


def make_branch_line(tree: Tree, key: UnitKey, commune: UnitKey) -> tuple[Parent, ...]:
    """Make a branch's line: the commune it begins in, then what that was merged into, and so on."""
    line: list[Parent] = []
    since, under = key.valid_from, tree.unit(commune)
    while under.valid_to is not None:
        line.append(Parent(key, under.key, since, under.valid_to))
        heir = tree.successor(under.key, under.valid_to)
        if heir is None:
            return tuple(line)
        since, under = under.valid_to, tree.unit(heir)
    return (*line, Parent(key, under.key, since))
