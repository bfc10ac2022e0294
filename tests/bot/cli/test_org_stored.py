"""`sohoi org load`, `import`, `move` and `show --stored`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text
from typer.testing import Result

from storage.database import Database

Sohoi = Callable[..., Result]
HEAD = "mã xã,tên chi hội,số hội viên,số phụ nữ 18+\n"


def write_list(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    return str(path)


def read_shown(sohoi: Sohoi, at: str = "2025-12-01") -> dict[str, dict[str, Any]]:
    done = sohoi("org", "show", "--stored", "--json", "--at", at)
    return {unit["code"]: unit for unit in json.loads(done.stdout)["units"]}


def baselines(stored: Database) -> list[tuple[str, int, int]]:
    statement = "SELECT name, members, women FROM unit WHERE level = 'branch' ORDER BY code"
    with stored.read() as tx:
        return [tuple(row) for row in tx.execute(text(statement))]


def test_load_makes_the_database_and_may_be_repeated(folder: Path, sohoi: Sohoi) -> None:
    assert sohoi("org", "load").stdout.startswith("244 units, 244 of them new")
    assert sohoi("org", "load").stdout.startswith("244 units, 0 of them new")
    assert len(read_shown(sohoi)) == 73


def test_import_stores_branches_then_names_and_baselines(
    stored: Database, sohoi: Sohoi, tmp_path: Path
) -> None:
    first = write_list(tmp_path, "01290,Nà Pồng,45,60", "01290,Nà Lại,30,40")
    done = sohoi("org", "import", first, "--at", "2025-10-01")
    assert (done.exit_code, done.stdout[:21]) == (0, "2 chi hội (0 đã có), ")
    assert read_shown(sohoi)["CH-01290-01"]["parent"] == "01290"
    second = write_list(tmp_path, "01290,NÀ PỒNG,50,61", "01294,Bản Đe,7,9")
    assert "(1 đã có)" in sohoi("org", "import", second, "--at", "2025-11-01").stdout
    assert baselines(stored) == [
        ("Chi hội NÀ PỒNG", 50, 61),
        ("Chi hội Nà Lại", 30, 40),
        ("Chi hội Bản Đe", 7, 9),
    ]


def test_one_bad_row_and_nothing_is_stored(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    bad = write_list(tmp_path, "01290,Nà Pồng,45,60", "99999,Bản Đe,7,9", "01294,Bản Đe,x,9")
    done = sohoi("org", "import", bad, "--at", "2025-10-01")
    assert (done.exit_code, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert [line[:6] for line in lines[:2]] == ["dòng 3", "dòng 4"]
    assert baselines(stored) == []


def test_import_needs_the_units_first(folder: Path, sohoi: Sohoi, tmp_path: Path) -> None:
    sohoi("db", "upgrade")
    done = sohoi("org", "import", write_list(tmp_path, "01290,Nà Pồng,45,60"))
    assert done.exit_code == 1
    assert done.stderr == "there are no units yet: run `sohoi org load`\n"


def test_a_move_lasts_through_another_load(stored: Database, sohoi: Sohoi) -> None:
    for name, area in (("xã bảo lâm", "bảo lạc"), ("01290", "DB-043")):
        done = sohoi("org", "move", name, area, "--on", "2025-11-01")
        assert done.exit_code == 0, done.stderr
    assert "already" in done.stdout
    assert sohoi("org", "load").exit_code == 0
    assert read_shown(sohoi, "2025-10-31")["01290"]["area"] == "DB-042"
    assert read_shown(sohoi, "2025-11-01")["01290"]["area"] == "DB-043"
    assert "01290" in read_shown(sohoi)["KHOI-1"]["members"]


def test_a_move_is_not_begun_before_a_later_one(stored: Database, sohoi: Sohoi) -> None:
    assert sohoi("org", "move", "01290", "DB-043", "--on", "2025-11-01").exit_code == 0
    done = sohoi("org", "move", "01290", "DB-045", "--on", "2025-10-01")
    assert done.exit_code == 2
    assert "it begins in another group on a later day" in done.stderr
    assert read_shown(sohoi, "2025-10-15")["01290"]["area"] == "DB-042"
