"""Event reminders over a year: the right officers, the right mornings, once each."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from domain.notices.calendar import EventsAhead, EventsUndated
from domain.people.roles import Role
from domain.periods import VIETNAM
from scheduler.calendar import JOB, find_due
from services.context import Context
from services.reminders.due import Due, enqueue_due
from storage import event_dates, outbox, people, sent_reminders
from storage.database import Database
from storage.moments import seconds
from storage.sent_reminders import Claim
from tests.support.people_stage import LAC, LAM, PONG, PROVINCE, Stage

PLAN_ID = "326/KH-BTV"
SEVEN = time(7, 0)


@pytest.fixture
def staff(database: Database) -> Stage:
    """An officer of the province, of two communes, and a leader, each on one phone."""
    stage = Stage(database)
    posts = {"hanh": (Role.PROVINCE, PROVINCE), "mai": (Role.COMMUNE, LAM)}
    posts |= {"thu": (Role.COMMUNE, LAC), "hoa": (Role.LEADER, PONG)}
    for chat, (role, unit) in posts.items():
        stage.say(chat, "chào")
        who = stage.find(chat).person_id
        assert who is not None
        with stage.database.write() as tx:
            people.give_post(tx, who, stage.post(role, unit), 0)
    return stage


def make_context(stage: Stage, tx: object, now: datetime) -> Context:
    known = stage.reference
    return Context(tx, known, now)  # type: ignore[arg-type]


def tick(stage: Stage, day: date, at: time = SEVEN) -> list[Due]:
    """What one look finds, put into the outbox."""
    now = datetime.combine(day, at, VIETNAM)
    with stage.database.write() as tx:
        looked = make_context(stage, tx, now)
        found = list(find_due(looked)) if JOB.period_key(looked) else []
        enqueue_due(tx, found, now)
    return found


def list_chats(found: list[Due]) -> list[str]:
    return sorted(one.to.chat for one in found if isinstance(one.notices[0], EventsAhead))


def list_waiting(stage: Stage) -> list[str]:
    """The chats that a reminder waits for in the outbox."""
    with stage.database.read() as tx:
        ids = outbox.find_pending_ids(tx, "zalo", "1", seconds(stage.now) + 400 * 86_400)
        queued_messages = outbox.load(tx, ids)
    return sorted(p.chat for p in queued_messages if p.priority == outbox.REMINDER)


def list_days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def test_officers_of_the_levels_concerned_are_told_and_nobody_else(staff: Stage) -> None:
    found = tick(staff, date(2025, 10, 6))  # 14 days before 20/10
    assert list_chats(found) == ["hanh", "mai", "thu"]
    assert all(one.due_at < one.not_after for one in found)
    assert list_chats(tick(staff, date(2025, 10, 6))) == []
    assert list_chats(tick(staff, date(2025, 10, 7))) == []


def test_before_the_hour_and_at_night_nothing_is_looked_for(staff: Stage) -> None:
    assert tick(staff, date(2025, 10, 6), time(6, 59)) == []
    assert tick(staff, date(2025, 10, 6), time(21, 0)) == []


def test_who_was_reminded_of_another_thing_is_told_the_day_after(staff: Stage) -> None:
    mai = staff.find("mai").person_id
    assert mai is not None
    with staff.database.write() as tx:
        sent_reminders.claim(tx, [Claim(mai, date(2025, 10, 6))])
    tick(staff, date(2025, 10, 6))
    assert list_waiting(staff) == ["hanh", "thu"]
    assert list_chats(tick(staff, date(2025, 10, 7))) == ["mai"]
    with staff.database.read() as tx:
        assert mai in sent_reminders.find_reminded(tx, date(2025, 10, 7))


def test_the_province_is_asked_once_for_days_that_are_open(staff: Stage) -> None:
    found = [
        one for day in list_days(date(2025, 7, 5), date(2025, 7, 20)) for one in tick(staff, day)
    ]
    asked = [one for one in found if isinstance(one.notices[0], EventsUndated)]
    assert [one.to.chat for one in asked] == ["hanh"]
    assert asked[0].due_at.date() == date(2025, 7, 7)  # the 5th is a Saturday


def test_a_day_set_by_the_province_is_recalled_60_30_and_7_days_before(staff: Stage) -> None:
    hanh = staff.find("hanh").person_id
    assert hanh is not None
    conference = date(2025, 12, 12)
    with staff.database.write() as tx:
        event_dates.keep(tx, PLAN_ID, "IV.3.2-3", (conference,) * 2, by=hanh, at=seconds(staff.now))
    told = [
        day
        for day in list_days(date(2025, 10, 10), conference)
        if "hanh" in list_chats(tick(staff, day))
    ]
    assert [day for day in told if (conference - day).days in (60, 30, 7)] == [
        date(2025, 10, 13), date(2025, 11, 12), date(2025, 12, 5),
    ]  # fmt: skip


def test_half_a_year_and_a_tet_have_no_doubles(staff: Stage) -> None:
    sent: dict[date, list[str]] = defaultdict(list)
    for day in list_days(date(2025, 7, 1), date(2026, 3, 31)):
        for one in tick(staff, day):
            assert one.due_at.date() == day
            sent[day].append(one.to.chat)
    assert all(max(Counter(who).values()) == 1 for who in sent.values())
    assert not [day for day in sent if date(2026, 2, 17) <= day <= date(2026, 2, 19)]
    assert not any("hoa" in who for who in sent.values())
    assert [f"{day:%d/%m}" for day, who in sent.items() if "mai" in who] == [
        "23/07", "05/08", "19/08", "06/10", "17/10", "31/10", "14/11",
        "18/11", "20/01", "30/01", "03/02", "13/02", "05/03",
    ]  # fmt: skip
