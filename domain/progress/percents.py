"""Shares as whole percent, as they are said and drawn."""

from math import floor


def round_percent(share: float) -> int:
    """Return the nearest whole percent; 100 only where nothing is left: 99.6 % is not yet 100."""
    nearest = floor(100 * share + 0.5)
    return 99 if nearest == 100 and share < 1 else nearest
