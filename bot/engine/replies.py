"""The replies of one batch; where messages out are few, one waits for what she says next.

Every message is heard and committed at once. Only what is said to it may wait some seconds: if she
writes again before it leaves, the newer reply takes its place and carries on what is said once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from domain.notices.base import Notice, Wait
from domain.notices.carrying import may_wait, read_carried, takes_over
from domain.notices.shares import read_message
from storage import outbox
from storage.addresses import Contact
from storage.database import Transaction
from storage.outbox import OutboxMessage, Outgoing

LONGEST_WAITS = 5
"""A chain of quick messages is answered after at most so many waits, however long it goes on."""

_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class _Earlier:
    """A reply that has not left: its row in the outbox, or its place among those of this batch."""

    since: float
    carried: tuple[Notice, ...]
    row_id: int | None = None
    place: int = -1


class Enqueued(NamedTuple):
    """What became of a batch's replies. `dropped`, `released`: ids of earlier ones."""

    messages: list[OutboxMessage]
    dropped: list[int]
    released: list[int]


class Replies:
    """Gathers what is said in one transaction at `now` (seconds); `wait` in seconds, 0: never."""

    def __init__(self, tx: Transaction, now: float, wait: float) -> None:
        self._tx = tx
        self._now = now
        self._wait = wait
        self._said: list[tuple[Contact, Outgoing] | None] = []
        self._earlier: dict[int, _Earlier] = {}
        self._dropped: list[int] = []
        self._released: list[int] = []

    def look_up_waiting(self, addresses: Collection[int]) -> None:
        """Find what waits in these chats: those where messages out are few."""
        if not addresses or not self._wait:
            return
        for to, row in outbox.find_waiting(self._tx, sorted(addresses), self._now).items():
            self._earlier[to] = _Earlier(row.since, read_carried(row.notices), row.id)

    def is_waiting(self, contact: Contact) -> bool:
        """Return True if the last reply to this chat has not left."""
        return contact.id in self._earlier

    def add(
        self, contact: Contact, notices: Sequence[Notice], turn: int | None, *, few: bool
    ) -> None:
        """Say this. `few`: messages out to this chat are few, so it may wait."""
        since = self._now
        earlier = self._earlier.pop(contact.id, None)
        if earlier is not None:
            notices, since = self._settle_earlier(earlier, notices)
        due = min(self._now + self._wait, since + LONGEST_WAITS * self._wait)
        waits = few and due > self._now and may_wait(notices)
        if waits:
            carried = tuple(each for each in notices if each.when_followed is Wait.CARRIED)
            self._earlier[contact.id] = _Earlier(since, carried, place=len(self._said))
        said = Outgoing(
            contact,
            notices,
            outbox.REPLY,
            since if waits else self._now,
            due if waits else self._now,
            turn=turn,
            waits=waits,
        )
        self._said.append((contact, said))

    def _settle_earlier(
        self, earlier: _Earlier, notices: Sequence[Notice]
    ) -> tuple[Sequence[Notice], float]:
        """Drop the earlier reply or let it go; return what is said now, and since when it waits."""
        if read_message(_encode(notices).decode(), in_post=True).of_case:
            self._end(earlier, drop=not earlier.carried)
            return notices, self._now
        self._end(earlier, drop=takes_over(notices))
        if not takes_over(notices):
            return notices, self._now
        return (*earlier.carried, *notices), earlier.since

    def _end(self, earlier: _Earlier, *, drop: bool) -> None:
        if earlier.row_id is not None:
            (self._dropped if drop else self._released).append(earlier.row_id)
            return
        here = self._said[earlier.place]
        if here is not None:
            contact, said = here
            at_once = msgspec.structs.replace(said, due_at=self._now, waits=False)
            self._said[earlier.place] = None if drop else (contact, at_once)

    def enqueue(self) -> Enqueued:
        """Put all of it into the outbox."""
        outbox.drop_waiting(self._tx, self._dropped)
        outbox.release_waiting(self._tx, self._released, self._now)
        said = [each for each in self._said if each is not None]
        ids = outbox.enqueue(self._tx, [message for _, message in said])
        messages = [
            outbox.to_outbox_message(message, row_id, contact)
            for row_id, (contact, message) in zip(ids, said, strict=True)
        ]
        return Enqueued(messages, self._dropped, self._released)
