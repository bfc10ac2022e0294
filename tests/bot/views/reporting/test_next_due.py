"""The next due day that a receipt names is true on every day of the year."""

from datetime import datetime, timedelta

import pytest

from bot.views.reporting.facts import find_next_due
from domain.org.tree import Unit
from domain.periods import VIETNAM, Period, opens_at
from services.context import Context
from services.reporting.due_days import find_due_day
from tests.support.people_stage import LAM, PONG, Stage


def _choose_sent(pattern: str, periods: list[Period], now: datetime, context: Context) -> set[str]:
    """What was sent by a day: all that was open, all but the newest, or the newest alone."""
    opened = [p for p in periods if opens_at(p, context.plan.settings) <= now]
    chosen = {"all": opened, "older": opened[:-1], "newest": opened[-1:], "none": []}[pattern]
    return {str(p) for p in chosen}


@pytest.mark.parametrize("pattern", ["all", "older", "newest", "none"])
@pytest.mark.parametrize("unit", [PONG, LAM], ids=["branch", "commune"])
def test_the_next_due_day_is_the_next_one_not_sent(stage: Stage, pattern: str, unit: Unit) -> None:
    unit_id, plan = stage.units.id_of(unit.key), stage.reference.plan
    asked = [p for p in plan.periods if plan.form(unit.level, p)]
    now = datetime(2025, 1, 1, 9, tzinfo=VIETNAM)
    with stage.database.read() as tx:
        while now.year == plan.year:
            context = Context(tx, stage.reference, now)
            sent = _choose_sent(pattern, asked, now, context)
            coming = [find_due_day(context, unit_id, p) for p in asked if str(p) not in sent]
            expected = min((day for day in coming if day >= now.date()), default=None)
            assert find_next_due(unit_id, sent, context) == expected, now
            now += timedelta(days=1)
