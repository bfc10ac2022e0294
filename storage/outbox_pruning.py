"""Removes old outbox messages: only what left or was dropped, and what nothing asks for any more.

What waits to be sent and what was given up stays, whatever its age. So does what still answers a
question: a key that may be claimed again (`_find_still_claimed`), and messages by which somebody's
newest broadcast is counted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from domain.cases.case import OPEN
from storage.database import Transaction
from storage.schema import broadcast, case_file, case_notice, outbox, receiver

_AT_ONCE = 500
_ENDED = ("sent", "dropped")
_ONCE_A_YEAR = "undated/"
_OF_A_CASE = "case/"


@dataclass(frozen=True, slots=True)
class PruneResult:
    """How many rows were `removed`, and after which id to go on; None: the rest is younger."""

    removed: int
    after: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    key: str
    ended: bool
    at: float
    created_at: float


def prune(tx: Transaction, before: float, after: int = 0, at_once: int = _AT_ONCE) -> PruneResult:
    """Look at the next rows after an id; remove those that ended before a moment (seconds)."""
    rows = _load_next(tx, after, at_once)
    if all(row.created_at >= before for row in rows):
        return PruneResult(0, None)
    old = [row for row in rows if row.ended and row.at < before]
    kept = _find_still_claimed(tx, old) | _find_of_newest_broadcasts(tx, old)
    ids = [row.id for row in old if row.id not in kept]
    tx.execute(delete(case_notice).where(case_notice.c.outbox_id.in_(ids)))
    tx.execute(delete(outbox).where(outbox.c.id.in_(ids)))
    return PruneResult(len(ids), rows[-1].id)


def _load_next(tx: Transaction, after: int, most: int) -> list[_Row]:
    """Load rows in the order in which they were made, which is nearly that of their age."""
    ended_at = func.coalesce(outbox.c.sent_at, outbox.c.due_at)
    statement = select(
        outbox.c.id, outbox.c.unique_key, outbox.c.state, ended_at, outbox.c.created_at
    ).where(outbox.c.id > after)
    found = tx.execute(statement.order_by(outbox.c.id).limit(most))
    return [
        _Row(number, key or "", state in _ENDED, at, made) for number, key, state, at, made in found
    ]


def _find_still_claimed(tx: Transaction, rows: Sequence[_Row]) -> set[int]:
    """Find rows whose keys keep something from being said twice.

    These are the yearly question of a plan, and everything of an open case. Under every other key
    nothing is said again after a month.
    """
    of_cases = {
        row.id: int(row.key.split("/")[1]) for row in rows if row.key.startswith(_OF_A_CASE)
    }
    still_open = _find_open_cases(tx, set(of_cases.values()))
    kept = {row_id for row_id, case_id in of_cases.items() if case_id in still_open}
    return kept | {row.id for row in rows if row.key.startswith(_ONCE_A_YEAR)}


def _find_open_cases(tx: Transaction, ids: Collection[int]) -> set[int]:
    states = [state.value for state in OPEN]
    statement = select(case_file.c.id).where(case_file.c.id.in_(ids), case_file.c.state.in_(states))
    return set(tx.execute(statement).scalars())


def _find_of_newest_broadcasts(tx: Transaction, rows: Sequence[_Row]) -> set[int]:
    """Find rows by which somebody's newest broadcast is counted (`/thongbao`)."""
    newest = (
        select(func.max(broadcast.c.id))
        .where(broadcast.c.sent_at.is_not(None))
        .group_by(broadcast.c.person_id)
    )
    statement = select(receiver.c.outbox_id).where(
        receiver.c.outbox_id.in_([row.id for row in rows]), receiver.c.broadcast_id.in_(newest)
    )
    return set(tx.execute(statement).scalars())
