"""The weekly digest on its day: every bound group, once, of the week before."""

from datetime import date, datetime, time

import pytest

from bot.engine.channel import Network
from domain.notices.digest import WeeklyDigest
from domain.periods import VIETNAM
from scheduler.digest import JOB
from services.context import Context
from services.reminders.due import Due, enqueue_due
from storage import addresses, outbox
from storage.database import Database
from storage.moments import seconds
from tests.support.people_stage import AREA_LAM, LAM, Stage

MONDAY = date(2025, 10, 20)
HALF_PAST_SEVEN = time(7, 30)


@pytest.fixture
def stage(database: Database) -> Stage:
    """A group of the area on Telegram, one of the commune on Zalo, one of nobody, one person."""
    made = Stage(database)
    groups = {"area": Network.TELEGRAM, "commune": Network.ZALO, "nobody": Network.TELEGRAM}
    for chat, network in groups.items():
        made.say(chat, "/trogiup", network=network, sender="thu")
    made.say("hoa", "chào")
    with database.write() as tx:
        for chat, unit in (("area", AREA_LAM), ("commune", LAM)):
            found = made.find(chat, groups[chat].value)
            addresses.bind_group(tx, found.id, made.reference.units.id_of(unit.key))
    return made


def tick(stage: Stage, day: date, at: time = HALF_PAST_SEVEN) -> list[Due]:
    """What one look finds, put into the outbox."""
    now = datetime.combine(day, at, VIETNAM)
    known = stage.reference
    with stage.database.write() as tx:
        context = Context(tx, known, now)
        found = list(JOB.due(context)) if JOB.period_key(context) else []
        enqueue_due(tx, found, now)
    return found


def list_waiting(stage: Stage) -> int:
    with stage.database.read() as tx:
        late = seconds(datetime.combine(MONDAY, time(23), VIETNAM))
        return sum(len(outbox.find_pending_ids(tx, n, "1", late)) for n in ("zalo", "telegram"))


def test_bound_groups_are_told_of_the_week_before(stage: Stage) -> None:
    found = tick(stage, MONDAY)
    units = stage.reference.units
    assert {(d.to.chat, d.notices) for d in found} == {
        ("area", (WeeklyDigest(units.id_of(AREA_LAM.key), "2025-10-13"),)),
        ("commune", (WeeklyDigest(units.id_of(LAM.key), "2025-10-13"),)),
    }
    assert {d.priority for d in found} == {outbox.DIGEST}


def test_once_however_often_it_is_looked_for(stage: Stage) -> None:
    before = list_waiting(stage)
    for at in (HALF_PAST_SEVEN, time(9, 0), time(20, 59)):
        tick(stage, MONDAY, at)
    assert list_waiting(stage) == before + 2


@pytest.mark.parametrize(
    ("day", "at"),
    [(MONDAY, time(7, 29)), (MONDAY, time(21, 0)), (date(2025, 10, 21), HALF_PAST_SEVEN)],
)
def test_at_no_other_time(stage: Stage, day: date, at: time) -> None:
    assert tick(stage, day, at) == []


def test_a_group_that_is_gone_is_left_alone(stage: Stage) -> None:
    with stage.database.write() as tx:
        addresses.set_reachable(tx, stage.find("area", "telegram").id, reachable=False)
    assert [d.to.chat for d in tick(stage, MONDAY)] == ["commune"]
