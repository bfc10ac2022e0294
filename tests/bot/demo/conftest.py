"""The demo as `make demo` makes it, prepared once and copied for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.demo import demo
from bot.settings import Settings
from tests.support.browser_phones import Phones


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo's database."""
    home = tmp_path_factory.mktemp("demo")
    demo.prepare(Settings(home=home)).close()
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may write to."""
    return Path(shutil.copytree(prepared, tmp_path / "data"))


@pytest_asyncio.fixture
async def phones(home: Path) -> AsyncIterator[Phones]:
    """The running demo on a free port, and its phones."""
    async with demo.run_simulated(Settings(home=home, port=0)) as simulator:
        yield Phones(simulator, home)
