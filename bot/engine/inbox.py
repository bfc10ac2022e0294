"""Hears messages: each is taken once, heard, answered into the outbox, committed, acknowledged.

Many people's messages share one commit. Each is heard in a savepoint of its own, so that a fault
in one harms no other. Where the common writing fails, the batch is taken again one by one.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import msgspec

from bot.engine.channel import Abilities, Address, Inbound, Left, Moved, Pressed, Unreadable
from bot.engine.conversation import Session
from bot.engine.dialogue import Call, Dialogue, Reply
from bot.engine.incoming_pieces import say_once
from bot.engine.replies import Replies
from domain.faults import describe_fault
from domain.notices.common import Apology
from services.context import Reference
from storage import addresses, inbox, outbox, sessions
from storage.addresses import Contact
from storage.database import Database, Savepoint, Transaction
from storage.moments import seconds
from storage.outbox import DeliveryResult, OutboxMessage
from storage.sessions import StoredSession

log = logging.getLogger(__name__)

_encode_session = msgspec.json.Encoder().encode
_decode_session = msgspec.json.Decoder(Session).decode


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A pressed button that is to be answered right after the commit."""

    address: Address
    press: Pressed
    alert: str


@dataclass(slots=True)
class BatchResult:
    """What a commit led to: messages to be sent and pressed buttons to be answered.

    `dropped`, `released`: ids of replies that were waiting, and need not be said, or may go now.
    """

    queued_messages: list[OutboxMessage] = field(default_factory=list)
    acknowledgements: list[Acknowledgement] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    released: list[int] = field(default_factory=list)

    def add(self, other: "BatchResult") -> None:
        """Add what a later commit led to."""
        self.queued_messages += other.queued_messages
        self.acknowledgements += other.acknowledgements
        self.dropped += other.dropped
        self.released += other.released


class Inbox:
    """Hears batches of messages inside a transaction; knows neither networks nor the clock.

    What goes wrong is logged by its type and place alone (domain.faults). `reply_wait`: how many
    seconds a reply waits for what she says next, where messages out are few; 0: not at all.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        reference: Callable[[], Reference],
        abilities: Mapping[str, Abilities],
        reply_wait: float = 0.0,
    ) -> None:
        self._dialogue = dialogue
        self._reference = reference
        self._abilities = abilities
        self._reply_wait = reply_wait

    def take(
        self,
        database: Database,
        items: Sequence[Inbound | Unreadable],
        results: Sequence[DeliveryResult],
        now: datetime,
    ) -> BatchResult:
        """Commit a batch with delivery results; takes the batch one by one when that fails."""
        try:
            with database.write() as tx:
                return self._take_batch(tx, items, results, now)
        except Exception as fault:
            if len(items) <= 1:
                raise
            said = describe_fault(fault)
            log.error("a batch of %d is taken one by one, it failed: %s", len(items), said)
        return self._take_one_by_one(database, items, results, now)

    def _take_one_by_one(
        self,
        database: Database,
        items: Sequence[Inbound | Unreadable],
        results: Sequence[DeliveryResult],
        now: datetime,
    ) -> BatchResult:
        taken = BatchResult()
        with database.write() as tx:
            outbox.record_results(tx, results)
        for item in items:
            try:
                with database.write() as tx:
                    one = self._take_batch(tx, [item], (), now)
            except Exception as fault:
                log.error("a message is set aside, it failed: %s", describe_fault(fault))
                with database.write() as tx:
                    inbox.take_new(tx, [_make_key(item)], seconds(now))
                    inbox.keep_aside(tx, [_make_aside_row(item, type(fault).__name__, now)])
                continue
            taken.add(one)
        return taken

    def _take_batch(
        self,
        tx: Transaction,
        items: Sequence[Inbound | Unreadable],
        results: Sequence[DeliveryResult],
        now: datetime,
    ) -> BatchResult:
        outbox.record_results(tx, results)
        new = inbox.take_new(tx, [_make_key(item) for item in items], seconds(now))
        fresh = []
        for item in items:
            if _make_key(item) in new:
                new.discard(_make_key(item))  # the same thing twice in one batch is done once
                fresh.append(item)
        inbox.keep_aside(
            tx,
            [
                _make_aside_row(item, item.reason, now)
                for item in fresh
                if isinstance(item, Unreadable)
            ],
        )
        replies = Replies(tx, seconds(now), self._reply_wait)
        heard = _Hearing(self._dialogue, self._reference(), self._abilities, tx, now, replies)
        return heard.hear_all([item for item in fresh if isinstance(item, Inbound)])


class _Hearing:
    """One batch being heard: contacts and sessions are read once and written once."""

    def __init__(
        self,
        dialogue: Dialogue,
        reference: Reference,
        abilities: Mapping[str, Abilities],
        tx: Transaction,
        now: datetime,
        replies: Replies,
    ) -> None:
        self._dialogue = dialogue
        self._reference = reference
        self._abilities = abilities
        self._tx = tx
        self._quotas = {name: each.monthly_quota for name, each in abilities.items()}
        self._now = now
        self._at = seconds(now)
        self._contacts: dict[Address, Contact] = {}
        self._stored: dict[int, StoredSession] = {}
        self._sessions: dict[int, Session] = {}
        self._replies = replies
        self._albums: set[str] = set()
        self._acknowledgements: list[Acknowledgement] = []

    def hear_all(self, messages: Sequence[Inbound]) -> BatchResult:
        if not messages:
            return BatchResult()
        self._meet(messages)
        self._replies.look_up_waiting({c.id for c in self._contacts.values() if self._is_few(c)})
        people = {c.person_id for c in self._contacts.values() if c.person_id is not None}
        self._stored = sessions.load(self._tx, sorted(people))
        for message in messages:
            self._hear_one(message)
        self._save()
        said, dropped, released = self._replies.enqueue()
        return BatchResult(said, self._acknowledgements, dropped, released)

    def _is_few(self, contact: Contact) -> bool:
        """Return True where messages out are few, and one person alone reads them."""
        return self._abilities[contact.network].scarce and not contact.is_group

    def _meet(self, messages: Sequence[Inbound]) -> None:
        by_bot = sorted(messages, key=lambda m: (m.address.network, m.address.bot))
        for (network, bot), group in groupby(
            by_bot, key=lambda m: (m.address.network, m.address.bot)
        ):
            chats = {m.address.chat: m for m in group}
            known = addresses.find(self._tx, network, bot, list(chats))
            strangers = [
                (chat, m.group, m.display_name) for chat, m in chats.items() if chat not in known
            ]
            if strangers:
                known |= addresses.add_chats(self._tx, network, bot, strangers, self._at)
            for chat, contact in known.items():
                self._contacts[Address(network, bot, chat)] = contact
        addresses.mark_seen(
            self._tx, [c.id for c in self._contacts.values() if not c.cut_off], self._at
        )

    def _hear_one(self, message: Inbound) -> None:
        contact = self._contacts[message.address]
        if contact.cut_off or not message.addressed:
            return
        match message.content:
            case Left():
                addresses.set_reachable(self._tx, contact.id, reachable=False)
                return
            case Moved(to_chat=chat):
                addresses.move(self._tx, contact.id, chat)
                return
        if message.album and message.album in self._albums:
            return  # photos sent at once come one by one: one answer does for all
        self._albums.add(message.album)
        reply = self._hear_safely(contact, message)
        if reply.session is not None and contact.person_id is not None:
            self._sessions[contact.person_id] = reply.session
        if reply.notices:
            self._say(contact, reply)
        if isinstance(message.content, Pressed):
            self._acknowledgements.append(
                Acknowledgement(message.address, message.content, reply.alert)
            )

    def _hear_safely(self, contact: Contact, message: Inbound) -> Reply:
        """Hear one message; a fault of ours is logged and undone, and she can go on."""
        session = self._find_session(contact.person_id)
        savepoint = Savepoint(self._tx)
        call = Call(
            source=savepoint,
            reference=self._reference,
            now=self._now,
            quotas=self._quotas,
            contact=contact,
            abilities=self._abilities[contact.network],
            session=session,
            inbound=message,
            reply_waits=self._replies.is_waiting(contact),
        )
        try:
            reply = self._dialogue.hear(call, message.content)
        except Exception as fault:
            savepoint.undo()
            said = describe_fault(fault)
            log.error("a message of address %d could not be heard: %s", contact.id, said)
            inbox.keep_aside(self._tx, [_make_aside_row(message, type(fault).__name__, self._now)])
            return Reply((Apology(),))
        savepoint.keep()
        if savepoint.used:
            self._look_again(message.address)
        return say_once(message, session, reply)

    def _look_again(self, address: Address) -> None:
        """Read the contact again: a command may have bound the group or passed on the phone."""
        found = addresses.find(self._tx, address.network, address.bot, [address.chat])
        contact = found.get(address.chat)
        if contact is None:
            return
        self._contacts[address] = contact
        if contact.person_id is not None and contact.person_id not in self._stored:
            self._stored |= sessions.load(self._tx, [contact.person_id])

    def _find_session(self, person_id: int | None) -> Session:
        if person_id is None:
            return Session()
        if person_id not in self._sessions:
            stored = self._stored[person_id]
            return _decode_session(stored.state)
        return self._sessions[person_id]

    def _say(self, contact: Contact, reply: Reply) -> None:
        turn = reply.session.turn if reply.session is not None else None
        self._replies.add(contact, reply.notices, turn, few=self._is_few(contact))

    def _save(self) -> None:
        changed = [
            StoredSession(
                who,
                self._stored[who].version,
                _encode_session(session).decode(),
                session.confidential,
            )
            for who, session in sorted(self._sessions.items())
        ]
        sessions.save(self._tx, changed, self._at)


def _make_key(item: Inbound | Unreadable) -> inbox.Key:
    if isinstance(item, Unreadable):
        return item.network, item.bot, item.external_id
    return item.address.network, item.address.bot, item.external_id


def _make_aside_row(item: Inbound | Unreadable, reason: str, now: datetime) -> dict[str, object]:
    network, bot, external_id = _make_key(item)
    shape = item.shape if isinstance(item, Unreadable) else type(item.content).__name__
    return {
        "network": network,
        "bot": bot,
        "external_id": external_id,
        "shape": shape,
        "reason": reason,
        "at": seconds(now),
    }
