"""Nobody lets a case drop: unreachable officers, empty levels, two processes, follow-ups."""

import asyncio
from collections.abc import Iterator

import pytest

from storage import migrate, outbox, vault
from storage.cases import audit, cases
from storage.database import Database
from storage.moments import seconds
from storage.outbox import DeliveryResult
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage

NIGHT = "2025-10-14T22:20"


@pytest.fixture
def stage(tmp_path: object) -> Iterator[CaseStage]:
    opened = Database(f"sqlite:///{tmp_path}/stage.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    yield CaseStage(opened, NIGHT)
    opened.close()


async def _people(stage: CaseStage, *names: str) -> None:
    known = {
        "lan": ("zalo", "leader", "Chi hội Nà Pồng"),
        "mai": ("telegram", "commune", "Xã Bảo Lâm"),
        "hanh": ("telegram", "province", "Tỉnh Cao Bằng"),
    }
    for name in names:
        await stage.join(name, *known[name])


async def _danger(stage: CaseStage) -> list[tuple[str, str]]:
    """In danger; the commune may know of it, and her phone may show what it is about."""
    said: list[tuple[str, str]] = []
    for answer in ("vụ việc", "1", "1", "1"):
        said += await stage.does("lan", answer)
    return said


async def _hardship(stage: CaseStage) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    answers = ("vụ việc", "2", "2", "2", "1", "5", "6", "1", "1", "1", "không", "1")
    for answer in answers:
        said += await stage.does("lan", answer)
    return said


def _list_told(shown: list[tuple[str, str]]) -> list[str]:
    return [who for who, text in shown if "cần xem" in text]


async def _read_audit_log(stage: CaseStage) -> list[str]:
    def read_actions() -> list[str]:
        with stage.database.read() as tx:
            case = cases.find(tx, "VV-25-0001")
            assert case is not None
            return [event.what for event in audit.load_log(tx, case.id)]

    return await asyncio.to_thread(read_actions)


async def test_an_empty_level_is_passed_over_at_once(stage: CaseStage) -> None:
    await _people(stage, "lan", "hanh")
    assert _list_told(await _hardship(stage)) == []  # at night nobody is woken for what can wait
    shown = await stage.passes("8 giờ")
    assert _list_told(shown) == ["hanh"]
    assert "cấp dưới" in dict(shown)["hanh"]


async def test_who_blocked_the_bot_does_not_hold_it_up(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai", "hanh")
    stage.now = stage.now.replace(hour=9)
    assert _list_told(await _hardship(stage)) == ["mai"]
    await stage.block("mai")
    shown = await stage.passes("1 phút")
    assert _list_told(shown) == ["hanh"]
    assert "đã báo" in dict(shown)["lan"] or "báo tiếp" in dict(shown)["lan"]


async def test_a_message_that_was_given_up_does_not_hold_it_up(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai", "hanh")
    await _hardship(stage)
    with stage.database.write() as tx:
        ids = outbox.find_pending_ids(tx, "telegram", "1", seconds(stage.now) + 86_400)
        outbox.record_results(tx, [DeliveryResult(number, "dead", 12, 0.0) for number in ids])
    assert _list_told(await stage.passes("8 giờ")) == ["hanh"]


async def test_nobody_at_all_is_said_and_tried_again(stage: CaseStage) -> None:
    await _people(stage, "lan")
    shown = await _danger(stage)
    assert any("chưa báo được cán bộ nào" in text for _, text in shown)
    shown = await stage.passes("31 phút")
    assert "chưa báo được" in shown[-1][1]
    assert "113" in shown[-1][1]
    await _people(stage, "hanh")
    assert _list_told(await stage.passes("1 phút")) == ["hanh"]


async def test_two_processes_tell_nobody_twice(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai", "hanh")
    stage.now = stage.now.replace(hour=9)
    await _hardship(stage)
    stage.now = stage.now.replace(day=16)
    stage.tick()
    stage.tick()
    assert _list_told(await stage.shows()) == ["hanh"]


async def test_the_day_she_planned_is_when_she_is_reminded_to_ask_again(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai")
    stage.now = stage.now.replace(hour=9)
    await _hardship(stage)
    for act in ("/nhanviec 1", "/viec 1 giup counsel", "/viec 1 hen 1"):
        await stage.does("mai", act)
    recalled = [who for who, text in await stage.passes("1 ngày") if "đến hẹn hỏi lại" in text]
    assert recalled == ["mai"]
    assert await stage.passes("1 giờ") == []
    assert any("chờ hỏi lại" in text for _, text in await stage.passes("1 ngày"))
    await stage.does("mai", "/viec 1 lienlac")
    assert await stage.passes("1 ngày") == []


async def test_every_step_is_in_the_audit_log(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai", "hanh")
    await _danger(stage)
    await stage.does("mai", "/vuviec")
    await stage.does("mai", "/xem 1")
    await stage.does("mai", "/nhanviec 1")
    await stage.does("mai", "/viec 1 lienlac chua")
    stage.remove("mai")
    stage.tick()

    audit_log = [
        what for what in await _read_audit_log(stage) if what not in ("completed", "phone")
    ]
    assert audit_log == [
        "opened", "told", "commune_allowed", "told", "view", "view", "take", "contact",
        "handed_over",
    ]  # fmt: skip


async def test_a_commune_about_which_she_says_nothing_is_told_after_two_minutes(
    stage: CaseStage,
) -> None:
    await _people(stage, "lan", "mai", "hanh")
    await stage.does("lan", "vụ việc")
    assert _list_told(await stage.does("lan", "1")) == ["hanh"]
    assert _list_told(await stage.passes("1 phút")) == []
    shown = await stage.passes("1 phút")
    assert _list_told(shown) == ["mai"]
    assert "lan" in dict(shown), "she is told that they know"


async def test_a_commune_left_out_is_told_at_no_step(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai", "hanh")
    for answer in ("vụ việc", "1", "2", "1"):
        assert "mai" not in dict(await stage.does("lan", answer))
    for _ in range(4):
        shown = await stage.passes("31 phút")
        assert "mai" not in dict(shown)
        assert "hanh" in dict(shown)
    assert "Em không thấy việc đó" in dict(await stage.does("mai", "/xem 1"))["mai"]


async def _let_mai_take_one(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai", "hanh")
    stage.now = stage.now.replace(hour=9)
    await _hardship(stage)
    await stage.does("mai", "/nhanviec 1")
    await stage.block("mai")


async def test_who_holds_it_and_blocked_the_bot_has_as_long_as_anybody(stage: CaseStage) -> None:
    await _let_mai_take_one(stage)
    assert await stage.passes("1 phút") == []
    assert await stage.passes("23 giờ") == []
    shown = dict(await stage.passes("1 giờ"))
    assert shown.keys() == {"lan", "hanh"}
    assert "không liên lạc được" in shown["hanh"]
    assert "em đã báo cán bộ tỉnh" in shown["lan"]
    assert "Chị đã nhận" in dict(await stage.does("hanh", "/nhanviec 1"))["hanh"]
    audit_log = await _read_audit_log(stage)
    assert audit_log[-4:] == ["take", "out_of_reach", "handed_over", "take"]


async def test_who_writes_again_in_time_keeps_her_case(stage: CaseStage) -> None:
    await _let_mai_take_one(stage)
    await stage.passes("1 giờ")
    stage.unblock("mai")
    assert {who for who, _ in await stage.passes("2 ngày")} == {"mai"}, "she owes contact still"
    assert (await _read_audit_log(stage))[-4:] == ["take", "out_of_reach", "in_reach", "late"]


async def test_a_case_handed_over_and_left_lying_goes_up(stage: CaseStage) -> None:
    await stage.join("lien", "zalo", "commune", "Xã Bảo Lâm")
    await _let_mai_take_one(stage)
    await stage.passes("1 phút")
    assert "lien" in dict(await stage.passes("1 ngày"))
    assert _list_told(await stage.passes("1 ngày")) == ["hanh"]


async def test_where_nobody_is_left_the_reporter_hears_it(stage: CaseStage) -> None:
    await _people(stage, "lan", "mai")
    await _danger(stage)
    await stage.does("mai", "/nhanviec 1")
    await stage.block("mai")
    ((who, text),) = await stage.passes("1 phút")
    assert who == "lan"
    assert "chưa báo được" in text
    assert "113" in text
