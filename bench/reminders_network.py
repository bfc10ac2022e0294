"""Telegram for the reminders' run, a process of its own: its limits kept, its people talking.

Time runs faster than ours by a factor: so many of the network's seconds pass in one of ours.
"""

import asyncio
import itertools
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

from bench.reminders_fill import BOT, FIRST_NUMBER
from simulator.faults import Settings
from simulator.limits import SendingLimits
from simulator.phones import Sending
from simulator.records import Bot, Event, Person
from simulator.scene import Scene
from simulator.serve import RunningSimulator

TOKEN = f"{BOT}:SIMULATED-EXAMPLE-SECRET-AAAAAAAA"
_REMINDER = "hạn báo cáo"
_EVERY_SECONDS = 1.0


class _Counting(SendingLimits):
    """Telegram's limits by the faster clock: what was let through, when, and what was refused."""

    def __init__(self, speed: float) -> None:
        super().__init__(lambda: time.monotonic() * speed)
        self.let_through: list[float] = []
        self.refused = 0

    def wait(self, chat: str, *, group: bool) -> int:
        seconds = super().wait(chat, group=group)
        self.refused += seconds > 0
        if not seconds:
            self.let_through.append(self._steady())
        return seconds


class _Talkers:
    """People who say something every second, and how long each waited for the answer."""

    def __init__(self, simulator: RunningSimulator, count: int) -> None:
        self._simulator = simulator
        self._people = [f"p{n}" for n in range(count)]
        self._said: dict[str, float] = {}
        self.waits: list[float] = []
        simulator.world.follow(self._hear)

    def _hear(self, event: Event) -> None:
        if event.kind != "message" or event.actor != "tg" or event.message is None:
            return
        since = self._said.get(event.chat)
        if since is None:
            return
        chat = self._simulator.world.chats[event.chat]
        said = self._simulator.world.message(chat, event.message)
        if said is not None and _REMINDER not in said.text:
            self.waits.append(time.monotonic() - since)
            del self._said[event.chat]

    async def talk(self) -> None:
        phones = self._simulator.simulation.phones
        for person in self._in_turn():
            chat = phones.chat(person, "tg").key
            if chat not in self._said:
                self._said[chat] = time.monotonic()
                phones.send(person, Sending(chat="tg", text="trợ giúp"))
            await asyncio.sleep(_EVERY_SECONDS / len(self._people))

    def _in_turn(self) -> Iterator[str]:
        return itertools.cycle(self._people)

    @property
    def unanswered(self) -> int:
        late = time.monotonic() - 10
        return sum(since < late for since in self._said.values())


def serve(line: Connection, receivers: int, talkers: int, speed: float) -> None:
    """Serve until told to stop: sends its address, answers "figures" and ends with "stop"."""
    scene = Scene(
        [Bot("tg", "telegram", TOKEN, "Sổ Hội", "SoHoi_bot")], [], faults=Settings(limits=True)
    )
    simulator = RunningSimulator(scene)
    world, bot = simulator.world, simulator.world.bots["tg"]
    for n in range(receivers):
        world.private(bot, world.add_person(_person(n)))
    limits = _Counting(speed)
    simulator.simulation.telegram._talk._limits["tg"] = limits  # noqa: SLF001 - its clock is ours here
    simulator.start()
    talk = _Talkers(simulator, talkers)
    line.send(simulator.telegram_url)
    talking = None
    while (asked := line.recv()) != "stop":
        if asked == "talk":
            talking = asyncio.run_coroutine_threadsafe(talk.talk(), simulator._loop)  # type: ignore[arg-type]  # noqa: SLF001
        sent = limits.let_through
        line.send(
            (len(sent), sent[:1], sent[-1:], limits.refused, list(talk.waits), talk.unanswered)
        )
    if talking is not None:
        talking.cancel()
    simulator.stop()


def _person(n: int) -> Person:
    return Person(f"p{n}", "telegram", str(n), number=FIRST_NUMBER + n)
