"""Whether figures are made up: reports and units that the demo marked as samples."""

from sqlalchemy import select

from storage.database import Transaction
from storage.schema import submission


def any_sent(tx: Transaction, first: str, last: str) -> bool:
    """Whether any report in force of these periods is a sample."""
    found = select(submission.c.id).where(
        submission.c.period.between(first, last), submission.c.latest, submission.c.sample
    )
    return tx.execute(found.limit(1)).first() is not None
