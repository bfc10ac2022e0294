"""Values as they stood at an earlier moment.

Values are kept as they stand now. What stood at a moment is the same but for reports sent since:
those are taken out, and where one corrected an older edition, that edition is put back. Reports
of one week are few beside those of a year, so this costs little more than reading the values.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, exists, select

from domain.periods import Period
from domain.progress import Row
from storage.schema import submission, value
from storage.units import Units

_Report = tuple[int, str]
_Value = tuple[int, str, str, str, float]
_Answers = Mapping[str, Mapping[str, float]]
_MANY = 400


def rows_at(
    connection: Connection,
    units: Units,
    unit_ids: Iterable[int],
    span: tuple[str, str],
    moments: Sequence[float],
    on: date,
) -> list[list[Row]]:
    """For each moment (in seconds) the values of these units in a span of periods, as they stood.

    A merged unit's values come under the id of the unit that stands in its place on a day.
    """
    homes = _homes(units, set(unit_ids), on)
    stored = _stored(connection, homes, span)
    found = []
    for moment in moments:
        since = {r: a for r, a in _since(connection, span, moment).items() if r[0] in homes}
        found.append(list(_rows(_as_stood(stored, since), homes)))
    return found


def _homes(units: Units, wanted: set[int], on: date) -> dict[int, int]:
    """Every unit whose values count → the unit they count for."""
    homes = {unit_id: unit_id for unit_id in wanted}
    for merger in units.tree.mergers:
        heir = units.tree.successor(merger.old, on)
        if heir is not None and heir != merger.old and units.id_of(heir) in wanted:
            homes[units.id_of(merger.old)] = units.id_of(heir)
    return homes


def _stored(
    connection: Connection, homes: Mapping[int, int], span: tuple[str, str]
) -> list[_Value]:
    statement = select(
        value.c.unit_id, value.c.period, value.c.indicator, value.c.field, value.c.amount
    ).where(value.c.period.between(*span))
    if len(homes) < _MANY:
        statement = statement.where(value.c.unit_id.in_(homes))
    return [(u, p, i, f, a) for u, p, i, f, a in connection.execute(statement) if u in homes]


def _since(connection: Connection, span: tuple[str, str], moment: float) -> dict[_Report, _Answers]:
    """Reports sent or corrected after a moment, and what each said at that moment."""
    inside = submission.c.period.between(*span)
    sent = select(submission.c.unit_id, submission.c.period).where(
        inside, submission.c.sent_at > moment
    )
    found: dict[_Report, _Answers] = {(u, p): {} for u, p in connection.execute(sent)}
    later = submission.alias("later")
    corrected = exists().where(
        later.c.unit_id == submission.c.unit_id,
        later.c.period == submission.c.period,
        later.c.sent_at > moment,
    )
    older = (
        select(submission.c.unit_id, submission.c.period, submission.c.answers)
        .where(inside, submission.c.sent_at <= moment, ~submission.c.latest, corrected)
        .order_by(submission.c.edition)
    )
    for unit_id, period, packed in connection.execute(older):
        found[unit_id, period] = json.loads(packed)["answers"]
    return found


def _as_stood(stored: Iterable[_Value], since: Mapping[_Report, _Answers]) -> Iterator[_Value]:
    yield from (each for each in stored if (each[0], each[1]) not in since)
    for (unit_id, period), answers in since.items():
        for code, fields in answers.items():
            yield from ((unit_id, period, code, name, amount) for name, amount in fields.items())


def _rows(values: Iterable[_Value], homes: Mapping[int, int]) -> Iterator[Row]:
    periods: dict[str, Period] = {}
    for unit_id, period, code, name, amount in values:
        if period not in periods:
            periods[period] = Period.parse(period)
        yield Row(homes[unit_id], code, name, periods[period], amount)
