"""`sohoi export`: a file of either kind, and one line for what is wrong."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from typer.testing import Result

from storage.database import Database

Sohoi = Callable[..., Result]


def test_a_sheet_of_the_province(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    to = tmp_path / "tinh.xlsx"
    done = sohoi("export", "--at", "2025-10-13", "--to", str(to))
    assert done.stdout.startswith(f"{to}: Tỉnh Cao Bằng, 2025-01..2025-10, 2025-10-13, ")
    assert load_workbook(to)["Theo đơn vị"].max_row == 5 + 10 + 56


def test_a_report_of_a_commune(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    to = tmp_path / "xa.DOCX"
    assert sohoi("export", "--unit", "01290", "--at", "2025-10-13", "--to", str(to)).exit_code == 0
    cells = [c.text for row in docx.Document(str(to)).tables[0].rows for c in row.cells]
    assert any("HỘI LHPN XÃ BẢO LÂM" in text for text in cells)


def test_a_draft_says_so_at_the_top_of_every_page(
    stored: Database, sohoi: Sohoi, tmp_path: Path
) -> None:
    to = tmp_path / "q3.docx"
    words = ("--at", "2025-10-13", "--period", "năm", "--unit", "01290", "--to", str(to))
    assert sohoi("export", *words).exit_code == 0
    [section] = docx.Document(str(to)).sections
    for header in (section.header, section.first_page_header):
        assert "DỰ THẢO – " in "".join(p.text for p in header.paragraphs)
        assert 'string="DỰ THẢO"' in header._element.xml, "and large across it"


def test_single_reports_of_nobody(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    to = tmp_path / "goc.xlsx"
    words = ("--at", "2025-10-13", "--period", "9 tháng", "--raw", "--to", str(to))
    assert sohoi("export", *words).exit_code == 0
    assert load_workbook(to)["Báo cáo gốc"]["A1"].value.startswith("Báo cáo gốc 9 tháng đầu năm")


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (("--to", "a.pdf"), 2, "ends neither in .xlsx nor in .docx"),
        (("--to", "a.xlsx", "--unit", "nowhere"), 2, "nowhere"),
        (("--to", "a.xlsx", "--period", "tuần này"), 2, "names no month, quarter"),
        (("--to", "a.xlsx", "--period", "2024-09", "--at", "2025-10-13"), 2, "2025-01 to 2025-10"),
        (("--to", "a.docx", "--raw"), 2, "--to must end in .xlsx"),
        (("--to", "a.xlsx", "--at", "13/10"), 2, "is no day"),
        (("--to", "a.docx", "--template", "none.docx"), 1, "the report's template none.docx"),
        (("--to", "none/a.xlsx"), 1, "none/a.xlsx cannot be written"),
    ],
)
def test_a_mistake_is_one_line(
    stored: Database, sohoi: Sohoi, words: tuple[str, ...], code: int, mend: str
) -> None:
    done = sohoi("export", *words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert mend in done.stderr
    assert len(done.stderr.splitlines()) == 1
