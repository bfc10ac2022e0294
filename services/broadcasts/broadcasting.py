"""Broadcasts: who gets one, what it costs, setting its words, and sending it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from domain.notices.base import Notice
from domain.notices.broadcasts import (
    BroadcastStarted,
    BroadcastTooDear,
    Cost,
    FromStaff,
    NoBroadcast,
    NothingBroadcast,
)
from domain.org.levels import Level
from domain.people.roles import LEVEL_OF_ROLE, Permission, Role
from domain.quota import KEPT_FOR_CASES, count_left_for_all
from domain.reminders.quiet_hours import move_out_of_quiet_hours
from services.context import Request
from services.people.posts import may_act
from storage import broadcasts, outbox, sent_counts
from storage.broadcasts import Broadcast
from storage.database import Transaction
from storage.moments import seconds
from storage.outbox import Outgoing
from storage.post_holders import PostHolder, load_post_holders
from storage.units import Units

_GOOD_FOR = timedelta(days=3)
"""A broadcast that has not left by then is not sent any more."""

QuotaOf = Callable[[str], int | None]
"""Tells how many messages a bot of a network may send a month; None: they are not counted."""


def find_audience(
    tx: Transaction, units: Units, unit_id: int, level: Level, now: datetime
) -> list[PostHolder]:
    """Find everybody in a post at this level below the unit, each person once.

    Administrators are left out. Empty where the unit does not exist any more.
    """
    view, above = units.tree.at(now.date()), units.unit(unit_id)
    if above.key not in view:
        return []
    below = units.ids(u for u in view.descendants(above.key) if u.level is level)
    found: dict[int, PostHolder] = {}
    for held in load_post_holders(tx, below).values():
        for holder in held:
            if LEVEL_OF_ROLE[holder.role] is level and holder.role is not Role.ADMIN:
                found.setdefault(holder.person_id, holder)
    return list(found.values())


def count_costs(
    tx: Transaction,
    told: Sequence[PostHolder],
    quota_of: QuotaOf,
    now: datetime,
    kept: int = KEPT_FOR_CASES,
) -> tuple[Cost, ...]:
    """Count what a broadcast to these people costs, for each bot whose messages are counted.

    `kept`: per cent of the month that only cases may use.
    """
    spent = sent_counts.load_counts(tx, seconds(now))
    used = Counter((s.contact.network, s.contact.bot) for s in told if s.contact is not None)
    found = []
    for (network, bot), messages in sorted(used.items()):
        left = count_left_for_all(spent.get((network, bot), 0), quota_of(network), kept)
        if left is not None:
            found.append(Cost(network, messages, left))
    return tuple(found)


# --- what conversations ask for ----------------------------------------------------------------


def set_words(request: Request, broadcast_id: int, level: str, words: str) -> tuple[Notice, ...]:
    """Keep a draft's words and level; the conversation shows them.

    Returns nothing, or `NoBroadcast` where it is not hers.
    """
    if _find_own(broadcast_id, request) is None:
        return (NoBroadcast(),)
    broadcasts.set_words(request.tx, broadcast_id, level, words)
    return ()


def send_broadcast(request: Request, broadcast_id: int) -> tuple[Notice, ...]:
    """Put a draft into the outbox for everybody it is for but herself.

    Returns `BroadcastStarted`; or why it was not sent: `NoBroadcast` where it is not hers,
    `BroadcastTooDear`, or `NothingBroadcast` where nobody can be written to. Nothing is returned
    where it had been sent before.
    """
    made = _find_own(broadcast_id, request)
    if made is None:
        return (NoBroadcast(),)
    told = find_audience(request.tx, request.units, made.unit_id, Level(made.level), request.now)
    told = [holder for holder in told if holder.person_id != request.person_id]
    kept = request.plan.cases.kept_for_cases
    costs = count_costs(request.tx, told, request.quotas.get, request.now, kept)
    dear = [cost for cost in costs if cost.messages > cost.left]
    if dear:
        return (BroadcastTooDear(dear[0].network, dear[0].messages, dear[0].left),)
    if not any(holder.contact for holder in told):
        return (NothingBroadcast(nobody=True),)
    if not broadcasts.confirm(request.tx, made.id, seconds(request.now)):
        return ()
    return (_enqueue(made, told, request),)


def _enqueue(made: Broadcast, told: Sequence[PostHolder], request: Request) -> BroadcastStarted:
    leaves = move_out_of_quiet_hours(request.now, request.plan.settings.reminders)
    there = [holder for holder in told if holder.contact is not None]
    ids = outbox.enqueue(
        request.tx, [_make_message(made.id, holder, request.now, leaves) for holder in there]
    )
    queued_messages = dict(zip((holder.person_id for holder in there), ids, strict=True))
    receivers = [(holder.person_id, queued_messages.get(holder.person_id)) for holder in told]
    broadcasts.add_receivers(request.tx, made.id, receivers)
    return BroadcastStarted(made.id, len(there), leaves if leaves > request.now else None)


def _make_message(
    broadcast_id: int, holder: PostHolder, now: datetime, leaves: datetime
) -> Outgoing:
    assert holder.contact is not None  # noqa: S101 - chosen so
    return Outgoing(
        holder.contact,
        [FromStaff(broadcast_id)],
        outbox.BROADCAST,
        seconds(now),
        seconds(leaves),
        seconds(leaves + _GOOD_FOR),
        f"broadcast/{broadcast_id}/{holder.person_id}",
    )


def _find_own(broadcast_id: int, request: Request) -> Broadcast | None:
    """Find a broadcast if it is hers, and of a unit that her posts still reach."""
    found = broadcasts.find(request.tx, broadcast_id)
    return (
        found
        if found and found.person_id == request.person_id and reaches(found, request)
        else None
    )


def reaches(made: Broadcast, request: Request) -> bool:
    """Return True if her posts reach the unit it was sent from."""
    return may_act(request, Permission.BROADCAST, made.unit_id)
