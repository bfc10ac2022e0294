"""Submitting reports: who may, until when, and what is stored."""

from datetime import datetime

import pytest

from domain.notices.common import NotForYou
from domain.notices.reopening import PeriodLocked
from domain.notices.reporting import Change, ReportReceipt
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.reporting.submitting import submit_report
from storage import people, reports
from storage.moments import seconds
from tests.support.people_stage import LAM, MUC, PONG, Stage
from tests.support.service_calls import appoint, asked_by

OCTOBER = Period(2025, 10)
VALUES = {"1.1": {"count": 2}}


@pytest.fixture
def town(stage: Stage) -> Stage:
    appoint(stage, "hoa", Role.LEADER, PONG)
    appoint(stage, "mai", Role.COMMUNE, LAM)
    return stage


def list_sent(town: Stage) -> set[str]:
    with town.database.read() as tx:
        return reports.find_sent_periods(tx, town.units.id_of(PONG.key))


def test_a_report_is_stored_with_what_was_said_besides(town: Stage) -> None:
    changes = (Change(1, "1.1", {"count": 1}, {"count": 2}),)
    with asked_by(town, "hoa") as request:
        (receipt,) = submit_report(
            request,
            town.units.id_of(PONG.key),
            OCTOBER,
            VALUES,
            skipped=("1.2a",),
            unchanged=("1.1",),
            corrected=changes,
            help_needed=True,
        )
        assert isinstance(receipt, ReportReceipt)
        stored = reports.find(request.tx, receipt.submission_id)
        assert stored is not None
        who = request.person_id
    assert receipt.changes == changes
    assert (stored.period, stored.person_id, stored.on_behalf) == ("2025-10", who, False)
    assert stored.answers == VALUES
    assert stored.extra == {"skipped": ["1.2a"], "unchanged": ["1.1"], "help_needed": True}


def test_the_newest_is_in_force(town: Stage) -> None:
    unit_id = town.units.id_of(PONG.key)
    with asked_by(town, "hoa") as request:
        submit_report(request, unit_id, OCTOBER, VALUES)
        (receipt,) = submit_report(request, unit_id, OCTOBER, {"1.1": {"count": 5}})
        assert isinstance(receipt, ReportReceipt)
        found = reports.find_in_force(request.tx, unit_id, "2025-10")
    assert found is not None
    assert found.id == receipt.submission_id


def test_an_officer_reports_on_behalf_of_a_branch_only(town: Stage) -> None:
    unit_id = town.units.id_of(PONG.key)
    with asked_by(town, "mai") as request:
        assert submit_report(request, unit_id, OCTOBER, VALUES) == (NotForYou(),)
        (receipt,) = submit_report(request, unit_id, OCTOBER, VALUES, on_behalf=True)
    assert isinstance(receipt, ReportReceipt)


def test_nobody_reports_for_others_or_after_leaving(town: Stage) -> None:
    with asked_by(town, "hoa") as request:
        other = town.units.id_of(MUC.key)
        assert submit_report(request, other, OCTOBER, VALUES, on_behalf=True) == (NotForYou(),)
        people.end_posts(request.tx, request.person_id, seconds(town.now))
    with asked_by(town, "hoa") as request:
        own = town.units.id_of(PONG.key)
        assert submit_report(request, own, OCTOBER, VALUES) == (NotForYou(),)
    assert list_sent(town) == set()


def test_a_locked_month_takes_none(town: Stage) -> None:
    town.now = datetime(2026, 2, 20, 8, tzinfo=VIETNAM)
    with asked_by(town, "hoa") as request:
        (said,) = submit_report(request, town.units.id_of(PONG.key), OCTOBER, VALUES)
    assert isinstance(said, PeriodLocked)
    assert list_sent(town) == set()
