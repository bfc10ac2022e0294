"""An office's list as lines of cells: where its header stands and which columns it has.

Headers are found by their words, whatever their case, marks and spaces, and may stand below
a title. What can be wrong with a row is named here.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from domain.org.names import fold, tidy

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "commune_code": ("mã xã", "mã xã, phường", "mã đơn vị"),
    "commune": ("tên xã", "xã", "tên xã, phường", "xã, phường", "cơ sở Hội"),
    "old_code": ("mã xã cũ", "mã xã trước sáp nhập"),
    "old": ("tên xã cũ", "xã cũ", "xã trước sáp nhập"),
    "code": ("mã chi hội",),
    "name": ("tên chi hội", "chi hội"),
    "members": ("số hội viên", "hội viên", "tổng số hội viên"),
    "women": ("số phụ nữ 18+", "phụ nữ 18+", "số phụ nữ", "số phụ nữ từ 18 tuổi trở lên"),
    "leader": ("chi hội trưởng", "có chi hội trưởng", "chi hội trưởng (có/khuyết)"),
}
"""Our name of a column, and what an office writes above it; compared without case and marks."""

_HEADS = {fold(word): ours for ours, words in COLUMNS.items() for word in words}
NEEDED = ("name", "members", "women")
_ENDINGS = (" co mat", " co mat tai dia ban", " tuoi", " tuoi tro len")
TOTALS = frozenset({"tong", "tong so", "tong cong", "cong"})
_HEADER_WITHIN = 10

Rows = Iterable[tuple[int, Sequence[object]]]
"""Line numbers as a person counts them, from 1, with the cells."""


class RowProblem(StrEnum):
    """What can be wrong with a row."""

    NO_HEADER = "no_header"
    NO_COLUMN = "no_column"
    COLUMN_TWICE = "column_twice"
    NO_ROWS = "no_rows"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_NO = "not_yes_no"
    BAD_CODE = "bad_code"
    CODE_TAKEN = "code_taken"
    NO_COMMUNE = "no_commune"
    UNKNOWN_COMMUNE = "unknown_commune"
    AMBIGUOUS = "ambiguous"
    CODE_AND_NAME = "code_and_name"
    NOT_A_PART = "not_a_part"
    TWICE = "twice"
    MOVED = "moved"
    OTHER_CODE = "other_code"


@dataclass(frozen=True, slots=True)
class RowFault:
    """A bad cell: its line, its column as the office calls it, what it says, what was meant."""

    line: int
    column: str
    problem: RowProblem
    given: str = ""
    candidates: tuple[str, ...] = ()


def read_csv_rows(text: str) -> Iterator[tuple[int, Sequence[object]]]:
    """Read the rows of a CSV text separated by comma, semicolon or tab."""
    text = text.removeprefix("\ufeff")
    head = text[:2000]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(StringIO(text), delimiter=delimiter)
    return ((reader.line_num, cells) for cells in reader)


@dataclass(frozen=True, slots=True)
class Header:
    """Where each of our columns stands, and what the office calls it."""

    places: Mapping[str, int]
    words: Mapping[str, str]


def to_text(cell: object) -> str:
    """Turn a cell into plain text; a spreadsheet's 1290.0 becomes 1290."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else tidy(str(cell))


def _find_column(word: str) -> str | None:
    """Find our name for a header; None for a column that is not read."""
    bare = word
    for ending in _ENDINGS:
        bare = bare.removesuffix(ending)
    return _HEADS.get(word) or _HEADS.get(bare)


def find_header(
    lines: Iterator[tuple[int, Sequence[object]]], faults: list[RowFault]
) -> Header | None:
    """Find the header among the first rows and leave `lines` below it.

    Without one, a fault is noted and None returned.
    """
    for tried, (line, cells) in enumerate(lines):
        named = [
            (_find_column(fold(to_text(c))), place, to_text(c)) for place, c in enumerate(cells)
        ]
        found = [(ours, place, word) for ours, place, word in named if ours]
        if any(ours == "name" for ours, _, _ in found) and len(found) > 1:
            return _check_header(line, found, faults)
        if tried == _HEADER_WITHIN:
            break
    faults.append(RowFault(1, "", RowProblem.NO_HEADER))
    return None


def _check_header(
    line: int, found: list[tuple[str, int, str]], faults: list[RowFault]
) -> Header | None:
    places: dict[str, int] = {}
    words: dict[str, str] = {}
    before = len(faults)
    for ours, place, word in found:
        if ours in places:
            faults.append(RowFault(line, word, RowProblem.COLUMN_TWICE, word))
        places.setdefault(ours, place)
        words.setdefault(ours, word)
    missing = [ours for ours in NEEDED if ours not in places]
    if not places.keys() & {"commune", "commune_code"}:
        missing.append("commune")
    faults.extend(RowFault(line, COLUMNS[m][0], RowProblem.NO_COLUMN) for m in missing)
    return None if len(faults) > before else Header(places, words)
