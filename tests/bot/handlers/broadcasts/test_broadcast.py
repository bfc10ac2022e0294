"""/thongbao: audience and words, the preview with its cost, sending, counting, stopping."""

from datetime import datetime, timedelta

import pytest

from bot.engine.channel import Network
from bot.engine.message import Message, without_marks
from domain.people.roles import Role
from domain.periods import VIETNAM
from scheduler.broadcasts import JOB
from services.context import Context
from storage import addresses, broadcasts, outbox, people, sent_counts
from storage.moments import seconds
from storage.outbox import DeliveryResult, OutboxMessage
from tests.support.people_stage import LAC, LAM, MUC, PONG, PROVINCE, Stage
from tests.support.town import Town

TELEGRAM = Network.TELEGRAM
WORDS = "Mời chị em họp tại nhà văn hóa 8 giờ thứ Bảy."


@pytest.fixture
async def town(stage: Stage) -> Town:
    """An officer of the province on Telegram, of two communes, and three who lead branches."""
    made = Town(stage.database)
    posts = {"mai": (Role.COMMUNE, LAM), "thu": (Role.COMMUNE, LAC), "hoa": (Role.LEADER, PONG)}
    posts |= {"lan": (Role.LEADER, MUC), "cuc": (Role.DEPUTY, MUC)}
    for chat, (role, unit) in posts.items():
        await made.read(chat, "chào")
        made.appoint(chat, role, unit)
    await made.read("hanh", "chào", TELEGRAM)
    made.appoint("hanh", Role.PROVINCE, PROVINCE, network=TELEGRAM)
    return made


def load_queued_broadcasts(town: Town, network: str = "zalo") -> list[OutboxMessage]:
    """Return the broadcasts that wait for a network."""
    with town.database.read() as tx:
        ids = outbox.find_pending_ids(tx, network, "1", seconds(town.now) + 86_400)
        return [p for p in outbox.load(tx, ids) if p.priority == outbox.BROADCAST]


def settle(town: Town, *states: str) -> None:
    """Settle the broadcasts that wait, in order, with these states."""
    with town.database.write() as tx:
        outbox.record_results(
            tx,
            [
                DeliveryResult(p.id, s, 1, 0)
                for p, s in zip(load_queued_broadcasts(town), states, strict=True)
            ],
        )


def list_labels(message: Message) -> list[str]:
    return [choice.label for row in message.choices for choice in row]


async def test_a_commune_tells_its_branches(town: Town) -> None:
    asked = await town.read("mai", "thông báo")
    assert asked.startswith("Chị gõ nội dung gửi 3 chi hội trưởng, chi hội phó nhé.")
    looked = await town.read("mai", WORDS)
    assert f"Xã Bảo Lâm thông báo:\n{WORDS}" in looked
    assert "3/3 chi hội trưởng, chi hội phó sẽ nhận được." in looked
    assert "Chị gõ OK để gửi" in looked
    assert load_queued_broadcasts(town) == []
    assert "Em đang gửi đến 3 người" in await town.read("mai", "ok")
    assert sorted(p.chat for p in load_queued_broadcasts(town)) == ["cuc", "hoa", "lan"]
    shown = [await town.render(p) for p in load_queued_broadcasts(town)]
    assert {without_marks(m.text) for m in shown if m} == {f"Xã Bảo Lâm thông báo:\n{WORDS}"}
    assert all(WORDS not in p.notices for p in load_queued_broadcasts(town))


async def test_the_province_chooses_the_level_by_button(town: Town) -> None:
    (asked,) = await town.see("hanh", "/thongbao", TELEGRAM)
    assert list_labels(asked) == [
        "chi hội trưởng, chi hội phó (3)",
        "cán bộ Hội cấp xã (2)",
        "Thôi, không gửi",
    ]
    await town.see("hanh", "2", TELEGRAM)
    (looked,) = await town.see("hanh", WORDS, TELEGRAM)
    assert list_labels(looked) == ["Gửi đi", "Sửa lời", "Thôi, không gửi"]
    assert "2/2 cán bộ Hội cấp xã" in without_marks(looked.text)
    assert "Zalo: tốn 2 tin, tháng này còn dùng được 2.700 tin." in looked.text
    (started,) = await town.see("hanh", "ok", TELEGRAM)
    assert list_labels(started) == ["Đã gửi đến đâu?", "Dừng gửi"]
    assert sorted(p.chat for p in load_queued_broadcasts(town)) == ["mai", "thu"]


async def test_words_can_be_changed_and_dropped(town: Town) -> None:
    await town.read("mai", "thông báo")
    assert "Hơi dài rồi" in await town.read("mai", "a" * 900)
    await town.read("mai", WORDS)
    assert "Lời khác hẳn" in await town.read("mai", "Lời khác hẳn")
    assert "chưa gửi gì cả" in await town.read("mai", "hủy")
    assert load_queued_broadcasts(town) == []
    assert "chưa thấy thông báo nào" in await town.read("mai", "thông báo xem")


async def test_words_that_begin_like_a_command_are_words(town: Town) -> None:
    await town.read("mai", "thông báo")
    words = "Lịch họp tháng này: thứ Bảy"
    assert words in await town.read("mai", words)
    words = "Thông báo hoãn họp"
    assert words in await town.read("mai", words)


async def test_receipts_are_counted(town: Town) -> None:
    with town.database.write() as tx:
        addresses.set_reachable(tx, town.find("cuc").id, reachable=False)
    await town.read("mai", "thông báo")
    assert "2/3 chi hội trưởng" in await town.read("mai", WORDS)
    await town.read("mai", "ok")
    assert "Còn 2 đang gửi." in await town.read("mai", "thông báo xem")
    settle(town, "sent", "dead")
    said = await town.read("mai", "thông báo xem")
    assert "Đã gửi 1/3." in said
    assert "2 không tới" in said
    assert said.endswith("Đã gửi xong.")


async def test_what_is_stopped_is_not_sent_any_more(town: Town) -> None:
    await town.read("mai", "thông báo")
    await town.read("mai", WORDS)
    await town.read("mai", "ok")
    first, *rest = load_queued_broadcasts(town)
    with town.database.write() as tx:
        outbox.record_results(tx, [DeliveryResult(first.id, "sent", 1, 0)])
    said = await town.read("mai", "thông báo dừng")
    assert "Đã gửi 1/3." in said
    assert "Đã dừng: 2 chưa gửi." in said
    assert [await town.render(p) for p in rest] == [None, None]


async def test_others_neither_see_nor_stop_it(town: Town) -> None:
    await town.read("mai", "thông báo")
    await town.read("mai", WORDS)
    await town.read("mai", "ok")
    with town.database.read() as tx:
        who = town.find("mai").person_id
        assert who is not None
        made = broadcasts.find_last_of(tx, who)
    assert made is not None
    assert "chưa thấy" in await town.read("thu", f"/thongbao dung {made.id}")
    assert "vai trò khác" in await town.read("hoa", f"/thongbao dung {made.id}")
    assert "vai trò khác" in await town.read("hoa", "thông báo")
    (seen,) = await town.see("hanh", f"/thongbao xem {made.id}", TELEGRAM)
    assert "0/3" in without_marks(seen.text)


async def test_who_lost_her_post_meanwhile_sends_nothing(town: Town) -> None:
    await town.read("mai", "thông báo")
    await town.read("mai", WORDS)
    with town.database.write() as tx:
        who = town.find("mai").person_id
        assert who is not None
        people.end_posts(tx, who, 0)
    await town.read("mai", "ok")
    assert load_queued_broadcasts(town) == []


async def test_the_last_messages_of_a_month_are_kept_for_answers_and_cases(town: Town) -> None:
    with town.database.write() as tx:
        sent_counts.add(tx, [("zalo", "1", 2698, seconds(town.now))])
    await town.read("mai", "thông báo")
    assert "Zalo: tốn 3 tin, tháng này còn dùng được 2 tin." in await town.read("mai", WORDS)
    assert "Em chưa gửi: cần 3 tin Zalo" in await town.read("mai", "ok")
    assert load_queued_broadcasts(town) == []


async def test_at_night_it_is_kept_until_the_morning(town: Town) -> None:
    town.now = datetime(2025, 10, 13, 22, 5, tzinfo=VIETNAM)
    await town.read("mai", "thông báo")
    assert "em gửi lúc 06:30 thứ Ba 14/10" in await town.read("mai", WORDS)
    assert "gửi lúc 06:30 thứ Ba 14/10" in await town.read("mai", "ok")
    assert {p.due_at for p in load_queued_broadcasts(town)} == {
        seconds(datetime(2025, 10, 14, 6, 30, tzinfo=VIETNAM))
    }


async def test_nobody_below_is_told_so(town: Town) -> None:
    assert "chưa ai nhận mã mời" in await town.read("thu", "thông báo")


async def test_the_sender_is_told_once_it_is_done(town: Town) -> None:
    await town.read("mai", "thông báo")
    await town.read("mai", WORDS)
    await town.read("mai", "ok")

    def find_due_chats() -> list[str]:
        town.now += timedelta(minutes=1)
        known = town.reference
        with town.database.read() as tx:
            looked = Context(tx, known, town.now)
            dues = list(JOB.due(looked)) if JOB.period_key(looked) else []
        return [due.to.chat for due in dues]

    assert find_due_chats() == []
    settle(town, "sent", "dead", "sent")
    assert find_due_chats() == ["mai"]
