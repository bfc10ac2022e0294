"""Nudges: whom an officer has reminded, once a day, and who cannot be."""

from datetime import datetime

import pytest

from domain.notices.common import NotForYou
from domain.notices.reminders import Nudged, Unreached
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.reminders.nudges import find_newest_open, list_unreached, nudge
from services.reminders.pauses import pause_reminders
from storage import reports
from tests.support.people_stage import LAC, LAM, MUC, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by, read_outbox

OCTOBER = Period(2025, 10)
MONTH = ("2025-10",)
NOBODY = (Unreached("Khuổi Mực", "nobody"),)


@pytest.fixture
def town(stage: Stage) -> Stage:
    appoint(stage, "hanh", Role.PROVINCE, PROVINCE)
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "hoa", Role.LEADER, PONG)
    return stage


def test_a_commune_s_branches_are_reminded_once_a_day(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        unit_id = town.units.id_of(LAM.key)
        assert nudge(request, [unit_id], OCTOBER) == (Nudged(1, 0, NOBODY, months=MONTH),)
        assert nudge(request, [unit_id], OCTOBER) == (Nudged(0, 1, NOBODY, months=MONTH),)
        assert list_unreached(request, [unit_id]) == NOBODY
    assert read_outbox(town) == {"hoa": ["reminder_due/1"]}


def test_who_leads_two_branches_is_reminded_of_both_at_once(town: Stage) -> None:
    appoint(town, "hoa", Role.LEADER, MUC)
    with asked_by(town, "mai") as request:
        assert nudge(request, [town.units.id_of(LAM.key)], OCTOBER) == (Nudged(1, months=MONTH),)


def test_a_branch_that_has_sent_is_left_alone(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        reports.send(request.tx, town.units.id_of(PONG.key), "2025-10", {}, sent_at=0.0)
        assert nudge(request, [town.units.id_of(LAM.key)], OCTOBER) == (
            Nudged(0, 0, NOBODY, months=MONTH),
        )


def test_a_province_has_officers_of_communes_told(town: Stage) -> None:
    with asked_by(town, "hanh") as request:
        assert nudge(request, [town.units.id_of(PROVINCE.key)], OCTOBER) == (
            Nudged(1, 0, (Unreached("Bảo Lạc", "nobody"),), months=MONTH),
        )
    assert read_outbox(town) == {"mai": ["reminder_due/1", "still_missing/1"]}


def test_at_night_it_waits_for_the_morning(town: Stage) -> None:
    town.now = datetime(2025, 10, 13, 22, tzinfo=VIETNAM)
    with asked_by(town, "mai") as request:
        (said,) = nudge(request, [town.units.id_of(LAM.key)], OCTOBER)
    assert isinstance(said, Nudged)
    assert said.held


def test_only_below_her(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        assert nudge(request, [town.units.id_of(LAC.key)], OCTOBER) == (NotForYou(),)
    with asked_by(town, "hoa") as request:
        assert nudge(request, [town.units.id_of(PONG.key)], OCTOBER) == (NotForYou(),)


def test_a_late_month_is_reached_beside_the_new_one(town: Stage) -> None:
    town.now = datetime(2025, 11, 12, 9, tzinfo=VIETNAM)
    with asked_by(town, "mai") as request:
        reports.send(request.tx, town.units.id_of(PONG.key), "2025-11", {}, sent_at=0.0)
        (said,) = nudge(request, [town.units.id_of(LAM.key)])
    assert said == Nudged(1, 0, NOBODY, months=("2025-10", "2025-11"))
    assert read_outbox(town) == {"hoa": ["reminder_due/1"]}


def test_the_newest_month_that_is_open(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        assert find_newest_open(request) == OCTOBER
    town.now = datetime(2025, 1, 2, tzinfo=VIETNAM)
    with asked_by(town, "mai") as request:
        assert find_newest_open(request) == Period(2025, 1)


def test_who_asked_for_peace_is_left_out_and_that_is_said(town: Stage) -> None:
    with asked_by(town, "hoa") as request:
        pause_reminders(request, [town.units.id_of(PONG.key)])
    with asked_by(town, "mai") as request:
        (said,) = nudge(request, [town.units.id_of(LAM.key)], OCTOBER)
    assert isinstance(said, Nudged)
    assert said.reminded == 0
    assert Unreached("Nà Pồng", "paused") in said.unreached
    assert read_outbox(town) == {}
