"""The corpora: short answers as people type them, written independently of the reader.

Columns: kind, text, status (several acceptable ones separated by "|"), value, extra (now, options,
decimals). A wrong value is silent where nobody would be asked about it.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from domain.answers import Kind, Place, PlaceIndex, read, read_command, to_json
from tests.support.paths import PLANS

HERE = Path(__file__).parent
UNITS = PLANS / "cao-bang"
ASKED_AGAIN = {"confirm", "unknown", "unreadable"}
MOST_SILENT = 0.003
LEAST_RIGHT = {
    "count": 0.97,
    "share": 0.97,
    "yes-no": 0.97,
    "date": 0.93,
    "choice": 0.95,
    "place": 0.95,
    "command": 0.97,
}


class Case(NamedTuple):
    kind: str
    text: str
    statuses: frozenset[str]
    value: Any
    extra: dict[str, Any]

    def wants(self, status: str, value: Any) -> bool:
        """Return True for a reading that a careful person would accept."""
        if status not in self.statuses:
            return False
        return status not in ("value", "confirm") or value == self.value

    def is_silently_wrong(self, status: str, value: Any) -> bool:
        """Return True for a value kept without a question that is not the one meant."""
        if status in ASKED_AGAIN or self.wants(status, value):
            return False
        meant = self.value if self.statuses & {"value", "confirm", "zero"} else object()
        return bool(value != meant)


def load_cases() -> Iterator[Case]:
    for path in sorted(HERE.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield _parse_case(line.split("\t"))


def _parse_case(cells: list[str]) -> Case:
    kind, text, statuses, value, extra = (*cells, "", "")[:5]
    return Case(
        kind,
        text,
        frozenset(statuses.split("|")),
        json.loads(value) if value else None,
        json.loads(extra) if extra else {},
    )


@pytest.fixture(scope="module")
def places() -> PlaceIndex:
    rows = [
        row
        for path in sorted(UNITS.glob("units-*.csv"))
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
    ]
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(row["code"], []).append(row["name"])
    return PlaceIndex(
        Place(
            row["code"],
            date.fromisoformat(row["valid_from"]),
            row["name"],
            tuple(names.get(row["parent"], ())),
        )
        for row in rows
        if row["level"] != "province"
    )


def read_case(case: Case, places: PlaceIndex) -> tuple[str, Any]:
    if case.kind == "command":
        found = to_json(case.text, read_command(case.text, answers_too=False))
    else:
        extra = dict(case.extra)
        if "now" in extra:
            extra["now"] = datetime.fromisoformat(extra["now"])
        found = to_json(case.text, read(Kind(case.kind), case.text, places=places, **extra))
    value = found["value"]
    if case.kind == "place" and value:
        value = [[place["code"], place["valid_from"]] for place in value]
    return found["status"], value


@pytest.mark.parametrize("kind", LEAST_RIGHT)
def test_a_corpus_is_read(kind: str, places: PlaceIndex) -> None:
    asked = [case for case in load_cases() if case.kind == kind]
    missed, silent = [], []
    for case in asked:
        status, value = read_case(case, places)
        if not case.wants(status, value):
            missed.append(f"{case.text!r}: {status} {value}, not {case.value}")
        if case.is_silently_wrong(status, value):
            silent.append(f"{case.text!r}: {value}, not {case.value}")
    right = 1 - len(missed) / len(asked)
    print(f"{kind}: {right:.2%} of {len(asked)} right, {len(silent)} silently wrong")  # noqa: T201
    assert len(silent) / len(asked) <= MOST_SILENT, "\n".join(silent)
    assert right >= LEAST_RIGHT[kind], "\n".join(missed)


def test_the_corpora_are_large() -> None:
    assert sum(1 for _ in load_cases()) >= 1_500
