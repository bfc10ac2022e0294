"""One bot process under faults: started, killed at random moments, started again at once."""

import asyncio
import os
import random
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.fault_people import Player
from bench.fault_stage import START, Leader
from simulator.serve import RunningSimulator
from storage.moments import seconds

_ROOT = Path(__file__).parents[1]
_LEAST_SENT = {"telegram": 12, "zalo": 5}
"""What a person sends at least, from her code to the question after her report."""

_KILLS_UNTIL = 0.9
_HESITATES_SECONDS = 0.3


@dataclass(slots=True)
class Part:
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
        self, part: Part, simulator: RunningSimulator, folder: Path, dice: random.Random
    ) -> None:
        self.kills = 0
        self.crashes = 0
        self.took_seconds = 0.0
        self.log = folder / f"{part.name}.log"
        self._part = part
        self._dice = dice
        self._environment = _settings(part, simulator, folder)
        self._life = 0
        self._process: asyncio.subprocess.Process | None = None

    async def run(self, deadline: float) -> None:
        """Serve until everybody is done or the loop's time is `deadline`."""
        began = time.monotonic()
        await self._start()
        goals = self._goals()
        while not self._part.done and time.monotonic() < deadline:
            if goals and self._part.sent >= goals[0]:
                goals.pop(0)
                await asyncio.sleep(self._dice.uniform(0, _HESITATES_SECONDS))
                await self._kill()
                await self._start()
            elif self._process is not None and self._process.returncode is not None:
                self.crashes += 1
                await self._start()
            else:
                await asyncio.sleep(0.01)
        self.took_seconds = time.monotonic() - began

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def _goals(self) -> list[int]:
        """After how many messages of the phones it is killed: while people are busy, at random."""
        most = round(self._part.people * _LEAST_SENT[self._part.network] * _KILLS_UNTIL)
        return sorted(self._dice.randint(1, most) for _ in range(self._part.kills))

    async def _kill(self) -> None:
        """SIGKILL, wherever it is in its work."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self.kills += 1

    async def _start(self) -> None:
        self._life += 1
        offset = seconds(START) - _STARTED
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.fault_bot", str(self._life), str(offset),
                cwd=_ROOT, env=self._environment, stderr=log,
            )  # fmt: skip


_STARTED = time.time()


def _settings(part: Part, simulator: RunningSimulator, folder: Path) -> dict[str, str]:
    """The process' environment: every setting given, so that no .env has a say."""
    tokens = dict.fromkeys(_LEAST_SENT, "") | {part.network: ",".join(part.tokens.values())}
    port = _free_port()
    return os.environ | {
        "SOHOI_HOME": str(folder / part.name),
        "SOHOI_DATABASE_URL": part.database,
        "SOHOI_PLAN": "",
        "SOHOI_HOST": "127.0.0.1",
        "SOHOI_PORT": str(port),
        "SOHOI_TELEGRAM_TOKENS": tokens["telegram"],
        "SOHOI_ZALO_BOT_TOKENS": tokens["zalo"],
        "SOHOI_TELEGRAM_API": simulator.telegram_url,
        "SOHOI_ZALO_BOT_API": simulator.zalo_url,
        "SOHOI_TELEGRAM_PROXY": "",
        "SOHOI_WEBHOOK_URL": f"http://127.0.0.1:{port}" if part.webhook else "",
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
