"""The made-up world of the transcripts, made once."""

import pytest

from bot.play.playback import Template
from tests.support.paths import PLAN_FILE


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("world"), PLAN_FILE)
