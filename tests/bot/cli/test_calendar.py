"""`sohoi calendar`: the plan's days for a unit, in lines, for a program, and as a file."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from icalendar import Calendar
from typer.testing import Result

from storage import event_dates
from storage.addresses import add_chats
from storage.database import Database

Sohoi = Callable[..., Result]


def test_a_commune_s_days_in_lines(stored: Database, sohoi: Sohoi) -> None:
    done = sohoi("calendar", "--unit", "01290", "--at", "2025-10-13", "--days", "60")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("2025-10-20  C.2010  Kỷ niệm 95 năm thành lập Hội")
    assert any(line.startswith("2025-11-15 2025-12-15  C.1511") for line in lines)
    assert not any("no day yet" in line for line in lines)


def test_the_province_s_days_for_a_program(stored: Database, sohoi: Sohoi) -> None:
    day = date(2025, 12, 12)
    with stored.write() as tx:
        who = add_chats(tx, "zalo", "1", [("a", False, "Hạnh")], 0)["a"].person_id
        assert who is not None
        event_dates.keep(tx, "326/KH-BTV", "IV.3.2-3", (day, day), by=who, at=0)
    found = json.loads(sohoi("calendar", "--json", "--at", "2025-10-13").stdout)
    events = {e["id"]: e for e in found["events"]}
    assert (found["unit"], found["from"], found["undated"]) == ("04", "2025-10-13", 14)
    assert (events["IV.3.2-3"]["first"], events["IV.3.2-3"]["remind"]) == (
        "2025-12-12",
        [60, 30, 7],
    )
    assert (events["IV.3.2-2"]["first"], events["IV.3.2-2"]["last"]) == (None, "2025-10-20")


def test_a_file_for_a_calendar(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    to = tmp_path / "lich.ics"
    assert sohoi("calendar", "--at", "2025-10-13", "--ics", str(to)).exit_code == 0
    names = [str(e["summary"]) for e in Calendar.from_ical(to.read_bytes()).walk("VEVENT")]
    assert "Kỷ niệm 116 năm Ngày Quốc tế Phụ nữ 8/3" in names


def test_wrong_use_is_told(stored: Database, sohoi: Sohoi, tmp_path: Path) -> None:
    assert sohoi("calendar", "--at", "tomorrow").exit_code == 2
    assert sohoi("calendar", "--unit", "Atlantis").exit_code == 2
    lost = sohoi("calendar", "--ics", str(tmp_path / "none" / "a.ics"))
    assert (lost.exit_code, "cannot be written" in lost.stderr) == (1, True)
