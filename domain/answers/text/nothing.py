"""Reads "none" said outright: "không có", "không có hộ nào"; and what only sounds like it."""

import itertools

from domain.answers.readings import UNREADABLE, ZERO, Reading, to_reading
from domain.answers.text.lexicon import (
    ANY,
    ASKING,
    BUT,
    CORRECTION,
    HIGH,
    LABEL,
    LOW,
    MONEY,
    NONE,
    NOT,
    POLITE,
    PRONOUN,
    THING,
    TIME,
    VAGUE,
)
from domain.answers.text.scanning import Scan
from domain.answers.text.words import Word

_AFFIRMING = frozenset({"co", "duoc", "dc", "roi", "xong"})
_AGREEING = frozenset({"đúng", "đồng_ý", "chính_xác", "chuẩn", "ok", "chắc_chắn", "đủ", "xong"})
_TELLING = frozenset({"báo", "gửi", "gởi", "báo_cáo", "trả_lời", "ghi", "nhập"})
_WHOSE = frozenset(
    {"của", "nhà", "chi_hội", "xã", "xóm", "thôn", "tất_cả", "toàn_bộ", "cả", "thì", "số", "đều"}
)
_MOST_UNKNOWN = 1


def read_none(scanned: Scan) -> Reading:
    """Read zero where none is said; to be confirmed or unreadable where it may mean otherwise."""
    if not scanned.bits & (NOT | NONE):
        return UNREADABLE
    if scanned.sees("không_còn"):
        return to_reading(0, sure=False)
    if scanned.does(VAGUE | ASKING | BUT | CORRECTION | LOW | HIGH) or _asks(scanned):
        return UNREADABLE
    return _read_zero(scanned)


def _asks(scanned: Scan) -> bool:
    """Return True for "có không?", "được chưa": a question, with or without its mark."""
    if "?" in scanned.signs:
        return True
    content = affirmed = False
    for at in scanned.loose:
        word = scanned.tokens[at].word
        if word.bits & (NOT | NONE):
            return affirmed or (content and not _says_more_than_filler(scanned, at + 1))
        affirmed = affirmed or word.marks.base in _AFFIRMING
        content = content or _is_content(word)
    return False


def _is_content(word: Word) -> bool:
    """Return True if a question may be about this word, before the "không" that ends it."""
    harmless = word.bits & (POLITE | TIME | LABEL) or not word.names.isdisjoint(_WHOSE)
    return bool(word.names and not harmless)


def _says_more_than_filler(scanned: Scan, start: int) -> bool:
    """Return True if a word from `start` on says what there is none of."""
    return any(
        at >= start
        and scanned.tokens[at].word.names
        and (scanned.tokens[at].word.bits & (ANY | THING) or "có" in scanned.tokens[at].word.names)
        and not scanned.tokens[at].word.bits & PRONOUN
        for at in scanned.loose
    )


def _read_zero(scanned: Scan) -> Reading:
    if any(not _AGREEING.isdisjoint(scanned.tokens[at].word.names) for at in scanned.loose):
        return UNREADABLE
    if _is_withheld(scanned):
        return to_reading(0, sure=False)
    if scanned.unknown == 0:
        return UNREADABLE if _is_double_negation(scanned) else ZERO
    if scanned.bits & ANY and scanned.unknown <= _MOST_UNKNOWN:
        return ZERO if _is_closed_negation(scanned) else to_reading(0, sure=False)
    if scanned.unknown <= 2 and scanned.sees("có"):
        return to_reading(0, sure=False)
    return UNREADABLE


def _is_withheld(scanned: Scan) -> bool:
    """Return True for "không báo", "chưa gửi": that nothing was reported does not mean zero."""
    words = [scanned.tokens[at].word for at in scanned.loose]
    return bool(scanned.bits & MONEY) or any(
        word.bits & NOT and not following.names.isdisjoint(_TELLING)
        for word, following in itertools.pairwise(words)
    )


def _is_closed_negation(scanned: Scan) -> bool:
    """Return True for "không có … nào": whatever is meant, there is none of it."""
    negated = False
    for at in scanned.loose:
        word = scanned.tokens[at].word
        if negated and "nào" in word.names:
            return True
        negated = negated or bool(word.bits & NOT)
    return False


def _is_double_negation(scanned: Scan) -> bool:
    """Return True for "không phải không có", "không ai không có"."""
    denials = [at for at in scanned.loose if scanned.tokens[at].word.bits & NOT]
    if len(denials) > 1 and scanned.collect_bits(denials[0], denials[-1]) & ANY:
        return True
    return scanned.sees("không phải") or scanned.sees("không_phải")
