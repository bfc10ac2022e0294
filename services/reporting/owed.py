"""What reports a unit owes now: months that are open for it and were not sent."""

from collections.abc import Collection, Sequence

from domain.org.naming import name_unit
from domain.periods import Period, list_unsent_periods
from services.context import Context
from services.reporting.due_days import find_due_day
from services.reporting.reopening import find_reopened
from storage import reports
from storage.extensions import Extension


def find_owed_periods(
    context: Context,
    unit_id: int,
    sent_periods: Collection[str] | None = None,
    granted: Sequence[Extension] | None = None,
) -> tuple[Period, ...]:
    """Return the periods that a unit owes now, the oldest first.

    A form that asks nothing is not owed. `sent_periods`, `granted` (extensions): given if they
    were loaded before for many units.
    """
    level, plan = context.units.unit(unit_id).level, context.plan
    if sent_periods is None:
        sent_periods = reports.find_sent_periods(context.tx, unit_id)
    sent = {Period.parse(p) for p in sent_periods}
    asked = [p for p in plan.periods if plan.form(level, p)]
    until = find_reopened(context, unit_id, granted)
    return list_unsent_periods(context.now, plan.settings, asked, sent, level, until)


def is_late(context: Context, unit_id: int, period: Period) -> bool:
    """Return True if the due day of a unit's report, put off or not, is over."""
    return find_due_day(context, unit_id, period) < context.today


def say_whose(context: Context, unit_id: int) -> str:
    """Name a unit as a report does: with its commune where another branch bears its name."""
    return name_unit(context.units.tree.at(context.today), context.units.unit(unit_id))
