"""None, said outright: "không có", "chưa phát sinh", "không có hộ nào"; and what only sounds so."""

import itertools

from domain.answers.readings import UNREADABLE, ZERO, Reading, value
from domain.answers.text.lexicon import (
    ANY,
    ASKING,
    BUT,
    HIGH,
    LABEL,
    LOW,
    MONEY,
    NONE,
    NOT,
    POLITE,
    PRONOUN,
    SLIP,
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
_STRANGERS = 1


def none_said(found: Scan) -> Reading:
    """Zero where none is said; to be confirmed or unreadable where it may be meant otherwise."""
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
