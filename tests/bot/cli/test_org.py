"""`sohoi org check` and `sohoi org show`."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from bot.cli.org import org_app
from bot.cli.org_words import describe
from bot.runtime.org_rows import UnreadableFileError, read_rows
from domain.org.columns import RowFault, RowProblem

GOOD = "mã xã,tên chi hội,số hội viên,số phụ nữ 18+\n01290,Nà Pồng,45,60\n"


def run(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(org_app, list(args))
    return result.exit_code, result.stdout, result.stderr


def write_xlsx(path: Path, *rows: tuple[object, ...]) -> Path:
    tx = openpyxl.Workbook()
    sheet = tx.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    tx.save(path)
    return path


def test_a_good_csv(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    code, out, _ = run("check", str(tmp_path / "a.csv"), "--at", "2025-10-13")
    assert code == 0
    assert out == "1 chi hội (0 đã có), 45 hội viên, 60 phụ nữ từ 18 tuổi có mặt.\n"


def test_a_bad_row_is_named_and_nothing_taken(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD + ",Bản Đe,x,3\n", encoding="utf-8")
    code, out, err = run("check", str(tmp_path / "a.csv"))
    assert (code, out) == (1, "")
    assert "dòng 3, cột «số hội viên»: «x» cần một số nguyên từ 0 trở lên" in err
    assert "2 lỗi; chưa nhận dòng nào." in err


def test_an_xlsx_with_a_title_and_a_formula(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        ("DANH SÁCH",),
        ("Mã xã", "Tên chi hội", "Số hội viên", "Số phụ nữ 18+"),
        (1290, "Nà Pồng", 45, 60),
        ("01294", "=Bản", "=40+5", 60.0),
    )
    code, _, err = run("check", str(path), "--at", "2025-10-13")
    assert code == 1
    assert err.splitlines()[0].startswith("dòng 4, cột «Số hội viên»: «=40+5»")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"not a workbook"),
        ("a.csv", b"\xff\xfea"),
        ("a.csv", b"t\xean chi h\xf4i"),
        ("a.csv", b"PK\x03\x04\x00\x00"),
        ("a.csv", b"a" * 200_000),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    code, _, err = run("check", str(tmp_path / name))
    assert code == 1
    assert str(tmp_path / name) in err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert run("check", str(tmp_path / "none.csv"))[0] == 1


def test_utf_16_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD.replace(",", "\t").encode("utf-16"))
    assert run("check", str(tmp_path / "a.csv"))[0] == 0


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runtime.org_rows.MAX_ROWS", 1)
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UnreadableFileError):
        read_rows(tmp_path / "a.csv")


def test_show_by_date() -> None:
    now, before = run("show", "--at", "2025-10-13")[1], run("show", "--at", "2025-06-30")[1]
    assert "  Xã Bảo Lâm (01290) = 3 xã cũ\n" in now
    assert "Địa bàn huyện Bảo Lâm cũ (DB-042): Bảo Lâm, Lý Bôn," in now
    assert "    Thị trấn Pác Miầu (01290)\n" in before
    assert len(before.splitlines()) == 172


def test_show_for_a_program() -> None:
    shown = json.loads(run("show", "--at", "2025-10-13", "--json")[1])
    assert shown["at"] == "2025-10-13"
    units = {unit["code"]: unit for unit in shown["units"]}
    assert len(units) == 73
    assert units["01290"]["area"] == "DB-042"
    assert units["01290"]["merged_from"] == ["01290", "01309", "01312"]
    assert units["KHOI-1"]["sample"] is True


def test_a_day_that_is_none_is_wrong_use() -> None:
    assert run("show", "--at", "hôm nay")[0] == 2


@pytest.mark.parametrize("problem", RowProblem)
def test_every_problem_has_its_sentence(problem: RowProblem) -> None:
    said = describe(RowFault(7, "tên xã", problem, "Bảo Lâm", ("Xã Bảo Lâm (01290)",)))
    assert said.startswith("dòng 7, cột «tên xã»: «Bảo Lâm» ")
    assert "{" not in said
