"""Statements over the running totals; each is written once for a variant and used again.

Their parameters: `periods`, `codes`, `states` (codes of which only the newest value counts),
`rollups` and `cohorts`, all made by `storage.lists.to_parameter`.
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
from storage.lists import is_none_of, is_one_of
from storage.schema import cohort_unit, submission, total, total_change


@dataclass(frozen=True, slots=True)
class QueryVariant:
    """`lite`: for SQLite. `new`: reads the delta log. `every`: all cohorts of the rollups."""

    lite: bool
    new: bool = False
    every: bool = False

    @property
    def table(self) -> Table:
        """The table that holds the figures."""
        return total_change if self.new else total

    @property
    def among(self) -> ColumnElement[bool]:
        """The condition that a row belongs to one of the cohorts."""
        if self.new:
            return self.has("cohort_id", "cohorts")
        within = self.has("rollup_id", "rollups")
        return within if self.every else and_(within, self.has("cohort_id", "cohorts"))

    def has(self, column: str, name: str) -> ColumnElement[bool]:
        """The condition that a column has one of a parameter's values."""
        return is_one_of(self.lite, self.table.c[column], name)

    @property
    def usual(self) -> ColumnElement[bool]:
        """The condition that a row belongs to one of the periods, codes and cohorts."""
        return and_(self.has("period", "periods"), self.has("indicator", "codes"), self.among)

    def pack(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        """A group's values as a JSON array: far faster to read than one row for each."""
        array = func.json_group_array if self.lite else func.json_agg
        return cast(array(column), Text)


def _fold_columns(variant: QueryVariant) -> tuple[ColumnElement[float], ColumnElement[int]]:
    """Amount and answers; for a state without what newer reports replaced."""
    figures, state = variant.table.c, variant.has("indicator", "states")
    return (
        case((state, figures.amount - figures.replaced), else_=figures.amount),
        case((state, figures.answers - figures.replaced_answers), else_=figures.answers),
    )


@cache
def select_any(variant: QueryVariant) -> Select[Any]:
    """Ask whether there is a report of these periods."""
    is_report = variant.table.c.indicator == SENT[0]
    return select(exists().where(variant.has("period", "periods"), is_report, variant.among))


CHANGED = select(total_change.c.cohort_id).distinct()
"""Cohorts that have rows in the delta log."""


@cache
def select_sums(variant: QueryVariant) -> Select[Any]:
    """Indicator, field, amount, answers."""
    columns = (variant.table.c.indicator, variant.table.c.field)
    figures = map(func.sum, _fold_columns(variant))
    return select(*columns, *figures).where(variant.usual).group_by(*columns)


@cache
def select_sums_by_cohort(variant: QueryVariant, whole: bool) -> Select[Any]:
    """Indicator, field, cohort, amount, answers; `whole`: each is in one row already."""
    columns = (variant.table.c.indicator, variant.table.c.field, variant.table.c.cohort_id)
    amount, answers = _fold_columns(variant)
    if whole:
        figures = amount.label("amount"), answers.label("answers")
        return select(*columns, *figures).where(variant.usual)
    added = func.sum(amount).label("amount"), func.sum(answers).label("answers")
    return select(*columns, *added).where(variant.usual).group_by(*columns)


@cache
def select_bulk(variant: QueryVariant, whole: bool, each: bool) -> Select[Any]:
    """Indicator, field, answers, and as JSON arrays the cohorts and their amounts.

    Without the cohorts of the parameter `alone`. With `each` also an array of their answers.
    """
    alone = is_none_of(variant.lite, variant.table.c.cohort_id, "alone")
    rows = select_sums_by_cohort(variant, whole).where(alone).subquery()
    columns = (rows.c.indicator, rows.c.field)
    kept = (rows.c.cohort_id, rows.c.amount, rows.c.answers)[: 3 if each else 2]
    statement = select(*columns, func.sum(rows.c.answers), *map(variant.pack, kept))
    return statement.where(rows.c.answers != 0).group_by(*columns)


ANSWERED = ("amount", "answers")
"""What tells how much of a month and the one before still holds."""


@cache
def select_monthly(variant: QueryVariant, names: tuple[str, ...]) -> Select[Any]:
    """Indicator, period, field, and as JSON arrays the cohorts and these figures of theirs."""
    figures = variant.table.c
    columns = (figures.indicator, figures.period, figures.field)
    packed = [variant.pack(figures[name]) for name in ("cohort_id", *names)]
    return select(*columns, *packed).where(variant.usual).group_by(*columns)


@cache
def select_by_month(variant: QueryVariant) -> Select[Any]:
    """Indicator, period, field, amount, answers."""
    figures = variant.table.c
    columns = (figures.indicator, figures.period, figures.field)
    added = [func.sum(figures[name]) for name in ANSWERED]
    return select(*columns, *added).where(variant.usual).group_by(*columns)


@cache
def select_days(variant: QueryVariant) -> Select[Any]:
    """Indicator, field, amount, of what was sent on days (the parameter `periods`).

    Rows of the delta log stand under their month, with the day in a column of its own.
    """
    columns = (variant.table.c.indicator, variant.table.c.field)
    days = variant.has("period", "periods")
    if variant.new:
        days = or_(days, variant.has("day", "periods"))
    statement = select(*columns, func.sum(variant.table.c.amount))
    where = (days, variant.has("indicator", "codes"), variant.among)
    return statement.where(*where).group_by(*columns)


@cache
def select_sent(variant: QueryVariant) -> Select[Any]:
    """Cohort, and how many of its reports of the periods are in force."""
    figures = variant.table.c
    is_report = and_(figures.indicator == SENT[0], figures.field == SENT[1])
    statement = select(figures.cohort_id, func.sum(figures.answers))
    statement = statement.where(variant.has("period", "periods"), is_report, variant.among)
    return statement.group_by(figures.cohort_id)


@cache
def select_sent_by(lite: bool) -> Select[Any]:
    """How many units of cohorts first sent the report of a `period` by the moment `limit`."""
    return (
        select(func.count())
        .join_from(cohort_unit, submission, cohort_unit.c.unit_id == submission.c.unit_id)
        .where(
            is_one_of(lite, cohort_unit.c.cohort_id, "cohorts"),
            submission.c.period == bindparam("period"),
            submission.c.edition == 1,
            submission.c.sent_at <= bindparam("limit"),
        )
    )
