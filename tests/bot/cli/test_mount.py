"""The command line as a whole: what it offers, and its one-line answers to a mistake."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import Result

from bot.cli.mount import ENTRIES, mount
from storage.database import Database
from tests.support.paths import ROOT

Sohoi = Callable[..., Result]


def sohoi_process(*words: str) -> subprocess.CompletedProcess[str]:
    code = "from bot.cli import main; main()"
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_program_starts_and_a_mistake_is_one_line_and_exit_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOI_PORT", "x")
    monkeypatch.setenv("SOHOI_ZALO_BOT_TOKENS", "1459232241454700001:made-up")
    done = sohoi_process("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "wrong or missing settings:\n  SOHOI_PORT: 'x' is no port (1 to 65535)\n"


def test_plan_show_starts_without_what_it_does_not_need() -> None:
    heavy = "{'sqlalchemy', 'telegram', 'httpx', 'uvloop', 'alembic'} & set(sys.modules)"
    code = (
        "import sys, typer\nfrom bot.cli.mount import mount\n"
        f"mount(typer.Typer(), ['plan', 'show'])\nprint({heavy})"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.name)
def test_every_command_is_offered_with_its_help(sohoi: Sohoi, entry: tuple[str, str, str]) -> None:
    assert f" {entry[0]} " in sohoi("--help").stdout


def test_a_command_named_is_the_only_one_imported() -> None:
    root = typer.Typer()
    mount(root, ["--help", "plan"])
    assert [group.name for group in root.registered_groups] == ["plan"]


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ("org move nowhere DB-042", "there is no commune 'nowhere' on that day"),
        ("org move 01290 01294", "there is no area or bloc '01294' on that day"),
        ("org move 01290 khoi", "'khoi' may be KHOI-1"),
        ("org move 01290 DB-042 --on soon", "--on: 'soon' is no day such as 2025-10-13"),
        ("org show --at 2025-13-01", "--at: '2025-13-01' is no day such as 2025-10-13"),
        ("progress --unit nowhere", "there is no unit 'nowhere' today"),
        ("progress --indicator 9.9", "there is no indicator '9.9': `sohoi plan show`"),
        ("progress --at soon", "--at: 'soon' is no day such as 2025-10-13"),
        ("progress --at 1800-01-01", "there were no units on 1800-01-01"),
        ("progress --unit DB-042 --indicator 3.2", "3.2 is not counted at"),
        ("outbox retry", "name dead letters by number, or --all of them"),
        ("outbox retry 7 --all", "name dead letters by number, or --all of them"),
        ("outbox retry 7", "no dead letter 7; nothing was changed"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(
    stored: Database, sohoi: Sohoi, words: str, mend: str
) -> None:
    done = sohoi(*words.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(mend)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", ["progress", "outbox", "outbox retry --all", "db status", "db check", "db prune"]
)
def test_without_a_database_the_mend_is_said(folder: Path, sohoi: Sohoi, words: str) -> None:
    done = sohoi(*words.split())
    assert (done.exit_code, done.stdout) == (1, "")
    assert "run `sohoi db upgrade`" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", ["db upgrade", "db status", "outbox", "org load"])
@pytest.mark.parametrize("broken", ["junk", "no server"])
def test_a_database_that_cannot_be_opened(
    folder: Path, sohoi: Sohoi, monkeypatch: pytest.MonkeyPatch, words: str, broken: str
) -> None:
    if broken == "junk":
        folder.mkdir()
        (folder / "sohoi.db").write_text("junk " * 100)
    else:
        monkeypatch.setenv("SOHOI_DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/none")
    done = sohoi(*words.split())
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("the database cannot be opened (")
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1
