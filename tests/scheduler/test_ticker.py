"""The ticker on both databases: once whatever happens, nothing lost, nothing late."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from domain.notices.common import Help
from domain.periods import VIETNAM
from scheduler.job import Job, Task
from scheduler.ticker import Ticker
from services.context import Context
from services.reminders.due import Due, enqueue_due
from storage import addresses, outbox, sent_reminders
from storage.addresses import Contact
from storage.database import Database, Transaction
from storage.moments import seconds
from storage.sent_reminders import Claim

NOON = datetime(2025, 10, 20, 12, tzinfo=VIETNAM)
DAY = timedelta(days=1)


@pytest.fixture
def people(database: Database) -> list[Contact]:
    """Three phones that have written."""
    with database.write() as tx:
        newcomers = [(chat, False, "") for chat in ("a", "b", "c")]
        return list(addresses.add_chats(tx, "telegram", "1", newcomers, 0.0).values())


class Clock:
    """The product's clock, which a test sets."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def look(tx: Transaction, now: datetime) -> Context:
    return Context(tx, None, now)  # type: ignore[arg-type] - not asked here


def make_daily_job(people: list[Contact], *, faults: int = 0) -> Job:
    """A job that tells everybody once a day, on the day only; it fails the first times."""
    left = [faults]

    def due(context: Context) -> Iterator[Due]:
        day = context.now.date()
        for contact in people:
            if contact is people[-1] and left[0]:
                left[0] -= 1
                raise RuntimeError("made up")
            yield make_due(contact, f"daily/{contact.id}/{day}", context.now)

    return Job("daily", lambda context: str(context.now.date()), due)


def make_due(to: Contact, key: str, at: datetime, claim: Claim | None = None) -> Due:
    return Due(key, to, (Help(),), outbox.REMINDER, at, at + timedelta(hours=9), "test", claim)


def make_ticker(database: Database, clock: Clock, *jobs: Job) -> Ticker:
    return Ticker(database, look, clock, jobs)


def list_waiting(database: Database, at: datetime) -> list[str]:
    """The chats whose messages wait by this moment, in order."""
    with database.read() as tx:
        ids = outbox.find_pending_ids(tx, "telegram", "1", seconds(at))
        return [queued.chat for queued in outbox.load(tx, ids)]


async def test_two_tickers_at_once_put_each_message_once(
    database: Database, people: list[Contact]
) -> None:
    clock = Clock()
    both = [make_ticker(database, clock, make_daily_job(people)) for _ in range(2)]
    for _ in range(3):
        await asyncio.gather(*(each.tick() for each in both))
    assert sorted(list_waiting(database, NOON)) == ["a", "b", "c"]


async def test_a_restart_in_the_middle_loses_and_repeats_nothing(
    database: Database, people: list[Contact], caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    with database.write() as tx:
        enqueue_due(tx, [make_due(people[0], f"daily/{people[0].id}/2025-10-20", NOON)], NOON)
    await make_ticker(database, clock, make_daily_job(people)).tick()
    assert sorted(list_waiting(database, NOON)) == ["a", "b", "c"]


async def test_a_job_that_fails_is_asked_again(
    database: Database, people: list[Contact], caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    tried = make_ticker(database, clock, make_daily_job(people, faults=1))
    await tried.tick()
    assert "the job daily failed" in caplog.text
    await tried.tick()
    assert sorted(list_waiting(database, NOON)) == ["a", "b", "c"]


async def test_a_clock_that_jumps_back_repeats_nothing(
    database: Database, people: list[Contact]
) -> None:
    clock = Clock()
    ticking = make_ticker(database, clock, make_daily_job(people))
    for now in (NOON, NOON + DAY, NOON, NOON + DAY):
        clock.now = now
        await ticking.tick()
    assert sorted(list_waiting(database, NOON + DAY)) == ["a", "a", "b", "b", "c", "c"]


async def test_the_ticker_ticks_by_itself_and_ends_when_cancelled(
    database: Database, people: list[Contact]
) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def period_key(context: Context) -> None:
        loop.call_soon_threadsafe(asked.set)

    running = asyncio.create_task(
        make_ticker(database, Clock(), Job("bell", period_key, lambda context: ())).run()
    )
    async with asyncio.timeout(10):
        await asked.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def test_nobody_is_reminded_twice_on_one_day(database: Database, people: list[Contact]) -> None:
    who, today = people[0], NOON.date()
    assert who.person_id is not None
    first, second = (
        make_due(who, f"test/{n}", NOON, Claim(who.person_id, today)) for n in ("one", "two")
    )
    with database.write() as tx:
        enqueue_due(tx, [first], NOON)
        enqueue_due(tx, [second], NOON)
        assert sent_reminders.find_reminded(tx, today) == {who.person_id}
        assert sent_reminders.find_reminded(tx, date(2025, 10, 21)) == set()
        last = sent_reminders.find_last(tx, who.person_id, today)
    assert last == Claim(who.person_id, today)
    assert list_waiting(database, NOON) == ["a"]


async def test_a_stop_waits_for_no_task_and_is_no_fault(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    begun, release = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def work(_database: Database, _now: datetime) -> None:
        loop.call_soon_threadsafe(begun.set)
        release.wait(30)

    task = Task("long", lambda now: str(now.date()), work)
    running = asyncio.create_task(Ticker(database, look, Clock(), (), (task,)).run())
    async with asyncio.timeout(10):
        await begun.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await loop.shutdown_default_executor()
    release.set()
    assert running.cancelled()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_stop_in_the_midst_of_a_job_is_no_fault(
    database: Database, people: list[Contact], caplog: pytest.LogCaptureFixture
) -> None:
    begun, release = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def due(context: Context) -> Iterator[Due]:
        loop.call_soon_threadsafe(begun.set)
        release.wait(30)
        yield make_due(people[0], "late", context.now)

    slow = Job("slow", lambda context: str(context.now.date()), due)
    running = asyncio.create_task(make_ticker(database, Clock(), slow).run())
    async with asyncio.timeout(10):
        await begun.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        release.set()
        await loop.shutdown_default_executor()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert list_waiting(database, NOON) == []


async def test_a_task_that_fails_is_logged_once_a_period(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_database: Database, _now: datetime) -> None:
        raise RuntimeError("made up")

    tired = Ticker(database, look, Clock(), (), (Task("tired", lambda _: "today", work),))
    await tired.tick()
    await tired.tick()
    (said,) = [record.message for record in caplog.records]
    assert said.startswith("the task tired failed: RuntimeError at tests/scheduler/")
    assert "made up" not in said
