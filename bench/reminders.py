"""Reminders for a nation: working out what is due, and sending it at the network's pace.

usage: python -m bench.reminders [--quick] [--receivers N] [--sent N] [--speed X]

First what is due on the morning of a due day is worked out for N receivers who all owe, in a
process of its own whose memory is measured. Then a bot whose N' leaders all owe sends their
reminders through a simulated Telegram that keeps its limits (30 a second for a bot, 1 in a chat,
20 a minute in a group), on a clock X times as fast, while twenty people and forty groups talk with
it; then the groups get their weekly digest. Prints figures beside the goals; exit 1 when one is
missed.
"""

import argparse
import asyncio
import logging
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvloop

from bench import reminders_network
from bench.reminders_fill import bind_groups, fill
from bench.reminders_network import Figures
from bot.channels.telegram import make_telegram_channel
from bot.engine.channel import Limits
from bot.runtime import reference
from bot.runtime import start as running
from bot.settings import Settings
from domain.periods import VIETNAM
from scheduler import reminders
from services.context import Context
from simulator.limits import BOT_PER_SECOND
from storage.database import Database

MOST_SECONDS, MOST_MEGABYTES = 5.0, 300.0
LEAST_SHARE, MOST_WAIT_SECONDS = 0.97, 1.0
MORNING = datetime(2025, 10, 20, 8, 5, tzinfo=VIETNAM)
"""An hour after the reminders' hour: all of them are due at once, as after an outage."""

PLAN = Path("plans/326-KH-BTV.yaml")
_TOLD_EVERY_SECONDS = 60.0


# --- working out what is due -------------------------------------------------------------------


def work_out(line: Connection, url: str) -> None:
    """In a process of its own: how many are due, in how long, at which peak of memory."""
    database = Database(url)
    known = reference.load_reference(database, PLAN)
    before = _forget_peak()
    began, began_cpu = time.perf_counter(), time.process_time()
    with database.read() as tx:
        ground = Context(tx, known, MORNING)
        count = sum(1 for _ in reminders.find_due(ground))
    took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    line.send((count, took, cpu, before, _megabytes("VmHWM")))


def _forget_peak() -> float:
    """Begin to measure the peak of memory anew; what is held now, in MB."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def _in_process(work: Callable[..., None], *arguments: Any) -> Any:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=work, args=(theirs, *arguments))
    process.start()
    answer = ours.recv()
    process.join()
    return answer


def measure_due(folder: str, receivers: int) -> bool:
    """Whether both goals are kept."""
    url = f"sqlite:///{folder}/due.db"
    database = Database(url)
    fill(database, receivers)
    database.close()
    count, took, cpu, before, peak = _in_process(work_out, url)
    print(
        f"due: {count:,} messages in {took:.2f} s (goal {MOST_SECONDS:.0f}; {cpu:.2f} s of CPU), "
        f"peak {peak:.0f} MB (goal {MOST_MEGABYTES:.0f}; {before:.0f} MB with the units loaded)",
        flush=True,
    )
    return bool(count >= receivers and took <= MOST_SECONDS and peak <= MOST_MEGABYTES)


# --- sending it --------------------------------------------------------------------------------


async def send_all(
    line: Connection, base: str, groups: Sequence[str], folder: str, receivers: int, speed: float
) -> None:
    """Run the product until everybody is reminded and every group has its digest."""
    running.set_up_logging(logging.WARNING)
    database = Database(f"sqlite:///{folder}/sending.db")
    fill(database, receivers)
    bind_groups(database, groups)
    began = time.monotonic()

    def now() -> datetime:
        return MORNING + timedelta(seconds=(time.monotonic() - began) * speed)

    limits = Limits(BOT_PER_SECOND * speed, speed, group_seconds=60 / speed)
    channel = make_telegram_channel(reminders_network.TOKEN, api=base, limits=limits)
    product = running.build_app(Settings(plan=PLAN), database, now, [channel], limits=limits)
    serving = asyncio.create_task(product.run())
    most_seconds = 120 + 3 * receivers / (BOT_PER_SECOND * speed)
    try:
        async with asyncio.timeout(most_seconds):
            await _until_sent(line, (receivers, len(groups)), serving)
    except TimeoutError:
        raise SystemExit(f"not sent in {most_seconds:.0f} s") from None
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        database.close()


async def _until_sent(
    line: Connection, wanted: tuple[int, int], serving: asyncio.Task[None]
) -> None:
    """The product's database is left alone meanwhile: its network tells how far it is."""
    told = time.monotonic()
    line.send("talk")
    while (done := await asyncio.to_thread(line.recv)) != wanted:
        if serving.done():
            serving.result()
        if time.monotonic() - told > _TOLD_EVERY_SECONDS:
            told = time.monotonic()
            print(f"  {done[0]:,} of {wanted[0]:,} are reminded", flush=True)
        await asyncio.sleep(0.5)
        line.send("how far")


def measure_sending(folder: str, receivers: int, speed: float) -> bool:
    """Whether all goals are kept."""
    ours, theirs = multiprocessing.Pipe()
    network = multiprocessing.get_context("spawn").Process(
        target=reminders_network.serve, args=(theirs, receivers, speed)
    )
    network.start()
    base, groups = ours.recv()
    began, cpu = time.monotonic(), time.process_time()
    uvloop.run(send_all(ours, base, groups, folder, receivers, speed))
    ours.send("figures")
    done: Figures = ours.recv()
    ours.send("stop")
    network.join()
    _print(done, speed)
    print(
        f"  {time.monotonic() - began:.0f} s in all; CPU: the product "
        f"{time.process_time() - cpu:.0f} s, the network {done.cpu_seconds:.0f} s; "
        f"the product's peak {_megabytes('VmHWM'):.0f} MB",
        flush=True,
    )
    kept = done.share >= LEAST_SHARE and done.refused == 0 and done.unanswered == 0
    return kept and _late95(done.waits) < MOST_WAIT_SECONDS


def _print(done: Figures, speed: float) -> None:
    rate, allowed = done.messages / done.seconds * speed, BOT_PER_SECOND * speed
    print(
        f"sending: {done.messages:,} messages at {rate:.1f} a second "
        f"of {allowed:.0f} allowed on a clock {speed:g} times as fast: {done.share:.1%} "
        f"(goal {LEAST_SHARE:.0%}), refused with 429: {done.refused} (goal 0), "
        f"replies meanwhile: {len(done.waits)}, p95 {_late95(done.waits) * 1000:.0f} ms "
        f"(goal {MOST_WAIT_SECONDS:.0f} s), unanswered: {done.unanswered}\n"
        f"groups: {done.digests} had their digest, "
        f"at most {done.most_in_a_group} messages in a minute in one (20 allowed); replies: "
        f"{len(done.group_waits)}, p95 {_late95(done.group_waits) * 1000:.0f} ms; where they talk "
        f"faster than the bot may: {len(done.lively_waits)}, "
        f"the longest wait {max(done.lively_waits, default=0) * speed:.0f} s of the network's"
    )


def _late95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else float("inf")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a minute or two")
    parser.add_argument("--receivers", type=int, default=100_000)
    parser.add_argument("--sent", type=int, default=100_000)
    parser.add_argument("--speed", type=float, default=4.0)
    parser.add_argument("--only", choices=["due", "sending"])
    asked = parser.parse_args()
    sent = min(asked.sent, 3_000) if asked.quick else asked.sent
    with tempfile.TemporaryDirectory(prefix="sohoi-reminders-") as folder:
        kept = [asked.only == "sending" or measure_due(folder, asked.receivers)]
        kept += [asked.only == "due" or measure_sending(folder, sent, asked.speed)]
    print("goals kept" if all(kept) else "goals missed")
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
