"""`sohoi progress` over a few reports."""

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from storage import reports, units
from storage.database import Database

Sohoi = Callable[..., Result]
LIST = "mã xã,tên chi hội,số hội viên,số phụ nữ 18+\n01290,Nà Pồng,45,60\n01290,Nà Lại,30,40\n"


@pytest.fixture
def reported(stored: Database, sohoi: Sohoi, tmp_path: Path) -> Database:
    """Two branches of Bảo Lâm; the first has reported in September and October."""
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    assert sohoi("org", "import", str(tmp_path / "list.csv"), "--at", "2025-08-01").exit_code == 0
    with stored.write() as tx:
        branch = units.load(tx).find("CH-01290-01", date(2025, 10, 1))
        assert branch is not None
        where = units.load(tx).id_of(branch.key)
        for period, count in (("2025-09", 2), ("2025-10", 1)):
            answers = {"1.2a": {"count": count}}
            reports.send(tx, where, period, answers, sent_at=1.0)
    return stored


@pytest.mark.parametrize(
    ("at", "total", "reporting"),
    [
        ("2025-09-20", 2, {"period": "2025-09", "sent": 1, "expected": 2}),
        ("2025-10-13", 3, {"period": "2025-10", "sent": 1, "expected": 2}),
        ("2025-12-31", 3, {"period": "2025-12", "sent": 0, "expected": 2}),
    ],
)
def test_figures_of_a_day_for_a_program(
    reported: Database, sohoi: Sohoi, at: str, total: int, reporting: dict[str, object]
) -> None:
    done = sohoi(*f"progress --unit 01290 --indicator 1.2a --json --at {at}".split())
    found = json.loads(done.stdout)
    missing = [each["unit"] for each in found["reporting"].pop("missing")]
    assert missing == ["Nà Lại"] if reporting["sent"] else ["Nà Pồng", "Nà Lại"]
    assert (found["unit"], found["at"], found["reporting"]) == ("01290", at, reporting)
    [figure] = found["indicators"]
    assert (figure["code"], figure["achieved"], figure["target"]) == ("1.2a", total, 3)
    assert figure["rate"] == pytest.approx(total / 3)
    assert {"short", "status", "part", "whole", "outlook", "forecast", "low"} <= figure.keys()


def test_a_table_for_people(reported: Database, sohoi: Sohoi) -> None:
    lines = sohoi("progress", "--at", "2025-10-13").stdout.splitlines()
    assert lines[0] == "Tỉnh Cao Bằng (04), 2025-10-13: 78% of the year is over"
    assert any(line.startswith("1.2a  Hộ thoát nghèo ") and " 161 " in line for line in lines)
    assert lines[-1] == "report of 2025-10: 1 of 2 branches sent (50%)"


def test_what_the_last_seven_days_brought_is_shown_for_now_only(
    reported: Database, sohoi: Sohoi
) -> None:
    with reported.write() as tx:
        branch = units.load(tx).find("CH-01290-01", date(2025, 10, 1))
        assert branch is not None
        where = units.load(tx).id_of(branch.key)
        reports.send(tx, where, "2025-11", {"1.2a": {"count": 2}}, sent_at=time.time())
    assert "reports in the last 7 days: 1; 1.2a +2" in sohoi("progress").stdout.splitlines()
    assert "last 7 days" not in sohoi("progress", "--at", "2025-10-13").stdout


def test_an_area_by_its_name(reported: Database, sohoi: Sohoi) -> None:
    done = sohoi("progress", "--unit", "huyện bảo lâm cũ", "--at", "2025-10-13", "--json")
    assert json.loads(done.stdout)["unit"] == "DB-042"
