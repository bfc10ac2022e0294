"""What a unit reported before a period: its last figures, and the highest of a year."""

from domain.notices.reporting import Amounts
from domain.periods import Period
from services.context import Context
from storage import reports

_HISTORY_MONTHS = 12

History = tuple[dict[str, Amounts], dict[str, Amounts]]
"""The last amounts and the highest, both: indicator code → field → amount."""


def load_history(context: Context, unit_id: int, period: Period) -> History:
    """Load the last amounts of a unit before this period and its highest of a year."""
    first = period
    for _ in range(_HISTORY_MONTHS):
        first = first.previous()
    previous: dict[str, Amounts] = {}
    usual: dict[str, Amounts] = {}
    for when, code, name, amount in reports.load_values(context.tx, unit_id, str(first)):
        if when < str(period):
            previous.setdefault(code, {})[name] = amount
            highest = usual.setdefault(code, {})
            highest[name] = max(amount, highest.get(name, amount))
    return previous, usual
