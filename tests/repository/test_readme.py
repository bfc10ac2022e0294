"""The README and the pages under docs say what the code has."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.cli.mount import ENTRIES
from bot.settings import Settings
from tests.support.repository import ROOT, rows

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)#?([^)]*)\)")
_PATH = re.compile(r"`((?:bot|domain|docs|plans|scheduler|services|storage|tests)/[\w/.-]+)`")


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return rows(section)


def _default(value: object) -> str:
    return f"`{value}`" if value not in ("", ()) else "none"


def test_the_table_of_settings_is_that_of_the_code() -> None:
    expected = [
        [f"`SOHOI_{f.name.upper()}`", _default(f.default), f.metadata["help"]]
        for f in fields(Settings)
    ]
    assert _rows("Settings") == expected


def test_every_command_is_named_and_no_other() -> None:
    named = {match[1] for row in _rows("Command line") if (match := _COMMAND.match(row[0]))}
    assert named == {"demo", "run", *(entry.name for entry in ENTRIES)}


_COMMAND = re.compile(r"`sohoi (\w+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    for target, place in _LINK.findall(page.read_text("utf-8")):
        file = page.parent / target
        assert file.exists(), target
        assert not place or place in _anchors(file), f"{target}#{place}"


def _anchors(page: Path) -> set[str]:
    """What the headings of a page can be linked by."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_every_target_of_make_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in re.findall(r"`make ([a-z-]+)", README):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    gone = [path for path in _PATH.findall(page.read_text("utf-8")) if not (ROOT / path).exists()]
    assert not gone
