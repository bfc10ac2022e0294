"""Broadcasts: who gets one, what it costs, sending and stopping it, and how far it is."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from bot.conversations.effects import SendBroadcast, WordBroadcast
from bot.dialogue import Call
from bot.handlers.posts import posts_of
from bot.renderer import Loader, Moment
from domain.hours import held_until
from domain.levels import Level
from domain.notices.base import Notice
from domain.notices.broadcast import (
    BroadcastPreview,
    BroadcastStarted,
    BroadcastStatus,
    BroadcastTooDear,
    Cost,
    FromStaff,
    NoBroadcast,
    NothingBroadcast,
    PreviewFacts,
    StatusFacts,
    WordsFacts,
)
from domain.people import LEVEL_OF_ROLE, Action, Role, may
from domain.quota import left_for_all
from storage import broadcasts, outbox, sent_counts
from storage.broadcasts import Broadcast
from storage.database import Transaction
from storage.moments import moment, seconds
from storage.seats import Seat, seats
from storage.units import Units

_GOOD_FOR = timedelta(days=3)
"""Later than this nobody is told what was said to all."""

_LONGEST_BEGINNING = 60

QuotaOf = Callable[[str], int | None]
"""Messages a month of a network's bots; None where they are not counted."""


def audience(
    book: Transaction, units: Units, unit_id: int, level: Level, now: datetime
) -> list[Seat]:
    """Everybody in post at this level below the unit, each person once."""
    view, above = units.tree.at(now.date()), units.unit(unit_id)
    if above.key not in view:
        return []
    below = units.ids(u for u in view.descendants(above.key) if u.level is level)
    found: dict[int, Seat] = {}
    for held in seats(book, below).values():
        for seat in held:
            if LEVEL_OF_ROLE[seat.role] is level and seat.role is not Role.ADMIN:
                found.setdefault(seat.person_id, seat)
    return list(found.values())


def costs(
    book: Transaction, told: Sequence[Seat], quota_of: QuotaOf, now: datetime
) -> tuple[Cost, ...]:
    """What it costs on each bot whose messages are counted."""
    spent = sent_counts.spent(book, seconds(now))
    used = Counter((s.contact.network, s.contact.bot) for s in told if s.contact is not None)
    found = []
    for (network, bot), messages in sorted(used.items()):
        left = left_for_all(spent.get((network, bot), 0), quota_of(network))
        if left is not None:
            found.append(Cost(network, messages, left))
    return tuple(found)


# --- what conversations ask for ----------------------------------------------------------------


def word(said: WordBroadcast, call: Call) -> tuple[Notice, ...]:
    """Keep a draft's words; the conversation shows them."""
    if _own(said.broadcast_id, call) is None:
        return (NoBroadcast(),)
    broadcasts.word(call.book, said.broadcast_id, said.level, said.words)
    return ()


def send(asked: SendBroadcast, call: Call) -> tuple[Notice, ...]:
    """Put it into the outbox for everybody it is for."""
    made = _own(asked.broadcast_id, call)
    if made is None:
        return (NoBroadcast(),)
    told = audience(call.book, call.units, made.unit_id, Level(made.level), call.now)
    told = [seat for seat in told if seat.person_id != call.person_id]
    dear = [c for c in costs(call.book, told, call.quota_of, call.now) if c.messages > c.left]
    if dear:
        return (BroadcastTooDear(dear[0].network, dear[0].messages, dear[0].left),)
    if not any(seat.contact for seat in told):
        return (NothingBroadcast(nobody=True),)
    if not broadcasts.confirm(call.book, made.id, seconds(call.now)):
        return ()
    return (_put(made, told, call),)


def _put(made: Broadcast, told: Sequence[Seat], call: Call) -> BroadcastStarted:
    leaves = held_until(call.now, call.plan.settings.reminders)
    there = [seat for seat in told if seat.contact is not None]
    ids = outbox.put(call.book, [_row(made.id, seat, call.now, leaves) for seat in there])
    parcels = dict(zip((seat.person_id for seat in there), ids, strict=True))
    receivers = [(seat.person_id, parcels.get(seat.person_id)) for seat in told]
    broadcasts.add_receivers(call.book, made.id, receivers)
    return BroadcastStarted(made.id, len(there), leaves if leaves > call.now else None)


def _row(broadcast_id: int, seat: Seat, now: datetime, leaves: datetime) -> dict[str, object]:
    assert seat.contact is not None  # noqa: S101 - chosen so
    return {
        "address_id": seat.contact.id,
        "network": seat.contact.network,
        "bot": seat.contact.bot,
        "priority": outbox.BROADCAST,
        "turn": None,
        "notices": msgspec.json.encode([FromStaff(broadcast_id)]).decode(),
        "unique_key": f"broadcast/{broadcast_id}/{seat.person_id}",
        "created_at": seconds(now),
        "due_at": seconds(leaves),
        "not_after": seconds(leaves + _GOOD_FOR),
    }


def _own(broadcast_id: int, call: Call) -> Broadcast | None:
    """Hers, and of a unit that her posts still reach."""
    found = broadcasts.find(call.book, broadcast_id)
    return found if found and found.person_id == call.person_id and reaches(found, call) else None


def reaches(made: Broadcast, call: Call) -> bool:
    """Whether her posts reach the unit it was sent from."""
    line = call.units.line(made.unit_id, call.now.date())
    return may(posts_of(call), Action.BROADCAST, line)


# --- what is read when it is shown -------------------------------------------------------------


def preview(notice: BroadcastPreview, at: Moment) -> PreviewFacts | None:
    """The draft, and whom it would reach now."""
    made = broadcasts.find(at.book, notice.broadcast_id)
    if made is None or not made.level:
        return None
    units, level = at.reference.units, Level(made.level)
    told = audience(at.book, units, made.unit_id, level, at.now)
    told = [seat for seat in told if seat.person_id != made.person_id]
    leaves = held_until(at.now, at.reference.plan.settings.reminders)
    return PreviewFacts(
        units.unit(made.unit_id).name,
        made.level,
        made.words,
        len(told),
        sum(seat.contact is not None for seat in told),
        costs(at.book, told, at.quotas.get, at.now),
        leaves if leaves > at.now else None,
    )


def words(notice: FromStaff, at: Moment) -> WordsFacts | None:
    """The words; None once it was stopped."""
    made = broadcasts.find(at.book, notice.broadcast_id)
    if made is None or made.stopped_at is not None:
        return None
    return WordsFacts(at.reference.units.unit(made.unit_id).name, made.words)


def status(notice: BroadcastStatus, at: Moment) -> StatusFacts | None:
    """How far it is."""
    made = broadcasts.find(at.book, notice.broadcast_id)
    if made is None or made.sent_at is None:
        return None
    count = broadcasts.receipts(at.book, made.id)
    return StatusFacts(
        made.words[:_LONGEST_BEGINNING],
        moment(made.sent_at),
        made.stopped_at is not None,
        count.all,
        count.sent,
        count.waiting,
        count.lost,
        count.dropped,
        count.silent,
    )


LOADERS: dict[str, Loader] = {
    "broadcast_preview": preview,
    "broadcast_words": words,
    "broadcast_status": status,
}
