"""The outbox: notices, not words, that wait until the network has taken them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec
from sqlalchemy import RowMapping, bindparam, func, or_, select, update

from domain.notices.base import Notice
from storage import sent_counts
from storage.addresses import Contact
from storage.database import Transaction
from storage.inserts import insert_in_order, upsert
from storage.schema import address, outbox

URGENT, REPLY, REMINDER, DIGEST, BROADCAST = 0, 1, 2, 3, 4
"""Priorities: a case in danger, the answer to a person, a reminder, a digest, staff to all."""


WAITS_FOR_MORE = "waits for what she says next"
"""Why a reply is pending that will be replaced, if she writes again before it is due."""

_KEYS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class OutboxMessage:
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
class QuotaUse:
    """How many messages (`parts`) left at a moment (seconds) and count for a bot's month.

    `to_stranger`: they went to somebody without a post, out of the strangers' part.
    """

    network: str
    bot: str
    parts: int
    at: float
    to_stranger: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What became of an outbox message: pending (again, at `due_at`), sent, dead or dropped.

    `reason`: why it was not sent; of one that was dropped, why it was held back, if it was.

    `counted`: what it used of the bot's month, if its network counts messages.
    """

    id: int
    state: str
    attempts: int
    due_at: float
    message_id: str = ""
    reason: str = ""
    sent_at: float | None = None
    counted: QuotaUse | None = None


class Destination(Protocol):
    """Where a message goes: a row of the table `address`."""

    @property
    def id(self) -> int: ...
    @property
    def network(self) -> str: ...
    @property
    def bot(self) -> str: ...


class Outgoing(msgspec.Struct, frozen=True, gc=False):
    """A message to be put into the outbox. Moments are seconds of the product's clock.

    `due_at`: when it is to leave; None: at once. After `not_after` it is stale and dropped.
    `key`: it is enqueued only once under this key, at most 120 letters of ASCII. `turn`: the turn
    of the conversation that its buttons belong to. `waits`: it may be replaced until it is due.
    """

    to: Destination
    notices: Sequence[Notice]
    priority: int
    created_at: float
    due_at: float | None = None
    not_after: float | None = None
    key: str | None = None
    turn: int | None = None
    waits: bool = False

    @property
    def leaves_at(self) -> float:
        return self.created_at if self.due_at is None else self.due_at


def enqueue(tx: Transaction, messages: Sequence[Outgoing]) -> list[int]:
    """Enqueue messages without a key; return their ids in the same order."""
    return insert_in_order(tx, outbox, [_to_row(message) for message in messages])


def enqueue_once(tx: Transaction, message: Outgoing) -> int | None:
    """Enqueue a message under its key; return its id, None if the key was used before."""
    statement = upsert(tx, outbox).values(_to_row(message))
    done = tx.execute(
        statement.on_conflict_do_nothing(index_elements=["unique_key"]).returning(outbox.c.id)
    ).first()
    return None if done is None else int(done[0])


def enqueue_all_once(tx: Transaction, messages: Sequence[Outgoing]) -> None:
    """Enqueue messages, each under its key; those whose key was used before are skipped."""
    if messages:
        statement = upsert(tx, outbox)
        tx.execute(
            statement.on_conflict_do_nothing(index_elements=["unique_key"]),
            [_to_row(message) for message in messages],
        )


_encode_notices = msgspec.json.Encoder().encode


def _to_row(message: Outgoing) -> dict[str, Any]:
    return {
        "address_id": message.to.id,
        "network": message.to.network,
        "bot": message.to.bot,
        "priority": message.priority,
        "turn": message.turn,
        "notices": _encode_notices([each.without_quotes() for each in message.notices]).decode(),
        "unique_key": message.key,
        "created_at": message.created_at,
        "due_at": message.leaves_at,
        "not_after": message.not_after,
        "state": "pending",
        "reason": WAITS_FOR_MORE if message.waits else "",
    }


def to_outbox_message(message: Outgoing, row_id: int, to: Contact) -> OutboxMessage:
    """Turn a message that was just enqueued into what would be loaded from the outbox.

    What quotes her own words is here alone: the table never holds them.
    """
    return OutboxMessage(
        id=row_id,
        address_id=to.id,
        network=to.network,
        bot=to.bot,
        chat=to.chat,
        is_group=to.is_group,
        priority=message.priority,
        turn=message.turn,
        notices=_encode_notices(message.notices).decode(),
        due_at=message.leaves_at,
        not_after=message.not_after,
    )


def find_used_keys(tx: Transaction, keys: Sequence[str]) -> set[str]:
    """Find those of these unique keys that were used before."""
    statement = select(outbox.c.unique_key)
    found: set[str] = set()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = outbox.c.unique_key.in_(keys[start : start + _KEYS_AT_ONCE])
        found.update(tx.execute(statement.where(some)).scalars())
    return found


_RECORD = (
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


def record_results(tx: Transaction, results: Sequence[DeliveryResult]) -> None:
    """Record what became of outbox messages, and what they used of the bots' months."""
    spent = [m.counted for m in results if m.counted is not None]
    sent_counts.add(
        tx,
        [(c.network, c.bot, c.parts, c.at) for c in spent],
        [(c.network, c.bot, c.parts, c.at) for c in spent if c.to_stranger],
    )
    if results:
        tx.execute(
            _RECORD,
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
                for m in results
            ],
        )


def find_message_ids(
    tx: Transaction,
    address_id: int,
    since: float,
    until: float,
    kinds: Sequence[str] = (),
) -> tuple[str, ...]:
    """Find the network's ids of what a chat was sent, enqueued from `since` until before `until`.

    `kinds`: only messages that hold a notice with one of these tags; empty: all.
    """
    statement = select(outbox.c.message_id).where(
        outbox.c.address_id == address_id,
        outbox.c.state == "sent",
        outbox.c.created_at >= since,
        outbox.c.created_at < until,
    )
    if kinds:
        statement = statement.where(or_(*(outbox.c.notices.contains(kind) for kind in kinds)))
    return tuple(each for each in tx.execute(statement).scalars() if each)


def has_sent_since(tx: Transaction, address_id: int, after: float, kinds: Sequence[str]) -> bool:
    """Tell whether a chat was sent a notice with one of these tags that was enqueued after then."""
    statement = select(outbox.c.id).where(
        outbox.c.address_id == address_id,
        outbox.c.state == "sent",
        outbox.c.created_at > after,
        or_(*(outbox.c.notices.contains(kind) for kind in kinds)),
    )
    return tx.execute(statement.limit(1)).first() is not None


def find_last_told(
    tx: Transaction, person_id: int, until: float, kinds: Sequence[str]
) -> tuple[float, str] | None:
    """Find the newest reminder that had left to any chat of a person at a moment (seconds).

    Returns when it left, and its notices as JSON. `kinds`: it holds a notice with one of these
    tags. None if there was none, as far as the outbox goes back.
    """
    left_at = func.coalesce(outbox.c.sent_at, outbox.c.due_at)
    statement = (
        select(left_at, outbox.c.notices)
        .join(address, address.c.id == outbox.c.address_id)
        .where(
            address.c.person_id == person_id,
            outbox.c.state == "sent",
            outbox.c.priority == REMINDER,
            left_at <= until,
            or_(*(outbox.c.notices.contains(kind) for kind in kinds)),
        )
        .order_by(left_at.desc())
        .limit(1)
    )
    row = tx.execute(statement).first()
    return None if row is None else (row[0], row[1])


def find_pending_ids(
    tx: Transaction, network: str, bot: str, due_before: float, most: int | None = None
) -> list[int]:
    """Find what waits to be sent by this bot: what is due, and what is to be tried again later.

    The latter too, since nothing newer may overtake it in its chat. The ids of the most urgent
    come first, then the oldest; at most `most` of them.
    """
    statement = select(outbox.c.id).where(
        outbox.c.state == "pending",
        outbox.c.network == network,
        outbox.c.bot == bot,
        or_(outbox.c.due_at <= due_before, outbox.c.attempts > 0),
    )
    statement = statement.order_by(outbox.c.priority, outbox.c.id).limit(most)
    return list(tx.execute(statement).scalars())


_QUEUED = select(outbox, address.c.chat, address.c.is_group).join(
    address, address.c.id == outbox.c.address_id
)


def find_next_due(tx: Transaction, after: float) -> float | None:
    """When the next message of any bot that is not due yet is to leave; None if there is none."""
    statement = select(func.min(outbox.c.due_at)).where(
        outbox.c.state == "pending", outbox.c.attempts == 0, outbox.c.due_at > after
    )
    return tx.execute(statement).scalar()


def load(tx: Transaction, ids: Sequence[int]) -> list[OutboxMessage]:
    """Load the messages with these ids, the oldest first."""
    statement = _QUEUED.where(outbox.c.id.in_(ids)).order_by(outbox.c.id)
    return [_read_message(row) for row in tx.execute(statement).mappings()]


def _read_message(row: RowMapping) -> OutboxMessage:
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
    return OutboxMessage(**{n: row[n] for n in names})


def count_by_state(tx: Transaction) -> dict[str, int]:
    """Count the rows in each state."""
    statement = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return dict(tx.execute(statement).all())


# --- replies that wait for what she says next ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class WaitingReply:
    """A reply that is not due yet. `notices` as stored; `since`: when the first one was made that
    it stands for, in seconds."""

    id: int
    notices: str
    since: float


def find_waiting(tx: Transaction, addresses: Sequence[int], now: float) -> dict[int, WaitingReply]:
    """Find by address the reply that waits there, the newest if there are several."""
    statement = select(outbox.c.address_id, outbox.c.id, outbox.c.notices, outbox.c.created_at)
    statement = statement.where(
        outbox.c.address_id.in_(addresses),
        outbox.c.state == "pending",
        outbox.c.reason == WAITS_FOR_MORE,
        outbox.c.due_at > now,
    )
    rows = tx.execute(statement.order_by(outbox.c.id))
    return {to: WaitingReply(row_id, notices, since) for to, row_id, notices, since in rows}


def drop_waiting(tx: Transaction, ids: Sequence[int]) -> None:
    """Drop replies that newer ones have replaced."""
    _end_waiting(tx, ids, {"state": "dropped", "reason": ""})


def release_waiting(tx: Transaction, ids: Sequence[int], now: float) -> None:
    """Let replies leave at once."""
    _end_waiting(tx, ids, {"due_at": now, "reason": ""})


def _end_waiting(tx: Transaction, ids: Sequence[int], values: dict[str, Any]) -> None:
    still = (outbox.c.id.in_(ids), outbox.c.state == "pending", outbox.c.attempts == 0)
    if ids:
        tx.execute(update(outbox).where(*still).values(values))
