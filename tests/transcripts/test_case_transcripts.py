"""Plays the transcripts of several people, of cases and of reminders: time passing, every phone.

SOHOI_REWRITE_TRANSCRIPTS=1 writes the bot's lines anew; read the difference before committing it.
"""

import asyncio
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from storage import migrate, vault
from storage.database import Database
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage
from tests.support.reminder_stage import ReminderStage

STAGES = {"cases": CaseStage, "reminders": ReminderStage}
"""By the folder that the transcripts lie in."""

FILES = sorted(path for name in STAGES for path in Path(__file__).with_name(name).glob("*.yaml"))
REWRITE = os.environ.get("SOHOI_REWRITE_TRANSCRIPTS") == "1"
CLOCK, REMOVED, BLOCKS, PERSON, BOT = "⏱", "✂", "⛔", " ▸", " ◂"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'stage.db'}")
    migrate.prepare(database)
    vault.use(database, Vault([Key.new()]))
    yield database
    database.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_transcript(path: Path, opened: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    script = yaml.safe_load(path.read_text("utf-8"))
    stage = STAGES[path.parent.name](opened, script["starts"])
    lines = asyncio.run(_all_played(stage, script))
    if REWRITE:
        path.write_text(_printed({**script, "talk": lines}), "utf-8")
        return
    assert lines == script["talk"]
    secret = script.get("secret", [])
    _assert_secret(stage, secret)
    assert not [word for word in secret if word in caplog.text]


async def _all_played(stage: CaseStage, script: dict[str, Any]) -> list[dict[str, str]]:
    for name, (network, *post) in script["people"].items():
        await stage.enter(name, network, *post)
    return await _played(stage, script["talk"])


async def _played(stage: CaseStage, talk: list[dict[str, str]]) -> list[dict[str, str]]:
    lines: list[dict[str, str]] = []
    for line in talk:
        ((who, text),) = line.items()
        if who.endswith(BOT):
            continue
        lines.append(line)
        lines += [{f"{whose}{BOT}": words} for whose, words in await _done(stage, who, text)]
    return lines


async def _done(stage: CaseStage, who: str, text: str) -> list[tuple[str, str]]:
    if who == CLOCK:
        return await stage.passes(text)
    if who == REMOVED:
        stage.ends_posts(text)
        return await stage.deliver()
    if who == BLOCKS:
        stage.blocks(text)
        return []
    return await stage.does(who.removesuffix(PERSON), text)


def _assert_secret(stage: CaseStage, words: list[str]) -> None:
    """What was typed lies neither in the outbox nor in the file of the database."""
    url = str(stage.database.engine.url).removeprefix("sqlite:///")
    stored = b"".join(p.read_bytes() for p in Path(url).parent.glob("stage.db*"))
    for word in words:
        assert word.encode() not in stored, word
        assert not any(word in notices for notices in stage.sent), word


# --- written so that an office can read it ---------------------------------------------------


def _printed(script: dict[str, Any]) -> str:
    head = {key: value for key, value in script.items() if key != "talk"}
    dumped = yaml.safe_dump(
        head, allow_unicode=True, sort_keys=False, width=96, default_flow_style=None
    )
    parts = [dumped.rstrip(), "talk:"]
    for line in script["talk"]:
        ((who, text),) = line.items()
        if who.endswith(BOT):
            said = [f"      {part}".rstrip() for part in text.splitlines()]
            parts += [f"  - {who}: |-", *said]
        else:
            parts.append(f"  - {who}: {_quoted(text)}")
    return "\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
