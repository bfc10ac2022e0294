"""Files of units from the disk: the repository's own, and an office's CSV or xlsx lists."""

import csv
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile

from domain.org.columns import csv_rows
from domain.org.files import OrgTexts, read_tree
from domain.org.levels import Level
from domain.org.tree import Tree

ORG_FOLDER = Path(__file__).parents[2] / "plans" / "cao-bang"
MAX_ROWS = 200_000


class UnreadableFileError(ValueError):
    """A list that cannot be opened as CSV or xlsx; says why, in Vietnamese."""


def read_org(folder: Path = ORG_FOLDER) -> Tree:
    """The units of a folder of data files. Raises OrgDataError, or OSError without the folder."""
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
    """The rows of a list, numbered from 1. Raises UnreadableFileError; OSError without a file."""
    if path.suffix.lower() == ".xlsx":
        return list(_xlsx_rows(path))
    try:
        return _limited(csv_rows(_decoded(path.read_bytes())))
    except csv.Error as error:
        raise UnreadableFileError(f"Không đọc được tệp CSV: {error}") from error


def _decoded(content: bytes) -> str:
    """CSV text as a spreadsheet saves it: UTF-8, or UTF-16 with its mark."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("Hãy lưu tệp dạng CSV UTF-8 hoặc .xlsx") from error
    if "\0" in text:
        raise UnreadableFileError("Đây không phải là tệp CSV hay .xlsx")
    return text


def _limited(
    rows: Iterator[tuple[int, Sequence[object]]],
) -> list[tuple[int, Sequence[object]]]:
    kept = []
    for row in rows:
        kept.append(row)
        if len(kept) > MAX_ROWS:
            raise UnreadableFileError(f"Tệp có hơn {MAX_ROWS} dòng")
    return kept


def _xlsx_rows(path: Path) -> list[tuple[int, Sequence[object]]]:
    """The first sheet's cells as typed; a formula stays the text it is."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features of the sheet that are not read
            tx = openpyxl.load_workbook(path, read_only=True)
            try:
                sheet = tx.worksheets[0]
                sheet.reset_dimensions()
                return _limited(enumerate(sheet.iter_rows(values_only=True), 1))
            finally:
                tx.close()
    except (BadZipFile, KeyError, IndexError, SyntaxError, TypeError) as error:
        raise UnreadableFileError("Không mở được tệp .xlsx này") from error
