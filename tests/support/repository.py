"""What the tests of the repository itself share: its files and its declarations."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT


@cache
def list_tracked() -> tuple[Path, ...]:
    """Every file under version control that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - the one in the path
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(file for file in files if file.is_file())


@cache
def pyproject() -> dict[str, Any]:
    """pyproject.toml as data."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def to_run() -> list[str]:
    """The requirements of the product."""
    found: list[str] = pyproject()["project"]["dependencies"]
    return found


def to_test() -> list[str]:
    """The requirements of its tests."""
    found: list[str] = pyproject()["dependency-groups"]["dev"]
    return found


def rows(text: str) -> list[list[str]]:
    """The cells of every row of every Markdown table in a text, without heads."""
    tables = re.findall(r"^\|[^\n]*\n\|[-| :]+\|\n((?:\|[^\n]*\n?)*)", text, re.MULTILINE)
    lines = [line for table in tables for line in table.splitlines()]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
