"""The sheet, read back: figures as numbers, names as text, every sheet ready to be printed."""

import time
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.views.documents.workbook import make_workbook
from bot.views.documents.workbook_cells import HEAD_ROW, write
from domain.documents.figures import DocumentFacts, MissingReport
from domain.org.levels import Level
from domain.periods import Period
from domain.progress.progress import Row
from tests.support.document_facts import SEPTEMBER, UNITS, facts, row

RESULT = "Kết quả từ đầu năm"
SHEETS = ["Tổng hợp", "Theo đơn vị", "Theo đơn vị (%)", "Theo tháng", "Chưa gửi"]
ROWS = (
    row(100, "1.2a", 60, 8),
    row(100, "1.2a", 41),
    row(103, "1.2a", 1),
    row(100, "1.4a", 16),
    row(102, "1.4a", 4),
    row(100, "2.4", 1, field="yes"),
    row(101, "2.4", 0, field="yes"),
)


def open_workbook(of: DocumentFacts) -> Workbook:
    return load_workbook(BytesIO(make_workbook(of)))


@cache
def make_usual() -> Workbook:
    return open_workbook(facts(*ROWS))


def find_line(sheet: Worksheet, first: str, column: int = 1) -> dict[str, object]:
    """A row by what stands in a column, by the heads."""
    heads = [cell.value for cell in sheet[HEAD_ROW]]
    for cells in sheet.iter_rows(min_row=HEAD_ROW + 1):
        if cells[column - 1].value == first:
            return dict(zip(heads, (c.value for c in cells), strict=True))
    raise LookupError(first)


def find_cell(sheet: Worksheet, first: str, head: str, column: int = 1):  # type: ignore[no-untyped-def]
    place = [cell.value for cell in sheet[HEAD_ROW]].index(head)
    return next(
        cells[place]
        for cells in sheet.iter_rows(min_row=HEAD_ROW + 1)
        if cells[column - 1].value == first
    )


def test_the_summary_holds_numbers_with_formats() -> None:
    sheet = make_usual()["Tổng hợp"]
    found = find_line(sheet, "1.2a")
    assert (found[RESULT], found["Chỉ tiêu giao"], found["Tỷ lệ"]) == (102, 161, 102 / 161)
    assert (found["Trong tháng 9"], found["Tháng 8"]) == (42, 60)
    said = (found["Đã trả lời"], found["Phải trả lời"], found["Đã xác nhận"])
    assert said == (1, 1, 0)
    assert found["Số liệu đến"].date() == date(2025, 9, 14)  # type: ignore[attr-defined]
    assert (found["Tình trạng"], found["Đơn vị tính"]) == ("Chậm tiến độ", "hộ")
    assert find_cell(sheet, "1.2a", RESULT).number_format == "#,##0"
    assert find_cell(sheet, "1.2a", "Tỷ lệ").number_format == "0%"


def test_a_ratio_is_a_share_of_one_in_percent() -> None:
    sheet = make_usual()["Tổng hợp"]
    assert find_line(sheet, "2.4")[RESULT] == 0.5
    assert find_cell(sheet, "2.4", RESULT).number_format == "0.0%"


def test_nothing_known_is_an_empty_cell_never_a_nought() -> None:
    found = find_line(make_usual()["Tổng hợp"], "2.5")
    assert (found[RESULT], found["Tỷ lệ"], found["Ước cả năm"]) == (None, None, None)
    assert found["Tình trạng"] == "Chưa có số liệu"


def test_a_share_tells_units_and_what_they_add_up_to() -> None:
    found = find_line(make_usual()["Tổng hợp"], "1.4a")
    assert (found[RESULT], found["Chỉ tiêu giao"], found["Số cộng dồn"]) == (1, 3, 20)
    assert found["Đơn vị tính"] == "cơ sở Hội"
    assert found["Đơn vị chậm"] == "Hai"


def test_units_below_stand_in_rows() -> None:
    book = make_usual()
    amounts, rates = book["Theo đơn vị"], book["Theo đơn vị (%)"]
    head = '1.4a Hộ "5 không, 3 sạch"'
    assert find_line(amounts, "Xã Ba", 2)[head] == 16
    assert find_line(rates, "Xã Ba", 2)[head] == pytest.approx(16 / 15)
    assert find_line(amounts, "Xã Ba", 2)["Địa bàn"] == "huyện Bắc cũ"
    assert (
        find_cell(rates, "Xã Ba", head, 2).fill.fgColor.rgb
        != find_cell(rates, "Phường Hai", head, 2).fill.fgColor.rgb
    )


def test_months_stand_in_columns() -> None:
    found = find_line(make_usual()["Theo tháng"], "1.2a")
    assert [found[f"Tháng {m}"] for m in (7, 8, 9, 10)] == [None, 60, 42, None]


def test_who_has_not_sent_with_the_day_it_was_due() -> None:
    found = find_line(make_usual()["Chưa gửi"], "Ba")
    assert (found["Đơn vị chưa gửi"], found["Số đơn vị"]) == ("Nà Lại", 1)
    assert (found["Cấp"], found["Kỳ báo cáo"]) == ("Chi hội", "9/2025")
    assert found["Hạn gửi"].date() == date(2025, 9, 19)  # type: ignore[attr-defined]
    assert found["Tình trạng"] == "Quá hạn"


def test_a_commune_s_missing_branches_share_a_row_what_is_late_first() -> None:
    october = Period(2025, 10)
    due = {SEPTEMBER: date(2025, 9, 19), october: date(2025, 10, 20)}
    missing = [
        MissingReport(f"Chi hội {name}", Level.BRANCH, commune, period, due[period])
        for period in (october, SEPTEMBER)
        for commune, names in (("Ba", "MN"), ("Hai", "P"))
        for name in names
    ]
    missing.append(MissingReport("Xã Ba", Level.COMMUNE, "Ba", SEPTEMBER, due[SEPTEMBER]))
    missing.append(MissingReport("Xã Hai", Level.COMMUNE, "Hai", SEPTEMBER, due[SEPTEMBER]))
    sheet = open_workbook(facts(*ROWS, missing=tuple(missing)))["Chưa gửi"]
    rows = [[c.value for c in cells] for cells in sheet.iter_rows(min_row=HEAD_ROW + 1)]
    assert [(row[0], row[2], *row[4:]) for row in rows] == [
        ("Ba", "9/2025", "Quá hạn", 2, "M, N"),
        ("Hai", "9/2025", "Quá hạn", 1, "P"),
        (None, "9/2025", "Quá hạn", 2, "Xã Ba, Xã Hai"),
        ("Ba", "10/2025", "Chưa đến hạn", 2, "M, N"),
        ("Hai", "10/2025", "Chưa đến hạn", 1, "P"),
    ]


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_is_ready_to_be_read_and_printed(name: str) -> None:
    book = make_usual()
    assert book.sheetnames == SHEETS
    sheet = book[name]
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.freeze_panes is not None
    assert sheet.freeze_panes.endswith(str(HEAD_ROW + 1))
    assert sheet.auto_filter.ref.startswith(f"A{HEAD_ROW}:")
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    assert sheet["A1"].value.endswith("Tỉnh Cao Bằng · tháng 9 năm 2025")
    assert "đến hết ngày 14/9/2025" in sheet["A2"].value
    assert "ngày 13 tháng 10 năm 2025" in sheet["A2"].value
    assert sheet.cell(HEAD_ROW, 1).font.bold
    assert sheet.column_dimensions["B"].width > 8


def test_samples_are_said_to_be_samples() -> None:
    assert "Số liệu mẫu" in open_workbook(facts(sample=True))["Theo tháng"]["A3"].value
    assert "Số liệu mẫu" not in open_workbook(facts())["Theo tháng"]["A3"].value


DANGEROUS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+84912345678",
    "-5 tên",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=cmd|' /C calc'!A0",
    " =1+1",
]


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_name_from_people_never_becomes_a_formula(name: str) -> None:
    missing = MissingReport(name, Level.BRANCH, name, SEPTEMBER, date(2025, 9, 19))
    named = replace(UNITS[10], name=name, short=name)
    known = facts(*ROWS)
    below = tuple(replace(b, unit=named, area=name) for b in known.below)
    book = open_workbook(
        replace(known, missing=(missing,), below=below, unit=replace(known.unit, name=name))
    )
    for sheet in book:
        for cells in sheet.iter_rows():
            assert not [c.coordinate for c in cells if c.data_type == "f"]
    cell = book["Chưa gửi"].cell(HEAD_ROW + 1, 1)
    assert cell.data_type == "s"
    assert cell.value.replace("\r", "").strip() == name.strip()
    assert bool(cell.quotePrefix) == (name[0] != " ")


def test_letters_that_no_file_can_hold_are_left_out() -> None:
    cell = write(Workbook().active.cell(1, 1), "Nà\x00 Pồng\x1f" + "a" * 40_000)  # type: ignore[union-attr]
    assert str(cell.value).startswith("Nà Pồnga")
    assert len(str(cell.value)) == 32_767


def make_few_cases(whole: int) -> tuple[Row, ...]:
    return (row(1, "3.2", whole - 1, field="part"), row(1, "3.2", whole, field="whole"))


def test_few_cases_are_not_told_apart() -> None:
    found = find_line(open_workbook(facts(*make_few_cases(4)))["Tổng hợp"], "3.2")
    assert (found[RESULT], found["Tỷ lệ"], found["Trong tháng 9"]) == (None, None, None)
    assert found["Tình trạng"] == "Quá ít để nêu chi tiết"
    assert (
        find_line(open_workbook(facts(*make_few_cases(4)))["Theo tháng"], "3.2")["Tháng 9"] is None
    )
    assert find_line(open_workbook(facts(*make_few_cases(5)))["Tổng hợp"], "3.2")[RESULT] == 0.8


@pytest.mark.parametrize("of", [1, 2, 10, 100])
def test_every_unit_has_a_sheet_even_before_anything_is_reported(of: int) -> None:
    book = open_workbook(facts(of=of, missing=()))
    assert book["Chưa gửi"].cell(HEAD_ROW + 1, 1).value == "Không có dòng nào."


def test_a_province_s_sheet_is_written_within_seconds() -> None:
    many = [
        MissingReport(f"Chi hội {n}", Level.BRANCH, "Ba", SEPTEMBER, date(2025, 9, 19))
        for n in range(1000)
    ]
    known = facts(*ROWS)
    large = replace(known, missing=tuple(many), below=known.below * 13)
    began = time.perf_counter()
    assert len(make_workbook(large)) > 10_000
    assert time.perf_counter() - began < 5
