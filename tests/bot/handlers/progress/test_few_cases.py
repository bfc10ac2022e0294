"""Nobody but the province's case officer, in her own chat, learns what few cases tell.

Two worlds differ in nothing but how few cases there are. Whatever is shown must be the same in
both, to the letter and to the pixel: then no number, difference or rest can tell of them.
"""

import io
import json
import zipfile
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from random import Random

import pytest

from bot.cli.digest import _to_dict as digest_to_dict
from bot.cli.progress import _to_dict as progress_to_dict
from bot.engine.channel import Network
from bot.engine.message import Message, without_marks
from bot.views.digest.facts import read_digest
from bot.views.progress import facts as progress_facts
from domain.notices.digest import WeeklyDigest
from domain.notices.progress import ProgressCard
from domain.org.levels import Level
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.context import Context
from storage import migrate, reports
from storage.database import Database
from storage.moments import seconds
from tests.support.people_stage import AREA_LAM, BLOC, LAM, MUC, PONG, PROVINCE
from tests.support.town import Town

TELEGRAM = Network.TELEGRAM
FROM_CASES = ("1.3", "3.2")
MONTHS = ("2025-07", "2025-08", "2025-09", "2025-10")
PAGES = (
    "",
    "thieu",
    "xephang",
    "chitieu",
    "bieudo",
    "bando",
    *(
        f"{code}{more}"
        for code in ("1.3", "3.2", "1.", "3.")
        for more in ("", " bieudo", " xephang")
    ),
    *(f"{code}{month}" for code in ("", "1.3 ", "3. ") for month in ("9/2025", "7-9/2025")),
)
SPANS = ("2025-08", "2025-07..2025-09", "2025-01..2025-12")
PRIVATE = {
    Role.LEADER: PONG,
    Role.COMMUNE: LAM,
    Role.AREA: AREA_LAM,
    Role.PROVINCE: PROVINCE,
}
CLOSELY = frozenset(
    f"{c}{m}" for c in ("1.3", "3.2", "1.", "3.") for m in ("", " bieudo", " xephang")
)
"""An indicator's page in her own chat: there the case officer is told the number."""


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    migrate.prepare(database)
    there = Town(database)
    for role, unit in PRIVATE.items():
        await there.see(role.value, "chào", TELEGRAM)
        there.appoint(role.value, role, unit, network=TELEGRAM)
    for unit in (PROVINCE, AREA_LAM, LAM, BLOC):
        words = f"/nhom {unit.code}"
        await there.see(f"-{unit.code}", words, TELEGRAM, sender="province", group=True)
    _fill_reports(there)
    yield there
    database.close()


def _fill_reports(town: Town) -> None:
    plan, at = town.reference.plan, seconds(datetime(2025, 9, 18, 19, tzinfo=VIETNAM))
    with town.database.write() as tx:
        for branch in (PONG, MUC):
            for month in MONTHS[:3]:
                form = plan.form(Level.BRANCH, Period.parse(month))
                said = {i.code: dict.fromkeys(i.field_names, 11.0) for i in form}
                reports.send(tx, town.units.id_of(branch.key), month, said, sent_at=at)


def count_cases(town: Town, cases: dict[str, tuple[float, float]]) -> None:
    """Keep, as the nightly job does, by month: how many were helped, of how many."""
    where = town.units.id_of(PROVINCE.key)
    with town.database.write() as tx:
        for month, (part, whole) in cases.items():
            counted = {code: {"part": part, "whole": whole} for code in FROM_CASES}
            reports.keep_counted(tx, where, month, counted)


def draw_few(town: Town, dice: Random) -> dict[str, tuple[float, float]]:
    """Some cases, fewer in all than may be told of, in months drawn by lot."""
    count = dice.randint(1, town.reference.plan.settings.small_cell - 1)
    found: dict[str, tuple[float, float]] = dict.fromkeys(MONTHS, (0.0, 0.0))
    for _ in range(count):
        month = dice.choice(MONTHS)
        part, whole = found[month]
        found[month] = (part + dice.randint(0, 1), whole + 1)
    return found


async def show_everything(town: Town) -> dict[tuple[str, str], object]:
    """By whom is written to and what was asked: all that is seen."""
    shown: dict[tuple[str, str], object] = {}
    for role, unit in PRIVATE.items():
        for page in PAGES:
            words = f"/tiendo {unit.code} {page}"
            shown[role.value, page] = _flatten(await town.see(role.value, words, TELEGRAM))
        if role is not Role.LEADER:
            for kind, span in product(("docx", "xlsx", "raw"), SPANS):
                words = f"/xuat {kind} {span} {unit.code}"
                told = await town.see(role.value, words, TELEGRAM)
                shown[role.value, f"{kind} {span}"] = _flatten(told)
    for unit in (PROVINCE, AREA_LAM):
        chat = f"-{unit.code}"
        for page in PAGES:
            words = f"/tiendo {page}"
            told = await town.see(chat, words, TELEGRAM, sender="province", group=True)
            shown[chat, page] = _flatten(told)
        digest = WeeklyDigest(town.units.id_of(unit.key), "2025-10-13")
        shown[chat, "digest"] = await town.show(digest, network=TELEGRAM)
    shown["", "json"] = _dump_for_programs(town)
    return shown


def _flatten(messages: list[Message]) -> list[tuple[object, ...]]:
    return [
        (without_marks(m.text), m.choices, m.photo, _unzip(m.document[1]) if m.document else None)
        for m in messages
    ]


def _unzip(content: bytes) -> dict[str, bytes]:
    """What is in a Word or Excel file, but for when it was made."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = (name for name in parts.namelist() if not name.startswith("docProps/"))
        return {name: parts.read(name) for name in names}


def _dump_for_programs(town: Town) -> str:
    """What `sohoi progress --json` and `sohoi digest --json` print of the province."""
    with town.database.read() as tx:
        context = Context(tx, town.reference, town.now)
        unit_id = town.units.id_of(PROVINCE.key)
        card = progress_facts.read_card(ProgressCard(unit_id), context)
        week = read_digest(WeeklyDigest(unit_id, "2025-10-13"), context)
        assert week is not None
        found = [progress_to_dict(PROVINCE, card, card.indicators), digest_to_dict(week, "")]
        return json.dumps(found, default=str)


def _list_differing(
    one: dict[tuple[str, str], object], other: dict[tuple[str, str], object]
) -> Iterator[tuple[str, str]]:
    for key, seen in one.items():
        if seen != other[key]:
            yield key


@pytest.mark.parametrize("seed", range(2))
async def test_few_cases_change_nothing_that_others_are_shown(town: Town, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - no secret
    one, other = draw_few(town, dice), draw_few(town, dice)
    while sum(w for _, w in other.values()) == sum(w for _, w in one.values()):
        other = draw_few(town, dice)
    count_cases(town, one)
    before = await show_everything(town)
    count_cases(town, other)
    differing = set(_list_differing(before, await show_everything(town)))
    hers = {(Role.PROVINCE.value, page) for page in CLOSELY}
    assert differing <= hers
    assert (Role.PROVINCE.value, "1.3") in differing, "or nothing was looked at"


async def test_few_cases_are_told_of_as_few(town: Town) -> None:
    count_cases(town, {"2025-09": (1, 2)})
    [told] = await town.see("-04", "/tiendo 1.3", TELEGRAM, sender="province", group=True)
    assert "dưới 5" in told.text
    [hers] = await town.see("province", "/tiendo 1.3", TELEGRAM)
    assert "50%" in hers.text
