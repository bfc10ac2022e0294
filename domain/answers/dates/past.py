"""When: a day or a month, the past by default."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

from domain.answers.dates import lunar
from domain.answers.dates.clues import ClueReader
from domain.answers.dates.pieces import Clues
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, Reading, value
from domain.answers.text.marks import clean
from domain.answers.text.scanning import Scan, does_not_know
from domain.answers.text.words import cut, tokenize

_EARLIEST, _LATEST = 1990, 2099
_STRANGERS = 2
_RECENT_DAYS = 15
_LONG_AGO_DAYS = 3 * 366
_FAR_AHEAD_DAYS = 92

_Found = tuple[Any, bool] | None
"""(a date or {"from", "to"}, surely); None where there is no such day."""


def read_date(text: str, now: datetime) -> Reading:
    """A date, or {"from", "to"} (dates, both included) for a month; `now` in Vietnam's time.

    The past by default. A day to come is a value only where it is said to be one ("mai", "thứ 6
    tuần sau", "20/12/2025" in November): whether it may be, the asker knows.
    """
    text = clean(text).strip() if len(text) <= 4 * MAX_CHARACTERS else ""
    if not 0 < len(text) <= MAX_CHARACTERS:
        return UNREADABLE
    tokens = tokenize(text)
    if does_not_know(Scan(tokens, [], list(range(len(tokens) - 1)))):
        return UNKNOWN
    clues = ClueReader(cut(text)).read()
    if clues.bad or clues.strangers > _STRANGERS:
        return UNREADABLE
    return _settled(clues, _resolve(clues, now.date()), now.date())


def _settled(clues: Clues, found: _Found, today: date) -> Reading:
    if found is None:
        return UNREADABLE
    day, sure = found
    if clues.since is not None:
        return _days(clues.since, day)
    if isinstance(day, date):
        sure = sure and -_FAR_AHEAD_DAYS <= (today - day).days <= _LONG_AGO_DAYS
        if clues.weekday is not None and clues.weekday != day.weekday():
            return UNREADABLE
        if not _EARLIEST <= day.year <= _LATEST:
            return UNREADABLE
    doubtful = clues.about or clues.strangers or clues.bare or clues.ahead
    return value(day, sure=bool(sure and not doubtful))


def _days(first: int, last: Any) -> Reading:
    if not isinstance(last, date) or not 1 <= first < last.day:
        return UNREADABLE
    return value({"from": last.replace(day=first), "to": last}, sure=False)


def _resolve(clues: Clues, today: date) -> _Found:
    if clues.shift_days is not None or clues.shift_months is not None:
        return _shifted(clues, today)
    if clues.eve or clues.tet:
        return _tet(clues, today)
    if clues.quarter is not None:
        return _quarter(clues, today)
    if clues.day is not None:
        return _day(clues, today)
    if clues.weekday is not None:
        return _weekday(clues, today)
    if clues.week is not None and clues.month is None:
        return _week(clues.week, today)
    if clues.month is not None or clues.month_shift is not None:
        return _month(clues, today)
    return _year(clues, today)


# -- relative


def _shifted(clues: Clues, today: date) -> _Found:
    if clues.shift_months is not None:
        if clues.day is not None or clues.shift_days is not None:
            return None
        return _months_back(today, -clues.shift_months), False
    day = today + timedelta(days=clues.shift_days or 0)
    if clues.day is not None and clues.day != day.day:
        return None
    if clues.month is not None and clues.month != day.month:
        return None
    if clues.week is not None or (clues.year is not None and clues.year != day.year):
        return None
    return day, True


def _months_back(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


# -- Tết


def _tet(clues: Clues, today: date) -> _Found:
    if clues.month is not None:
        return None
    year = _tet_year(clues, today)
    if clues.eve:
        return _latest_of(lunar.eve, year, clues, today)
    if clues.day is None:
        return None
    if clues.day <= 10:
        return _latest_of(lambda y: lunar.solar(clues.day or 1, 1, y), year, clues, today)
    return _before_tet(clues, year, today)


def _tet_year(clues: Clues, today: date) -> int | None:
    if clues.year is not None:
        return clues.year
    return today.year + clues.year_shift if clues.year_shift is not None else None


def _latest_of(day_in: Any, year: int | None, clues: Clues, today: date) -> _Found:
    if year is not None:
        found = day_in(year)
        return None if found is None else (found, True)
    for tried in range(today.year + (1 if clues.ahead else 0), today.year - 3, -1):
        found = day_in(tried)
        if found is not None and (found <= today or clues.ahead):
            return found, True
    return None


def _before_tet(clues: Clues, year: int | None, today: date) -> _Found:
    """ "28 tết"; "30 tết" of a month of 29 days is asked about."""
    day = clues.day or 0
    if not 20 <= day <= 30:
        return None
    found = _latest_of(lambda y: lunar.solar(day, 12, y - 1), year, clues, today)
    eve = _latest_of(lunar.eve, year, clues, today)
    if day != 30 or eve is None:
        return found
    return (eve[0], found is not None and found[0] == eve[0])


# -- a day


def _day(clues: Clues, today: date) -> _Found:
    if clues.week is not None or clues.third:
        return None
    if clues.leap or (clues.lunar and not clues.solar):
        return _lunar_day(clues, today)
    month, year = _month_year(clues, today)
    if month is None:
        return _day_of_month(clues, today) if year is None else None
    if year is not None:
        day = _date(year, month, clues.day or 0)
        return None if day is None else (day, True)
    return _latest_day(clues, month, today)


def _month_year(clues: Clues, today: date) -> tuple[int | None, int | None]:
    year = clues.year
    if clues.year_shift is not None:
        year = today.year + clues.year_shift
    if clues.month_shift is None:
        return clues.month, year
    if clues.month is not None:
        return clues.month, year or (today.year if clues.month_shift == 0 else None)
    index = today.year * 12 + today.month - 1 + clues.month_shift
    return index % 12 + 1, index // 12


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest_day(clues: Clues, month: int, today: date) -> _Found:
    """The last 12/10 that was; of next year's only when said ("20/10 tới")."""
    years = [today.year, today.year + 1] if clues.ahead else range(today.year, today.year - 8, -1)
    for year in years:
        day = _date(year, month, clues.day or 0)
        if day is not None and (day >= today if clues.ahead else day <= today):
            return day, year == today.year or (today.month <= 6 and year == today.year - 1)
    return None


def _day_of_month(clues: Clues, today: date) -> _Found:
    """ "ngày 12": the last 12th; asked about where it is not of this month."""
    for back in range(4):
        first = _months_back(today.replace(day=1), back)
        day = _date(first.year, first.month, clues.day or 0)
        if day is not None and day <= today:
            if clues.mung and (found := _in_tet(clues, today)):
                return found, False
            return day, not clues.mung and (today - day).days <= _RECENT_DAYS
    return None


def _in_tet(clues: Clues, today: date) -> date | None:
    """While it is Tết, "mùng 2" is the lunar one."""
    found = lunar.solar(clues.day or 0, 1, lunar.lunar_year(today))
    near = found is not None and 0 <= (today - found).days <= _RECENT_DAYS
    return found if near else None


# -- lunar days


def _lunar_day(clues: Clues, today: date) -> _Found:
    day, year = clues.day or 0, clues.year
    if clues.year_shift is not None:
        year = lunar.lunar_year(today) + clues.year_shift
    if not 1 <= day <= 30:
        return None
    if clues.month is None:
        return _lunar_day_alone(clues, day, today) if year is None else None
    if year is None:
        return _latest_lunar(clues, day, clues.month, today)
    found = lunar.solar(day, clues.month, year, leap=clues.leap)
    twice = not clues.leap and lunar.has_leap(clues.month, year)
    return None if found is None else (found, not twice)


def _lunar_day_alone(clues: Clues, day: int, today: date) -> _Found:
    if clues.month_shift not in (None, 0, -1):
        return None
    found = lunar.latest_day(day, today)
    if found is not None and clues.month_shift == -1:
        found = lunar.latest_day(day, found - timedelta(days=1))
    return None if found is None else (found, clues.month_shift is None)


def _latest_lunar(clues: Clues, day: int, month: int, today: date) -> _Found:
    if clues.leap:
        here = lunar.lunar_year(today)
        found = lunar.solar(day, month, here, leap=True)
        return (found, True) if found is not None and found <= today else None
    latest = lunar.latest(day, month, today)
    if latest is None:
        return None
    year = lunar.lunar_year(latest)
    recent = (today - latest).days <= 300
    return latest, recent and not lunar.has_leap(month, year)


# -- weeks


def _weekday(clues: Clues, today: date) -> _Found:
    """The last such day; with a week named, that week's (Monday to Sunday)."""
    assert clues.weekday is not None  # noqa: S101 - the caller looked
    if clues.week is not None or clues.ahead:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=clues.week or 0)
        return monday + timedelta(days=clues.weekday), clues.week is not None
    if any(v is not None for v in (clues.month, clues.month_shift, clues.year, clues.year_shift)):
        return None
    back = (today.weekday() - clues.weekday) % 7
    return today - timedelta(days=back or 7), back != 0


def _week(week: int, today: date) -> _Found:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=week)
    return {"from": monday, "to": monday + timedelta(days=6)}, False


# -- months and longer


def _month(clues: Clues, today: date) -> _Found:
    if clues.lunar or clues.leap or clues.week is not None:
        return None
    month, year = _month_year(clues, today)
    sure = True
    if month is None:
        return None
    if year is None:
        year = today.year if month <= today.month else today.year - 1
        sure = year == today.year or today.month <= 6
    if not _EARLIEST <= year <= _LATEST:
        return None
    whole = _span(year, month)
    if clues.third:
        return _third(whole, clues.third), False
    return whole, sure and whole["from"] <= today + timedelta(days=_FAR_AHEAD_DAYS)


def _span(year: int, month: int, last: int | None = None) -> dict[str, date]:
    last = last or month
    return {"from": date(year, month, 1), "to": date(year, last, monthrange(year, last)[1])}


def _third(month: dict[str, date], third: str) -> dict[str, date]:
    first, last = month["from"], month["to"]
    if third == "đầu":
        return {"from": first, "to": first.replace(day=10)}
    if third == "giữa":
        return {"from": first.replace(day=11), "to": first.replace(day=20)}
    return {"from": first.replace(day=21), "to": last}


def _quarter(clues: Clues, today: date) -> _Found:
    assert clues.quarter is not None  # noqa: S101 - the caller looked
    if clues.day is not None or clues.month is not None:
        return None
    first = clues.quarter * 3 - 2
    year = clues.year or today.year + (clues.year_shift or 0)
    if clues.year is None and clues.year_shift is None and first > today.month:
        year -= 1
    return _span(year, first, first + 2), False


def _year(clues: Clues, today: date) -> _Found:
    year = clues.year
    if clues.year_shift is not None:
        year = today.year + clues.year_shift
    if year is None or clues.lunar or not _EARLIEST <= year <= _LATEST:
        return None
    return _span(year, 1, 12), False
