"""One word for one thing: names that docs/words.md gave up do not come back."""

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.repository import ROOT, list_tracked, rows

WORDS = (ROOT / "docs/words.md").read_text("utf-8")

ALLOWED = {
    "Cell": ("bot/views/charts/", "bot/views/documents/"),  # of a table
    "Cells": ("domain/org/",),  # of a spreadsheet
    "Office": ("tests/",),  # people play one
    "Seat": ("bench/",),  # where a person sits who reports there
    "Part": ("domain/answers/",),  # of a message
}
"""Where a name given up means something else: the beginnings of paths."""

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_BY_ITSELF = re.compile(r"[A-Z_]")


def _given_up() -> list[str]:
    return [name for row in rows(WORDS) for name in re.findall(r"`(\w+)`", row[3])]


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Every identifier of the code, and the files it stands in. Migrations stay as they are."""
    found: dict[str, set[str]] = {}
    for file in list_tracked():
        path = file.relative_to(ROOT).as_posix()
        if file.suffix == ".py" and "/migrations/" not in path:
            for name in _read_names(file):
                found.setdefault(name, set()).add(path)
    return {name: tuple(sorted(files)) for name, files in found.items()}


def _read_names(file: Path) -> Iterator[str]:
    tokens = tokenize.generate_tokens(io.StringIO(file.read_text("utf-8")).readline)
    return (token.string for token in tokens if token.type == tokenize.NAME)


def _is_meant(word: str, name: str) -> bool:
    """Whether an identifier is a name given up, or has a small word as one of its parts."""
    if _BY_ITSELF.search(word):
        return name.strip("_") == word
    return bool({word, f"{word}s"} & {part.lower() for part in _PART.findall(name)})


@pytest.mark.parametrize("word", _given_up())
def test_a_name_given_up_does_not_come_back(word: str) -> None:
    back = [
        f"{path}: {name}"
        for name, files in _names().items()
        if _is_meant(word, name)
        for path in files
        if not path.startswith(ALLOWED.get(word, ()))
    ]
    assert not back, "docs/words.md names another word for it"


def test_a_word_given_up_is_found_within_a_name() -> None:
    assert _is_meant("parcel", "parcels")
    assert _is_meant("parcel", "CaseParcel")
    assert _is_meant("parcel", "_parcel_id")
    assert not _is_meant("rung", "wrung")
    assert _is_meant("Desk", "Desk")
    assert not _is_meant("Desk", "FileDesk")


def test_every_name_that_a_word_has_in_the_code_is_there() -> None:
    named = {name for row in rows(WORDS) for name in re.findall(r"`([A-Z]\w+)`", row[2])}
    assert named <= set(_names())


def test_every_word_stands_there_once() -> None:
    words = [row[0] for row in rows(WORDS)]
    assert len(words) == len(set(words))
