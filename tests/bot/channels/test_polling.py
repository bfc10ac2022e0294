"""Fetching for ever: order of fetching, committing and confirming; waits without real time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.polling import Batch, Pace, ask_until_answered, compute_back_off, poll
from bot.engine.channel import Network, Unreadable
from bot.errors import Conflict, NetworkFault, PassingFault, RequestRefused, TokenRefused

UPDATE = Unreadable(Network.ZALO, "1", "x", "", "")


class Night:
    """Time that passes only in pauses."""

    def __init__(self) -> None:
        self.time = 0.0
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds

    def pace(self) -> Pace:
        return Pace(self.pause, lambda: self.time, lambda: 0.0)


class Feed:
    """Gives what it was told, then refuses the token, which ends the loop."""

    def __init__(self, *gives: Batch | Exception) -> None:
        self.gives = list(gives)
        self.log: list[str] = []

    async def fetch(self) -> Batch:
        self.log.append("fetch")
        if not self.gives:
            raise TokenRefused("end")
        given = self.gives.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    def confirm(self) -> None:
        self.log.append("confirm")

    async def receive(self, batch: Batch) -> None:
        self.log.append("commit")


async def run(feed: Feed, night: Night, least: float = 0.0,
              receive: Callable[[Batch], Awaitable[None]] | None = None) -> None:  # fmt: skip
    with pytest.raises(TokenRefused):
        await poll(
            feed.fetch,
            feed.confirm,
            receive or feed.receive,
            "t/1",
            night.pace(),
            least_seconds=least,
        )


async def test_confirmed_only_after_the_commit() -> None:
    feed = Feed([UPDATE], [])
    await run(feed, Night())
    assert feed.log == ["fetch", "commit", "confirm", "fetch", "confirm", "fetch"]


async def test_nothing_is_confirmed_when_the_inbox_fails(caplog: pytest.LogCaptureFixture) -> None:
    feed, failures = Feed([UPDATE], [UPDATE]), ["disk is full"]

    async def receive(batch: Batch) -> None:
        if failures:
            raise OSError(failures.pop())

    night = Night()
    await run(feed, night, receive=receive)
    assert feed.log == ["fetch", "fetch", "confirm", "fetch"]
    assert night.pauses == [1.0]
    assert "could not be taken (OSError)" in caplog.text


async def test_a_conflict_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    feed = Feed(*[Conflict("another process polls with this token")] * 4, [], Conflict("again"))
    night = Night()
    with caplog.at_level(logging.WARNING):
        await run(feed, night)
    assert night.pauses == [1.0, 2.0, 4.0, 8.0, 1.0, 1.0]  # the fifth after nothing came
    assert caplog.text.count("another process polls") == 1
    assert caplog.text.count("all is well again") == 1


async def test_a_named_wait_is_kept() -> None:
    feed, night = Feed(PassingFault("asked to wait", 33.0)), Night()
    await run(feed, night)
    assert night.pauses == [33.0]


async def test_polls_that_return_at_once_are_a_second_apart() -> None:
    night, feed = Night(), Feed([UPDATE], [UPDATE], [])
    await run(feed, night, least=1.0)
    assert night.pauses == [1.0, 1.0, 1.0]


async def test_a_poll_that_has_nothing_and_does_not_wait_is_slowed() -> None:
    night, feed = Night(), Feed([UPDATE], [], [UPDATE])
    await run(feed, night)
    assert night.pauses == [1.0]


def test_back_off() -> None:
    assert [compute_back_off(n, 0.0) for n in (1, 2, 6, 7, 10_000)] == [1, 2, 32, 60, 60]
    assert compute_back_off(1, 1.0) == 0.5


async def test_until_done_waits_out_what_passes() -> None:
    answers: list[NetworkFault] = [PassingFault("no answer in time")] * 3
    night = Night()

    async def ask() -> str:
        if answers:
            raise answers.pop()
        return "me"

    assert await ask_until_answered(ask, "t/1", night.pace()) == "me"
    assert night.pauses == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("fault", [TokenRefused("x"), RequestRefused("x")])
async def test_until_done_raises_what_stays(fault: NetworkFault) -> None:
    async def ask() -> None:
        raise fault

    with pytest.raises(type(fault)):
        await ask_until_answered(ask, "t/1", Night().pace())


async def test_cancelling_ends_it() -> None:
    async def fetch() -> Batch:
        await asyncio.Event().wait()
        return []

    async def receive(batch: Batch) -> None: ...

    task = asyncio.create_task(poll(fetch, lambda: None, receive, "t/1", Pace()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
