"""Reading the figures of a part of the tree: values and who has sent what."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection, select

from domain.gathered import Gathered
from domain.levels import Level
from domain.org import Unit, View
from domain.periods import Period
from domain.plan import Plan
from domain.progress import Grounds, Place, Row
from storage import gathering, over_time
from storage.moments import seconds
from storage.schema import submission, value
from storage.total_reading import Span
from storage.units import Units

T = TypeVar("T")

_MANY = 400
"""From so many units on the whole period is read and sorted out here: cheaper than a long IN."""
_KEPT = 12_000
"""Three things for each commune of a nation."""


def places(units: Units, unit: Unit, on: date, plan_began: date) -> list[Place]:
    """The unit and all below it, each branch too, as progress sees them on a day."""
    view = units.tree.at(on)
    below = [unit, *view.descendants(unit.key)]
    if unit.level is Level.PROVINCE:
        below += view.groups_under(unit.key)
    return [_place(units, one, on, plan_began) for one in below]


def grounds(units: Units, unit: Unit, on: date, plan_began: date) -> Grounds:
    """The same with branches only counted; worked out once for a tree, a unit and a day's tree."""
    view = units.tree.at(on)
    key = ("grounds", view.since, unit.key, plan_began)
    return once(units, key, lambda: _grounds(units, unit, on, plan_began))


def once(units: Units, key: object, work_out: Callable[[], T]) -> T:
    """What was worked out under this key before; kept as long as the tree is, or a little less."""
    if key not in units.seen:
        if len(units.seen) >= _KEPT:
            units.seen.clear()
        units.seen[key] = work_out()
    found: T = units.seen[key]
    return found


def _grounds(units: Units, unit: Unit, on: date, plan_began: date) -> Grounds:
    view = units.tree.at(on)
    above = [unit, *_without_branches(view, unit)]
    for province in [u for u in above if u.level is Level.PROVINCE]:
        above += view.groups_under(province.key)
    branches = sum(len(view.children(u.key)) for u in above if u.level is Level.COMMUNE)
    return Grounds(tuple(_place(units, one, on, plan_began) for one in above), branches)


def _without_branches(view: View, unit: Unit) -> Iterator[Unit]:
    if unit.level is not Level.COMMUNE:
        for below in view.below(unit.key):
            yield below
            yield from _without_branches(view, below)


def gather(
    connection: Connection, units: Units, plan: Plan, found: Grounds, last: Period, on: date
) -> dict[str, Gathered]:
    """Every indicator's values since January, by the running totals; see `domain.gathered`."""
    return gathering.gather(connection, plan, found, _span(connection, units, found, last, on))


def _span(connection: Connection, units: Units, found: Grounds, last: Period, on: date) -> Span:
    day, homes = on.isoformat(), units.homes
    cells = homes.at(connection, day)

    def work_out() -> tuple[dict[int, int], frozenset[int], tuple[int, ...]]:
        counting = {c: p.unit_id for p in found.places for c in cells.get(p.unit_id, ())}
        former = frozenset(c for c in counting if homes.is_former(c, day))
        return counting, former, _whole(units, found, counting, day)

    key = ("span", homes.count, day, found.node.unit_id)
    return Span(*once(units, key, work_out), last.year, last.month)


def _whole(units: Units, found: Grounds, counting: Mapping[int, int], day: str) -> tuple[int, ...]:
    """Whose totals add up to the whole: the sheaves of its provinces, or its cells."""
    if found.node.level not in (Level.PROVINCE, Level.NATION):
        return tuple(counting)
    provinces = {p.unit_id for p in found.places if p.level is Level.PROVINCE}
    return units.homes.sheaves(provinces, day)


def months(
    connection: Connection,
    units: Units,
    codes: Collection[str],
    found: Grounds,
    last: Period,
    on: date,
) -> list[Row]:
    """What adds up over units, month by month since January, as rows of no unit in particular."""
    return list(over_time.by_month(connection, _span(connection, units, found, last, on), codes))


def came(
    connection: Connection,
    units: Units,
    codes: Collection[str],
    found: Grounds,
    days: Sequence[date],
) -> tuple[int, over_time.Sums]:
    """How many reports were sent on these days, the last of them today, and what they changed."""
    span = _span(connection, units, found, Period(days[-1].year, days[-1].month), days[-1])
    return over_time.in_days(connection, span, codes, [day.isoformat() for day in days])


@dataclass(frozen=True, slots=True)
class Turnout:
    """A commune's branches that owe a period's report, and how many of them sent it."""

    commune_id: int
    sent: int
    expected: int


def turnout(
    connection: Connection, units: Units, found: Grounds, period: Period, on: date, due: date
) -> list[Turnout]:
    """Who has sent a period's report, commune by commune, by the running totals.

    Owed by the branches that stand on the day `on` and stood on the day it was `due`.
    """
    span = _span(connection, units, found, period, on)
    homes = _owing(units, span, on, due)
    came: dict[int, int] = {}
    for cell_id, count in gathering.sent(connection, span, period).items():
        if cell_id in homes:
            came[homes[cell_id]] = came.get(homes[cell_id], 0) + count
    expected = _expected(units, found, on, due)
    return [Turnout(commune, came.get(commune, 0), count) for commune, count in expected.items()]


def on_time(
    connection: Connection,
    units: Units,
    found: Grounds,
    period: Period,
    on: date,
    due: datetime,
) -> int:
    """How many of those who owe a period's report first sent it by the due moment."""
    span = _span(connection, units, found, period, on)
    homes = _owing(units, span, on, due.date())
    return gathering.sent_by(connection, homes, period, seconds(due))


def _owing(units: Units, span: Span, on: date, due: date) -> dict[int, int]:
    """The cells of branches that owe a report due on a day, and where each counts."""
    day, stood = on.isoformat(), due.isoformat()
    return {c: h for c, h in span.homes.items() if units.homes.owing(c, day, stood)}


def _expected(units: Units, found: Grounds, on: date, due: date) -> dict[int, int]:
    view = units.tree.at(on)
    key = ("expected", view.since, found.node.unit_id, due)
    return once(units, key, lambda: dict(_count_owing(units, view, found, due)))


def _count_owing(units: Units, view: View, found: Grounds, due: date) -> Iterator[tuple[int, int]]:
    for place in found.places:
        if place.level is Level.COMMUNE:
            branches = view.children(units.unit(place.unit_id).key)
            yield place.unit_id, sum(branch.key.valid_from <= due for branch in branches)


def _place(units: Units, unit: Unit, on: date, plan_began: date) -> Place:
    unit_id = units.id_of(unit.key)
    parts = units.tree.parts(unit.key, plan_began) if unit.level is Level.COMMUNE else 1
    return Place(unit_id, unit.level, units.line(unit_id, on)[1:], parts, str(unit.key))


def rows(
    connection: Connection, units: Units, unit_ids: Sequence[int], first: str, last: str, on: date
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
    for unit_id, code, name, period, amount in connection.execute(statement):
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


def who_sent(connection: Connection, period: str, unit_ids: Sequence[int]) -> set[int]:
    """Which of these units have sent the report of a period."""
    statement = select(submission.c.unit_id).where(
        submission.c.period == period, submission.c.latest
    )
    if len(unit_ids) < _MANY:
        statement = statement.where(submission.c.unit_id.in_(unit_ids))
    return set(connection.execute(statement).scalars()) & set(unit_ids)
