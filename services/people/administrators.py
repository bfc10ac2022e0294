"""Whom to tell of what fails: the administrators, else whoever holds a post in the province."""

from collections.abc import Mapping

from domain.notices.base import Notice
from domain.org.levels import Level
from domain.people.roles import Role
from services.context import Context
from storage import officers, outbox
from storage.moments import seconds
from storage.officers import ReachableChat
from storage.outbox import URGENT, Outgoing
from storage.post_holders import PostHolder, load_post_holders


def find_administrators(context: Context) -> list[PostHolder]:
    """Find the administrators who can be written to; where there are none, the province's staff."""
    provinces = context.units.tree.at(context.now.date()).of_level(Level.PROVINCE)
    held = load_post_holders(context.tx, context.units.ids(provinces)).values()
    there = {s.person_id: s for some in held for s in some if s.contact is not None}
    found = [s for s in there.values() if s.role is Role.ADMIN]
    return found or list(there.values())


def tell_administrators(context: Context, notice: Notice, key: str) -> int:
    """Write to each of them, once under this key; return how many were written to now."""
    people = [holder.person_id for holder in find_administrators(context)]
    phones = officers.find_reachable_chats(context.tx, people)
    chosen = {who: choose_phone(phones[who], context.quotas) for who in people if who in phones}
    now = seconds(context.now)
    told = [
        outbox.enqueue_once(context.tx, Outgoing(phone, (notice,), URGENT, now, key=f"{key}/{who}"))
        for who, phone in chosen.items()
    ]
    return sum(row_id is not None for row_id in told)


def choose_phone(phones: list[ReachableChat], quotas: Mapping[str, int | None]) -> ReachableChat:
    """Choose a phone on a network that counts no messages if she has one, else her last used."""
    free = [phone for phone in phones if quotas.get(phone.network) is None]
    return (free or phones)[0]
