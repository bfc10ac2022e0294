"""Her KHÔNG after the end of a case, beside a reminder of her report."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from domain.cases.case import State
from storage import migrate, sent_reminders, vault
from storage.cases import cases
from storage.database import Database
from storage.sent_reminders import Claim
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage

HARDSHIP = ("vụ việc", "2", "2", "2", "1", "5", "6", "1", "1", "1", "không", "1")


@pytest.fixture
async def stage(tmp_path: object) -> AsyncIterator[CaseStage]:
    """A case of hardship that Mai has closed on 14 October."""
    opened = Database(f"sqlite:///{tmp_path}/stage.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    town = CaseStage(opened, "2025-08-20T09:00")
    await town.join("lan", "zalo", "leader", "Chi hội Nà Pồng")
    await town.join("mai", "telegram", "commune", "Xã Bảo Lâm")
    await town.passes("09:00 14/10")
    for answer in (*HARDSHIP, "cảm ơn em"):
        await town.does("lan", answer)
    for act in ("/nhanviec 1", "/viec 1 dong"):
        await town.does("mai", act)
    yield town
    opened.close()


def remind(stage: CaseStage, day: date) -> None:
    who, post = stage.find("lan").person_id or 0, "Chi hội Nà Pồng"
    units = stage.reference.units
    unit = next(u for u in units.tree.at(day) if u.name == post)
    with stage.database.write() as tx:
        sent_reminders.claim(tx, [Claim(who, day, units.id_of(unit.key), "2025-10")])


def get_state(stage: CaseStage) -> State:
    with stage.database.read() as tx:
        found = cases.find(tx, "VV-25-0001")
    assert found is not None
    return found.state


@pytest.mark.parametrize("said", ["không", "KHÔNG", "ko", "Chưa xong", "không ạ"])
async def test_it_opens_the_case_again(stage: CaseStage, said: str) -> None:
    assert get_state(stage) is State.CLOSED
    shown = dict(await stage.does("lan", said))
    assert get_state(stage) is State.REOPENED
    assert "đã mở lại" in shown["lan"]
    assert "mai" in shown


async def test_it_answers_what_was_said_last(stage: CaseStage) -> None:
    remind(stage, date(2025, 10, 13))
    await stage.does("lan", "không")
    assert get_state(stage) is State.REOPENED


async def test_a_reminder_that_came_later_is_answered(stage: CaseStage) -> None:
    await stage.passes("2 ngày")
    remind(stage, date(2025, 10, 16))
    await stage.does("lan", "không")
    assert get_state(stage) is State.CLOSED


async def test_more_words_are_no_such_answer(stage: CaseStage) -> None:
    await stage.does("lan", "không biết nữa em ạ")
    assert get_state(stage) is State.CLOSED


async def test_while_a_case_is_open_her_no_is_counted_nowhere_before_she_says_of_what(
    stage: CaseStage,
) -> None:
    await stage.does("lan", "không")
    remind(stage, date(2025, 10, 14))
    said = dict(await stage.does("lan", "không"))["lan"]
    assert "Em chưa ghi gì" in said
    assert "BÁO CÁO" in said
    assert "XEM" in said


async def test_where_nothing_happened_in_it_lately_it_answers_the_reminder(
    stage: CaseStage,
) -> None:
    await stage.does("lan", "không")
    await stage.does("mai", "/nhanviec 1")
    await stage.does("mai", "/viec 1 lienlac")
    await stage.does("mai", "/viec 1 giup counsel")
    await stage.passes("5 ngày")
    remind(stage, date(2025, 10, 19))
    assert "Em chưa ghi gì" not in dict(await stage.does("lan", "không"))["lan"]
