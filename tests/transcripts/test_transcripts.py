"""Plays every transcript below this folder as `sohoi play` does, and compares it word for word.

`sohoi play --write FILE` writes what came into a file: read the difference before committing it.
"""

from pathlib import Path

import pytest

from bot.play.playback import Template, play_talks
from bot.play.printing import print_talk
from bot.play.transcript import read_transcript
from tests.support.paths import PLAN_FILE

FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("world"), PLAN_FILE)


@pytest.mark.parametrize(
    "path",
    sorted(FOLDER.rglob("*.yaml")),
    ids=lambda path: path.relative_to(FOLDER).with_suffix("").as_posix(),
)
async def test_transcript(path: Path, template: Template) -> None:
    played = await play_talks(read_transcript(path).talks, template)
    differing = [each for each in played if not each.is_as_written]
    printed = [line for each in differing for line in print_talk(path, each)]
    assert not differing, "\n".join(printed)
