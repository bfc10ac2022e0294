"""How a part of the tree came along: sums month by month, and what the last days brought.

For what adds up over units: of a state only each unit's newest word counts, see `gathering`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from domain.periods import Period
from domain.progress import Row
from domain.totals import SENT
from storage.total_reading import Reading, Span

Sums = dict[tuple[str, str], float]
"""(indicator, field) → amount."""


def by_month(connection: Connection, span: Span, codes: Collection[str]) -> Iterator[Row]:
    """The sums of a year's months, as rows of no unit in particular."""
    for code, period, name, (amount, answers, *_) in Reading(connection, span).by_month(codes):
        yield Row(0, code, name, Period.parse(period), amount, int(answers))


def in_days(
    connection: Connection, span: Span, codes: Collection[str], days: Collection[str]
) -> tuple[int, Sums]:
    """How many reports were sent on these days, and what these reports and corrections changed."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for code, name, amount in Reading(connection, span).in_days(codes, days):
        found[code, name] += amount
    return round(found.pop(SENT, 0)), {key: amount for key, amount in found.items() if amount}
