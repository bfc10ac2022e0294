"""Chores: what the product does for itself at night, and tells nobody of but the log."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import audit_check, recounting, totals
from storage import case_expiry as expiring
from storage import outbox_pruning as pruning
from storage.database import Database
from storage.moments import seconds
from storage.recounting import Difference

log = logging.getLogger(__name__)

HOURS = range(2, 5)
"""Nobody reports then: a province takes seconds, a nation minutes."""

_MOST_LOGGED = 20


@dataclass(frozen=True, slots=True)
class Chore:
    """`slot` names the stretch of time in which it is done once, such as "2025-10-20"; None: not
    now. `do` is called in a thread; by several processes it must be harmless."""

    name: str
    slot: Callable[[datetime], str | None]
    do: Callable[[Database, datetime], object]


def check_totals(database: Database, now: datetime) -> list[Difference]:
    """Count everything anew, once a night whichever process comes first; mend what differs.

    A difference is an alarm: logged as an error and kept in `total_fault`. While it counts,
    reports go on.
    """
    day = now.date().isoformat()
    with database.write() as book:
        if not recounting.claim(book, day):
            return []
        while totals.fold_in(book):
            pass
    found = recount(database, now, repair=True)
    with database.write() as book:
        recounting.forget_days(book)
    return found


def recount(database: Database, now: datetime, *, repair: bool) -> list[Difference]:
    """Running totals that are not what the reports add up to; recorded, mended with `repair`."""
    with database.read() as book:
        suspected = recounting.recount(book)
    if not suspected:
        return []
    with database.one_state() as book:
        found = recounting.mend(book, suspected, seconds(now), repair)
    for each in found[:_MOST_LOGGED]:
        log.error(
            "running total differs: cell %s, %s %s %s",
            each.cell_id, each.period, each.indicator, each.field,
        )  # fmt: skip
    if found:
        log.error("%s running totals differed, mended: %s", len(found), repair)
    return found


def _at_night(now: datetime) -> str | None:
    return now.date().isoformat() if now.hour in HOURS else None


def anchor_trails(database: Database, now: datetime) -> list[str]:
    """Anchor the trails of cases of every day that is over; the days."""
    with database.write() as book:
        return audit_check.anchor(book, now)


def case_expiry(keep_months: Callable[[], int]) -> Chore:
    """Erases what cases say once their time is over; the proofs stay in the trail."""

    def erase(database: Database, now: datetime) -> int:
        with database.write() as book:
            return len(expiring.expire(book, now, keep_months()))

    return Chore("case expiry", _at_night, erase)


def outbox_pruning(keep_days: int) -> Chore:
    """Removes messages out that are long over; a few at a time, so that nobody waits for it."""

    def prune(database: Database, now: datetime) -> int:
        before, count, after = seconds(now - timedelta(days=keep_days)), 0, 0
        while True:
            with database.write() as book:
                done = pruning.prune(book, before, after)
            count += done.removed
            if done.after is None:
                return count
            after = done.after

    return Chore("outbox", _at_night, prune)


CHORES: tuple[Chore, ...] = (
    Chore("totals", _at_night, check_totals),
    Chore("trails", _at_night, anchor_trails),
)
