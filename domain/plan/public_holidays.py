"""Public holidays of a year that the list of days off does not cover, by python-holidays."""

from collections.abc import Set
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=16)
def list_public_holidays(year: int) -> Set[date]:
    """List the days off in Vietnam: a forecast, until the year's announcement is in the list."""
    import holidays  # noqa: PLC0415 - a quarter of a second, for a year nobody listed yet

    return frozenset(holidays.country_holidays("VN", years=[year]))
