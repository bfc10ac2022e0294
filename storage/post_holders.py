"""Who is in post in which unit, and the chat in which each can be written to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, and_, select

from domain.people.roles import Role
from storage.addresses import Contact
from storage.database import Transaction
from storage.schema import address, post


class PostHolder(msgspec.Struct, frozen=True, gc=False):
    """A person in a post. `contact`: her chat heard last (`seen_at`, in seconds) of those that
    can be written to; None where there is none."""

    person_id: int
    role: Role
    contact: Contact | None
    seen_at: float = 0.0


PostHolders = Mapping[int, Sequence[PostHolder]]
"""Those in post by unit id, who came first standing first."""


def post_holders(tx: Transaction, units: Collection[int] | None = None) -> PostHolders:
    """Everybody in post now, in these units or in all."""
    statement = _HELD if units is None else _HELD.where(post.c.unit_id.in_(units))
    by_unit: dict[int, list[PostHolder]] = {}
    for unit_id, holder in _rows(tx, statement):
        there = by_unit.get(unit_id)
        if there is None:
            by_unit[unit_id] = [holder]
        else:
            _add(there, holder)
    return by_unit


def _add(there: list[PostHolder], holder: PostHolder) -> None:
    """Of several chats of one person in one post the one heard last counts."""
    for place, before in enumerate(there):
        if (before.person_id, before.role) == (holder.person_id, holder.role):
            there[place] = max(before, holder, key=lambda each: each.seen_at)
            return
    there.append(holder)


def _rows(tx: Transaction, statement: Select[Any]) -> Iterator[tuple[int, PostHolder]]:
    """Every seat with its unit; there may be a hundred thousand, so only what differs is read."""
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
"""What is so of every open chat: no group's unit, no group, reachable, not cut off."""

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
