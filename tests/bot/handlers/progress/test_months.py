"""/tiendo by months as phones read it: several months, one indicator's month, who is missing."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.engine.channel import Network
from bot.engine.message import Message, without_marks
from domain.org.levels import Level
from domain.org.tree import Parent, Unit, UnitKey
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.context import Reference
from storage import migrate, reports, units
from storage.database import Database
from storage.moments import seconds
from tests.support.people_stage import LAM, MUC, PONG, PROVINCE, SINCE, TREE
from tests.support.town import Town

TELEGRAM = Network.TELEGRAM
AT = datetime(2025, 9, 18, 19, tzinfo=VIETNAM)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    migrate.prepare(database)
    there = Town(database)
    await there.see("chi", "chào", TELEGRAM)
    there.appoint("chi", Role.PROVINCE, PROVINCE, network=TELEGRAM)
    yield there
    database.close()


async def ask(town: Town, words: str) -> Message:
    [shown] = await town.see("chi", f"/tiendo {words}", TELEGRAM)
    return shown


async def read(town: Town, words: str) -> str:
    return without_marks((await ask(town, words)).text)


def send(town: Town, unit: Unit, period: str, **amounts: dict[str, float]) -> None:
    """A report by codes with an underscore for the dot: `i1_2a`."""
    said = {name[1:].replace("_", "."): each for name, each in amounts.items()}
    with town.database.write() as tx:
        reports.send(tx, town.units.id_of(unit.key), period, said, sent_at=seconds(AT))


def add_branches(town: Town, count: int) -> None:
    made = [
        Unit(UnitKey(SINCE, f"CH-01290-{n:03}"), Level.BRANCH, f"Chi hội Bản số {n}", f"Bản số {n}")
        for n in range(3, 3 + count)
    ]
    with town.database.write() as tx:
        units.save(tx, TREE.with_more(made, [Parent(u.key, LAM.key, SINCE) for u in made]))
        town.units = units.load(tx)
    town.reference = Reference.of(town.reference.plan, town.reference.calendar, town.units)


async def test_a_quarter_adds_up_its_months_and_says_whose_reports_it_stands_on(town: Town) -> None:
    for month, households in ((7, 2), (8, 3), (9, 4)):
        send(town, PONG, f"2025-0{month}", i1_2a={"count": households}, i1_6b={"yes": 1})
    text = await read(town, "bao lam quý 3")
    assert "tháng 7–9/2025" in text
    assert "Báo cáo tháng 7: 1/2 · tháng 8: 1/2 · tháng 9: 1/2." in text
    assert "• 1.2a Hộ thoát nghèo: 9 hộ" in text
    assert "1.6b Chi hội trưởng được tập huấn: 1 chi hội trưởng" in text, "a state is not added"


async def test_months_that_are_not_open_are_said(town: Town) -> None:
    send(town, PONG, "2025-10", i1_2a={"count": 2})
    assert "Sau tháng 10/2025 chưa đến kỳ báo cáo." in await read(town, "quý 4")
    assert "11-12/2025" in await read(town, "11-12/2025")


async def test_an_indicator_s_month_stands_beside_the_one_before_and_the_year(town: Town) -> None:
    send(town, PONG, "2025-08", i1_2a={"count": 5}, i1_4a={"count": 9})
    send(town, PONG, "2025-09", i1_2a={"count": 2}, i1_4a={"count": 9})
    text = await read(town, "bao lam 1.2a tháng 9")
    assert "• 1.2a Hộ thoát nghèo: 2 hộ (tháng 8: 5 hộ)" in text
    assert "Từ đầu năm đến hết tháng 9/2025: 7" in text
    assert "1.4a" not in text


async def test_every_line_of_a_month_is_on_one_of_its_pages(town: Town) -> None:
    add_branches(town, 80)
    form = town.reference.plan.form
    asked = form(Level.BRANCH, Period(2025, 9))
    said = {i.code: dict.fromkeys(i.field_names, 1.0) for i in asked}
    with town.database.write() as tx:
        reports.send(tx, town.units.id_of(PONG.key), "2025-09", said, sent_at=seconds(AT))
    first = await ask(town, "9/2025")
    text, more = without_marks(first.text), first.choices[0][0]
    while more.label.startswith("Trang"):
        [shown] = await town.see("chi", more.value, TELEGRAM)
        text += without_marks(shown.text)
        more = shown.choices[0][0]
    assert [i.code for i in asked if f"• {i.code} " not in text] == []


async def test_all_who_are_missing_are_named_page_by_page(town: Town) -> None:
    add_branches(town, 120)
    for month in (7, 8):
        send(town, MUC, f"2025-0{month}", i1_2a={"count": 1})
    first = await ask(town, "bao lam thieu")
    text = without_marks(first.text)
    assert "tháng 9/2025 (hạn 19/9): 1 báo cáo của xã, 122 chi hội" in text, (
        "months that are late, too"
    )
    assert "tháng 8/2025 (hạn 20/8): 1 báo cáo của xã, 121 chi hội" in text
    assert "Báo cáo riêng của Xã Bảo Lâm: chưa gửi, hạn" in text
    page = first
    pages = [text]
    while page.choices and page.choices[0][0].label.startswith("Trang"):
        [page] = await town.see("chi", page.choices[0][0].value, TELEGRAM)
        pages.append(without_marks(page.text))
    assert all(len(each) <= 900 for each in pages)
    named = ", ".join(pages).replace("\n", " ")
    assert all(f"Bản số {n}" in named for n in range(3, 123))
    late = await read(town, "bao lam thieu tháng 8")
    assert "Chi hội: 1/122 chi hội đã gửi" in late


async def test_without_buttons_the_next_page_is_said_in_words(town: Town) -> None:
    add_branches(town, 120)
    await town.see("zalo", "chào")
    town.appoint("zalo", Role.PROVINCE, PROVINCE)
    said = await town.read("zalo", "tien do bao lam thieu")
    assert "Xem tiếp, chị gõ TIẾN ĐỘ 01290 THIEU 10/2025 TRANG 2." in said
    [more] = await town.see("zalo", "tiến độ 01290 THIEU 10/2025 TRANG 2")
    assert "Bản số 60" in more.text


async def test_a_group_is_told_no_leader_s_own_lines_of_a_branch(town: Town) -> None:
    send(town, PONG, "2025-09", i1_2a={"count": 1}, i1_6b={"yes": 1}, i2_5={"count": 1})
    assert "đã tập huấn" in await read(town, "na pong 9/2025"), "in private they are her figures"
    await town.see("nhom", "/nhom 01290", TELEGRAM, sender="chi", group=True)
    [told] = await town.see("nhom", "/tiendo na pong 9/2025", TELEGRAM, sender="ai", group=True)
    assert "Hộ thoát nghèo: 1" in told.text
    assert "tập huấn" not in told.text
    assert "Đảng" not in told.text


async def test_a_group_s_calendar_names_the_branches_report(town: Town) -> None:
    await town.see("nhom", "/nhom DB-042", TELEGRAM, sender="chi", group=True)
    [told] = await town.see("nhom", "/lich", TELEGRAM, sender="ai", group=True)
    assert "Báo cáo tháng 10: hạn thứ Hai 20/10." in told.text
