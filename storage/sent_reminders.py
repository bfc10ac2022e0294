"""Who was reminded on which day, so that nobody is reminded twice in a day without asking."""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import select

from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import sent_reminder


class Claim(msgspec.Struct, frozen=True, gc=False):
    """One person's reminder of one day. `unit_id`, `period`: the only form it asks for."""

    person_id: int
    day: date
    unit_id: int | None = None
    period: str = ""


def claim(tx: Transaction, claims: Sequence[Claim]) -> set[int]:
    """Claim these days; return the people who had not been reminded on theirs."""
    if not claims:
        return set()
    statement = upsert(tx, sent_reminder).on_conflict_do_nothing()
    rows = [
        {"day": c.day.isoformat(), "person_id": c.person_id, "unit_id": c.unit_id}
        | {"period": c.period}
        for c in claims
    ]
    taken = tx.execute(statement.returning(sent_reminder.c.person_id), rows)
    return set(taken.scalars())


def find_reminded(tx: Transaction, day: date) -> set[int]:
    """Find the people who were reminded on a day."""
    statement = select(sent_reminder.c.person_id).where(sent_reminder.c.day == day.isoformat())
    return set(tx.execute(statement).scalars())


def find_last(tx: Transaction, person_id: int, since: date) -> Claim | None:
    """Find a person's newest reminder since a day, if there was one."""
    statement = (
        select(sent_reminder.c.day, sent_reminder.c.unit_id, sent_reminder.c.period)
        .where(sent_reminder.c.day >= since.isoformat(), sent_reminder.c.person_id == person_id)
        .order_by(sent_reminder.c.day.desc())
        .limit(1)
    )
    row = tx.execute(statement).first()
    return None if row is None else Claim(person_id, date.fromisoformat(row[0]), row[1], row[2])
