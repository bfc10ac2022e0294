"""Reads what is asked of progress: a unit in words, and which page of it is wanted."""

import re
from collections.abc import Callable, Sequence
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
    QUARTER = "quarter"
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

_MONTH = re.compile(r"(0?[1-9]|1[0-2])/(20\d\d)")
_CODE = re.compile(r"\d\.\d?[a-d]?")
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4,
             "i": 1, "ii": 2, "iii": 3, "iv": 4}  # fmt: skip
_COMPARE = ("so", "sanh")
_AND = frozenset({"voi", "va", "cung"})
_DRAWN = (Page.CHART, Page.RANKING)
"""With an indicator's code these are pictures of it."""


@dataclass(frozen=True, slots=True)
class ProgressRequest:
    """What is wanted.

    `unit`: its name in words, "" for her own. `what`: an indicator's code (or how codes begin), a
    month such as "2025-10", or a quarter such as "2025-Q3". `rest`: all her words but the unit's.
    `month`: the month of which an indicator is asked. `other`: the unit that is compared with.
    """

    unit: str
    page: Page = Page.CARD
    what: str = ""
    rest: str = ""
    month: str = ""
    other: str = ""


def read_progress_request(words: str, plan: Plan) -> ProgressRequest:
    """Read "hoa an", "1.5", "hoa an thieu", "10/2025", "1.2a tháng 9", "chỉ tiêu nào chậm nhất".

    What is neither a page nor a figure nor a courtesy around them is a unit's name.
    """
    parts = write_months_as_figures(words, plan.year).split()
    folded = [fold(part) or part for part in parts]
    if tuple(folded[:2]) == _COMPARE:
        return _read_comparison(parts, folded, plan)
    free = list(range(len(parts)))
    named = _take_page(folded, free)
    month = _take_one(parts, free, _read_month)
    quarter = _take_quarter(folded, free, plan)
    code = _take_one(parts, free, lambda word: _read_code(word, plan)) or _take_name(
        folded, free, plan
    )
    _strip_around(folded, free)
    unit = " ".join(parts[at] for at in free)
    rest = " ".join(part for at, part in enumerate(parts) if at not in free)
    return _choose_page(unit, rest, named, code=code, month=month, quarter=quarter)


def _choose_page(
    unit: str, rest: str, named: Page | None, *, code: str, month: str, quarter: str
) -> ProgressRequest:
    if code:
        page = named if named in _DRAWN else Page.INDICATOR
        return ProgressRequest(unit, page or Page.INDICATOR, code, rest, month)
    if quarter:
        return ProgressRequest(unit, Page.QUARTER, quarter, rest)
    if month:
        return ProgressRequest(unit, Page.MONTH, month, rest)
    return ProgressRequest(unit, named or Page.CARD, rest=rest)


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
    for count in range(min(len(folded), _MOST_WORDS), 0, -1):
        starts = range(len(folded) - count, -1, -1)
        for start in starts if count > 1 else dict.fromkeys((len(folded) - 1, 0)):
            page = _BY_WORDS.get(tuple(folded[start : start + count]))
            if page is not None:
                free[:] = [at for at in free if not start <= at < start + count]
                return page
    return None


def _take_one(parts: Sequence[str], free: list[int], read: Callable[[str], str]) -> str:
    """Take the first word that is read as something; "" where none is."""
    for at in free:
        if found := read(parts[at].lower().strip(",?!")):
            free.remove(at)
            return found
    return ""


def _read_month(word: str) -> str:
    found = _MONTH.fullmatch(word)
    return "" if found is None else str(Period(int(found[2]), int(found[1])))


def _read_code(word: str, plan: Plan) -> str:
    known = _CODE.fullmatch(word) and any(i.code.startswith(word) for i in plan.indicators)
    return word if known else ""


def _take_quarter(folded: Sequence[str], free: list[int], plan: Plan) -> str:
    for at in free:
        number = _QUARTERS.get(folded[at + 1]) if at + 1 in free else None
        if folded[at] == "quy" and number is not None:
            free[:] = [n for n in free if n not in (at, at + 1)]
            return f"{plan.year}-Q{number}"
    return ""


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
