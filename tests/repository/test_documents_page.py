"""docs/documents.md and the office's README name every placeholder, and no other."""

import re

import pytest

from bot.views.documents.placeholders import NAMES, fill_placeholders
from tests.support.document_facts import facts
from tests.support.paths import ROOT

_ROW = re.compile(r"^\| (`[^|]+) \|", re.MULTILINE)


@pytest.mark.parametrize("page", ["docs/documents.md", "plans/templates/README.md"])
def test_every_placeholder_is_told_of(page: str) -> None:
    rows = _ROW.findall((ROOT / page).read_text("utf-8"))
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == NAMES


def test_every_placeholder_is_filled() -> None:
    assert fill_placeholders(facts()).keys() == NAMES
