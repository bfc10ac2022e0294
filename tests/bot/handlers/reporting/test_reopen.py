"""A locked month refuses reports kindly; an officer opens it again for one unit, until a day."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.demo.samples.last_month import LAST_MONTH
from bot.engine.channel import Network
from bot.engine.message import Message, without_marks
from domain.people.roles import Role
from domain.periods import VIETNAM
from storage import extensions, outbox, reports
from storage.moments import seconds
from storage.outbox import OutboxMessage
from storage.schema import extension
from tests.support.people_stage import LAM, MUC, PONG, PROVINCE, Stage
from tests.support.town import Town

TELEGRAM = Network.TELEGRAM
NO_HELP = {"help_needed": False}


@pytest.fixture
async def town(stage: Stage) -> Town:
    """13 October: August is locked since the 4th. Nà Pồng has sent August and September."""
    made = Town(stage.database)
    posts = {"mai": (Role.COMMUNE, LAM), "hoa": (Role.LEADER, PONG), "lan": (Role.LEADER, MUC)}
    for chat, (role, unit) in posts.items():
        await made.read(chat, "chào")
        made.appoint(chat, role, unit)
    await made.read("hanh", "chào", TELEGRAM)
    made.appoint("hanh", Role.PROVINCE, PROVINCE, network=TELEGRAM)
    with made.database.write() as tx:
        for period in ("2025-08", "2025-09", "2025-10"):
            unit_id = made.units.id_of(PONG.key)
            reports.send(tx, unit_id, period, LAST_MONTH, sent_at=seconds(made.now), extra=NO_HELP)
    return made


def load_queued_reminders(town: Town, network: str = "zalo") -> list[OutboxMessage]:
    with town.database.read() as tx:
        ids = outbox.find_pending_ids(tx, network, "1", seconds(town.now) + 86_400)
        return [p for p in outbox.load(tx, ids) if p.priority == outbox.REMINDER]


def list_labels(message: Message) -> list[str]:
    return [choice.label for row in message.choices for choice in row]


async def _reopen(town: Town, name: str = "nà pồng") -> str:
    await town.read("mai", f"mở kỳ {name}")
    await town.read("mai", "tháng 8")
    await town.read("mai", "3 ngày")
    return await town.read("mai", "2")


async def test_a_locked_month_says_whom_to_ask(town: Town) -> None:
    town.now = datetime(2026, 2, 20, 8, tzinfo=VIETNAM)
    said = await town.read("hoa", "sửa")
    assert said == (
        "Báo cáo tháng 10/2025 của Chi hội Nà Pồng đã khóa từ 4/12 để số liệu được ổn định. "
        "Cần sửa, chị nhắn cán bộ Hội Xã Bảo Lâm mở lại giúp nhé."
    )


async def test_a_form_that_lay_open_past_the_lock_is_refused_at_the_end(town: Town) -> None:
    assert "tháng 9" in await town.read("lan", "báo cáo")
    await town.read("lan", "không")
    town.now = datetime(2025, 11, 10, 8, tzinfo=VIETNAM)
    said = await town.read("lan", "ok")
    assert "Báo cáo tháng 9/2025 của Chi hội Khuổi Mực đã khóa từ 4/11" in said
    with town.database.read() as tx:
        assert reports.find_sent_periods(tx, town.units.id_of(MUC.key)) == set()


async def test_an_officer_opens_one_month_for_one_unit(town: Town) -> None:
    assert "Chị gõ tên" in await town.read("mai", "mở kỳ")
    asked = await town.read("mai", "nà pồng")
    assert asked.startswith(
        "Mở lại tháng nào cho Chi hội Nà Pồng ạ?\n1. tháng 8/2025 (đã gửi)\n2. "
    )
    assert "Mở tháng 8/2025 cho Chi hội Nà Pồng đến hết ngày nào ạ?" in await town.read("mai", "1")
    assert "trong 31 ngày tới" in await town.read("mai", "1/1/2026")
    assert "1. Hỏng máy, mất sóng" in await town.read("mai", "thứ sáu tuần này")
    done = await town.read("mai", "2")
    assert done == (
        "Đã mở: Chi hội Nà Pồng gửi hoặc sửa được báo cáo tháng 8/2025 đến hết thứ Sáu 17/10. "
        "Em đã nhắn 1 người làm báo cáo."
    )
    with town.database.read() as tx:
        (kept,) = extensions.load_granted(tx, extensions.OPEN)
    assert (kept.until, kept.reason) == (date(2025, 10, 17), "figures")
    (queued,) = load_queued_reminders(town)
    message = await town.render(queued)
    assert queued.chat == "hoa"
    assert message is not None
    assert message.text.endswith("được mở lại đến hết thứ Sáu 17/10. Chị gõ SỬA để sửa nhé.")


async def test_the_leader_chooses_the_month_that_was_opened(town: Town) -> None:
    await _reopen(town)
    asked = await town.read("hoa", "sửa")
    assert "1. 8/2025\n2. 10/2025" in asked
    await town.read("hoa", "1")
    await town.read("hoa", "1: 5")
    assert "Đã gửi" in await town.read("hoa", "ok")
    with town.database.read() as tx:
        report = reports.find_in_force(tx, town.units.id_of(PONG.key), "2025-08")
    assert report is not None
    assert report.answers["1.1"] == {"count": 5}


async def test_who_opens_it_again_leaves_what_the_first_one_said(town: Town) -> None:
    await _reopen(town)
    (asked,) = await town.see("hanh", "/moky ch-01290-01", TELEGRAM)
    assert "tháng 8/2025 (đã gửi)" in list_labels(asked)
    for answer in ("tháng 8", "7 ngày", "1"):
        await town.see("hanh", answer, TELEGRAM)
    who = [town.find("mai").person_id, town.find("hanh", "telegram").person_id]
    with town.database.read() as tx:
        kept = tx.execute(
            select(extension.c.person_id, extension.c.reason).order_by(extension.c.until)
        )
        assert [tuple(row) for row in kept] == [(who[0], "figures"), (who[1], "phone")]
        (counts,) = extensions.load_granted(tx, extensions.OPEN)
    assert (counts.until, counts.reason) == (date(2025, 10, 20), "phone")


async def test_when_the_day_is_over_it_is_locked_again(town: Town) -> None:
    await _reopen(town)
    town.now = datetime(2025, 10, 17, 0, 5, tzinfo=VIETNAM)
    assert "8/2025\n" not in await town.read("hoa", "sửa")


async def test_a_report_that_was_never_sent_is_owed_again(town: Town) -> None:
    assert "tháng 9/2025" in await town.read("lan", "báo cáo")
    await town.read("lan", "hủy")
    await town.read("lan", "có")
    await _reopen(town, "khuổi mực")
    (queued,) = load_queued_reminders(town)
    message = await town.render(queued)
    assert message is not None
    assert message.text.endswith("Chị gõ BÁO CÁO để gửi nhé.")
    assert "tháng 8/2025" in await town.read("lan", "báo cáo")


async def test_only_officers_above_a_unit_open_it(town: Town) -> None:
    assert "vai trò khác" in await town.read("hoa", "mở kỳ nà pồng")
    assert "chưa thấy đơn vị nào" in await town.read("mai", "mở kỳ bảo lâm")
    (asked,) = await town.see("hanh", "/moky ch-01290-01", TELEGRAM)
    assert "Chi hội Nà Pồng" in asked.text
    assert list_labels(asked)[-1] == "Thôi"
    assert "tháng 8/2025 (đã gửi)" in list_labels(asked)
    (left,) = await town.see("hanh", "hủy", TELEGRAM)
    assert without_marks(left.text) == "Em để nguyên, chưa mở gì cả."


async def test_where_nothing_is_locked_it_is_said(town: Town) -> None:
    town.now = datetime(2025, 7, 2, 8, tzinfo=VIETNAM)
    (said,) = await town.see("hanh", "/moky 04", TELEGRAM)
    assert without_marks(said.text).startswith("Tỉnh Cao Bằng không có tháng nào bị khóa")


async def test_another_command_leaves_the_question_which_unit(town: Town) -> None:
    await town.read("mai", "mở kỳ")
    assert "Mở lại báo cáo" not in await town.read("mai", "tiến độ")
    assert "chưa thấy đơn vị" not in await town.read("mai", "na pong"), "nothing asks for a unit"
