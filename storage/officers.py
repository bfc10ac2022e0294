"""Officers over a unit who can be reached, and the chats in which they are written to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, select

from domain.cases.case import CASE_ROLES
from domain.cases.escalation import Officer
from domain.people.roles import LEVEL_OF_ROLE, Role
from storage.database import Transaction
from storage.schema import address, post

_MAY_BE_WRITTEN_TO = and_(~address.c.is_group, ~address.c.cut_off, address.c.reachable)


@dataclass(frozen=True, slots=True)
class ReachableChat:
    """A private chat that can be written to. `id`: its address's; `seen_at` in seconds."""

    id: int
    network: str
    bot: str
    person_id: int
    seen_at: float


def find_officers_over(tx: Transaction, line: Sequence[int]) -> list[Officer]:
    """Find reachable staff who work on cases of the first unit of this line (`Units.line`)."""
    reachable = exists().where(address.c.person_id == post.c.person_id, _MAY_BE_WRITTEN_TO)
    statement = select(post.c.person_id, post.c.role, post.c.since).where(
        post.c.unit_id.in_(line),
        post.c.until.is_(None),
        post.c.role.in_([role.value for role in CASE_ROLES]),
        reachable,
    )
    return [
        Officer(who, LEVEL_OF_ROLE[Role(role)], since) for who, role, since in tx.execute(statement)
    ]


def find_reachable_chats(tx: Transaction, people: Sequence[int]) -> dict[int, list[ReachableChat]]:
    """Find by person the chats that can be written to, the last used first."""
    statement = (
        select(
            address.c.id, address.c.network, address.c.bot, address.c.person_id, address.c.seen_at
        )
        .where(address.c.person_id.in_(people), _MAY_BE_WRITTEN_TO)
        .order_by(address.c.seen_at.desc(), address.c.id)
    )
    found: dict[int, list[ReachableChat]] = {}
    for row in tx.execute(statement):
        found.setdefault(row[3], []).append(ReachableChat(*row))
    return found
