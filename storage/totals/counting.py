"""What units' reports add to the running totals, counted from the reports themselves."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import and_, func, or_, select

from domain.periods import VIETNAM
from domain.progress.totals import (
    SENT,
    Figures,
    Totals,
    add_figures,
    compute_contributions,
    compute_correction,
)
from storage.database import Transaction
from storage.moments import moment, seconds
from storage.schema import submission, value

DAYS_KEPT = timedelta(days=35)
"""How long it is known what was sent on which day, counted back from the newest report."""

_Values = list[tuple[str, str, str, float]]


def to_day(sent_at: float) -> str:
    """The day in Vietnam (ISO) on which a report was sent."""
    return moment(sent_at).date().isoformat()


def find_first_day_kept(tx: Transaction) -> str:
    """The first day (ISO) of which it is known what was sent; "" if there is no report."""
    newest: float | None = tx.execute(select(func.max(submission.c.sent_at))).scalar()
    return "" if newest is None else (moment(newest).date() - DAYS_KEPT).isoformat()


def count_figures(
    tx: Transaction, units: Sequence[int], since: str
) -> Iterator[tuple[int, Totals]]:
    """Count by unit what it adds to months, and to days from `since` on (`find_first_day_kept`)."""
    by_day = _count_by_day(tx, units, since) if since else {}
    for unit_id, values in _load_values(tx, units):
        found = compute_contributions(values)
        add_figures(found, by_day.pop(unit_id, {}))
        yield unit_id, found
    yield from by_day.items()  # what was corrected to nothing


def _load_values(tx: Transaction, units: Sequence[int]) -> Iterator[tuple[int, _Values]]:
    """Each unit's values; its reports in force are counted like one more value."""
    sent: dict[int, _Values] = defaultdict(list)
    for unit_id, period in tx.execute(
        select(submission.c.unit_id, submission.c.period).where(
            submission.c.unit_id.in_(units), submission.c.latest
        )
    ):
        sent[unit_id].append((period, *SENT, 1.0))
    columns = (value.c.unit_id, value.c.period, value.c.indicator, value.c.field, value.c.amount)
    statement = select(*columns).where(value.c.unit_id.in_(units)).order_by(value.c.unit_id)
    for unit_id, rows in groupby(tx.execute(statement), itemgetter(0)):
        own = [(period, code, name, amount) for _, period, code, name, amount in rows]
        yield unit_id, [*own, *sent.pop(unit_id, ())]
    yield from sent.items()  # reports without a single value


# --- by day ------------------------------------------------------------------------------------


def _count_by_day(tx: Transaction, units: Sequence[int], since: str) -> dict[int, Totals]:
    moment_since = seconds(datetime.combine(datetime.fromisoformat(since), time(), VIETNAM))
    found: dict[int, Totals] = defaultdict(dict)
    for unit_id, sent_at, code, name, amount in _load_uncorrected(tx, units, moment_since):
        add_figures(found[unit_id], {(to_day(sent_at), code, name): Figures(amount, 1)})
    for unit_id, sent_at in _load_first_editions(tx, units, moment_since):
        add_figures(found[unit_id], {(to_day(sent_at), *SENT): Figures(1, 1)})
    for unit_id, sent_at, said, before in _load_corrections(tx, units, moment_since):
        add_figures(found[unit_id], compute_correction(to_day(sent_at), said, before))
    return found


_ONCE = and_(submission.c.latest, submission.c.edition == 1)


def _load_uncorrected(tx: Transaction, units: Sequence[int], since: float) -> Iterator[Any]:
    """The values of reports that were never corrected, with the moment when they were sent."""
    same = and_(value.c.unit_id == submission.c.unit_id, value.c.period == submission.c.period)
    columns = (value.c.indicator, value.c.field, value.c.amount)
    yield from tx.execute(
        select(submission.c.unit_id, submission.c.sent_at, *columns)
        .join_from(submission, value, same)
        .where(submission.c.unit_id.in_(units), submission.c.sent_at >= since, _ONCE)
    )


def _load_first_editions(tx: Transaction, units: Sequence[int], since: float) -> Iterator[Any]:
    yield from tx.execute(
        select(submission.c.unit_id, submission.c.sent_at).where(
            submission.c.unit_id.in_(units),
            submission.c.sent_at >= since,
            submission.c.edition == 1,
        )
    )


def _load_corrections(
    tx: Transaction, units: Sequence[int], since: float
) -> Iterator[tuple[int, float, Any, Any]]:
    """The editions of corrected reports: what each said, and what the edition before it said."""
    own = submission.c
    some = (
        select(own.unit_id, own.period)
        .where(own.unit_id.in_(units), own.sent_at >= since, or_(own.edition > 1, ~own.latest))
        .distinct()
        .subquery()
    )
    same = and_(some.c.unit_id == own.unit_id, some.c.period == own.period)
    statement = (
        select(own.unit_id, own.period, own.sent_at, own.answers)
        .join_from(submission, some, same)
        .order_by(own.unit_id, own.period, own.edition)
    )
    for (unit_id, _), rows in groupby(tx.execute(statement).all(), itemgetter(0, 1)):
        before: dict[str, Any] = {}
        for *_, sent_at, packed in rows:
            said = json.loads(packed)["answers"]
            if sent_at >= since:
                yield unit_id, sent_at, said, before
            before = said
