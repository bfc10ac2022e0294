"""The single reports as a sheet: one row for each, as it is in force.

A province's year is half a million cells, so the sheet is written row by row without a look of
its own for each cell.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from bot.views.documents import words
from bot.views.documents.workbook_cells import HEAD_ROW, write
from domain.documents.raw import RawFacts, RawReport
from domain.documents.span_names import name_span_of_year
from domain.plan.plan import Indicator

_FONT = "Times New Roman"
_FIXED = (
    ("Kỳ báo cáo", 10), ("Xã, phường", 18), ("Cấp", 11), ("Đơn vị", 26), ("Mã đơn vị", 14),
    ("Mã báo cáo", 16), ("Gửi lúc", 17), ("Hạn gửi", 12), ("Muộn (ngày)", 8), ("Người gửi", 24),
    ("Nhập hộ", 9), ("Số lần gửi", 8), ("Sửa lúc", 17), ("Người sửa", 24), ("Lý do sửa", 26),
    ("Người xác nhận", 20),
)  # fmt: skip
_REASONS = {
    "asked": "chi hội nhờ sửa",
    "checked": "đối chiếu lại sổ sách",
    "slip": "nhập nhầm",
    "other": "lý do khác",
}
_HEAD_HEIGHT = 62  # points: the names of indicators take up to four lines
_MOMENT, _DAY = "dd/mm/yyyy hh:mm", "dd/mm/yyyy"
_TITLE, _NOTE = Font(name=_FONT, size=14, bold=True), Font(name=_FONT, size=11, italic=True)
_HEAD_FONT = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="9D2449")


def make_raw_workbook(facts: RawFacts) -> bytes:
    """Make the .xlsx file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Báo cáo gốc")
    heads = [*_FIXED, *((_name_column(*column), 12) for column in facts.columns)]
    for place, (_, width) in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[HEAD_ROW].height = _HEAD_HEIGHT
    sheet.freeze_panes = f"E{HEAD_ROW + 1}"
    last = get_column_letter(len(heads))
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + max(1, len(facts.reports))}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    for text, font in _say_top(facts):
        sheet.append([_style(sheet, text, font)])
    sheet.append([])
    sheet.append([_make_head(sheet, head) for head, _ in heads])
    for report in facts.reports:
        sheet.append(list(_fill_row(sheet, report, facts)))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _say_top(facts: RawFacts) -> Iterator[tuple[str, Font]]:
    yield f"Báo cáo gốc {name_span_of_year(facts.span)} · {facts.unit.name}", _TITLE
    count = words.format_number(len(facts.reports))
    made = f"Lập {words.format_long_day(facts.day)}: {count} báo cáo đang có hiệu lực."
    yield f"{made} {words.SAMPLE}" if facts.sample else made, _NOTE
    yield (
        "Mỗi dòng là một báo cáo, như lần gửi cuối. Ô trống là không hỏi hoặc không trả lời. "
        "Không có dòng riêng của chi hội trưởng và vụ việc.",
        _NOTE,
    )


def _name_column(indicator: Indicator, name: str) -> str:
    label = next((f.label for f in indicator.fields if f.name == name), "")
    return f"{indicator.code} {indicator.short}{f' ({label})' if label else ''}"


def _style(sheet: Any, text: str, font: Font) -> Any:
    cell = write(WriteOnlyCell(sheet), text)
    cell.font = font
    return cell


def _make_head(sheet: Any, text: str) -> Any:
    cell = _style(sheet, text, _HEAD_FONT)
    cell.fill = _HEAD_FILL
    cell.alignment = Alignment("center", "center", wrap_text=True)
    return cell


def _fill_row(sheet: Any, report: RawReport, facts: RawFacts) -> Iterator[object]:
    period = f"{report.period.month}/{report.period.year}"
    for text in (period, report.commune, words.LEVELS[report.level], report.unit_name):
        yield write(WriteOnlyCell(sheet), text)
    yield write(WriteOnlyCell(sheet), report.unit_code)
    yield write(WriteOnlyCell(sheet), report.number)
    yield _format(sheet, report.first_sent.replace(tzinfo=None), _MOMENT)
    yield _format(sheet, report.due, _DAY)
    yield report.days_late or None
    yield write(WriteOnlyCell(sheet), report.sent_by) if report.sent_by else None
    yield "có" if report.on_behalf else None
    yield report.editions
    yield _format(sheet, report.changed.replace(tzinfo=None), _MOMENT) if report.changed else None
    yield write(WriteOnlyCell(sheet), report.changed_by) if report.changed_by else None
    yield _REASONS.get(report.reason, _REASONS["other"]) if report.reason else None
    yield write(WriteOnlyCell(sheet), report.confirmed_by) if report.confirmed_by else None
    for indicator, name in facts.columns:
        yield report.answers.get(indicator.code, {}).get(name)


def _format(sheet: Any, value: Any, look: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = look
    return cell
