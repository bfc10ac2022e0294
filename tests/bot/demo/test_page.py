"""A real browser plays the whole report on the page, on both networks, on a desk and on a phone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.browser.find import browser as find_browser
from tests.support.browser_phones import Phones

pytestmark = pytest.mark.browser

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK, POCKET = (1440, 900), (360, 740)


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    path = find_browser()
    assert path, "no browser was found: install Chromium, or name one in SOHOI_BROWSER"
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield opened
        await opened.close()


async def _open(browser: Browser, phones: Phones, size: tuple[int, int]) -> Page:
    page = await browser.new_page(viewport={"width": size[0], "height": size[1]})
    await page.goto(phones.simulator.base_url)
    return page


class OnPage:
    """One phone of the page."""

    def __init__(self, page: Page, who: str) -> None:
        self._phone: Locator = page.locator(f"[data-phone={who}]")

    async def type(self, text: str) -> None:
        box = self._phone.get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")

    async def hears(self, words: str) -> None:
        await expect(self._phone.locator(".from-bot").last).to_contain_text(words, timeout=10_000)

    async def press(self, label: str) -> None:
        await self._phone.locator(".from-bot").last.get_by_role("button", name=label).click()


@pytest.mark.parametrize("size", [DESK, POCKET], ids=["desk", "pocket"])
async def test_a_report_on_zalo(browser: Browser, phones: Phones, size: tuple[int, int]) -> None:
    page = await _open(browser, phones, size)
    lan = OnPage(page, "lan")
    await lan.type(phones.codes["lan"])
    await lan.hears("Chi hội Nà Pồng")
    await lan.type("BÁO CÁO")
    await lan.hears("Không có gì mới, chị gõ KHÔNG")
    await lan.type("hai buổi, 2, k có, 1, 3/0, rồi, 0, ko")
    await lan.hears("Em hiểu là")
    await lan.type("4: 4 ok")
    await lan.hears("BC-2510-")
    assert await page.evaluate("document.body.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [(1280, 800), POCKET], ids=["desk", "pocket"])
async def test_no_word_on_a_button_is_broken(
    browser: Browser, phones: Phones, size: tuple[int, int]
) -> None:
    page = await _open(browser, phones, size)
    if size == POCKET:
        await page.get_by_role("tab", name="Hoa").click()
    hoa = OnPage(page, "hoa")
    await hoa.type(f"/start {phones.codes['hoa']}")
    await hoa.hears("Chi hội Khuổi Mực")
    await hoa.type("/baocao")
    await hoa.hears("1/8")
    first_row = page.locator("[data-phone=hoa] .keys").last.locator("div").first
    heights = await first_row.evaluate(
        "row => [row, ...row.children].map(each => each.getBoundingClientRect().height)"
    )
    assert len(heights) == 5, "0, 1, 2 and another number"
    assert max(heights) <= 42, heights


async def test_a_report_on_telegram_is_seen_by_the_province(
    browser: Browser, phones: Phones
) -> None:
    page = await _open(browser, phones, DESK)
    hoa, hanh = OnPage(page, "hoa"), OnPage(page, "hanh")
    await hoa.type(f"/start {phones.codes['hoa']}")
    await hoa.hears("Chi hội Khuổi Mực")
    await hoa.type("/baocao")
    await hoa.hears("1/8")
    await hoa.press("Cả báo cáo: không phát sinh")
    await hoa.hears("8/8")
    await hoa.press("Không")
    await hoa.hears("Không phát sinh, em ghi")
    await hoa.press("Đúng, gửi đi")
    await hoa.hears("BC-2510-")
    await hanh.type(f"/start {phones.codes['hanh']}")
    await hanh.hears("tỉnh Cao Bằng")
    await hanh.type("/tiendo")
    await hanh.hears("1/1.391 báo cáo")
