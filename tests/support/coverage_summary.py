"""Prints which files the tests reach least: `python -m tests.support.coverage_summary`.

It reads what `pytest --cov` has left in .coverage.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import coverage
from coverage.exceptions import CoverageException

_MOST = 15
_SMALLEST = 10
"""A file with fewer statements is not shown: one line of it would be a tenth."""


class File(NamedTuple):
    """How much of one file was reached; `percent` counts lines and branches."""

    percent: float
    name: str
    statements: int
    missing_lines: int
    missing_branches: int


def read_files(report: dict[str, Any]) -> list[File]:
    """The files of a JSON report of coverage, the darkest first."""
    files = [
        File(
            summary["percent_covered"],
            name,
            summary["num_statements"],
            summary["missing_lines"],
            summary["missing_branches"],
        )
        for name, each in report["files"].items()
        if (summary := each["summary"])["num_statements"] >= _SMALLEST
    ]
    return sorted(files)


def summarize(report: dict[str, Any]) -> list[str]:
    """The lines to print: the total, and the darkest files."""
    total = report["totals"]["percent_covered"]
    lines = [f"Coverage {total:.1f} % of lines and branches. The darkest files:"]
    lines += [
        f"  {file.percent:5.1f} %  {file.name}"
        f"  ({file.missing_lines} of {file.statements} lines, {file.missing_branches} branches)"
        for file in read_files(report)[:_MOST]
    ]
    return lines


def main() -> None:
    """Print the summary of what was measured last."""
    measured = coverage.Coverage()
    measured.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(path))
        report = json.loads(path.read_text("utf-8"))
    sys.stdout.write("\n".join(summarize(report)) + "\n")


if __name__ == "__main__":
    try:
        main()
    except CoverageException as fault:
        sys.exit(f"no coverage to show: {fault}")
