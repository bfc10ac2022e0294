"""Contexts and requests: the plan in force, the day, and who asks."""

from dataclasses import replace

import msgspec
import pytest

from services.context import Context, Reference, Request
from storage.database import Savepoint
from tests.support.people_stage import Stage
from tests.support.service_calls import add_chat, asked_by


def test_the_newest_plan_is_in_force(stage: Stage) -> None:
    plan = stage.reference.plan
    next_year = replace(plan, year=plan.year + 1)
    reference = replace(stage.reference, plans={plan.year: plan, next_year.year: next_year})
    assert reference.plan is next_year
    assert Reference.of(plan, reference.calendar, reference.units).plan is plan


def test_it_reads_within_its_savepoint(stage: Stage) -> None:
    with stage.database.write() as tx:
        savepoint = Savepoint(tx)
        context = Context(savepoint, stage.reference, stage.now)
        assert context.tx is savepoint.tx
        assert Context(tx, stage.reference, stage.now).tx is tx
        savepoint.keep()
    assert context.today == stage.now.date()


def test_a_request_of_a_group_has_no_person(stage: Stage) -> None:
    person_id = add_chat(stage, "hoa")
    with asked_by(stage, "hoa") as request:
        assert request.person_id == person_id
        group = msgspec.structs.replace(request.contact, person_id=None, is_group=True)
        with pytest.raises(ValueError, match="group"):
            _ = Request(request.tx, stage.reference, stage.now, contact=group).person_id
