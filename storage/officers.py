"""Officers over a unit who can be reached, and the chats in which they are written to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.sql.elements import BindParameter

from domain.cases.case import CASE_ROLES
from domain.cases.escalation import Officer
from domain.people.roles import LEVEL_OF_ROLE, Role
from storage.database import Transaction
from storage.schema import address, post

MAY_BE_WRITTEN_TO = and_(~address.c.is_group, ~address.c.cut_off, address.c.reachable)
"""Of an address: it is a private chat in which its person can be written to."""


@dataclass(frozen=True, slots=True)
class ReachableChat:
    """A private chat that can be written to. `id`: its address's; `seen_at` in seconds."""

    id: int
    network: str
    bot: str
    person_id: int
    seen_at: float


# Both are asked for with every message about a case: built once.
_LINE: BindParameter[int] = bindparam("line", expanding=True)
_OFFICERS = select(post.c.person_id, post.c.role, post.c.since).where(
    post.c.unit_id.in_(_LINE),
    post.c.until.is_(None),
    post.c.role.in_([role.value for role in CASE_ROLES]),
    exists().where(address.c.person_id == post.c.person_id, MAY_BE_WRITTEN_TO),
)
_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_CHATS = (
    select(address.c.id, address.c.network, address.c.bot, address.c.person_id, address.c.seen_at)
    .where(address.c.person_id.in_(_PEOPLE), MAY_BE_WRITTEN_TO)
    .order_by(address.c.seen_at.desc(), address.c.id)
)


def find_officers_over(tx: Transaction, line: Sequence[int]) -> list[Officer]:
    """Find reachable staff who work on cases of the first unit of this line (`Units.line`)."""
    found = tx.execute(_OFFICERS, {"line": list(line)})
    return [Officer(who, LEVEL_OF_ROLE[Role(role)], since) for who, role, since in found]


def find_reachable_chats(tx: Transaction, people: Sequence[int]) -> dict[int, list[ReachableChat]]:
    """Find by person the chats that can be written to, the last used first."""
    found: dict[int, list[ReachableChat]] = {}
    for row in tx.execute(_CHATS, {"people": list(people)}):
        found.setdefault(row[3], []).append(ReachableChat(*row))
    return found
