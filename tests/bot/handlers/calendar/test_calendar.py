"""/lich: what is coming by unit, as a file, and the days that the province sets."""

from datetime import date, datetime

import pytest
from icalendar import Calendar

from bot.engine.channel import Network
from bot.engine.message import Message
from bot.views.digest import facts as digest_facts
from bot.views.documents import facts as document_facts
from domain.digest.week import Week
from domain.documents.span import Span
from domain.notices.calendar import EventsAhead, EventsUndated
from domain.people.roles import Role
from domain.periods import VIETNAM
from services.context import Context
from storage import event_dates, people
from tests.support.people_stage import AREA_LAM, LAM, PONG, PROVINCE, Stage
from tests.support.town import Town

TELEGRAM = Network.TELEGRAM


@pytest.fixture
async def town(stage: Stage) -> Town:
    made = Town(stage.database)
    for chat in ("hanh", "mai", "hoa"):
        await made.read(chat, "chào")
    made.appoint("hanh", Role.PROVINCE, PROVINCE)
    made.appoint("mai", Role.COMMUNE, LAM)
    made.appoint("hoa", Role.LEADER, PONG)
    return made


def list_labels(message: Message) -> list[str]:
    return [choice.label for row in message.choices for choice in row]


async def test_a_branch_sees_its_report_and_the_days_that_concern_it(town: Town) -> None:
    said = await town.read("hoa", "lịch")
    first, due, *lines = said.splitlines()
    assert first == "Lịch · Chi hội Nà Pồng"
    assert due == "Báo cáo tháng 10: hạn thứ Hai 20/10."
    assert lines[0].startswith(
        "• thứ Hai 20/10 (7 ngày nữa): Kỷ niệm 95 năm thành lập Hội LHPN Việt Nam"
    )
    assert "• 15/11–15/12 (33 ngày nữa): Tháng hành động vì bình đẳng giới" in said
    assert "gặp mặt nữ đảng viên" not in said
    assert "LỊCH NGÀY" not in said
    assert said.endswith("Đưa vào lịch trên máy, chị gõ LỊCH TỆP.")


async def test_the_province_sees_more_and_what_has_no_day(town: Town) -> None:
    said = await town.read("hanh", "LỊCH")
    (day,) = (line for line in said.splitlines() if "20/10 (7 ngày nữa)" in line)
    assert day.startswith("• thứ Hai 20/10 (7 ngày nữa): Kỷ niệm 95 năm")
    assert day.endswith("; trước đó: Lễ 95 năm Hội, gặp mặt nữ đảng viên")
    assert "Còn 15 việc chưa có ngày, chị gõ LỊCH NGÀY để ghi." in said
    assert len(said) < 900


async def test_pages_follow_one_another_and_none_is_too_long(town: Town) -> None:
    with town.database.write() as tx:
        who = town.find("hanh").person_id
        assert who is not None
        plan = town.reference.plan
        for n, event in enumerate(e for e in plan.events if e.set_by == "tỉnh"):
            day = date(2025, 11, 1 + n)
            event_dates.keep(tx, plan.id, event.id, (day, day), by=who, at=0)
    seen = ""
    for page in range(1, 5):
        said = await town.read("hanh", f"lịch {page}")
        assert len(said) < 900
        seen += said
        if f"gõ LỊCH {page + 1}." not in said:
            break
    assert page > 1
    assert seen.count("\n•") == len(dict.fromkeys(seen.split("\n•"))) - 1 == 17
    assert await town.read("hanh", "/lich 99") == said


async def test_on_telegram_there_are_buttons(town: Town) -> None:
    (welcome,) = await town.see("thu", "chào", TELEGRAM)
    assert welcome.text
    town.appoint("thu", Role.AREA, AREA_LAM, network=TELEGRAM)
    (shown,) = await town.see("thu", "/lich", TELEGRAM)
    assert list_labels(shown) == ["Tệp lịch cho máy"]
    assert "LỊCH" not in shown.text
    assert "Tháng hành động vì bình đẳng giới" in shown.text


async def test_the_file_holds_a_year_with_alarms(town: Town) -> None:
    await town.see("thu", "chào", TELEGRAM)
    town.appoint("thu", Role.PROVINCE, PROVINCE, network=TELEGRAM)
    (message,) = await town.see("thu", "/lich tep", TELEGRAM)
    assert message.document is not None
    name, content = message.document
    assert name == "lich-cong-tac-hoi.ics"
    entries = {str(e["summary"]): e for e in Calendar.from_ical(content).walk("VEVENT")}
    women = entries["Kỷ niệm 116 năm Ngày Quốc tế Phụ nữ 8/3"]
    assert (women.start, women.end) == (date(2026, 3, 8), date(2026, 3, 9))
    month = entries[
        "Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới"
    ]
    assert (month.start, month.end) == (date(2025, 11, 15), date(2025, 12, 16))
    assert [a["trigger"].dt.days for a in month.walk("VALARM")] == [-14, -1]
    assert entries["Hạn báo cáo tháng 12"].start == date(2025, 12, 19)
    uids = [str(e["uid"]) for e in entries.values()]
    assert len(set(uids)) == len(uids)


async def test_where_no_file_can_be_sent_it_is_said(town: Town) -> None:
    said = await town.read("hanh", "lịch tệp")
    assert "Telegram" in said


async def test_a_group_sees_its_unit_s_calendar_and_a_stranger_none(town: Town) -> None:
    await town.read("group", "/nhom 01290", sender="mai", group=True)
    said = await town.read("group", "/lich", sender="hoa", group=True)
    assert said.startswith("Lịch · Xã Bảo Lâm")
    assert "gõ" not in said
    assert "15 việc" not in said
    await town.read("x", "chào")
    assert "mã mời" in await town.read("x", "/lich")


async def test_the_province_sets_days_once_and_they_count(town: Town) -> None:
    first = await town.read("hanh", "lịch ngày")
    assert first.startswith("1/15 · Hoạt động của các Khối thi đua")
    assert "2/15" in await town.read("hanh", "chưa biết")
    kept = await town.read("hanh", "28/11")
    assert kept.startswith("Em ghi: thứ Sáu 28/11.\n3/15")
    assert "Còn 14 việc chưa có ngày" in await town.read("hanh", "hủy")
    said = await town.read("hanh", "lịch")
    assert "• thứ Sáu 28/11 (46 ngày nữa): Hội nghị biểu dương điển hình tiên tiến" in said
    assert (await town.read("hanh", "lịch ngày")).startswith("1/14")


async def test_the_day_of_one_event_is_set_anew(town: Town) -> None:
    assert (await town.read("hanh", "lịch ngày IV.3.2-1a")).startswith("Hội nghị biểu dương")
    assert "Em ghi: thứ Sáu 28/11" in await town.read("hanh", "28/11")
    await town.read("hanh", "lịch ngày điển hình tiên tiến")
    assert "Em ghi: thứ Hai 1/12" in await town.read("hanh", "1/12")
    assert "chưa thấy nhiệm vụ" in await town.read("hanh", "lịch ngày hội xuân")
    assert "vai trò khác" in await town.read("mai", "lịch ngày IV.3.2-1a")


async def test_a_reminder_says_how_long_and_what_to_prepare(town: Town) -> None:
    town.now = datetime(2025, 10, 6, 7, tzinfo=VIETNAM)
    said = await town.show(EventsAhead("commune", "2025-10-06"))
    assert "Còn 14 ngày (thứ Hai 20/10): Kỷ niệm 95 năm thành lập Hội LHPN Việt Nam" in said
    assert "; Chăm lo, tri ân, tặng quà dịp lễ." in said
    assert said.count("20/10)") == 1
    assert "Cần chuẩn bị: chốt chương trình" in said
    assert said.endswith("Xem tất cả, chị gõ LỊCH.")
    assert len(said) < 900
    town.now = datetime(2025, 10, 8, 7, tzinfo=VIETNAM)
    assert "Còn 12 ngày" in await town.show(EventsAhead("commune", "2025-10-06"))
    assert "…." not in said


async def test_a_reminder_of_what_is_over_or_not_held_is_dropped(town: Town) -> None:
    with town.database.write() as tx:
        who = town.find("hanh").person_id
        assert who is not None
        for event in ("C.2010", "IV.4-d"):
            event_dates.keep(tx, town.reference.plan.id, event, None, by=who, at=0)
    assert await town.show(EventsAhead("commune", "2025-10-06")) == ""
    town.now = datetime(2025, 11, 15, 7, tzinfo=VIETNAM)
    assert await town.show(EventsAhead("commune", "2025-11-14")) == ""


async def test_the_question_for_open_days_names_how_many(town: Town) -> None:
    said = await town.show(EventsUndated())
    assert "15 việc" in said
    assert "LỊCH NGÀY" in said


async def test_a_day_that_was_set_stands_in_documents_and_digests(town: Town) -> None:
    day = date(2025, 10, 24)
    with town.database.write() as tx:
        who = town.find("hanh").person_id
        assert who is not None
        event_dates.keep(tx, town.reference.plan.id, "IV.3.2-3", (day, day), by=who, at=0)
    province = town.units.unit(town.units.id_of(PROVINCE.key))
    with town.database.read() as tx:
        at = Context(tx, town.reference, town.now)
        document = document_facts.gather(province, Span.parse("2025-09"), at)
        digest = digest_facts.gather(province, Week(date(2025, 10, 13)), at)
    assert day in {e.first for e in document.upcoming}
    assert "IV.3.2-3" not in {e.id for e in document.unfixed}
    assert day in {e.first for e in digest.coming}


async def test_only_the_province_sets_days(town: Town) -> None:
    assert "1/15" not in await town.read("mai", "/lich ngay")
    await town.read("hanh", "/lich ngay")
    with town.database.write() as tx:
        who = town.find("hanh").person_id
        assert who is not None
        people.end_posts(tx, who, 0)
    await town.read("hanh", "28/11")
    with town.database.read() as tx:
        assert event_dates.load_dates(tx, town.reference.plan.id) == {}
