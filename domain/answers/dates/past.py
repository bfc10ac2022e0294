"""Reads when something was: a day or a month, in the past by default."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

from domain.answers.dates.date_parts import DatePartsReader
from domain.answers.dates.digits import DateParts
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, Reading, to_reading
from domain.answers.text.marks import clean
from domain.answers.text.scanning import Scan, does_not_know
from domain.answers.text.words import cut, tokenize
from domain.calendar import lunar

_EARLIEST, _LATEST = 1990, 2099
_MOST_UNKNOWN = 2
_RECENT_DAYS = 15
_LONG_AGO_DAYS = 3 * 366
_FAR_AHEAD_DAYS = 92

_Resolved = tuple[Any, bool] | None
"""(a date or {"from", "to"}, whether it is sure); None where there is no such day."""


def read_date(text: str, now: datetime) -> Reading:
    """Read a date, or {"from", "to"} (dates, both included) for a month; `now` in Vietnam's time.

    The date is in the past by default. A day to come is a value only where the words say so ("mai",
    "thứ 6 tuần sau", "20/12/2025" in November); the caller knows whether such a day is allowed.
    """
    text = clean(text).strip() if len(text) <= 4 * MAX_CHARACTERS else ""
    if not 0 < len(text) <= MAX_CHARACTERS:
        return UNREADABLE
    tokens = tokenize(text)
    if does_not_know(Scan(tokens, [], list(range(len(tokens) - 1)))):
        return UNKNOWN
    parts = DatePartsReader(cut(text)).read()
    if parts.bad or parts.unknown_tokens > _MOST_UNKNOWN:
        return UNREADABLE
    return _judge(parts, _resolve(parts, now.date()), now.date())


def _judge(parts: DateParts, found: _Resolved, today: date) -> Reading:
    if found is None:
        return UNREADABLE
    day, sure = found
    if parts.since is not None:
        return _make_days(parts.since, day)
    if isinstance(day, date):
        sure = sure and -_FAR_AHEAD_DAYS <= (today - day).days <= _LONG_AGO_DAYS
        if parts.weekday is not None and parts.weekday != day.weekday():
            return UNREADABLE
        if not _EARLIEST <= day.year <= _LATEST:
            return UNREADABLE
    doubtful = parts.about or parts.unknown_tokens or parts.bare or parts.ahead
    return to_reading(day, sure=bool(sure and not doubtful))


def _make_days(first: int, last: Any) -> Reading:
    if not isinstance(last, date) or not 1 <= first < last.day:
        return UNREADABLE
    return to_reading({"from": last.replace(day=first), "to": last}, sure=False)


def _resolve(parts: DateParts, today: date) -> _Resolved:
    if parts.shift_days is not None or parts.shift_months is not None:
        return _resolve_shift(parts, today)
    if parts.eve or parts.tet:
        return _resolve_tet(parts, today)
    if parts.quarter is not None:
        return _resolve_quarter(parts, today)
    if parts.day is not None:
        return _resolve_day(parts, today)
    if parts.weekday is not None:
        return _resolve_weekday(parts, today)
    if parts.week is not None and parts.month is None:
        return _resolve_week(parts.week, today)
    if parts.month is not None or parts.month_shift is not None:
        return _resolve_month(parts, today)
    return _resolve_year(parts, today)


# -- relative


def _resolve_shift(parts: DateParts, today: date) -> _Resolved:
    if parts.shift_months is not None:
        if parts.day is not None or parts.shift_days is not None:
            return None
        return _go_back_months(today, -parts.shift_months), False
    day = today + timedelta(days=parts.shift_days or 0)
    if parts.day is not None and parts.day != day.day:
        return None
    if parts.month is not None and parts.month != day.month:
        return None
    if parts.week is not None or (parts.year is not None and parts.year != day.year):
        return None
    return day, True


def _go_back_months(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


# -- Tết


def _resolve_tet(parts: DateParts, today: date) -> _Resolved:
    if parts.month is not None:
        return None
    year = _find_tet_year(parts, today)
    if parts.eve:
        return _find_latest_of(lunar.find_eve, year, parts, today)
    if parts.day is None:
        return None
    if parts.day <= 10:
        return _find_latest_of(lambda y: lunar.to_solar(parts.day or 1, 1, y), year, parts, today)
    return _resolve_before_tet(parts, year, today)


def _find_tet_year(parts: DateParts, today: date) -> int | None:
    if parts.year is not None:
        return parts.year
    return today.year + parts.year_shift if parts.year_shift is not None else None


def _find_latest_of(day_in: Any, year: int | None, parts: DateParts, today: date) -> _Resolved:
    if year is not None:
        found = day_in(year)
        return None if found is None else (found, True)
    for tried in range(today.year + (1 if parts.ahead else 0), today.year - 3, -1):
        found = day_in(tried)
        if found is not None and (found <= today or parts.ahead):
            return found, True
    return None


def _resolve_before_tet(parts: DateParts, year: int | None, today: date) -> _Resolved:
    """Resolve "28 tết"; "30 tết" of a month of 29 days is to be confirmed."""
    day = parts.day or 0
    if not 20 <= day <= 30:
        return None
    found = _find_latest_of(lambda y: lunar.to_solar(day, 12, y - 1), year, parts, today)
    eve = _find_latest_of(lunar.find_eve, year, parts, today)
    if day != 30 or eve is None:
        return found
    return (eve[0], found is not None and found[0] == eve[0])


# -- a day


def _resolve_day(parts: DateParts, today: date) -> _Resolved:
    if parts.week is not None or parts.third:
        return None
    if parts.leap or (parts.lunar and not parts.solar):
        return _resolve_lunar_day(parts, today)
    month, year = _find_month_year(parts, today)
    if month is None:
        return _resolve_day_of_month(parts, today) if year is None else None
    if year is not None:
        day = _make_date(year, month, parts.day or 0)
        return None if day is None else (day, True)
    return _find_latest_day(parts, month, today)


def _find_month_year(parts: DateParts, today: date) -> tuple[int | None, int | None]:
    year = parts.year
    if parts.year_shift is not None:
        year = today.year + parts.year_shift
    if parts.month_shift is None:
        return parts.month, year
    if parts.month is not None:
        return parts.month, year or (today.year if parts.month_shift == 0 else None)
    index = today.year * 12 + today.month - 1 + parts.month_shift
    return index % 12 + 1, index // 12


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _find_latest_day(parts: DateParts, month: int, today: date) -> _Resolved:
    """Find the last such day (12/10) that was, or the next one where that is said ("20/10 tới")."""
    years = [today.year, today.year + 1] if parts.ahead else range(today.year, today.year - 8, -1)
    for year in years:
        day = _make_date(year, month, parts.day or 0)
        if day is not None and (day >= today if parts.ahead else day <= today):
            return day, year == today.year or (today.month <= 6 and year == today.year - 1)
    return None


def _resolve_day_of_month(parts: DateParts, today: date) -> _Resolved:
    """Resolve "ngày 12" as the last 12th, to be confirmed if it is some time ago."""
    for back in range(4):
        first = _go_back_months(today.replace(day=1), back)
        day = _make_date(first.year, first.month, parts.day or 0)
        if day is not None and day <= today:
            if parts.mung and (found := _find_in_tet(parts, today)):
                return found, False
            return day, not parts.mung and (today - day).days <= _RECENT_DAYS
    return None


def _find_in_tet(parts: DateParts, today: date) -> date | None:
    """Find the lunar day that "mùng 2" means while it is Tết."""
    found = lunar.to_solar(parts.day or 0, 1, lunar.find_lunar_year(today))
    near = found is not None and 0 <= (today - found).days <= _RECENT_DAYS
    return found if near else None


# -- lunar days


def _resolve_lunar_day(parts: DateParts, today: date) -> _Resolved:
    day, year = parts.day or 0, parts.year
    if parts.year_shift is not None:
        year = lunar.find_lunar_year(today) + parts.year_shift
    if not 1 <= day <= 30:
        return None
    if parts.month is None:
        return _resolve_lunar_day_alone(parts, day, today) if year is None else None
    if year is None:
        return _find_latest_lunar(parts, day, parts.month, today)
    found = lunar.to_solar(day, parts.month, year, leap=parts.leap)
    twice = not parts.leap and lunar.has_leap(parts.month, year)
    return None if found is None else (found, not twice)


def _resolve_lunar_day_alone(parts: DateParts, day: int, today: date) -> _Resolved:
    if parts.month_shift not in (None, 0, -1):
        return None
    found = lunar.find_latest_day(day, today)
    if found is not None and parts.month_shift == -1:
        found = lunar.find_latest_day(day, found - timedelta(days=1))
    return None if found is None else (found, parts.month_shift is None)


def _find_latest_lunar(parts: DateParts, day: int, month: int, today: date) -> _Resolved:
    if parts.leap:
        here = lunar.find_lunar_year(today)
        found = lunar.to_solar(day, month, here, leap=True)
        return (found, True) if found is not None and found <= today else None
    latest = lunar.find_latest(day, month, today)
    if latest is None:
        return None
    year = lunar.find_lunar_year(latest)
    recent = (today - latest).days <= 300
    return latest, recent and not lunar.has_leap(month, year)


# -- weeks


def _resolve_weekday(parts: DateParts, today: date) -> _Resolved:
    """Resolve the last such day, or that of the week named (Monday to Sunday)."""
    assert parts.weekday is not None  # noqa: S101 - the caller looked
    if parts.week is not None or parts.ahead:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=parts.week or 0)
        return monday + timedelta(days=parts.weekday), parts.week is not None
    if any(v is not None for v in (parts.month, parts.month_shift, parts.year, parts.year_shift)):
        return None
    back = (today.weekday() - parts.weekday) % 7
    return today - timedelta(days=back or 7), back != 0


def _resolve_week(week: int, today: date) -> _Resolved:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=week)
    return {"from": monday, "to": monday + timedelta(days=6)}, False


# -- months and longer


def _resolve_month(parts: DateParts, today: date) -> _Resolved:
    if parts.lunar or parts.leap or parts.week is not None:
        return None
    month, year = _find_month_year(parts, today)
    sure = True
    if month is None:
        return None
    if year is None:
        year = today.year if month <= today.month else today.year - 1
        sure = year == today.year or today.month <= 6
    if not _EARLIEST <= year <= _LATEST:
        return None
    whole = _make_span(year, month)
    if parts.third:
        return _cut_third(whole, parts.third), False
    return whole, sure and whole["from"] <= today + timedelta(days=_FAR_AHEAD_DAYS)


def _make_span(year: int, month: int, last: int | None = None) -> dict[str, date]:
    last = last or month
    return {"from": date(year, month, 1), "to": date(year, last, monthrange(year, last)[1])}


def _cut_third(month: dict[str, date], third: str) -> dict[str, date]:
    first, last = month["from"], month["to"]
    if third == "đầu":
        return {"from": first, "to": first.replace(day=10)}
    if third == "giữa":
        return {"from": first.replace(day=11), "to": first.replace(day=20)}
    return {"from": first.replace(day=21), "to": last}


def _resolve_quarter(parts: DateParts, today: date) -> _Resolved:
    assert parts.quarter is not None  # noqa: S101 - the caller looked
    if parts.day is not None or parts.month is not None:
        return None
    first = parts.quarter * 3 - 2
    year = parts.year or today.year + (parts.year_shift or 0)
    if parts.year is None and parts.year_shift is None and first > today.month:
        year -= 1
    return _make_span(year, first, first + 2), False


def _resolve_year(parts: DateParts, today: date) -> _Resolved:
    year = parts.year
    if parts.year_shift is not None:
        year = today.year + parts.year_shift
    if year is None or parts.lunar or not _EARLIEST <= year <= _LATEST:
        return None
    return _make_span(year, 1, 12), False
