"""How many: a count as an answer, exact, near, bounded, or none at all."""

import itertools
from decimal import Decimal

from domain.answers.lexicon import (
    ABOUT,
    ANY,
    ASKING,
    BETWEEN,
    BUT,
    DOWNWARDS,
    FILLER,
    HIGH,
    LABEL,
    LOW,
    MAYBE,
    MONEY,
    NONE,
    NOT,
    PER_CENT,
    PLUS,
    POLITE,
    PRONOUN,
    SLIP,
    SURE_NO,
    THING,
    TIME,
    UNCOUNTED,
    UPWARDS,
    VAGUE,
    YET,
)
from domain.answers.numbers import Amount, Number
from domain.answers.readings import (
    MAX_CHARACTERS,
    UNKNOWN,
    UNREADABLE,
    ZERO,
    Reading,
    Status,
    value,
)
from domain.answers.scanning import Scan, does_not_know, scan
from domain.answers.words import Token, Word, prepare

_BOUNDS = LOW | HIGH | UPWARDS | DOWNWARDS
_FIVE = 5
_ONE_DIGIT = 10
_SHORT_UNITS = frozenset("abceđr")
_LETTERS_LIKE_DIGITS = frozenset("oliz")
_FORBIDDEN = frozenset("%/‰$€×^#@\\&÷√∞°²³")
_Bound = dict[str, int | float | None]
_AFFIRMING = frozenset({"co", "duoc", "dc", "roi", "xong"})
_AGREEING = frozenset({"đúng", "đồng_ý", "chính_xác", "chuẩn", "ok", "chắc_chắn", "đủ", "xong"})
_TELLING = frozenset({"báo", "gửi", "gởi", "báo_cáo", "trả_lời", "ghi", "nhập"})
_WHOSE = frozenset(
    {"của", "nhà", "chi_hội", "xã", "xóm", "thôn", "tất_cả", "toàn_bộ", "cả", "thì", "số", "đều"}
)
_LITTLE_SCALES = {"mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1000, "triệu": 10**6}
_FIXED = {"vài_ba": (2, 3), "đôi_ba": (2, 3), "dăm_ba": (3, 5), "dăm_bảy": (5, 7)}
_DASHES = frozenset("-–—~")
_STRANGERS = 1
"""How many unknown words may stand beside a number that is then asked about."""


def read_count(text: str, *, decimals: bool = False) -> Reading:
    """A whole number up to 10⁹ (with `decimals`: any); {"low", "high"} for bounds and ranges."""
    tokens = prepare(text, MAX_CHARACTERS)
    return UNREADABLE if tokens is None else count_of(tokens, decimals=decimals)


def count_of(tokens: list[Token], *, decimals: bool = False) -> Reading:
    """The count said by tokens that end with END."""
    found = scan(tokens, decimals=decimals)
    if any(number.amount is None for number in found.numbers):
        return UNREADABLE
    if found.numbers and found.bits & BUT:
        return UNREADABLE
    if does_not_know(found):
        return _unknown(found)
    if _forbidden(found) or _runs_into_letters(found):
        return UNREADABLE
    fixed = _fixed_range(found)
    if fixed is not None:
        return fixed
    if not found.numbers:
        return _without_number(found)
    if len(found.numbers) == 1:
        return _one(found, found.numbers[0])
    return _two(found, *found.numbers) if len(found.numbers) == 2 else UNREADABLE


def plain(amount: Amount | None) -> int | float:
    """An amount as a number of JSON."""
    return float(amount) if isinstance(amount, Decimal) else int(amount or 0)


def _unknown(found: Scan) -> Reading:
    """ "không nhớ rõ, khoảng 10": the guess is asked about; else she does not know."""
    if len(found.numbers) == 1 and found.bits & ABOUT and found.numbers[0].amount:
        return value(plain(found.numbers[0].amount), sure=False)
    return UNKNOWN


def _forbidden(found: Scan) -> bool:
    if found.bits & PER_CENT:
        return True
    return not _FORBIDDEN.isdisjoint(found.signs)


def _runs_into_letters(found: Scan) -> bool:
    """ "1o", "l2", "h12": a letter glued to a digit, unless it is a unit or a scale."""
    for number in found.numbers:
        first, after = found.tokens[number.start], found.tokens[number.end]
        before = found.tokens[number.start - 1] if number.start else None
        if before is not None and not first.gap and before.text.isalpha() and not before.word.bits:
            return True
        if number.plain and not after.gap and after.text in _LETTERS_LIKE_DIGITS:
            return True
    return False


def _fixed_range(found: Scan) -> Reading | None:
    """ "vài ba", "dăm bảy": said of two or three, five to seven."""
    for at in found.loose:
        for name in found.tokens[at].word.names & _FIXED.keys():
            low, high = _FIXED[name]
            alone = not found.numbers and not found.unknown
            return value({"low": low, "high": high}, sure=False) if alone else UNREADABLE
    return None


# -- none


def _without_number(found: Scan) -> Reading:
    if not found.bits & (NOT | NONE):
        return UNREADABLE
    if found.sees("không_còn"):
        return value(0, sure=False)
    if found.does(VAGUE | ASKING | BUT | SLIP | LOW | HIGH) or _asks(found):
        return UNREADABLE
    return _zero(found)


def _asks(found: Scan) -> bool:
    """ "có không?", "được chưa": a question, whatever it ends with."""
    if "?" in found.signs:
        return True
    content = affirmed = False
    for at in found.loose:
        word = found.tokens[at].word
        if word.bits & (NOT | NONE):
            return affirmed or (content and not _more_than_filler(found, at + 1))
        affirmed = affirmed or word.marks.base in _AFFIRMING
        content = content or _is_content(word)
    return False


def _is_content(word: Word) -> bool:
    """What a question may be about, before the "không" that ends it."""
    harmless = word.bits & (POLITE | TIME | LABEL) or not word.names.isdisjoint(_WHOSE)
    return bool(word.names and not harmless)


def _more_than_filler(found: Scan, start: int) -> bool:
    return any(
        at >= start
        and found.tokens[at].word.names
        and (found.tokens[at].word.bits & (ANY | THING) or "có" in found.tokens[at].word.names)
        and not found.tokens[at].word.bits & PRONOUN
        for at in found.loose
    )


def _zero(found: Scan) -> Reading:
    if any(not _AGREEING.isdisjoint(found.tokens[at].word.names) for at in found.loose):
        return UNREADABLE
    if _withholds(found):
        return value(0, sure=False)
    if found.unknown == 0:
        return UNREADABLE if _doubly_negated(found) else ZERO
    if found.bits & ANY and found.unknown <= _STRANGERS:
        return ZERO if _closed(found) else value(0, sure=False)
    if found.unknown <= 2 and found.sees("có"):
        return value(0, sure=False)
    return UNREADABLE


def _withholds(found: Scan) -> bool:
    """ "không báo", "chưa gửi": nothing told is not none."""
    words = [found.tokens[at].word for at in found.loose]
    return bool(found.bits & MONEY) or any(
        word.bits & NOT and not following.names.isdisjoint(_TELLING)
        for word, following in itertools.pairwise(words)
    )


def _closed(found: Scan) -> bool:
    """ "không có … nào": whatever it is, there is none."""
    negated = False
    for at in found.loose:
        word = found.tokens[at].word
        if negated and "nào" in word.names:
            return True
        negated = negated or bool(word.bits & NOT)
    return False


def _doubly_negated(found: Scan) -> bool:
    """ "không phải không có", "không ai không có"."""
    denials = [at for at in found.loose if found.tokens[at].word.bits & NOT]
    if len(denials) > 1 and found.among(denials[0], denials[-1]) & ANY:
        return True
    return found.sees("không phải") or found.sees("không_phải")


# -- one number


def _one(found: Scan, number: Number) -> Reading:
    before = found.among(0, number.start)
    after = found.among(number.end, len(found.tokens))
    if _is_negative(found, number) or (before | after) & (ASKING | BUT):
        return UNREADABLE
    if _is_name(found, number) or _is_time(found, number) or _dangles(found, number):
        return UNREADABLE
    if "?" in found.signs or "/" in found.signs:
        return UNREADABLE
    if number.amount == 0:
        return _said_zero(found)
    if (before | after) & (NOT | NONE | SURE_NO):
        return _negated(found, number, before, after)
    bound = _bound(found, number, before, after)
    if bound is not None:
        return value(bound, sure=False)
    return _exact(found, number, before, after)


def _is_name(found: Scan, number: Number) -> bool:
    """ "chị Hai": a number word after a pronoun, with nothing counted, is a name."""
    before = found.tokens[number.start - 1].word if number.start else None
    if not number.digit or before is None or not before.bits & PRONOUN:
        return False
    after = found.tokens[number.end]
    return before.typed not in ("em", "e", "a") and not after.word.bits & THING


def _is_time(found: Scan, number: Number) -> bool:
    """ "45 tuổi", "12 tháng 10", "8h", "mười từ"."""
    after = found.tokens[number.end]
    return bool(after.word.bits & UNCOUNTED or after.text == "h" or "từ" in after.word.names)


def _dangles(found: Scan, number: Number) -> bool:
    """ "linh năm", "trăm linh": a numeral beside the number that makes no number with it."""
    beside = [found.tokens[number.end], *found.tokens[max(0, number.start - 1) : number.start]]
    return any(token.text in ("linh", "rưỡi", "mươi") for token in beside) or any(
        token.text in ("lẻ", "le") for token in beside[1:]
    )


def _is_negative(found: Scan, number: Number) -> bool:
    before = found.tokens[number.start - 1] if number.start else None
    if before is None or before.text not in ("-", "–", "—", "−"):
        return False
    return not found.tokens[number.start].gap


def _said_zero(found: Scan) -> Reading:
    if found.does(VAGUE | LOW | HIGH | ABOUT | SLIP) or found.unknown > _STRANGERS:
        return UNREADABLE
    return ZERO if found.unknown == 0 else value(0, sure=False)


def _negated(found: Scan, number: Number, before: int, after: int) -> Reading:
    """ "không có 1 ai" is none; "không, 12" and the like are not clear."""
    if before & YET and after & ~0 >= 0 and (number.amount or 0) > 1 and not before & ANY:
        return _not_even(found, number)
    if number.amount == 1 and before & NOT and ((after | before) & ANY or not after & ~FILLER):
        return ZERO if (after | before) & ANY and found.unknown == 0 else value(0, sure=False)
    return UNREADABLE


def _not_even(found: Scan, number: Number) -> Reading:
    """ "chưa được 10 hộ"."""
    if found.unknown or "được" not in found.tokens[number.start - 1].word.names:
        return UNREADABLE
    return value({"low": None, "high": plain(number.amount)}, sure=False)


def _bound(found: Scan, number: Number, before: int, after: int) -> _Bound | None:
    if not (before | after) & _BOUNDS and not found.signs and not found.sees("từ"):
        return None
    amount = plain(number.amount)
    signs = _sign_before(found, number)
    nearest = _nearest(found, number.start)
    if nearest & HIGH or signs in ("<", "≤", "<=") or after & DOWNWARDS:
        return {"low": None, "high": amount}
    low = nearest & LOW or signs in (">", "≥", ">=") or _open_upwards(found, number, after)
    return {"low": amount, "high": None} if low else None


def _nearest(found: Scan, start: int) -> int:
    """What the words right before the number do, over "có", "được" and the like."""
    bits = 0
    for at in reversed(found.loose):
        if at >= start:
            continue
        word = found.tokens[at].word
        bits |= word.bits
        if not word.bits & FILLER or word.bits & (LOW | HIGH):
            break
    return bits


def _sign_before(found: Scan, number: Number) -> str:
    signs = [t.text for t in found.tokens[max(0, number.start - 2) : number.start]]
    return "".join(s for s in signs if s in "<>≤≥=")


def _open_upwards(found: Scan, number: Number, after: int) -> bool:
    if found.tokens[number.end].text == "+":
        return True
    from_here = number.start and "từ" in found.tokens[number.start - 1].word.names
    return bool(after & UPWARDS or (from_here and found.tokens[number.start - 1].text != "tu"))


def _exact(found: Scan, number: Number, before: int, after: int) -> Reading:
    amount = plain(number.amount)
    if _some_teens(found, number):
        return _teens(int(amount))
    around = before | after
    doubtful = (
        found.does(SLIP | BETWEEN)
        or _of_each(found, number)
        or found.labels > found.periods
        or _one_more(found, around)
    )
    if _is_left_over(found, number):
        return UNREADABLE
    if around & ABOUT and not _harmless(found, ABOUT):
        return value(amount, sure=False)
    if around & VAGUE and not _harmless(found, VAGUE):
        return UNREADABLE
    if found.unknown > _STRANGERS + (number.end == 1) or _is_weekday(found, number):
        return UNREADABLE
    sure = number.sure and not doubtful and not found.unknown and not _odd_signs(found)
    return value(amount, sure=sure)


def _of_each(found: Scan, number: Number) -> bool:
    """ "mỗi nhóm 5", "5 hộ mỗi xóm", "3m": not the amount asked for; "mỗi 1 hộ" is only one."""
    each = [at for at in found.loose if "mỗi" in found.tokens[at].word.names]
    after = found.tokens[number.end]
    unit = (
        len(after.text) > 1 or after.gap or not after.text.isalpha() or after.text in _SHORT_UNITS
    )
    return any(at != number.start - 1 for at in each) or not unit or after.text == "đôi"


def _one_more(found: Scan, around: int) -> bool:
    """ "thêm 2 nữa": added to what?"""
    return bool(around & PLUS and found.sees("nữa"))


def _is_left_over(found: Scan, number: Number) -> bool:
    """ "chị gửi sau": an unmarked word at the end of a sentence is no six."""
    word = found.tokens[number.start].word
    last = number.end == len(found.tokens) - 1
    return bool(found.unknown and number.digit and last and not word.marked)


def _harmless(found: Scan, bit: int) -> bool:
    """Whether every word that does this may as well be a filler."""
    return all(
        word.bits & FILLER or not word.bits & bit
        for word in (found.tokens[at].word for at in found.loose)
    )


def _odd_signs(found: Scan) -> bool:
    return bool(found.signs) and any(
        len(t) == 1 and not t.isalnum() and t != "+" and not found.tokens[at].word.bits & FILLER
        for at, t in zip(found.loose, found.texts(), strict=True)
    )


def _is_weekday(found: Scan, number: Number) -> bool:
    return bool(number.start and "thứ" in found.tokens[number.start - 1].word.names)


def _some_teens(found: Scan, number: Number) -> bool:
    return "mấy" in found.tokens[number.end].word.names and int(number.amount or 0) % 10 == 0


def _teens(amount: int) -> Reading:
    """ "mười mấy", "hai mươi mấy"."""
    step = 10 if amount < 100 else 100
    if amount % step:
        return UNREADABLE
    return value({"low": amount + 1, "high": amount + step - 1}, sure=False)


# -- two numbers


def _two(found: Scan, first: Number, second: Number) -> Reading:
    between = found.among(first.end, second.start)
    joins = [t.text for t in found.tokens[first.end : second.start]]
    if _is_negative(found, first) or "?" in found.signs or "/" in joins:
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
    if found.bits & ABOUT and not _harmless(found, ABOUT):
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
    if first.plain and second.plain:
        return high == low + 1
    return low < high <= low * 2 or (low, high) == (1, 2) or (low, high) == (5, 7)


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


__all__ = ["LABEL", "MAYBE", "YET", "Status", "count_of", "plain", "read_count"]
