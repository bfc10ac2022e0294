"""/xuat: staff get their unit's year as a file, or a link to it; nobody more than her role."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.engine.channel import Network
from bot.engine.links import GOOD_FOR, Links
from bot.engine.message import without_marks
from domain.people.roles import Role
from storage.database import Database
from tests.support.people_stage import AREA_LAC, LAC, LAM, PONG, PROVINCE
from tests.support.town import Town

LINKS = Links("https://sohoi.example.vn", "a key of sixteen letters")


@pytest.fixture
async def town(database: Database) -> Town:
    """An officer of a commune on each network, one of the province, and a branch's leader."""
    made = Town(database)
    posts = {
        "mai": (Role.COMMUNE, LAM, Network.TELEGRAM),
        "lan": (Role.COMMUNE, LAM, Network.ZALO),
        "hanh": (Role.PROVINCE, PROVINCE, Network.TELEGRAM),
        "hoa": (Role.LEADER, PONG, Network.TELEGRAM),
    }
    for chat, (role, unit, network) in posts.items():
        await made.see(chat, "chào", network)
        made.appoint(chat, role, unit, network=network)
    return made


async def test_a_sheet_comes_as_a_file(town: Town) -> None:
    [message] = await town.see("mai", "/xuat excel quý 3", Network.TELEGRAM)
    assert without_marks(message.text) == (
        "Xã Bảo Lâm · Quý 3/2025: bảng số liệu Excel, tính đến 14/9. "
        "Đây mới là DỰ THẢO: tháng 7 mới có 0/2 báo cáo."
    )
    assert message.document is not None
    name, content = message.document
    assert name == "so-lieu-xa-bao-lam-quy-3-2025.xlsx"
    assert "Theo đơn vị" in load_workbook(BytesIO(content)).sheetnames


async def test_the_months_are_asked_and_then_the_kind(town: Town) -> None:
    [asked] = await town.see("mai", "/xuat", Network.TELEGRAM)
    labels = [c.label for row in asked.choices for c in row]
    assert labels == ["Tháng 10/2025", "Quý 3/2025", "9 tháng đầu năm 2025", "Thôi"]
    [asked] = await town.see("mai", "9 tháng đầu năm 2025", Network.TELEGRAM)
    labels = [c.label for row in asked.choices for c in row]
    assert labels == ["Word", "Excel", "Báo cáo gốc (Excel)", "Thôi"]
    [message] = await town.see("mai", "word", Network.TELEGRAM)
    assert message.document is not None
    assert message.document[0] == "bao-cao-xa-bao-lam-9-thang-2025.docx"


async def test_it_can_be_typed_without_buttons(town: Town) -> None:
    asked = await town.read("lan", "xuất quý 3")
    assert (
        asked == "Chị cần báo cáo Word, bảng số liệu Excel hay từng báo cáo gốc?\n"
        "1. Word\n2. Excel\n3. Báo cáo gốc (Excel)\nChị gõ số, hoặc HỦY để thôi."
    )
    answered = await town.read("lan", "2")
    assert answered.startswith("Xã Bảo Lâm · Quý 3/2025: bảng số liệu Excel, tính đến 14/9.")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("quý 3 word", "bao-cao-xa-bao-lam-quy-3-2025.docx"),
        ("word thang 9", "bao-cao-xa-bao-lam-thang-9-2025.docx"),
        ("excel tháng trước", "so-lieu-xa-bao-lam-thang-9-2025.xlsx"),
        ("6 thang word", "bao-cao-xa-bao-lam-6-thang-2025.docx"),
        ("bao cao word nam", "bao-cao-xa-bao-lam-nam-2025.docx"),
        ("excel từ đầu năm", "so-lieu-xa-bao-lam-10-thang-2025.xlsx"),
        ("báo cáo gốc quý 3", "bao-cao-goc-xa-bao-lam-quy-3-2025.xlsx"),
    ],
)
async def test_months_in_her_own_words(town: Town, words: str, name: str) -> None:
    [message] = await town.see("mai", f"/xuat {words}", Network.TELEGRAM)
    assert message.document is not None
    assert message.document[0] == name


@pytest.mark.parametrize("words", ["quý 4 năm 2024 word", "word tháng 12", "năm trước excel"])
async def test_months_there_are_no_figures_of(town: Town, words: str) -> None:
    said = await town.read("mai", f"/xuat {words}", Network.TELEGRAM)
    assert said.startswith("Em chỉ có số liệu từ tháng 1/2025 đến tháng 10/2025")


async def test_a_command_instead_of_a_choice_is_what_she_wants_now(town: Town) -> None:
    await town.see("mai", "/xuat", Network.TELEGRAM)
    [message] = await town.see("mai", "/xuat excel quý 3", Network.TELEGRAM)
    assert message.document is not None
    assert "Chị cần báo cáo tháng nào" not in message.text
    await town.see("mai", "/xuat", Network.TELEGRAM)
    card = await town.read("mai", "/tiendo", Network.TELEGRAM)
    assert "Chị cần báo cáo tháng nào" not in card
    [later] = await town.see("mai", "2", Network.TELEGRAM)
    assert later.document is None, "the list is closed, a number picks nothing of it"


async def test_a_choice_over_a_form_given_up_for_a_command_leads_back_to_the_form(
    town: Town,
) -> None:
    town.appoint("mai", Role.LEADER, PONG, network=Network.TELEGRAM)
    await town.see("mai", "/baocao", Network.TELEGRAM)
    await town.see("mai", "2", Network.TELEGRAM)
    await town.see("mai", "/xuat", Network.TELEGRAM)
    again = await town.read("mai", "/lich", Network.TELEGRAM)
    assert "Chị cần báo cáo tháng nào" not in again
    assert "Mình làm tiếp báo cáo" in again


@pytest.mark.parametrize("words", ["[Thôi]", "thôi", "huỷ"])
async def test_the_way_out_of_a_choice(town: Town, words: str) -> None:
    [asked] = await town.see("mai", "/xuat", Network.TELEGRAM)
    [leave] = asked.choices[-1]
    said = leave.value if words == "[Thôi]" else words
    assert "để lúc khác" in await town.read("mai", said, Network.TELEGRAM)


async def test_where_nothing_can_be_uploaded_a_link_says_until_when(town: Town) -> None:
    town._renderer._links = LINKS
    [message] = await town.see("lan", "xuất word quý 3")
    assert message.document is None
    words, _, address = message.text.rpartition(": ")
    assert "đường dẫn dùng được đến 08:00 thứ Năm 16/10" in words
    ticket = LINKS.read(address.rpartition("/")[2], town.now)
    assert ticket is not None
    assert ticket.until == town.now + GOOD_FOR
    behind = await town._renderer.render_link(ticket)
    assert behind is not None
    assert behind.document is not None
    assert behind.document[0].endswith(".docx")


async def test_without_a_public_address_she_is_told_where_to_get_it(town: Town) -> None:
    assert "chưa gửi được tệp" in await town.read("lan", "xuất word quý 3")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("bảo lạc word", "Xã Bảo Lạc"),
        ("word 01321", "Xã Bảo Lạc"),
        (f"excel {AREA_LAC.code}", AREA_LAC.name),
        ("excel nà pồng", PONG.name),
        ("word", PROVINCE.name),
    ],
)
async def test_a_unit_below_by_name(town: Town, words: str, named: str) -> None:
    [message] = await town.see("hanh", f"/xuat {words} quý 3", Network.TELEGRAM)
    assert without_marks(message.text).startswith(f"{named} · Quý 3/2025: ")
    assert message.document is not None


async def test_nobody_gets_more_than_her_role_allows(town: Town) -> None:
    for who, words in {"mai": LAC.code, "hoa": "", "stranger": ""}.items():
        [message] = await town.see(who, f"/xuat {words} word quý 3", Network.TELEGRAM)
        assert message.document is None


async def test_a_unit_nobody_knows(town: Town) -> None:
    assert "không tìm thấy" in await town.read("mai", "/xuat đâu đó", Network.TELEGRAM)


async def test_who_stands_in_two_units_is_asked_which(town: Town) -> None:
    town.appoint("mai", Role.COMMUNE, LAC, network=Network.TELEGRAM)
    [asked] = await town.see("mai", "/xuat excel quý 3", Network.TELEGRAM)
    labels = [c.label for row in asked.choices for c in row]
    assert labels == ["Xã Bảo Lâm", "Xã Bảo Lạc", "Thôi"]
    [message] = await town.see("mai", "Xã Bảo Lạc", Network.TELEGRAM)
    assert message.document is not None
    assert message.document[0].startswith("so-lieu-xa-bao-lac")


async def test_the_card_offers_it_to_staff(town: Town) -> None:
    [card] = await town.see("mai", "/tiendo", Network.TELEGRAM)
    values = {c.label: c.value for row in card.choices for c in row}
    assert values["Xuất Word"] == "/xuat docx 01290"
    await town.see("mai", values["Xuất Excel"], Network.TELEGRAM)
    [message] = await town.see("mai", "2", Network.TELEGRAM)
    assert message.document is not None
    [card] = await town.see("hoa", "/tiendo", Network.TELEGRAM)
    assert not any(c.value.startswith("/xuat") for row in card.choices for c in row)


async def test_in_a_group_it_is_for_a_private_chat(town: Town) -> None:
    said = await town.read("area", "/xuat word", Network.TELEGRAM, group=True, sender="mai")
    assert "trò chuyện riêng" in said


async def test_a_broken_template_is_told_kindly_and_logged_in_one_line(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "bao-cao.docx"
    broken.write_bytes(b"no document")
    town.reference = replace(town.reference, template=broken)
    said = await town.read("mai", "/xuat word quý 3", Network.TELEGRAM)
    assert said.startswith("Mẫu báo cáo đang có lỗi")
    [record] = [r for r in caplog.records if "template" in r.getMessage()]
    assert "Mend it in Word" in record.getMessage()
    assert record.exc_info is None
