"""Leaving, words outside a talk, KHẨN and danger in words, as they go through the whole product."""

from pathlib import Path

import pytest

from bot.engine.channel import Network
from storage import migrate, vault
from storage.cases import cases
from storage.database import Database
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage

NUMBERS = "**113**"
HARMLESS = "Chị gõ BÁO CÁO để báo cáo"
OFFER = "Gửi tin này vào việc **VV-25-0001 (14/10)**, vẫn việc đó ạ?"
TO_OFFICER = "Có tin nhắn mới"


@pytest.fixture
async def stage(tmp_path: Path) -> "CaseStage":
    opened = Database(f"sqlite:///{tmp_path}/stage.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    made = CaseStage(opened, "2025-10-14T22:20")
    await made.join("lan", "zalo", "leader", "Chi hội Nà Pồng")
    await made.join("mai", "telegram", "commune", "Xã Bảo Lâm")
    await made.join("hanh", "telegram", "province", "Tỉnh Cao Bằng")
    return made


async def say(stage: CaseStage, who: str, *lines: str) -> list[tuple[str, str]]:
    """What the last of these lines leads to."""
    shown: list[tuple[str, str]] = []
    for line in lines:
        shown = await stage.does(who, line)
    return shown


async def read(stage: CaseStage, who: str, *lines: str) -> str:
    """What whoever says it reads at the last of these lines."""
    return "\n".join(text for whose, text in await say(stage, who, *lines) if whose == who)


def count_cases(stage: CaseStage) -> int:
    with stage.database.read() as tx:
        return len([n for n in range(1, 9) if cases.find(tx, f"VV-25-000{n}")])


DANGER = ("vụ việc", "1", "1", "1")


# --- leaving ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [(), ("vụ việc",), (*DANGER,), (*DANGER, "0", "tin 1"), (*DANGER, "0", "việc 1"),
     (*DANGER, "0", "chị ấy ổn rồi ạ"), ("báo cáo",), ("báo cáo", "1"), ("tiến độ",)],
)  # fmt: skip
@pytest.mark.parametrize("word", ["thoát", "THOAT"])
async def test_leave_leaves_everywhere_and_goes_to_nobody(
    stage: CaseStage, where: tuple[str, ...], word: str
) -> None:
    await say(stage, "lan", *where)
    shown = await say(stage, "lan", word)
    assert [who for who, _ in shown] == ["lan"]
    assert HARMLESS in shown[0][1]


async def test_a_form_that_was_left_is_taken_up_again(stage: CaseStage) -> None:
    await say(stage, "lan", "báo cáo", "thoát")
    assert "làm tiếp" in await read(stage, "lan", "báo cáo")


@pytest.mark.parametrize("minutes", [1, 29])
async def test_nought_leaves_for_half_an_hour_after_a_case(stage: CaseStage, minutes: int) -> None:
    await say(stage, "lan", *DANGER, "thoát", "cảm ơn em")
    await stage.passes(f"{minutes} phút")
    assert HARMLESS in await read(stage, "lan", "0")


async def test_nought_is_a_number_in_a_form_and_long_after_a_case(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát", "cảm ơn em")
    await stage.passes("31 phút")
    assert "chưa hiểu" in await read(stage, "lan", "0")  # nor is it offered to anybody
    assert HARMLESS not in await read(stage, "lan", "báo cáo", "0")
    assert "làm tiếp" in await read(stage, "lan", "thoát", "báo cáo")


# --- words go to the officer after TIN or a tap -------------------------------------------------


async def test_words_are_offered_and_go_only_after_the_tap(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát")
    await stage.passes("3 ngày")
    shown = await say(stage, "lan", "mày nhắn tin với ai đấy")
    assert [(who, OFFER in text) for who, text in shown] == [("lan", True)]
    shown = await say(stage, "lan", "3")
    assert [who for who, _ in shown] == ["lan"]
    shown = await say(stage, "lan", "chị ấy về nhà mẹ đẻ rồi", "bế cả cháu", "1")
    assert any(who == "hanh" and TO_OFFICER in text for who, text in shown)
    assert "về nhà mẹ đẻ rồi\nbế cả cháu" in await read(stage, "hanh", "/xem 1")


async def test_words_that_wait_are_dropped_after_ten_minutes(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát", "chị ấy về rồi")
    await stage.passes("11 phút")
    shown = await say(stage, "lan", "1")
    assert not any(TO_OFFICER in text for _, text in shown)


async def test_of_several_cases_she_says_which(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát", "vụ việc", "1", "2", "1", "1", "thoát")
    offered = await read(stage, "lan", "chị ấy ổn rồi")
    numbered = "1 VV-25-0001 (14/10)\n2 VV-25-0002 (14/10)\n3 Người khác\n4 Không gửi"
    assert numbered in offered
    await say(stage, "lan", "2")
    assert "chị ấy ổn rồi" in await read(stage, "hanh", "/xem 2")
    assert "chị ấy ổn rồi" not in await read(stage, "hanh", "/xem 1")


async def test_danger_in_them_gets_the_numbers_before_the_tap(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát")
    said = await read(stage, "lan", "nó lại đánh chị ấy rồi")
    assert said.index(NUMBERS) < said.index(OFFER)
    assert "1 Có, đang nguy hiểm" in said
    assert "1 Đang nguy hiểm" in await read(stage, "lan", "3")  # somebody else: another report


async def test_a_second_danger_calls_the_officers_again_and_says_that_nobody_has_taken_it(
    stage: CaseStage,
) -> None:
    await say(stage, "lan", *DANGER, "thoát")
    await stage.passes("3 ngày")
    shown = await say(stage, "lan", "nó lại đánh chị ấy rồi", "1")
    assert {who for who, text in shown if "vừa có tin gọi lại" in text} == {"mai", "hanh"}
    assert "Chưa ai nhận việc" in dict(shown)["lan"]
    await say(stage, "hanh", "/nhanviec 1")
    assert "gọi lại các cán bộ" in await read(stage, "lan", "nó lại đánh chị ấy rồi", "1")


async def test_a_second_danger_makes_a_calm_case_one_of_danger(stage: CaseStage) -> None:
    answers = ("2", "2", "2", "1", "5", "6", "1", "1", "1", "không", "1")
    await say(stage, "lan", "vụ việc", *answers, "thoát")
    shown = await say(stage, "lan", "nó đánh chị ấy rồi", "1")
    assert any(who == "hanh" and "việc gấp" in text for who, text in shown)


@pytest.mark.parametrize("word", ["?", "alo", "ok", "e", "...", "12", "chị ơi"])
async def test_fragments_are_offered_to_nobody(stage: CaseStage, word: str) -> None:
    await say(stage, "lan", *DANGER, "thoát")
    assert OFFER not in await read(stage, "lan", word)


async def test_who_waits_in_danger_reads_the_numbers_only_on_a_safe_phone(
    stage: CaseStage,
) -> None:
    await say(stage, "lan", "vụ việc", "1", "1", "thoát")
    assert NUMBERS not in await read(stage, "lan", "chị ấy mệt lắm rồi")
    await say(stage, "lan", "3", "vụ việc", "1", "1", "1", "1", "thoát")
    assert NUMBERS in await read(stage, "lan", "gọi ai bây giờ")


async def test_a_voice_message_gets_the_numbers_and_is_told_to_the_officer(
    stage: CaseStage,
) -> None:
    await say(stage, "lan", *DANGER, "thoát")
    shown = await say(stage, "lan", "<voice>")
    assert any(who == "lan" and NUMBERS in text for who, text in shown)
    assert any(who == "hanh" and "không phải chữ" in text for who, text in shown)


async def test_a_talk_ends_after_ten_minutes_without_a_word(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát", "tin 1")
    shown = await say(stage, "lan", "chị ấy đang ở nhà em")
    assert any(TO_OFFICER in text for _, text in shown)
    await stage.passes("11 phút")
    shown = await say(stage, "lan", "mày nhắn với ai")
    assert not any(TO_OFFICER in text for _, text in shown)


# --- KHẨN ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["khẩn", "KHAN CAP", "khẩn 1"])
async def test_the_reporter_s_word_raises_her_case(stage: CaseStage, word: str) -> None:
    answers = ("2", "2", "2", "1", "5", "6", "1", "1", "1", "không", "1")
    await say(stage, "lan", "vụ việc", *answers)
    shown = await say(stage, "lan", word)
    assert any(who == "hanh" and "việc gấp" in text for who, text in shown)
    assert any(who == "lan" and NUMBERS in text for who, text in shown)


async def test_in_danger_it_calls_the_officers_again(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát")
    shown = await say(stage, "lan", "khẩn")
    assert {who for who, text in shown if "vừa có tin gọi lại" in text} == {"mai", "hanh"}


async def test_without_a_case_it_is_a_cry_for_help(stage: CaseStage) -> None:
    said = await read(stage, "lan", "khẩn cấp")
    assert said.index(NUMBERS) < said.index("1 Đang nguy hiểm")


# --- danger in words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "before"),
    [("lan", ()), ("lan", ("báo cáo",)), ("hanh", ("/viec 1",)), ("hanh", ())],
)
async def test_danger_in_words_gets_the_numbers_in_the_first_reply(
    stage: CaseStage, who: str, before: tuple[str, ...]
) -> None:
    if before == ("/viec 1",):
        await say(stage, "lan", *DANGER, "thoát")
    await say(stage, who, *before)
    said = await read(stage, who, "hai buổi sinh hoạt, 2, có chị bị chồng đánh gãy tay")
    assert said.index(NUMBERS) < said.index("Em nói trước") < said.index("Đang nguy hiểm")


async def test_one_question_and_the_province_knows(stage: CaseStage) -> None:
    await say(stage, "lan", "cứu em với")
    shown = await say(stage, "lan", "1")
    assert [who for who, text in shown if "việc gấp" in text] == ["hanh"]
    said = next(text for who, text in shown if who == "lan")
    assert NUMBERS in said
    assert "Em đã báo cán bộ tỉnh" in said
    assert "2 Không, có người nhà của họ" in said


async def test_where_nobody_of_the_province_is_there_the_commune_knows_at_once(
    tmp_path: Path,
) -> None:
    opened = Database(f"sqlite:///{tmp_path}/alone.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    stage = CaseStage(opened, "2025-10-14T22:20")
    await stage.join("lan", "zalo", "leader", "Chi hội Nà Pồng")
    await stage.join("mai", "telegram", "commune", "Xã Bảo Lâm")
    shown = await say(stage, "lan", "vụ việc", "1")
    assert any(who == "mai" and "việc gấp" in text for who, text in shown)
    assert "Cán bộ xã đã được báo rồi. Để cán bộ xã giúp tiếp nhé?" in shown[-1][1]
    opened.close()


async def test_a_stranger_is_heard_too(stage: CaseStage) -> None:
    await stage.enter("ai", Network.ZALO, [])
    assert NUMBERS in await read(stage, "ai", "cuu em voi")
    shown = await say(stage, "ai", "1")
    assert [who for who, text in shown if "việc gấp" in text] == ["hanh"]
    assert not [who for who, _ in await stage.passes("30 giờ") if who == "mai"]


async def test_in_a_group_all_hear_the_same_and_nobody_is_marked(stage: CaseStage) -> None:
    said = [
        await stage.does("nhom/lan", words)
        for words in ("vụ việc chị hàng xóm bị chồng đánh", "/xem 1", "nó cầm dao cứu em với")
    ]
    assert {text for shown in said for _, text in shown} == {
        "Ở đây em chỉ nói chuyện chung của nhóm. Việc riêng, chị mở trò chuyện riêng với em. "
        "Khi nguy hiểm gọi ngay 113, 115, 111."
    }
    assert count_cases(stage) == 0


# --- pushes to her ------------------------------------------------------------------------------


@pytest.mark.parametrize(("phone", "plain"), [("", False), ("2", False), ("1", True)])
async def test_what_is_pushed_to_her_says_nothing_unless_her_phone_is_safe(
    stage: CaseStage, phone: str, plain: bool
) -> None:
    await say(stage, "lan", "vụ việc", "1", "1", *([phone] if phone else []), "thoát")
    pushed = [text for who, text in await say(stage, "hanh", "/nhanviec 1") if who == "lan"]
    pushed += [text for who, text in await say(stage, "hanh", "/tin 1 em gọi nhé") if who == "lan"]
    assert pushed
    assert all(("VV-25" in text) is plain for text in pushed)
    if not plain:
        assert set(pushed) == {"Chị có tin mới trong mục em gửi. Chị gõ XEM kèm số."}
    assert ("VV-25-0001" in await read(stage, "lan", "xem")) is plain
    # She who knows the number is answered, but not on a phone that she called unsafe.
    assert ("VV-25-0001" in await read(stage, "lan", "xem 1")) is (phone != "2")


async def test_what_a_late_excluded_officer_saw_is_told(stage: CaseStage) -> None:
    await say(stage, "lan", "vụ việc", "1")
    await stage.passes("3 phút")
    await say(stage, "mai", "/xem 1")
    shown = await say(stage, "lan", "2")
    said = dict(shown)
    assert "được báo lúc 22:23, đã xem lúc 22:23" in said["lan"]
    assert "được báo lúc 22:23, đã xem lúc 22:23" in said["hanh"]
    assert "Bảo Lâm" not in said["hanh"]
    assert "không thấy việc đó" in await read(stage, "mai", "/xem 1")


async def test_that_zalo_deletes_nothing_is_said_first(stage: CaseStage) -> None:
    assert "chỉ chị xoá được" in await read(stage, "lan", "vụ việc")
    assert "chỉ chị xoá được" not in await read(stage, "mai", "/vuviec moi")


async def test_a_case_that_ended_lately_is_shown_when_she_asks(stage: CaseStage) -> None:
    await say(stage, "lan", "vụ việc", "1", "1", "2", "thoát")
    await say(stage, "hanh", "/nhanviec 1", "/viec 1 dong")
    pushed = [text for who, text in await say(stage, "mai", "/viec 1 dongy") if who == "lan"]
    assert not any("VV-25" in text for text in pushed)
    assert "VV-25" not in await read(stage, "lan", "xem")  # her phone is not safe
    assert "không hiện gì trên máy này" in await read(stage, "lan", "xem 1")


# --- silence, and whoever holds the phone -------------------------------------------------------


async def test_an_open_question_closes_itself_and_she_hears_that_nobody_was_told(
    stage: CaseStage,
) -> None:
    await say(stage, "lan", "vụ việc")
    shown = await stage.passes("31 phút")
    assert shown == [("lan", "Em chưa báo ai. Cần thì chị nhắn em.")]
    assert "Đang nguy hiểm" not in await read(stage, "lan", "mày nhắn với ai")


async def test_danger_that_waited_for_her_tap_is_not_dropped_in_silence(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER, "thoát", "nó lại đánh chị ấy rồi")
    shown = await stage.passes("11 phút")
    assert ("lan", "Em chưa chuyển tin đó. Cần thì chị nhắn em.") in shown
    await say(stage, "lan", "nó lại đánh chị ấy rồi", "1")
    assert "chưa chuyển" not in str(await stage.passes("11 phút"))


async def test_nothing_of_the_kind_is_said_once_she_answered(stage: CaseStage) -> None:
    await say(stage, "lan", "vụ việc")
    await stage.passes("20 phút")
    await say(stage, "lan", "2")
    assert not await stage.passes("11 phút")
    assert await stage.passes("20 phút")  # but half an hour after her answer


async def test_her_answer_after_a_silence_still_counts(stage: CaseStage) -> None:
    await say(stage, "lan", "vụ việc")
    await stage.passes("40 phút")
    shown = await say(stage, "lan", "1")
    assert any(who == "hanh" and "việc gấp" in text for who, text in shown)
    await stage.passes("40 phút")
    assert "Từ giờ" in await read(stage, "lan", "2")  # the commune was told meanwhile


@pytest.mark.parametrize("answers", [("1",), ("1", "1"), ("1", "1", "2")])
async def test_see_shows_nothing_while_the_phone_may_not_be_hers_alone(
    stage: CaseStage, answers: tuple[str, ...]
) -> None:
    await say(stage, "lan", "vụ việc", *answers)
    for minutes in (1, 40):
        await stage.passes(f"{minutes} phút")
        said = await read(stage, "lan", "xem")
        assert said == "Chị gõ XEM kèm số, ví dụ XEM 42."
    assert "TIN 42" in await read(stage, "lan", "/tin")
    assert ("VV-25-0001" in await read(stage, "lan", "xem 1")) is ("2" not in answers)


async def test_see_says_the_same_to_a_stranger_with_and_without_a_case(stage: CaseStage) -> None:
    await stage.enter("ai", Network.ZALO, [])
    before = await read(stage, "ai", "xem")
    assert await read(stage, "ai", "cuu", "1", "bảo lâm", "1", "xem") == before


# --- who has no post ----------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["chị ơi", "?", "trợ giúp", "e ko co ai", "<photo>"])
async def test_what_a_stranger_types_gets_the_numbers(stage: CaseStage, word: str) -> None:
    await stage.enter("ai", Network.ZALO, [])
    said = await read(stage, "ai", word)
    assert said.index("**113**") < said.index("**115**") < said.index("**111**")
    assert len(said) <= 400


@pytest.mark.parametrize("word", ["cuu", "cuu e voi", "no dam e", "giup e", "giúp em với ạ"])
async def test_a_stranger_s_cry_opens_the_question(stage: CaseStage, word: str) -> None:
    await stage.enter("ai", Network.ZALO, [])
    said = await read(stage, "ai", word)
    assert said.startswith("**Gọi ngay**")
    assert "1 Đang nguy hiểm" in said
    assert len(said.replace("**", "")) <= 400


@pytest.mark.parametrize("word", ["thoát", "thoát ngay", "huỷ", "0"])
async def test_a_stranger_is_offered_no_report_on_leaving(stage: CaseStage, word: str) -> None:
    await stage.enter("ai", Network.ZALO, [])
    await say(stage, "ai", "cuu", "1")
    said = await read(stage, "ai", word)
    assert "BÁO CÁO" not in said
    stops = word in ("thoát ngay", "huỷ")
    assert ("em không nhắn thêm nữa" if stops else "Hội vẫn giữ") in said


# --- the commune, in words ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["dung bao xa", "đừng báo xã, anh ấy là em chủ tịch", "anh ấy là em ông chủ tịch xã"]
)
async def test_the_commune_is_left_out_by_words_as_by_the_tap(stage: CaseStage, said: str) -> None:
    answer = await read(stage, "lan", "vụ việc", "1", said)
    assert "Em không báo cán bộ xã. Cán bộ tỉnh đã biết, chưa ai nhận việc." in answer
    assert not [who for who, _ in await stage.passes("20 phút") if who == "mai"]


async def test_said_before_the_case_is_open_it_counts_from_the_first_second(
    stage: CaseStage,
) -> None:
    await say(stage, "lan", "vụ việc", "anh chong no la em ong chu tich xa, dung bao xa")
    assert "Em không báo cán bộ xã" in await read(stage, "lan", "1")
    assert not [who for who, _ in await stage.passes("3 giờ") if who == "mai"]


async def test_a_stranger_s_commune_stays_left_out_when_she_names_it(stage: CaseStage) -> None:
    await stage.enter("ai", Network.ZALO, [])
    await say(stage, "ai", "cuu", "đừng báo xã", "1", "bảo lâm")
    assert not [who for who, _ in await stage.passes("3 giờ") if who == "mai"]


async def test_kin_named_later_is_left_out_late(stage: CaseStage) -> None:
    await say(stage, "lan", *DANGER)
    said = await read(stage, "lan", "nha chong no co nguoi lam o xa")
    assert "Cán bộ xã được báo lúc 22:20" in said
    assert "Từ giờ người đó không được báo gì nữa" in said


async def test_after_the_questions_words_leave_it_out_too(stage: CaseStage) -> None:
    await say(stage, "lan", "vụ việc", "1", "thoát")
    assert "Em không báo cán bộ xã" in await read(stage, "lan", "đừng báo xã nhé")
    assert not [who for who, _ in await stage.passes("20 phút") if who == "mai"]
