"""Who holds a post in which unit, and the chat in which each of them can be written to.

`storage.people` has the same without chats, by name and since when (`Appointment`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, and_, select

from domain.people.roles import Role
from storage.addresses import Contact
from storage.database import Transaction
from storage.schema import address, post


class PostHolder(msgspec.Struct, frozen=True, gc=False):
    """A person in a post, to be written to.

    `contact`: of her chats that can be written to, the one heard last (`seen_at`, in seconds);
    None if there is none.
    """

    person_id: int
    role: Role
    contact: Contact | None
    seen_at: float = 0.0


PostHolders = Mapping[int, Sequence[PostHolder]]
"""Post holders by unit id, the earliest post first."""


def load_post_holders(tx: Transaction, units: Collection[int] | None = None) -> PostHolders:
    """Load everybody who holds a post now in these units (None: in any)."""
    statement = _HELD if units is None else _HELD.where(post.c.unit_id.in_(units))
    by_unit: dict[int, list[PostHolder]] = {}
    for unit_id, holder in _read_rows(tx, statement):
        there = by_unit.get(unit_id)
        if there is None:
            by_unit[unit_id] = [holder]
        else:
            _add(there, holder)
    return by_unit


def _add(there: list[PostHolder], holder: PostHolder) -> None:
    """Add a post holder; of several chats of one person in one post the one heard last counts."""
    for index, before in enumerate(there):
        if (before.person_id, before.role) == (holder.person_id, holder.role):
            there[index] = max(before, holder, key=lambda each: each.seen_at)
            return
    there.append(holder)


def _read_rows(tx: Transaction, statement: Select[Any]) -> Iterator[tuple[int, PostHolder]]:
    """Read post holders with their units. There may be 100,000: only what differs is read."""
    for some in tx.execute(statement).partitions(_AT_ONCE):
        for unit_id, role, person_id, seen_at, chat_id, network, bot, chat in some:
            contact = None
            if chat_id is not None:
                contact = Contact(chat_id, network, bot, chat, person_id, *_OF_A_PERSON)
            yield unit_id, PostHolder(person_id, _ROLES[role], contact, seen_at or 0)


_AT_ONCE = 5_000
_ROLES = {role.value: role for role in Role}

_OPEN_CHAT = and_(
    address.c.person_id == post.c.person_id,
    ~address.c.is_group,
    address.c.reachable,
    ~address.c.cut_off,
)
_OF_A_PERSON = (None, False, True, False)
"""The same for every open chat: no unit of a group, no group, reachable, not cut off."""

_HELD: Select[Any] = (
    select(
        post.c.unit_id,
        post.c.role,
        post.c.person_id,
        address.c.seen_at,
        address.c.id,
        address.c.network,
        address.c.bot,
        address.c.chat,
    )
    .select_from(post)
    .outerjoin(address, _OPEN_CHAT)
    .where(post.c.until.is_(None))
    .order_by(post.c.id)
)
