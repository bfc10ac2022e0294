"""Messages that are due to somebody who did not ask for them now, and enqueuing them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from domain.notices.base import Notice
from storage import outbox, sent_reminders
from storage.addresses import Contact
from storage.database import Transaction
from storage.moments import seconds
from storage.outbox import Outgoing
from storage.sent_reminders import Claim


class Due(msgspec.Struct, frozen=True):
    """One message that is due.

    `key`: unique for job, receiver, period and step; at most 120 letters of ASCII. `due_at`: when
    it is to leave, now or later. After `not_after` it is stale and dropped. `why`: a few words for
    `sohoi due`. `claim`: it is the one reminder of that person's day, and is not sent if she had
    one.
    """

    key: str
    to: Contact
    notices: tuple[Notice, ...]
    priority: int
    due_at: datetime
    not_after: datetime
    why: str
    claim: Claim | None = None


def enqueue_due(tx: Transaction, dues: Sequence[Due], now: datetime) -> list[Due]:
    """Put into the outbox what was not put there under its key before.

    Returns the messages except those whose person had a reminder that day.
    """
    free = sent_reminders.claim(tx, [due.claim for due in dues if due.claim is not None])
    wanted = [due for due in dues if due.claim is None or _take_day(free, due.claim.person_id)]
    outbox.enqueue_all_once(tx, [_make_message(due, now) for due in wanted])
    return wanted


def _take_day(free: set[int], person_id: int) -> bool:
    """Return True if her day is free, and take it, so that a second message does not find it so."""
    there = person_id in free
    free.discard(person_id)
    return there


def _make_message(due: Due, now: datetime) -> Outgoing:
    return Outgoing(
        due.to,
        due.notices,
        due.priority,
        seconds(now),
        seconds(due.due_at),
        seconds(due.not_after),
        due.key,
    )
