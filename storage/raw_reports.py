"""Every edition of single reports with who sent it, for a sheet of them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storage.database import Transaction
from storage.schema import person, submission

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one unit's report of a period. `sender`: her name, "" where nobody is known.

    `reason`: why an officer changed it. `answers` are read only of the one in force.
    """

    unit_id: int
    period: str
    number: str
    sent_at: float
    sender: str
    on_behalf: bool
    latest: bool
    reason: str
    answers: dict[str, dict[str, float]]


def load_editions(
    tx: Transaction, unit_ids: Sequence[int], first: str, last: str, until: float
) -> Iterator[Edition]:
    """Load the editions that these units sent of these periods until a moment (seconds), the older
    first."""
    columns = (
        submission.c.unit_id,
        submission.c.period,
        submission.c.number,
        submission.c.sent_at,
        submission.c.on_behalf,
        submission.c.latest,
        submission.c.answers,
        person.c.name,
    )
    statement = (
        select(*columns)
        .select_from(submission.outerjoin(person, person.c.id == submission.c.person_id))
        .where(submission.c.period.between(first, last), submission.c.sent_at <= until)
        .order_by(submission.c.period, submission.c.unit_id, submission.c.edition)
    )
    for start in range(0, len(unit_ids), _AT_ONCE):
        some = unit_ids[start : start + _AT_ONCE]
        for row in tx.execute(statement.where(submission.c.unit_id.in_(some))):
            yield _read(row)


def _read(row: Any) -> Edition:
    packed = json.loads(row.answers)
    return Edition(
        row.unit_id,
        row.period,
        row.number,
        row.sent_at,
        row.name or "",
        row.on_behalf,
        row.latest,
        packed.get("reason", ""),
        packed["answers"] if row.latest else {},
    )
