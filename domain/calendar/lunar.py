"""The Vietnamese lunar calendar, by the library lunar-vn (years 1900 to 2100)."""

from datetime import date, timedelta
from functools import lru_cache

import lunar_vn

LAST_MONTH = 12


@lru_cache(maxsize=2048)
def to_solar(day: int, month: int, year: int, *, leap: bool = False) -> date | None:
    """Turn a lunar date into the solar one; None where that day does not exist."""
    try:
        found = lunar_vn.convert_lunar_to_solar(day, month, year, int(leap))
        back = lunar_vn.solar_to_lunar(found)
    except ValueError:
        return None
    same = (back.day, back.month, back.year, bool(back.leap)) == (day, month, year, leap)
    return found if same else None


def find_lunar_year(of: date) -> int:
    """Find the lunar year that a day belongs to."""
    return int(lunar_vn.solar_to_lunar(of).year)


@lru_cache(maxsize=256)
def has_leap(month: int, year: int) -> bool:
    """Return True if the month comes twice in that year (2025 has two sixth months)."""
    return to_solar(1, month, year, leap=True) is not None


def find_new_year(year: int) -> date:
    """Find the first day of Tết."""
    first = to_solar(1, 1, year)
    assert first is not None  # noqa: S101 - there is one every year
    return first


def find_eve(year: int) -> date:
    """Find the last day before Tết of that lunar year: giao thừa."""
    return find_new_year(year) - timedelta(days=1)


def find_latest(day: int, month: int, now: date, *, leap: bool = False) -> date | None:
    """Find the last such lunar day that is not after `now`."""
    here = find_lunar_year(now)
    for year in range(here, here - 4, -1):
        found = to_solar(day, month, year, leap=leap)
        if found is not None and found <= now:
            return found
    return None


def find_latest_day(day: int, now: date) -> date | None:
    """Find the last day of that number in any lunar month, not after `now`."""
    for back in range(70):
        tried = now - timedelta(days=back)
        if lunar_vn.solar_to_lunar(tried).day == day:
            return tried
    return None
