"""Which cases a person may see and what she may do about one now: for commands and late words."""

from datetime import date, datetime

from domain.cases.actions import TRANSITIONS, CaseAction, is_ruled_out, may
from domain.cases.case import Actor, Case, Wait
from storage import people
from storage.cases import cases
from storage.database import Transaction
from storage.moments import seconds
from storage.units import Units

_ANSWERS = {
    CaseAction.ACCEPT: Wait.TRANSFER,
    CaseAction.DECLINE: Wait.TRANSFER,
    CaseAction.AGREE: Wait.CLOSING,
    CaseAction.DISAGREE: Wait.CLOSING,
}
_WAITS = frozenset({CaseAction.OFFER, CaseAction.CLOSE})


def acting(tx: Transaction, actor: Actor, case: Case) -> Actor:
    """The actor; nobody at all where she has left her last post since the case was opened."""
    left_at = people.left_at(tx, actor.person_id)
    gone = left_at is not None and seconds(case.opened_at) <= left_at
    return Actor(0) if gone else actor


def can_now(actor: Actor, act: CaseAction, case: Case, line: tuple[int, ...]) -> bool:
    """Whether it is hers to do and the case is where it can be done (see domain.cases.actions)."""
    if not may(actor, act, case, line) or case.state not in TRANSITIONS[act]:
        return False
    if is_ruled_out(case, act):
        return False
    wait = None if case.pending is None else case.pending.wait
    if act in _ANSWERS:
        return wait is _ANSWERS[act]
    return act not in _WAITS or wait is None


def seen_cases(tx: Transaction, units: Units, actor: Actor, now: datetime) -> list[Case]:
    """The open cases whose content she may see, the oldest first."""
    on = now.date()
    below = {unit for post in actor.posts for unit in _below(units, post.unit_id, on)}
    found = {c.id: c for c in cases.load_open_in(tx, sorted(below))}
    found |= {c.id: c for c in cases.load_held_by(tx, actor.person_id)}
    seen = [c for c in found.values() if may(actor, CaseAction.VIEW, c, units.line(c.unit_id, on))]
    return sorted(seen, key=lambda c: (c.opened_at, c.id))


def _below(units: Units, unit_id: int, on: date) -> list[int]:
    view = units.tree.at(on)
    unit = units.unit(unit_id)
    return [unit_id, *units.ids(view.communes(unit.key))] if unit.key in view else [unit_id]
