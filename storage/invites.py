"""Invitations: who may join as what, how often and until when; wrong guesses; bots' seats."""

from dataclasses import dataclass

from sqlalchemy import Subquery, and_, delete, func, insert, select, update

from domain.people.invites import GUESSES_KEPT_SECONDS, BotSeats
from domain.people.roles import Post, Role
from storage.database import Transaction
from storage.schema import address, bot, invite, invite_guess, invite_use, post


@dataclass(frozen=True, slots=True)
class Invite:
    """A stored invitation; moments in seconds. `person_id`: it links a phone of hers."""

    code: str
    post: Post
    expires_at: float
    uses_left: int
    name: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """The use of an invitation by a person."""

    invite: Invite
    at: float


def create(tx: Transaction, made: Invite, now: float, created_by: int | None = None) -> None:
    """Store an invitation. Its code must be new: 36 random bits are."""
    row = {
        "code": made.code,
        "unit_id": made.post.unit_id,
        "role": made.post.role.value,
        "name": made.name,
        "person_id": made.person_id,
        "expires_at": made.expires_at,
        "uses_left": made.uses_left,
        "created_at": now,
        "created_by": created_by,
    }
    tx.execute(insert(invite).values(row))


def find(tx: Transaction, code: str) -> Invite | None:
    """Find the invitation with this code, even if it is spent or has expired."""
    row = tx.execute(select(*_INVITE).where(invite.c.code == code)).first()
    return None if row is None else _invite(*row)


def redeem(tx: Transaction, code: str, person_id: int, now: float) -> bool:
    """Take one use of an invitation; False if none is left, it has expired, or she used it before.

    One statement counts down, so that two phones cannot take the last use. Whoever was taken
    out of her post cannot come back by the code she used: its use stands (see `give_back`).
    """
    if any(use.invite.code == code for use in load_uses(tx, person_id)):
        return False
    counted = tx.execute(
        update(invite)
        .where(invite.c.code == code, invite.c.uses_left > 0, invite.c.expires_at > now)
        .values(uses_left=invite.c.uses_left - 1)
    )
    if counted.rowcount != 1:
        return False
    tx.execute(insert(invite_use).values(code=code, person_id=person_id, at=now))
    return True


def give_back(tx: Transaction, code: str, person_id: int) -> None:
    """Undo a use: the invitation can be taken once more."""
    there = and_(invite_use.c.code == code, invite_use.c.person_id == person_id)
    if tx.execute(delete(invite_use).where(there)).rowcount:
        tx.execute(
            update(invite).where(invite.c.code == code).values(uses_left=invite.c.uses_left + 1)
        )


def withdraw_links(tx: Transaction, person_id: int) -> None:
    """Make the codes that link further phones of this person useless."""
    tx.execute(update(invite).where(invite.c.person_id == person_id).values(uses_left=0))


def load_uses(tx: Transaction, person_id: int) -> list[Use]:
    """Load the uses of invitations by a person, the last one first."""
    statement = (
        select(*_INVITE, invite_use.c.at)
        .join(invite_use, invite_use.c.code == invite.c.code)
        .where(invite_use.c.person_id == person_id)
        # If the moment is the same, she joined first and linked a phone then.
        .order_by(invite_use.c.at.desc(), invite.c.person_id.is_(None))
    )
    return [Use(_invite(*row[:-1]), row[-1]) for row in tx.execute(statement)]


_INVITE = (
    invite.c.code,
    invite.c.unit_id,
    invite.c.role,
    invite.c.expires_at,
    invite.c.uses_left,
    invite.c.name,
    invite.c.person_id,
)


def _invite(
    code: str, unit: int, role: str, expires: float, left: int, name: str, who: int | None
) -> Invite:
    return Invite(code, Post(Role(role), unit), expires, left, name, who)


# --- guesses -----------------------------------------------------------------------------------


def record_guess(tx: Transaction, address_id: int, now: float) -> None:
    """Record that a chat typed a code that does not exist."""
    tx.execute(insert(invite_guess).values(address_id=address_id, at=now))


def load_guesses(tx: Transaction, address_id: int, now: float) -> list[float]:
    """Load the moments of a chat's wrong guesses, as long as they count."""
    statement = select(invite_guess.c.at).where(
        invite_guess.c.address_id == address_id, invite_guess.c.at > now - GUESSES_KEPT_SECONDS
    )
    return list(tx.execute(statement).scalars())


# --- seats -------------------------------------------------------------------------------------


def load_bot_seats(tx: Transaction) -> list[BotSeats]:
    """Load every bot that was ever started, with how many post holders write with it."""
    counted = _count_people()
    rows = tx.execute(
        select(
            bot.c.network,
            bot.c.bot,
            bot.c.name,
            bot.c.username,
            bot.c.seats,
            func.coalesce(counted.c.people, 0),
        )
        .join(
            counted,
            and_(counted.c.network == bot.c.network, counted.c.bot == bot.c.bot),
            isouter=True,
        )
        .order_by(bot.c.network, bot.c.bot)
    )
    return [BotSeats(*row) for row in rows]


def _count_people() -> Subquery:
    return (
        select(
            address.c.network,
            address.c.bot,
            func.count(address.c.id.distinct()).label("people"),
        )
        .join(post, and_(post.c.person_id == address.c.person_id, post.c.until.is_(None)))
        .where(~address.c.is_group, ~address.c.cut_off)
        .group_by(address.c.network, address.c.bot)
        .subquery()
    )


def count_taken_seats(tx: Transaction, network: str, bot_id: str) -> int:
    """Count the post holders who write with this bot.

    The bot's row is locked, so that two processes cannot give its last seat away at once.
    """
    tx.execute(
        select(bot.c.bot).where(bot.c.network == network, bot.c.bot == bot_id).with_for_update()
    )
    counted = _count_people()
    statement = select(counted.c.people).where(
        counted.c.network == network, counted.c.bot == bot_id
    )
    return tx.execute(statement).scalar() or 0
