"""The ledger of messages out that a network counts, by bot and month of Vietnam's calendar."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from storage.database import Transaction
from storage.inserts import upsert
from storage.moments import moment
from storage.schema import sent_count

Spent = dict[tuple[str, str], int]
"""(network, bot) → messages out this month."""


def add(tx: Transaction, sent: Iterable[tuple[str, str, int, float]]) -> None:
    """Count messages: network, bot, how many left, when (in seconds). One statement, or none."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for network, bot, parts, at in sent:
        counts[network, bot, month_of(at)] += parts
    if counts:
        rows = [
            {"network": n, "bot": b, "month": m, "count": parts}
            for (n, b, m), parts in sorted(counts.items())
        ]
        insert = upsert(tx, sent_count).values({k: bindparam(k) for k in rows[0]})
        more = {"count": sent_count.c.count + insert.excluded["count"]}
        tx.execute(
            insert.on_conflict_do_update(index_elements=["network", "bot", "month"], set_=more),
            rows,
        )


def spent(tx: Transaction, at: float) -> Spent:
    """What every bot has spent of the month that this moment (in seconds) lies in."""
    statement = select(sent_count.c.network, sent_count.c.bot, sent_count.c.count).where(
        sent_count.c.month == month_of(at)
    )
    return {(network, bot): count for network, bot, count in tx.execute(statement)}


def month_of(at: float) -> str:
    """The month ("2025-10") of a moment in seconds."""
    return f"{moment(at):%Y-%m}"
