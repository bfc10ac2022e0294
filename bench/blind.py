"""Judges how a list of written conversations is understood, through `sohoi read`'s own rehearsal.

usage: python -m bench.blind DIRECTORY

DIRECTORY holds reports.jsonl, inside.jsonl and said.jsonl (bench/blind_lists/README.md says what
is in them). Prints, for whole reports and for things said inside an open form: the lines read
rightly, those wrong in silence (stored unmarked with a value she did not mean), missed (asked
although told) and wrong but marked; and the conversations right at once. For things said outside a
form: what was rightly heard, and what is no report and was taken for one. Each miss stands in
DIRECTORY/misses.txt.
"""

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.play.understanding import rehearse_reports, rehearse_talk
from domain.periods import Period

CODES = ("1.1", "1.2a", "1.2b", "1.4a", "1.5a", "2.4", "2.5", "case")
MONTH, NOW = Period(2025, 10), datetime.fromisoformat("2025-10-16T09:00:00+07:00")
"""When the lists suppose that she writes."""

PLAN = Path(__file__).parent.parent / "plans" / "326-KH-BTV.yaml"

Item = dict[str, Any]


@dataclass
class Judged:
    """How many lines ended in which way, and the conversations that were not right."""

    conversations: int = 0
    right_at_once: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def describe(self) -> str:
        """Say the shares: "lines right 96.10 %, silent 3 (0.11 %), …"."""
        every = sum(self.lines.values()) or 1
        counts = ", ".join(
            f"{how} {self.lines[how]} ({100 * self.lines[how] / every:.2f} %)"
            for how in ("silent", "missed", "marked wrong")
        )
        right, whole = self.lines["right"], self.conversations or 1
        return (
            f"{self.conversations} conversations, lines right {100 * right / every:.2f} %, "
            f"{counts}; right at once {100 * self.right_at_once / whole:.1f} %"
        )


def read_items(path: Path) -> list[Item]:
    """Read one list: a JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def is_same(one: object, other: object) -> bool:
    """Tell whether two values are the same, 1 and 1.0 too."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[k], other[k]) for k in one)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return float(one) == float(other)
    return one == other


def judge_line(item: Item, got: Item, code: str) -> str:
    """Judge one line: right, silent, missed, or marked wrong."""
    want, either = item.get("want", {}), item.get("either", [])
    said = got["answers"].get(code)
    is_open = said is None or code in got["asked"]
    marked = bool(said and said.get("doubt"))
    equal = not is_open and code in want and is_same(want[code], said["value"])
    if code in either:
        fits = is_open or (equal if code in want else False) or marked
        return "right" if fits else "silent"
    if code in want:
        if equal:
            return "right"
        return "missed" if is_open else "marked wrong" if marked else "silent"
    return "right" if is_open else "marked wrong" if marked else "silent"


def judge_forms(items: Sequence[Item]) -> Judged:
    """Play whole reports, or things said inside the form, and judge every line."""
    found = Judged()
    by_last: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_last[item["last"]].append(item)
    for last, same in by_last.items():
        for item, got in zip(same, _play_reports(same, last), strict=True):
            ways = {code: judge_line(item, got, code) for code in CODES}
            found.conversations += 1
            found.lines.update(ways.values())
            wrong = {code: way for code, way in ways.items() if way != "right"}
            found.right_at_once += not wrong
            if wrong or (got["sent"] and not item.get("sent")):
                found.misses.append(f"{item['id']} {item['said']!r}\n    {wrong}\n    {got}")
    return found


def _play_reports(items: Iterable[Item], last: str) -> list[Item]:
    lines = [item["said"] for item in items]
    with tempfile.TemporaryDirectory() as folder:
        return list(rehearse_reports(Path(folder), PLAN, lines, MONTH, last))


def _play_talk(items: Iterable[Item]) -> list[Item]:
    with tempfile.TemporaryDirectory() as folder:
        return list(rehearse_talk(Path(folder), PLAN, [item["said"] for item in items], NOW))


def judge_talk(items: Sequence[Item]) -> tuple[str, list[str]]:
    """Play what is said outside a form; the shares in words, and the misses."""
    right = silent = others = taken = 0
    misses: list[str] = []
    for item, got in zip(items, _play_talk(items), strict=True):
        want, also = item["want"], {item["want"]["heard"], *item.get("heard_also", ())}
        wrong = [code for code in got.get("answers", {}) if _is_wrong(item, got, code)]
        told_all = bool(item.get("heard_also")) or want.get("answers", {}).keys() <= {
            *got.get("answers", {}), *item.get("either", ())
        }  # fmt: skip
        good = got["heard"] in also and not wrong and told_all
        right, silent = right + good, silent + bool(wrong)
        if "report" not in also:
            others, taken = others + 1, taken + (got["heard"] == "report")
        if not good:
            misses.append(f"{item['id']} {item['said']!r}\n    {want}\n    {got}")
    every = len(items) or 1
    said = (
        f"{len(items)} things, right {100 * right / every:.1f} %, silent {silent} "
        f"({100 * silent / every:.2f} %), no reports taken in {taken} of {others}"
    )
    return said, misses


def _is_wrong(item: Item, got: Item, code: str) -> bool:
    want, said = item["want"].get("answers", {}), got["answers"][code]
    if said.get("doubt") or code in item.get("either", ()):
        return False
    return not (code in want and (want[code] == "last" or is_same(want[code], said["value"])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    directory: Path = parser.parse_args().directory
    misses: list[str] = []
    for name in ("reports", "inside"):
        judged = judge_forms(read_items(directory / f"{name}.jsonl"))
        print(f"{name}: {judged.describe()}")
        misses += judged.misses
    said, more = judge_talk(read_items(directory / "said.jsonl"))
    print(f"said: {said}")
    (directory / "misses.txt").write_text("\n\n".join([*misses, *more]), "utf-8")


if __name__ == "__main__":
    main()
