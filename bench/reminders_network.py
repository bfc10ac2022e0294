"""Telegram for the reminders' run, a process of its own: its limits kept, its people talking.

Time runs faster than ours by a factor: so many of the network's seconds pass in one of ours.
"""

import asyncio
import itertools
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.reminders_fill import BOT, FIRST_NUMBER
from simulator.faults import FaultSettings
from simulator.limits import BOT_PER_SECOND, SendingLimits
from simulator.phones import Sending
from simulator.records import Bot, EventRecord, PersonRecord
from simulator.scene import GroupScene, Scene
from simulator.serve import RunningSimulator

TOKEN = f"{BOT}:SIMULATED-EXAMPLE-SECRET-AAAAAAAA"
NAME = "SoHoi_bot"
TALKERS, GROUPS, LIVELY = 20, 40, 5
"""People who talk with the bot meanwhile; groups; groups where they talk faster than it may."""

_REMINDER, _DIGEST = "hạn báo cáo", " · tuần "
_EVERY_SECONDS = 1.0
_GROUPS_EVERY_SECONDS = 10.0
_AT_A_STRETCH = 30
_LEFT_OUT = int(BOT_PER_SECOND)
"""A second's reminders at the end, when there are not enough of them any more."""

_MINUTE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What the network saw until now.

    `messages` in `seconds` (the network's own): while there were reminders enough to send. The
    waits are seconds of our own: of people, of groups that talk now and then, of lively ones.
    """

    reminded: int
    digests: int
    messages: int
    seconds: float
    refused: int
    most_in_a_group: int
    waits: tuple[float, ...]
    group_waits: tuple[float, ...]
    lively_waits: tuple[float, ...]
    unanswered: int
    cpu_seconds: float

    @property
    def share(self) -> float:
        """The share of the allowed rate."""
        return self.messages / (BOT_PER_SECOND * self.seconds) if self.seconds else 0.0


class _Counting(SendingLimits):
    """Telegram's limits by the faster clock: what was let through, when, and what was refused."""

    def __init__(self, speed: float) -> None:
        super().__init__(lambda: time.monotonic() * speed)
        self.let_through = array("d")
        self.refused = 0
        self._in_groups: dict[str, array[float]] = {}

    def wait(self, chat: str, *, group: bool) -> int:
        seconds = super().wait(chat, group=group)
        self.refused += seconds > 0
        if not seconds:
            self.let_through.append(self._steady())
            if group:
                self._in_groups.setdefault(chat, array("d")).append(self._steady())
        return seconds

    def most_in_a_group(self) -> int:
        """The most messages in any minute of any group."""
        return max(map(_most_in_a_minute, self._in_groups.values()), default=0)


def _most_in_a_minute(times: "array[float]") -> int:
    first = most = 0
    for last, at in enumerate(times):
        while times[first] <= at - _MINUTE_SECONDS:
            first += 1
        most = max(most, last - first + 1)
    return most


class _Talk:
    """Somebody's talk with the bot in one chat, and how long she waited for each answer."""

    def __init__(self, simulator: RunningSimulator, person: str, chat: str, words: str) -> None:
        self._phones = simulator.simulation.phones
        self._person, self._chat, self._words = person, chat, words
        self.key = self._phones.chat(person, chat).key
        self.waits: list[float] = []
        self._said: float | None = None
        self._heard = asyncio.Event()

    def say(self) -> None:
        """Say it, unless an answer is still waited for."""
        if self._said is None:
            self._said = time.monotonic()
            self._heard.clear()
            self._phones.send(self._person, Sending(chat=self._chat, text=self._words))

    def hear(self) -> None:
        """The bot said something here that it was asked."""
        if self._said is not None:
            self.waits.append(time.monotonic() - self._said)
            self._said = None
            self._heard.set()

    async def say_often(self, rest_seconds: float) -> None:
        """As fast as it is answered, then a rest, and so on."""
        while True:
            for _ in range(_AT_A_STRETCH):
                self.say()
                await self._heard.wait()
            await asyncio.sleep(rest_seconds)

    @property
    def unanswered(self) -> bool:
        return self._said is not None and self._said < time.monotonic() - 10


class _Network:
    """The simulated Telegram and everybody on it."""

    def __init__(self, receivers: int, speed: float) -> None:
        self._receivers, self._speed = receivers, speed
        self.simulator = RunningSimulator(_scene())
        world, bot = self.simulator.world, self.simulator.world.bots["tg"]
        for n in range(receivers):
            world.private(bot, world.add_person(_person(n)))
        self._limits = _Counting(speed)
        self.simulator.simulation.telegram._talk._limits["tg"] = self._limits  # noqa: SLF001 - its clock is ours here
        people, groups = (f"p{n}" for n in range(TALKERS)), range(GROUPS)
        aloud = f"/trogiup@{NAME}"
        self._people = [_Talk(self.simulator, p, "tg", "trợ giúp") for p in people]
        self._groups = [_Talk(self.simulator, "p0", f"g{n}", aloud) for n in groups]
        self._by_chat = {talk.key: talk for talk in (*self._people, *self._groups)}
        self._reminded: set[str] = set()
        self._digests: set[str] = set()
        self._stretch: list[tuple[int, float]] = []
        world.follow(self._hear)

    @property
    def group_chats(self) -> list[str]:
        """The groups as the bot calls them."""
        return [str(self.simulator.world.chats[talk.key].address) for talk in self._groups]

    def _hear(self, event: EventRecord) -> None:
        if event.kind != "message" or event.actor != "tg" or event.message is None:
            return
        chat = self.simulator.world.chats[event.chat]
        said = self.simulator.world.message(chat, event.message)
        text = "" if said is None else said.text
        if _REMINDER in text and not chat.is_group:
            self._reminded.add(event.chat)
            if len(self._reminded) in (1, self._receivers - _LEFT_OUT):
                count = len(self._limits.let_through)
                self._stretch.append((count, self._limits.let_through[-1]))
        elif chat.is_group and _DIGEST in text:
            self._digests.add(event.chat)
        elif event.chat in self._by_chat:
            self._by_chat[event.chat].hear()

    async def talk(self) -> None:
        """Everybody talks, until cancelled."""
        lively, calm = self._groups[:LIVELY], self._groups[LIVELY:]
        rest = _MINUTE_SECONDS / self._speed
        async with asyncio.TaskGroup() as group:
            group.create_task(_in_turn(self._people, _EVERY_SECONDS))
            group.create_task(_in_turn(calm, _GROUPS_EVERY_SECONDS / self._speed))
            for talk in lively:
                group.create_task(talk.say_often(rest))

    def figures(self) -> Figures:
        (first, began), (last, ended) = (*self._stretch, (0, 0.0), (0, 0.0))[:2]
        lively, calm = self._groups[:LIVELY], self._groups[LIVELY:]
        return Figures(
            len(self._reminded),
            len(self._digests),
            last - first,
            ended - began,
            self._limits.refused,
            self._limits.most_in_a_group(),
            _waits(self._people),
            _waits(calm),
            _waits(lively),
            sum(talk.unanswered for talk in (*self._people, *calm)),
            time.process_time(),
        )

    def how_far(self) -> tuple[int, int]:
        """How many have their reminder, and how many groups their digest."""
        return len(self._reminded), len(self._digests)


async def _in_turn(talks: list[_Talk], every_seconds: float) -> None:
    for talk in itertools.cycle(talks):
        talk.say()
        await asyncio.sleep(every_seconds / len(talks))


def _waits(talks: list[_Talk]) -> tuple[float, ...]:
    return tuple(itertools.chain.from_iterable(talk.waits for talk in talks))


def serve(line: Connection, receivers: int, speed: float) -> None:
    """Serve until told to stop.

    Sends its address and its groups' chats; asked "talk", "how far" or "figures" it answers.
    """
    network = _Network(receivers, speed)
    simulator = network.simulator
    simulator.start()
    line.send((simulator.telegram_url, network.group_chats))
    talking = None
    answers: dict[str, Callable[[], object]] = {
        "talk": network.how_far, "how far": network.how_far, "figures": network.figures,
    }  # fmt: skip
    while (asked := line.recv()) != "stop":
        if asked == "talk":
            talking = asyncio.run_coroutine_threadsafe(network.talk(), simulator._loop)  # type: ignore[arg-type]  # noqa: SLF001
        line.send(simulator.do(answers[asked]))
    if talking is not None:
        talking.cancel()
    simulator.stop()


def _scene() -> Scene:
    groups = [
        GroupScene(f"g{n}", "telegram", f"Nhóm {n}", {"p0": "creator"}, {"tg": "member"})
        for n in range(GROUPS)
    ]
    bots = [Bot("tg", "telegram", TOKEN, "Sổ Hội", NAME)]
    return Scene(bots, [_person(0)], groups=groups, faults=FaultSettings(limits=True))


def _person(n: int) -> PersonRecord:
    return PersonRecord(f"p{n}", "telegram", str(n), number=FIRST_NUMBER + n)
