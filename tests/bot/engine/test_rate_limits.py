"""The pace of a bot, against networks that count what comes, however late it comes."""

import random
from collections.abc import Callable
from heapq import heappop, heappush

import pytest

from bot.engine.channel import Limits
from bot.engine.rate_limits import BotPace, Bucket, ChatPace, Window
from simulator.limits import SendingLimits

LIMITS = Limits()
Delay = Callable[[random.Random, float], float]


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket = Bucket(rate=2.0, burst=3)
    for _ in range(3):
        assert bucket.compute_wait(100.0) == 0.0
        bucket.take(100.0)
    assert bucket.compute_wait(100.0) == pytest.approx(0.5)
    assert bucket.compute_wait(100.5) == 0.0
    assert bucket.compute_rest(100.5) == pytest.approx(1.0)


def test_a_window_gives_so_many_in_any_stretch() -> None:
    window = Window(2, 60.0)
    window.take(0.0)
    window.take(50.0)
    assert window.compute_wait(59.0) == pytest.approx(1.0)
    assert window.compute_wait(60.0) == 0.0
    window.take(60.0, 2)  # a long text in two parts was one more than there was room for
    assert window.compute_wait(60.0) == pytest.approx(60.0)
    assert window.compute_rest(60.0) == pytest.approx(60.0)


def even(chance: random.Random, now: float) -> float:
    return 0.05


def uneven(chance: random.Random, now: float) -> float:
    return chance.choice([0.01, 0.05, 0.1, 0.6])


def stalling(chance: random.Random, now: float) -> float:
    """Every five seconds nothing comes through for two, then all at once."""
    return max(0.05, 2.0 - now % 5)


@pytest.mark.parametrize(("delay", "least"), [(even, 0.97), (uneven, 0.97), (stalling, 0.6)])
@pytest.mark.parametrize("seed", range(3))
def test_no_delay_on_the_way_makes_a_bot_too_fast(delay: Delay, least: float, seed: int) -> None:
    chance, pace = random.Random(seed), BotPace(LIMITS)  # noqa: S311 - delays, no secret
    now, clock = 1000.0, [1000.0]
    network = SendingLimits(lambda: clock[0])
    events: list[tuple[float, str]] = []  # what comes to the network, and its answers to us
    under_way = come = 0
    while now < 1060.0:
        wait = pace.wait(now) if under_way < 64 else 1.0
        if not wait:
            under_way += 1
            heappush(events, (now + delay(chance, now), "comes"))
            continue
        now += max(wait, 0.001)
        while events and events[0][0] <= now:
            clock[0], what = heappop(events)
            if what == "comes":
                assert network.wait(f"{come}", group=False) == 0
                come += 1
                heappush(events, (clock[0] + delay(chance, clock[0]), "answered"))
            else:
                under_way -= 1
                pace.count_answered(clock[0], 1)
    assert come >= least * 60 * LIMITS.per_bot_second


@pytest.mark.parametrize(("group", "most"), [(True, 20), (False, 62)])
@pytest.mark.parametrize("delay", [even, uneven, stalling])
def test_a_chat_that_talks_without_end(delay: Delay, group: bool, most: int) -> None:
    chance = random.Random(1)  # noqa: S311 - delays, no secret
    pace = ChatPace(LIMITS, group=group)
    now, clock, count = 1000.0, [1000.0], 0
    network = SendingLimits(lambda: clock[0])
    while now < 1060.0:
        if wait := pace.wait(now):
            now += max(wait, 0.001)
            continue
        clock[0] = now + delay(chance, now)
        assert network.wait("g", group=group) == 0
        count += 1
        now = clock[0] + delay(chance, clock[0])
        pace.count_answered(now, 1)
    assert count <= most + 1
    assert group is False or count >= most


def test_what_led_to_no_message_leaves_room_for_others() -> None:
    pace = BotPace(LIMITS)
    for second in range(40):
        assert pace.wait(1000.0 + second) == 0.0
        pace.count_answered(1000.0 + second, 0)
    assert BotPace(LIMITS).wait(1000.0) == 0.0
