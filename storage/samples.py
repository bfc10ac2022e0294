"""Whether figures are made up: reports and units that the demo marked as samples."""

from sqlalchemy import Connection, select

from storage.schema import submission


def any_sent(connection: Connection, first: str, last: str) -> bool:
    """Whether any report in force of these periods is a sample."""
    found = select(submission.c.id).where(
        submission.c.period.between(first, last), submission.c.latest, submission.c.sample
    )
    return connection.execute(found.limit(1)).first() is not None
