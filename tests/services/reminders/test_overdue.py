"""Overdue reports of today's reminder steps, and what each person is told of them."""

from datetime import date, datetime

import pytest

from domain.org.tree import Unit
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.reminders.overdue import (
    RecipientPlan,
    find_extended_due_days,
    find_overdue_today,
    find_steps_today,
    leave_out_deputies,
    plan_recipients,
)
from storage import extensions, reports
from storage.extensions import Extension
from storage.moments import seconds
from storage.post_holders import load_post_holders
from tests.support.people_stage import AREA_LAC, AREA_LAM, LAC, LAM, MUC, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, at_the_moment

OCTOBER = Period(2025, 10)


@pytest.fixture
def town(stage: Stage) -> Stage:
    """Hoa leads Nà Pồng, Mai is her commune's officer, Hạnh the province's; 21 October."""
    appoint(stage, "hoa", Role.LEADER, PONG)
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "hanh", Role.PROVINCE, PROVINCE)
    stage.now = datetime(2025, 10, 21, 7, tzinfo=VIETNAM)
    return stage


def plan(town: Stage) -> dict[str, RecipientPlan]:
    with at_the_moment(town) as context:
        found = plan_recipients(context, load_post_holders(context.tx))
        return {one.holder.contact.chat: one for one in found if one.holder.contact is not None}


def list_overdue(town: Stage) -> dict[str, int]:
    with at_the_moment(town) as context:
        found = find_overdue_today(context)
        return {one.unit.short: one.step.days for one in found if one.step.period == OCTOBER}


def send(town: Stage, *units: Unit) -> None:
    with at_the_moment(town) as context:
        for unit in units:
            reports.send(context.tx, town.units.id_of(unit.key), "2025-10", {}, sent_at=0.0)


def test_steps_are_those_of_the_plan_s_due_day(town: Stage) -> None:
    with at_the_moment(town) as context:
        steps = {(step.period, step.days) for _, step in find_steps_today(context)}
    assert steps == {(OCTOBER, 1)}
    town.later(days=1)
    with at_the_moment(town) as context:
        assert list(find_steps_today(context)) == []


def test_a_report_that_was_sent_is_not_overdue(town: Stage) -> None:
    assert {"Nà Pồng": 1, "Khuổi Mực": 1}.items() <= list_overdue(town).items()
    send(town, PONG)
    assert "Nà Pồng" not in list_overdue(town)


def test_an_extension_moves_the_steps_of_all_below(town: Stage) -> None:
    with at_the_moment(town) as context:
        granted = Extension(
            town.units.id_of(LAM.key), "2025-10", extensions.DUE, date(2025, 10, 23)
        )
        extensions.grant(context.tx, granted, None, 1.0)
        moved = find_extended_due_days(context)
    assert moved[town.units.id_of(PONG.key), OCTOBER] == date(2025, 10, 23)
    assert list_overdue(town)["Nà Pồng"] == -2


def test_leaders_are_told_of_their_branch_officers_of_those_missing(town: Stage) -> None:
    found = plan(town)
    assert [ids for _, ids in found["hoa"].overdue] == [[town.units.id_of(PONG.key)]]
    assert (town.units.id_of(LAM.key), OCTOBER) in found["mai"].lists
    assert (town.units.id_of(LAM.key), OCTOBER) not in found["hoa"].lists


def test_the_level_above_is_told_on_a_later_step(town: Stage) -> None:
    send(town, LAM, LAC, AREA_LAM, AREA_LAC, PROVINCE)
    assert "hanh" not in plan(town)
    town.later(days=2)
    assert (town.units.id_of(PROVINCE.key), OCTOBER) in plan(town)["hanh"].lists


def test_who_leads_two_branches_has_one_plan_for_both(town: Stage) -> None:
    appoint(town, "hoa", Role.LEADER, MUC)
    ((_, ids),) = plan(town)["hoa"].overdue
    assert sorted(ids) == sorted(town.units.id_of(unit.key) for unit in (PONG, MUC))


def test_deputies_only_where_no_leader_was_heard_of_lately(town: Stage) -> None:
    appoint(town, "cuc", Role.DEPUTY, PONG)
    rules, unit_id = town.reference.plan.settings.reminders, town.units.id_of(PONG.key)
    with at_the_moment(town) as context:
        there = load_post_holders(context.tx, [unit_id])[unit_id]
    now = seconds(town.now)
    lately = leave_out_deputies(there, now, rules)
    assert [holder.role for holder in lately] == [Role.LEADER]
    away = now + (rules.away_after_days + 9) * 86_400
    assert len(leave_out_deputies(there, away, rules)) == 2
