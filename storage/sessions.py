"""Where each person stands in her conversation: one row, saved only over the version read.

A session that holds a confidential conversation is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from storage.database import Transaction
from storage.schema import session
from storage.vault import SEALED_PREFIX, VaultLocked, get_vault, is_sealed

_NEW = "{}"


class SessionMoved(Exception):
    """Another process saved the session meanwhile: the batch must be taken again."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as read: `version` must be unchanged when it is saved.

    `confidential`: its state is sealed when it is saved.
    """

    person_id: int
    version: int
    state: str
    confidential: bool = False


def load(tx: Transaction, people: Sequence[int]) -> dict[int, StoredSession]:
    """Load and lock the sessions of these people (in order of id, against deadlocks)."""
    statement = (
        select(session.c.person_id, session.c.version, session.c.state)
        .where(session.c.person_id.in_(people))
        .order_by(session.c.person_id)
        .with_for_update()
    )
    return {
        who: StoredSession(who, version, _open(tx, who, state))
        for who, version, state in tx.execute(statement)
    }


def _open(tx: Transaction, who: int, state: str) -> str:
    """Open a session; one that cannot be opened begins anew, so that she is heard all the same."""
    try:
        return get_vault(tx).open(state, make_aad(who)) if is_sealed(state) else state
    except (VaultLocked, ValueError):
        return _NEW


def _seal(tx: Transaction, kept: StoredSession) -> str:
    if not kept.confidential:
        return kept.state
    return get_vault(tx).seal(kept.state, make_aad(kept.person_id))


def make_aad(person_id: int) -> str:
    """Make the additional authenticated data of a person's session."""
    return f"session/{person_id}"


def peek(tx: Transaction, person_id: int) -> str | None:
    """Read a person's session as it is now, without a lock; None if there is none."""
    statement = select(session.c.state).where(session.c.person_id == person_id)
    state = tx.execute(statement).scalar_one_or_none()
    return None if state is None else _open(tx, person_id, state)


def find_sealed_between(tx: Transaction, since: float, until: float) -> list[int]:
    """Find whose session was sealed when it was last saved, within this time."""
    statement = (
        select(session.c.person_id)
        .where(
            session.c.updated_at > since,
            session.c.updated_at <= until,
            session.c.state.startswith(SEALED_PREFIX, autoescape=True),
        )
        .order_by(session.c.person_id)
    )
    return list(tx.execute(statement).scalars())


_SAVE = (
    update(session)
    .where(session.c.person_id == bindparam("who"), session.c.version == bindparam("seen"))
    .values(version=bindparam("seen") + 1, state=bindparam("new_state"), updated_at=bindparam("at"))
)


def save(tx: Transaction, sessions: Sequence[StoredSession], now: float) -> None:
    """Save each over the version that was read; raises SessionMoved if one has moved on."""
    if not sessions:
        return
    rows = [
        {"who": s.person_id, "seen": s.version, "new_state": _seal(tx, s), "at": now}
        for s in sessions
    ]
    if tx.execute(_SAVE, rows).rowcount != len(rows):
        raise SessionMoved
