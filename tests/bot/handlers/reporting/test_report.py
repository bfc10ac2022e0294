"""/baocao and its kin through the product's own dialogue, on a small Cao Bằng: what phones read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine.channel import Address, Content, Inbound, Network, Pressed, Shown
from domain.org.tree import Unit
from domain.people.roles import Role
from storage import migrate, people, vault
from storage.database import Database
from storage.moments import seconds
from storage.vault import Key, Vault
from tests.support.people_stage import LAM, MUC, PONG
from tests.support.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    vault.use(database, Vault([Key.new()]))
    migrate.prepare(database)
    yield Town(database)
    database.close()


async def _appoint_leader(town: Town, *units: Unit, chat: str = "lan") -> None:
    await town.read(chat, "chào")
    town.appoint(chat, Role.LEADER, *(units or (PONG,)))


async def _send_september(town: Town, chat: str = "lan") -> None:
    """September is owed first: answer it, so that October comes."""
    await town.read(chat, "báo cáo")
    await town.read(chat, "KHÔNG")
    assert "BC-2509-0001" in await town.read(chat, "ok")


async def test_the_older_of_two_months_owed_comes_first(town: Town) -> None:
    await _appoint_leader(town)
    assert "tháng 9/2025" in await town.read("lan", "bao cao")
    await town.read("lan", "không")
    await town.read("lan", "ok")
    assert "tháng 10/2025" in await town.read("lan", "bao cao")


async def test_a_form_goes_on_after_a_question_of_another_unit(town: Town) -> None:
    await _appoint_leader(town, PONG, MUC)
    await town.read("lan", "báo cáo")
    assert "Chi hội Nà Pồng" in await town.read("lan", "1")
    assert "đơn vị nào" in await town.read("lan", "tiến độ")
    card = await town.read("lan", "2")
    assert card.startswith("Chi hội Khuổi Mực")
    assert "Mình làm tiếp nhé." in card
    assert "Báo cáo tháng 9/2025 (15/8–14/9) · Chi hội Nà Pồng" in card
    await town.read("lan", "KHÔNG")
    assert "BC-2509-0001" in await town.read("lan", "ok")


async def test_a_word_of_courtesy_is_no_riddle(town: Town) -> None:
    await _appoint_leader(town)
    assert (await town.read("lan", "cảm ơn em nhé")).startswith("Dạ, không có gì ạ.")


@pytest.mark.parametrize("words", ["ok em", "OK"])
async def test_an_ok_that_sends_nothing_says_why(town: Town, words: str) -> None:
    await _appoint_leader(town)
    said = await town.read("lan", words)
    assert said.startswith("Dạ, không có báo cáo nào đang chờ OK nên em chưa gửi gì.")
    assert said.endswith("gõ BÁO CÁO.")


@pytest.mark.parametrize("words", ["chào em", "Xin chào!", "alo", "em ơi"])
async def test_a_greeting_is_no_riddle(town: Town, words: str) -> None:
    await _appoint_leader(town)
    assert (await town.read("lan", words)).startswith(
        "Chào chị! Chị còn báo cáo tháng 10/2025, hạn thứ Hai 20/10: gõ BÁO CÁO"
    )


async def test_a_month_is_named_in_words(town: Town) -> None:
    await _appoint_leader(town)
    assert "tháng 10/2025" in await town.read("lan", "báo cáo tháng 10"), "though 9 is owed too"
    assert "tháng 9/2025" in await town.read("lan", "bao cao thang 9")
    await town.read("lan", "không")
    await town.read("lan", "ok")
    assert "BC-2509-0001" in await town.read("lan", "báo cáo tháng 9/2025")
    assert "Sửa báo cáo tháng 9/2025" in await town.read("lan", "sua thang 9")


async def test_danger_told_in_free_words_is_met_with_help(town: Town) -> None:
    await _appoint_leader(town)
    answer = await town.read("lan", "chồng em đánh em")
    assert "nguy hiểm" in answer
    assert "chưa hiểu" not in answer


async def test_words_of_the_form_go_with_a_slash_too(town: Town) -> None:
    await _appoint_leader(town)
    assert "Em chưa hiểu ý chị" in await town.read("lan", "/blah")
    await _send_september(town)
    await town.read("lan", "báo cáo")
    assert "8 câu hỏi" in await town.read("lan", "/blah")
    assert "Em giữ báo cáo" in await town.read("lan", "/desau")
    await town.read("lan", "báo cáo")
    assert "bỏ báo cáo" in await town.read("lan", "/huy")


async def test_two_branches_are_asked_which(town: Town) -> None:
    await _appoint_leader(town, PONG, MUC)
    asked = await town.read("lan", "báo cáo")
    assert "Nà Pồng" in asked
    assert "Khuổi Mực" in asked
    assert "Chi hội Khuổi Mực" in await town.read("lan", "2")


async def test_a_report_said_in_passing_opens_its_form_filled_in(town: Town) -> None:
    await _appoint_leader(town)
    await _send_september(town)
    opened = await town.read("lan", "thoát nghèo 3 hộ, 5 không 3 sạch 2")
    assert "Câu 2 em ghi: 3" in opened
    assert "1. Buổi sinh hoạt" in opened
    assert "2. Hộ thoát nghèo (" not in opened
    summary = await town.read("lan", "1 0 2/0 rồi 0 không")
    assert "2. Hộ thoát nghèo: 3" in summary
    assert 'sạch": 2' in summary


async def test_a_form_goes_on_after_a_digression_and_days_later(town: Town) -> None:
    await _appoint_leader(town)
    await _send_september(town)
    await town.read("lan", "bao cao")
    await town.read("lan", "để sau")
    town.later(days=3)
    assert "1. Buổi sinh hoạt" in await town.read("lan", "bao cao")
    await town.read("lan", "1: 2")
    digression = await town.read("lan", "TIEN DO")
    assert "Chi hội Nà Pồng" in digression
    assert "Mình làm tiếp" in digression


async def test_a_sent_report_is_corrected_old_to_new(town: Town) -> None:
    await _appoint_leader(town)
    await _send_september(town)
    await town.read("lan", "sửa")
    receipt = await town.read("lan", "2: 1 ok")
    assert "câu 2: 0 → 1" in receipt


async def test_an_officer_enters_a_report_for_a_branch(town: Town) -> None:
    await town.read("mai", "chào")
    town.appoint("mai", Role.COMMUNE, LAM)
    listed = await town.read("mai", "nhập hộ")
    assert "Nà Pồng" in listed
    form = await town.read("mai", "1")
    assert "Nà Pồng" in form
    assert "NHẬP HỘ và tên chi hội" in await town.read("mai", "huỷ") + await town.read("mai", "có")
    await town.read("mai", "nhập hộ nà pồng")
    await town.read("mai", "không")
    receipt = await town.read("mai", "ok")
    assert "BC-" in receipt
    assert "Cần sửa, chị gõ /sua Nà Pồng." in receipt
    opened = await town.read("mai", "/sua Nà Pồng")
    assert "Sửa báo cáo" in opened
    assert "Chi hội Nà Pồng" in opened
    assert "Báo cáo đã gửi trước vẫn giữ nguyên" in (
        await town.read("mai", "huỷ") + await town.read("mai", "có")
    )


async def test_an_officer_s_button_corrects_the_branch_s_report_not_her_own(town: Town) -> None:
    await town.read("mai", "chào", Network.TELEGRAM)
    town.appoint("mai", Role.COMMUNE, LAM, network=Network.TELEGRAM)
    await town.read("mai", "/nhapho na pong", Network.TELEGRAM)
    await town.read("mai", "tất cả không", Network.TELEGRAM)
    await town.read("mai", "không", Network.TELEGRAM)
    [receipt] = await town.see("mai", "ok", Network.TELEGRAM)
    correct = receipt.choices[0][0]
    opened = await town.read("mai", Pressed(None, correct.value, "c"), Network.TELEGRAM)
    assert "Chi hội Nà Pồng" in opened


async def test_an_officer_names_the_branch(town: Town) -> None:
    await town.read("mai", "chào")
    town.appoint("mai", Role.COMMUNE, LAM)
    assert "nhập hộ Chi hội Khuổi Mực" in await town.read("mai", "nhap ho khuoi muc")


async def test_a_branch_that_is_not_hers_or_has_sent_is_told_as_it_is(town: Town) -> None:
    await town.read("mai", "chào")
    town.appoint("mai", Role.COMMUNE, LAM)
    assert "không tìm thấy chi hội" in await town.read("mai", "nhap ho pac bo")
    await _appoint_leader(town)
    await _send_september(town)
    await town.read("lan", "báo cáo")
    await town.read("lan", "KHÔNG")
    await town.read("lan", "ok")
    assert "Nà Pồng đã gửi đủ" in await town.read("mai", "nhap ho na pong")


async def test_what_is_said_in_passing_after_sending_says_how_to_correct(town: Town) -> None:
    await _appoint_leader(town)
    await _send_september(town)
    await town.read("lan", "bao cao")
    await town.read("lan", "không")
    await town.read("lan", "ok")
    assert "BC-2510-0001" in await town.read("lan", "thoát nghèo 3 hộ")


async def test_whoever_lost_her_post_sends_nothing(town: Town) -> None:
    await _appoint_leader(town)
    await town.read("lan", "bao cao")
    await town.read("lan", "không")
    who = town.find("lan").person_id
    assert who is not None
    with town.database.write() as tx:
        people.end_posts(tx, who, seconds(town.now))
    assert "BC-" not in await town.read("lan", "ok")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "   ",
        "x" * 100_000,
        "😀" * 500,
        "<b>mười</b> *hai* _ba_ `bốn`",
        "\u202eoàhc\u202c",
        "mươ\u0300i hai",
        "\x00\x01",
        "/khongco",
        "/",
        "/baocao 999999",
        "/tiendo " + "x" * 500,
        Shown("photo", "hai buổi"),
        Shown("sticker"),
        Shown("voice"),
        Shown("contact"),
        Shown("other"),
        Pressed(99, "x", "c"),
        Pressed(-1, "", "c"),
        Pressed(None, "/tiendo", "c"),
    ],
    ids=str,
)
@pytest.mark.parametrize("open_form", [False, True], ids=["outside", "in a form"])
@pytest.mark.parametrize("network", list(Network))
async def test_bad_input_gets_a_next_step_and_never_apology(
    town: Town, content: str | Content, open_form: bool, network: Network
) -> None:
    await town.read("lan", "chào", network)
    who = town.find("lan", network.value).person_id
    assert who is not None
    with town.database.write() as tx:
        people.give_post(tx, who, town.post(Role.LEADER, PONG), seconds(town.now))
    if open_form:
        await town.read("lan", "/baocao", network)
    answer = await town.read("lan", content, network)
    assert answer or any(town.alerts)
    assert "Em xin lỗi" not in answer
    with town.database.read() as tx:
        assert not tx.exec_driver_sql("SELECT reason FROM set_aside").all()


async def test_an_edited_word_outside_a_form_says_how_to_correct(town: Town) -> None:
    await _appoint_leader(town)
    assert await town.read("lan", "12", edited=True)


async def test_an_album_is_answered_once(town: Town) -> None:
    await _appoint_leader(town)
    photos = [
        Inbound(
            Address(Network.ZALO, "1", "lan"), f"p{n}", "lan", town.now, Shown("photo"), album="a"
        )
        for n in range(3)
    ]
    taken = town._inbox.take(town.database, photos, [], town.now)
    assert len(taken.queued_messages) == 1


# --- a text too long for its network -----------------------------------------------------------


async def test_the_pieces_of_a_long_text_are_answered_once(town: Town) -> None:
    await _appoint_leader(town)
    shown = [await town.see("lan", "kể lể " * 680) for _ in range(25)]
    shown.append(await town.see("lan", "hết chuyện"))
    assert [len(messages) for messages in shown] == [1] + 25 * [0]
    assert "Em chưa hiểu" in await town.read("lan", "hết chuyện"), "no piece of it any more"


async def test_the_same_long_text_said_again_later_is_answered_again(town: Town) -> None:
    await _appoint_leader(town)
    await town.read("lan", "kể lể " * 680)
    town.now += timedelta(minutes=1)
    assert "Em chưa hiểu" in await town.read("lan", "kể lể " * 680)


async def test_buttons_shown_to_the_first_piece_are_still_good(town: Town) -> None:
    await town.read("hoa", "chào", Network.TELEGRAM)
    town.appoint("hoa", Role.LEADER, PONG, network=Network.TELEGRAM)
    await town.read("hoa", "báo cáo", Network.TELEGRAM)
    await town.read("hoa", "kể lể " * 680, Network.TELEGRAM)
    assert await town.see("hoa", "kể lể " * 680, Network.TELEGRAM) == []
    pressed = await town.read("hoa", Pressed(3, "1", "c"), Network.TELEGRAM)
    assert town.alerts == [""]
    assert "2/" in pressed


# --- as people tell it -------------------------------------------------------------------------


async def _open_october(town: Town) -> None:
    await _appoint_leader(town)
    await _send_september(town)
    await town.read("lan", "báo cáo")


async def test_answers_that_name_their_questions_are_theirs_whatever_the_order(town: Town) -> None:
    await _open_october(town)
    left = await town.read("lan", "thang nay hop dc 2 buoi, co 1 ho thoat ngheo a, hv moi 2 ng")
    assert "1. Buổi" not in left
    assert "3. Hộ thoát cận nghèo" in left, "the new members are no households"
    assert "5. Hội viên" not in left
    left = await town.read("lan", "0 phat trien dang")
    assert "3. Hộ thoát cận nghèo" in left
    assert "7. Người" not in left


async def test_the_rest_is_nothing(town: Town) -> None:
    await _open_october(town)
    await town.read("lan", "thang nay hop dc 2 buoi, co 1 ho thoat ngheo a")
    await town.read("lan", "tien boi duong chua nhan dc")
    review = await town.read("lan", "con lai ko co gi")
    assert "1. Buổi sinh hoạt: 2" in review
    assert "2. Hộ thoát nghèo: 1" in review
    assert "6. Tiền bồi dưỡng: chưa nhận" in review
    assert "7. Giới thiệu phát triển Đảng: 0" in review
    assert "BC-2510" in await town.read("lan", "ok")


@pytest.mark.parametrize("words", ["co, co mot chi bi chong danh", "chồng em đánh em"])
async def test_danger_told_in_a_report_comes_first_and_the_report_waits(
    town: Town, words: str
) -> None:
    await _open_october(town)
    await town.read("lan", "2 buổi sinh hoạt, 1 hộ thoát nghèo")
    answer = await town.read("lan", words)
    assert "1 Đang nguy hiểm" in answer
    await town.read("lan", "0")
    again = await town.read("lan", "báo cáo")
    assert "Hộ thoát cận nghèo" in again
    assert "Hộ thoát nghèo" not in again, "what was answered is kept"


async def test_what_was_done_against_violence_is_no_danger(town: Town) -> None:
    await _open_october(town)
    answer = await town.read("lan", "1 buổi sinh hoạt về phòng chống bạo lực gia đình")
    assert "Đang nguy hiểm" not in answer


@pytest.mark.parametrize("words", ["làm tiếp", "Tiep tuc"])
async def test_a_report_set_aside_is_taken_up_in_her_words(town: Town, words: str) -> None:
    await _open_october(town)
    await town.read("lan", "2 buổi sinh hoạt")
    await town.read("lan", "để sau")
    assert "Hộ thoát nghèo" in await town.read("lan", words)


@pytest.mark.parametrize("words", ["2: 5", "sửa 2: 5", "câu 2: 5"])
async def test_a_line_corrected_after_sending_says_how(town: Town, words: str) -> None:
    await _open_october(town)
    await town.read("lan", "không")
    await town.read("lan", "ok")
    assert "Cần sửa, chị gõ SỬA" in await town.read("lan", words)
