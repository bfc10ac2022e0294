"""Reads what staff write after GIA HẠN and NHẮC: which units, which month, to which day."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.answers import fold
from domain.answers.text.marks import clean
from domain.periods import Period

_LONGEST = 200
_TO = re.compile(r"(?:^|\s)(?:đến|den|tới|toi|sang|thành|thanh)\s+(?=\S)")
_A_DAY = r"(?:ngày\s+|ngay\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?"
_WEEKDAY = r"(?:thứ|thu)\s+\w+(?:\s+tuần\s+(?:sau|tới))?|chủ nhật|chu nhat"
_IN_DAYS = r"(?:thêm\s+|them\s+)?\d{1,2}\s+(?:ngày|ngay|hôm|hom|tuần|tuan)(?:\s+nữa)?"
_LAST_IS_DAY = re.compile(rf"(?:^|\s)({_A_DAY}|{_WEEKDAY}|{_IN_DAYS}|(?:ngày\s+)?mai)\s*$")
_ONLY_A_NUMBER = re.compile(r"(?:ngày\s+|ngay\s+)?([1-9]|[12]\d|3[01])")
_MONTH = re.compile(
    r"(?:^|(?<=\s))(?:của |cua |cho )?(?:báo cáo |bao cao |bc )?(?:tháng|thang|kỳ|ky|t)\s*"
    r"(1[0-2]|0?[1-9])(?:\s*[/-]\s*(20\d\d))?(?![\d/])"
)
_BEFORE = frozenset(
    {"cho", "giup", "cua", "cac", "nhung", "bao cao", "don vi", "lui han", "them", "den", "toi"}
)
_AFTER = frozenset(
    {"nhe", "nha", "em", "a", "oi", "giup", "giup chi", "cho chi", "chua gui", "con thieu",
     "chua nop", "chua bao cao"}
)  # fmt: skip
_BETWEEN = re.compile(r"\s*[,;+&]\s*|\s+(?:và|va)\s+")
_OWN = frozenset({"xa", "ca xa", "toan xa", "ca dia ban", "toan dia ban", "chi hoi", "cac chi hoi"})
_BUTTON = re.compile(r"(\d+) (\d{4}-\d{2})")


class Wanted(StrEnum):
    """What she wants done: to put off a due day, to see what was, or to take it back."""

    EXTENDED = "extended"
    LIST = "list"
    UNDO = "undo"


_LISTS = re.compile(r"(?:xem|danh sach|xem danh sach|dang co|da cho|nhung ai|cho ai|cho nhung ai)")
_PAGE = re.compile(r"xem (?:trang )?(\d{1,3})(?:\s+|$)")
_UNDOES = re.compile(
    r"(?:bỏ|bo|hủy|huy|huỷ|rút|thu hồi|hoàn tác)(?:\s+gia hạn|\s+gia han)?(?:\s+|$)"
)


@dataclass(frozen=True, slots=True)
class OfficerWords:
    """What she wrote: names of units (none: her own), month ("2025-10" or 10) and day in her words.

    `unit_id`: where a button named it. `page`: of a list.
    """

    what: Wanted = Wanted.EXTENDED
    names: tuple[str, ...] = ()
    month: int = 0
    year: int = 0
    day: str = ""
    unit_id: int = 0
    page: int = 0

    def find_period(self, among: tuple[Period, ...]) -> Period | None:
        """Find the period that she named; None where it is not among these."""
        named = (p for p in reversed(among) if p.month == self.month)
        return next((p for p in named if self.year in (0, p.year)), None)


def read_officer_words(words: str) -> OfficerWords:
    """Read "bảo lâm, lý bôn tháng 10 đến thứ sáu", "28/11", "xem", "bỏ bảo lâm", "12 2025-10"."""
    text = " ".join(clean(words[:_LONGEST]).split()).strip(" .!?")
    if _LISTS.fullmatch(fold(text)):
        return OfficerWords(Wanted.LIST)
    what, page = Wanted.EXTENDED, 0
    if paged := _PAGE.match(text):
        what, page, text = Wanted.LIST, int(paged[1]), text[paged.end() :]
    if undoes := _UNDOES.match(text):
        what, text = Wanted.UNDO, text[undoes.end() :]
    if pressed := _BUTTON.fullmatch(text):
        year, month = map(int, pressed[2].split("-"))
        return OfficerWords(what, month=month, year=year, unit_id=int(pressed[1]))
    text, day = ("", text) if _ONLY_A_NUMBER.fullmatch(text) else _split_day(text)
    named = _MONTH.search(text)
    if named is not None:
        text = f"{text[: named.start()]} {text[named.end() :]}"
    return OfficerWords(
        what,
        tuple(name for part in _BETWEEN.split(text) if (name := _strip(part))),
        int(named[1]) if named else 0,
        int(named[2]) if named and named[2] else 0,
        day,
        page=page,
    )


def _split_day(text: str) -> tuple[str, str]:
    """Split off the day at the end, after "đến" or by itself."""
    places = list(_TO.finditer(text))
    if places:
        return text[: places[-1].start()].strip(), text[places[-1].end() :]
    found = _LAST_IS_DAY.search(text)
    return (text, "") if found is None else (text[: found.start()].strip(), found[1])


def _strip(name: str) -> str:
    """Drop what is around a name; "" where nothing is left, or her own unit is meant."""
    words = name.split()
    while words and fold(" ".join(words)) not in _OWN:
        if (n := _count(words, _BEFORE, slice(0, 2), slice(0, 1))) > 0:
            words = words[n:]
        elif (n := _count(words, _AFTER, slice(-3, None), slice(-2, None), slice(-1, None))) > 0:
            words = words[:-n]
        else:
            return " ".join(words)
    return ""


def _count(words: list[str], fillers: frozenset[str], *pieces: slice) -> int:
    """Count how many of the words at one end are a filler."""
    found = (words[piece] for piece in pieces)
    return next((len(piece) for piece in found if fold(" ".join(piece)) in fillers), 0)
