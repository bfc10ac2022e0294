"""The day a unit's report is due, with what was granted to it or to a unit above it."""

from datetime import date

from bot.reference import Reference
from domain.periods import Period, due_day
from storage import graces
from storage.database import Transaction


def due_of(
    book: Transaction, reference: Reference, unit_id: int, period: Period, today: date
) -> date:
    """The due day, put off where staff granted it."""
    line = reference.units.line(unit_id, today)
    level = reference.units.unit(unit_id).level
    usual = due_day(period, reference.plan.settings, reference.calendar, level)
    return graces.latest(book, line, str(period), graces.DUE) or usual
