"""One damaged case stops nothing: the others are seen to, it climbs itself, and it is told."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import text

from scheduler.cases import watch as watching
from scheduler.cases.damaged import tell_of_damaged
from scheduler.job import Task
from scheduler.ticker import Ticker
from services.context import Context
from storage import addresses, migrate, vault
from storage.cases import audit, cases
from storage.database import Database, Transaction
from storage.moments import seconds
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage

NIGHT = "2025-10-14T22:20"


@pytest.fixture
async def stage(tmp_path: object) -> Iterator[CaseStage]:  # type: ignore[misc]
    opened = Database(f"sqlite:///{tmp_path}/stage.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    made = CaseStage(opened, NIGHT)
    await made.join("lan", "zalo", "leader", "Chi hội Nà Pồng")
    await made.join("mai", "telegram", "commune", "Xã Bảo Lâm")
    await made.join("hanh", "telegram", "province", "Tỉnh Cao Bằng")
    await made.join("quan", "telegram", "admin", "Tỉnh Cao Bằng")
    await made.does("lan", "vụ việc")
    await made.does("lan", "1")
    yield made
    opened.close()


def damage(stage: CaseStage) -> None:
    with stage.database.write() as tx:
        tx.execute(
            text("UPDATE case_file SET content = 'v1.00000000.AAAA' WHERE number = 'VV-25-0001'")
        )


def list_events(stage: CaseStage, what: str) -> int:
    with stage.database.read() as tx:
        counted = "SELECT count(*) FROM case_event WHERE what = :what"
        return int(tx.execute(text(counted), {"what": what}).scalar_one())


async def test_it_is_told_to_administrators_once_and_stands_in_its_audit_log(
    stage: CaseStage,
) -> None:
    damage(stage)
    for _ in range(3):
        tell_of_damaged(lambda: stage.reference, stage.database, stage.now, quotas={})
    told = [(who, said) for who, said in await stage.shows() if "không mở được" in said]
    assert [who for who, _ in told] == ["quan"]
    assert told[0][1].startswith("VV-25-0001 không mở được: dữ liệu bị hỏng.")
    assert list_events(stage, "unreadable") == 1


@pytest.mark.parametrize(("quotas", "network"), [({"zalo": 3000}, "telegram"), ({}, "zalo")])
async def test_it_is_told_where_no_messages_are_counted_if_that_can_be(
    stage: CaseStage, quotas: dict[str, int | None], network: str
) -> None:
    link_to_zalo(stage, "quan")
    damage(stage)
    tell_of_damaged(lambda: stage.reference, stage.database, stage.now, quotas=quotas)
    assert list_networks_of(stage, "damaged/") == [network]


async def test_the_failing_watch_is_told_there_too(
    stage: CaseStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[int]:
        raise RuntimeError

    link_to_zalo(stage, "quan")
    monkeypatch.setattr(cases, "find_unheld", fail)
    task = watching.make_watch_task(lambda: stage.reference, {"zalo": 3000})
    with pytest.raises(RuntimeError):
        task.run(stage.database, stage.now)
    assert list_networks_of(stage, "watch/") == ["telegram"]


def link_to_zalo(stage: CaseStage, who: str) -> None:
    """Somebody has a phone on Zalo too, which she used last."""
    person_id, later = stage.find(who).person_id, seconds(stage.now) + 1
    assert person_id is not None
    with stage.database.write() as tx:
        met = addresses.add_chats(tx, "zalo", "1", [("another", False, who)], later)["another"]
        addresses.give_to_person(tx, met.id, person_id)


def list_networks_of(stage: CaseStage, key: str) -> list[str]:
    """On which networks messages wait under keys that begin so."""
    with stage.database.read() as tx:
        asked = "SELECT network FROM outbox WHERE unique_key LIKE :key"
        return list(tx.execute(text(asked), {"key": f"{key}%"}).scalars())


async def test_an_intact_case_is_not_told(stage: CaseStage) -> None:
    tell_of_damaged(lambda: stage.reference, stage.database, stage.now, quotas={})
    assert [said for _, said in await stage.shows() if "không mở được" in said] == []


async def test_it_climbs_by_its_clear_columns(stage: CaseStage) -> None:
    damage(stage)
    shown = await stage.passes("31 phút")
    assert "hanh" in [who for who, said in shown if "VV-25-0001" in said]


async def test_that_the_watch_fails_is_told_once_a_day(
    stage: CaseStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[int]:
        raise RuntimeError("chị Hoa")

    monkeypatch.setattr(cases, "find_unheld", fail)
    task = watching.make_watch_task(lambda: stage.reference, {})
    for _ in range(2):
        with pytest.raises(RuntimeError):
            task.run(stage.database, stage.now)
    told = [(who, said) for who, said in await stage.shows() if "canh giờ" in said]
    assert [who for who, _ in told] == ["quan"]
    assert "(RuntimeError)" in told[0][1]
    assert "Hoa" not in told[0][1]


async def test_a_case_that_cannot_be_seen_to_stops_no_other_and_is_told(
    stage: CaseStage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.does("mai", "chào em")
    real = cases.lock

    def fail_at_the_first(tx: Transaction, case_id: int) -> object:
        if case_id == 1:
            raise RuntimeError("chị Hoa")
        return real(tx, case_id)

    await stage.join("hoa", "zalo", "leader", "Chi hội Khuổi Mực")
    await stage.does("hoa", "vụ việc")
    await stage.does("hoa", "1")
    monkeypatch.setattr(cases, "lock", fail_at_the_first)
    shown = await stage.passes("31 phút")
    assert "mai" in [who for who, said in shown if "VV-25-0002" in said]
    assert "quan" in [who for who, said in shown if "canh giờ" in said]
    assert "Hoa" not in caplog.text


async def test_the_watch_runs_whatever_else_fails(stage: CaseStage) -> None:
    seen: list[datetime] = []

    def fail(*_: object) -> None:
        raise RuntimeError("out of order")

    tasks = (
        Task("broken", lambda now: f"{now}", fail),
        Task("cases", lambda now: f"{now}", lambda _database, now: seen.append(now)),
    )
    look = partial(_look, stage)
    ticker = Ticker(stage.database, look, lambda: stage.now, (), tasks)
    await ticker.tick()
    assert seen == [stage.now]


def _look(stage: CaseStage, tx: object, now: datetime) -> Context:
    return Context(tx, stage.reference, now)  # type: ignore[arg-type]


async def test_its_audit_log_can_be_read(stage: CaseStage) -> None:
    damage(stage)
    with stage.database.read() as tx:
        assert next(entry.what for entry in audit.load_log(tx, 1)) == "opened"
