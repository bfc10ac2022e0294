"""Cases against ill will and ill luck: who holds it is left out, doubles, last year's numbers."""

from collections.abc import AsyncIterator

import pytest

from bot.views.cases.facts import read_question
from domain.notices.intake import IntakeQuestion
from services.context import Context
from storage import addresses, migrate, people, vault
from storage.cases import cases
from storage.database import Database
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage

DAY = "2025-12-30T09:00"
VIOLENCE = ("vụ việc", "2", "2", "2", "1", "1", "4", "1", "1", "1", "1", "không", "1")
"""Not urgent; it may be passed on, and her phone is safe."""


@pytest.fixture
async def stage(tmp_path: object) -> AsyncIterator[CaseStage]:
    opened = Database(f"sqlite:///{tmp_path}/stage.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    town = CaseStage(opened, DAY)
    await town.join("lan", "zalo", "leader", "Chi hội Nà Pồng")
    await town.join("mai", "telegram", "commune", "Xã Bảo Lâm")
    await town.join("thu", "telegram", "commune", "Xã Bảo Lâm")
    yield town
    opened.close()


async def _say(stage: CaseStage, who: str, *lines: str) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    for line in lines:
        said += await stage.does(who, line)
    return said


def _state(stage: CaseStage, number: str) -> tuple[str, bool]:
    with stage.database.read() as tx:
        case = cases.find(tx, number)
    assert case is not None
    return case.state.value, case.owner_id is not None


async def test_who_holds_it_and_is_left_out_later_loses_it(stage: CaseStage) -> None:
    await _say(stage, "lan", "vụ việc", "1", "1", "1")
    await _say(stage, "mai", "/nhanviec 1")
    await _say(stage, "lan", "2", "1")
    shown = await _say(stage, "lan", "1")
    assert _state(stage, "VV-25-0001") == ("reopened", False)
    assert "VV-25-0001" in dict(shown)["thu"]
    assert "mai" not in dict(shown)
    assert "Em không thấy việc đó" in (await _say(stage, "mai", "/xem 1"))[0][1]
    assert "VV-25-0001" in (await _say(stage, "thu", "/nhanviec 1"))[-1][1]


async def test_two_reports_cannot_lean_on_each_other_and_both_drop(stage: CaseStage) -> None:
    await _say(stage, "lan", *VIOLENCE, *VIOLENCE)
    await stage.passes("1 ngày")
    await _say(stage, "mai", "/viec 1 trung 2", "/viec 2 trung 1")
    await _say(stage, "thu", "/viec 1 dongy", "/viec 2 dongy")
    assert _state(stage, "VV-25-0001")[0] == "duplicate"
    assert _state(stage, "VV-25-0002")[0] == "new"


async def test_violence_ends_by_two_and_at_the_reporters_no_it_goes_on(stage: CaseStage) -> None:
    await stage.join("hanh", "telegram", "province", "Tỉnh Cao Bằng")
    await _say(stage, "lan", *VIOLENCE)
    await stage.passes("1 ngày")
    asked = await _say(stage, "mai", "/viec 1 ngoai mistake")
    assert _state(stage, "VV-25-0001")[0] == "new"
    assert "lan" not in dict(asked)
    assert "xin kết thúc" in dict(asked)["thu"]
    assert "chờ cán bộ thứ hai" in dict(await _say(stage, "mai", "/viec 1 dongy"))["mai"]
    assert "Báo nhầm" in dict(await _say(stage, "thu", "/xem 1"))["thu"], "she sees why"
    ended = dict(await _say(stage, "thu", "/viec 1 dongy"))
    assert _state(stage, "VV-25-0001")[0] == "out_of_scope"
    assert "nghe là báo nhầm" in ended["lan"]
    assert "KHÔNG" in ended["lan"]
    again = dict(await _say(stage, "lan", "Không."))
    assert _state(stage, "VV-25-0001")[0] == "reopened"
    assert again.keys() == {"lan", "mai", "thu", "hanh"}


async def test_her_no_means_the_case_for_two_weeks_alone_and_outside_conversations(
    stage: CaseStage,
) -> None:
    await _say(stage, "lan", *VIOLENCE)
    await stage.passes("1 ngày")
    await _say(stage, "mai", "/viec 1 ngoai mistake")
    await _say(stage, "thu", "/viec 1 dongy")
    await _say(stage, "lan", "vụ việc", "không", "0", "không có gì đâu em")
    assert _state(stage, "VV-25-0001")[0] == "out_of_scope"
    await stage.passes("15 ngày")
    await _say(stage, "lan", "không")
    assert _state(stage, "VV-25-0001")[0] == "out_of_scope"


async def test_a_menu_asks_permission_before_it_tells_anything(stage: CaseStage) -> None:
    """What a menu offers tells of the case: which services, which officers, which other cases."""
    await stage.join("hanh", "telegram", "province", "Tỉnh Cao Bằng")
    await stage.join("nga", "zalo", "commune", "Xã Bảo Lạc")
    await _say(stage, "lan", *VIOLENCE)
    await _say(stage, "mai", "/nhanviec 1")
    menus = ("dichvu", "chuyen", "giup", "hen", "giao", "ngoai", "dong", "trung", "cungnguoi")
    for menu in (*menus, "baongoai", "tach", "giaocho", "nhac"):
        for who in ("lan", "nga", "hanh", "thu"):
            said = dict(await _say(stage, who, f"/viec 1 {menu}"))[who]
            allowed = (who == "thu" and menu in ("ngoai", "trung", "cungnguoi")) or (
                who == "hanh" and menu in ("nhac", "giaocho", "giao")
            )
            allowed |= who in ("thu", "hanh") and menu == "baongoai"
            refused = any(
                words in said
                for words in ("Em không thấy việc đó", "đã có cán bộ khác nhận", "đang giữ")
            )
            assert refused is not allowed, (who, menu, said)
    said = dict(await _say(stage, "hanh", "/viec 1 giaocho"))["hanh"]
    assert "xã Bảo Lâm" in said


async def test_a_reporter_is_offered_no_menu_of_one_to_herself(stage: CaseStage) -> None:
    await _say(stage, "lan", *VIOLENCE)
    (said,) = await _say(stage, "lan", "việc 1")
    assert "chưa có ai nhận" in said[1]
    assert "Nhắn người báo" not in said[1]


async def test_this_year_s_number_does_not_hide_hers_of_last_year(stage: CaseStage) -> None:
    await stage.join("hoa", "zalo", "leader", "Chi hội Khuổi Mực")
    await _say(stage, "lan", *VIOLENCE)
    await stage.passes("3 ngày")
    await _say(stage, "hoa", *VIOLENCE)
    assert "VV-25-0001" in (await _say(stage, "lan", "xem 1"))[-1][1]
    assert "VV-26-0001" in (await _say(stage, "hoa", "xem 1"))[-1][1]


async def test_words_before_anybody_took_it_are_kept_and_danger_gets_the_numbers(
    stage: CaseStage,
) -> None:
    await _say(stage, "lan", *VIOLENCE)
    shown = await _say(stage, "lan", "chị ấy đã sang nhà ngoại", "1")
    assert "VV-25-0001" in dict(shown)["lan"]
    asked = await _say(stage, "lan", "nó đang đánh chị ấy")
    assert "113" in dict(asked)["lan"]
    assert "mai" in dict(await _say(stage, "lan", "1"))


async def test_words_to_an_officer_who_blocked_the_bot_are_not_said_to_be_passed_on(
    stage: CaseStage,
) -> None:
    await _say(stage, "lan", *VIOLENCE)
    await _say(stage, "mai", "/nhanviec 1")
    contact = stage.find("mai")
    with stage.database.write() as tx:
        addresses.set_reachable(tx, contact.id, reachable=False)
    shown = await _say(stage, "lan", "chị ấy đã sang nhà ngoại", "1")
    assert "Em giữ" in dict(shown)["lan"]


async def test_an_officer_who_left_keeps_her_number_among_those_to_leave_out(
    stage: CaseStage,
) -> None:
    ids = [stage.find(name).person_id or 0 for name in ("mai", "thu")]
    with stage.database.write() as tx:
        people.end_posts(tx, ids[0], stage.now.timestamp())
    notice = IntakeQuestion("excluded", officers=tuple(ids))
    address = stage.find("lan").id
    with stage.database.read() as tx:
        facts = read_question(notice, Context(tx, stage.reference, stage.now, address_id=address))
    assert [held is None for held, _ in facts.officers] == [True, False]
