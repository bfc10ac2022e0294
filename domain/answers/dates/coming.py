"""Reads when something is planned: one day or a span of days, in the future by default."""

import re
from datetime import date, datetime, timedelta

from domain.answers.dates.past import read_date
from domain.answers.readings import MAX_CHARACTERS, UNREADABLE, Reading, Status, to_reading
from domain.answers.text.marks import clean

_TO = re.compile(r"\s*(?:[-–—]|\bđến\b|\bden\b|\btới\b(?=\s*\S))\s*", re.IGNORECASE)
_FROM = re.compile(r"^\s*(?:từ|tu)\b\s*", re.IGNORECASE)
_BARE_DAY = re.compile(r"\s*(?:ngày|ngay)?\s*(\d{1,2})\s*", re.IGNORECASE)
_ONE_YEAR = timedelta(days=364)
_LONGEST_SPAN_DAYS = 120

_Window = tuple[date, date]


def read_coming(text: str, now: datetime) -> Reading:
    """Read (first day, last day), both included; `now` is in Vietnam's time.

    "20/11" is the next such day, "tháng 3" the whole of the next March, "1/3 đến 8/3" a span. A day
    that is over, by its year or by other words, is to be confirmed.
    """
    text = _FROM.sub("", clean(text[: MAX_CHARACTERS + 1]))
    whole = _read_one(text, now)
    if whole.status in (Status.VALUE, Status.CONFIRM, Status.UNKNOWN):
        return whole
    parts = _TO.split(text, maxsplit=1)
    return _read_span(parts[0], parts[1], now) if len(parts) == 2 else UNREADABLE


def _read_span(first: str, last: str, now: datetime) -> Reading:
    end = _read_one(last, now)
    if not isinstance(end.value, tuple):
        return UNREADABLE
    bare, until = _BARE_DAY.fullmatch(first), end.value[1]
    begin = _read_one(f"{bare[1]}/{until.month}/{until.year}" if bare else first, now)
    if not isinstance(begin.value, tuple):
        return UNREADABLE
    since = begin.value[0]
    if not 0 <= (until - since).days <= _LONGEST_SPAN_DAYS:
        return UNREADABLE
    return to_reading((since, until), sure=Status.CONFIRM not in (begin.status, end.status))


def _read_one(text: str, now: datetime) -> Reading:
    if bare := _BARE_DAY.fullmatch(text):
        return _find_next_of_month(int(bare[1]), now.date())
    seen_today = read_date(text, now)
    today = _get_window(seen_today)
    if today is not None and today[1] >= now.date():
        return to_reading(today)
    later = _get_window(read_date(text, now + _ONE_YEAR))
    if (
        later is None
        or later[0] < now.date()
        or not (today is None or _are_same_days(today, later))
    ):
        return seen_today if today is None else to_reading(today, sure=False)
    return to_reading(later, sure=later[0].year == now.year)


def _find_next_of_month(day: int, today: date) -> Reading:
    """Find the next 20th for "ngày 20"; it is to be confirmed."""
    coming = (today + timedelta(days=ahead) for ahead in range(62))
    found = next((d for d in coming if d.day == day), None)
    return UNREADABLE if found is None else to_reading((found, found), sure=False)


def _get_window(reading: Reading) -> _Window | None:
    found = reading.value if reading.status in (Status.VALUE, Status.CONFIRM) else None
    if isinstance(found, dict):
        return found["from"], found["to"]
    return (found, found) if isinstance(found, date) else None


def _are_same_days(one: _Window, other: _Window) -> bool:
    """Return True if both name the same days of a year: their words do not depend on today."""
    return all((a.month, a.day) == (b.month, b.day) for a, b in zip(one, other, strict=True))
