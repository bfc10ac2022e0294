"""Reads how many of how many, or a percentage."""

from decimal import Decimal
from typing import Any

from domain.answers.numbers.amounts import Number, to_json_number
from domain.answers.numbers.typos import may_be_cut
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, ZERO, Reading, to_reading
from domain.answers.text.lexicon import (
    ABOUT,
    ALL,
    ANY,
    ASKING,
    BUT,
    CORRECTION,
    DOWNWARDS,
    FILLER,
    HALF,
    HIGH,
    LOW,
    NONE,
    NOT,
    OUT_OF,
    PER_CENT,
    PLUS,
    POLITE,
    SURE_NO,
    THING,
    UPWARDS,
    VAGUE,
)
from domain.answers.text.scanning import Scan, does_not_know, scan
from domain.answers.text.words import Token, prepare

_MOST_UNKNOWN = 3
_FULL = 100
_AFTER_SIGNS = 2


def read_share(text: str) -> Reading:
    """Read {"part", "whole"} of two numbers, {"percent"} of one; 0 ≤ part ≤ whole, whole > 0."""
    tokens = prepare(text, MAX_CHARACTERS)
    return UNREADABLE if tokens is None else read_share_tokens(tokens)


def read_share_tokens(tokens: list[Token]) -> Reading:
    """Read the share in tokens that end with END."""
    scanned = scan(tokens, decimals=True)
    if not scanned.bits & PER_CENT:
        scanned = scan(tokens)
    if any(number.amount is None for number in scanned.numbers):
        return UNREADABLE
    if does_not_know(scanned):
        return UNKNOWN
    if scanned.does(ASKING | BUT | CORRECTION) or "?" in scanned.list_texts():
        return UNREADABLE
    if not scanned.numbers:
        return _read_words(scanned)
    if len(scanned.numbers) == 1:
        return _read_one(scanned, scanned.numbers[0])
    if len(scanned.numbers) == 2:
        return _read_two(scanned, *scanned.numbers)
    return _read_three(scanned) if len(scanned.numbers) == 3 else UNREADABLE


def _read_words(scanned: Scan) -> Reading:
    """Read "một nửa", "tất cả", "không ai"."""
    if scanned.bits & (NOT | NONE | SURE_NO):
        return _read_none(scanned)
    if scanned.unknown > _MOST_UNKNOWN:
        return UNREADABLE
    if scanned.sees("nửa") or scanned.bits & HALF:
        return _read_half(scanned)
    if scanned.does(VAGUE):
        return UNREADABLE
    if scanned.bits & ALL and not scanned.bits & (ABOUT | LOW | HIGH):
        return to_reading({"percent": _FULL}, sure=not scanned.unknown)
    return UNREADABLE


def _read_half(scanned: Scan) -> Reading:
    """Read "một nửa", "hơn nửa", "chưa đến một nửa"."""
    if scanned.does(HIGH):
        return to_reading({"low": None, "high": 50}, sure=False)
    if scanned.does(LOW):
        return to_reading({"low": 50, "high": None}, sure=False)
    return to_reading({"percent": 50}, sure=not _is_doubtful(scanned))


def _read_none(scanned: Scan) -> Reading:
    denials = sum(bool(scanned.tokens[at].word.bits & NOT) for at in scanned.loose)
    if scanned.does(VAGUE | HALF | LOW | HIGH | ABOUT) or scanned.sees("không_phải") or denials > 1:
        return UNREADABLE
    if (
        scanned.sees("tất_cả")
        or scanned.sees("hết")
        or scanned.sees("đủ")
        or scanned.sees("toàn_bộ")
    ):
        return UNREADABLE
    if scanned.unknown and not scanned.bits & ANY:
        return UNREADABLE
    return ZERO if not scanned.unknown else to_reading(0, sure=False)


def _is_doubtful(scanned: Scan) -> bool:
    return bool(
        scanned.unknown
        or any(
            word.bits & (ABOUT | LOW | HIGH | UPWARDS | DOWNWARDS) and not word.bits & FILLER
            for word in (scanned.tokens[at].word for at in scanned.loose)
        )
    )


def _read_one(scanned: Scan, number: Number) -> Reading:
    amount = to_json_number(number.amount)
    if scanned.sees("nửa") and amount == 1:
        return _read_half(scanned)
    if scanned.bits & NOT and amount:
        return _read_none_of(scanned, number)
    if _is_negative(scanned, number):
        return UNREADABLE
    quarter = _read_quarters(scanned, number)
    if quarter is not None:
        return quarter
    if scanned.bits & PER_CENT or "%" in scanned.list_texts():
        return _read_percent(scanned, number, amount)
    if amount == 0 and number.plain:
        return ZERO if not scanned.unknown else UNREADABLE
    return _read_bare_number(scanned, number, amount)


def _read_none_of(scanned: Scan, whole: Number) -> Reading:
    """Read "không trên mười lăm"."""
    before = scanned.tokens[max(0, whole.start - 2) : whole.start]
    said = len(before) == 2 and before[0].word.bits & NOT and before[1].word.bits & OUT_OF
    if not said or scanned.unknown or scanned.bits & PER_CENT:
        return UNREADABLE
    return to_reading({"part": 0, "whole": int(to_json_number(whole.amount))})


def _read_quarters(scanned: Scan, number: Number) -> Reading | None:
    """Read "ba phần tư"; tư is a four only here."""
    part, last = (
        scanned.tokens[number.end],
        scanned.tokens[min(number.end + 1, len(scanned.tokens) - 1)],
    )
    if "phần" not in part.word.names or "tư" not in last.word.names:
        return None
    if scanned.unknown > 1 or not 0 < to_json_number(number.amount) <= 4:
        return UNREADABLE
    return to_reading({"part": int(to_json_number(number.amount)), "whole": 4}, sure=False)


def _read_bare_number(scanned: Scan, number: Number, amount: float) -> Reading:
    """Read "80" as a percentage to be confirmed; with a unit its whole is unknown."""
    alone = number.end - number.start + len(scanned.loose) == len(scanned.tokens) - 1
    if not alone or scanned.unknown or not 0 < amount <= _FULL or scanned.labels:
        return UNREADABLE
    if scanned.does(VAGUE | HALF | OUT_OF | LOW | HIGH | NOT) or scanned.sees("phần"):
        return UNREADABLE
    if scanned.bits & ALL:
        return to_reading({"part": int(amount), "whole": int(amount)}, sure=False)
    if any(
        scanned.tokens[at].word.bits & THING and not _is_polite(scanned, at) for at in scanned.loose
    ):
        return UNREADABLE
    if number.digit and not scanned.tokens[number.start].word.marked:
        return UNREADABLE
    return to_reading({"percent": amount}, sure=False)


def _is_polite(scanned: Scan, at: int) -> bool:
    return bool(scanned.tokens[at].word.bits & POLITE)


def _read_percent(scanned: Scan, number: Number, amount: float) -> Reading:
    if amount > _FULL or scanned.unknown > _MOST_UNKNOWN or scanned.does(VAGUE):
        return UNREADABLE
    after = scanned.collect_bits(number.end, len(scanned.tokens))
    before = scanned.collect_bits(0, number.start)
    if before & HIGH or after & DOWNWARDS:
        return to_reading({"low": None, "high": amount}, sure=False)
    if before & LOW or after & UPWARDS:
        return to_reading({"low": amount, "high": None}, sure=False)
    if amount == 0:
        return ZERO
    hundred = number.end == number.start + 1 and "trăm" in scanned.tokens[number.start].word.names
    return to_reading(
        {"percent": amount},
        sure=(number.sure or hundred)
        and not _is_doubtful(scanned)
        and not scanned.bits & PLUS
        and not may_be_cut(scanned, number),
    )


def _is_negative(scanned: Scan, number: Number) -> bool:
    before = scanned.tokens[number.start - 1].text if number.start else ""
    if before not in ("-", "–", "—") or scanned.tokens[number.start].gap:
        return False
    return number.start < _AFTER_SIGNS or scanned.tokens[number.start - 2].text == "/"


def _read_two(scanned: Scan, first: Number, second: Number) -> Reading:
    between = list(scanned.tokens[first.end : second.start])
    if (
        _is_negative(scanned, first)
        or _is_negative(scanned, second)
        or scanned.labels > scanned.periods
    ):
        return UNREADABLE
    texts = [t.text for t in between]
    if scanned.bits & PER_CENT or "%" in scanned.list_texts():
        return _read_percent_range(scanned, first, second, texts)
    if _is_out_of(between, texts):
        return _read_fraction(scanned, first, second)
    return _read_whole_first(scanned, first, second)


def _read_whole_first(scanned: Scan, whole: Number, part: Number) -> Reading:
    """Read a share whose whole is said first: "tổng 15 được 12", "15 hộ thì 12 hộ"."""
    fraction = _make_fraction(part, whole)
    whole_first = scanned.collect_bits(0, whole.start) & OUT_OF or scanned.sees("thì")
    got = any(
        not token.word.names.isdisjoint({"được", "có", "đạt", "thì"})
        for token in scanned.tokens[whole.end : part.start]
    )
    if (
        fraction is None
        or not (whole_first and got)
        or scanned.unknown > _MOST_UNKNOWN
        or scanned.bits & NOT
    ):
        return UNREADABLE
    return to_reading(fraction, sure=False)


def _is_out_of(between: list[Token], texts: list[str]) -> bool:
    if "/" in texts or "\\" in texts:
        return True
    return any(token.word.bits & OUT_OF for token in between)


def _read_fraction(scanned: Scan, part: Number, whole: Number) -> Reading:
    fraction = _make_fraction(part, whole)
    if fraction is None or scanned.bits & NOT or scanned.unknown > _MOST_UNKNOWN:
        return UNREADABLE
    cut = may_be_cut(scanned, part) or may_be_cut(scanned, whole)
    return to_reading(
        fraction, sure=part.sure and whole.sure and not cut and not _is_unsure_pair(scanned, part)
    )


def _is_unsure_pair(scanned: Scan, part: Number) -> bool:
    """Return True for an approximation or a bound before the part, or any unknown word."""
    if scanned.unknown:
        return True
    words = [scanned.tokens[at].word for at in scanned.loose if at < part.start]
    return any(word.bits & (ABOUT | LOW | HIGH) and not word.bits & FILLER for word in words)


def _make_fraction(part: Number, whole: Number) -> dict[str, Any] | None:
    low, high = part.amount, whole.amount
    if isinstance(low, Decimal) or isinstance(high, Decimal) or low is None or not high:
        low, high = _to_thousands(low), _to_thousands(high)
    if low is None or not high or low > high:
        return None
    return {"part": int(low), "whole": int(high)}


def _to_thousands(amount: int | Decimal | None) -> int | None:
    """Read a comma as grouping, as it is meant in a fraction: "1,200/1,391"."""
    if isinstance(amount, Decimal):
        scaled = amount * 1000
        three = amount.as_tuple().exponent == -3
        return int(scaled) if three else None
    return amount


def _read_percent_range(scanned: Scan, first: Number, second: Number, texts: list[str]) -> Reading:
    low, high = to_json_number(first.amount), to_json_number(second.amount)
    if not texts and first.digit and second.digit and low > 1:
        return to_reading({"percent": low * 10 + high}, sure=not _is_doubtful(scanned))
    if set(texts) <= {"%", "phần trăm"}:
        return UNREADABLE
    joins = {"-", "–", "~", "đến", "den", "tới", "hay", "hoặc", "%", "phần trăm"}
    if texts and set(texts) <= joins and low < high <= _FULL:
        return to_reading({"low": low, "high": high}, sure=False)
    if low == high and low <= _FULL:
        return to_reading({"percent": low}, sure=False)
    return UNREADABLE


def _read_three(scanned: Scan) -> Reading:
    """Read "12/15 (80%)", in which the percentage must agree."""
    first, second, third = scanned.numbers
    if not (scanned.bits & PER_CENT or "%" in scanned.list_texts()):
        return UNREADABLE
    if scanned.tokens[third.end].text == "%" or scanned.tokens[third.end].word.bits & PER_CENT:
        return _check_percent(scanned, first, second, to_json_number(third.amount))
    return _check_percent(scanned, second, third, to_json_number(first.amount))


def _check_percent(scanned: Scan, part: Number, whole: Number, percent: float) -> Reading:
    fraction = _make_fraction(part, whole)
    joined = "/" in [t.text for t in scanned.tokens[part.end : whole.start]]
    if fraction is None or not joined or scanned.unknown:
        return UNREADABLE
    near = abs(100 * fraction["part"] / fraction["whole"] - percent) < 1
    return to_reading(fraction, sure=not _is_doubtful(scanned)) if near else UNREADABLE
