"""Two numbers in one answer: a range, the same twice, a slip mended, tens said short."""

from domain.answers.numbers.amounts import Number, plain
from domain.answers.readings import UNREADABLE, ZERO, Reading, value
from domain.answers.text.lexicon import (
    ABOUT,
    ASKING,
    BETWEEN,
    BUT,
    HIGH,
    LOW,
    NOT,
    SLIP,
    SURE_NO,
    VAGUE,
)
from domain.answers.text.scanning import Scan, is_negative

_LITTLE_SCALES = {"mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1000, "triệu": 10**6}
_DASHES = frozenset("-–—~")
_FIVE = 5
_ONE_DIGIT = 10
_STRANGERS = 1


def two_counts(found: Scan, first: Number, second: Number) -> Reading:
    """The count that two numbers come to; unreadable where they contradict."""
    between = found.among(first.end, second.start)
    joins = [t.text for t in found.tokens[first.end : second.start]]
    if is_negative(found, first) or "?" in found.signs or "/" in joins:
        return UNREADABLE
    if between & SLIP:
        return value(plain(second.amount), sure=False)
    if between & SURE_NO:
        return UNREADABLE
    if first.amount == second.amount:
        return _said_twice(found, first, second)
    if _is_range(found, first, second, between, joins):
        return _range(found, first, second)
    if not joins and first.digit and second.digit:
        return _short_tens(found, first, second)
    return _both_bounds(found, first, second)


def _short_tens(found: Scan, first: Number, second: Number) -> Reading:
    """ "hai bảy" is 27 as spoken; "hai năm" may be two years."""
    tens, unit = plain(first.amount), plain(second.amount)
    if tens < 2 or found.bits & (NOT | VAGUE | SLIP | BUT) or found.unknown > _STRANGERS:
        return UNREADABLE
    if found.tokens[first.start].word.bits & ABOUT:
        return value(unit, sure=False)
    five = any("năm" in found.tokens[at].word.names for at in (first.start, second.start))
    sure = not five and not found.unknown and not found.bits & (ABOUT | LOW | HIGH)
    return value(tens * 10 + unit, sure=sure)


def _both_bounds(found: Scan, first: Number, second: Number) -> Reading:
    """ "trên 10 dưới 15"."""
    low, high = plain(first.amount), plain(second.amount)
    opened = found.among(0, first.start) & LOW
    closed = found.among(first.end, second.start) & HIGH
    if not (opened and closed) or low >= high or found.unknown or found.bits & NOT:
        return UNREADABLE
    return value({"low": low, "high": high}, sure=False)


def _said_twice(found: Scan, first: Number, second: Number) -> Reading:
    """ "12 (mười hai)"."""
    if first.digit and second.digit and first.end == second.start:
        return _short_tens(found, first, second)
    if second.digit and second.start == first.end and second.amount == _FIVE:
        return UNREADABLE
    if found.unknown or found.bits & (NOT | VAGUE | LOW | HIGH | BUT):
        return UNREADABLE
    if found.does(ABOUT):
        return value(plain(first.amount), sure=False)
    if first.amount == 0:
        return ZERO
    return value(plain(first.amount), sure=first.plain != second.plain and second.sure)


def _is_range(found: Scan, first: Number, second: Number, between: int, joins: list[str]) -> bool:
    if found.unknown > _STRANGERS or found.bits & (NOT | ASKING):
        return False
    if between & BETWEEN:
        return True
    if joins and all(text in _DASHES or text == ">" for text in joins):
        return True
    return not joins and _neighbours(first, second)


def _neighbours(first: Number, second: Number) -> bool:
    """ "hai ba", "năm sáu chục", "mười hai mười ba", "5 6"."""
    low, high = int(first.amount or 0), int(second.amount or 0)
    if first.plain != second.plain:
        return False
    if first.digit and high >= 20 and str(high)[0] == str(low + 1)[0]:
        return not str(high)[1:].strip("0")
    if (first.plain and second.plain) or (first.digit and second.digit):
        return high == low + 1 or (low, high) == (5, 7)
    return low < high <= low * 2


def _range(found: Scan, first: Number, second: Number) -> Reading:
    low, high = plain(first.amount), plain(second.amount)
    if low < _ONE_DIGIT:
        low *= _shared_scale(found, low, second)
    if low >= high:
        return UNREADABLE
    return value({"low": low, "high": high}, sure=False)


def _shared_scale(found: Scan, low: float, second: Number) -> int:
    """ "2-3 chục": the scale of the second number belongs to the first too."""
    if second.plain or second.end - second.start != 2:
        return 1
    for name, scale in _LITTLE_SCALES.items():
        if name in found.tokens[second.end - 1].word.names:
            return scale if low < int(second.amount or 0) // scale else 1
    return 1
