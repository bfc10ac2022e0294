"""Reads what follows /tiendo: a unit in words, and which page of its progress is wanted."""

import re
from dataclasses import dataclass
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
_MONTH = re.compile(r"(0?[1-9]|1[0-2])/(20\d\d)")
_CODE = re.compile(r"\d\.\d?[a-d]?")


@dataclass(frozen=True, slots=True)
class ProgressRequest:
    """What is wanted.

    `unit`: its name in words, "" for her own. `what`: an indicator's code (or how codes begin), or
    a month such as "2025-10". `rest`: all her words but the unit's.
    """

    unit: str
    page: Page = Page.CARD
    what: str = ""
    rest: str = ""


def read_progress_request(words: str, plan: Plan) -> ProgressRequest:
    """Read "hoa an", "1.5", "01290 1.5", "hoa an thieu", "10/2025", "tháng 9", "1.2a bieu do".

    The page and the figure stand last or first; whatever is neither is a unit's name.
    """
    parts = write_months_as_figures(words, plan.year).split()
    named, left = _find_page(parts)
    figure, left = _find_figure(left, plan)
    unit, rest = " ".join(left), _leave_out(parts, left)
    if figure is None:
        return ProgressRequest(unit, named or Page.CARD, rest=rest)
    page, what = figure
    drawn = named in _DRAWN and page is Page.INDICATOR
    return ProgressRequest(unit, named if named is not None and drawn else page, what, rest)


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


def _find_figure(parts: list[str], plan: Plan) -> tuple[tuple[Page, str] | None, list[str]]:
    """Find the month or indicator that stands last or first, and the other words."""
    for whole, rest in ((parts[-1:], parts[:-1]), (parts[:1], parts[1:])):
        if whole and (found := _read_figure(whole[0].lower(), plan)) is not None:
            return found, rest
    return None, parts


def _read_figure(word: str, plan: Plan) -> tuple[Page, str] | None:
    if month := _MONTH.fullmatch(word):
        return Page.MONTH, str(Period(int(month[2]), int(month[1])))
    is_code = _CODE.fullmatch(word) and any(i.code.startswith(word) for i in plan.indicators)
    return (Page.INDICATOR, word) if is_code else None
