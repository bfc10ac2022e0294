"""Telephone numbers of officers: sealed, and there only as long as she agrees to it.

A row stays when her number goes, as a record of when and how she consented and withdrew.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import RowMapping, and_, select, update

from domain.people.phones import PhoneUse
from domain.people.roles import Post, Role
from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import officer_phone, post
from storage.vault import VaultLocked, get_vault


@dataclass(frozen=True, slots=True)
class OfficerPhone:
    """A number that an officer gave for one post and one use.

    `number`: digits, "" where it cannot be opened. `consented_at` in seconds; `consented_by`: the
    way in which she agreed, such as "zalo".
    """

    person_id: int
    post: Post
    used_for: PhoneUse
    number: str = field(repr=False)
    consented_at: float
    consented_by: str


def keep(
    tx: Transaction,
    person_id: int,
    unit_id: int,
    used_for: PhoneUse,
    number: str,
    *,
    at: float,
    by: str,
) -> None:
    """Store a number sealed, in place of an earlier one for the same unit and use."""
    names = {"person_id": person_id, "unit_id": unit_id, "used_for": used_for.value}
    given = {
        "sealed": get_vault(tx).seal(number, make_aad(person_id, unit_id, used_for)),
        "consented_at": at,
        "consented_by": by,
        "withdrawn_at": None,
    }
    statement = upsert(tx, officer_phone).values(**names, **given)
    tx.execute(statement.on_conflict_do_update(index_elements=list(names), set_=given))


def withdraw(
    tx: Transaction, person_id: int, at: float, units: Collection[int] | None = None
) -> int:
    """Erase a person's numbers, or only those for these units; return how many there were."""
    statement = update(officer_phone).where(
        officer_phone.c.person_id == person_id, officer_phone.c.withdrawn_at.is_(None)
    )
    if units is not None:
        statement = statement.where(officer_phone.c.unit_id.in_(units))
    return tx.execute(statement.values(sealed="", withdrawn_at=at)).rowcount


def load_of_units(
    tx: Transaction, units: Collection[int], used_for: PhoneUse
) -> list[OfficerPhone]:
    """Load the numbers given for this use by who holds a post in these units now."""
    statement = _GIVEN.where(
        officer_phone.c.unit_id.in_(units), officer_phone.c.used_for == used_for.value
    )
    return [_read_phone(tx, row) for row in tx.execute(statement).mappings()]


def load_of_person(tx: Transaction, person_id: int) -> list[OfficerPhone]:
    """Load the numbers that a person gave and that are kept, for the posts she holds now."""
    statement = _GIVEN.where(officer_phone.c.person_id == person_id)
    return [_read_phone(tx, row) for row in tx.execute(statement).mappings()]


_GIVEN = (
    select(
        officer_phone.c.person_id,
        officer_phone.c.unit_id,
        post.c.role,
        officer_phone.c.used_for,
        officer_phone.c.sealed,
        officer_phone.c.consented_at,
        officer_phone.c.consented_by,
    )
    .join(
        post,
        and_(
            post.c.person_id == officer_phone.c.person_id,
            post.c.unit_id == officer_phone.c.unit_id,
            post.c.until.is_(None),
        ),
    )
    .where(officer_phone.c.withdrawn_at.is_(None))
    .order_by(post.c.since, post.c.id)
)


def _read_phone(tx: Transaction, row: RowMapping) -> OfficerPhone:
    person_id, unit_id, used_for = row["person_id"], row["unit_id"], row["used_for"]
    try:
        number = get_vault(tx).open(row["sealed"], make_aad(person_id, unit_id, used_for))
    except VaultLocked:
        number = ""
    return OfficerPhone(
        person_id,
        Post(Role(row["role"]), unit_id),
        PhoneUse(used_for),
        number,
        row["consented_at"],
        row["consented_by"],
    )


def make_aad(person_id: int, unit_id: int, used_for: str) -> str:
    """Make what binds a sealed number to its row."""
    return f"phone/{person_id}/{unit_id}/{used_for}"
