"""/tiendo as phones read it: by words and by buttons, alone and in groups, and for whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from bot.engine.channel import Network, Pressed
from bot.engine.links import Links
from bot.engine.message import Message, without_marks
from domain.org.levels import Level
from domain.org.tree import Parent, Unit, UnitKey
from domain.people.roles import Role
from domain.periods import VIETNAM
from services.context import Reference
from storage import migrate, reports, units
from storage.database import Database
from storage.moments import seconds
from tests.support.people_stage import (
    AREA_LAC,
    AREA_LAM,
    BLOC,
    LAC,
    LAM,
    MUC,
    PONG,
    PROVINCE,
    SINCE,
    TREE,
    ZALO,
)
from tests.support.town import Town

TELEGRAM = Network.TELEGRAM
EVERY = (PROVINCE, AREA_LAM, AREA_LAC, BLOC, LAM, LAC, PONG, MUC)
REACH = {
    Role.LEADER: (PONG,),
    Role.DEPUTY: (PONG,),
    Role.COMMUNE: (LAM, PONG, MUC),
    Role.AREA: (AREA_LAM, LAM, PONG, MUC),
    Role.PROVINCE: EVERY,
    Role.ADMIN: EVERY,
}
POSTS = {
    Role.LEADER: PONG,
    Role.DEPUTY: PONG,
    Role.COMMUNE: LAM,
    Role.AREA: AREA_LAM,
    Role.PROVINCE: PROVINCE,
    Role.ADMIN: PROVINCE,
}
PAGES = ("", "thieu", "xephang", "chitieu", "1.2a", "9/2025", "bando", "bieudo", "1.2a bieudo")
REFUSED_PAGE = "Việc này dành cho vai trò khác chị ạ. Chị gõ TRỢ GIÚP để xem mình làm được gì nhé."


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    migrate.prepare(database)
    yield Town(database)
    database.close()


async def appoint(town: Town, role: Role, network: Network = TELEGRAM, chat: str = "chi") -> None:
    await town.see(chat, "chào", network)
    town.appoint(chat, role, POSTS[role], network=network)


def send_report(town: Town, unit: Unit, period: str, *, day: int = 15, **amounts: float) -> None:
    """A report by short names: p = 1.2a, s = 1.4a, a = 1.1."""
    codes = {"p": "1.2a", "s": "1.4a", "a": "1.1"}
    said = {codes[name]: {"count": amount} for name, amount in amounts.items()}
    year, month = map(int, period.split("-"))
    at = seconds(datetime(year, month, day, 19, tzinfo=VIETNAM))
    with town.database.write() as tx:
        reports.send(tx, town.units.id_of(unit.key), period, said, sent_at=at)


def add_branches(town: Town, count: int) -> list[Unit]:
    """So many more branches of Bảo Lâm."""
    made = [
        Unit(UnitKey(SINCE, f"CH-01290-{n:02}"), Level.BRANCH, f"Chi hội Bản {n}", f"Bản {n}")
        for n in range(3, 3 + count)
    ]
    with town.database.write() as tx:
        units.save(tx, TREE.with_more(made, [Parent(u.key, LAM.key, SINCE) for u in made]))
        town.units = units.load(tx)
    town.reference = Reference.of(town.reference.plan, town.reference.calendar, town.units)
    return made


async def ask_progress(town: Town, words: str, network: Network = TELEGRAM) -> Message:
    [shown] = await town.see("chi", f"/tiendo {words}".strip(), network)
    return shown


async def press_button(town: Town, message: Message, label: str) -> Message:
    choice = next(c for row in message.choices for c in row if c.label == label)
    [shown] = await town.see("chi", Pressed(None, choice.value, "c"), TELEGRAM)
    return shown


# --- who may see what --------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
async def test_nobody_sees_more_than_her_role_allows(town: Town, role: Role) -> None:
    await appoint(town, role)
    for unit in EVERY:
        for page in PAGES:
            text = without_marks((await ask_progress(town, f"{unit.code} {page}")).text)
            if unit in REACH[role]:
                assert text == REFUSED_PAGE or unit.name in text or page == "thieu", (unit, page)
            else:
                assert text == REFUSED_PAGE, (unit, page)


async def test_a_stranger_sees_nothing(town: Town) -> None:
    """Her role is no matter: she has none, and is told of the code."""
    assert "mã mời" in (await ask_progress(town, "01290")).text


async def test_a_branch_has_neither_ranking_nor_map(town: Town) -> None:
    await appoint(town, Role.LEADER)
    for page in ("xep hang", "ban do", "1.2a xep hang"):
        assert (await ask_progress(town, page)).text == REFUSED_PAGE


async def test_a_group_sees_its_own_unit_without_buttons_and_no_other(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    await town.see("nhom", "/nhom 01290", TELEGRAM, sender="chi", group=True)
    [card] = await town.see("nhom", "/tiendo", TELEGRAM, sender="ai", group=True)
    assert without_marks(card.text).startswith("Xã Bảo Lâm")
    assert card.choices == ()
    [branch] = await town.see("nhom", "/tiendo na pong", TELEGRAM, sender="ai", group=True)
    assert "Chi hội Nà Pồng" in branch.text
    [other] = await town.see("nhom", "/tiendo bao lac", TELEGRAM, sender="chi", group=True)
    assert other.text == REFUSED_PAGE


# --- drilling down -----------------------------------------------------------------------------


async def test_from_the_province_to_a_branch_by_buttons(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    send_report(town, PONG, "2025-09", p=1, s=5, a=1)
    send_report(town, MUC, "2025-09", p=1, s=0, a=0)
    card = await ask_progress(town, "")
    ranking = await press_button(town, card, "Đơn vị chậm")
    commune = await press_button(town, ranking, "Bảo Lâm")
    assert "Xã Bảo Lâm" in commune.text
    below = await press_button(town, commune, "Đơn vị chậm")
    branch = await press_button(town, below, "Khuổi Mực")
    assert "Chi hội Khuổi Mực" in branch.text
    assert branch.choices == (), "it is not her own branch: she does not report for it here"


async def test_from_an_indicator_to_units_by_buttons(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    send_report(town, PONG, "2025-09", p=1, s=2, a=1)
    send_report(town, MUC, "2025-09", p=0, s=0, a=1)
    listed = await press_button(town, await ask_progress(town, ""), "Theo chỉ tiêu")
    assert "Chưa đủ số liệu: 1.1, 1.2a, 1.4a" in listed.text
    page = await ask_progress(town, "1.4a")
    assert "Dẫn đầu" not in page.text, "only one commune has answered"
    commune = await ask_progress(town, "bao lam 1.4a")
    assert "Dẫn đầu: Nà Pồng 2" in commune.text
    assert "Cuối bảng" not in commune.text, "nobody set a target for a branch"
    branch = await press_button(town, commune, "Nà Pồng")
    assert "Chi hội Nà Pồng" in branch.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bao lam", "Xã Bảo Lâm · tính đến tháng 9/2025"),
        ("Bảo Lâm", "Xã Bảo Lâm · tính đến tháng 9/2025"),
        ("1.2a", "1.2a Hộ thoát nghèo: 1/"),
        ("bao lam 1.2a", "1.2a Hộ thoát nghèo: 1 (tạm chia 1)"),
        ("1.2a bao lam", "1.2a Hộ thoát nghèo: 1 (tạm chia 1)"),
        ("1.5", "1.5a Hội viên"),
        ("thieu", "Chưa gửi: Bảo Lâm 2"),
        ("bao lam thieu", "Chưa gửi: Nà Pồng, Khuổi Mực"),
        ("xephang", "Chưa xếp hạng vì chưa đủ số liệu hoặc chưa giao chỉ tiêu: Bảo Lạc"),
        ("xep hang bao lam", "Nà Pồng 1/3"),
        ("chi tieu", "Chưa có số liệu: 1.2b"),
        ("9/2025", "1/2 chi hội đã gửi (50%), 1 đúng hạn (hạn thứ Sáu 19/9)"),
        ("09/2025 bao lam", "• 1.2a Hộ thoát nghèo: 1 hộ"),
        ("12/2025", "12/2025"),
        ("bieu do", "Tỉnh Cao Bằng: tiến độ so với chỉ tiêu"),
        ("1.2a bieu do", "chỉ tiêu 1.2a theo từng tháng"),
        ("1.2a xep hang", "Phần này chưa vẽ thành hình được"),
        ("1.2a thang 9", "Từ đầu năm đến hết tháng 9/2025: 1/161"),
        ("quy 3", "tháng 7–9/2025"),
        ("1.2a 6 thang", "Các tháng này chưa có số liệu"),
        ("dau do", "Em không tìm thấy"),
    ],
)
async def test_by_words(town: Town, words: str, expected: str) -> None:
    await appoint(town, Role.PROVINCE)
    send_report(town, PONG, "2025-09", p=1, s=5, a=1)
    assert expected in without_marks((await ask_progress(town, words)).text)


async def test_pictures_where_they_are_taken_and_words_where_not(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    await appoint(town, Role.PROVINCE, Network.ZALO, chat="zalo")
    for branch in (PONG, MUC):
        for month in ("2025-07", "2025-08", "2025-09"):
            send_report(town, branch, month, p=1, s=5, a=1)
    for words in ("bieu do", "1.2a bieu do", "1.1 xep hang"):
        drawn = await ask_progress(town, words)
        assert drawn.photo is not None
        assert drawn.photo.startswith(b"\x89PNG")
        [told] = await town.see("zalo", f"tien do {words}")
        assert told.photo is None
        assert told.text.startswith("Ở đây em chưa gửi được hình")


async def test_what_cannot_be_drawn_is_said_in_words_and_why(town: Town) -> None:
    await appoint(town, Role.COMMUNE)
    send_report(town, PONG, "2025-09", p=1)
    send_report(town, MUC, "2025-09", p=0)
    ranking = without_marks((await ask_progress(town, "1.2a xep hang")).text)
    assert ranking.startswith("Phần này chưa vẽ thành hình được"), "branches have no targets"
    assert "Dẫn đầu: Nà Pồng 1" in ranking
    no_map = without_marks((await ask_progress(town, "ban do")).text)
    assert no_map.startswith("Bản đồ vẽ các xã của tỉnh, địa bàn, khối.")
    assert "Xã Bảo Lâm · tính đến tháng 9/2025" in no_map


@pytest.mark.parametrize(
    ("role", "pictures"),
    [
        (Role.PROVINCE, "Xem hình, chị gõ thêm BIỂU ĐỒ hoặc BẢN ĐỒ."),
        (Role.COMMUNE, "Xem hình, chị gõ thêm BIỂU ĐỒ."),
    ],
)
async def test_without_buttons_the_words_that_bring_pictures_are_named(
    town: Town, role: Role, pictures: str
) -> None:
    await appoint(town, role, Network.ZALO)
    assert "Xem hình" not in (await ask_progress(town, "", Network.ZALO)).text
    town._renderer._links = Links("https://sohoi.example.vn", "a key of sixteen letters")
    town._renderer._abilities = {"zalo": replace(ZALO, photo_by_address=True)}
    text = (await ask_progress(town, "", Network.ZALO)).text
    assert pictures in text
    assert len(text) <= 900


async def test_members_added_are_no_members_in_all(town: Town) -> None:
    await appoint(town, Role.COMMUNE)
    with town.database.write() as tx:
        said = {"1.5a": {"joined": 3.0, "left": 1.0}}
        where = town.units.id_of(PONG.key)
        reports.send(tx, where, "2025-09", said, sent_at=seconds(town.now))
    for words in ("na pong", "1.5a", "na pong 1.5a", "na pong 9/2025", "9/2025"):
        assert "Hội viên: +2" in without_marks((await ask_progress(town, words)).text), words


async def test_a_branch_s_chart_is_said_in_words(town: Town) -> None:
    await appoint(town, Role.LEADER)
    send_report(town, PONG, "2025-09", p=1)
    text = without_marks((await ask_progress(town, "bieu do")).text)
    assert text.startswith("Phần này chưa vẽ thành hình được")
    assert "Hộ thoát nghèo: 1" in text
    assert (await ask_progress(town, "1.2a bieu do")).photo is not None


async def test_a_branch_is_told_of_its_own_report_without_counting_itself(town: Town) -> None:
    await appoint(town, Role.LEADER)
    assert "Báo cáo tháng 10/2025 chưa gửi" in (await ask_progress(town, "thieu")).text
    send_report(town, PONG, "2025-09", day=18, p=1)
    send_report(town, PONG, "2025-08", day=28, p=1)
    for month, expected in (
        ("9/2025", "Đã gửi đúng hạn (thứ Sáu 19/9)."),
        ("8/2025", "Đã gửi, sau hạn thứ Tư 20/8."),
        ("7/2025", "Chưa gửi, hạn thứ Sáu 18/7."),
    ):
        text = (await ask_progress(town, month)).text
        assert expected in text
        assert "chi hội đã gửi" not in text


# --- what the card says ------------------------------------------------------------------------


async def test_the_card_counts_what_came_in_the_last_seven_days(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    send_report(town, PONG, "2025-09", p=4)
    send_report(town, PONG, "2025-10", day=6, p=1)
    send_report(town, PONG, "2025-10", day=7, p=2)
    send_report(town, MUC, "2025-10", day=12, p=5)
    send_report(town, MUC, "2025-10", day=13, p=3)
    text = (await ask_progress(town, "")).text
    assert "7 ngày qua: thêm 1 báo cáo; 1.2a +4." in text
    with town.database.write() as tx:
        from storage.totals import delta_log

        while delta_log.compact(tx):
            pass
    assert (await ask_progress(town, "")).text == text


async def test_a_leader_sees_her_branch_beside_an_average_of_three_or_more(town: Town) -> None:
    await appoint(town, Role.LEADER)
    send_report(town, PONG, "2025-09", p=6)
    send_report(town, MUC, "2025-09", p=0)
    assert "(" not in without_marks((await ask_progress(town, "")).text).partition("Báo cáo")[0]
    [more] = add_branches(town, 1)
    send_report(town, more, "2025-09", p=3)
    text = (await ask_progress(town, "")).text
    assert "Hộ thoát nghèo: 6 (3)" in text
    assert "(Trong ngoặc là trung bình một chi hội trong xã.)" in text
    assert "Trung bình một chi hội trong xã: 3" in (await ask_progress(town, "1.2a")).text


async def test_nothing_owed_is_said_and_is_no_percentage(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    card = without_marks((await ask_progress(town, "01321")).text)
    assert "Báo cáo tháng 10/2025: — (chưa có chi hội nào phải gửi)." in card
    assert "0%" not in card
    missing = (await ask_progress(town, "01321 thieu")).text
    assert "Báo cáo riêng của Xã Bảo Lạc: chưa gửi" in missing
    assert "0/0" not in missing


async def test_a_branch_made_after_the_due_day_does_not_owe(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    late = Unit(
        UnitKey(datetime(2025, 9, 25, tzinfo=VIETNAM).date(), "CH-01290-09"),
        Level.BRANCH,
        "Chi hội Mới",
        "Mới",
    )
    with town.database.write() as tx:
        units.save(tx, TREE.with_more([late], [Parent(late.key, LAM.key, late.key.valid_from)]))
        town.units = units.load(tx)
    town.reference = Reference.of(town.reference.plan, town.reference.calendar, town.units)
    for words in ("9/2025", "bao lam 9/2025"):
        assert "0/2 chi hội đã gửi (0%), 0 đúng hạn" in (await ask_progress(town, words)).text
    assert "0/3 chi hội" in (await ask_progress(town, "thieu")).text
    send_report(town, PONG, "2025-09", day=19, p=1)
    send_report(town, MUC, "2025-09", day=20, p=1)
    for words in ("9/2025", "bao lam 9/2025"):
        assert "2/2 chi hội đã gửi (100%), 1 đúng hạn" in (await ask_progress(town, words)).text


async def test_a_correction_does_not_make_a_report_late(town: Town) -> None:
    await appoint(town, Role.PROVINCE)
    send_report(town, PONG, "2025-09", day=18, p=1)
    send_report(town, PONG, "2025-09", day=28, p=2)
    text = without_marks((await ask_progress(town, "9/2025")).text)
    assert "1/2 chi hội đã gửi (50%), 1 đúng hạn" in text
    assert "Hộ thoát nghèo: 2" in text


@pytest.mark.parametrize("network", [TELEGRAM, Network.ZALO])
async def test_no_page_is_longer_than_a_phone_screen(town: Town, network: Network) -> None:
    dice = Random(3)  # noqa: S311 - no secret
    branches = [PONG, MUC, *add_branches(town, 30)]
    form = town.reference.plan
    with town.database.write() as tx:
        for period in form.periods[:9]:
            for branch in branches[:25]:
                said = {
                    i.code: {name: float(dice.randint(0, 900)) for name in i.field_names}
                    for i in form.form(Level.BRANCH, period)
                }
                where = town.units.id_of(branch.key)
                reports.send(tx, where, str(period), said, sent_at=seconds(town.now))
    await town.see("chi", "chào", network)
    town.appoint("chi", Role.PROVINCE, PROVINCE, network=network)
    for unit in (PROVINCE, AREA_LAM, LAM, LAC, PONG):
        for page in (*PAGES, "1.", "1.5", "2.", "3.", "10/2025"):
            words = f"/tiendo {unit.code} {page}"
            [shown] = await town.see("chi", words, network)
            assert len(without_marks(shown.text)) <= 900, words
