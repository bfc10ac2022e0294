"""Reads two numbers in one answer: a range, a repetition, a correction, tens without mươi."""

from domain.answers.numbers.amounts import Number, to_json_number
from domain.answers.readings import UNREADABLE, ZERO, Reading, to_reading
from domain.answers.text.lexicon import (
    ABOUT,
    ASKING,
    BETWEEN,
    BUT,
    CORRECTION,
    HIGH,
    LOW,
    NOT,
    SURE_NO,
    VAGUE,
)
from domain.answers.text.scanning import Scan, is_negative

_LITTLE_SCALES = {"mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1000, "triệu": 10**6}
_DASHES = frozenset("-–—~")
_FIVE = 5
_ONE_DIGIT = 10
_MOST_UNKNOWN = 1


def read_two_counts(scanned: Scan, first: Number, second: Number) -> Reading:
    """Read the count that two numbers make; unreadable where they contradict each other."""
    between = scanned.collect_bits(first.end, second.start)
    joins = [t.text for t in scanned.tokens[first.end : second.start]]
    if is_negative(scanned, first) or "?" in scanned.signs or "/" in joins:
        return UNREADABLE
    if between & CORRECTION:
        return to_reading(to_json_number(second.amount), sure=False)
    if between & SURE_NO:
        return UNREADABLE
    if first.amount == second.amount:
        return _read_repeated(scanned, first, second)
    if _is_range(scanned, first, second, between, joins):
        return _read_range(scanned, first, second)
    if not joins and first.digit and second.digit:
        return _read_short_tens(scanned, first, second)
    return _read_both_bounds(scanned, first, second)


def _read_short_tens(scanned: Scan, first: Number, second: Number) -> Reading:
    """Read "hai bảy" as 27, as it is spoken; "hai năm" may be two years."""
    tens, unit = to_json_number(first.amount), to_json_number(second.amount)
    if (
        tens < 2
        or scanned.bits & (NOT | VAGUE | CORRECTION | BUT)
        or scanned.unknown > _MOST_UNKNOWN
    ):
        return UNREADABLE
    if scanned.tokens[first.start].word.bits & ABOUT:
        return to_reading(unit, sure=False)
    five = any("năm" in scanned.tokens[at].word.names for at in (first.start, second.start))
    sure = not five and not scanned.unknown and not scanned.bits & (ABOUT | LOW | HIGH)
    return to_reading(tens * 10 + unit, sure=sure)


def _read_both_bounds(scanned: Scan, first: Number, second: Number) -> Reading:
    """Read "trên 10 dưới 15"."""
    low, high = to_json_number(first.amount), to_json_number(second.amount)
    opened = scanned.collect_bits(0, first.start) & LOW
    closed = scanned.collect_bits(first.end, second.start) & HIGH
    if not (opened and closed) or low >= high or scanned.unknown or scanned.bits & NOT:
        return UNREADABLE
    return to_reading({"low": low, "high": high}, sure=False)


def _read_repeated(scanned: Scan, first: Number, second: Number) -> Reading:
    """Read a number that is said twice: "12 (mười hai)"."""
    if first.digit and second.digit and first.end == second.start:
        return _read_short_tens(scanned, first, second)
    if second.digit and second.start == first.end and second.amount == _FIVE:
        return UNREADABLE
    if scanned.unknown or scanned.bits & (NOT | VAGUE | LOW | HIGH | BUT):
        return UNREADABLE
    if scanned.does(ABOUT):
        return to_reading(to_json_number(first.amount), sure=False)
    if first.amount == 0:
        return ZERO
    return to_reading(
        to_json_number(first.amount), sure=first.plain != second.plain and second.sure
    )


def _is_range(scanned: Scan, first: Number, second: Number, between: int, joins: list[str]) -> bool:
    if scanned.unknown > _MOST_UNKNOWN or scanned.bits & (NOT | ASKING):
        return False
    if between & BETWEEN:
        return True
    if joins and all(text in _DASHES or text == ">" for text in joins):
        return True
    return not joins and _are_neighbours(first, second)


def _are_neighbours(first: Number, second: Number) -> bool:
    """Return True for "hai ba", "năm sáu chục", "mười hai mười ba", "5 6"."""
    low, high = int(first.amount or 0), int(second.amount or 0)
    if first.plain != second.plain:
        return False
    if first.digit and high >= 20 and str(high)[0] == str(low + 1)[0]:
        return not str(high)[1:].strip("0")
    if (first.plain and second.plain) or (first.digit and second.digit):
        return high == low + 1 or (low, high) == (5, 7)
    return low < high <= low * 2


def _read_range(scanned: Scan, first: Number, second: Number) -> Reading:
    low, high = to_json_number(first.amount), to_json_number(second.amount)
    if low < _ONE_DIGIT:
        low *= _find_shared_scale(scanned, low, second)
    if low >= high:
        return UNREADABLE
    return to_reading({"low": low, "high": high}, sure=False)


def _find_shared_scale(scanned: Scan, low: float, second: Number) -> int:
    """Find the scale that the second number gives to the first: "2-3 chục"."""
    if second.plain or second.end - second.start != 2:
        return 1
    for name, scale in _LITTLE_SCALES.items():
        if name in scanned.tokens[second.end - 1].word.names:
            return scale if low < int(second.amount or 0) // scale else 1
    return 1
