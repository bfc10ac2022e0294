"""Locked months: which they are, whom to ask, and what reopening one changes."""

from datetime import date, datetime

import pytest

from domain.notices.common import NotForYou
from domain.notices.reopening import PeriodLocked, Reopened
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.reporting.reopening import (
    describe_lock,
    find_reopened,
    list_locked_months,
    may_reopen,
    reopen,
    takes_reports,
)
from storage import extensions, reports
from storage.extensions import Extension
from tests.support.people_stage import LAC, LAM, MUC, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by, read_outbox

AUGUST, OCTOBER = Period(2025, 8), Period(2025, 10)


@pytest.fixture
def town(stage: Stage) -> Stage:
    """13 October: August is locked since 4 October."""
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "hoa", Role.LEADER, PONG)
    appoint(stage, "hanh", Role.PROVINCE, PROVINCE)
    return stage


def test_an_open_month_takes_reports_a_locked_one_does_not(town: Stage) -> None:
    with asked_by(town, "hoa") as request:
        unit_id = town.units.id_of(PONG.key)
        assert takes_reports(request, unit_id, OCTOBER)
        assert not takes_reports(request, unit_id, AUGUST)


def test_a_lock_names_whom_to_ask(town: Stage) -> None:
    with asked_by(town, "hoa") as request:
        asked = [
            describe_lock(request, town.units.id_of(unit.key), AUGUST).ask
            for unit in (PONG, LAM, PROVINCE)
        ]
        lock = describe_lock(request, town.units.id_of(PONG.key), AUGUST)
    assert asked == ["Xã Bảo Lâm", "Tỉnh Cao Bằng", "Tỉnh Cao Bằng"]
    assert lock == PeriodLocked("Chi hội Nà Pồng", "2025-08", date(2025, 10, 4), "Xã Bảo Lâm")


def test_locked_months_come_newest_first_with_what_was_sent(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        unit_id = town.units.id_of(PONG.key)
        reports.send(request.tx, unit_id, "2025-08", {}, sent_at=0.0)
        months = list_locked_months(request, PONG, unit_id)
    # made on the first of July, it owes none of the months before
    assert months == (("2025-08", True), ("2025-07", False))


def test_who_may_reopen(town: Stage) -> None:
    found = {}
    for chat in ("mai", "hoa", "hanh"):
        with asked_by(town, chat) as request:
            found[chat] = [
                may_reopen(request, town.units.id_of(unit.key)) for unit in (PONG, LAM, PROVINCE)
            ]
    assert found == {
        "mai": [True, False, False], "hoa": [False] * 3, "hanh": [True, True, True]
    }  # fmt: skip


def test_reopened_it_takes_reports_until_the_day_is_over(town: Stage) -> None:
    unit_id, until = town.units.id_of(PONG.key), date(2025, 10, 15)
    with asked_by(town, "mai") as request:
        said = reopen(request, unit_id, "2025-08", until, "phone")
        (kept,) = extensions.load_granted(request.tx, extensions.OPEN)
        assert find_reopened(request, unit_id) == {AUGUST: until}
        assert find_reopened(request, town.units.id_of(MUC.key)) == {}
        assert takes_reports(request, unit_id, AUGUST)
    assert said == (Reopened("Chi hội Nà Pồng", "2025-08", until, 1),)
    assert (kept.until, kept.reason) == (until, "phone")
    assert read_outbox(town) == {"hoa": ["open_again/1"]}
    town.now = datetime(2025, 10, 16, 0, 1, tzinfo=VIETNAM)
    with asked_by(town, "mai") as request:
        assert not takes_reports(request, unit_id, AUGUST)


def test_what_is_granted_to_a_unit_holds_for_those_below(town: Stage) -> None:
    with asked_by(town, "hoa") as request:
        granted = Extension(
            town.units.id_of(LAM.key), "2025-08", extensions.OPEN, date(2025, 10, 20)
        )
        assert find_reopened(request, town.units.id_of(MUC.key), [granted]) == {
            AUGUST: date(2025, 10, 20)
        }
        assert find_reopened(request, town.units.id_of(LAC.key), [granted]) == {}


def test_a_leader_reopens_nothing(town: Stage) -> None:
    with asked_by(town, "hoa") as request:
        unit_id = town.units.id_of(PONG.key)
        said = reopen(request, unit_id, "2025-08", date(2025, 10, 15), "other")
        assert said == (NotForYou(),)
        assert extensions.load_granted(request.tx, extensions.OPEN) == []
