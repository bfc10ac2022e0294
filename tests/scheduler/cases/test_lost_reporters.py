"""Nobody who blocked the bot counts as told: whoever works on the case hears of it, once."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from storage import migrate, vault
from storage.database import Database
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage

NIGHT = "2025-10-14T22:20"
LOST = "em không nhắn được cho người báo nữa"


@pytest.fixture
async def stage(tmp_path: object) -> AsyncIterator[CaseStage]:
    opened = Database(f"sqlite:///{tmp_path}/stage.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    made = CaseStage(opened, NIGHT)
    await made.join("lan", "zalo", "leader", "Chi hội Nà Pồng")
    await made.join("mai", "telegram", "commune", "Xã Bảo Lâm")
    await made.join("hanh", "telegram", "province", "Tỉnh Cao Bằng")
    for line in ("vụ việc", "1", "1", "1", "0"):
        await made.does("lan", line)
    yield made
    opened.close()


def _list_lost(shown: list[tuple[str, str]]) -> list[str]:
    return [who for who, said in shown if LOST in said]


def _count_noted(stage: CaseStage) -> int:
    with stage.database.read() as tx:
        counted = "SELECT count(*) FROM case_event WHERE what = 'reporter_lost'"
        return int(tx.execute(text(counted)).scalar_one())


async def test_whoever_holds_the_case_hears_once_that_the_reporter_is_gone(
    stage: CaseStage,
) -> None:
    await stage.does("mai", "/nhanviec 1")
    await stage.block("lan")
    shown = await stage.passes("1 phút")
    assert _list_lost(shown) == ["mai"]
    assert "Chị xem trong việc này có cách liên lạc an toàn nào khác nhé." in dict(shown)["mai"]
    assert _list_lost(await stage.passes("1 phút")) == []
    assert _count_noted(stage) == 1


async def test_while_nobody_holds_it_all_who_were_told_hear_it(stage: CaseStage) -> None:
    await stage.block("lan")
    assert sorted(_list_lost(await stage.passes("1 phút"))) == ["hanh", "mai"]


async def test_one_who_writes_again_and_goes_again_is_lost_again(stage: CaseStage) -> None:
    await stage.does("mai", "/nhanviec 1")
    for _ in range(2):
        await stage.block("lan")
        assert _list_lost(await stage.passes("1 phút")) == ["mai"]
        await stage.does("lan", "xem 1")
        assert _list_lost(await stage.passes("1 phút")) == []
    assert _count_noted(stage) == 2


async def test_words_to_one_who_is_gone_are_kept_and_never_called_passed_on(
    stage: CaseStage,
) -> None:
    await stage.does("mai", "/nhanviec 1")
    await stage.block("lan")
    assert LOST in dict(await stage.does("mai", "/tin 1"))["mai"]
    said = dict(await stage.does("mai", "mai em sang"))["mai"]
    assert "lời chị em giữ lại, nhưng em không nhắn được cho người báo nữa" in said
    assert "chuyển rồi" not in said
    await stage.does("mai", "xong")
    assert "Em không nhắn được cho người báo nữa." in dict(await stage.does("mai", "/xem 1"))["mai"]
    await stage.does("lan", "chào em")
    assert "người báo nữa" not in dict(await stage.does("mai", "/xem 1"))["mai"]
    assert "chuyển rồi" in dict(await stage.does("mai", "/tin 1 mai em sang"))["mai"]


async def test_a_reporter_hears_that_the_officers_she_was_told_of_are_gone(
    stage: CaseStage,
) -> None:
    for officer in ("hanh", "mai"):
        await stage.block(officer)
    said = dict(await stage.passes("1 phút"))["lan"]
    assert "cán bộ em đã báo giờ không nhận được tin của em nữa. Chị đừng đợi nhé." in said
    assert "113" in said
    assert "lan" not in dict(await stage.passes("1 phút")), "it is said once"
    assert "chưa báo được" in dict(await stage.passes("31 phút"))["lan"]
    await stage.does("hanh", "chào em")
    assert "hanh" in dict(await stage.passes("31 phút"))


async def test_her_no_to_the_end_is_not_said_to_be_told_where_nobody_is_there(
    stage: CaseStage,
) -> None:
    await stage.does("mai", "/viec 1 ngoai mistake")
    await stage.does("hanh", "/viec 1 dongy")
    for officer in ("hanh", "mai"):
        await stage.block(officer)
    said = dict(await stage.does("lan", "/molai 1"))["lan"]
    assert "em chưa báo được cán bộ nào" in said
    assert "113" in said
    assert "đã báo" not in said


async def test_while_one_of_them_is_there_she_hears_nothing(stage: CaseStage) -> None:
    await stage.block("hanh")
    assert "lan" not in dict(await stage.passes("1 phút"))


async def test_a_case_that_ended_has_nobody_to_tell(stage: CaseStage) -> None:
    await stage.does("mai", "/nhanviec 1")
    await stage.does("mai", "/viec 1 ngoai mistake")
    await stage.does("hanh", "/viec 1 dongy")
    await stage.block("lan")
    assert _list_lost(await stage.passes("1 phút")) == []
