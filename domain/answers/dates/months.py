"""A month as people name it: "tháng 9", "thang 9/2025", "tháng 9 năm 2025"."""

import re
import unicodedata

from domain.periods import Period

_ANY_YEAR = 2025
_MONTH = re.compile(
    r"(?<!\w)th[aá]ng\s+(0?[1-9]|1[0-2])(?:\s*/\s*(20\d\d)|\s+n[aă]m\s+(20\d\d))?(?![\w/])",
    re.IGNORECASE,
)


def month_named(words: str, year: int) -> Period | None:
    """The month that these words are, of this year where none is said; None: something else."""
    found = _MONTH.fullmatch(unicodedata.normalize("NFC", words).strip(" .?!"))
    return None if found is None else _period(found, year)


def with_months(words: str, year: int) -> str:
    """The same words with every month so named as figures: "hoa an thang 9" → "hoa an 9/2025"."""

    def figures(found: re.Match[str]) -> str:
        period = _period(found, year)
        return f"{period.month}/{period.year}"

    composed = unicodedata.normalize("NFC", words)
    return _MONTH.sub(figures, composed) if _MONTH.search(composed) else words


def names_month(words: str) -> bool:
    """Whether these words are a month and nothing else."""
    return month_named(words, _ANY_YEAR) is not None


def _period(found: re.Match[str], year: int) -> Period:
    return Period(int(found[2] or found[3] or year), int(found[1]))
