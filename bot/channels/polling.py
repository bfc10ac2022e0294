"""Fetches for ever: it backs off with jitter, logs each kind of trouble once, loses nothing."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.engine.channel import Inbound, Receive, Unreadable
from bot.errors import NetworkFault, PassingFault, RequestRefused, TokenRefused
from domain.faults import describe_fault

log = logging.getLogger(__name__)

T = TypeVar("T")
Batch = list[Inbound | Unreadable]

_FIRST_SECONDS, _MOST_SECONDS = 1.0, 60.0
_LEAST_EMPTY_SECONDS = 1.0  # a long poll that has nothing and does not wait would turn hot


@dataclass(frozen=True, slots=True)
class Pace:
    """The clock and the chance that a poller uses; a test gives its own."""

    pause: Callable[[float], Awaitable[object]] = asyncio.sleep
    steady: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


def compute_back_off(failures: int, chance: float) -> float:
    """Return seconds to wait, doubling from 1 to 60; `chance` (0 to 1) takes off up to a half."""
    longest: float = min(_MOST_SECONDS, _FIRST_SECONDS * 2.0 ** min(failures - 1, 10))
    return longest * (1 - chance / 2)


class Trouble:
    """Counts faults in a row and logs each kind once until things go well again."""

    def __init__(self, name: str, pace: Pace) -> None:
        self._name = name
        self._pace = pace
        self._failures = 0
        self._said: set[str] = set()

    def end(self) -> None:
        """Forget the faults: things go well again."""
        if self._failures:
            log.warning("%s: all is well again", self._name)
        self._failures = 0
        self._said.clear()

    async def wait(self, reason: str, least_seconds: float | None = None) -> None:
        """Log the reason if it is new, then pause."""
        self._failures += 1
        if reason not in self._said:
            self._said.add(reason)
            log.warning("%s: %s; trying again", self._name, reason)
        drawn = compute_back_off(self._failures, self._pace.chance())
        await self._pace.pause(max(drawn, least_seconds or 0.0))


async def ask_until_answered(ask: Callable[[], Awaitable[T]], name: str, pace: Pace) -> T:
    """Ask until the network answers; waits out every fault but a refusal, which is raised."""
    trouble = Trouble(name, pace)
    while True:
        try:
            answer = await ask()
        except (TokenRefused, RequestRefused):
            raise
        except NetworkFault as fault:
            await trouble.wait(fault.reason, _find_wait(fault))
        else:
            trouble.end()
            return answer


async def poll(
    fetch: Callable[[], Awaitable[Batch]],
    confirm: Callable[[], None],
    receive: Receive,
    name: str,
    pace: Pace,
    *,
    least_seconds: float = 0.0,
) -> None:
    """Fetch, hand over, and only when that is committed call `confirm`; for ever.

    `least_seconds` is the shortest time between two fetches, a second if the first gave nothing.
    Raises TokenRefused.
    """
    trouble = Trouble(name, pace)
    while True:
        began = pace.steady()
        try:
            batch = await fetch()
            if batch:
                await receive(batch)
            confirm()
        except TokenRefused:
            raise
        except NetworkFault as fault:
            await trouble.wait(fault.reason, _find_wait(fault))
            continue
        except Exception as fault:
            # Whatever the inbox met: nothing was confirmed, so the network gives it again.
            log.debug("what came could not be taken: %s", describe_fault(fault))
            await trouble.wait(f"what came could not be taken ({type(fault).__name__})")
            continue
        trouble.end()
        least = least_seconds if batch else max(least_seconds, _LEAST_EMPTY_SECONDS)
        rest = least - (pace.steady() - began)
        if rest > 0:
            await pace.pause(rest)


def _find_wait(fault: NetworkFault) -> float | None:
    return fault.retry_after_seconds if isinstance(fault, PassingFault) else None
