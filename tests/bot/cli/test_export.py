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
    assert done.stdout.startswith(f"{to}: Tỉnh Cao Bằng, 2025-10-13, ")
    assert load_workbook(to)["Theo đơn vị"].max_row == 5 + 10 + 56


def test_a_report_of_a_commune(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    to = tmp_path / "xa.DOCX"
    assert sohoi("export", "--unit", "01290", "--at", "2025-10-13", "--to", str(to)).exit_code == 0
    cells = [c.text for row in docx.Document(str(to)).tables[0].rows for c in row.cells]
    assert any("HỘI LHPN XÃ BẢO LÂM" in text for text in cells)


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (("--to", "a.pdf"), 2, "ends neither in .xlsx nor in .docx"),
        (("--to", "a.xlsx", "--unit", "nowhere"), 2, "nowhere"),
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
