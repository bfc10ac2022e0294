"""The command line over a data folder of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli.mount import mount
from bot.runtime.org_rows import read_org
from storage import migrate, units
from storage.database import Database
from tests.support.paths import ROOT

Sohoi = Callable[..., Result]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the units of the data files, to be copied."""
    path = tmp_path_factory.mktemp("loaded") / "sohoi.db"
    database = Database(f"sqlite:///{path}")
    migrate.prepare(database)
    with database.write() as tx:
        units.save(tx, read_org())
    database.close()
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the settings name; nothing is in it yet."""
    for name in ("SOHOI_DATABASE_URL", "SOHOI_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOHOI_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("SOHOI_PLAN", str(ROOT / "plans" / "326-KH-BTV.yaml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


@pytest.fixture
def stored(folder: Path, loaded: Path) -> Iterator[Database]:
    """The folder's database, with units."""
    folder.mkdir()
    shutil.copy(loaded, folder / "sohoi.db")
    database = Database(f"sqlite:///{folder / 'sohoi.db'}")
    yield database
    database.close()


@pytest.fixture
def sohoi() -> Sohoi:
    """Run `sohoi` with these words."""
    root = typer.Typer()
    mount(root, [])
    return lambda *words: CliRunner().invoke(root, words)
