"""The day a unit's report is due, with the extensions of it and the units above it."""

from datetime import date

from domain.periods import Period, compute_due_day
from services.context import Context
from storage import extensions


def find_due_day(context: Context, unit_id: int, period: Period) -> date:
    """Find the due day of a unit's report, put off where staff granted an extension."""
    line = context.units.line(unit_id, context.today)
    level = context.units.unit(unit_id).level
    usual = compute_due_day(period, context.plan.settings, context.calendar, level)
    return extensions.find_latest(context.tx, line, str(period), extensions.DUE) or usual
