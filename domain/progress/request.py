"""Reads what is asked of progress: a unit in words, and which page of it is wanted."""

import re
import unicodedata
from collections.abc import Callable, Sequence
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
    COMPARE = "compare"


_NAMES = {
    Page.MISSING: (
        "thieu", "chua gui", "ai chua gui", "con thieu", "ai chua bao cao", "ai chua nop",
        "chi hoi nao chua gui", "chi hoi nao chua nop", "chi hoi nao chua bao cao",
        "xa nao chua gui", "xa nao chua nop", "xa nao chua bao cao", "don vi nao chua gui",
        "don vi nao chua nop", "don vi nao chua bao cao", "chua bao cao", "chua nop", "con no",
        "con ai chua gui", "con ai chua nop", "con ai chua bao cao",
        "ai con thieu", "nhung ai chua gui", "may chi hoi chua gui",
    ),
    Page.RANKING: (
        "xephang", "xep hang", "don vi cham", "don vi nao cham", "xa nao cham", "chi hoi nao cham",
        "dia ban nao cham", "don vi nao tot", "xa nao tot", "don vi nao dung dau", "xa nao kem",
        "don vi nao kem", "xa nao dung dau", "don vi nao nhanh", "xa nao nhanh", "chi hoi nao kem",
        "chi hoi nao tot", "bang xep hang",
    ),
    Page.INDICATORS: (
        "chitieu", "chi tieu", "theo chi tieu", "chi tieu nao cham", "chi tieu nao kem",
        "chi tieu nao thap", "chi tieu nao chua dat", "chi tieu nao dat", "chi tieu nao tot",
    ),
    Page.CHART: ("bieudo", "bieu do"),
    Page.MAP: ("bando", "ban do"),
}  # fmt: skip
_BY_WORDS = {tuple(words.split()): page for page, names in _NAMES.items() for words in names}
_MOST_WORDS = max(map(len, _BY_WORDS))


def _split_all(phrases: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases.split(", "))


_BEFORE = _split_all(
    "tien do, ket qua, cho chi xem, cho xem, cho em xem, xem, em oi, so lieu, chi so, cua, chi tieu"
)
_BEHIND = _split_all(
    "ha, ha em, vay em, the nao, nhu the nao, nhu nao, ra sao, sao roi, den dau, bao nhieu, "
    "thi sao, em oi, em, nhe, voi, roi, vay, nhat, cua, dat, duoc, xa minh, don vi minh, "
    "chi hoi minh, tinh minh, minh, hien nay, bao cao, phan tram, thang nay, hon"
)
"""Words around what is asked, which name no unit."""

_NUMBER_OF_PAGE = "trang"
_MONTHS = re.compile(r"(?:(0?[1-9]|1[0-2])-)?(0?[1-9]|1[0-2])/(20\d\d)")
_CODE = re.compile(r"\d\.\d?[a-d]?")
_OF_YEAR = r"(?:\s*/\s*(20\d\d)|\s+n[aă]m\s+(20\d\d))?(?![\w/])"
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4,
             "i": 1, "ii": 2, "iii": 3, "iv": 4}  # fmt: skip
_QUARTER = re.compile(
    rf"(?<!\w)qu[yý]\s+(iv|i{{1,3}}|[1-4]|m[oộ]t|hai|ba|b[oố]n){_OF_YEAR}", re.IGNORECASE
)
_MONTHS_LONG = re.compile(
    rf"(?<!\w)([369])\s+th[aá]ng(?:\s+(đầu|dau|cuối|cuoi)\s+n[aă]m)?{_OF_YEAR}(?!\s+\d)",
    re.IGNORECASE,
)
_COMPARE = ("so", "sanh")
_AND = frozenset({"voi", "va", "cung"})
_DRAWN = (Page.CHART, Page.RANKING)
"""With an indicator's code these are pictures of it."""


@dataclass(frozen=True, slots=True)
class ProgressRequest:
    """What is wanted.

    `unit`: its name in words, "" for her own. `what`: an indicator's code (or how codes begin), or
    a month such as "2025-10", or the first of several months up to `last`. `rest`: all her words
    but the unit's. `code`: only this indicator's months are wanted. `number`: which page of a
    long list. `other`: the unit that is compared with.
    """

    unit: str
    page: Page = Page.CARD
    what: str = ""
    rest: str = ""
    last: str = ""
    code: str = ""
    number: int = 1
    other: str = ""


def read_progress_request(words: str, plan: Plan) -> ProgressRequest:
    """Read "hoa an", "1.5", "hoa an thieu", "1.2a tháng 9", "quý 3", "6 tháng", "thieu trang 2",
    "chỉ tiêu nào chậm nhất".

    What is neither a page nor a figure nor a courtesy around them is a unit's name.
    """
    parts = write_months_as_figures(write_spans_as_figures(words, plan.year), plan.year).split()
    folded = [fold(part) or part for part in parts]
    if tuple(folded[:2]) == _COMPARE:
        return _read_comparison(parts, folded, plan)
    number = _read_number(folded)
    free = list(range(len(parts) - (0 if number is None else 2)))
    first, _, last = _take_one(parts, free, read_months).partition(" ")
    code = _take_one(parts, free, lambda word: _read_code(word, plan))
    named = _take_page(folded, free)
    code = code or _take_name(folded, free, plan)
    _strip_around(folded, free)
    unit = " ".join(parts[at] for at in free)
    rest = " ".join(part for at, part in enumerate(parts) if at not in free)
    asked = ProgressRequest(unit, named or Page.CARD, rest=rest, number=number or 1)
    if first:
        page = Page.MISSING if named is Page.MISSING and not code else Page.MONTH
        return replace(asked, page=page, what=first, last=last, code=code)
    if code:
        drawn = named if named in _DRAWN else None
        return replace(asked, page=drawn or Page.INDICATOR, what=code)
    return asked


def write_spans_as_figures(words: str, year: int) -> str:
    """Write quarters and half years as figures: "quý 3" → "7-9/2025", "6 tháng" → "1-6/2025"."""

    def to_quarter(found: re.Match[str]) -> str:
        quarter = _QUARTERS[fold(found[1])]
        return f"{3 * quarter - 2}-{3 * quarter}/{found[2] or found[3] or year}"

    def to_months(found: re.Match[str]) -> str:
        count, at_end = int(found[1]), fold(found[2] or "") == "cuoi"
        first, last = (13 - count, 12) if at_end else (1, count)
        return f"{first}-{last}/{found[3] or found[4] or year}"

    composed = unicodedata.normalize("NFC", words)
    return _MONTHS_LONG.sub(to_months, _QUARTER.sub(to_quarter, composed))


def _read_number(folded: Sequence[str]) -> int | None:
    """Read which page of a list is wanted ("trang 2" at the end)."""
    match folded:
        case [*_, word, number] if word == _NUMBER_OF_PAGE and number.isdecimal():
            return max(1, int(number[:3]))
    return None


def _read_comparison(parts: list[str], folded: list[str], plan: Plan) -> ProgressRequest:
    """Read "so sánh Bảo Lâm với Bảo Lạc 1.2a"."""
    free = list(range(2, len(parts)))
    code = _take_one(parts, free, lambda word: _read_code(word, plan))
    at = next((n for n in free if folded[n] in _AND), None)
    if at is None:
        return ProgressRequest("", Page.COMPARE, code, " ".join(parts))
    first = " ".join(parts[n] for n in free if n < at)
    second = " ".join(parts[n] for n in free if n > at)
    named = {n for n in free if n < at}
    rest = " ".join(part for n, part in enumerate(parts) if n not in named)
    return ProgressRequest(first, Page.COMPARE, code, rest, other=second)


def _take_page(folded: Sequence[str], free: list[int]) -> Page | None:
    """Take the longest page's name; one of a single word stands last or first."""
    said = [folded[at] for at in free]
    for count in range(min(len(said), _MOST_WORDS), 0, -1):
        starts = range(len(said) - count, -1, -1)
        for start in starts if count > 1 else dict.fromkeys((len(said) - 1, 0)):
            page = _BY_WORDS.get(tuple(said[start : start + count]))
            if page is not None:
                del free[start : start + count]
                return page
    return None


def _take_one(parts: Sequence[str], free: list[int], read: Callable[[str], str]) -> str:
    """Take the first word that is read as something; "" where none is."""
    for at in free:
        if found := read(parts[at].lower().strip(",?!")):
            free.remove(at)
            return found
    return ""


def read_months(word: str) -> str:
    """Read a month ("2025-10"), or the first and the last of several ("2025-07 2025-09")."""
    found = _MONTHS.fullmatch(word)
    if found is None:
        return ""
    year, last = int(found[3]), int(found[2])
    first = int(found[1] or last)
    named = Period(year, min(first, last))
    return str(named) if first >= last else f"{named} {Period(year, last)}"


def _read_code(word: str, plan: Plan) -> str:
    known = _CODE.fullmatch(word) and any(i.code.startswith(word) for i in plan.indicators)
    return word if known else ""


def _take_name(folded: Sequence[str], free: list[int], plan: Plan) -> str:
    """Take the longest name of an indicator, of two words or more: "thoát nghèo"."""
    said = [folded[at] for at in free]
    best: tuple[int, int, str] = (0, 0, "")
    for indicator in plan.indicators:
        for name in (indicator.short, *indicator.said_as):
            words = fold(name).split()
            for start in range(len(said) - len(words) + 1):
                if len(words) > max(best[0], 1) and said[start : start + len(words)] == words:
                    best = len(words), start, indicator.code
    count, start, code = best
    del free[start : start + count]
    return code


def _strip_around(folded: Sequence[str], free: list[int]) -> None:
    """Strip courtesies and filling words from both ends of what is left."""
    stripped = True
    while stripped and free:
        said = tuple(folded[at] for at in free)
        before = next((w for w in _BEFORE if said[: len(w)] == w), ())
        behind = next((w for w in _BEHIND if said[-len(w) :] == w), ())
        stripped = bool(before or behind)
        free[:] = free[len(before) :]
        free[:] = free[: max(len(free) - len(behind), 0)]
