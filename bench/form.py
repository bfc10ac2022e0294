"""The five-question form: Sổ Hội (every answer on disk before its reply) beside bots in memory.

usage: python -m bench.form [--quick]

Each bot runs alone on one core, the server on another. Prints a line a run, then the medians and
last the ratio to the fastest peer; exit 1 when it is below the goal.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

GOAL = 1.5
PORT = 9137
HERE = Path(__file__).parent
BASE = f"http://127.0.0.1:{PORT}"

FASTEST = "aiogram, memory, one chat at a time"
PTB = "python-telegram-bot, memory"
PEERS = {
    FASTEST: ["bench/peers/form_aiogram.py", BASE, "mem_iso"],
    "aiogram, memory, default": ["bench/peers/form_aiogram.py", BASE, "mem"],
    PTB: ["bench/peers/form_ptb.py", BASE, "seq"],
}
OURS = "Sổ Hội, SQLite, on disk"


def _get(path: str) -> bytes:
    with urllib.request.urlopen(BASE + path, timeout=5) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def _pinned(core: int, command: list[str]) -> subprocess.Popen[bytes]:
    cores = sorted(os.sched_getaffinity(0))
    core = cores[core % len(cores)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    return subprocess.Popen(
        [sys.executable, *command],
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - one thread here
        env=environment,
        stderr=subprocess.DEVNULL if "peers" in command[0] else None,
    )


def measure(
    command: list[str], chats: int, forms: int, limit_seconds: float = 60
) -> dict[str, float]:
    """One run of one bot; the server's figures."""
    server = _pinned(
        1,
        ["bench/null_server.py", "--port", str(PORT), "--chats", str(chats), "--forms", str(forms)],
    )
    _wait_for_server()
    bot = _pinned(0, command)
    try:
        _get(f"/_pid?pid={bot.pid}")
        return _until_done(limit_seconds)
    finally:
        bot.send_signal(signal.SIGKILL)
        bot.wait()
        server.kill()
        server.wait()


def _wait_for_server() -> None:
    for _ in range(100):
        try:
            _get("/_stats")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the benchmark's server did not start")


def _until_done(limit_seconds: float) -> dict[str, float]:
    end = time.monotonic() + limit_seconds
    while time.monotonic() < end:
        figures: dict[str, float] = json.loads(_get("/_stats"))
        if figures["done"]:
            return figures
        time.sleep(0.1)
    raise SystemExit(f"a bot did not finish in {limit_seconds:.0f} s: {figures}")


def _ours(chats: int, forms: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        return measure(["-m", "bench.form_sohoi", BASE, folder], chats, forms)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="under a minute")
    parser.add_argument("--ours", action="store_true", help="only our own bot")
    asked = parser.parse_args()
    chats, forms = (120, 2) if asked.quick else (1000, 2)
    peers = {name: PEERS[name] for name in (FASTEST, PTB)} if asked.quick else PEERS
    medians: dict[str, float] = {}
    for name, command in {}.items() if asked.ours else peers.items():
        runs = [measure(command, chats, forms)["per_s"] for _ in range(3)]
        medians[name] = _show(name, runs)
    mine = [_ours(chats, forms) for _ in range(3)]
    if any(run["forms_bad"] for run in mine):
        raise SystemExit("a form was answered wrongly")
    medians[OURS] = _show(OURS, [run["per_s"] for run in mine])
    if asked.ours:
        return
    fastest = max(rate for name, rate in medians.items() if name != OURS)
    ratio = medians[OURS] / fastest
    print(f"ratio to the fastest peer: {ratio:.2f} (goal {GOAL})")
    sys.exit(ratio < GOAL)


def _show(name: str, rates: list[float]) -> float:
    median = statistics.median(rates)
    runs = ", ".join(f"{rate:.0f}" for rate in rates)
    print(f"{name}: {median:.0f} messages/s (runs: {runs})", flush=True)
    return median


if __name__ == "__main__":
    main()
