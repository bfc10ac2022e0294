"""A report that takes another's place: never by accident, and never in silence."""

from datetime import datetime

import msgspec
import pytest

from domain.notices.hands import ReportReplaced
from domain.notices.reporting import Change, ReportReceipt
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.reporting.submitting import submit_report
from storage import outbox, reports
from storage.moments import moment, seconds
from storage.reports import AnotherInForce
from tests.support.people_stage import LAM, PONG, Stage
from tests.support.service_calls import appoint, asked_by, read_outbox

OCTOBER = Period(2025, 10)
TWO, THREE = {"1.1": {"count": 2.0}}, {"1.1": {"count": 3.0}}


@pytest.fixture
def town(stage: Stage) -> Stage:
    appoint(stage, "hoa", Role.LEADER, PONG)
    appoint(stage, "my", Role.DEPUTY, PONG)
    appoint(stage, "mai", Role.COMMUNE, LAM)
    return stage


def submit(
    town: Stage, chat: str, values: dict[str, dict[str, float]], edition: int, reason: str = ""
) -> int:
    """Send October's report of Nà Pồng; return its id."""
    with asked_by(town, chat) as request:
        (receipt,) = submit_report(
            request,
            town.units.id_of(PONG.key),
            OCTOBER,
            values,
            on_behalf=chat == "mai",
            edition=edition,
            reason=reason,
        )
    assert isinstance(receipt, ReportReceipt)
    return receipt.submission_id


def test_only_the_edition_she_has_seen_is_replaced(town: Stage) -> None:
    submit(town, "hoa", TWO, 0)
    with pytest.raises(AnotherInForce, match="edition 1 is in force, not 0"):
        submit(town, "my", THREE, 0)
    with town.database.read() as tx:
        found = reports.find_in_force(tx, town.units.id_of(PONG.key), "2025-10")
    assert found is not None
    assert (found.edition, found.answers) == (1, TWO)


def test_whoever_sent_it_is_told_what_changed(town: Stage) -> None:
    submit(town, "hoa", TWO, 0)
    newest = submit(town, "my", THREE, 1)
    assert read_outbox(town) == {"hoa": ["report_replaced/1"]}
    change = Change(1, "1.1", {"count": 2.0}, {"count": 3.0})
    assert _read_told(town) == [ReportReplaced(newest, (change,), mine=True)]


def test_her_own_correction_is_told_to_nobody(town: Stage) -> None:
    submit(town, "hoa", TWO, 0)
    submit(town, "hoa", THREE, 1)
    assert read_outbox(town) == {}


def test_all_who_report_for_the_branch_hear_of_an_officers_correction_with_its_reason(
    town: Stage,
) -> None:
    submit(town, "hoa", TWO, 0)
    newest = submit(town, "mai", THREE, 1, "checked")
    assert read_outbox(town) == {"hoa": ["report_replaced/1"], "my": ["report_replaced/1"]}
    with town.database.read() as tx:
        stored = reports.find(tx, newest)
    assert stored is not None
    assert stored.extra["reason"] == "checked"


def test_an_officer_hears_that_her_entry_was_changed(town: Stage) -> None:
    submit(town, "mai", TWO, 0)
    submit(town, "hoa", THREE, 1)
    assert [told.entered for told in _read_told(town)] == [True]


def test_at_night_it_is_told_in_the_morning(town: Stage) -> None:
    town.now = datetime(2025, 10, 16, 23, tzinfo=VIETNAM)
    submit(town, "hoa", TWO, 0)
    submit(town, "my", THREE, 1)
    with town.database.read() as tx:
        (message,) = outbox.load(
            tx, outbox.find_pending_ids(tx, "zalo", "1", seconds(town.now) + 86_400)
        )
    assert moment(message.due_at).date() > town.now.date()
    assert message.not_after is None


def _read_told(town: Stage) -> list[ReportReplaced]:
    with town.database.read() as tx:
        ids = outbox.find_pending_ids(tx, "zalo", "1", seconds(town.now) + 86_400)
        told = [
            msgspec.json.decode(m.notices, type=list[ReportReplaced]) for m in outbox.load(tx, ids)
        ]
    return [each for some in told for each in some]
