"""What a unit's values add to the running totals, which are sums and may be added in any order.

A month's figures of an indicator's field, for one unit or for many:

- `amount`, `answers`: what was reported for the month, and in how many answers;
- `replaced`, `replaced_answers`: what these reports replaced, that is the newest earlier values,
  in the same year, of the very units that reported the indicator for this month;
- `previous`, `previous_answers`: of these only the values of the month just before.

All six are sums over units. So the state of many units after a month is the sum of amount −
replaced over the months up to it, and what still holds of the last two months is the amount of
both less the previous of the second. No single unit has to be looked at.

Besides the months there are their sums by year, and by day what the reports sent on that day
changed (amount and answers only), so that a week is the sum of seven days.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Key = tuple[str, str, str]
"""Period ("2025-10", the year "2025", or "2025-10-19", a day of sending), indicator, field."""

Answers = Mapping[str, Mapping[str, float]]
"""Indicator → field → amount."""

Months = dict[str, Mapping[str, float]]
"""One unit, one indicator: period → field → amount."""


class Figures(NamedTuple):
    """Sums of a month, a field and some units."""

    amount: float = 0
    answers: int = 0
    replaced: float = 0
    replaced_answers: int = 0
    previous: float = 0
    previous_answers: int = 0

    def plus(self, other: "Figures", sign: int = 1) -> "Figures":
        """Add the other, field by field; with `sign` -1 subtract it."""
        return Figures(
            self.amount + sign * other.amount,
            self.answers + sign * other.answers,
            self.replaced + sign * other.replaced,
            self.replaced_answers + sign * other.replaced_answers,
            self.previous + sign * other.previous,
            self.previous_answers + sign * other.previous_answers,
        )


NOTHING = Figures()
Totals = dict[Key, Figures]

_YEAR, _MONTH, _DAY = map(len, ("2025", "2025-10", "2025-10-19"))

SENT = ("", "sent")
"""Reports in force, counted like an indicator's field: one answer of 1 each, never a state."""


def round_off(figures: Figures) -> Figures:
    """Round off what adding fractions in another order leaves."""
    amount, answers, replaced, replaced_answers, previous, previous_answers = figures
    return Figures(
        round(amount, 6),
        answers,
        round(replaced, 6),
        replaced_answers,
        round(previous, 6),
        previous_answers,
    )


def compute_contributions(
    values: Iterable[tuple[str, str, str, float]], into: Totals | None = None
) -> Totals:
    """Compute what all of one unit's values add, and add it to `into` if that is given.

    A value is (period, indicator, field, amount); values may come in any order.
    """
    found: Totals = {} if into is None else into
    for indicator, months in _group_by_indicator(values).items():
        _add(found, indicator, months)
    return found


def compute_change(
    values: Iterable[tuple[str, str, str, float]], period: str, answers: Answers
) -> Totals:
    """Compute what the totals change by when a unit's report of a period becomes `answers`.

    `values`: all that the unit had for the period's year.
    """
    found: Totals = {}
    histories = _group_by_indicator(values)
    for indicator in {*histories, *answers}:
        months = histories.get(indicator, {})
        if period in months or indicator in answers:
            around = _find_around(months, period)
            _add(found, indicator, around, -1)
            around.pop(period, None)
            if answers.get(indicator):
                around[period] = answers[indicator]
            _add(found, indicator, around)
    return drop_zeros(found)


def add_figures(into: Totals, more: Mapping[Key, Figures], sign: int = 1) -> None:
    """Add figures to others by key, in place; with `sign` -1 subtract them."""
    for key, figures in more.items():
        into[key] = into.get(key, NOTHING).plus(figures, sign)


def drop_zeros(totals: Totals) -> Totals:
    """Drop the keys whose figures are all zero."""
    return {key: figures for key, figures in totals.items() if any(round_off(figures))}


def is_month(period: str) -> bool:
    """Return True if a key's period is a month, and not a year or a day."""
    return len(period) == _MONTH


def is_day(period: str) -> bool:
    """Return True if a key's period is a day of sending."""
    return len(period) == _DAY


def move_to_day(changed: Mapping[Key, Figures], day: str) -> Totals:
    """Put the amounts and answers that totals of months change by under a day of sending."""
    found: Totals = {}
    for (_, indicator, name), figures in changed.items():
        add_figures(found, {(day, indicator, name): Figures(figures.amount, figures.answers)})
    return drop_zeros(found)


def compute_correction(day: str, said: Answers, before: Answers) -> Totals:
    """Compute what an edition sent on a day in place of `before` adds to that day's values."""
    found: Totals = {}
    for answers, sign in ((said, 1), (before, -1)):
        for indicator, fields in answers.items():
            for name, amount in fields.items():
                add_figures(found, {(day, indicator, name): Figures(amount, 1)}, sign)
    return drop_zeros(found)


def add_years(totals: Totals) -> Totals:
    """Add the sums by year, under the year as period: ("2025", indicator, field).

    They are added to what is under a year already.
    """
    found = dict(totals)
    for (period, indicator, name), figures in totals.items():
        if is_month(period):
            year = (period[:_YEAR], indicator, name)
            found[year] = found.get(year, NOTHING).plus(figures)
    return found


def _group_by_indicator(values: Iterable[tuple[str, str, str, float]]) -> dict[str, Months]:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for period, indicator, name, amount in values:
        found.setdefault(indicator, {}).setdefault(period, {})[name] = amount
    return found  # type: ignore[return-value]  # the inner dicts are only read from here on


def _find_around(months: Months, period: str) -> Months:
    """Find the period, the newest before and the first after it: all that a change touches."""
    before = max((p for p in months if p < period), default=None)
    after = min((p for p in months if p > period), default=None)
    return {p: months[p] for p in (before, period, after) if p is not None and p in months}


def _add(found: Totals, indicator: str, months: Months, sign: int = 1) -> None:
    last: str | None = None
    for period in sorted(months):
        for name, amount in months[period].items():
            key = (period, indicator, name)
            found[key] = found.get(key, NOTHING).plus(Figures(amount, 1), sign)
        if last is not None and last[:_YEAR] == period[:_YEAR] and indicator != SENT[0]:
            _replace(found, indicator, months[last], period, int(period[5:]) - int(last[5:]), sign)
        last = period


def _replace(
    found: Totals, indicator: str, old: Mapping[str, float], period: str, apart: int, sign: int
) -> None:
    for name, amount in old.items():
        key = (period, indicator, name)
        just = apart == 1
        replaced = Figures(0, 0, amount, 1, amount if just else 0, int(just))
        found[key] = found.get(key, NOTHING).plus(replaced, sign)
