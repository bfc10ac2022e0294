"""Tells whether figures are made up: reports that the demo marked as samples."""

from sqlalchemy import select

from storage.database import Transaction
from storage.schema import submission


def has_samples(tx: Transaction, first: str, last: str) -> bool:
    """Return True if any report in force from a first to a last period is a sample."""
    found = select(submission.c.id).where(
        submission.c.period.between(first, last), submission.c.latest, submission.c.sample
    )
    return tx.execute(found.limit(1)).first() is not None
