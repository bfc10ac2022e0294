"""What came in lately: reports sent since a moment, and what they added to the values."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.sql.elements import ColumnElement

from storage.schema import submission, value

_AT_ONCE = 400

Sums = dict[tuple[str, str], float]
"""(indicator, field) → amount."""


def came(
    connection: Connection, unit_ids: Sequence[int], periods: Sequence[str], since: float
) -> tuple[int, Sums]:
    """How many of these units' reports of these periods were sent or corrected since a moment.

    With it what they added: what stands now less what the edition before that moment said.
    """
    reports, sums = 0, Counter[tuple[str, str]]()
    for start in range(0, len(unit_ids), _AT_ONCE):
        lately = _lately(unit_ids[start : start + _AT_ONCE], periods, since)
        reports += _add(connection, lately, since, sums)
    return reports, {key: amount for key, amount in sums.items() if amount}


def _lately(unit_ids: Sequence[int], periods: Sequence[str], since: float) -> ColumnElement[bool]:
    return and_(
        submission.c.period.in_(periods),
        submission.c.unit_id.in_(unit_ids),
        submission.c.latest,
        submission.c.sent_at >= since,
    )


def _add(
    connection: Connection,
    lately: ColumnElement[bool],
    since: float,
    sums: "Counter[tuple[str, str]]",
) -> int:
    reports: int = connection.execute(select(func.count()).where(lately)).scalar_one()
    if reports:
        sums.update(_standing(connection, lately))
        for answers in _replaced(connection, lately, since):
            for code, fields in answers.items():
                sums.subtract({(code, name): amount for name, amount in fields.items()})
    return reports


def _standing(connection: Connection, lately: ColumnElement[bool]) -> Sums:
    statement = (
        select(value.c.indicator, value.c.field, func.sum(value.c.amount))
        .select_from(submission)
        .join(
            value,
            and_(value.c.unit_id == submission.c.unit_id, value.c.period == submission.c.period),
        )
        .where(lately)
        .group_by(value.c.indicator, value.c.field)
    )
    return {(code, name): amount for code, name, amount in connection.execute(statement)}


def _replaced(
    connection: Connection, lately: ColumnElement[bool], since: float
) -> Iterable[Mapping[str, Mapping[str, float]]]:
    """The answers these reports replaced: each one's newest edition from before the moment."""
    corrected = select(submission.c.unit_id, submission.c.period).where(
        lately, submission.c.edition > 1
    )
    for unit_id, period in connection.execute(corrected).all():
        older = (
            select(submission.c.answers)
            .where(
                submission.c.unit_id == unit_id,
                submission.c.period == period,
                submission.c.sent_at < since,
            )
            .order_by(submission.c.edition.desc())
            .limit(1)
        )
        packed = connection.execute(older).scalar()
        if packed is not None:
            yield json.loads(packed)["answers"]
