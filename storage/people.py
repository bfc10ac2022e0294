"""People, the posts they hold, and the private chats they write from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from domain.people.roles import Post, Role
from storage import phones
from storage.addresses import EMPTY_SESSION, Contact
from storage.database import Transaction
from storage.schema import address, person, post, session, submission


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who was put into a post, by name, and since when (seconds)."""

    person_id: int
    name: str
    post: Post
    since: float


_POSTS = (  # built once: asked for with nearly every message
    select(post.c.role, post.c.unit_id)
    .where(post.c.person_id == bindparam("who"), post.c.until.is_(None))
    .order_by(post.c.id)
)


def load_posts(tx: Transaction, person_id: int) -> tuple[Post, ...]:
    """Load the posts that a person holds now, the oldest first."""
    return tuple(Post(Role(role), unit) for role, unit in tx.execute(_POSTS, {"who": person_id}))


def load_appointments(
    tx: Transaction,
    units: Collection[int] | None = None,
    roles: Collection[Role] | None = None,
) -> list[Appointment]:
    """Load who holds a post now in these units and roles (None: any), by unit and name.

    `storage.post_holders` loads the same people with the chats in which they are written to.
    """
    statement = (
        select(post.c.person_id, person.c.name, post.c.role, post.c.unit_id, post.c.since)
        .join(person, person.c.id == post.c.person_id)
        .where(post.c.until.is_(None))
        .order_by(post.c.unit_id, person.c.name, post.c.id)
    )
    if units is not None:
        statement = statement.where(post.c.unit_id.in_(units))
    if roles is not None:
        statement = statement.where(post.c.role.in_([r.value for r in roles]))
    rows = tx.execute(statement)
    return [
        Appointment(who, name, Post(Role(role), unit), at) for who, name, role, unit, at in rows
    ]


def give_post(tx: Transaction, person_id: int, given: Post, now: float) -> bool:
    """Put a person into a post; False if she holds it already."""
    if given in load_posts(tx, person_id):
        return False
    row = {"person_id": person_id, "unit_id": given.unit_id, "role": given.role.value, "since": now}
    tx.execute(insert(post).values(row))
    return True


def end_posts(
    tx: Transaction, person_id: int, now: float, only: Post | None = None
) -> tuple[Post, ...]:
    """End all posts of a person, or `only` one; return those that ended.

    What she did stays; the telephone numbers she gave for these posts go.
    """
    ended = [p for p in load_posts(tx, person_id) if only is None or p == only]
    if ended:
        phones.withdraw(tx, person_id, now, [old.unit_id for old in ended])
    for old in ended:
        tx.execute(
            update(post)
            .where(
                post.c.person_id == person_id,
                post.c.unit_id == old.unit_id,
                post.c.role == old.role.value,
                post.c.until.is_(None),
            )
            .values(until=now)
        )
    return tuple(ended)


def find_name(tx: Transaction, person_id: int) -> str | None:
    """Find a person's name ("" if it is not known); None if there is no such person."""
    statement = select(person.c.name).where(person.c.id == person_id)
    return tx.execute(statement).scalar_one_or_none()


def load_names(tx: Transaction, people: Collection[int]) -> dict[int, str]:
    """Load the names of these people."""
    statement = select(person.c.id, person.c.name).where(person.c.id.in_(people))
    return dict(tx.execute(statement).all())


def find_leaving_moment(tx: Transaction, person_id: int) -> float | None:
    """When a person left her last post; None if she holds one, or never held any."""
    statement = select(post.c.until).where(post.c.person_id == person_id)
    ends = tx.execute(statement).scalars().all()
    return max(ends) if ends and None not in ends else None


def rename(tx: Transaction, person_id: int, name: str) -> None:
    """Set the name a person is known by."""
    tx.execute(update(person).where(person.c.id == person_id).values(name=name))


def has_reported(tx: Transaction, person_id: int, since: float) -> bool:
    """Return True if a person has sent a report since a moment (seconds)."""
    statement = (
        select(submission.c.id)
        .where(submission.c.person_id == person_id, submission.c.sent_at >= since)
        .limit(1)
    )
    return tx.execute(statement).first() is not None


def load_all_private_chats(tx: Transaction, people: Sequence[int]) -> list[Contact]:
    """Load every private chat of these people, including those cut off."""
    statement = select(*_CONTACT).where(address.c.person_id.in_(people)).order_by(address.c.id)
    return [Contact(*row) for row in tx.execute(statement)]


def find_private_chat(tx: Transaction, address_id: int) -> Contact | None:
    """Find a private chat by its id."""
    statement = select(*_CONTACT).where(address.c.id == address_id, ~address.c.is_group)
    row = tx.execute(statement).first()
    return None if row is None else Contact(*row)


def give_to_new_person(tx: Transaction, address_id: int, name: str, now: float) -> int:
    """Give a chat to a new person, as it is not whose it was thought to be; return her id."""
    made = insert(person).values(name=name, created_at=now).returning(person.c.id)
    person_id: int = tx.execute(made).scalar_one()
    blank = {"person_id": person_id, "version": 0, "state": EMPTY_SESSION, "updated_at": now}
    tx.execute(insert(session).values(blank))
    tx.execute(update(address).where(address.c.id == address_id).values(person_id=person_id))
    return person_id


_CONTACT = (
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
