"""Which report an answer is for, by the networks' time and on two phones."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine.channel import Network, Pressed
from domain.people.roles import Role
from storage import migrate, reports
from storage.database import Database
from tests.support.mornings import Mornings
from tests.support.people_stage import MUC, PONG

ROW = "1 0 2 0 3/1 rồi 0 không"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Mornings]:
    """Lan leads a branch that has sent every month before October."""
    opened = Database(f"sqlite:///{tmp_path / 'stage.db'}")
    migrate.prepare(opened)
    made = Mornings(opened)
    made.at("11-15 06:55")
    await made.read("lan", "xin chào")
    made.appoint("lan", Role.LEADER, PONG)
    with opened.write() as tx:
        for unit in (PONG, MUC):
            for month in ("2025-07", "2025-08", "2025-09"):
                reports.send(tx, made.units.id_of(unit.key), month, {}, sent_at=0.0)
    yield made
    opened.close()


async def test_a_message_sent_before_the_reminder_belongs_to_the_form(town: Mornings) -> None:
    assert "tháng 10/2025" in await town.read("lan", "tháng 10")
    await town.morning("11-15")
    before = town.now - timedelta(seconds=2)
    town.now += timedelta(seconds=30)
    said = await town.read("lan", "2 buổi, 1 hộ thoát nghèo", at=before)
    assert said.startswith("Báo cáo tháng 10/2025 · Chi hội Nà Pồng.")


async def test_a_message_sent_after_the_reminder_belongs_to_its_month(town: Mornings) -> None:
    await town.read("lan", "tháng 10")
    await town.morning("11-15")
    after = town.now + timedelta(seconds=20)
    town.now += timedelta(seconds=30)
    said = await town.read("lan", ROW, at=after)
    assert said.startswith("Báo cáo tháng 11/2025 · Chi hội Nà Pồng. Em hiểu là:")


async def test_a_digression_shows_the_form_again_and_so_it_wins(town: Mornings) -> None:
    await town.read("lan", "tháng 10")
    await town.morning("11-15")
    town.now += timedelta(minutes=5)
    assert "tháng 10/2025" in await town.read("lan", "tiến độ")
    assert (await town.read("lan", ROW)).startswith("Báo cáo tháng 10/2025")


async def test_a_row_long_after_a_reminder_is_shown_with_its_month(town: Mornings) -> None:
    await town.morning("11-18")
    town.now += timedelta(days=4)
    shown = await town.read("lan", ROW)
    assert "Báo cáo tháng 11/2025" in shown
    assert "Em hiểu là" in shown
    assert "Đã gửi" not in shown


async def test_answers_kept_behind_a_choice_must_fit_the_form(town: Mornings) -> None:
    pong = town.units.id_of(PONG.key)
    for junk in ("{", '{"9.9":{"values":{"count":1}}}', '{"1.1":{"values":{"joined":1}}}', "[]"):
        value = f"/baocao {pong} 2025-10 {junk}"
        said = await town.read("lan", Pressed(None, value, "c"), Network.ZALO)
        assert "tháng 10/2025" in said
        assert "em ghi" not in said
