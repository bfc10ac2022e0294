"""Maintenance tasks: work that is done at night and tells nobody but the log."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.job import Task
from storage import outbox_pruning as pruning
from storage.cases import audit_check
from storage.cases import expiry as expiring
from storage.database import Database
from storage.moments import seconds
from storage.totals import delta_log, recounting
from storage.totals.recounting import Difference

log = logging.getLogger(__name__)

HOURS = range(2, 5)
"""Hours at which nobody reports: recounting a province takes seconds, a nation minutes."""

_MOST_LOGGED = 20


def check_totals(database: Database, now: datetime) -> list[Difference]:
    """Recount all running totals and mend what differs; only the first process of a night does.

    A difference is an alarm: it is logged as an error and kept in `total_fault`. Reports go on
    while it counts.
    """
    day = now.date().isoformat()
    with database.write() as tx:
        if not recounting.claim(tx, day):
            return []
    more = 1
    while more:  # bit by bit, so that reports need not wait
        with database.write() as tx:
            more = delta_log.compact(tx)
    found = recount(database, now, repair=True)
    with database.write() as tx:
        recounting.forget_days(tx)
    return found


def recount(database: Database, now: datetime, *, repair: bool) -> list[Difference]:
    """Find running totals that are not what the reports add up to; with `repair` mend them.

    Each difference is recorded in `total_fault` and logged.
    """
    with database.read() as tx:
        suspected = recounting.recount(tx)
    if not suspected:
        return []
    with database.one_state() as tx:
        found = recounting.mend(tx, suspected, seconds(now), repair)
    for each in found[:_MOST_LOGGED]:
        log.error(
            "running total differs: cohort %s, %s %s %s",
            each.cohort_id, each.period, each.indicator, each.field,
        )  # fmt: skip
    if found:
        log.error("%s running totals differed, mended: %s", len(found), repair)
    return found


def _find_night(now: datetime) -> str | None:
    return now.date().isoformat() if now.hour in HOURS else None


def anchor_audit_logs(database: Database, now: datetime) -> list[str]:
    """Anchor the audit logs of cases for every day that is over, and return these days."""
    with database.write() as tx:
        return audit_check.anchor(tx, now)


def make_case_expiry_task(keep_months: Callable[[], int]) -> Task:
    """Make the task that erases the content of cases whose time is over.

    The proofs stay in the audit log. `keep_months` is asked at each run.
    """

    def erase(database: Database, now: datetime) -> int:
        with database.write() as tx:
            return len(expiring.expire(tx, now, keep_months()))

    return Task("case expiry", _find_night, erase)


def make_outbox_pruning_task(keep_days: int) -> Task:
    """Make the task that removes outbox messages that are long over, a few at a time."""

    def prune(database: Database, now: datetime) -> int:
        before, count, after = seconds(now - timedelta(days=keep_days)), 0, 0
        while True:
            with database.write() as tx:
                done = pruning.prune(tx, before, after)
            count += done.removed
            if done.after is None:
                return count
            after = done.after

    return Task("outbox", _find_night, prune)


NIGHTLY: tuple[Task, ...] = (
    Task("totals", _find_night, check_totals),
    Task("trails", _find_night, anchor_audit_logs),
)
