"""Sealing anew with the current key whatever older keys sealed, bit by bit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from storage import sessions
from storage.cases import audit, case_messages, cases
from storage.database import Database, Transaction
from storage.schema import case_event, case_file, case_message, session
from storage.vault import MARK, is_sealed, keys_in_use, retire, sealed_with, vault_of

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Kept:
    """A column of sealed texts: what names a row, and where a row's text belongs."""

    table: Table
    sealed: Column[str]
    names: tuple[Column[Any], ...]
    place: Callable[..., str]


SEALED = (
    _Kept(case_file, case_file.c.content, (case_file.c.number,), cases.make_aad),
    _Kept(case_event, case_event.c.sealed, (case_event.c.case_id, case_event.c.seq), audit.make_aad),
    _Kept(case_message, case_message.c.sealed, (case_message.c.id,), case_messages.make_aad),
    _Kept(session, session.c.state, (session.c.person_id,), sessions.place),
)
"""Everything that lies in the vault."""


def rotate(database: Database, now: float) -> int:
    """Seal everything anew with the vault's first key and retire the others; how many texts.

    Each piece is its own transaction: broken off, it is simply begun again.
    """
    count = 0
    for kept in SEALED:
        while piece := _piece(database, kept):
            count += piece
    with database.write() as tx:
        for key_id in _older(tx):
            retire(tx, key_id, now)
    return count


def sealed_by_table(tx: Transaction) -> dict[str, int]:
    """How many texts lie in the vault, by table."""
    counted = {
        kept.table.name: select(func.count()).where(kept.sealed.startswith(MARK)) for kept in SEALED
    }
    return {name: tx.execute(each).scalar_one() for name, each in counted.items()}


def _piece(database: Database, kept: _Kept) -> int:
    with database.write() as tx:
        older = _older(tx)
        rows = tx.execute(_of_keys(kept, older)).all() if older else []
        for row in rows:
            _seal_anew(tx, kept, row)
        return len(rows)


def _older(tx: Transaction) -> list[str]:
    current = vault_of(tx).current
    return [key_id for key_id in keys_in_use(tx) if key_id != current]


def _of_keys(kept: _Kept, keys: list[str]) -> Any:
    theirs: Iterator[ColumnElement[bool]] = (
        kept.sealed.startswith(sealed_with(key_id), autoescape=True) for key_id in keys
    )
    return select(kept.sealed, *kept.names).where(or_(*theirs)).limit(_AT_ONCE).with_for_update()


def _seal_anew(tx: Transaction, kept: _Kept, row: Any) -> None:
    old, names = row[0], row[1:]
    if not is_sealed(old):
        return
    vault, place = vault_of(tx), kept.place(*names)
    same = [column == name for column, name in zip(kept.names, names, strict=True)]
    anew = vault.seal(vault.open(old, place), place)
    tx.execute(update(kept.table).where(*same).values({kept.sealed: anew}))
