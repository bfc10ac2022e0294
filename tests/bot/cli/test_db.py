"""`sohoi db` over a database of its own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import Result

from storage import inbox
from storage.database import Database
from storage.migrate import HEAD

Sohoi = Callable[..., Result]
DAY = 86_400.0


def test_upgrade_makes_the_database_and_may_be_repeated(folder: Path, sohoi: Sohoi) -> None:
    for _ in range(2):
        assert sohoi("db", "upgrade").stdout == f"the database is at revision {HEAD}\n"
    known = json.loads(sohoi("db", "status", "--json").stdout)
    assert (known["revision"], known["head"], known["rows"]["unit"]) == (HEAD, HEAD, 0)
    assert known["engine"].startswith("sqlite 3.")
    assert sohoi("db", "check").stdout == "sound\n"


def test_a_newer_database_is_refused_and_its_status_said(stored: Database, sohoi: Sohoi) -> None:
    with stored.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for words in (("db", "upgrade"), ("db", "check"), ("outbox",)):
        done = sohoi(*words)
        assert done.exit_code == 1
        assert "run the newer" in done.stderr
    assert "this version knows up to" in sohoi("db", "status").stdout


def test_check_names_values_of_no_report(stored: Database, sohoi: Sohoi) -> None:
    with stored.write() as tx:
        tx.execute(text("INSERT INTO value VALUES (1, '1.1', '2025-10', 'count', 3)"))
    done = sohoi("db", "check")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "value: 1 row(s) of unit 1 in 2025-10 belong to no report in force",
        "1 fault(s)",
    ]
    assert json.loads(sohoi("db", "check", "--json").stdout)["sound"] is False


@pytest.mark.parametrize(("ages", "forgotten"), [((0, 2, 4, 9), 2), ((), 0), ((0, 1), 0)])
def test_prune_counts_from_the_last_message(
    stored: Database, sohoi: Sohoi, ages: tuple[int, ...], forgotten: int
) -> None:
    last = 1_760_000_000.0
    with stored.write() as tx:
        for age in ages:
            inbox.take_new(tx, [("zalo", "1", str(age))], last - age * DAY)
    assert sohoi("db", "prune").stdout == f"{forgotten} row(s) of the inbox forgotten\n"


def test_recount_finds_tells_and_mends(stored: Database, sohoi: Sohoi) -> None:
    assert sohoi("db", "recount").stdout == "every total is right\n"
    with stored.write() as tx:
        cohort = tx.execute(text("SELECT min(id) FROM cohort WHERE level = 'commune'")).scalar()
        added = (
            "INSERT INTO total SELECT coalesce(rollup_id, 0), '2025-10', '1.2a', id, 'count', "
            "5, 1, 0, 0, 0, 0 FROM cohort WHERE id = :cohort"
        )
        tx.execute(text(added), {"cohort": cohort})
    done = sohoi("db", "recount")
    assert done.exit_code == 1
    assert f"cohort {cohort}, 2025-10 1.2a count: 5, counted 0" in done.stdout
    assert "not mended: --repair does it" in done.stdout
    mended = json.loads(sohoi("db", "recount", "--repair", "--json").stdout)
    assert mended["mended"] is True
    assert {each["period"] for each in mended["differences"]} == {"2025-10"}
    assert sohoi("db", "recount").stdout == "every total is right\n"
