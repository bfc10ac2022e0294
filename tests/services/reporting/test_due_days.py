"""Due days: the plan's own, or the latest that was granted to the unit or one above it."""

from datetime import date

from domain.periods import Period
from services.reporting.due_days import find_due_day
from storage import extensions
from storage.extensions import Extension
from tests.support.people_stage import LAC, LAM, PONG, Stage
from tests.support.service_calls import at_the_moment

OCTOBER = Period(2025, 10)


def test_the_usual_day_and_one_that_was_put_off(stage: Stage) -> None:
    later = date(2025, 10, 24)
    with at_the_moment(stage) as context:
        pong, lac = stage.units.id_of(PONG.key), stage.units.id_of(LAC.key)
        assert find_due_day(context, pong, OCTOBER) == date(2025, 10, 20)
        granted = Extension(stage.units.id_of(LAM.key), str(OCTOBER), extensions.DUE, later)
        extensions.grant(context.tx, granted, None, 1.0)
        assert find_due_day(context, pong, OCTOBER) == later
        assert find_due_day(context, lac, OCTOBER) != later
        assert find_due_day(context, pong, OCTOBER.next()) == date(2025, 11, 20)
