"""Reads a month as people name it: "tháng 9", "thang 9/2025", "tháng 9 năm 2025"."""

import re
import unicodedata

from domain.periods import Period

_ANY_YEAR = 2025
_MONTH = re.compile(
    r"(?<!\w)th[aá]ng\s+(0?[1-9]|1[0-2])(?:\s*/\s*(20\d\d)|\s+n[aă]m\s+(20\d\d))?(?![\w/])",
    re.IGNORECASE,
)


def parse_month(words: str, year: int) -> Period | None:
    """Return the month that these words name, of `year` if they name none; None if no month."""
    found = _MONTH.fullmatch(unicodedata.normalize("NFC", words).strip(" .?!"))
    return None if found is None else _to_period(found, year)


def write_months_as_figures(words: str, year: int) -> str:
    """Write every month named in the words as figures: "hoa an thang 9" → "hoa an 9/2025"."""

    def to_figures(found: re.Match[str]) -> str:
        period = _to_period(found, year)
        return f"{period.month}/{period.year}"

    composed = unicodedata.normalize("NFC", words)
    return _MONTH.sub(to_figures, composed) if _MONTH.search(composed) else words


def names_month(words: str) -> bool:
    """Return True if these words are a month and nothing else."""
    return parse_month(words, _ANY_YEAR) is not None


def _to_period(found: re.Match[str], year: int) -> Period:
    return Period(int(found[2] or found[3] or year), int(found[1]))
