"""What /tiendo costs for all of Vietnam, on SQLite and PostgreSQL.

usage: python -m bench.progress [--scale 1] [--on sqlite --on postgresql]

Makes 100,000 branches, 3,400 communes and 34 provinces with a year of reports (about 12 million
values), and a tenth of it. Measures the card of every province and of the nation from the words
she types to the words she reads, the chart, and what sending one report costs beside the tenth.
Figures are printed last; exit 1 where one breaks its goal. Memory is that of a process of its
own, which loads what the bot loads and answers these questions.
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping

from bench.fault_stage import PLAN, PostgresServer, SqliteFiles, server
from bench.nation_fill import fill
from bot.runtime.reference import read_plan
from storage import migrate
from storage.database import Database

GOALS = {
    "province_p95_ms": 50.0,
    "nation_p95_ms": 150.0,
    "send_ratio": 1.2,
    "chart_ms": 300.0,
    "peak_mb": 300.0,
}
TENTH = 0.1
TURNS = 3

Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is all of Vietnam")
    parser.add_argument("--on", action="append", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    found = {kind: measure(kind, asked.scale) for kind in asked.on or ("sqlite", "postgresql")}
    over = broken(found)
    print(json.dumps(found))
    sys.exit(bool(over))


def broken(found: Mapping[str, Figures]) -> list[str]:
    """Every figure over its goal, printed."""
    over = [
        f"{kind} {name}: {figures[name]} (goal {goal})"
        for kind, figures in found.items()
        for name, goal in GOALS.items()
        if figures[name] > goal
    ]
    print("\n".join(over) or "every goal is kept")
    return over


def measure(kind: str, scale: float, turns: int = TURNS) -> Figures:
    """All the figures on one kind of database."""
    with server(kind) as made:
        with contextlib.closing(Database(made.template)) as empty:
            migrate.prepare(empty)
        small, whole = _filled(made, "small", scale * TENTH), _filled(made, "whole", scale)
        figures = {**_asked(whole), **_sending(small, whole, turns)}
    print(f"{kind}: {json.dumps(figures)}", flush=True)
    return figures


def _sending(small: str, whole: str, turns: int) -> Figures:
    """Medians of a few runs by turns: who else is at work on the machine meets both alike."""
    runs = [(_asked(small, "--sending"), _asked(whole, "--sending")) for _ in range(turns)]
    costs = [statistics.median(run[side]["send_ms"] for run in runs) for side in (0, 1)]
    return {
        "send_ms": costs[1],
        "send_small_ms": costs[0],
        "send_ratio": round(costs[1] / costs[0], 2),
    }


def _filled(made: SqliteFiles | PostgresServer, name: str, scale: float) -> str:
    url, began = made.fresh(name), time.monotonic()
    with contextlib.closing(Database(url)) as database:
        reports, values = fill(database, read_plan(PLAN), scale)
    took = time.monotonic() - began
    print(f"{made.name}: {reports} reports, {values} values in {took:.0f} s", flush=True)
    return url


def _asked(url: str, *more: str) -> Figures:
    """What a process of its own finds: its peak of memory is the bot's, not the generator's."""
    command = [sys.executable, "-m", "bench.progress_asked", url, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: Figures = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
