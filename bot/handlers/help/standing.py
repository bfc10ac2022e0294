"""Where somebody stands with her reports: what is owed, or what was sent last."""

from bot.engine.dialogue import Call
from bot.handlers.reporting.forms import find_newest_asked, find_owed_periods, find_own_units
from domain.notices.common import Standing
from services.reporting.due_days import find_due_day


def find_standing(call: Call) -> Standing | None:
    """Find the newest month she owes with its due day, else the newest that was sent.

    None for somebody who reports for nobody, or who is asked nothing now.
    """
    own = find_own_units(call)
    owed = [(period, each) for each in own for period in find_owed_periods(call, each)]
    if owed:
        period, reporting_unit = max(owed, key=lambda pair: pair[0])
        due = find_due_day(call, reporting_unit.unit_id, period)
        return Standing(str(period), due)
    newest = [found for each in own if (found := find_newest_asked(call, each)) is not None]
    return Standing(str(max(newest))) if newest else None
