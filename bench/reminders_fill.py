"""A made-up nation whose every branch has a leader on Telegram, and nobody has reported."""

import itertools
from collections.abc import Sequence

from sqlalchemy import insert

from bench.nation import nation, size_at
from domain.org.levels import Level
from domain.people.roles import Role
from storage import migrate, units
from storage.database import Database
from storage.schema import address, person, post, session

BOT = "123"
FIRST_NUMBER = 1_000_000_001
"""Telegram's number of the first leader; the others follow."""

_AT_ONCE = 10_000


def fill(database: Database, receivers: int) -> None:
    """So many branches, a leader each, seen a moment ago."""
    migrate.prepare(database)
    with database.write() as tx:
        units.save(tx, nation(size_at(receivers / 100_000)))
    with database.write() as tx:
        known = units.load(tx)
        branches = [key for key in known.all_ids if known.tree.unit(key).level is Level.BRANCH]
        rows = list(enumerate((known.id_of(key) for key in branches), 1))
        for start in range(0, len(rows), _AT_ONCE):
            _people(tx, rows[start : start + _AT_ONCE])


def bind_groups(database: Database, chats: Sequence[str]) -> None:
    """These chats are groups, each bound to a commune."""
    with database.write() as tx:
        known = units.load(tx)
        communes = [key for key in known.all_ids if known.tree.unit(key).level is Level.COMMUNE]
        where = {"network": "telegram", "bot": BOT, "seen_at": 0.0, "is_group": True}
        rows = [
            {"chat": chat, "group_unit_id": known.id_of(key), **where}
            for chat, key in zip(chats, itertools.cycle(communes), strict=False)
        ]
        tx.execute(insert(address), rows)


def _people(tx, rows: list[tuple[int, int]]) -> None:  # type: ignore[no-untyped-def]
    at = 1_760_000_000.0
    tx.execute(
        insert(person),
        [{"id": n, "name": f"Nông Thị {n}", "created_at": at} for n, _ in rows],
    )
    blank = {"version": 0, "state": "{}", "updated_at": at}
    tx.execute(insert(session), [{"person_id": n, **blank} for n, _ in rows])
    where = {"network": "telegram", "bot": BOT, "seen_at": at}
    tx.execute(
        insert(address),
        [{"id": n, "person_id": n, "chat": str(FIRST_NUMBER - 1 + n), **where} for n, _ in rows],
    )
    held = {"role": Role.LEADER.value, "since": at}
    tx.execute(insert(post), [{"person_id": n, "unit_id": u, **held} for n, u in rows])
