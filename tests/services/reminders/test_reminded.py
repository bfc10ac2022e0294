"""What somebody was last reminded of: what has left by the moment of her message."""

from datetime import timedelta

from domain.notices.base import Notice
from domain.notices.reminders import ReminderDue, StillMissing
from domain.notices.reopening import OpenAgain
from domain.people.roles import Role
from domain.periods import Period
from services.reminders.reminded import find_last_reminded
from storage import outbox
from storage.moments import seconds
from storage.outbox import REMINDER, DeliveryResult, Outgoing
from tests.support.people_stage import LAM, PONG, Stage
from tests.support.service_calls import appoint, asked_by

HOUR = timedelta(hours=1)


def _remind(stage: Stage, notices: list[Notice], *, sent: bool = True) -> None:
    """A reminder that leaves at the stage's moment, or waits."""
    at = seconds(stage.now)
    with stage.database.write() as tx:
        [row_id] = outbox.enqueue(tx, [Outgoing(stage.find("hoa"), notices, REMINDER, at)])
        if sent:
            outbox.record_results(tx, [DeliveryResult(row_id, "sent", 1, at, sent_at=at)])


def test_the_newest_that_left_before_her_message_counts(stage_on_each: Stage) -> None:
    stage = stage_on_each
    who = appoint(stage, "hoa", Role.LEADER, PONG)
    pong, start = stage.units.id_of(PONG.key), stage.now
    with asked_by(stage, "hoa") as request:
        assert find_last_reminded(request, stage.now) is None
    _remind(stage, [ReminderDue(who, (pong,), "2025-10"), StillMissing(pong, "2025-10")])
    stage.now += HOUR
    _remind(stage, [ReminderDue(who, (pong,), "2025-11")])
    stage.now += HOUR
    _remind(stage, [ReminderDue(who, (pong,), "2025-12")], sent=False)
    with asked_by(stage, "hoa") as request:
        early = find_last_reminded(request, start + HOUR / 2)
        now = find_last_reminded(request, stage.now)
    assert early is not None
    assert now is not None
    assert (early.at, early.reports) == (start, ((pong, Period(2025, 10)),))
    assert (now.at, now.reports) == (start + HOUR, ((pong, Period(2025, 11)),))


def test_a_month_that_was_reopened_reminds_as_well(stage: Stage) -> None:
    appoint(stage, "hoa", Role.LEADER, PONG)
    pong, lam = stage.units.id_of(PONG.key), stage.units.id_of(LAM.key)
    _remind(stage, [StillMissing(lam, "2025-10")])
    until = stage.now.date()
    _remind(stage, [OpenAgain(pong, PONG.name, "2025-08", until)])
    with asked_by(stage, "hoa") as request:
        found = find_last_reminded(request, stage.now)
    assert found is not None
    assert found.reports == ((pong, Period(2025, 8)),)
