"""Cells, columns and pages of a sheet: text that stays text, numbers that stay numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

WHOLE, ONE_DECIMAL, PERCENT, ONE_PERCENT, DAY = "#,##0", "#,##0.0", "0%", "0.0%", "dd/mm/yyyy"
HEAD_ROW = 5
"""Above it: title, day, a note, and a free line."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ue000\ue001\ufffe\uffff]")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32767
_LINE_HEIGHT = 15.5  # points, of a font of 11
_HIGHEST = 409  # points, of any row
_LETTERS = 1.1  # how many of this font's letters one unit of width holds
_FONT = "Times New Roman"
_LINE = Side(style="thin", color="B7B7B7")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="9D2449")
_PLAIN, _BOLD = Font(name=_FONT, size=11), Font(name=_FONT, size=11, bold=True)
_HEAD_FONT = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
_TITLE = Font(name=_FONT, size=14, bold=True)
_NOTE = Font(name=_FONT, size=11, italic=True)
_LATE_FILL = PatternFill("solid", fgColor="FBD9B5")
_FILLS = {
    "met": PatternFill("solid", fgColor="CFE3F5"),
    "behind": _LATE_FILL,
    "missed": _LATE_FILL,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `head`: its words; `width`: in letters; `turned`: the head stands upright."""

    head: str
    width: float
    wrap: bool = False
    turned: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its format; `status` colours the cell, for those who look at many of them."""

    value: float | None
    format: str = WHOLE
    status: str = ""


Content = object
"""What a cell may hold: None, a str (always text), a date, a number, or an Amount."""


def fill_sheet(
    sheet: Worksheet,
    top: tuple[str, str, str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[Content]],
    frozen_columns: int,
    nothing: str,
) -> None:
    """Write title, day and note (`top`), the heads, the rows or `nothing`, and set up the page."""
    for line, (text, font) in enumerate(zip(top, (_TITLE, _NOTE, _NOTE), strict=True), 1):
        write(sheet.cell(line, 1), text).font = font
    _write_head(sheet, columns)
    for place, row in enumerate(rows, HEAD_ROW + 1):
        for number, (column, content) in enumerate(zip(columns, row, strict=True), 1):
            _write_body(sheet.cell(place, number), content, column)
        sheet.row_dimensions[place].height = min(
            _HIGHEST, _LINE_HEIGHT * _count_lines(columns, row)
        )
    if not rows:
        write(sheet.cell(HEAD_ROW + 1, 1), nothing).font = _NOTE
    _set_up_page(sheet, len(columns), max(len(rows), 1), frozen_columns)


def _count_lines(columns: Sequence[Column], row: Sequence[Content]) -> int:
    """Count the lines that the row's wrapped texts take, so that nobody must stretch rows."""
    wrapped = ((c, text) for c, text in zip(columns, row, strict=True) if c.wrap)
    return max(
        (ceil(len(t) / c.width / _LETTERS) for c, t in wrapped if isinstance(t, str) and t),
        default=1,
    )


def write(cell: Any, content: Content) -> Cell:
    """Put a value into a cell.

    Text is stored as text, whatever it begins with: names come from people, and a sheet that is
    opened elsewhere must run nothing of theirs as a formula.
    """
    if not isinstance(content, str):
        cell.value = content
        return cell  # type: ignore[no-any-return]
    cell.value = clean(content)
    cell.data_type = "s"
    if content.startswith(_RISKY):
        cell.quotePrefix = True  # stays text when somebody edits the cell
    return cell  # type: ignore[no-any-return]


def clean(text: str) -> str:
    """Remove what XML cannot hold, and cut the text to what a cell may hold."""
    return _ILLEGAL.sub("", text)[:_LONGEST]


def _write_head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, 1):
        cell = write(sheet.cell(HEAD_ROW, number), column.head)
        cell.font, cell.fill, cell.border = _HEAD_FONT, _HEAD_FILL, _GRID
        turn = 90 if column.turned else 0
        cell.alignment = Alignment("center", "center", textRotation=turn, wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    turned = any(column.turned for column in columns)
    sheet.row_dimensions[HEAD_ROW].height = 175 if turned else 34


def _write_body(cell: Any, content: Content, column: Column) -> None:
    if isinstance(content, Amount):
        write(cell, content.value)
        cell.number_format = content.format
        if content.status in _FILLS:
            cell.fill = _FILLS[content.status]
    else:
        write(cell, content)
        if not isinstance(content, str | float | int | None):
            cell.number_format = DAY
    cell.font, cell.border = _PLAIN, _GRID
    if column.centred:
        cell.alignment = Alignment("center", "center", wrap_text=column.wrap)
    elif isinstance(content, str):
        cell.alignment = Alignment("left", "center", wrap_text=column.wrap, indent=1)
    else:
        cell.alignment = Alignment(vertical="center")


def _set_up_page(sheet: Worksheet, columns: int, rows: int, frozen_columns: int) -> None:
    """Set up the page: A4 landscape, one page wide, heads on every page, filters over the rows."""
    last = get_column_letter(columns)
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + rows}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.6, 0.75, 0.35
    if (footer := sheet.oddFooter) is not None:
        footer.center.text = "Trang &P/&N"
    sheet.sheet_view.zoomScale = 100
