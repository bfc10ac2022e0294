"""Questions to one filled database, each timed: a process of `bench.progress`.

usage: python -m bench.progress_asked URL [--sending]
"""

import argparse
import asyncio
import json
import resource
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

import msgspec

from bench.fault_stage import PLAN
from bench.nation import LAST_EVENING, Year
from bot.channels import telegram, zalo  # noqa: F401 - their libraries are in the bot's memory
from bot.engine.channel import Abilities
from bot.engine.renderer import Renderer
from bot.runtime import reference, wiring
from bot.views.table import VIEWS
from domain.notices.base import Notice
from domain.notices.progress import ProgressCard, ProgressPicture
from domain.org.levels import Level
from services.context import Reference
from storage import reports
from storage.database import Database
from storage.moments import seconds
from storage.outbox import OutboxMessage

ROUNDS, SENT = 3, 400
TELEGRAM = Abilities(buttons=True, edit=True, delete=True, upload=True, max_text=4096)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--sending", action="store_true")
    asked = parser.parse_args()
    database = Database(asked.url)
    try:
        known = reference.load_reference(database, PLAN)
        wiring.build_dialogue()
        found = (
            _sending(database, known) if asked.sending else asyncio.run(_asking(database, known))
        )
    finally:
        database.close()
    print(json.dumps({name: round(figure, 2) for name, figure in found.items()}))


# --- asking ------------------------------------------------------------------------------------


async def _asking(database: Database, known: Reference) -> dict[str, float]:
    later = timedelta()  # a nation's card is kept for a minute
    renderer = Renderer(
        database,
        VIEWS,
        lambda: known,
        lambda: LAST_EVENING + later,
        {"telegram": TELEGRAM},
    )
    view = known.units.tree.at(LAST_EVENING.date())
    provinces = known.units.ids(view.of_level(Level.PROVINCE))
    [nation] = known.units.ids(view.of_level(Level.NATION))

    async def shown(notice: Notice) -> float:
        return await _timed(lambda: renderer.render(_queued(notice)))

    fresh = [await shown(ProgressCard(nation))]
    while len(fresh) < ROUNDS:
        later += timedelta(minutes=1)
        fresh.append(await shown(ProgressCard(nation)))
    first = [await shown(ProgressCard(p)) for p in provinces]  # works out its part of the tree
    burnt = time.process_time()
    cards = [await shown(ProgressCard(p)) for _ in range(ROUNDS) for p in provinces]
    burnt = time.process_time() - burnt
    whole = [await shown(ProgressCard(nation)) for _ in range(10 * ROUNDS)]
    await shown(ProgressPicture(nation, "chart"))  # loads Pillow and its fonts
    charts = [await shown(ProgressPicture(p, "chart")) for p in provinces[:20]]
    return {
        "province_p95_ms": _p95(cards),
        "nation_p95_ms": _p95(whole),
        "chart_ms": _p95(charts),
        "province_cpu_ms": 1000 * burnt / len(cards),
        "province_first_ms": _p95(first),
        "nation_fresh_ms": statistics.median(fresh),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _queued(notice: Notice) -> OutboxMessage:
    notices = msgspec.json.encode([notice]).decode()
    return OutboxMessage(1, 1, "telegram", "1", "1", False, 1, None, notices, 0)


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    assert await work() is not None
    return 1000 * (time.perf_counter() - began)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


# --- sending -----------------------------------------------------------------------------------


def _sending(database: Database, known: Reference) -> dict[str, float]:
    """This month's reports and corrections, from branches here and there; each is on disk."""
    year, dice = Year(known.plan, seed=7), Random(7)  # noqa: S311 - made-up figures
    view = known.units.tree.at(LAST_EVENING.date())
    branches = known.units.ids(view.of_level(Level.BRANCH))
    times, burnt = [], time.process_time()
    for number in range(SENT):
        report = next(iter(year.of(Level.BRANCH)))
        where, sent_at = dice.choice(branches), seconds(LAST_EVENING) + number
        began = time.perf_counter()
        with database.write() as tx:
            reports.send(tx, where, "2025-12", report.answers, sent_at=sent_at)
        times.append(1000 * (time.perf_counter() - began))
    burnt = time.process_time() - burnt
    return {"send_ms": statistics.fmean(times), "send_cpu_ms": 1000 * burnt / SENT}


if __name__ == "__main__":
    main()
