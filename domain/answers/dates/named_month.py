"""Reads which month a report is said to be for: "báo cáo tháng 10: …", "ko phai thang 9", "T10".

A month in the middle of what is told ("tháng 8 có 2 hộ") is no month of the report; only one at
its head, on a line of its own, after "báo cáo", or denied is.
"""

import re
import unicodedata
from dataclasses import dataclass

from domain.answers.text.phrases import strip_marks
from domain.periods import Period

_LONGEST = 1000
_HALF_A_YEAR = 6
"""A month named without its year is of last year if it lies further ahead than this."""

_BY_WORD = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "bay": 7, "tam": 8, "chin": 9,
    "muoi mot": 11, "muoi hai": 12, "muoi": 10, "chap": 12,
}  # fmt: skip
_NUMBER = rf"(?P<number>1[0-2]|0?[1-9]|{'|'.join(sorted(_BY_WORD, key=len, reverse=True))})"
_COUNTED = (
    r"(?:buoi|bua|ho|hv|hoi vien|nguoi|cuoc|lan|nha|dua|gia dinh|mo hinh|lop|nhom|can bo"
    r"|dang vien|chau|ba|tr|trieu|nghin|ngan"
    r"|chi(?! (?:hoi|bao|co|gui|lam|to|ket|khong|ko|k|da|duoc|chua|sinh|hop|nhan|dat|gioi|van"
    r"|cung|thi|tang|giam|\d+)\b))"
)
"""What is counted after a number: "trong tháng 2 buổi" names no month."""

_MONTH = (
    rf"\b(?:(?:thang|ky)\s*{_NUMBER}|t\.?\s?(?P<short>1[0-2]|0?[1-9]))"
    r"(?:\s*/\s*(?P<year>20\d\d)|\s+nam\s+(?P<of>20\d\d))?"
    rf"(?![\w/])(?!\s*{_COUNTED}\b)"
)
_RELATIVE = r"\bthang\s+(?P<relative>nay|truoc|vua roi|roi|vua qua)\b"
_FILLERS = (
    r"(?:da|vang|u|em|e|oi|a|chi|c|chao|xin|cho|gui|nop|lam|muon|can|phai|bao|cao|bc|ve|cua|so"
    r"|lieu|ket|qua|trong|o|nhe|nha|nhen|hoi|day|la|ne|luon|nua|va|thi|con|no|toi|minh|tiep|nay"
    r"|co|chu|co ma|moi|dung|day nhe|truoc|da nhe|di)"
)
_BEFORE = rf"(?:\b{_FILLERS}\b[\s,.:!]*)*"
_AFTER = r"(?:\s*\b(?:nay|nhe|nha|em|a|co|chu|co ma|moi dung|truoc|thoi|day|di|cho chi|voi|dau)\b)*"
_NOT = r"\b(?:khong|ko|k|kg|hong|hem|chang|dau)\s+(?:phai\s+)?(?:(?:la|bao cao|bc|cua|lam)\s+)*"
_DENIED = re.compile(rf"{_NOT}{_MONTH}{_AFTER}[\s,.;]*(?:ma\b)?")
_NAMED = (
    re.compile(rf"^\W*{_BEFORE}{_MONTH}{_AFTER}"),
    re.compile(
        rf"\b(?:bao cao|bc|so lieu)\s+(?:(?:cua|cho|chi hoi|nhe|em|chi)\s+)*{_MONTH}{_AFTER}"
    ),
    re.compile(rf"(?<=[,(;\n.])\s*{_BEFORE}{_MONTH}{_AFTER}(?=\s*(?:[):;,.\n!]|$))"),
)
_AT_CLAUSE = re.compile(rf"(?:^\W*|(?<=[,;.\n])\s*|\s+(?=con\b)){_BEFORE}{_MONTH}{_AFTER}")
_AROUND = " \t\r\n:,;.-–()"
_NEAR = re.compile(r"\b(?:thang|ky) (sau|toi|truoc|trc|vua|qua|roi)\b")
_NOW = re.compile(r"[,;.\n]\s*(?:con |thi )*thang nay\b(?:\s+(?:thi|la|chi|em)\b)*")
"""What is told of this month beside another: "tháng 9 2 buổi, tháng này 1 buổi"."""

_THIS = re.compile(rf"^\W*{_BEFORE}{_RELATIVE}")
_LAST = re.compile(rf"\b(?:bao cao|bc|so lieu|cua)\s+{_RELATIVE}")
_LIKE = re.compile(r"\b(?:nhu|giong|bang|y|giu)\b")
_EMPTY = re.compile(rf"\W*{_BEFORE}\W*")


@dataclass(frozen=True, slots=True)
class NamedMonths:
    """What a message says of the month it is for.

    `meant`, `denied`: months said, and said not to be meant. `rest`: the message without them, ""
    where it says nothing else. `relative`: it said "this month", not a number.
    """

    meant: tuple[Period, ...] = ()
    denied: tuple[Period, ...] = ()
    rest: str = ""
    relative: bool = False


def read_named_months(text: str, this: Period) -> NamedMonths | None:
    """Read the months that a message is for; None where it names none.

    `this`: the month of the calendar today. A month without a year is the nearest.
    """
    if len(text) > _LONGEST:
        return None
    text = unicodedata.normalize("NFC", text)
    plain = _strip(text)
    if "thang" not in plain and not re.search(r"\b(?:t\.?\s?\d|ky\b)", plain):
        return None
    denied, plain, text = _take_out([_DENIED], plain, text, this)
    meant, plain, text = _take_out(_NAMED, plain, text, this)
    if meant or denied:
        return NamedMonths(meant, denied, _tidy(text, plain))
    return _read_relative(plain, text, this)


def split_by_month(text: str, this: Period) -> list[tuple[Period, str]]:
    """Split a message for several months at their names: (month, what is said of it), in order.

    "Tháng này" behind another month counts, too. Empty where it names one month or none, or begins
    with something else.
    """
    if len(text) > _LONGEST:
        return []
    text = unicodedata.normalize("NFC", text)
    plain = _strip(text)
    hits = list(_AT_CLAUSE.finditer(plain))
    if len(hits) == 1 and not hits[0].start() and (now := _NOW.search(plain, hits[0].end())):
        now_told = text[now.end() :].strip(_AROUND)
        before = text[hits[0].end() : now.start()].strip(_AROUND)
        if now_told and before and _to_period(hits[0], this) != this:
            return [(_to_period(hits[0], this), before), (this, now_told)]
    if len({_to_period(hit, this) for hit in hits}) < 2 or hits[0].start() > 0:
        return []
    ends = [*(hit.start() for hit in hits[1:]), len(text)]
    return [
        (_to_period(hit, this), text[hit.end() : end].strip(_AROUND))
        for hit, end in zip(hits, ends, strict=True)
    ]


def find_month_asked(text: str, this: Period) -> Period | None:
    """Find the month that a question is about, wherever it stands: "xem tháng 9", "tháng sau"."""
    plain = _strip(unicodedata.normalize("NFC", text[:_LONGEST]))
    if (hit := re.search(_MONTH, plain)) is not None:
        return _to_period(hit, this)
    if (hit := _NEAR.search(plain)) is None:
        return None
    return this.next() if hit[1] in ("sau", "toi") else this.previous()


def _strip(text: str) -> str:
    """Strip the marks; places in the result are places in the text."""
    lower = text.lower()
    return strip_marks(lower if len(lower) == len(text) else text)


def _take_out(
    patterns: tuple[re.Pattern[str], ...] | list[re.Pattern[str]],
    plain: str,
    text: str,
    this: Period,
) -> tuple[tuple[Period, ...], str, str]:
    """Return the months found, and both texts with a space in place of each."""
    found: list[Period] = []
    for pattern in patterns:
        while (hit := pattern.search(plain)) is not None:
            found.append(_to_period(hit, this))
            plain = f"{plain[: hit.start()]} {plain[hit.end() :]}"
            text = f"{text[: hit.start()]} {text[hit.end() :]}"
    return tuple(dict.fromkeys(found)), plain, text


def _to_period(hit: re.Match[str], this: Period) -> Period:
    said = hit["number"] or hit["short"]
    month = _BY_WORD.get(said) or int(said)
    if year := hit["year"] or hit["of"]:
        return Period(int(year), month)
    return Period(this.year - (month - this.month > _HALF_A_YEAR), month)


def _read_relative(plain: str, text: str, this: Period) -> NamedMonths | None:
    hit = _THIS.search(plain)
    if hit is not None and hit["relative"] == "nay":
        # "tháng này" stays in the rest: the readers know it as a word of time
        return NamedMonths((this,), (), text.strip(), relative=True)
    hit = _LAST.search(plain)
    if hit is None or hit["relative"] == "nay" or _LIKE.search(plain[: hit.start()]):
        return None
    rest, bare = text[: hit.start()] + text[hit.end() :], plain[: hit.start()] + plain[hit.end() :]
    return NamedMonths((this.previous(),), (), _tidy(rest, bare), relative=True)


def drop_courtesies(text: str) -> str:
    """Return the text without marks around it; "" for mere courtesies: "chị gửi báo cáo nhé"."""
    return _tidy(text, _strip(unicodedata.normalize("NFC", text)))


def _tidy(text: str, plain: str) -> str:
    return "" if _EMPTY.fullmatch(plain) else text.strip(_AROUND)
