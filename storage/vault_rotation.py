"""Rotation: seals anew with the current key what older keys sealed, batch by batch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from storage import activities, phones, sessions
from storage.cases import audit, case_messages, cases
from storage.database import Database, Transaction
from storage.schema import activity, case_event, case_file, case_message, officer_phone, session
from storage.vault import SEALED_PREFIX, find_keys_in_use, get_vault, is_sealed, make_prefix, retire

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _SealedColumn:
    """A column of sealed texts: the columns that name a row, and the `aad` made of them."""

    table: Table
    sealed: Column[str]
    names: tuple[Column[Any], ...]
    make_aad: Callable[..., str]


SEALED_COLUMNS = (
    _SealedColumn(case_file, case_file.c.content, (case_file.c.number,), cases.make_aad),
    _SealedColumn(
        case_event, case_event.c.sealed, (case_event.c.case_id, case_event.c.seq), audit.make_aad
    ),
    _SealedColumn(
        case_message, case_message.c.sealed, (case_message.c.id,), case_messages.make_aad
    ),
    _SealedColumn(session, session.c.state, (session.c.person_id,), sessions.make_aad),
    _SealedColumn(
        officer_phone,
        officer_phone.c.sealed,
        (officer_phone.c.person_id, officer_phone.c.unit_id, officer_phone.c.used_for),
        phones.make_aad,
    ),
    _SealedColumn(activity, activity.c.words, (activity.c.id,), activities.make_aad),
)
"""Everything that is sealed."""


def rotate(database: Database, now: float) -> int:
    """Seal everything anew with the vault's first key and retire the others; return how many.

    Each batch is a transaction of its own: if rotation breaks off, it is simply begun again.
    """
    count = 0
    for target in SEALED_COLUMNS:
        while resealed := _rotate_batch(database, target):
            count += resealed
    with database.write() as tx:
        for key_id in _find_older_keys(tx):
            retire(tx, key_id, now)
    return count


def count_sealed_by_table(tx: Transaction) -> dict[str, int]:
    """Count the sealed texts by table."""
    counted = {
        target.table.name: select(func.count()).where(target.sealed.startswith(SEALED_PREFIX))
        for target in SEALED_COLUMNS
    }
    return {name: tx.execute(each).scalar_one() for name, each in counted.items()}


def _rotate_batch(database: Database, target: _SealedColumn) -> int:
    with database.write() as tx:
        older = _find_older_keys(tx)
        rows = tx.execute(_select_of_keys(target, older)).all() if older else []
        for row in rows:
            _seal_anew(tx, target, row)
        return len(rows)


def _find_older_keys(tx: Transaction) -> list[str]:
    current = get_vault(tx).current
    return [key_id for key_id in find_keys_in_use(tx) if key_id != current]


def _select_of_keys(target: _SealedColumn, keys: list[str]) -> Any:
    theirs: Iterator[ColumnElement[bool]] = (
        target.sealed.startswith(make_prefix(key_id), autoescape=True) for key_id in keys
    )
    return (
        select(target.sealed, *target.names).where(or_(*theirs)).limit(_AT_ONCE).with_for_update()
    )


def _seal_anew(tx: Transaction, target: _SealedColumn, row: Any) -> None:
    old, names = row[0], row[1:]
    if not is_sealed(old):
        return
    vault, aad = get_vault(tx), target.make_aad(*names)
    same = [column == name for column, name in zip(target.names, names, strict=True)]
    anew = vault.seal(vault.open(old, aad), aad)
    tx.execute(update(target.table).where(*same).values({target.sealed: anew}))
