"""How many messages each bot sent in a month of Vietnam's calendar, where its network counts."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from storage.database import Transaction
from storage.inserts import upsert
from storage.moments import moment
from storage.schema import sent_count

SentCounts = dict[tuple[str, str], int]
"""(network, bot) → messages sent in the month."""


def add(
    tx: Transaction,
    sent: Iterable[tuple[str, str, int, float]],
    to_strangers: Iterable[tuple[str, str, int, float]] = (),
) -> None:
    """Add messages: (network, bot, how many left, when in seconds). One statement, or none.

    `to_strangers`: those of them that went to people without a post, out of their part.
    """
    counts, strangers = _count(sent), _count(to_strangers)
    if counts:
        rows = [
            {"network": n, "bot": b, "month": m, "count": parts, "strangers": strangers[n, b, m]}
            for (n, b, m), parts in sorted(counts.items())
        ]
        insert = upsert(tx, sent_count).values({k: bindparam(k) for k in rows[0]})
        more = {
            "count": sent_count.c.count + insert.excluded["count"],
            "strangers": sent_count.c.strangers + insert.excluded["strangers"],
        }
        tx.execute(
            insert.on_conflict_do_update(index_elements=["network", "bot", "month"], set_=more),
            rows,
        )


def _count(sent: Iterable[tuple[str, str, int, float]]) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for network, bot, parts, at in sent:
        counts[network, bot, to_month(at)] += parts
    return counts


def load_of_bot(tx: Transaction, network: str, bot: str, at: float) -> tuple[int, int]:
    """Load what a bot has sent in the month of a moment, and how much of it to strangers."""
    statement = select(sent_count.c.count, sent_count.c.strangers).where(
        sent_count.c.network == network,
        sent_count.c.bot == bot,
        sent_count.c.month == to_month(at),
    )
    found = tx.execute(statement).first()
    return (0, 0) if found is None else (found[0], found[1])


def load_counts(tx: Transaction, at: float) -> SentCounts:
    """Load what every bot has sent in the month of a moment (seconds)."""
    statement = select(sent_count.c.network, sent_count.c.bot, sent_count.c.count).where(
        sent_count.c.month == to_month(at)
    )
    return {(network, bot): count for network, bot, count in tx.execute(statement)}


def to_month(at: float) -> str:
    """Turn a moment in seconds into its month ("2025-10")."""
    return f"{moment(at):%Y-%m}"
