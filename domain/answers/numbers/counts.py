"""Reads a count as an answer: exact, approximate, bounded, or none at all."""

from domain.answers.numbers.amounts import Number, to_json_number
from domain.answers.numbers.small_amounts import has_usual_zeros, read_whole_digits
from domain.answers.numbers.two_counts import read_two_counts
from domain.answers.numbers.typos import may_be_cut
from domain.answers.readings import (
    MAX_CHARACTERS,
    UNKNOWN,
    UNREADABLE,
    ZERO,
    Reading,
    to_reading,
)
from domain.answers.text.lexicon import (
    ABOUT,
    ANY,
    ASKING,
    BETWEEN,
    BUT,
    CORRECTION,
    DOWNWARDS,
    FILLER,
    HIGH,
    LOW,
    NONE,
    NOT,
    PER_CENT,
    PLUS,
    PRONOUN,
    SURE_NO,
    THING,
    UNCOUNTED,
    UPWARDS,
    VAGUE,
    YET,
)
from domain.answers.text.nothing import read_none
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
_MOST_UNKNOWN = 1
"""How many unknown words may stand beside a number that is then confirmed."""


def read_count(text: str, *, decimals: bool = False) -> Reading:
    """Read a whole number up to 10⁹ (`decimals`: any), or {"low", "high"} for bounds and ranges."""
    tokens = prepare(text, MAX_CHARACTERS)
    return UNREADABLE if tokens is None else read_count_tokens(tokens, decimals=decimals)


def read_count_tokens(tokens: list[Token], *, decimals: bool = False) -> Reading:
    """Read the count in tokens that end with END."""
    if len(tokens) == _WITH_END and tokens[0].digits:
        return _read_bare_digits(tokens[0].digits)
    scanned = scan(tokens, decimals=decimals)
    if any(number.amount is None for number in scanned.numbers):
        return UNREADABLE
    if scanned.numbers and scanned.bits & BUT:
        return UNREADABLE
    if does_not_know(scanned):
        return _read_guess(scanned)
    if _has_forbidden_sign(scanned) or _runs_into_letters(scanned):
        return UNREADABLE
    fixed = _read_fixed_range(scanned)
    if fixed is not None:
        return fixed
    if not scanned.numbers:
        return read_none(scanned)
    if len(scanned.numbers) == 1:
        return _read_one(scanned, scanned.numbers[0])
    return read_two_counts(scanned, *scanned.numbers) if len(scanned.numbers) == 2 else UNREADABLE


def _read_bare_digits(digits: str) -> Reading:
    """Read "12", "05": most answers."""
    amount = read_whole_digits(digits)
    if amount is None:
        return UNREADABLE
    return to_reading(amount, sure=has_usual_zeros(digits)) if amount else ZERO


def _read_guess(scanned: Scan) -> Reading:
    """Read "không nhớ rõ, khoảng 10" as a guess to be confirmed; else she does not know."""
    if len(scanned.numbers) == 1 and scanned.bits & ABOUT and scanned.numbers[0].amount:
        return to_reading(to_json_number(scanned.numbers[0].amount), sure=False)
    return UNKNOWN


def _has_forbidden_sign(scanned: Scan) -> bool:
    if scanned.bits & PER_CENT:
        return True
    return not _FORBIDDEN.isdisjoint(scanned.signs)


def _runs_into_letters(scanned: Scan) -> bool:
    """Return True for "1o", "l2", "h12": letters next to a digit, but no unit or scale."""
    for number in scanned.numbers:
        first, after = scanned.tokens[number.start], scanned.tokens[number.end]
        before = scanned.tokens[number.start - 1] if number.start else None
        if before is not None and not first.gap and before.text.isalpha() and not before.word.bits:
            return True
        if number.plain and not after.gap and after.text in _LETTERS_LIKE_DIGITS:
            return True
    return False


def _read_fixed_range(scanned: Scan) -> Reading | None:
    """Read "vài ba", "dăm bảy" as two to three, five to seven."""
    for at in scanned.loose:
        names = scanned.tokens[at].word.names
        for name in () if names.isdisjoint(_FIXED) else names & _FIXED.keys():
            low, high = _FIXED[name]
            alone = not scanned.numbers and not scanned.unknown
            return to_reading({"low": low, "high": high}, sure=False) if alone else UNREADABLE
    return None


# -- one number


def _read_one(scanned: Scan, number: Number) -> Reading:
    before = scanned.collect_bits(0, number.start)
    after = scanned.collect_bits(number.end, len(scanned.tokens))
    if is_negative(scanned, number) or (before | after) & (ASKING | BUT):
        return UNREADABLE
    if _is_name(scanned, number) or _is_time(scanned, number) or _is_dangling(scanned, number):
        return UNREADABLE
    if "?" in scanned.signs or "/" in scanned.signs:
        return UNREADABLE
    if number.amount == 0:
        return _read_zero(scanned)
    if (before | after) & (NOT | NONE | SURE_NO):
        return _read_negated(scanned, number, before, after)
    bound = _find_bound(scanned, number, before, after)
    if bound is not None:
        return to_reading(bound, sure=False)
    return _read_exact(scanned, number, before, after)


def _is_name(scanned: Scan, number: Number) -> bool:
    """Return True for "chị Hai": a number word after a pronoun, with nothing counted."""
    before = scanned.tokens[number.start - 1].word if number.start else None
    if not number.digit or before is None or not before.bits & PRONOUN:
        return False
    after = scanned.tokens[number.end]
    return before.typed not in ("em", "e", "a") and not after.word.bits & THING


def _is_time(scanned: Scan, number: Number) -> bool:
    """Return True for "45 tuổi", "12 tháng 10", "8h", "mười từ"."""
    after = scanned.tokens[number.end]
    return bool(after.word.bits & UNCOUNTED or after.text == "h" or "từ" in after.word.names)


def _is_dangling(scanned: Scan, number: Number) -> bool:
    """Return True for "linh năm", "trăm linh": a numeral beside the number makes no sense."""
    if scanned.tokens[number.end].text in _DANGLING:
        return True
    before = scanned.tokens[number.start - 1].text if number.start else ""
    return before in _DANGLING or before in ("lẻ", "le")


def _read_zero(scanned: Scan) -> Reading:
    if scanned.does(VAGUE | LOW | HIGH | ABOUT | CORRECTION) or scanned.unknown > _MOST_UNKNOWN:
        return UNREADABLE
    return ZERO if scanned.unknown == 0 else to_reading(0, sure=False)


def _read_negated(scanned: Scan, number: Number, before: int, after: int) -> Reading:
    """Read "không có 1 ai" as none; "không, 12" and the like are not clear."""
    if before & YET and after & ~0 >= 0 and (number.amount or 0) > 1 and not before & ANY:
        return _read_not_even(scanned, number)
    if number.amount == 1 and before & NOT and ((after | before) & ANY or not after & ~FILLER):
        return (
            ZERO if (after | before) & ANY and scanned.unknown == 0 else to_reading(0, sure=False)
        )
    return UNREADABLE


def _read_not_even(scanned: Scan, number: Number) -> Reading:
    """Read "chưa được 10 hộ" as an upper bound."""
    if scanned.unknown or "được" not in scanned.tokens[number.start - 1].word.names:
        return UNREADABLE
    return to_reading({"low": None, "high": to_json_number(number.amount)}, sure=False)


def _find_bound(scanned: Scan, number: Number, before: int, after: int) -> _Bound | None:
    if not (before | after) & _BOUNDS and not scanned.signs and not scanned.sees("từ"):
        return None
    amount = to_json_number(number.amount)
    signs = _find_sign_before(scanned, number)
    nearest = _find_nearest_bits(scanned, number.start)
    if nearest & HIGH or signs in ("<", "≤", "<=") or after & DOWNWARDS:
        return {"low": None, "high": amount}
    low = nearest & LOW or signs in (">", "≥", ">=") or _is_open_upwards(scanned, number, after)
    return {"low": amount, "high": None} if low else None


def _find_nearest_bits(scanned: Scan, start: int) -> int:
    """Combine the bits of the words right before the number, passing "có", "được" and so on."""
    bits = 0
    for at in reversed(scanned.loose):
        if at >= start:
            continue
        word = scanned.tokens[at].word
        bits |= word.bits
        if not word.bits & FILLER or word.bits & (LOW | HIGH):
            break
    return bits


def _find_sign_before(scanned: Scan, number: Number) -> str:
    signs = [t.text for t in scanned.tokens[max(0, number.start - 2) : number.start]]
    return "".join(s for s in signs if s in "<>≤≥=")


def _is_open_upwards(scanned: Scan, number: Number, after: int) -> bool:
    if scanned.tokens[number.end].text == "+":
        return True
    from_here = number.start and "từ" in scanned.tokens[number.start - 1].word.names
    return bool(after & UPWARDS or (from_here and scanned.tokens[number.start - 1].text != "tu"))


def _read_exact(scanned: Scan, number: Number, before: int, after: int) -> Reading:
    amount = to_json_number(number.amount)
    if _says_teens(scanned, number):
        return _read_teens(int(amount))
    around = before | after
    doubtful = (
        scanned.does(CORRECTION | BETWEEN)
        or _is_of_each(scanned, number)
        or scanned.labels > scanned.periods
        or _says_one_more(scanned, around)
        or may_be_cut(scanned, number)
    )
    if _is_left_over(scanned, number):
        return UNREADABLE
    if scanned.does(ABOUT):
        return to_reading(amount, sure=False)
    if scanned.does(VAGUE):
        return UNREADABLE
    if scanned.unknown > _MOST_UNKNOWN + number.plain or _is_weekday(scanned, number):
        return UNREADABLE
    sure = number.sure and not doubtful and not scanned.unknown and not _has_odd_signs(scanned)
    return to_reading(amount, sure=sure)


def _is_of_each(scanned: Scan, number: Number) -> bool:
    """Return True for "mỗi nhóm 5", "5 hộ mỗi xóm", "3m", but not for "mỗi 1 hộ", only one."""
    each = [at for at in scanned.loose if _says_each(scanned.tokens, at)]
    after = scanned.tokens[number.end]
    unit = (
        len(after.text) > 1 or after.gap or not after.text.isalpha() or after.text in _SHORT_UNITS
    )
    return any(at != number.start - 1 for at in each) or not unit or after.text == "đôi"


def _says_each(tokens: list[Token], at: int) -> bool:
    """Return True for "mỗi"; "moi duoc 5" is mới được."""
    word = tokens[at].word
    if "mỗi" not in word.names:
        return False
    return word.marked or "được" not in tokens[at + 1].word.names


def _says_one_more(scanned: Scan, around: int) -> bool:
    """Return True for "thêm 2 nữa": it is not said what that adds to."""
    return bool(around & PLUS and scanned.sees("nữa"))


def _is_left_over(scanned: Scan, number: Number) -> bool:
    """Return True for "chị gửi sau": a last word without marks is hardly the number six."""
    word = scanned.tokens[number.start].word
    last = number.end == len(scanned.tokens) - 1
    return bool(scanned.unknown and number.digit and last and not word.marked)


def _has_odd_signs(scanned: Scan) -> bool:
    return scanned.signs not in ("", "+") and any(
        len(t) == 1 and not t.isalnum() and t != "+" and not scanned.tokens[at].word.bits & FILLER
        for at, t in zip(scanned.loose, scanned.list_texts(), strict=True)
    )


def _is_weekday(scanned: Scan, number: Number) -> bool:
    return bool(number.start and "thứ" in scanned.tokens[number.start - 1].word.names)


def _says_teens(scanned: Scan, number: Number) -> bool:
    return "mấy" in scanned.tokens[number.end].word.names and int(number.amount or 0) % 10 == 0


def _read_teens(amount: int) -> Reading:
    """Read "mười mấy", "hai mươi mấy" as a range."""
    step = 10 if amount < 100 else 100
    if amount % step:
        return UNREADABLE
    return to_reading({"low": amount + 1, "high": amount + step - 1}, sure=False)
