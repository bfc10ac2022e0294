"""Reads the figures of a subtree from single values, and who has sent what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from domain.org.levels import Level
from domain.org.tree import TreeView, Unit
from domain.periods import Period
from domain.progress.progress import Node, Row, Scope
from storage.database import Transaction
from storage.schema import submission, value
from storage.units import Units

_MANY = 400
"""From so many units on the whole period is read and filtered here: cheaper than a long IN."""


def load_nodes(units: Units, unit: Unit, on: date, plan_began: date) -> list[Node]:
    """The nodes of a unit and of all below it on a day, including each branch."""
    view = units.tree.at(on)
    below = [unit, *view.descendants(unit.key)]
    if unit.level is Level.PROVINCE:
        below += view.groups_under(unit.key)
    return [_build_node(units, one, on, plan_began) for one in below]


def load_scope(units: Units, unit: Unit, on: date, plan_began: date) -> Scope:
    """The same as a scope, with branches only counted; built once for a unit and a day's tree."""
    view = units.tree.at(on)
    key = ("scope", view.since, unit.key, plan_began)
    return units.compute_once(key, lambda: _build_scope(units, unit, on, plan_began))


def _build_scope(units: Units, unit: Unit, on: date, plan_began: date) -> Scope:
    view = units.tree.at(on)
    above = [unit, *_without_branches(view, unit)]
    for province in [u for u in above if u.level is Level.PROVINCE]:
        above += view.groups_under(province.key)
    branches = sum(len(view.children(u.key)) for u in above if u.level is Level.COMMUNE)
    nodes = tuple(_build_node(units, one, on, plan_began) for one in above)
    return Scope(nodes, branches, load_parts(units, unit, on, plan_began))


def load_parts(units: Units, unit: Unit, on: date, plan_began: date) -> Mapping[str, int]:
    """The parts of every commune of a unit's province by key; none above a province."""
    view = units.tree.at(on)
    province = unit if unit.level is Level.PROVINCE else view.province(unit.key)
    if province is None:
        return {}
    communes = view.communes(province.key)
    key = ("parts", view.since, province.key, plan_began)
    count = units.tree.count_parts
    return units.compute_once(key, lambda: {str(c.key): count(c.key, plan_began) for c in communes})


def _without_branches(view: TreeView, unit: Unit) -> Iterator[Unit]:
    if unit.level is not Level.COMMUNE:
        for below in view.below(unit.key):
            yield below
            yield from _without_branches(view, below)


def _build_node(units: Units, unit: Unit, on: date, plan_began: date) -> Node:
    unit_id = units.id_of(unit.key)
    parts = units.tree.count_parts(unit.key, plan_began) if unit.level is Level.COMMUNE else 1
    return Node(unit_id, unit.level, units.line(unit_id, on)[1:], parts, str(unit.key))


def load_rows(
    tx: Transaction, units: Units, unit_ids: Sequence[int], first: str, last: str, on: date
) -> Iterator[Row]:
    """Load the values of these units; those of a merged unit stand under its successor's id."""
    statement = select(
        value.c.unit_id, value.c.indicator, value.c.field, value.c.period, value.c.amount
    ).where(value.c.period.between(first, last))
    successors = _find_successors(units, on)
    wanted = set(unit_ids)
    if len(wanted) < _MANY:
        old = [o for o, successor in successors.items() if successor in wanted]
        statement = statement.where(value.c.unit_id.in_([*wanted, *old]))
    periods: dict[str, Period] = {}
    for unit_id, code, name, period, amount in tx.execute(statement):
        where = successors.get(unit_id, unit_id)
        if where in wanted:
            if period not in periods:
                periods[period] = Period.parse(period)
            by = None if where == unit_id else unit_id
            yield Row(where, code, name, periods[period], amount, by=by)


def _find_successors(units: Units, on: date) -> dict[int, int]:
    """Map units that no longer exist on a day to the unit that came in their place."""
    found: dict[int, int] = {}
    for merger in units.tree.mergers:
        successor = units.tree.successor(merger.old, on)
        if successor is not None and successor != merger.old:
            found[units.id_of(merger.old)] = units.id_of(successor)
    return found


def find_sent_among(tx: Transaction, period: str, unit_ids: Sequence[int]) -> set[int]:
    """Find those of these units that have sent the report of a period."""
    statement = select(submission.c.unit_id).where(
        submission.c.period == period, submission.c.latest
    )
    if len(unit_ids) < _MANY:
        statement = statement.where(submission.c.unit_id.in_(unit_ids))
    return set(tx.execute(statement).scalars()) & set(unit_ids)
