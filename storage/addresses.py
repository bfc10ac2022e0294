"""Chats on the networks, and the person or group each belongs to."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import func, insert, select, update

from storage.database import Transaction
from storage.inserts import insert_in_order, upsert
from storage.schema import address, bot, person, session

EMPTY_SESSION = "{}"


class Contact(msgspec.Struct, frozen=True, gc=False):
    """One chat: a person's (person_id) or a group's (bound to group_unit_id, or not yet).

    A struct, as PostHolder and Claim are: a nation's are held at once; structs are cheap to make
    and cost the garbage collector nothing.
    """

    id: int
    network: str
    bot: str
    chat: str
    person_id: int | None
    group_unit_id: int | None
    is_group: bool
    reachable: bool
    cut_off: bool


_CONTACT = select(
    address.c.id,
    address.c.network,
    address.c.bot,
    address.c.chat,
    address.c.person_id,
    address.c.group_unit_id,
    address.c.is_group,
    address.c.reachable,
    address.c.cut_off,
)


def find(tx: Transaction, network: str, bot_id: str, chats: Sequence[str]) -> dict[str, Contact]:
    """Find the known ones among these chats, by chat."""
    statement = _CONTACT.where(
        address.c.network == network, address.c.bot == bot_id, address.c.chat.in_(chats)
    )
    return {row[3]: Contact(*row) for row in tx.execute(statement)}


def find_person(tx: Transaction, address_id: int) -> int | None:
    """Find whose private chat it is; None for a group, and where there is none."""
    statement = select(address.c.person_id).where(address.c.id == address_id, ~address.c.is_group)
    return tx.execute(statement).scalar()


def load_private_chats(tx: Transaction, people: Sequence[int]) -> list[Contact]:
    """Load every private chat of these people that is not cut off."""
    statement = _CONTACT.where(address.c.person_id.in_(people), ~address.c.cut_off).order_by(
        address.c.id
    )
    return [Contact(*row) for row in tx.execute(statement)]


def load_bound_groups(tx: Transaction) -> list[Contact]:
    """Load every group that is bound to a unit and can be written to."""
    statement = _CONTACT.where(
        address.c.group_unit_id.is_not(None), address.c.reachable, ~address.c.cut_off
    ).order_by(address.c.id)
    return [Contact(*row) for row in tx.execute(statement)]


def add_chats(
    tx: Transaction,
    network: str,
    bot_id: str,
    newcomers: Sequence[tuple[str, bool, str]],
    now: float,
) -> dict[str, Contact]:
    """Record new chats: (chat, is a group, display name). A private one gets a new person."""
    people = _add_people(tx, [name for _, group, name in newcomers if not group], now)
    rows = []
    for chat, group, _ in newcomers:
        whose = None if group else next(people)
        rows.append(
            {
                "network": network,
                "bot": bot_id,
                "chat": chat,
                "person_id": whose,
                "is_group": group,
                "seen_at": now,
            }
        )
    tx.execute(insert(address), rows)
    return find(tx, network, bot_id, [chat for chat, _, _ in newcomers])


def _add_people(tx: Transaction, names: Sequence[str], now: float) -> Iterator[int]:
    if not names:
        return iter(())
    ids = insert_in_order(tx, person, [{"name": n, "created_at": now} for n in names])
    tx.execute(
        insert(session),
        [{"person_id": i, "version": 0, "state": EMPTY_SESSION, "updated_at": now} for i in ids],
    )
    return iter(ids)


def mark_seen(tx: Transaction, ids: Sequence[int], now: float) -> None:
    """Record that somebody wrote from these chats: they are reachable."""
    if ids:
        tx.execute(update(address).where(address.c.id.in_(ids)).values(seen_at=now, reachable=True))


def set_reachable(tx: Transaction, address_id: int, *, reachable: bool) -> None:
    """Record that a chat is blocked or gone, or that it is back again."""
    tx.execute(update(address).where(address.c.id == address_id).values(reachable=reachable))


def move(tx: Transaction, address_id: int, chat: str) -> None:
    """Give a chat its new id (group → supergroup); both ids may be known already."""
    old = tx.execute(_CONTACT.where(address.c.id == address_id)).first()
    if old is None or old[3] == chat:
        return
    known = find(tx, old[1], old[2], [chat]).get(chat)
    if known is None:
        tx.execute(update(address).where(address.c.id == address_id).values(chat=chat))
        return
    tx.execute(
        update(address)
        .where(address.c.id == known.id)
        .values(group_unit_id=func.coalesce(address.c.group_unit_id, old[5]))
    )
    set_reachable(tx, address_id, reachable=False)


def bind_group(tx: Transaction, address_id: int, unit_id: int) -> None:
    """Bind a group to a unit: /tiendo shows it there, and the group gets its digest."""
    tx.execute(update(address).where(address.c.id == address_id).values(group_unit_id=unit_id))


def give_to_person(tx: Transaction, address_id: int, person_id: int) -> None:
    """Give a chat to a person: it is another phone or network of hers."""
    tx.execute(update(address).where(address.c.id == address_id).values(person_id=person_id))


def cut_off(tx: Transaction, address_id: int) -> None:
    """Cut off a lost phone: nothing is taken from it and nothing is sent to it."""
    tx.execute(
        update(address).where(address.c.id == address_id).values(cut_off=True, reachable=False)
    )


def remember_bot(tx: Transaction, row: Mapping[str, object]) -> None:
    """Remember a bot (network, bot, name, username, seats, seen_at), which invitations name."""
    statement = upsert(tx, bot).values(dict(row))
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["network", "bot"],
            set_={k: v for k, v in row.items() if k not in ("network", "bot")},
        )
    )
