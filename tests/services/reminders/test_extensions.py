"""Extensions: an officer puts off her commune's due day to a working day."""

from datetime import date, datetime

import pytest

from domain.notices.common import NotForYou
from domain.notices.reminders import Extended
from domain.org.tree import Unit
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.reminders.extensions import extend_due_day
from storage import extensions
from tests.support.people_stage import LAC, LAM, PONG, Stage
from tests.support.service_calls import appoint, asked_by

OCTOBER = Period(2025, 10)


def test_to_the_first_working_day_three_days_from_now(stage: Stage) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    stage.now = datetime(2025, 10, 22, 8, tzinfo=VIETNAM)  # in three days it is Saturday
    with asked_by(stage, "mai") as request:
        said = extend_due_day(request, stage.units.id_of(LAM.key), OCTOBER)
        (granted,) = extensions.load_granted(request.tx, extensions.DUE)
    assert said == (Extended("Xã Bảo Lâm", "2025-10", date(2025, 10, 27)),)
    assert (granted.period, granted.until) == ("2025-10", date(2025, 10, 27))


@pytest.mark.parametrize(("chat", "unit"), [("mai", LAC), ("mai", PONG), ("hoa", LAM)])
def test_only_for_a_commune_and_only_hers(stage: Stage, chat: str, unit: Unit) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "hoa", Role.LEADER, PONG)
    with asked_by(stage, chat) as request:
        unit_id = stage.units.id_of(unit.key)
        assert extend_due_day(request, unit_id, OCTOBER) == (NotForYou(),)
        assert extensions.load_granted(request.tx, extensions.DUE) == []
