"""Who is told of tasks without anything recorded, and asked whether a conference was held."""

from datetime import date, datetime, time, timedelta

import pytest

from domain.notices.tasks import EventsPassed, TasksRecalled
from domain.people.roles import Role
from domain.periods import VIETNAM
from scheduler.tasks.recalled import JOB, find_due
from services.context import Context
from services.reminders.due import Due, enqueue_due
from storage import event_dates, people
from storage.database import Database
from tests.support.people_stage import LAM, PONG, PROVINCE, Stage


@pytest.fixture
def staff(database: Database) -> Stage:
    stage = Stage(database)
    posts = {"hanh": (Role.PROVINCE, PROVINCE), "mai": (Role.COMMUNE, LAM)}
    posts |= {"hoa": (Role.LEADER, PONG)}
    for chat, (role, unit) in posts.items():
        stage.say(chat, "chào")
        who = stage.find(chat).person_id
        assert who is not None
        with stage.database.write() as tx:
            people.give_post(tx, who, stage.post(role, unit), 0)
    return stage


def tick(stage: Stage, day: date) -> list[Due]:
    """What one look at seven finds, put into the outbox."""
    now = datetime.combine(day, time(7), VIETNAM)
    with stage.database.write() as tx:
        looked = Context(tx, stage.reference, now)
        found = list(find_due(looked)) if JOB.period_key(looked) else []
        enqueue_due(tx, found, now)
    return found


def list_days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_officers_are_told_once_a_quarter_and_leaders_never(staff: Stage) -> None:
    told = {
        (day, one.to.chat)
        for day in list_days(date(2025, 7, 1), date(2025, 12, 31))
        for one in tick(staff, day)
        if isinstance(one.notices[0], TasksRecalled)
    }
    first = {date(2025, 9, 3), date(2025, 12, 1)}  # 1 and 2 September are days off
    assert told == {(day, chat) for day in first for chat in ("hanh", "mai")}


def test_the_province_is_asked_the_working_day_after(staff: Stage) -> None:
    day = date(2025, 11, 15)  # a Saturday
    hanh = staff.find("hanh").person_id
    assert hanh is not None
    with staff.database.write() as tx:
        event_dates.keep(tx, staff.reference.plan.id, "IV.3.2-3", (day, day), by=hanh, at=0.0)
    asked = [
        (on, one.to.chat)
        for on in list_days(date(2025, 11, 10), date(2025, 11, 30))
        for one in tick(staff, on)
        if isinstance(one.notices[0], EventsPassed)
    ]
    assert asked == [(date(2025, 11, 17), "hanh")]
