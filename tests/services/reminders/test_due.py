"""Storing messages that are due: once by their key, and one reminder a day for each person."""

from datetime import timedelta

import msgspec
import pytest

from domain.notices.reminders import ReminderDue
from domain.people.roles import Role
from services.reminders.due import Due, enqueue_due
from storage.outbox import REMINDER
from storage.sent_reminders import Claim
from tests.support.people_stage import PONG, Stage
from tests.support.service_calls import appoint, at_the_moment, read_outbox


@pytest.fixture
def due(stage_on_each: Stage) -> Due:
    stage = stage_on_each
    person_id = appoint(stage, "hoa", Role.LEADER, PONG)
    return Due(
        key="reminder/1",
        to=stage.find("hoa"),
        notices=(ReminderDue(person_id, (), "2025-10"),),
        priority=REMINDER,
        due_at=stage.now,
        not_after=stage.now + timedelta(hours=1),
        why="because",
    )


def test_what_was_put_there_under_a_key_is_not_put_again(stage_on_each: Stage, due: Due) -> None:
    stage = stage_on_each
    with at_the_moment(stage) as context:
        assert enqueue_due(context.tx, [due], stage.now) == [due]
        assert enqueue_due(context.tx, [due], stage.now) == [due]
    assert read_outbox(stage) == {"hoa": ["reminder_due/1"]}


def test_of_two_claims_of_one_day_in_one_go_the_first_is_sent(
    stage_on_each: Stage, due: Due
) -> None:
    stage = stage_on_each
    claim = Claim(stage.find("hoa").person_id or 0, stage.now.date())
    first = msgspec.structs.replace(due, claim=claim)
    again = msgspec.structs.replace(first, key="reminder/2")
    with at_the_moment(stage) as context:
        assert enqueue_due(context.tx, [first, again], stage.now) == [first]
        assert enqueue_due(context.tx, [again], stage.now) == []
        assert enqueue_due(context.tx, [due], stage.now) == [due], "it claims no day"
