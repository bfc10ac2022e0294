"""`sohoi due`: what would be sent, and that nothing is."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from domain.people.roles import Post, Role
from storage import addresses, outbox, people, units
from storage.database import Database

Sohoi = Callable[..., Result]
LIST = "mã xã,tên chi hội,số hội viên,số phụ nữ 18+\n01290,Nà Pồng,45,60\n01290,Nà Lại,30,40\n"


@pytest.fixture
def led(stored: Database, sohoi: Sohoi, tmp_path: Path) -> Database:
    """Two branches of Bảo Lâm; the first is led by Hoa."""
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    assert sohoi("org", "import", str(tmp_path / "list.csv"), "--at", "2025-08-01").exit_code == 0
    with stored.write() as tx:
        known = units.load(tx)
        branch = known.find("CH-01290-01", date(2025, 10, 1))
        hoa = addresses.add_chats(tx, "zalo", "1", [("7", False, "Nông Thị Hoa")], 1e9)["7"]
        assert branch is not None
        assert hoa.person_id is not None
        people.give_post(tx, hoa.person_id, Post(Role.LEADER, known.id_of(branch.key)), 0.0)
    return stored


def test_a_moment_for_a_program(led: Database, sohoi: Sohoi) -> None:
    done = sohoi("due", "--at", "2025-10-20T07:00", "--json")
    [row] = json.loads(done.stdout)
    assert (row["to"], row["network"], row["until"]) == (
        "Nông Thị Hoa", "zalo", "2025-10-20T21:00+07:00",
    )  # fmt: skip
    assert row["why"] == "leader of Chi hội Nà Pồng owes 2025-10, due 2025-10-20: +0 d"
    assert row["key"].startswith("reminder/")
    with led.read() as tx:
        assert outbox.count_by_state(tx) == {}


@pytest.mark.parametrize(
    ("at", "count"),
    [("2025-10-20", 1), ("2025-10-19", 0), ("2025-10-20T22:00", 0), ("2025-10-20T00:00Z", 1)],
)
def test_a_day_a_night_and_another_zone(led: Database, sohoi: Sohoi, at: str, count: int) -> None:
    lines = sohoi("due", "--at", at).stdout.splitlines()
    assert lines[-1] == f"{count} message(s)"
    assert len(lines) == count + 1


def test_a_moment_that_is_none_is_told(led: Database, sohoi: Sohoi) -> None:
    done = sohoi("due", "--at", "mai")
    assert done.exit_code == 2
    assert "'mai' is no moment" in done.stderr
