"""Public holidays of a year that the office's list does not cover, by python-holidays."""

from collections.abc import Set
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=16)
def list_public_holidays(year: int) -> Set[date]:
    """Days off in Vietnam: a forecast, until the year's announcement stands in the list."""
    import holidays  # noqa: PLC0415 - a quarter of a second, for a year nobody listed yet

    return frozenset(holidays.country_holidays("VN", years=[year]))
