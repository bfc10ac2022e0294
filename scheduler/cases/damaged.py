"""What fails around cases is told to administrators: cases that cannot be opened, and the watch
itself. Neutral words, each said once (the watch's failing once a day)."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from domain.cases.actions import AuditEvent
from domain.faults import describe_fault
from domain.notices.faults import CaseUnreadable, WatchFailed
from scheduler.job import Task
from services.context import Context, Reference
from services.people.administrators import tell_administrators
from storage.cases import audit, sealed_check
from storage.database import Database

log = logging.getLogger(__name__)

Quotas = Mapping[str, int | None]
"""How many messages a bot may send a month, by network: a warning prefers one that counts none."""


def make_damaged_task(reference: Callable[[], Reference], quotas: Quotas) -> Task:
    """Make the task that looks for open cases that cannot be opened, every five minutes."""
    return Task("damaged cases", _name_period, partial(tell_of_damaged, reference, quotas=quotas))


def _name_period(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H}:{now.minute // 5}"


def tell_of_damaged(
    reference: Callable[[], Reference], database: Database, now: datetime, *, quotas: Quotas
) -> None:
    """Tell administrators of each open case that cannot be opened, once, and put it into its
    audit log."""
    with database.read() as tx:
        found = sealed_check.find_damaged_cases(tx)
        told = audit.find_cases_with(tx, AuditEvent.UNREADABLE, found)
    for case_id in found:
        if case_id in told:
            continue
        try:
            with database.write() as tx:
                audit.append(tx, case_id, AuditEvent.UNREADABLE, now)
                key = f"damaged/{case_id}"
                context = Context(tx, reference(), now, quotas)
                tell_administrators(context, CaseUnreadable(case_id), key)
        except Exception as fault:
            log.error("case %d is damaged, and not told: %s", case_id, describe_fault(fault))


def tell_of_failure(
    reference: Callable[[], Reference],
    database: Database,
    now: datetime,
    fault: Exception,
    quotas: Quotas,
) -> None:
    """Tell administrators, once a day, that the watch over cases failed."""
    try:
        with database.write() as tx:
            notice = WatchFailed(type(fault).__name__)
            key = f"watch/{now:%Y-%m-%d}"
            tell_administrators(Context(tx, reference(), now, quotas), notice, key)
    except Exception as second:
        log.critical("the watch failed, and nobody could be told: %s", describe_fault(second))
