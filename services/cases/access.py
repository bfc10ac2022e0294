"""Which cases a person may see, and what she may do about one now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.cases.actions import WHO, CaseAction, is_possible, may
from domain.cases.case import Actor, Case, Relation, find_relations
from domain.cases.duties import find_late
from storage import people
from storage.cases import cases
from storage.database import Transaction
from storage.moments import seconds
from storage.units import Units


def resolve_actor(tx: Transaction, actor: Actor, case: Case) -> Actor:
    """Return the actor, or nobody (id 0) if she left her last post since the case was opened."""
    left_at = people.find_leaving_moment(tx, actor.person_id)
    gone = left_at is not None and seconds(case.opened_at) <= left_at
    return Actor(0) if gone else actor


def can_now(actor: Actor, action: CaseAction, case: Case, line: tuple[int, ...]) -> bool:
    """Return True if she may do this and the case's state allows it (see domain.cases.actions)."""
    return may(actor, action, case, line) and is_possible(action, case)


def list_visible_cases(tx: Transaction, units: Units, actor: Actor, now: datetime) -> list[Case]:
    """List the open cases whose content she may see, the oldest first."""
    on = now.date()
    found = _load_open_below(tx, units, actor, on)
    return [c for c in found if may(actor, CaseAction.VIEW, c, units.line(c.unit_id, on))]


def list_named_cases(tx: Transaction, units: Units, actor: Actor, now: datetime) -> list[Case]:
    """List the open cases that a list names to her, the oldest first: those whose content she may
    see, and those that are overdue below her and did not reach her yet, whose content she may
    not."""
    on = now.date()

    def is_named(case: Case) -> bool:
        relations = find_relations(actor, case, units.line(case.unit_id, on))
        is_left_below = Relation.SUPERIOR in relations and case.is_overdue(now)
        return is_left_below or bool(relations & WHO[CaseAction.VIEW])

    return [case for case in _load_open_below(tx, units, actor, on) if is_named(case)]


def _load_open_below(tx: Transaction, units: Units, actor: Actor, on: date) -> list[Case]:
    below = {unit for post in actor.posts for unit in _list_below(units, post.unit_id, on)}
    found = {c.id: c for c in cases.load_open_in(tx, sorted(below))}
    found |= {c.id: c for c in cases.load_held_by(tx, actor.person_id)}
    return sorted(found.values(), key=lambda c: (c.opened_at, c.id))


LISTS = ("all", "mine", "free", "overdue")
"""The lists of cases: all she may see, those she holds, those nobody holds, those overdue."""

MOST_LISTED = 12
"""How many of a list are shown."""


def sort_into_lists(
    seen: Sequence[Case], actor: Actor, now: datetime
) -> Mapping[str, Sequence[Case]]:
    """Sort the cases named to her into the lists (LISTS); overdue ones by how long she waits."""
    late = [case for case in seen if case.is_overdue(now)]
    return {
        "all": seen,
        "mine": [case for case in seen if case.owner_id == actor.person_id],
        "free": [case for case in seen if case.owner_id is None],
        "overdue": sorted(late, key=lambda case: find_late(case.duties, now)[0].since),
    }


def _list_below(units: Units, unit_id: int, on: date) -> list[int]:
    view = units.tree.at(on)
    unit = units.unit(unit_id)
    return [unit_id, *units.ids(view.communes(unit.key))] if unit.key in view else [unit_id]
