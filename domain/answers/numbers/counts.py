"""How many: a count as an answer, exact, near, bounded, or none at all."""

from domain.answers.numbers.amounts import Number, plain
from domain.answers.numbers.slips import may_be_cut
from domain.answers.numbers.small_amounts import usual_zeros, whole_digits
from domain.answers.numbers.two_counts import two_counts
from domain.answers.readings import (
    MAX_CHARACTERS,
    UNKNOWN,
    UNREADABLE,
    ZERO,
    Reading,
    value,
)
from domain.answers.text.lexicon import (
    ABOUT,
    ANY,
    ASKING,
    BETWEEN,
    BUT,
    DOWNWARDS,
    FILLER,
    HIGH,
    LOW,
    NONE,
    NOT,
    PER_CENT,
    PLUS,
    PRONOUN,
    SLIP,
    SURE_NO,
    THING,
    UNCOUNTED,
    UPWARDS,
    VAGUE,
    YET,
)
from domain.answers.text.nothing import none_said
from domain.answers.text.scanning import Scan, does_not_know, is_negative, scan
from domain.answers.text.words import Token, prepare

_BOUNDS = LOW | HIGH | UPWARDS | DOWNWARDS
_SHORT_UNITS = frozenset("abceđrạ")
_LETTERS_LIKE_DIGITS = frozenset("oliz")
_FORBIDDEN = frozenset("%/‰$€×^#@\\&÷√∞°²³")
_Bound = dict[str, int | float | None]
_DANGLING = frozenset({"linh", "rưỡi", "mươi"})
_FIXED = {"vài_ba": (2, 3), "đôi_ba": (2, 3), "dăm_ba": (3, 5), "dăm_bảy": (5, 7)}
_WITH_END = 2
_STRANGERS = 1
"""How many unknown words may stand beside a number that is then asked about."""


def read_count(text: str, *, decimals: bool = False) -> Reading:
    """A whole number up to 10⁹ (with `decimals`: any); {"low", "high"} for bounds and ranges."""
    tokens = prepare(text, MAX_CHARACTERS)
    return UNREADABLE if tokens is None else count_of(tokens, decimals=decimals)


def count_of(tokens: list[Token], *, decimals: bool = False) -> Reading:
    """The count said by tokens that end with END."""
    if len(tokens) == _WITH_END and tokens[0].digits:
        return _bare(tokens[0].digits)
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
        return none_said(found)
    if len(found.numbers) == 1:
        return _one(found, found.numbers[0])
    return two_counts(found, *found.numbers) if len(found.numbers) == 2 else UNREADABLE


def _bare(digits: str) -> Reading:
    """ "12", "05": most answers."""
    amount = whole_digits(digits)
    if amount is None:
        return UNREADABLE
    return value(amount, sure=usual_zeros(digits)) if amount else ZERO


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
        names = found.tokens[at].word.names
        for name in () if names.isdisjoint(_FIXED) else names & _FIXED.keys():
            low, high = _FIXED[name]
            alone = not found.numbers and not found.unknown
            return value({"low": low, "high": high}, sure=False) if alone else UNREADABLE
    return None


# -- one number


def _one(found: Scan, number: Number) -> Reading:
    before = found.among(0, number.start)
    after = found.among(number.end, len(found.tokens))
    if is_negative(found, number) or (before | after) & (ASKING | BUT):
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
    if found.tokens[number.end].text in _DANGLING:
        return True
    before = found.tokens[number.start - 1].text if number.start else ""
    return before in _DANGLING or before in ("lẻ", "le")


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
        or may_be_cut(found, number)
    )
    if _is_left_over(found, number):
        return UNREADABLE
    if found.does(ABOUT):
        return value(amount, sure=False)
    if found.does(VAGUE):
        return UNREADABLE
    if found.unknown > _STRANGERS + number.plain or _is_weekday(found, number):
        return UNREADABLE
    sure = number.sure and not doubtful and not found.unknown and not _odd_signs(found)
    return value(amount, sure=sure)


def _of_each(found: Scan, number: Number) -> bool:
    """ "mỗi nhóm 5", "5 hộ mỗi xóm", "3m": not the amount asked for; "mỗi 1 hộ" is only one."""
    each = [at for at in found.loose if _says_each(found.tokens, at)]
    after = found.tokens[number.end]
    unit = (
        len(after.text) > 1 or after.gap or not after.text.isalpha() or after.text in _SHORT_UNITS
    )
    return any(at != number.start - 1 for at in each) or not unit or after.text == "đôi"


def _says_each(tokens: list[Token], at: int) -> bool:
    """ "moi duoc 5" is mới được."""
    word = tokens[at].word
    if "mỗi" not in word.names:
        return False
    return word.marked or "được" not in tokens[at + 1].word.names


def _one_more(found: Scan, around: int) -> bool:
    """ "thêm 2 nữa": added to what?"""
    return bool(around & PLUS and found.sees("nữa"))


def _is_left_over(found: Scan, number: Number) -> bool:
    """ "chị gửi sau": an unmarked word at the end of a sentence is no six."""
    word = found.tokens[number.start].word
    last = number.end == len(found.tokens) - 1
    return bool(found.unknown and number.digit and last and not word.marked)


def _odd_signs(found: Scan) -> bool:
    return found.signs not in ("", "+") and any(
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
