"""Writes a month that is asked about ("tháng 9", "tháng 9 năm 2025") as figures: "9/2025"."""

import re
import unicodedata

from domain.periods import Period

_MONTH = re.compile(
    r"(?<!\w)th[aá]ng\s+(0?[1-9]|1[0-2])(?:\s*/\s*(20\d\d)|\s+n[aă]m\s+(20\d\d))?(?![\w/])",
    re.IGNORECASE,
)


def write_months_as_figures(words: str, year: int) -> str:
    """Write every month named in the words as figures: "hoa an thang 9" → "hoa an 9/2025"."""

    def to_figures(found: re.Match[str]) -> str:
        period = _to_period(found, year)
        return f"{period.month}/{period.year}"

    composed = unicodedata.normalize("NFC", words)
    return _MONTH.sub(to_figures, composed) if _MONTH.search(composed) else words


def _to_period(found: re.Match[str], year: int) -> Period:
    return Period(int(found[2] or found[3] or year), int(found[1]))
