"""One bot process under faults: started, killed at random moments, started again at once.

Processes are forked from one that has made the imports, so that a start takes milliseconds and
not seconds; nothing else of the product exists before the fork.
"""

import asyncio
import multiprocessing
import random
import socket
import time
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bench.fault_bot import serve
from bench.fault_people import Player
from bench.fault_stage import START, Leader
from simulator.serve import RunningSimulator
from storage.moments import seconds

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["bench.fault_bot"])
_LEAST_SENT = {"telegram": 12, "zalo": 5}
"""What a person sends at least, from her code to the question after her report."""

_KILLS_UNTIL = 0.9
_HESITATES_SECONDS = 0.3


@dataclass(slots=True)
class Subtree:
    """A bot process with its database and its people.

    `judged`: the promise is kept here whatever happens (Zalo's polling alone cannot keep it).
    """

    name: str
    network: str
    webhook: bool
    people: int
    kills: int
    tokens: dict[str, str]  # the bots' keys in the simulator → token
    judged: bool = True
    database: str = ""
    leaders: list[Leader] = field(default_factory=list)
    players: list[Player] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return bool(self.players) and all(player.done for player in self.players)

    @property
    def sent(self) -> int:
        return sum(player.sent for player in self.players)


class Keeper:
    """Keeps a part's process running, and kills it."""

    def __init__(
        self, part: Subtree, simulator: RunningSimulator, folder: Path, dice: random.Random
    ) -> None:
        self.kills = 0
        self.crashes = 0
        self.took_seconds = 0.0
        self.log = folder / f"{part.name}.log"
        self._part = part
        self._dice = dice
        self._environment = _settings(part, simulator, folder)
        self._life = 0
        self._process: ForkServerProcess | None = None

    async def run(self, deadline: float) -> None:
        """Serve until everybody is done or the loop's time is `deadline`."""
        began = time.monotonic()
        self._start()
        goals = self._goals()
        while not self._part.done and time.monotonic() < deadline:
            if goals and self._part.sent >= goals[0]:
                goals.pop(0)
                await asyncio.sleep(self._dice.uniform(0, _HESITATES_SECONDS))
                self._kill()
                self.kills += 1
                self._start()
            elif self._process is not None and not self._process.is_alive():
                self.crashes += 1
                self._start()
            else:
                await asyncio.sleep(0.01)
        self.took_seconds = time.monotonic() - began

    def stop(self) -> None:
        self._kill()

    def _goals(self) -> list[int]:
        """After how many messages of the phones it is killed: while people are busy, at random."""
        most = round(self._part.people * _LEAST_SENT[self._part.network] * _KILLS_UNTIL)
        return sorted(self._dice.randint(1, most) for _ in range(self._part.kills))

    def _kill(self) -> None:
        """SIGKILL, wherever it is in its work."""
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def _start(self) -> None:
        self._life += 1
        self._process = _FORKS.Process(
            target=serve,
            args=(self._environment, self._life, seconds(START) - _STARTED, self.log),
            daemon=True,
        )
        self._process.start()


_STARTED = time.time()


def _settings(part: Subtree, simulator: RunningSimulator, folder: Path) -> dict[str, str]:
    """The process' settings."""
    tokens = dict.fromkeys(_LEAST_SENT, "") | {part.network: ",".join(part.tokens.values())}
    port = _free_port()
    return {
        "SOHOI_HOME": str(folder / part.name),
        "SOHOI_DATABASE_URL": part.database,
        "SOHOI_HOST": "127.0.0.1",
        "SOHOI_PORT": str(port),
        "SOHOI_TELEGRAM_TOKENS": tokens["telegram"],
        "SOHOI_ZALO_BOT_TOKENS": tokens["zalo"],
        "SOHOI_TELEGRAM_API": simulator.telegram_url,
        "SOHOI_ZALO_BOT_API": simulator.zalo_url,
        "SOHOI_WEBHOOK_URL": f"http://127.0.0.1:{port}" if part.webhook else "",
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
