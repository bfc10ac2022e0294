"""The days of events: the province sets them, nobody else does."""

from datetime import date

from domain.notices.common import NotForYou
from domain.people.roles import Role
from services.calendar.event_dates import set_event_date
from storage import event_dates
from tests.support.people_stage import LAM, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by

EVENT = "IV.3.2-3"
DAYS = (date(2025, 11, 20), date(2025, 11, 21))


def load_dates(stage: Stage) -> dict[str, tuple[date, date] | None]:
    with stage.database.read() as tx:
        return event_dates.load_dates(tx, stage.reference.plan.id)


def test_the_last_days_set_hold(stage: Stage) -> None:
    appoint(stage, "hanh", Role.PROVINCE, PROVINCE)
    with asked_by(stage, "hanh") as request:
        assert set_event_date(request, EVENT, DAYS) == ()
    assert load_dates(stage) == {EVENT: DAYS}
    with asked_by(stage, "hanh") as request:
        assert set_event_date(request, EVENT, None) == ()
    assert load_dates(stage) == {EVENT: None}, "it is not held"


def test_a_commune_sets_none(stage: Stage) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    with asked_by(stage, "mai") as request:
        assert set_event_date(request, EVENT, DAYS) == (NotForYou(),)
    assert load_dates(stage) == {}
