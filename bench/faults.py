"""The promise under faults: people report while the bot is killed and the networks misbehave.

usage: python -m bench.faults --quick [--database sqlite|postgresql|both] [--seed N]

On each database 200 people report over Telegram by polling, Telegram by webhook and Zalo by
webhook, each part a bot process with a database of its own, killed with SIGKILL at 20 random
moments in all and started again at once. The networks answer 429, 5xx and too late (before doing
it or after), and give updates twice. Then what is stored is compared with what the phones sent.
A few people report over Zalo by polling as well: that protocol forgets an update when it hands
it over, so what it loses is shown, not judged. Last line: the figures; exit code 1 if broken.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.fault_crowd import Crowd
from bench.fault_judge import PROMISED, Tally, drained, judge
from bench.fault_parts import Keeper, Subtree
from bench.fault_people import Seat
from bench.fault_stage import START, PostgresServer, SqliteFiles, leaders, server
from simulator.clock import Clock
from simulator.faults import FaultSettings, Rule
from simulator.records import Bot, PersonRecord
from simulator.scene import Scene
from simulator.serve import RunningSimulator, running_simulator
from storage.database import Database

DATABASES = ("sqlite", "postgresql")
_DRAIN_SECONDS = 10.0
_MOST_NOTES = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How many people and kills in each part, and how long all may take."""

    polling: tuple[int, int]
    webhook: tuple[int, int]
    zalo: tuple[int, int]
    zalo_polling: tuple[int, int]
    seconds: float
    arrive_within_seconds: float
    patience_seconds: float = 8.0


QUICK = Size((70, 7), (70, 7), (60, 6), (9, 3), seconds=80, arrive_within_seconds=8)
TINY = Size((2, 1), (2, 1), (2, 0), (0, 0), seconds=40, arrive_within_seconds=0.5)

_ANSWERS = ["answerCallbackQuery"]
_SETTING_UP = ["getMe", "setWebhook", "deleteWebhook"]


def faults(seed: int) -> FaultSettings:
    """What the networks do wrong, and how often."""
    send = ["sendMessage"]
    return FaultSettings(
        seed=seed,
        duplicates=0.05,
        webhook_backoff_seconds=0.2,
        rules=[
            Rule(kind="too_many", network="telegram", methods=send, rate=0.003, seconds=1),
            Rule(kind="too_many", network="zalo", methods=send, rate=0.003, left=4),
            Rule(kind="server_error", methods=send, rate=0.02, status=502),
            Rule(kind="timeout_before", methods=send, rate=0.01, seconds=5),
            Rule(kind="timeout_after", methods=send, rate=0.01, seconds=5),
            Rule(kind="server_error", methods=["getUpdates"], rate=0.02, status=500),
            Rule(kind="timeout_after", methods=["getUpdates"], rate=0.01, seconds=1),
            Rule(kind="too_many", network="telegram", methods=["getUpdates"], rate=0.01),
            Rule(kind="server_error", methods=_SETTING_UP, rate=0.03, status=503),
            Rule(kind="server_error", methods=_ANSWERS, rate=0.05, status=502),
        ],
    )


def parts(size: Size) -> list[Subtree]:
    """The bot processes; a Zalo bot serves at most 50 people, so several share one process."""
    telegram = {f"tg{n}": f"700000000{n}:SIMULATED-telegram-token-000000000{n}" for n in (1, 2)}
    zalo = {f"zl{n}": f"14592322414547{n:05}:SIMULATED-zalo-token-{n}" for n in range(1, 6)}
    all_parts = [
        Subtree("telegram-polling", "telegram", False, *size.polling, _some(telegram, 0, 1)),
        Subtree("telegram-webhook", "telegram", True, *size.webhook, _some(telegram, 1, 2)),
        Subtree("zalo-webhook", "zalo", True, *size.zalo, _some(zalo, 0, 2)),
        Subtree("zalo-polling", "zalo", False, *size.zalo_polling, _some(zalo, 2, 5), judged=False),
    ]
    return [part for part in all_parts if part.people]


def _some(tokens: dict[str, str], start: int, end: int) -> dict[str, str]:
    return dict(islice(tokens.items(), start, end))


# --- one database ------------------------------------------------------------------------------


async def run(kind: str, size: Size, seed: int) -> Tally:
    """All parts on one kind of database; prints what is not judged, returns what is."""
    with server(kind) as databases:
        return await _Run(size, seed).on(databases)


class _Run:
    """One run: its dice, parts and people."""

    def __init__(self, size: Size, seed: int) -> None:
        self._size = size
        self._seed = seed
        self._dice = random.Random(seed)  # noqa: S311 - repeatable dice, no secret
        self._parts = parts(size)
        self._began = time.monotonic()

    async def on(self, databases: SqliteFiles | PostgresServer) -> Tally:
        self._fill(databases)
        scene = self._scene()
        with (
            tempfile.TemporaryDirectory(prefix="sohoi-faults-log-") as folder,
            running_simulator(scene, clock=Clock(START)) as simulator,
        ):
            self._seat(simulator)
            keepers = [Keeper(p, simulator, Path(folder), self._dice) for p in self._parts]
            tallies = await asyncio.gather(*map(self._serve, self._parts, keepers))
            total = self._total(databases.name, tallies, keepers, simulator)
            if total.broken:
                _show_logs(keepers)
            return total

    def _fill(self, databases: SqliteFiles | PostgresServer) -> None:
        database = Database(databases.template)
        everybody = iter(leaders(database, sum(p.people for p in self._parts), self._dice))
        database.close()
        for part in self._parts:
            part.leaders = list(islice(everybody, part.people))
            part.database = databases.fresh(part.name.replace("-", "_"))

    def _scene(self) -> Scene:
        bots = [
            Bot(key, part.network, token, "Sổ Hội", f"SoHoi_{key}_bot")  # type: ignore[arg-type]
            for part in self._parts
            for key, token in part.tokens.items()
        ]
        people = [
            PersonRecord(f"p{leader.number}", part.network, f"Chị {leader.number}")  # type: ignore[arg-type]
            for part in self._parts
            for leader in part.leaders
        ]
        return Scene(bots=bots, people=people, faults=faults(self._seed), seed=self._seed)

    def _seat(self, simulator: RunningSimulator) -> None:
        crowd = Crowd(simulator, self._dice)
        for part in self._parts:
            bots = list(part.tokens)
            part.players = crowd.begin(
                [
                    Seat(
                        f"p{leader.number}",
                        bots[place % len(bots)],
                        leader.code,
                        leader.figures,
                        self._dice.uniform(0, self._size.arrive_within_seconds),
                        self._size.patience_seconds,
                        lossy=not part.judged,
                    )
                    for place, leader in enumerate(part.leaders)
                ]
            )

    async def _serve(self, part: Subtree, keeper: Keeper) -> Tally:
        database = Database(part.database)
        try:
            await keeper.run(self._began + self._size.seconds)
            await drained(database, _DRAIN_SECONDS)
            keeper.stop()
            with database.read() as tx:
                return judge(part, keeper, tx)
        finally:
            keeper.stop()
            database.close()

    def _total(
        self,
        name: str,
        tallies: Sequence[Tally],
        keepers: Sequence[Keeper],
        simulator: RunningSimulator,
    ) -> Tally:
        total = Tally()
        for part, tally, keeper in zip(self._parts, tallies, keepers, strict=True):
            judged = "" if part.judged else ", not judged"
            took = f"{keeper.took_seconds:.0f} s{judged}"
            print(f"{name} {part.name} ({took}): {_figures(tally)}")
            for note in tally.notes[:_MOST_NOTES] if part.judged else ():
                print(f"  {note}")
            if part.judged:
                total += tally
        drawn = simulator.simulation.faults.drawn
        total.faults = drawn.total()
        met = ", ".join(f"{kind} {drawn[kind]}" for kind in sorted(drawn))
        print(f"{name}: faults drawn: {met}; {time.monotonic() - self._began:.0f} s", flush=True)
        return total


def _figures(tally: Tally) -> str:
    done = f"{tally.people} people, {tally.messages} messages, {tally.kills} kills"
    if tally.faults:
        done += f", {tally.faults} faults"
    kept = ", ".join(f"{name.replace('_', ' ')} {getattr(tally, name)}" for name in PROMISED)
    return (
        f"{done}; {kept}; repeated by a kill {tally.repeated}, by the network {tally.by_network}, "
        f"asked for an answer {tally.nudges} times"
    )


def _show_logs(keepers: Sequence[Keeper]) -> None:
    for keeper in keepers:
        lines = keeper.log.read_text("utf-8", "replace").splitlines()
        print(f"--- {keeper.log.name}, its last lines", *lines[-25:], sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="200 people, 20 kills a database")
    parser.add_argument("--tiny", action="store_true", help="6 people, 2 kills")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10_000)
    kinds = DATABASES if asked.database == "both" else (asked.database,)
    again = f"python -m bench.faults --quick --database {asked.database} --seed {seed}"
    print(f"faults: seed {seed}; again: {again}", flush=True)
    totals = {k: asyncio.run(run(k, TINY if asked.tiny else QUICK, seed)) for k in kinds}
    broken = any(total.broken for total in totals.values())
    told = " | ".join(f"{kind}: {_figures(total)}" for kind, total in totals.items())
    print(f"{'BROKEN' if broken else 'kept'}: {told}")
    sys.exit(broken)


if __name__ == "__main__":
    main()
