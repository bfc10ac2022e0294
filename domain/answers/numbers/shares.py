"""How many of how many, or a percentage."""

from decimal import Decimal
from typing import Any

from domain.answers.numbers.amounts import Number, plain
from domain.answers.numbers.slips import may_be_cut
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, ZERO, Reading, value
from domain.answers.text.lexicon import (
    ABOUT,
    ALL,
    ANY,
    ASKING,
    BUT,
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
    SLIP,
    SURE_NO,
    THING,
    UPWARDS,
    VAGUE,
)
from domain.answers.text.scanning import Scan, does_not_know, scan
from domain.answers.text.words import Token, prepare

_STRANGERS = 3
_FULL = 100
_AFTER_SIGNS = 2


def read_share(text: str) -> Reading:
    """{"part", "whole"} for two numbers, {"percent"} for one; 0 ≤ part ≤ whole, whole > 0."""
    tokens = prepare(text, MAX_CHARACTERS)
    return UNREADABLE if tokens is None else share_of(tokens)


def share_of(tokens: list[Token]) -> Reading:
    """The share said by tokens that end with END."""
    found = scan(tokens, decimals=True)
    if not found.bits & PER_CENT:
        found = scan(tokens)
    if any(number.amount is None for number in found.numbers):
        return UNREADABLE
    if does_not_know(found):
        return UNKNOWN
    if found.does(ASKING | BUT | SLIP) or "?" in found.texts():
        return UNREADABLE
    if not found.numbers:
        return _in_words(found)
    if len(found.numbers) == 1:
        return _one(found, found.numbers[0])
    if len(found.numbers) == 2:
        return _two(found, *found.numbers)
    return _three(found) if len(found.numbers) == 3 else UNREADABLE


def _in_words(found: Scan) -> Reading:
    """ "một nửa", "tất cả", "không ai"."""
    if found.bits & (NOT | NONE | SURE_NO):
        return _none(found)
    if found.unknown > _STRANGERS:
        return UNREADABLE
    if found.sees("nửa") or found.bits & HALF:
        return _half(found)
    if found.does(VAGUE):
        return UNREADABLE
    if found.bits & ALL and not found.bits & (ABOUT | LOW | HIGH):
        return value({"percent": _FULL}, sure=not found.unknown)
    return UNREADABLE


def _half(found: Scan) -> Reading:
    """ "một nửa", "hơn nửa", "chưa đến một nửa"."""
    if found.does(HIGH):
        return value({"low": None, "high": 50}, sure=False)
    if found.does(LOW):
        return value({"low": 50, "high": None}, sure=False)
    return value({"percent": 50}, sure=not _doubtful(found))


def _none(found: Scan) -> Reading:
    denials = sum(bool(found.tokens[at].word.bits & NOT) for at in found.loose)
    if found.does(VAGUE | HALF | LOW | HIGH | ABOUT) or found.sees("không_phải") or denials > 1:
        return UNREADABLE
    if found.sees("tất_cả") or found.sees("hết") or found.sees("đủ") or found.sees("toàn_bộ"):
        return UNREADABLE
    if found.unknown and not found.bits & ANY:
        return UNREADABLE
    return ZERO if not found.unknown else value(0, sure=False)


def _doubtful(found: Scan) -> bool:
    return bool(
        found.unknown
        or any(
            word.bits & (ABOUT | LOW | HIGH | UPWARDS | DOWNWARDS) and not word.bits & FILLER
            for word in (found.tokens[at].word for at in found.loose)
        )
    )


def _one(found: Scan, number: Number) -> Reading:
    amount = plain(number.amount)
    if found.sees("nửa") and amount == 1:
        return _half(found)
    if found.bits & NOT and amount:
        return _none_of(found, number)
    if _negative(found, number):
        return UNREADABLE
    quarter = _quarters(found, number)
    if quarter is not None:
        return quarter
    if found.bits & PER_CENT or "%" in found.texts():
        return _percent(found, number, amount)
    if amount == 0 and number.plain:
        return ZERO if not found.unknown else UNREADABLE
    return _bare(found, number, amount)


def _none_of(found: Scan, whole: Number) -> Reading:
    """ "không trên mười lăm"."""
    before = found.tokens[max(0, whole.start - 2) : whole.start]
    said = len(before) == 2 and before[0].word.bits & NOT and before[1].word.bits & OUT_OF
    if not said or found.unknown or found.bits & PER_CENT:
        return UNREADABLE
    return value({"part": 0, "whole": int(plain(whole.amount))})


def _quarters(found: Scan, number: Number) -> Reading | None:
    """ "ba phần tư": tư counts only here."""
    part, last = found.tokens[number.end], found.tokens[min(number.end + 1, len(found.tokens) - 1)]
    if "phần" not in part.word.names or "tư" not in last.word.names:
        return None
    if found.unknown > 1 or not 0 < plain(number.amount) <= 4:
        return UNREADABLE
    return value({"part": int(plain(number.amount)), "whole": 4}, sure=False)


def _bare(found: Scan, number: Number, amount: float) -> Reading:
    """ "80": a percentage perhaps; with a unit beside it, of nobody knows how many."""
    alone = number.end - number.start + len(found.loose) == len(found.tokens) - 1
    if not alone or found.unknown or not 0 < amount <= _FULL or found.labels:
        return UNREADABLE
    if found.does(VAGUE | HALF | OUT_OF | LOW | HIGH | NOT) or found.sees("phần"):
        return UNREADABLE
    if found.bits & ALL:
        return value({"part": int(amount), "whole": int(amount)}, sure=False)
    if any(found.tokens[at].word.bits & THING and not _is_polite(found, at) for at in found.loose):
        return UNREADABLE
    if number.digit and not found.tokens[number.start].word.marked:
        return UNREADABLE
    return value({"percent": amount}, sure=False)


def _is_polite(found: Scan, at: int) -> bool:
    return bool(found.tokens[at].word.bits & POLITE)


def _percent(found: Scan, number: Number, amount: float) -> Reading:
    if amount > _FULL or found.unknown > _STRANGERS or found.does(VAGUE):
        return UNREADABLE
    after = found.among(number.end, len(found.tokens))
    before = found.among(0, number.start)
    if before & HIGH or after & DOWNWARDS:
        return value({"low": None, "high": amount}, sure=False)
    if before & LOW or after & UPWARDS:
        return value({"low": amount, "high": None}, sure=False)
    if amount == 0:
        return ZERO
    hundred = number.end == number.start + 1 and "trăm" in found.tokens[number.start].word.names
    return value(
        {"percent": amount},
        sure=(number.sure or hundred)
        and not _doubtful(found)
        and not found.bits & PLUS
        and not may_be_cut(found, number),
    )


def _negative(found: Scan, number: Number) -> bool:
    before = found.tokens[number.start - 1].text if number.start else ""
    if before not in ("-", "–", "—") or found.tokens[number.start].gap:
        return False
    return number.start < _AFTER_SIGNS or found.tokens[number.start - 2].text == "/"


def _two(found: Scan, first: Number, second: Number) -> Reading:
    between = list(found.tokens[first.end : second.start])
    if _negative(found, first) or _negative(found, second) or found.labels > found.periods:
        return UNREADABLE
    texts = [t.text for t in between]
    if found.bits & PER_CENT or "%" in found.texts():
        return _percent_range(found, first, second, texts)
    if _joined(between, texts):
        return _of(found, first, second)
    return _of_which(found, first, second)


def _of_which(found: Scan, whole: Number, part: Number) -> Reading:
    """ "tổng 15 được 12", "15 hộ thì 12 hộ": the whole said first."""
    shape = _shape(part, whole)
    told = found.among(0, whole.start) & OUT_OF or found.sees("thì")
    got = any(
        not token.word.names.isdisjoint({"được", "có", "đạt", "thì"})
        for token in found.tokens[whole.end : part.start]
    )
    if shape is None or not (told and got) or found.unknown > _STRANGERS or found.bits & NOT:
        return UNREADABLE
    return value(shape, sure=False)


def _joined(between: list[Token], texts: list[str]) -> bool:
    if "/" in texts or "\\" in texts:
        return True
    return any(token.word.bits & OUT_OF for token in between)


def _of(found: Scan, part: Number, whole: Number) -> Reading:
    shape = _shape(part, whole)
    if shape is None or found.bits & NOT or found.unknown > _STRANGERS:
        return UNREADABLE
    cut = may_be_cut(found, part) or may_be_cut(found, whole)
    return value(shape, sure=part.sure and whole.sure and not cut and not _unsure_pair(found, part))


def _unsure_pair(found: Scan, part: Number) -> bool:
    """Near or bounded: said before the part, or anything strange anywhere."""
    if found.unknown:
        return True
    words = [found.tokens[at].word for at in found.loose if at < part.start]
    return any(word.bits & (ABOUT | LOW | HIGH) and not word.bits & FILLER for word in words)


def _shape(part: Number, whole: Number) -> dict[str, Any] | None:
    low, high = part.amount, whole.amount
    if isinstance(low, Decimal) or isinstance(high, Decimal) or low is None or not high:
        low, high = _thousands(low), _thousands(high)
    if low is None or not high or low > high:
        return None
    return {"part": int(low), "whole": int(high)}


def _thousands(amount: int | Decimal | None) -> int | None:
    """ "1,200/1,391": in a fraction a comma groups."""
    if isinstance(amount, Decimal):
        scaled = amount * 1000
        three = amount.as_tuple().exponent == -3
        return int(scaled) if three else None
    return amount


def _percent_range(found: Scan, first: Number, second: Number, texts: list[str]) -> Reading:
    low, high = plain(first.amount), plain(second.amount)
    if not texts and first.digit and second.digit and low > 1:
        return value({"percent": low * 10 + high}, sure=not _doubtful(found))
    if set(texts) <= {"%", "phần trăm"}:
        return UNREADABLE
    joins = {"-", "–", "~", "đến", "den", "tới", "hay", "hoặc", "%", "phần trăm"}
    if texts and set(texts) <= joins and low < high <= _FULL:
        return value({"low": low, "high": high}, sure=False)
    if low == high and low <= _FULL:
        return value({"percent": low}, sure=False)
    return UNREADABLE


def _three(found: Scan) -> Reading:
    """ "12/15 (80%)": the percentage must agree."""
    first, second, third = found.numbers
    if not (found.bits & PER_CENT or "%" in found.texts()):
        return UNREADABLE
    if found.tokens[third.end].text == "%" or found.tokens[third.end].word.bits & PER_CENT:
        return _agreeing(found, first, second, plain(third.amount))
    return _agreeing(found, second, third, plain(first.amount))


def _agreeing(found: Scan, part: Number, whole: Number, percent: float) -> Reading:
    shape = _shape(part, whole)
    joined = "/" in [t.text for t in found.tokens[part.end : whole.start]]
    if shape is None or not joined or found.unknown:
        return UNREADABLE
    near = abs(100 * shape["part"] / shape["whole"] - percent) < 1
    return value(shape, sure=not _doubtful(found)) if near else UNREADABLE
