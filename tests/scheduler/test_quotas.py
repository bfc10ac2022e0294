"""That a bot's month is spent is told once, through a network that still takes messages."""

import pytest

from bot.engine.channel import Network
from domain.people.roles import Role
from domain.quota import QUOTA_SPENT
from scheduler import quotas
from storage import addresses, outbox, sent_counts
from storage.database import Database, Transaction
from storage.moments import seconds
from storage.outbox import DeliveryResult
from tests.support.mornings import Mornings
from tests.support.people_stage import LAM, PROVINCE


@pytest.fixture
async def town(database: Database) -> Mornings:
    """An officer on Zalo whose answer waits since the month is spent; administrators on each."""
    made = Mornings(database)
    made.at("10-22 23:30")
    for chat, network, role, unit in (
        ("mai", Network.ZALO, Role.COMMUNE, LAM),
        ("zoe", Network.ZALO, Role.ADMIN, PROVINCE),
        ("quan", Network.TELEGRAM, Role.ADMIN, PROVINCE),
    ):
        await made.see(chat, "chào em", network)
        made.appoint(chat, role, unit, network=network)
    with database.write() as tx:
        ids = outbox.find_pending_ids(tx, "zalo", "1", seconds(made.now))
        later = seconds(made.now) + 3600
        outbox.record_results(
            tx, [DeliveryResult(i, "pending", 1, later, reason=QUOTA_SPENT) for i in ids]
        )
    return made


async def test_administrators_on_another_network_are_told_at_once_and_once(town: Mornings) -> None:
    before = {queued.id for queued in _load_waiting(town)}
    town.tick()
    said = {q.chat: await town.render(q) for q in _load_waiting(town) if q.id not in before}
    assert list(said) == ["quan"]
    assert said["quan"] is not None
    assert "Zalo không nhận thêm tin của bot 1 trong tháng 10; 2 tin đang đợi" in said["quan"].text
    town.tick()
    assert len(_load_waiting(town)) == len(before) + 1


async def test_that_a_month_runs_low_is_told_where_no_messages_are_counted(
    town: Mornings,
) -> None:
    with town.database.write() as tx:
        sent_counts.add(tx, [("zalo", "1", 2400, seconds(town.now))])
        who = town.find("zoe").person_id
        assert who is not None
        new = [("zoe on telegram", False, "Zoe")]
        met = addresses.add_chats(tx, "telegram", "1", new, seconds(town.now) - 999)
        addresses.give_to_person(tx, met["zoe on telegram"].id, who)
        _drop_waiting(tx)
    dues = town.find_dues(quotas.JOB)
    assert sorted((due.to.network, due.to.chat) for due in dues) == [
        ("telegram", "quan"),
        ("telegram", "zoe on telegram"),
    ]


async def test_it_is_told_on_zalo_to_one_who_has_nothing_else(town: Mornings) -> None:
    with town.database.write() as tx:
        sent_counts.add(tx, [("zalo", "1", 2400, seconds(town.now))])
        _drop_waiting(tx)
    assert {due.to.chat for due in town.find_dues(quotas.JOB)} == {"zoe", "quan"}


def _drop_waiting(tx: Transaction) -> None:
    """Nothing waits for the month's turn any more."""
    ids = outbox.find_pending_ids(tx, "zalo", "1", 1e12)
    outbox.record_results(tx, [DeliveryResult(i, "dropped", 1, 0.0) for i in ids])


def _load_waiting(town: Mornings) -> list[outbox.OutboxMessage]:
    with town.database.read() as tx:
        return outbox.load(tx, outbox.find_pending_ids(tx, "telegram", "1", seconds(town.now)))
