"""The page's clock moves the product's: what is due arrives on the phones, and the time is kept."""

import asyncio
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, expect

from bot.demo import demo
from bot.settings import Settings
from simulator.clock import VIETNAM
from tests.bot.demo.test_page import DESK, POCKET, OnPage, _open, browser
from tests.support.browser_phones import Phones

__all__ = ["browser"]


async def _to_next(phones: Phones) -> str:
    async with httpx.AsyncClient(base_url=phones.simulator.base_url, timeout=60) as page:
        moved = (await page.post("/sim/clock", json={"to_next": True})).json()
    return str(moved["what"])


async def _wait_for_words(phones: Phones, chat: str, words: str) -> str:
    def find_heard() -> str:
        found = [m.text or "" for m in phones.answers(chat) if words in (m.text or "")]
        return found[-1] if found else ""

    return await phones.simulator.until(find_heard, seconds=20)


async def test_the_calendar_s_reminder_arrives_when_its_day_comes(phones: Phones) -> None:
    await phones.join("mai", "tg")
    for _ in range(12):
        if "lịch" in (what := await _to_next(phones)):
            break
        await asyncio.sleep(0)
    assert what == "07:00 17/10: nhắc việc trong lịch, gửi đến 1 nơi."
    assert "Còn 3 ngày (thứ Hai 20/10)" in await _wait_for_words(phones, "tg.mai", "Cần chuẩn bị")
    assert phones.faults == []


async def test_who_presses_on_without_waiting_misses_nothing(phones: Phones) -> None:
    for who in ("hoa", "thu"):
        await phones.join(who, "tg")
    await phones.say("thu", "area", "/nhom DB-042")
    stops = []
    while not stops or "21/10" not in stops[-1]:
        stops.append(await _to_next(phones))
        assert len(stops) < 12
    await _wait_for_words(phones, "tg.hoa", "đã quá hạn 1 ngày")
    told = "\n".join(m.text or "" for m in phones.answers("tg.hoa"))
    for words in ("còn 5 ngày nữa", "còn 2 ngày nữa", "hôm nay là hạn báo cáo"):
        assert words in told, stops
    assert "tuần 13–19/10" in await _wait_for_words(phones, "area", "Báo cáo tháng 10")


async def test_a_jump_over_days_brings_what_each_of_them_would_have_brought(
    phones: Phones,
) -> None:
    for who in ("hoa", "mai", "thu"):
        await phones.join(who, "tg")
    await phones.say("thu", "area", "/nhom DB-042")
    async with httpx.AsyncClient(base_url=phones.simulator.base_url, timeout=60) as page:
        moved = (await page.post("/sim/clock", json={"advance_seconds": 9 * 86_400})).json()
    assert moved["now"].startswith("2025-10-22T08:0")
    await _wait_for_words(phones, "tg.mai", "Chưa gửi")
    told = "\n".join(m.text or "" for m in phones.answers("tg.hoa"))
    steps = ("còn 5 ngày nữa", "còn 2 ngày nữa", "hôm nay là hạn báo cáo", "đã quá hạn 1 ngày")
    assert [told.count(step) for step in steps] == [1, 1, 1, 1]
    assert "tuần 13–19/10" in await _wait_for_words(phones, "area", "Báo cáo tháng 10")


async def test_nobody_has_joined_and_nothing_comes(phones: Phones) -> None:
    assert "chưa có tin nào" in await _to_next(phones)


async def test_a_moved_clock_is_kept_over_a_restart(home: Path) -> None:
    async with (
        demo.run_simulated(Settings(home=home, port=0)) as simulator,
        httpx.AsyncClient(base_url=simulator.base_url) as page,
    ):
        await page.post("/sim/clock", json={"advance_seconds": 3 * 86_400})
    async with demo.run_simulated(Settings(home=home, port=0)) as simulator:
        assert simulator.simulation.clock.now() >= datetime(2025, 10, 16, 8, tzinfo=VIETNAM)


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESK, POCKET], ids=["desk", "pocket"])
async def test_the_clock_on_the_page(
    browser: Browser, phones: Phones, size: tuple[int, int]
) -> None:
    page = await _open(browser, phones, size)
    clock = page.locator("#clock")
    await expect(clock).to_contain_text("Thứ Hai 13/10/2025 · 08:00")
    await page.get_by_role("button", name="+1 giờ").click()
    await expect(clock).to_contain_text("Thứ Hai 13/10/2025 · 09:00")
    await page.get_by_role("button", name="+1 ngày").click()
    await expect(clock).to_contain_text("Thứ Ba 14/10/2025 · 09:00")
    if size == POCKET:
        await page.get_by_role("tab", name="Hạnh").click()
    hanh = OnPage(page, "hanh")
    await hanh.type(f"/start {phones.codes['hanh']}")
    await hanh.hears("tỉnh Cao Bằng")
    await page.get_by_role("button", name="Đến việc kế tiếp").click()
    await expect(page.locator("#clock-said")).to_contain_text("gửi đến", timeout=30_000)
    assert await page.evaluate("document.body.scrollWidth") <= size[0]
