"""Chats on the networks, and whose they are."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import func, insert, select, update

from storage.database import Transaction
from storage.inserts import insert_in_order, upsert
from storage.schema import address, bot, person, session

EMPTY_SESSION = "{}"


class Contact(msgspec.Struct, frozen=True, gc=False):
    """One chat: a person's (person_id) or a group's (bound to group_unit_id or not yet).

    A struct, as Seat and Claim are: a nation's are held at once, and cost little to make and
    nothing in the search for garbage.
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
    """The known chats among these, by chat."""
    statement = _CONTACT.where(
        address.c.network == network, address.c.bot == bot_id, address.c.chat.in_(chats)
    )
    return {row[3]: Contact(*row) for row in tx.execute(statement)}


def load_private_chats(tx: Transaction, people: Sequence[int]) -> list[Contact]:
    """Every private chat of these people that may be written to."""
    statement = _CONTACT.where(address.c.person_id.in_(people), ~address.c.cut_off).order_by(
        address.c.id
    )
    return [Contact(*row) for row in tx.execute(statement)]


def load_bound_groups(tx: Transaction) -> list[Contact]:
    """Every group that has a unit and may be written to."""
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
    """Record chats never seen, as (chat, is a group, display name): a private one gets a person."""
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
    """Somebody wrote from these chats: they are reachable."""
    if ids:
        tx.execute(update(address).where(address.c.id.in_(ids)).values(seen_at=now, reachable=True))


def set_reachable(tx: Transaction, address_id: int, *, reachable: bool) -> None:
    """Blocked, gone, or back again."""
    tx.execute(update(address).where(address.c.id == address_id).values(reachable=reachable))


def move(tx: Transaction, address_id: int, chat: str) -> None:
    """The chat has another id now (group → supergroup); both may be known already."""
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
    """A group's unit: what /tiendo shows there and whose digest it gets."""
    tx.execute(update(address).where(address.c.id == address_id).values(group_unit_id=unit_id))


def give_to_person(tx: Transaction, address_id: int, person_id: int) -> None:
    """This chat is another phone or network of that person."""
    tx.execute(update(address).where(address.c.id == address_id).values(person_id=person_id))


def cut_off(tx: Transaction, address_id: int) -> None:
    """A lost phone: nothing is taken from it and nothing sent to it."""
    tx.execute(
        update(address).where(address.c.id == address_id).values(cut_off=True, reachable=False)
    )


def remember_bot(tx: Transaction, row: Mapping[str, object]) -> None:
    """Remember a bot (network, bot, name, username, seats, seen_at): invitations name it."""
    statement = upsert(tx, bot).values(dict(row))
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["network", "bot"],
            set_={k: v for k, v in row.items() if k not in ("network", "bot")},
        )
    )
