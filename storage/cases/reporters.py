"""Reporters of open cases who cannot be written to any more."""

from sqlalchemy import exists, func, select

from domain.cases.actions import AuditEvent
from domain.cases.case import OPEN
from storage.database import Transaction
from storage.officers import MAY_BE_WRITTEN_TO
from storage.schema import address, case_event, case_file

_HERS = address.c.person_id == case_file.c.reporter_id
_SEEN_AT = select(func.max(address.c.seen_at)).where(_HERS).correlate(case_file).scalar_subquery()
_REACHED = exists().where(_HERS, MAY_BE_WRITTEN_TO)
_NOTED = exists().where(
    case_event.c.case_id == case_file.c.id,
    case_event.c.what == AuditEvent.REPORTER_LOST.value,
    case_event.c.at >= _SEEN_AT,
)
_LOST = (
    select(case_file.c.id)
    .where(
        case_file.c.state.in_([state.value for state in OPEN]),
        _SEEN_AT.is_not(None),
        ~_REACHED,
        ~_NOTED,
    )
    .order_by(case_file.c.id)
)


def find_cases_with_lost_reporter(tx: Transaction) -> list[int]:
    """Find the ids of open cases whose reporter cannot be written to on any phone, where the audit
    log does not say so yet since she last wrote."""
    return list(tx.execute(_LOST).scalars())


def is_reporter_lost(tx: Transaction, case_id: int) -> bool:
    """Return True if this is such a case."""
    return tx.execute(_LOST.where(case_file.c.id == case_id)).first() is not None
