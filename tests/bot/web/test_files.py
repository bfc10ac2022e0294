"""Links over the web: the file, or a kind page; nothing else can be found there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import httpx
import pytest

from bot.engine.links import PATH, Links, Ticket
from bot.engine.message import Message
from bot.web import webhooks
from bot.web.files import FileServer
from domain.notices.digest import WeeklyDigest
from domain.periods import VIETNAM

NOW = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
PNG = b"\x89PNG\r\n\x1a\nx"
LINKS = Links("https://sohoi.example.vn", "a key of sixteen letters")
PICTURE = Message("Tuần này", photo=PNG)
SHEET = Message("", document=("so-lieu-xa-bao-lam-2025-10-13.xlsx", b"PK"))


class Site:
    """A web server with links; `made` counts how often a file was made."""

    def __init__(self) -> None:
        self.now = NOW
        self.made = 0
        self.message: Message | None = PICTURE
        self.fault: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        desk = FileServer(LINKS, self._behind, lambda: self.now)
        app = webhooks.create_app({}, self._receive, desk)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="https://sohoi.example.vn"
        )

    async def _receive(self, _: object) -> None:
        raise AssertionError("nothing is posted here")

    async def _behind(self, ticket: Ticket) -> Message | None:
        self.made += 1
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return self.message

    def address(self, unit_id: int = 1) -> str:
        return LINKS.link(WeeklyDigest(unit_id, "2025-10-06"), NOW).address

    async def get(self, unit_id: int = 1) -> httpx.Response:
        return await self.client.get(self.address(unit_id))


@pytest.fixture
async def desk() -> AsyncIterator[Site]:
    made = Site()
    yield made
    await made.client.aclose()


async def test_a_picture_is_shown(desk: Site) -> None:
    answer = await desk.get()
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-robots-tag"] == "noindex"


async def test_a_file_is_downloaded_by_its_name(desk: Site) -> None:
    desk.message = SHEET
    answer = await desk.get()
    assert "spreadsheetml" in answer.headers["content-type"]
    assert answer.headers["content-disposition"] == (
        'attachment; filename="so-lieu-xa-bao-lam-2025-10-13.xlsx"'
    )


async def test_what_no_phone_shows_is_downloaded(desk: Site) -> None:
    for name, kind in {"lich.ics": "text/calendar", "a.html": "application/octet-stream"}.items():
        desk.message = Message("", document=(name, b"<script>"))
        answer = await desk.get(len(name))
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"].startswith("attachment")


async def test_the_network_and_the_phones_share_one_making(desk: Site) -> None:
    answers = await asyncio.gather(*(desk.get() for _ in range(5)))
    assert {a.content for a in answers} == {PNG}
    assert desk.made == 1


def _nothing(desk: Site) -> None:
    desk.message = None


def _no_attachment(desk: Site) -> None:
    desk.message = Message("chỉ có lời")


def _late(desk: Site) -> None:
    desk.now = NOW + timedelta(hours=72, seconds=2)


def _broken(desk: Site) -> None:
    desk.fault = OSError("disk")


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        (_late, 410, "hết hạn"),
        (_nothing, 410, "hết hạn"),
        (_no_attachment, 500, "chưa làm được"),
        (_broken, 500, "chưa làm được"),
    ],
)
async def test_what_is_not_there_is_said_kindly(
    desk: Site, change: Callable[[Site], None], status: int, words: str
) -> None:
    change(desk)
    answer = await desk.get()
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["", "x", "../health", "a.b", "%00", "bao-cao.xlsx"])
async def test_nothing_is_found_without_a_token(desk: Site, path: str) -> None:
    answer = await desk.client.get(f"https://sohoi.example.vn{PATH}{path}")
    assert answer.status_code in (404, 200 if path == "../health" else 404)
    assert desk.made == 0


async def test_a_crowd_waits_outside(desk: Site) -> None:
    desk.gate.clear()
    crowd = [asyncio.create_task(desk.get(unit)) for unit in range(12)]
    turned_away, _ = await asyncio.wait(crowd, return_when=asyncio.FIRST_COMPLETED)
    desk.gate.set()
    answers = await asyncio.gather(*crowd)
    statuses = [a.status_code for a in answers]
    assert (statuses.count(200), statuses.count(503)) == (8, 4)
    assert all("retry-after" in task.result().headers for task in turned_away)


async def test_without_a_public_address_there_is_nothing(desk: Site) -> None:
    app = webhooks.create_app({}, desk._receive)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        assert (await client.get(desk.address())).status_code == 404
