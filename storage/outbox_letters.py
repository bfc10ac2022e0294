"""What did not leave the outbox: dead letters, what was held back, what waits for the month's turn.

None of it shows what a message says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from domain.quota import QUOTA_SPENT, RELEASED, HeldBack
from storage.database import Transaction
from storage.schema import address, outbox, post


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up, without what it says. `reason` quotes nobody."""

    id: int
    network: str
    bot: str
    attempts: int
    reason: str
    created_at: float


def load_dead_letters(tx: Transaction, limit: int = 50) -> list[DeadLetter]:
    """Load the newest dead letters."""
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
    return [DeadLetter(*row) for row in tx.execute(statement)]


def find_dead_ids(tx: Transaction) -> list[int]:
    """Find the ids of all dead letters, the oldest first."""
    statement = select(outbox.c.id).where(outbox.c.state == "dead").order_by(outbox.c.id)
    return list(tx.execute(statement).scalars())


def revive(tx: Transaction, ids: Sequence[int] | None, now: float) -> int:
    """Let dead letters (`ids` None: all) be tried again from the beginning; return how many."""
    statement = (
        update(outbox)
        .where(outbox.c.state == "dead")
        .values(state="pending", attempts=0, due_at=now, reason="")
    )
    if ids is not None:
        statement = statement.where(outbox.c.id.in_(ids))
    return tx.execute(statement).rowcount


# --- held back, or waiting for the month's turn --------------------------------------------------


def count_held_back(tx: Transaction) -> dict[str, int]:
    """Count what was held back so that cases get out, by its reason."""
    statement = (
        select(outbox.c.reason, func.count())
        .where(outbox.c.state == "dropped", outbox.c.reason.in_([each.value for each in HeldBack]))
        .group_by(outbox.c.reason)
        .order_by(outbox.c.reason)
    )
    return dict(tx.execute(statement).all())


@dataclass(frozen=True, slots=True)
class SpentQuota:
    """A bot whose network takes no more messages: how many `wait`, and until when (seconds)."""

    network: str
    bot: str
    wait: int
    next_at: float


def find_spent_quotas(tx: Transaction, networks: Sequence[str] | None = None) -> list[SpentQuota]:
    """Find the bots whose messages wait since their network takes no more this month."""
    statement = (
        select(outbox.c.network, outbox.c.bot, func.count(), func.min(outbox.c.due_at))
        .where(outbox.c.state == "pending", outbox.c.reason == QUOTA_SPENT)
        .group_by(outbox.c.network, outbox.c.bot)
        .order_by(outbox.c.network, outbox.c.bot)
    )
    if networks is not None:
        statement = statement.where(outbox.c.network.in_(networks))
    return [SpentQuota(*row) for row in tx.execute(statement)]


def release(tx: Transaction, now: float) -> int:
    """Let what waits for the month's turn be tried at once; return how many messages that are."""
    statement = (
        update(outbox)
        .where(outbox.c.state == "pending", outbox.c.reason == QUOTA_SPENT)
        .values(attempts=0, due_at=now, reason=RELEASED)
    )
    return tx.execute(statement).rowcount


def is_any_released(tx: Transaction, network: str, bot: str) -> bool:
    """Return True if something of a bot was released and not yet tried."""
    statement = select(outbox.c.id).where(
        outbox.c.state == "pending",
        outbox.c.network == network,
        outbox.c.bot == bot,
        outbox.c.reason == RELEASED,
    )
    return tx.execute(statement.limit(1)).first() is not None


# --- what a chat was sent ------------------------------------------------------------------------


def is_of_stranger(tx: Transaction, address_id: int) -> bool:
    """Return True for a private chat from which nobody in a post writes."""
    holds = (
        select(post.c.id)
        .join(address, address.c.person_id == post.c.person_id)
        .where(address.c.id == address_id, post.c.until.is_(None))
    )
    chat = select(address.c.is_group).where(address.c.id == address_id)
    is_group = bool(tx.execute(chat).scalar())
    return not is_group and tx.execute(holds.limit(1)).first() is None


def was_answered(tx: Transaction, address_id: int) -> bool:
    """Return True if a chat was ever sent anything."""
    statement = select(outbox.c.id).where(
        outbox.c.address_id == address_id, outbox.c.state == "sent"
    )
    return tx.execute(statement.limit(1)).first() is not None


def load_sent_since(tx: Transaction, address_id: int, since: float) -> list[tuple[float, str]]:
    """Load when a chat was sent something since a moment (seconds), with its notices."""
    statement = select(outbox.c.sent_at, outbox.c.notices).where(
        outbox.c.address_id == address_id, outbox.c.state == "sent", outbox.c.sent_at >= since
    )
    return [(at, notices) for at, notices in tx.execute(statement)]
