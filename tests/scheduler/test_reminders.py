"""The job of reminders on both databases: two processes, a restart, a jump, an outage, a quota."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.people.roles import Role
from scheduler import reminders
from scheduler.ticker import Ticker
from services.context import Context
from services.reminders.due import enqueue_due
from storage import outbox, sent_counts
from storage.database import Database, Transaction
from storage.moments import seconds
from tests.support.mornings import Mornings
from tests.support.people_stage import LAM, MUC, PONG, PROVINCE

HOUR = timedelta(hours=1)


@pytest.fixture
async def town(database: Database) -> Mornings:
    """Two leaders and their commune's officer, on the morning of October's due day."""
    made = Mornings(database)
    made.at("10-19 12:00")
    for chat, role, unit in (
        ("lan", Role.LEADER, PONG), ("hoa", Role.LEADER, MUC), ("mai", Role.COMMUNE, LAM),
    ):  # fmt: skip
        await made.see(chat, "xin chào")
        made.appoint(chat, role, unit)
    await made.leaving()
    made.at("10-20 07:00")
    return made


def make_ticker(town: Mornings) -> Ticker:
    def look(tx: Transaction, now: datetime) -> Context:
        known = town.reference
        return Context(tx, known, now, town.quotas)

    return Ticker(town.database, look, lambda: town.now, (reminders.JOB,))


async def test_two_processes_remind_everybody_once(town: Mornings) -> None:
    both = [make_ticker(town), make_ticker(town)]
    for _ in range(2):
        await asyncio.gather(*(each.tick() for each in both))
    assert len(town.waiting("zalo", "1")) == 0
    town.now += HOUR
    assert sorted(chat for chat, _ in _list_waiting(town)) == ["hoa", "lan", "mai"]


def _list_waiting(town: Mornings) -> list[tuple[str, float]]:
    with town.database.read() as tx:
        ids = outbox.find_pending_ids(tx, "zalo", "1", seconds(town.now) + 1)
        return [(queued.chat, queued.due_at) for queued in outbox.load(tx, ids)]


async def test_a_restart_in_the_middle_goes_on_where_it_was(town: Mornings) -> None:
    first = town.find_dues(reminders.JOB)[:1]
    with town.database.write() as tx:
        enqueue_due(tx, first, town.now)
    await make_ticker(town).tick()
    town.now += HOUR
    assert sorted(chat for chat, _ in _list_waiting(town)) == ["hoa", "lan", "mai"]


async def test_an_outage_delays_and_a_lost_day_is_not_made_up_for(town: Mornings) -> None:
    town.at("10-20 20:30")
    await make_ticker(town).tick()
    assert {due_at for _, due_at in _list_waiting(town)} == {seconds(town.now)}
    assert set(await town.leaving()) == {"hoa", "lan", "mai"}
    town.at("10-22 09:00")  # the 21st, a step, was missed altogether
    await make_ticker(town).tick()
    assert await town.leaving() == {}


async def test_a_clock_that_jumps_ahead_and_back_repeats_nothing(town: Mornings) -> None:
    ticking = make_ticker(town)
    for day in ("10-20 08:00", "10-21 08:00", "10-20 08:00", "10-21 08:00"):
        town.at(day)
        await ticking.tick()
    assert sorted(chat for chat, _ in _list_waiting(town)) == [
        *["hoa"] * 2,
        *["lan"] * 2,
        *["mai"] * 2,
    ]


async def test_two_months_on_one_morning_are_one_message(town: Mornings) -> None:
    """A schedule so long that it reaches the next month's: everybody is told of both, once."""
    plan = town.reference.plan
    longer = replace(plan.settings.reminders, after=(1, 3, 26))
    settings = replace(plan.settings, reminders=longer)
    town.reference = replace(town.reference, plans={plan.year: replace(plan, settings=settings)})
    said = await town.morning("11-15")
    assert set(said) == {"hoa", "lan", "mai"}
    for chat in ("hoa", "lan"):
        assert "báo cáo tháng 10 của Chi hội" in said[chat]
        assert "đã quá hạn 26 ngày" in said[chat]
        assert "báo cáo tháng 11 của Chi hội" in said[chat]
        assert "đến hạn thứ Năm 20/11, còn 5 ngày nữa" in said[chat]


async def test_as_the_month_s_messages_run_out_only_the_due_day_is_reminded_of(
    town: Mornings,
) -> None:
    with town.database.write() as tx:
        sent_counts.add(tx, [("zalo", "1", 2600, seconds(town.now))])
        assert sent_counts.load_counts(tx, seconds(town.now)) == {("zalo", "1"): 2600}
    assert len(town.find_dues(reminders.JOB)) == 3
    town.at("10-18 07:00")
    assert town.find_dues(reminders.JOB) == []
    town.at("11-18 07:00")  # the month has turned
    assert len(town.find_dues(reminders.JOB)) == 3


async def test_administrators_are_told_of_each_mark_once(town: Mornings) -> None:
    town.appoint("mai", Role.ADMIN, PROVINCE)
    said = []
    for used in (2300, 100, 100, 200):
        with town.database.write() as tx:
            sent_counts.add(tx, [("zalo", "1", used, seconds(town.now))])
        town.at("10-22 09:00")
        town.tick()
        said += list((await town.leaving()).values())
    assert [line.splitlines()[0] for line in said] == [
        "Sắp hết tin nhắn: bot Zalo 1 đã gửi 2.400/3.000 tin của tháng 10 (quá 80%).",
        "Sắp hết tin nhắn: bot Zalo 1 đã gửi 2.700/3.000 tin của tháng 10 (quá 90%).",
    ]
