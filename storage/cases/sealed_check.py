"""Tries to open everything sealed: what cases say, what is said in them, open conversations.

The details of audit logs are opened by `storage.cases.audit_check`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from domain.cases.case import OPEN
from storage import sessions
from storage.cases import case_messages, cases, content
from storage.database import Transaction
from storage.schema import case_file, case_message, session
from storage.vault import VaultLocked, get_vault, is_sealed


@dataclass(frozen=True, slots=True)
class Unopened:
    """A sealed text that cannot be opened: its table, and where it stands there."""

    table: str
    where: str


def find_unopened(tx: Transaction) -> Iterator[Unopened]:
    """Find every sealed text that cannot be opened. Reads all of them."""
    files = select(case_file.c.number, case_file.c.content).where(case_file.c.content != "")
    for number, sealed in tx.execute(files.order_by(case_file.c.id)):
        if not _opens_content(tx, sealed, cases.make_aad(number)):
            yield Unopened("case_file", number)
    words = (
        select(case_message.c.id, case_message.c.sealed, case_file.c.number)
        .join(case_file, case_file.c.id == case_message.c.case_id)
        .where(case_message.c.sealed != "")
        .order_by(case_message.c.id)
    )
    for message_id, sealed, number in tx.execute(words):
        if not _opens(tx, sealed, case_messages.make_aad(message_id)):
            yield Unopened("case_message", f"{number} message {message_id}")
    states = select(session.c.person_id, session.c.state).order_by(session.c.person_id)
    for person_id, state in tx.execute(states):
        if is_sealed(state) and not _opens(tx, state, sessions.make_aad(person_id)):
            yield Unopened("session", f"person {person_id}")


def find_damaged_cases(tx: Transaction) -> list[int]:
    """Find the ids of open cases whose content cannot be opened."""
    statement = select(case_file.c.id, case_file.c.number, case_file.c.content).where(
        case_file.c.content != "", case_file.c.state.in_([state.value for state in OPEN])
    )
    return [
        case_id
        for case_id, number, sealed in tx.execute(statement.order_by(case_file.c.id))
        if not _opens_content(tx, sealed, cases.make_aad(number))
    ]


def _opens_content(tx: Transaction, sealed: str, aad: str) -> bool:
    try:
        content.unpack(get_vault(tx).open(sealed, aad))
    except (VaultLocked, ValueError):
        return False
    return True


def _opens(tx: Transaction, sealed: str, aad: str) -> bool:
    try:
        get_vault(tx).open(sealed, aad)
    except (VaultLocked, ValueError):
        return False
    return True
