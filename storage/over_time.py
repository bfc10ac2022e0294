"""How a part of the tree came along: sums month by month, and what the last days brought.

For what adds up over units: of a state only each unit's newest word counts, see `gathering`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Connection, func, or_, select

from domain.periods import Period
from domain.progress import Row
from domain.totals import SENT
from storage.gathering import Span, among
from storage.schema import total, total_change

Sums = dict[tuple[str, str], float]
"""(indicator, field) → amount."""


def by_month(connection: Connection, span: Span, codes: Collection[str]) -> Iterator[Row]:
    """The sums of a year's months, as rows of no unit in particular."""
    for table in (total, total_change):
        columns = (table.c.indicator, table.c.field, table.c.period)
        statement = select(*columns, func.sum(table.c.amount), func.sum(table.c.answers)).where(
            table.c.period.in_(span.months),
            table.c.indicator.in_(codes),
            *among(table, span),
        )
        for code, name, period, amount, answers in connection.execute(statement.group_by(*columns)):
            yield Row(0, code, name, Period.parse(period), amount, int(answers))


def in_days(
    connection: Connection, span: Span, codes: Collection[str], days: Collection[str]
) -> tuple[int, Sums]:
    """How many reports were sent on these days, and what these reports and corrections changed."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for table in (total, total_change):
        columns = (table.c.indicator, table.c.field)
        statement = select(*columns, func.sum(table.c.amount)).where(
            _on(days, new=table is total_change),
            table.c.indicator.in_([*codes, SENT[0]]),
            *among(table, span),
        )
        for code, name, amount in connection.execute(statement.group_by(*columns)):
            found[code, name] += amount
    return round(found.pop(SENT, 0)), {key: amount for key, amount in found.items() if amount}


def _on(days: Collection[str], *, new: bool) -> ColumnElement[bool]:
    """Changes not yet added stand under the month, with the day beside it."""
    if not new:
        return total.c.period.in_(days)
    return or_(total_change.c.day.in_(days), total_change.c.period.in_(days))
