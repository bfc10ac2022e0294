"""Statements over the running totals; each is written once for a shape and used again.

Their parameters: `periods`, `codes`, `states` (codes of which only the newest value counts),
`sheaves` and `cells`, all made by `storage.lists.listed`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)

from domain.progress.totals import SENT
from storage.lists import none_of, one_of
from storage.schema import filed, submission, total, total_change


@dataclass(frozen=True, slots=True)
class Shape:
    """`lite`: for SQLite. `new`: of what is not added yet. `every`: of all cells of the sheaves."""

    lite: bool
    new: bool = False
    every: bool = False

    @property
    def table(self) -> Table:
        """Where the figures stand."""
        return total_change if self.new else total

    @property
    def among(self) -> ColumnElement[bool]:
        """That a row is of one of the cells."""
        if self.new:
            return self.has("cell_id", "cells")
        within = self.has("sheaf_id", "sheaves")
        return within if self.every else and_(within, self.has("cell_id", "cells"))

    def has(self, column: str, name: str) -> ColumnElement[bool]:
        """That a column has one of a parameter's values."""
        return one_of(self.lite, self.table.c[column], name)

    @property
    def usual(self) -> ColumnElement[bool]:
        """That a row is of one of the periods, codes and cells."""
        return and_(self.has("period", "periods"), self.has("indicator", "codes"), self.among)

    def packed(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        """A group's values as a JSON array: far faster to read than a row for each."""
        array = func.json_group_array if self.lite else func.json_agg
        return cast(array(column), Text)


def _folded(shape: Shape) -> tuple[ColumnElement[float], ColumnElement[int]]:
    """Amount and answers; of a state, less what newer reports replaced."""
    figures, state = shape.table.c, shape.has("indicator", "states")
    return (
        case((state, figures.amount - figures.old), else_=figures.amount),
        case((state, figures.answers - figures.olds), else_=figures.answers),
    )


@cache
def anything(shape: Shape) -> Select[Any]:
    """Whether there is a report of these periods."""
    is_report = shape.table.c.indicator == SENT[0]
    return select(exists().where(shape.has("period", "periods"), is_report, shape.among))


CHANGED = select(total_change.c.cell_id).distinct()
"""Cells whose totals are not all there yet."""


@cache
def sums(shape: Shape) -> Select[Any]:
    """Indicator, field, amount, answers."""
    columns = (shape.table.c.indicator, shape.table.c.field)
    figures = map(func.sum, _folded(shape))
    return select(*columns, *figures).where(shape.usual).group_by(*columns)


@cache
def sums_by_cell(shape: Shape, whole: bool) -> Select[Any]:
    """Indicator, field, cell, amount, answers; `whole`: each stands in one row already."""
    columns = (shape.table.c.indicator, shape.table.c.field, shape.table.c.cell_id)
    amount, answers = _folded(shape)
    if whole:
        figures = amount.label("amount"), answers.label("answers")
        return select(*columns, *figures).where(shape.usual)
    added = func.sum(amount).label("amount"), func.sum(answers).label("answers")
    return select(*columns, *added).where(shape.usual).group_by(*columns)


@cache
def bulk(shape: Shape, whole: bool, each: bool) -> Select[Any]:
    """Indicator, field, answers, and packed the cells and their amounts; without cells `alone`.

    With `each` also packed the answers of every cell.
    """
    alone = none_of(shape.lite, shape.table.c.cell_id, "alone")
    rows = sums_by_cell(shape, whole).where(alone).subquery()
    columns = (rows.c.indicator, rows.c.field)
    kept = (rows.c.cell_id, rows.c.amount, rows.c.answers)[: 3 if each else 2]
    statement = select(*columns, func.sum(rows.c.answers), *map(shape.packed, kept))
    return statement.where(rows.c.answers != 0).group_by(*columns)


HOLDING = ("amount", "answers", "prior", "priors")
"""What tells how much of a month and the one before still holds."""


@cache
def monthly(shape: Shape, names: tuple[str, ...]) -> Select[Any]:
    """Indicator, period, field, and packed the cells and these figures of theirs."""
    figures = shape.table.c
    columns = (figures.indicator, figures.period, figures.field)
    packed = [shape.packed(figures[name]) for name in ("cell_id", *names)]
    return select(*columns, *packed).where(shape.usual).group_by(*columns)


@cache
def by_month(shape: Shape) -> Select[Any]:
    """Indicator, period, field, amount, answers, prior, priors."""
    figures = shape.table.c
    columns = (figures.indicator, figures.period, figures.field)
    added = [func.sum(figures[name]) for name in HOLDING]
    return select(*columns, *added).where(shape.usual).group_by(*columns)


@cache
def in_days(shape: Shape) -> Select[Any]:
    """Indicator, field, amount, of what was sent on days (the parameter `periods`).

    Changes not yet added stand under the month, with the day beside it.
    """
    columns = (shape.table.c.indicator, shape.table.c.field)
    days = shape.has("period", "periods")
    if shape.new:
        days = or_(days, shape.has("day", "periods"))
    statement = select(*columns, func.sum(shape.table.c.amount))
    where = (days, shape.has("indicator", "codes"), shape.among)
    return statement.where(*where).group_by(*columns)


@cache
def sent(shape: Shape) -> Select[Any]:
    """Cell, and how many reports of the periods are in force."""
    figures = shape.table.c
    is_report = and_(figures.indicator == SENT[0], figures.field == SENT[1])
    statement = select(figures.cell_id, func.sum(figures.answers))
    statement = statement.where(shape.has("period", "periods"), is_report, shape.among)
    return statement.group_by(figures.cell_id)


@cache
def sent_by(lite: bool) -> Select[Any]:
    """How many units of cells first sent the report of a `period` by a moment, `limit`."""
    return (
        select(func.count())
        .join_from(filed, submission, filed.c.unit_id == submission.c.unit_id)
        .where(
            one_of(lite, filed.c.cell_id, "cells"),
            submission.c.period == bindparam("period"),
            submission.c.edition == 1,
            submission.c.sent_at <= bindparam("limit"),
        )
    )
