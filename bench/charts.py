"""What a picture costs: milliseconds, bytes, and memory beside a bot without pictures.

usage: python -m bench.charts [--save FOLDER]

Made-up figures of Cao Bằng's 56 communes and the first indicators of its plan. Prints the first
drawing of each kind (with Pillow, fonts and the map's layout to load) and the median of 7 more.
`--save` leaves the pictures in a folder to be looked at.
"""

import argparse
import csv
import resource
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from bot.engine.channel import Abilities
from bot.engine.i18n import say_for
from bot.engine.surface import Surface
from bot.views import charts
from bot.views.charts import Heading, Light, PlacedUnit, Trend, UnitMark
from domain.notices.progress import ProgressFacts
from domain.org.levels import Level
from domain.periods import VIETNAM, Period
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from domain.progress.progress import Cutoff, Node, Row, compute_progress, compute_year_elapsed

PLANS = Path(__file__).parent.parent / "plans"
AT = datetime(2025, 10, 19, 9, 0, tzinfo=VIETNAM)
RUNS = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", type=Path)
    save = parser.parse_args().save
    drawings, before = _drawings(), _megabytes()
    for name, draw in drawings.items():
        first, _, png = _timed(draw)
        again = [_timed(draw)[:2] for _ in range(RUNS)]
        wall, cpu = (statistics.median(times) for times in zip(*again, strict=True))
        cost = f"first {first:4.0f} ms, then {wall:4.0f} ms ({cpu:.0f} ms of CPU)"
        print(f"{name:9} {cost}, {len(png) / 1000:.0f} kB")
        if save is not None:
            (save / f"{name}.png").write_bytes(png)
    print(f"peak memory {before:.0f} MB before the first picture, {_megabytes():.0f} MB after")


def _drawings() -> dict[str, Callable[[], bytes]]:
    plan = parse_plan((PLANS / "326-KH-BTV.yaml").read_text("utf-8"))
    assert isinstance(plan, Plan)
    surface = Surface(Abilities(True, True, True, True, 4096), say_for("vi"), plan, AT)
    facts, placed = _facts(plan), _placed()
    heading = Heading("Tỉnh Cao Bằng", AT.date(), "1.2a Hộ thoát nghèo")
    marks = [unit.mark for unit in placed]
    trends = _trends(plan)
    return {
        "progress": lambda: charts.draw_progress_chart(facts, surface),
        "trend": lambda: charts.draw_trend_chart(Heading("Xã Hòa An", AT.date()), trends, surface),
        "ranking": lambda: charts.draw_ranking_chart(heading, marks, surface),
        "map": lambda: charts.draw_commune_map(heading, placed, surface),
    }


def _facts(plan: Plan) -> ProgressFacts:
    chance = Random(326)  # noqa: S311 - made-up figures
    nodes = [Node(1, Level.PROVINCE), *(Node(n, Level.COMMUNE, (1,)) for n in range(2, 58))]
    rows = [
        Row(node.unit_id, i.code, field, Period(2025, month), chance.choice((0, 1, 1, 2, 3)))
        for i in plan.indicators
        for node in nodes
        for field in i.field_names
        for month in range(1, 10)
        if node.level in i.entered_by
    ]
    found = compute_progress(Cutoff(plan, Period(2025, 9), AT), nodes, rows)
    elapsed = compute_year_elapsed(plan.year, AT.date())
    return ProgressFacts("Tỉnh Cao Bằng", Level.PROVINCE, AT.date(), elapsed, found, None)


def _placed() -> list[PlacedUnit]:
    with (PLANS / "cao-bang" / "units-2025.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [
        PlacedUnit(_mark(number, row["short"]), float(row["lat"]), float(row["lon"]))
        for number, row in enumerate(rows)
    ]


def _mark(number: int, name: str) -> UnitMark:
    rate = 0.35 + number * 37 % 80 / 100
    if number % 19 == 7:
        return UnitMark(name, None, Light.NOTHING, 0.8)
    light = Light.FAR_BEHIND if rate < 0.64 else Light.BEHIND
    if rate >= 0.8:
        light = Light.MET if rate >= 1 else Light.ON_TRACK
    return UnitMark(name, rate, light, 0.8)


def _trends(plan: Plan) -> list[Trend]:
    chance = Random(7)  # noqa: S311 - made-up figures
    trends = []
    for indicator, light in zip(plan.indicators[:8], [*Light, *Light], strict=False):
        amounts = [0.0]
        for _ in range(9):
            amounts.append(amounts[-1] + chance.randint(0, 14))
        name = f"{indicator.code} {indicator.short}"
        trends.append(Trend(name, tuple(amounts[1:]), 110, light))
    return trends


def _timed(draw: Callable[[], bytes]) -> tuple[float, float, bytes]:
    started, burnt = time.perf_counter(), time.process_time()
    png = draw()
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - burnt), png


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
