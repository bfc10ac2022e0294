"""At what hours people may be written to unasked: not at night, not in the first days of Tết."""

from datetime import date, datetime, time, timedelta

from domain.calendar.lunar import find_new_year
from domain.plan.settings import Reminders

_DAY = timedelta(days=1)
_GOLDEN = 0.6180339887
"""Steps of this share of a stretch fill it evenly, however many are taken."""


def held_until(at: datetime, rules: Reminders) -> datetime:
    """This moment, or else the first after it at which people may be written to.

    `at` is aware, in the zone in which the hours are meant.
    """
    while is_tet(at.date(), rules) or at.time() >= rules.quiet_from:
        at = _on(at.date() + _DAY, rules.quiet_until, at)
    return max(at, _on(at.date(), rules.quiet_until, at))


def closes(at: datetime, rules: Reminders) -> datetime:
    """When the quiet hours of that day begin: what was to leave before is stale then."""
    return _on(at.date(), rules.quiet_from, at)


def is_tet(day: date, rules: Reminders) -> bool:
    """Whether the day is one of the first days of Tết."""
    first = find_new_year(day.year)
    return first <= day < first + rules.tet_days * _DAY


def spread(at: datetime, number: int, rules: Reminders) -> datetime:
    """This moment and a part of the spread that depends on a number, such as a person's id."""
    return at + timedelta(minutes=minute_of(number, rules))


def minute_of(number: int, rules: Reminders) -> int:
    """The minute of the spread that is this number's; the same always."""
    return int(number * _GOLDEN % 1 * rules.spread_minutes)


def _on(day: date, at: time, like: datetime) -> datetime:
    return datetime.combine(day, at, like.tzinfo)
