"""Which area or bloc a unit belongs to, and since when; unlike its parents this can be edited."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import insert, select, update

from domain.org.tree import Unit
from storage.database import Transaction
from storage.schema import link, unit
from storage.units import Units

_GROUP = "group"


class Move(StrEnum):
    """What became of the wish to move a unit into another group."""

    MOVED = "moved"
    THERE = "it belongs there already"
    LATER = "it begins in another group on a later day"


@dataclass(frozen=True, slots=True)
class _Tie:
    id: int
    group_id: int
    since: str
    until: str | None

    def covers(self, day: str) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def move(tx: Transaction, units: Units, member: Unit, group: Unit, on: date) -> Move:
    """End a unit's membership in a group of this level on a day and begin a new one.

    What was true before that day stays. Nothing changes unless the answer is MOVED.
    """
    member_id, group_id, day = units.id_of(member.key), units.id_of(group.key), on.isoformat()
    ties = _load_ties(tx, member_id, group)
    now = [tie for tie in ties if tie.covers(day)]
    if any(tie.group_id == group_id for tie in now):
        return Move.THERE
    if any(tie.since > day and tie.since != tie.until for tie in ties):
        return Move.LATER
    for tie in now:
        _set_until(tx, tie.id, day)
    until = _end_of(member, group)
    again = [tie for tie in ties if tie.group_id == group_id and tie.since == day]
    if again:
        _set_until(tx, again[0].id, until)
    else:
        _begin(tx, member_id, group_id, day, until)
    return Move.MOVED


def _end_of(member: Unit, group: Unit) -> str | None:
    """The day on which a membership ends: when the first of the two ends."""
    ends = [u.valid_to for u in (member, group) if u.valid_to is not None]
    return min(ends).isoformat() if ends else None


def _load_ties(tx: Transaction, member_id: int, group: Unit) -> list[_Tie]:
    """Load a member's ties to groups of this level, including those undone on their first day."""
    statement = (
        select(link.c.id, link.c.parent_id, link.c.valid_from, link.c.valid_to)
        .join(unit, unit.c.id == link.c.parent_id)
        .where(
            link.c.child_id == member_id,
            link.c.kind == _GROUP,
            unit.c.level == group.level.value,
        )
    )
    return [_Tie(*row) for row in tx.execute(statement)]


def _set_until(tx: Transaction, link_id: int, day: str | None) -> None:
    tx.execute(update(link).where(link.c.id == link_id).values(valid_to=day))


def _begin(tx: Transaction, member_id: int, group_id: int, day: str, until: str | None) -> None:
    row = {"child_id": member_id, "parent_id": group_id, "kind": _GROUP}
    tx.execute(insert(link), {**row, "valid_from": day, "valid_to": until})
