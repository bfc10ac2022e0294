"""`sohoi vault`, `audit` and `cases`, and a start without the key."""

import json
from pathlib import Path

import pytest

from bot import settings
from bot.errors import OperatorMistake
from bot.runtime import opening
from storage.database import Database
from storage.vault import Key
from tests.bot.cli.conftest import Sohoi


@pytest.fixture
def started(folder: Path, stored: Database) -> Path:
    """The key file of a database that was started once."""
    opening.open_database(settings.read()).close()
    return folder / "vault.key"


def test_the_first_start_makes_a_key_for_its_owner_alone(started: Path) -> None:
    assert started.stat().st_mode & 0o777 == 0o600
    assert len(started.read_text().splitlines()) == 2


def test_a_lost_key_is_refused_at_the_start_in_one_line(started: Path, sohoi: Sohoi) -> None:
    started.unlink()
    with pytest.raises(OperatorMistake, match=r"the vault cannot be opened: key \w+ is missing"):
        opening.open_database(settings.read())
    result = sohoi("vault", "status")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert not started.exists()


def test_another_key_is_refused(started: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOI_VAULT_KEY", Key.new().encode())
    with pytest.raises(OperatorMistake, match="put the key this database was used with back"):
        opening.open_database(settings.read())


@pytest.mark.parametrize("given", ["nonsense", "c2hvcnQ=", ","])
def test_what_is_no_key_is_said_without_it(
    started: Path, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOI_VAULT_KEY", given)
    with pytest.raises(OperatorMistake, match="SOHOI_VAULT_KEY holds no key") as refused:
        opening.open_database(settings.read())
    assert "nonsense" not in str(refused.value)


def test_rotation_changes_the_key_file(started: Path, sohoi: Sohoi) -> None:
    before = started.read_text()
    result = sohoi("vault", "rotate")
    assert result.exit_code == 0, result.output
    after = started.read_text()
    assert (after != before, len(after.splitlines())) == (True, 2)
    status = json.loads(sohoi("vault", "status", "--json").stdout)
    assert status["keys"] == [status["current"]]
    assert set(status["sealed"]) == {
        "case_file", "case_event", "case_message", "session", "officer_phone", "activity"
    }  # fmt: skip


def test_rotation_of_keys_from_the_environment(
    started: Path, sohoi: Sohoi, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = started.read_text().splitlines()[1], sohoi("vault", "new").stdout.strip()
    monkeypatch.setenv("SOHOI_VAULT_KEY", f"{new},{old}")
    assert sohoi("vault", "rotate").exit_code == 0
    monkeypatch.setenv("SOHOI_VAULT_KEY", new)
    assert json.loads(sohoi("vault", "status", "--json").stdout)["keys"] == [Key.parse(new).id]


def test_audit_and_report_of_no_case(started: Path, sohoi: Sohoi) -> None:
    verdict = json.loads(sohoi("audit", "verify", "--json").stdout)
    assert (verdict["sound"], verdict["cases"], verdict["newest"]["day"]) == (True, 0, "")
    assert sohoi("audit", "anchor").stdout.strip() == "0 day(s) anchored"
    report = json.loads(sohoi("cases", "report", "--json").stdout)
    assert report["may_read"] == ["area", "commune", "province"]
    assert (report["kept"]["cases"], report["keep_months"]) == (0, 24)
    assert sohoi("cases", "expire", "--dry-run").stdout.strip() == "0 case(s) would be erased"
