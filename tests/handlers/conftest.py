"""The stage of the handlers' tests; what they ask of storage is tested there on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrate
from storage.database import Database
from tests.handlers.people_stage import Stage


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
