"""What staff announce to a level below their unit: the words once, and what each receiver got."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from storage.database import Transaction
from storage.schema import broadcast, outbox, receiver


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`sent_at` None: a draft. Moments in seconds."""

    id: int
    unit_id: int
    level: str
    person_id: int
    words: str
    sent_at: float | None
    stopped_at: float | None


@dataclass(frozen=True, slots=True)
class Receipts:
    """How many receivers of a broadcast got it.

    `lost`: it did not reach them, though they can be written to. `silent`: they have no chat that
    can be written to. `dropped`: it was stopped, or too late.
    """

    all: int
    sent: int
    waiting: int
    lost: int
    dropped: int
    silent: int


def create_draft(tx: Transaction, unit_id: int, by: int, at: float) -> int:
    """Create an empty draft; return its id."""
    row = {"unit_id": unit_id, "person_id": by, "at": at}
    return int(tx.execute(insert(broadcast).values(row).returning(broadcast.c.id)).scalar_one())


def set_words(tx: Transaction, broadcast_id: int, level: str, words: str) -> None:
    """Set a draft's words and the level they are for."""
    tx.execute(
        update(broadcast)
        .where(broadcast.c.id == broadcast_id, broadcast.c.sent_at.is_(None))
        .values(level=level, words=words)
    )


def confirm(tx: Transaction, broadcast_id: int, at: float) -> bool:
    """Make a draft a broadcast; False if it was one already, or has no words."""
    done = tx.execute(
        update(broadcast)
        .where(
            broadcast.c.id == broadcast_id, broadcast.c.sent_at.is_(None), broadcast.c.words != ""
        )
        .values(sent_at=at)
    )
    return done.rowcount == 1


def add_receivers(
    tx: Transaction, broadcast_id: int, queued_messages: Sequence[tuple[int, int | None]]
) -> None:
    """Record everybody it is for: (person, id of the outbox message or None)."""
    if queued_messages:
        rows = [
            {"broadcast_id": broadcast_id, "person_id": p, "outbox_id": o}
            for p, o in queued_messages
        ]
        tx.execute(insert(receiver), rows)


def stop(tx: Transaction, broadcast_id: int, at: float) -> None:
    """Stop a broadcast: what has not left is not sent any more. The first stop counts."""
    tx.execute(
        update(broadcast)
        .where(broadcast.c.id == broadcast_id, broadcast.c.stopped_at.is_(None))
        .values(stopped_at=at)
    )


_COLUMNS = (
    broadcast.c.id,
    broadcast.c.unit_id,
    broadcast.c.level,
    broadcast.c.person_id,
    broadcast.c.words,
    broadcast.c.sent_at,
    broadcast.c.stopped_at,
)


def find(tx: Transaction, broadcast_id: int) -> Broadcast | None:
    """Find a broadcast by its id."""
    row = tx.execute(select(*_COLUMNS).where(broadcast.c.id == broadcast_id)).first()
    return None if row is None else Broadcast(*row)


def find_last_of(tx: Transaction, person_id: int) -> Broadcast | None:
    """Find the newest broadcast that a person sent."""
    statement = select(*_COLUMNS).where(
        broadcast.c.person_id == person_id, broadcast.c.sent_at.is_not(None)
    )
    row = tx.execute(statement.order_by(broadcast.c.id.desc()).limit(1)).first()
    return None if row is None else Broadcast(*row)


def load_sent_since(tx: Transaction, since: float) -> list[Broadcast]:
    """Load the broadcasts confirmed since a moment."""
    statement = select(*_COLUMNS).where(broadcast.c.sent_at >= since).order_by(broadcast.c.id)
    return [Broadcast(*row) for row in tx.execute(statement)]


def count_receipts(tx: Transaction, broadcast_id: int) -> Receipts:
    """Count what became of a broadcast's receivers."""
    statement = (
        select(outbox.c.state, func.count())
        .select_from(receiver)
        .outerjoin(outbox, outbox.c.id == receiver.c.outbox_id)
        .where(receiver.c.broadcast_id == broadcast_id)
        .group_by(outbox.c.state)
    )
    found: dict[str | None, int] = dict(tx.execute(statement).all())
    by_state = [found.get(state, 0) for state in ("sent", "pending", "dead", "dropped", None)]
    return Receipts(sum(found.values()), *by_state)
