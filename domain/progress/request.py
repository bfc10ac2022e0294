"""Reads what follows /tiendo: a unit in words, and which page of its progress is wanted."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.answers.dates.months import write_months_as_figures
from domain.org.names import fold
from domain.periods import Period
from domain.plan.plan import Plan


class Page(StrEnum):
    """A page of a unit's progress."""

    CARD = "card"
    MISSING = "missing"
    RANKING = "ranking"
    INDICATORS = "indicators"
    INDICATOR = "indicator"
    MONTH = "month"
    CHART = "chart"
    MAP = "map"


_NAMES = {
    Page.MISSING: ("thieu", "chua gui", "ai chua gui", "con thieu"),
    Page.RANKING: ("xephang", "xep hang", "don vi cham"),
    Page.INDICATORS: ("chitieu", "chi tieu", "theo chi tieu"),
    Page.CHART: ("bieudo", "bieu do"),
    Page.MAP: ("bando", "ban do"),
}
_BY_WORDS = {tuple(words.split()): page for page, names in _NAMES.items() for words in names}
_MOST_WORDS = max(map(len, _BY_WORDS))
_NUMBER_OF_PAGE = "trang"
_MONTH = re.compile(r"(?:(0?[1-9]|1[0-2])-)?(0?[1-9]|1[0-2])/(20\d\d)")
_CODE = re.compile(r"\d\.\d?[a-d]?")
_OF_YEAR = r"(?:\s*/\s*(20\d\d)|\s+n[aă]m\s+(20\d\d))?(?![\w/])"
_QUARTER = re.compile(rf"(?<!\w)qu[yý]\s+(iv|i{{1,3}}|[1-4]){_OF_YEAR}", re.IGNORECASE)
_MONTHS_LONG = re.compile(
    rf"(?<!\w)([369])\s+th[aá]ng(?:\s+(đầu|dau|cuối|cuoi)\s+n[aă]m)?{_OF_YEAR}(?!\s+\d)",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class ProgressRequest:
    """What is wanted.

    `unit`: its name in words, "" for her own. `what`: an indicator's code (or how codes begin), or
    a month such as "2025-10", or the first of several months up to `last`. `rest`: all her words
    but the unit's. `code`: only this indicator's months are wanted. `number`: which page of a
    long list.
    """

    unit: str
    page: Page = Page.CARD
    what: str = ""
    rest: str = ""
    last: str = ""
    code: str = ""
    number: int = 1


def read_progress_request(words: str, plan: Plan) -> ProgressRequest:
    """Read "hoa an", "1.5", "01290 1.5", "hoa an thieu", "tháng 9", "1.2a bieu do", "1.2a tháng 9",
    "quý 3", "6 tháng", "thieu 9/2025 trang 2".

    The page and the figures stand last or first; whatever is neither is a unit's name.
    """
    parts = write_months_as_figures(_write_spans_as_figures(words, plan.year), plan.year).split()
    number, left = _find_number(parts)
    named, left = _find_page(left)
    one, left = _find_figure(left, plan)
    other, left = _find_figure(left, plan)
    if named is None:
        named, left = _find_page(left)
    unit = " ".join(left)
    asked = ProgressRequest(unit, named or Page.CARD, rest=_leave_out(parts, left), number=number)
    months, code = _tell_apart(one, other)
    if months is not None and code is not None:
        return replace(asked, page=Page.MONTH, what=months[0], last=months[1], code=code)
    if months is not None:
        page = Page.MISSING if named is Page.MISSING else Page.MONTH
        return replace(asked, page=page, what=months[0], last=months[1])
    if code is not None:
        drawn = named if named in _DRAWN else None
        return replace(asked, page=drawn or Page.INDICATOR, what=code)
    return asked


_Months = tuple[str, str]
"""The first month, and the last where there are several, else ""."""


def _tell_apart(*found: _Months | str | None) -> tuple[_Months | None, str | None]:
    months = next((each for each in found if isinstance(each, tuple)), None)
    return months, next((each for each in found if isinstance(each, str)), None)


def _write_spans_as_figures(words: str, year: int) -> str:
    """Write quarters and half years as figures: "quý 3" → "7-9/2025", "6 tháng" → "1-6/2025"."""

    def to_quarter(found: re.Match[str]) -> str:
        named = found[1].lower()
        quarter = _ROMAN.get(named) or int(named)
        return f"{3 * quarter - 2}-{3 * quarter}/{found[2] or found[3] or year}"

    def to_months(found: re.Match[str]) -> str:
        count, at_end = int(found[1]), (found[2] or "").lower() in ("cuối", "cuoi")
        first, last = (13 - count, 12) if at_end else (1, count)
        return f"{first}-{last}/{found[3] or found[4] or year}"

    composed = unicodedata.normalize("NFC", words)
    return _MONTHS_LONG.sub(to_months, _QUARTER.sub(to_quarter, composed))


def _find_number(parts: list[str]) -> tuple[int, list[str]]:
    """Find which page of a list is wanted ("trang 2" at the end), and the other words."""
    match parts:
        case [*left, word, number] if fold(word) == _NUMBER_OF_PAGE and number.isdecimal():
            return max(1, int(number[:3])), left
    return 1, parts


def _leave_out(parts: list[str], unit: list[str]) -> str:
    """Return the words before and after those of the unit."""
    starts = range(len(parts) - len(unit) + 1)
    start = next(n for n in starts if parts[n : n + len(unit)] == unit)
    return " ".join([*parts[:start], *parts[start + len(unit) :]])


_DRAWN = (Page.CHART, Page.RANKING)
"""With an indicator's code these are pictures of it."""


def _find_page(parts: list[str]) -> tuple[Page | None, list[str]]:
    """Find the page whose name stands last or first, and the other words."""
    folded = [fold(part) for part in parts]
    for count in range(min(len(parts), _MOST_WORDS), 0, -1):
        if (page := _BY_WORDS.get(tuple(folded[-count:]))) is not None:
            return page, parts[:-count]
        if (page := _BY_WORDS.get(tuple(folded[:count]))) is not None:
            return page, parts[count:]
    return None, parts


def _find_figure(parts: list[str], plan: Plan) -> tuple[_Months | str | None, list[str]]:
    """Find the months or the indicator that stand last or first, and the other words."""
    for whole, rest in ((parts[-1:], parts[:-1]), (parts[:1], parts[1:])):
        if whole and (found := _read_figure(whole[0].lower(), plan)) is not None:
            return found, rest
    return None, parts


def _read_figure(word: str, plan: Plan) -> _Months | str | None:
    if month := _MONTH.fullmatch(word):
        year, last = int(month[3]), int(month[2])
        first = int(month[1] or last)
        named = (str(Period(year, min(first, last))), str(Period(year, last)))
        return (named[0], "") if first >= last else named
    is_code = _CODE.fullmatch(word) and any(i.code.startswith(word) for i in plan.indicators)
    return word if is_code else None
