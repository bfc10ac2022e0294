"""`sohoi digest`: what a group would be told, printed and sent to nobody."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from storage.database import Database

Sohoi = Callable[..., Result]


def test_it_is_printed_as_it_would_be_read(stored: Database, sohoi: Sohoi) -> None:
    said = sohoi("digest", "--unit", "01290", "--at", "2025-10-19").stdout
    assert said.startswith("Xã Bảo Lâm · tuần 13–19/10 (ngày thứ 292/365)\n")
    assert "hạn báo cáo tháng 10" in said


def test_a_program_reads_the_same(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    chart = tmp_path / "tuan.png"
    done = sohoi("digest", "--at", "2025-10-19", "--json", "--chart", str(chart))
    found = json.loads(done.stdout)
    assert (found["unit"], found["week"]) == ("04", ["2025-10-13", "2025-10-19"])
    assert found["next_due"] == ["2025-10", "2025-10-20"]
    assert found["text"].startswith("Tỉnh Cao Bằng")
    assert chart.read_bytes().startswith(b"\x89PNG")


def test_nothing_is_put_into_the_outbox(stored: Database, sohoi: Sohoi) -> None:
    sohoi("digest", "--at", "2025-10-19")
    assert json.loads(sohoi("outbox", "--json").stdout)["counts"]["pending"] == 0


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (("--unit", "nowhere"), 2, "nowhere"),
        (("--at", "19/10"), 2, "is no day"),
        (("--at", "2025-10-19", "--chart", "none/a.png"), 1, "none/a.png cannot be written"),
    ],
)
def test_a_mistake_is_one_line(
    stored: Database, sohoi: Sohoi, words: tuple[str, ...], code: int, mend: str
) -> None:
    done = sohoi("digest", *words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert mend in done.stderr
    assert len(done.stderr.splitlines()) == 1
