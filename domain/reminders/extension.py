"""To which day a due day may be put off, and which day an officer names for it."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.answers import Status, fold
from domain.answers.dates.coming import read_coming

_DAY = timedelta(days=1)
_WEEKDAYS = {
    "hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5,
    "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5,
}  # fmt: skip
_WEEKDAY = re.compile(rf"(?:thu ({'|'.join(_WEEKDAYS)})|(chu nhat|cn))(?: (tuan sau|tuan toi))?")
_END_OF_MONTH = re.compile(r"(?:cuoi|het) thang(?: nay)?")
_IN_DAYS = re.compile(r"(?:them )?(\d{1,2}) (ngay|hom|tuan)(?: nua)?")
_AROUND = re.compile(r"^(?:het|ngay|hom|toi het) |(?: (?:nhe|nha|em|a|oi|di|giup|ho|voi|chi))+$")
_LONGEST = 60


def find_day_fault(day: date, today: date, dues: Iterable[date], last: date) -> str:
    """Return what is wrong with a new due day: "past", "early", "late", or "" where it is right.

    `dues`: the days that count now, of which it must be later than one; `last`: when the reports
    are locked.
    """
    if day <= min(dues):
        return "early"
    if day < today:
        return "past"
    return "late" if day > last else ""


def read_due_day(text: str, now: datetime, due: date, last: date) -> date | None:
    """Read to which day she wants a due day put off; None where it is no day.

    "Thứ sáu" is the next one and "3 ngày" so many after the day that counts now (`due`), or after
    today where that is later. A day that would be after `last` only by its year is of the year
    before.
    """
    said = _strip(fold(text[:_LONGEST]))
    if _END_OF_MONTH.fullmatch(fold(text[:_LONGEST])):
        return _find_end_of_month(max(now.date(), due))
    found = _read_ahead(said, max(now.date(), due))
    if found is not None:
        return found
    if _is_month(said):
        return None
    reading = read_coming(_strip_words(text), now)
    if reading.status not in (Status.VALUE, Status.CONFIRM) or not isinstance(reading.value, tuple):
        return None
    day: date = reading.value[1]
    before = _move_a_year_back(day)
    return before if day > last and before >= due - 3 * timedelta(days=31) else day


def _find_end_of_month(since: date) -> date:
    return (since.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY


def _read_ahead(said: str, since: date) -> date | None:
    if named := _WEEKDAY.fullmatch(said):
        weekday = 6 if named[2] else _WEEKDAYS[named[1]]
        since += (6 - since.weekday()) * _DAY if named[3] else 0 * _DAY
        return since + ((weekday - since.weekday() - 1) % 7 + 1) * _DAY
    if counted := _IN_DAYS.fullmatch(said):
        days = int(counted[1]) * (7 if counted[2] == "tuan" else 1)
        return since + days * _DAY
    return None


def _is_month(said: str) -> bool:
    """Tell whether only a month is named: "tháng 11" is no day."""
    return re.fullmatch(r"(?:thang|t) ?\d{1,2}(?: (?:nam )?\d{4})?", said) is not None


def _strip(said: str) -> str:
    while (bare := _AROUND.sub("", said)) != said and bare:
        said = bare
    return said


def _strip_words(text: str) -> str:
    """Drop "hết" before the day and what is only polite after it, whatever marks they bear."""
    words = text[:_LONGEST].strip(" .!?").split()
    while len(words) > 1 and fold(words[0]) in ("het", "ngay", "hom"):
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in _POLITE:
        words = words[:-1]
    return " ".join(words)


_POLITE = frozenset({"nhe", "nha", "em", "a", "oi", "di", "giup", "ho", "voi", "chi"})


def _move_a_year_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
