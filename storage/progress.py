"""Reading the figures of a part of the tree: values and who has sent what."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from domain.org.levels import Level
from domain.org.tree import Unit, View
from domain.periods import Period
from domain.progress.progress import Node, Row, Scope
from storage.database import Transaction
from storage.schema import submission, value
from storage.units import Units

_MANY = 400
"""From so many units on the whole period is read and sorted out here: cheaper than a long IN."""


def nodes(units: Units, unit: Unit, on: date, plan_began: date) -> list[Node]:
    """The unit and all below it, each branch too, as progress sees them on a day."""
    view = units.tree.at(on)
    below = [unit, *view.descendants(unit.key)]
    if unit.level is Level.PROVINCE:
        below += view.groups_under(unit.key)
    return [_node(units, one, on, plan_began) for one in below]


def scope(units: Units, unit: Unit, on: date, plan_began: date) -> Scope:
    """The same with branches only counted; worked out once for a tree, a unit and a day's tree."""
    view = units.tree.at(on)
    key = ("grounds", view.since, unit.key, plan_began)
    return units.once(key, lambda: _scope(units, unit, on, plan_began))


def _scope(units: Units, unit: Unit, on: date, plan_began: date) -> Scope:
    view = units.tree.at(on)
    above = [unit, *_without_branches(view, unit)]
    for province in [u for u in above if u.level is Level.PROVINCE]:
        above += view.groups_under(province.key)
    branches = sum(len(view.children(u.key)) for u in above if u.level is Level.COMMUNE)
    return Scope(tuple(_node(units, one, on, plan_began) for one in above), branches)


def _without_branches(view: View, unit: Unit) -> Iterator[Unit]:
    if unit.level is not Level.COMMUNE:
        for below in view.below(unit.key):
            yield below
            yield from _without_branches(view, below)


def _node(units: Units, unit: Unit, on: date, plan_began: date) -> Node:
    unit_id = units.id_of(unit.key)
    parts = units.tree.parts(unit.key, plan_began) if unit.level is Level.COMMUNE else 1
    return Node(unit_id, unit.level, units.line(unit_id, on)[1:], parts, str(unit.key))


def rows(
    tx: Transaction, units: Units, unit_ids: Sequence[int], first: str, last: str, on: date
) -> Iterator[Row]:
    """The values of these units between two periods; a merged unit's under its heir's id."""
    statement = select(
        value.c.unit_id, value.c.indicator, value.c.field, value.c.period, value.c.amount
    ).where(value.c.period.between(first, last))
    heirs = _heirs(units, on)
    wanted = set(unit_ids)
    if len(wanted) < _MANY:
        old = [o for o, heir in heirs.items() if heir in wanted]
        statement = statement.where(value.c.unit_id.in_([*wanted, *old]))
    periods: dict[str, Period] = {}
    for unit_id, code, name, period, amount in tx.execute(statement):
        where = heirs.get(unit_id, unit_id)
        if where in wanted:
            if period not in periods:
                periods[period] = Period.parse(period)
            by = None if where == unit_id else unit_id
            yield Row(where, code, name, periods[period], amount, by=by)


def _heirs(units: Units, on: date) -> dict[int, int]:
    """Units that are no more on a day → the unit that stands in their place."""
    found: dict[int, int] = {}
    for merger in units.tree.mergers:
        heir = units.tree.successor(merger.old, on)
        if heir is not None and heir != merger.old:
            found[units.id_of(merger.old)] = units.id_of(heir)
    return found


def who_sent(tx: Transaction, period: str, unit_ids: Sequence[int]) -> set[int]:
    """Which of these units have sent the report of a period."""
    statement = select(submission.c.unit_id).where(
        submission.c.period == period, submission.c.latest
    )
    if len(unit_ids) < _MANY:
        statement = statement.where(submission.c.unit_id.in_(unit_ids))
    return set(tx.execute(statement).scalars()) & set(unit_ids)
