"""The fault runs in small: that they run, count, and see what is wrong."""

import random
from types import SimpleNamespace
from typing import Any

import pytest

from bench.fault_figures import figures
from bench.fault_judge import PROMISED, Tally, count_repeats
from bench.fault_people import Received
from bench.fault_stage import PERIOD, PLAN
from bench.faults import TINY, run
from bot.runtime.reference import read_plan


@pytest.mark.slow
async def test_six_people_report_while_the_bot_is_killed_twice() -> None:
    tally = await run("sqlite", TINY, seed=1)
    assert (tally.people, tally.kills) == (6, 2)
    assert tally.messages >= 6 * 5
    assert {name: getattr(tally, name) for name in PROMISED} == dict.fromkeys(PROMISED, 0)


def test_no_two_people_report_the_same() -> None:
    plan, dice = read_plan(PLAN), random.Random(1)  # noqa: S311 - repeatable dice, no secret
    typed = {tuple(f.typed for f in figures(plan, PERIOD, n, dice)) for n in range(300)}
    assert len(typed) == 300


def repeats(*received: Received) -> Tally:
    tally = Tally()
    player: Any = SimpleNamespace(received=list(received))
    count_repeats(tally, player)
    return tally


def test_the_last_message_before_a_kill_may_come_again() -> None:
    tally = repeats(Received(1, 4), Received(1, 5), Received(2, 5), Received(2, 6))
    assert (tally.repeated, tally.repeated_more) == (1, 0)


def test_more_than_the_last_one_is_too_much() -> None:
    tally = repeats(Received(1, 4), Received(1, 5), Received(2, 4), Received(2, 5))
    assert tally.repeated_more == 2


def test_what_comes_again_without_a_kill_is_the_network_s_doing_or_a_fault() -> None:
    assert repeats(Received(1, 4, late=True), Received(1, 4)).by_network == 1
    assert repeats(Received(1, 4), Received(1, 4)).repeated_more == 1


def test_an_older_message_after_a_newer_one_is_out_of_order() -> None:
    assert repeats(Received(1, 5), Received(2, 4)).out_of_order == 1
