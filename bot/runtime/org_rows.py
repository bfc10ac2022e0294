"""Reads files of units: the repository's own, and an office's CSV or xlsx lists."""

import csv
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile

from domain.org.columns import read_csv_rows
from domain.org.files import OrgTexts, read_tree
from domain.org.levels import Level
from domain.org.tree import Tree

ORG_FOLDER = Path(__file__).parents[2] / "plans" / "cao-bang"
MAX_ROWS = 200_000


class UnreadableFileError(ValueError):
    """A list cannot be opened as CSV or xlsx; the text says why, in Vietnamese."""


def read_org(folder: Path = ORG_FOLDER) -> Tree:
    """Read the units of a folder. Raises OrgDataError, or OSError without the folder."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("units-*.csv"))]
    groups = ((Level.AREA, "areas.csv"), (Level.BLOC, "blocs.csv"))
    return read_tree(
        OrgTexts(
            texts,
            (folder / "mergers.csv").read_text(encoding="utf-8"),
            [(level, (folder / name).read_text(encoding="utf-8")) for level, name in groups],
        )
    )


def read_rows(path: Path) -> list[tuple[int, Sequence[object]]]:
    """Read a list's rows, numbered from 1. Raises UnreadableFileError; OSError without a file."""
    if path.suffix.lower() == ".xlsx":
        return list(_read_xlsx_rows(path))
    try:
        return _limit(read_csv_rows(_decode(path.read_bytes())))
    except csv.Error as error:
        raise UnreadableFileError(f"Không đọc được tệp CSV: {error}") from error


def _decode(content: bytes) -> str:
    """Decode CSV as spreadsheets save it: UTF-8, or UTF-16 with its mark."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("Hãy lưu tệp dạng CSV UTF-8 hoặc .xlsx") from error
    if "\0" in text:
        raise UnreadableFileError("Đây không phải là tệp CSV hay .xlsx")
    return text


def _limit(
    rows: Iterator[tuple[int, Sequence[object]]],
) -> list[tuple[int, Sequence[object]]]:
    kept = []
    for row in rows:
        kept.append(row)
        if len(kept) > MAX_ROWS:
            raise UnreadableFileError(f"Tệp có hơn {MAX_ROWS} dòng")
    return kept


def _read_xlsx_rows(path: Path) -> list[tuple[int, Sequence[object]]]:
    """Read the first sheet's cells as they were typed; a formula stays the text it is."""
    import openpyxl  # noqa: PLC0415 - a large library, asked for rarely

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features of the sheet that are not read
            workbook = openpyxl.load_workbook(path, read_only=True)
            try:
                sheet = workbook.worksheets[0]
                sheet.reset_dimensions()
                return _limit(enumerate(sheet.iter_rows(values_only=True), 1))
            finally:
                workbook.close()
    except (BadZipFile, KeyError, IndexError, SyntaxError, TypeError) as error:
        raise UnreadableFileError("Không mở được tệp .xlsx này") from error
