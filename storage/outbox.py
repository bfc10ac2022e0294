"""What is to be said: notices, not words, until the network has taken them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, or_, select, update

from storage import sent_counts
from storage.inserts import insert_in_order, upsert
from storage.schema import address, outbox

URGENT, REPLY, REMINDER, DIGEST, BROADCAST = 0, 1, 2, 3, 4
"""Priorities: a case in danger, the answer to a person, a reminder, a digest, staff to all."""


_KEYS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message out. `notices` is JSON, moments are seconds of the product's clock.

    Later than `not_after` it is stale: dropped, not sent.
    """

    id: int
    address_id: int
    network: str
    bot: str
    chat: str
    is_group: bool
    priority: int
    turn: int | None
    notices: str
    due_at: float
    attempts: int = 0
    not_after: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Messages that left (`parts` of them, at a moment in seconds) and count for a bot's month."""

    network: str
    bot: str
    parts: int
    at: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a parcel: state pending (again, at due_at), sent, dead or dropped.

    `counted`: the bot and how many messages of its month left, where its network counts them.
    """

    id: int
    state: str
    attempts: int
    due_at: float
    message_id: str = ""
    reason: str = ""
    sent_at: float | None = None
    counted: Counted | None = None


def put(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add rows: address_id, network, bot, priority, turn, notices, created_at, due_at.

    Returns their ids in the same order.
    """
    return insert_in_order(connection, outbox, [{**row, "state": "pending"} for row in rows])


def put_once(connection: Connection, unique_key: str, row: dict[str, Any]) -> int | None:
    """Add one row under a key; None when the key was used before."""
    values = {**row, "state": "pending", "unique_key": unique_key}
    statement = upsert(connection, outbox).values(values)
    done = connection.execute(
        statement.on_conflict_do_nothing(index_elements=["unique_key"]).returning(outbox.c.id)
    ).first()
    return None if done is None else int(done[0])


def put_all_once(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows, each with its `unique_key` (and `not_after` or None); used keys are passed over."""
    if rows:
        statement = upsert(connection, outbox)
        connection.execute(
            statement.on_conflict_do_nothing(index_elements=["unique_key"]),
            [{**row, "state": "pending"} for row in rows],
        )


def used_keys(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Those of these unique keys that were used before."""
    statement = select(outbox.c.unique_key)
    found: set[str] = set()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = outbox.c.unique_key.in_(keys[start : start + _KEYS_AT_ONCE])
        found.update(connection.execute(statement.where(some)).scalars())
    return found


_MARK = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"))
    .values(
        state=bindparam("new_state"),
        attempts=bindparam("new_attempts"),
        due_at=bindparam("new_due_at"),
        message_id=bindparam("new_message_id"),
        reason=bindparam("new_reason"),
        sent_at=bindparam("new_sent_at"),
    )
)


def mark(connection: Connection, marks: Sequence[Mark]) -> None:
    """Record what became of parcels, and what it cost."""
    spent = [m.counted for m in marks if m.counted is not None]
    sent_counts.add(connection, [(c.network, c.bot, c.parts, c.at) for c in spent])
    if marks:
        connection.execute(
            _MARK,
            [
                {
                    "row_id": m.id,
                    "new_state": m.state,
                    "new_attempts": m.attempts,
                    "new_due_at": m.due_at,
                    "new_message_id": m.message_id,
                    "new_reason": m.reason,
                    "new_sent_at": m.sent_at,
                }
                for m in marks
            ],
        )


def message_ids(
    connection: Connection,
    address_id: int,
    since: float,
    until: float,
    kinds: Sequence[str] = (),
) -> tuple[str, ...]:
    """The network's ids of what was sent to a chat, put here from `since` to before `until`.

    `kinds`: only what holds a notice of one of these tags; empty: all.
    """
    statement = select(outbox.c.message_id).where(
        outbox.c.address_id == address_id,
        outbox.c.state == "sent",
        outbox.c.created_at >= since,
        outbox.c.created_at < until,
    )
    if kinds:
        statement = statement.where(or_(*(outbox.c.notices.contains(kind) for kind in kinds)))
    return tuple(each for each in connection.execute(statement).scalars() if each)


def pending_ids(
    connection: Connection, network: str, bot: str, due_before: float, most: int | None = None
) -> list[int]:
    """Ids of what waits to be sent by this bot: what is due, and what is to be tried again later.

    The latter too, since nothing newer may overtake it in its chat. The most urgent first, then
    the oldest; `most`: so many of them at most.
    """
    statement = select(outbox.c.id).where(
        outbox.c.state == "pending",
        outbox.c.network == network,
        outbox.c.bot == bot,
        or_(outbox.c.due_at <= due_before, outbox.c.attempts > 0),
    )
    statement = statement.order_by(outbox.c.priority, outbox.c.id).limit(most)
    return list(connection.execute(statement).scalars())


_PARCEL = select(outbox, address.c.chat, address.c.is_group).join(
    address, address.c.id == outbox.c.address_id
)


def next_due(connection: Connection, after: float) -> float | None:
    """When the next message that was put off is to leave, of any bot; None where none waits."""
    statement = select(func.min(outbox.c.due_at)).where(
        outbox.c.state == "pending", outbox.c.attempts == 0, outbox.c.due_at > after
    )
    return connection.execute(statement).scalar()


def load(connection: Connection, ids: Sequence[int]) -> list[Parcel]:
    """The parcels with these ids, oldest first."""
    statement = _PARCEL.where(outbox.c.id.in_(ids)).order_by(outbox.c.id)
    return [_parcel(row) for row in connection.execute(statement).mappings()]


def _parcel(row: RowMapping) -> Parcel:
    names = (
        "id",
        "address_id",
        "network",
        "bot",
        "chat",
        "is_group",
        "priority",
        "turn",
        "notices",
        "due_at",
        "attempts",
        "not_after",
    )
    return Parcel(**{n: row[n] for n in names})


def by_state(connection: Connection) -> dict[str, int]:
    """How many rows are in each state."""
    statement = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return dict(connection.execute(statement).all())


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A parcel given up, without what it says. `reason` quotes nobody."""

    id: int
    network: str
    bot: str
    attempts: int
    reason: str
    created_at: float


def dead(connection: Connection, limit: int = 50) -> list[DeadLetter]:
    """The newest dead letters."""
    statement = (
        select(
            outbox.c.id,
            outbox.c.network,
            outbox.c.bot,
            outbox.c.attempts,
            outbox.c.reason,
            outbox.c.created_at,
        )
        .where(outbox.c.state == "dead")
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    return [DeadLetter(*row) for row in connection.execute(statement)]


def dead_ids(connection: Connection) -> list[int]:
    """The ids of all dead letters, oldest first."""
    statement = select(outbox.c.id).where(outbox.c.state == "dead").order_by(outbox.c.id)
    return list(connection.execute(statement).scalars())


def revive(connection: Connection, ids: Sequence[int] | None, now: float) -> int:
    """Let dead letters, these or all, be tried again from the beginning; how many there were."""
    statement = (
        update(outbox)
        .where(outbox.c.state == "dead")
        .values(state="pending", attempts=0, due_at=now, reason="")
    )
    if ids is not None:
        statement = statement.where(outbox.c.id.in_(ids))
    return connection.execute(statement).rowcount
