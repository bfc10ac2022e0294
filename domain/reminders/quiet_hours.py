"""Hours at which nobody is written to unasked: the night and the first days of Tết."""

from datetime import date, datetime, time, timedelta

from domain.calendar.lunar import find_new_year
from domain.plan.settings import Reminders

_DAY = timedelta(days=1)
_GOLDEN = 0.6180339887
"""Multiples of it, modulo 1, fill the stretch from 0 to 1 evenly, however many there are."""


def move_out_of_quiet_hours(at: datetime, rules: Reminders) -> datetime:
    """Return this moment, or the first after it at which people may be written to.

    `at` is aware, in the zone in which the hours are meant.
    """
    while is_tet(at.date(), rules) or at.time() >= rules.quiet_from:
        at = _combine(at.date() + _DAY, rules.quiet_until, at)
    return max(at, _combine(at.date(), rules.quiet_until, at))


def find_quiet_start(at: datetime, rules: Reminders) -> datetime:
    """Find when the quiet hours of that day begin; a message that has not left by then is stale."""
    return _combine(at.date(), rules.quiet_from, at)


def is_tet(day: date, rules: Reminders) -> bool:
    """Return True if the day is one of the first days of Tết."""
    first = find_new_year(day.year)
    return first <= day < first + rules.tet_days * _DAY


def spread(at: datetime, number: int, rules: Reminders) -> datetime:
    """Delay a moment by a part of the spread that depends on a number, such as a person's id."""
    return at + timedelta(minutes=find_minute(number, rules))


def find_minute(number: int, rules: Reminders) -> int:
    """Find the minute of the spread that belongs to a number; it is always the same."""
    return int(number * _GOLDEN % 1 * rules.spread_minutes)


def _combine(day: date, at: time, like: datetime) -> datetime:
    return datetime.combine(day, at, like.tzinfo)
