"""What staff and reporter write to each other about a case: sealed, and in its audit log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update

from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.confidential import Confidential
from storage.cases import audit
from storage.database import Transaction
from storage.moments import moment, seconds
from storage.schema import case_message
from storage.vault import VaultLocked, get_vault


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One message through the bot. `words` is empty once it is erased, "…" where it cannot be
    opened: one damaged row must not hide the others."""

    id: int
    case_id: int
    person_id: int
    at: datetime
    words: Confidential


def say(tx: Transaction, case: Case, person_id: int, words: Confidential, now: datetime) -> int:
    """Store a message sealed; return its id, for the notice that carries it."""
    row = {"case_id": case.id, "person_id": person_id, "at": seconds(now), "sealed": ""}
    statement = insert(case_message).returning(case_message.c.id)
    message_id = int(tx.execute(statement, row).scalar_one())
    sealed = get_vault(tx).seal(words.reveal(), make_aad(message_id))
    tx.execute(update(case_message).where(case_message.c.id == message_id).values(sealed=sealed))
    audit.append(tx, case.id, CaseAction.SAY, now, actor_id=person_id)
    return message_id


def load_last_messages(tx: Transaction, case_id: int, most: int) -> list[CaseMessage]:
    """Load the last messages of a case, the oldest first; at most `most`."""
    statement = (
        select(case_message)
        .where(case_message.c.case_id == case_id)
        .order_by(case_message.c.id.desc())
        .limit(most)
    )
    rows = tx.execute(statement).mappings().all()
    return [_read_message(tx, row) for row in reversed(rows)]


def _read_message(tx: Transaction, row: RowMapping) -> CaseMessage:
    sealed = row["sealed"]
    words = _open(tx, row["id"], sealed) if sealed else ""
    return CaseMessage(
        row["id"], row["case_id"], row["person_id"], moment(row["at"]), Confidential(words)
    )


def _open(tx: Transaction, message_id: int, sealed: str) -> str:
    try:
        return get_vault(tx).open(sealed, make_aad(message_id))
    except (VaultLocked, ValueError):
        return "…"


def make_aad(message_id: int) -> str:
    """Make the additional authenticated data of a message."""
    return f"message/{message_id}"
