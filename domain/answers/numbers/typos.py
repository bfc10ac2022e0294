"""Tells whether a number in words may have lost a syllable to a typo.

"ba muoi a ho" may have been ba mươi ba, and "hi muoi mot" hai mươi mốt: what is left of the
syllable is a word that people say, but not there. Such a number is read, but to be confirmed.
"""

from domain.answers.numbers.amounts import Number
from domain.answers.text.lexicon import KNOWING, NOT, OUT_OF, PER_CENT, THING
from domain.answers.text.scanning import Scan
from domain.answers.text.words import Token

_BARE_STARTS = frozenset({"mười", "mươi", "trăm", "nghìn", "vạn", "triệu", "chục"})
_LITTLE_SCRAPS = frozenset({"a", "ha", "hi"})
_SCRAPS = _LITTLE_SCRAPS | {
    "b", "d", "h", "m", "n", "u", "ta", "ai", "ay", "bo", "va", "vay", "nay", "mo", "sa", "chi",
    "bon",
}  # fmt: skip
# Units that are hardly meant without a mark, or before another unit.
_HALF_UNITS = frozenset({"la", "bo"})
_BEFORE_UNITS = frozenset({"nha", "chi"})
# Words that may follow a number without a unit.
_ENDINGS = frozenset({
    "ạ", "á", "à", "em", "chị", "anh", "cô", "bác", "ơi", "rồi", "thôi", "nhé", "nha", "nhá",
    "nhe", "nhen", "nghen", "nghe", "đấy", "đó", "đây", "này", "nè", "luôn", "thế", "vậy", "mà",
    "thì", "cơ", "đã", "tròn", "chẵn", "cả", "hết", "nữa", "của", "ở", "tại", "trong", "được",
    "có", "ok", "cảm_ơn", "báo_cáo", "không",
})  # fmt: skip
_VOWELS = frozenset("aeạáà")


def may_be_cut(scanned: Scan, number: Number) -> bool:
    """Return True if a word beside the number may be the rest of a part of it."""
    first, last = scanned.tokens[number.start], scanned.tokens[number.end - 1]
    if number.plain or scanned.does(KNOWING):
        return not number.plain
    before = scanned.tokens[number.start - 1] if number.start else None
    if before is not None and _may_have_lost_start(before, first, alone=number.digit):
        return True
    return not last.digits and _may_have_lost_end(scanned.tokens, number.end)


def _may_have_lost_start(before: Token, first: Token, *, alone: bool) -> bool:
    """Return True for "hi mươi", "cohai mươi", and for "mơi ba", perhaps mười ba."""
    base = before.word.marks.base
    if base == "moi":
        return alone and not before.word.marks.tone
    if not before.text.isalpha() or before.word.digit:
        return False
    bare = not first.digits and not first.word.names.isdisjoint(_BARE_STARTS)
    scraps = _SCRAPS if bare and not first.word.digit else _LITTLE_SCRAPS
    return not before.word.bits or (base in scraps and not before.word.marks.tone)


def _may_have_lost_end(tokens: list[Token], at: int) -> bool:
    """Return True for "ba mươi hi", "ba mươi a hộ"; "hai tập huấn" counts trainings."""
    after, next_one = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else tokens[-1]
    if not after.text.isalpha() or not after.word.bits:
        return False
    if len(after.text) == 1 and after.text in _VOWELS:
        return bool(next_one.word.bits & THING and "em" not in next_one.word.names)
    if len(after.text) == 1:
        return after.text not in "er"
    if after.word.bits & (OUT_OF | PER_CENT):
        return False
    if after.word.bits & (THING | NOT):
        return _is_half_unit(after.text, next_one)
    return after.word.names.isdisjoint(_ENDINGS) or after.text in ("ay", "ta", "vay", "nay")


def _is_half_unit(unit: str, following: Token) -> bool:
    """Return True for "ba mươi la", "ba mươi chi hộ"."""
    doubled = following.word.bits & THING and "em" not in following.word.names
    return unit in _HALF_UNITS or bool(doubled and unit in _BEFORE_UNITS)
