"""The whole way, on both networks: a report sent, the numbers move, all is still there."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from bot.demo import demo
from bot.settings import Settings
from tests.support.browser_phones import Phones


async def _report_on_zalo(phones: Phones) -> list[str]:
    await phones.join("lan", "zl")
    return [
        await phones.say("lan", "zl", "bao cao"),
        await phones.say("lan", "zl", "hai buổi, 2, k có, 1, 3/0, rồi, 0, ko"),
        await phones.say("lan", "zl", "4: 4 ok"),
    ]


async def test_a_month_s_report_costs_three_messages_on_zalo(phones: Phones) -> None:
    form, summary, receipt = await _report_on_zalo(phones)
    assert form.startswith("Báo cáo tháng 10/2025")
    assert "hạn thứ Hai 20/10" in form
    assert "5. Hội viên: mới 3, giảm 0" in summary
    assert re.search(r"Mã BC-2510-\d{4}", receipt)
    assert "câu 4: 1 → 4" in receipt
    assert "đã có 9 hộ" in receipt
    assert len(phones.answers("zl.lan")) == 4  # the welcome, and three for the report


async def test_staff_see_it_a_moment_later(phones: Phones) -> None:
    await phones.join("mai", "tg")
    before = await phones.say("mai", "tg", "/tiendo")
    await _report_on_zalo(phones)
    after = await phones.say("mai", "tg", "/tiendo")
    assert "0/37 báo cáo" in before
    assert "1/37 báo cáo" in after
    assert "Nà Pồng" not in await phones.say("mai", "tg", "/tiendo thieu")


async def test_a_report_by_buttons_on_telegram(phones: Phones) -> None:
    await phones.join("hoa", "tg")
    assert "1/8" in await phones.say("hoa", "tg", "/baocao")
    doubt = await phones.say("hoa", "tg", "muoi hai")
    assert "12 buổi" in doubt
    digression = await phones.say("hoa", "tg", "/tiendo")
    assert "Khuổi Mực" in digression
    assert "12 buổi" in digression
    await phones.press("hoa", "tg", "Đúng, 12")
    for answer in ("1", "0", "2", "2/1", "rồi", "0"):
        await phones.say("hoa", "tg", answer)
    review = await phones.say("hoa", "tg", "không")
    assert "Em hiểu là" in review
    receipt = await phones.say("hoa", "tg", "đúng rồi")
    assert re.search(r"Mã BC-2510-\d{4}", receipt)
    assert phones.faults == []


@pytest.mark.parametrize("breaths", [0, 1, 20, 200])
async def test_it_stops_in_the_midst_of_talk(home: Path, breaths: int) -> None:
    """After so many turns of the loop, with messages under way on both networks."""
    async with asyncio.timeout(20):
        async with demo.run_simulated(Settings(home=home, port=0)) as simulator:
            phones = Phones(simulator, home)
            for who, bot in (("lan", "zl"), ("hoa", "tg"), ("mai", "tg")):
                await asyncio.to_thread(simulator.send, who, bot, phones.codes[who])
            for _ in range(breaths):
                await asyncio.sleep(0)


async def test_a_picture_is_seen_on_both_networks(phones: Phones) -> None:
    await phones.join("mai", "tg")
    await phones.say("lan", "zl", phones.codes["mai"])
    on_telegram = await phones.answer("mai", "tg", "/tiendo bieudo")
    on_zalo = await phones.answer("lan", "zl", "tien do bieu do")
    for shown in (on_telegram, on_zalo):
        assert (shown.kind, shown.text) == ("photo", on_telegram.text)
        assert phones.simulator.world.files[shown.file].mime == "image/png"


async def test_a_file_reaches_both_networks(phones: Phones) -> None:
    await phones.join("mai", "tg")
    await phones.say("lan", "zl", phones.codes["mai"])
    on_telegram = await phones.answer("mai", "tg", "/xuat word quý 3")
    file = phones.simulator.world.files[on_telegram.file]
    assert (on_telegram.kind, file.name) == ("document", "bao-cao-xa-bao-lam-quy-3-2025.docx")
    link = (await phones.say("lan", "zl", "xuất word quý 3")).rpartition(": ")[2]
    async with httpx.AsyncClient() as web:
        fetched = await web.get(link)
        assert (await web.get(link[:-1])).status_code == 404
    assert file.name in fetched.headers["content-disposition"]
    assert fetched.content[:2] == b"PK"


async def test_what_was_said_is_still_there_after_a_stop(home: Path) -> None:
    async with demo.run_simulated(Settings(home=home, port=0)) as simulator:
        phones = Phones(simulator, home)
        await _report_on_zalo(phones)
    async with demo.run_simulated(Settings(home=home, port=0)) as simulator:
        again = Phones(simulator, home)
        assert len(again.answers("zl.lan")) == 4
        assert "đã gửi" in (await again.say("lan", "zl", "tiến độ")).lower()


async def test_danger_is_known_taken_and_withdrawn(phones: Phones) -> None:
    """Lan on Zalo, the commune's and the province's officers on Telegram; no network objects."""
    for who, bot in (("lan", "zl"), ("mai", "tg"), ("hanh", "tg")):
        await phones.join(who, bot)
    await phones.say("lan", "zl", "VỤ VIỆC")
    told = await phones.say("lan", "zl", "1")
    assert "113" in told
    assert "Em đã báo cán bộ tỉnh" in told
    assert "Em báo cả cán bộ xã nhé?" in told
    await phones.simulator.until(lambda: "Có 1 việc gấp" in phones.answers("tg.hanh")[-1].text)
    assert "an toàn" in await phones.say("lan", "zl", "1")  # the commune may know
    await phones.say("lan", "zl", "1")  # and her phone is safe to write to
    await phones.simulator.until(lambda: "Có 1 việc gấp" in phones.answers("tg.mai")[-1].text)
    card = await phones.press("mai", "tg", "Xem")
    assert "ĐANG NGUY HIỂM" in card
    assert phones.answers("tg.mai")[-1].protected
    await phones.press("mai", "tg", "Nhận việc")
    await phones.simulator.until(lambda: "đã tiếp nhận" in phones.answers("zl.lan")[-1].text)
    shown = next(m for m in phones.answers("tg.mai") if m.protected)
    phones.simulator.do(phones.simulator.simulation.clock.advance, 11 * 60)
    await phones.simulator.until(lambda: shown.deleted)
    assert phones.faults == []


@pytest.mark.parametrize("network", ["zl", "tg"])
async def test_what_is_no_text_is_met_kindly(phones: Phones, network: str) -> None:
    who = {"zl": "lan", "tg": "hoa"}[network]
    await phones.join(who, network)
    for kind in ("photo", "sticker", "voice", "document", "contact", "location"):
        answer = await phones.say(who, network, "", kind=kind)
        assert answer.startswith("Em "), kind
        assert "gõ BÁO CÁO" in answer, kind
        assert answer.endswith("Nguy hiểm: gọi 113. Có chị em cần giúp: gõ VỤ VIỆC."), kind
    assert phones.faults == []


async def test_a_text_that_telegram_cuts_in_25_is_answered_once(phones: Phones) -> None:
    await phones.join("hoa", "tg")
    before = len(phones.answers("tg.hoa"))
    assert "Em chưa hiểu" in await phones.say("hoa", "tg", "chuyện dài " * 9_300)
    assert "Chi hội Khuổi Mực" in await phones.say("hoa", "tg", "/tiendo")
    assert len(phones.answers("tg.hoa")) == before + 2
