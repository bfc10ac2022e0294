"""Reminders as people read them: who still owes, what they answer, and what officers are told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.engine.channel import Left, Network, Pressed
from domain.people.roles import Role
from storage import addresses, extensions, migrate, people, reports, vault
from storage.database import Database
from storage.vault import Key, Vault
from tests.support.mornings import Mornings
from tests.support.people_stage import LAM, MUC, PONG, PROVINCE

TELEGRAM = Network.TELEGRAM
NAMES = {"lan": "Hoàng Thị Lan", "hoa": "Nông Thị Hoa", "mai": "Lý Thị Mai", "hanh": "Đàm Thị Hạnh"}
NETWORKS = {"lan": Network.ZALO, "hoa": TELEGRAM, "mai": TELEGRAM, "hanh": Network.ZALO}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Mornings]:
    opened = Database(f"sqlite:///{tmp_path / 'stage.db'}")
    migrate.prepare(opened)
    yield Mornings(opened)
    opened.close()


async def register_person(town: Mornings, chat: str, network: Network, name: str) -> int:
    await town.see(chat, "xin chào", network)
    who = town.find(chat, network.value).person_id
    assert who is not None
    with town.database.write() as tx:
        people.rename(tx, who, name)
    return who


@pytest.fixture
async def town(empty: Mornings) -> Mornings:
    """Lan (Zalo) and Hoa (Telegram) lead branches, Mai is their commune's officer."""
    empty.at("10-12 08:00")
    for chat, name in NAMES.items():
        await register_person(empty, chat, NETWORKS[chat], name)
    empty.appoint("lan", Role.LEADER, PONG)
    empty.appoint("hoa", Role.LEADER, MUC, network=TELEGRAM)
    empty.appoint("mai", Role.COMMUNE, LAM, network=TELEGRAM)
    empty.appoint("hanh", Role.PROVINCE, PROVINCE)
    _send_before(empty)
    return empty


def _send_before(town: Mornings) -> None:
    """Everybody has sent the months before October."""
    with town.database.write() as tx:
        for unit in (PONG, MUC, LAM):
            for month in ("2025-07", "2025-08", "2025-09"):
                reports.send(tx, town.units.id_of(unit.key), month, {}, sent_at=0.0)


async def send_report(town: Mornings, chat: str = "lan") -> None:
    await town.read(chat, "BÁO CÁO")
    await town.read(chat, "hai buổi, 2, k có, 1, 3/0, rồi, 0, ko")
    assert "BC-2510-" in await town.read(chat, "ok")


async def press(town: Mornings, chat: str, value: str) -> str:
    return await town.read(chat, Pressed(None, value, "c"), NETWORKS[chat])


async def test_who_owes_is_told_what_and_how_long_it_takes(town: Mornings) -> None:
    said = await town.morning("10-15")
    assert said["lan"] == (
        "Chị Lan ơi, báo cáo tháng 10 của Chi hội Nà Pồng đến hạn thứ Hai 20/10, còn 5 ngày nữa.\n"
        "8 câu, khoảng 2 phút:\n"
        "1. Buổi sinh hoạt, hoạt động\n"
        "2. Hộ thoát nghèo\n"
        "3. Hộ thoát cận nghèo\n"
        '4. Hộ đạt "5 không, 3 sạch"\n'
        "5. Hội viên mới / giảm\n"
        "6. Tháng này chị đã nhận tiền bồi dưỡng chưa?\n"
        "7. Người được giới thiệu phát triển Đảng\n"
        "8. Có chị em nào cần giúp đỡ không?\n"
        "Chị trả lời luôn ở đây được ạ, ví dụ 1 0 2 0 3/1 rồi 0 không\n"
        "Cần em nhắc lại ngày mai, chị gõ MAI. Đã gửi rồi, chị gõ ĐÃ GỬI."
    )
    assert said["hoa"] == (
        "Chị Hoa ơi, báo cáo tháng 10 của Chi hội Khuổi Mực đến hạn thứ Hai 20/10, "
        "còn 5 ngày nữa.\n"
        "8 câu, khoảng 2 phút.\n"
        "[Báo cáo]\n"
        "[Nhắc lại sau 2 giờ] [Ngày mai]\n"
        "[Đã gửi rồi]"
    )


async def test_what_remains_is_answered_in_one_message_to_the_reminder(town: Mornings) -> None:
    await town.read("lan", "BÁO CÁO")
    await town.read("lan", "1: 2, 2: 2, 3: 0, 5: 3/0, 7: 0")
    await town.read("lan", "để sau")
    said = await town.morning("10-20")
    assert said["lan"].splitlines()[:5] == [
        "Chị Lan ơi, hôm nay là hạn báo cáo tháng 10 của Chi hội Nà Pồng.",
        "Còn 3 câu nữa là xong:",
        '4. Hộ đạt "5 không, 3 sạch"',
        "6. Tháng này chị đã nhận tiền bồi dưỡng chưa?",
        "8. Có chị em nào cần giúp đỡ không?",
    ]
    assert "ví dụ 1 rồi không" in said["lan"]
    summary = await town.read("lan", "1 rồi không")
    assert "1. Buổi sinh hoạt: 2" in summary
    assert '4. Hộ "5 không, 3 sạch": 1' in summary
    assert "BC-2510-0001" in await town.read("lan", "ok")
    assert "lan" not in await town.morning("10-21")


async def test_an_answer_opens_the_whole_form_and_thanks_open_nothing(town: Mornings) -> None:
    await town.morning("10-20")
    assert (await town.read("lan", "cảm ơn em")).startswith("Dạ, không có gì ạ.")
    said = await town.read("lan", "hai buổi, 2, k có, 1, 3/0, rồi, 0, ko")
    assert said.startswith("Báo cáo tháng 10/2025 · Chi hội Nà Pồng. Em hiểu là:")


async def test_whoever_was_asked_about_a_case_is_reminded_as_well(town: Mornings) -> None:
    """Her session lies sealed: it is opened to see how far her form is."""
    vault.use(town.database, Vault([Key.new()]))
    await town.read("lan", "vụ việc")
    said = await town.morning("10-20")
    first = "Chị Lan ơi, hôm nay là hạn báo cáo tháng 10 của Chi hội Nà Pồng."
    assert said["lan"].startswith(first)


async def test_nothing_new_is_an_answer_too(town: Mornings) -> None:
    await town.morning("10-20")
    said = await town.read("lan", "không")
    assert said.startswith("Báo cáo tháng 10/2025 · Chi hội Nà Pồng. Không phát sinh")


async def test_a_report_sent_meanwhile_is_not_asked_for(town: Mornings) -> None:
    town.at("10-20 07:00")
    town.tick()
    await send_report(town)
    said = await town.leaving(60)
    assert "lan" not in said
    assert "hoa" in said


async def test_a_reminder_that_could_not_leave_by_night_is_not_stored_for_the_next_day(
    town: Mornings,
) -> None:
    town.at("10-20 21:00")
    town.tick()
    assert await town.leaving(24 * 60) == {}


async def test_after_an_hour_s_outage_it_leaves_late_but_on_the_day(town: Mornings) -> None:
    town.at("10-20 13:20")
    town.tick()
    assert set(await town.leaving()) == {"lan", "hoa", "mai"}


async def test_asked_for_again_it_comes_when_she_said(town: Mornings) -> None:
    await town.morning("10-18")
    town.at("10-18 19:30")
    assert await town.read("lan", "MAI") == "Vâng, em nhắc lại chị lúc 07:37 Chủ nhật 19/10 ạ."
    said = await press(town, "hoa", "/nhaclai 2 gio")
    assert said.startswith("Vâng, em nhắc lại chị lúc 06:")  # 21:30 is held until the morning
    again = await town.morning("10-19")
    assert again["lan"].startswith("Chị dặn em nhắc lại. Chị Lan ơi, báo cáo tháng 10")
    assert "hoa" in again


async def test_the_button_opens_the_very_report_and_knows_when_it_was_sent(
    town: Mornings,
) -> None:
    value = f"/baocao {town.units.id_of(MUC.key)} 2025-10"
    assert "8 câu" in await press(town, "hoa", value)
    await town.read("lan", f"/baocao {town.units.id_of(PONG.key)} 2025-10")
    await send_report(town)
    again = f"/baocao {town.units.id_of(PONG.key)} 2025-10"
    assert "mã BC-2510-" in await town.read("lan", again)


async def test_later_in_the_midst_of_a_form_sets_it_aside(town: Mornings) -> None:
    await town.read("lan", "BÁO CÁO")
    await town.read("lan", "1: 2")
    assert await town.read("lan", "mai nhé") != ""
    assert (await town.read("lan", "mai")).startswith("Vâng, em nhắc lại chị lúc")
    assert "Còn 7 câu nữa là xong" in (await town.morning("10-13"))["lan"]


async def test_i_have_sent_it_is_looked_into(town: Mornings) -> None:
    assert (await town.read("lan", "em đã gửi rồi")).startswith(
        "Em chưa nhận được báo cáo tháng 10/2025 của Chi hội Nà Pồng."
    )
    await send_report(town)
    said = await town.read("lan", "ĐÃ GỬI")
    assert "tháng 10/2025 của Chi hội Nà Pồng, gửi lúc 08:00 Chủ nhật 12/10, mã BC-2510-" in said


async def test_who_leads_two_branches_is_told_once(town: Mornings) -> None:
    town.appoint("lan", Role.LEADER, MUC)
    said = (await town.morning("10-20"))["lan"]
    assert said.splitlines()[1:3] == [
        "• Chi hội Nà Pồng: còn 8 câu",
        "• Chi hội Khuổi Mực: còn 8 câu",
    ]


async def test_a_deputy_is_reminded_where_the_leader_cannot_be(town: Mornings) -> None:
    await register_person(town, "sen", TELEGRAM, "Sen")
    town.appoint("sen", Role.DEPUTY, MUC, network=TELEGRAM)
    assert "sen" not in await town.morning("10-15")
    await town.see("hoa", Left(), TELEGRAM)
    said = await town.morning("10-18")
    assert "sen" in said
    assert "hoa" not in said


async def test_a_deputy_is_reminded_beside_a_leader_long_silent(town: Mornings) -> None:
    await register_person(town, "sen", TELEGRAM, "Sen")
    town.appoint("sen", Role.DEPUTY, MUC, network=TELEGRAM)
    with town.database.write() as tx:
        addresses.mark_seen(tx, [town.find("hoa", "telegram").id], 0.0)
    said = await town.morning("10-15")
    assert "sen" in said
    assert "hoa" in said


async def test_the_day_after_her_officer_is_told_who_is_missing_and_has_them_reminded(
    town: Mornings,
) -> None:
    await send_report(town)
    await town.see("hoa", Left(), TELEGRAM)
    said = (await town.morning("10-21"))["mai"]
    assert said.splitlines()[2:] == [
        "Xã Bảo Lâm, tháng 10: 1/2 chi hội đã gửi, 1 đúng hạn.",
        "Chưa gửi: Khuổi Mực (em không nhắn được).",
        "[Báo cáo]",
        "[Nhắc lại sau 2 giờ] [Ngày mai]",
        "[Đã gửi rồi]",
        "[Nhập hộ] [Gia hạn đến 24/10]",
    ]


async def test_why_nobody_can_be_reminded_is_said_once_for_several(town: Mornings) -> None:
    with town.database.write() as tx:
        for chat in ("lan", "hoa"):
            who = town.find(chat, NETWORKS[chat].value).person_id
            assert who is not None
            people.end_posts(tx, who, 1.0)
    said = (await town.morning("10-21"))["mai"]
    assert "Chưa gửi: Nà Pồng, Khuổi Mực (đều chưa nhận mã)." in said


async def test_a_nudge_is_the_one_reminder_of_the_day(town: Mornings) -> None:
    town.at("10-21 06:40")
    where = f"/nhac {town.units.id_of(LAM.key)} 2025-10"
    assert await press(town, "mai", where) == "Em đang nhắc 2 người (báo cáo tháng 10/2025)."
    assert await press(town, "mai", where) == (
        "2 người đã được nhắc trong ngày rồi nên em không nhắc thêm."
    )
    said = await town.leaving()
    assert said["lan"].startswith("Cán bộ Hội nhờ em nhắc chị. Chị Lan ơi")
    assert set(await town.morning("10-21")) == {"mai", "hanh"}


async def test_an_extension_moves_the_reminder_schedule(town: Mornings) -> None:
    town.at("10-21 08:00")
    where = f"/giahan {town.units.id_of(LAM.key)} 2025-10"
    assert "từ thứ Hai 20/10 đến thứ Sáu 24/10" in await press(town, "mai", where)
    assert "nay hạn thứ Sáu 24/10" in await town.read("mai", "ok", TELEGRAM)
    assert "đến hạn thứ Sáu 24/10, còn 2 ngày" in (await town.morning("10-22"))["lan"]
    assert "lan" not in await town.morning("10-23")
    assert "hôm nay là hạn" in (await town.morning("10-24"))["lan"]
    with town.database.read() as tx:
        assert [g.until for g in extensions.load_granted(tx, extensions.DUE)] == [
            date(2025, 10, 24)
        ]


async def test_only_officers_of_the_unit_may_nudge_or_extend(town: Mornings) -> None:
    where = f"{town.units.id_of(LAM.key)} 2025-10"
    assert await press(town, "hoa", f"/nhac {where}") == await press(town, "hoa", "/nhac 99999")
    told = await press(town, "hoa", f"/giahan {where}")
    assert told == await press(town, "hoa", "/giahan 99999")
    assert "Gia hạn là việc của cán bộ Hội" in told
    assert "Bảo Lâm" not in told


async def test_where_no_officer_is_the_level_above_is_told_at_once(town: Mornings) -> None:
    with town.database.write() as tx:
        who = town.find("mai", "telegram").person_id
        assert who is not None
        people.end_posts(tx, who, 0.0)
    said = (await town.morning("10-21"))["hanh"]
    assert said.startswith("Tỉnh Cao Bằng, tháng 10: 0/2 chi hội đã gửi, 0 đúng hạn.")
    assert "Chưa gửi: Bảo Lâm 2." in said
    assert "Báo cáo của xã, địa bàn chưa gửi: Bảo Lâm, Bảo Lạc (đều chưa nhận mã)." in said
