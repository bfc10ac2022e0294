"""Many answers in one message: numbered, one per line, separated, or merely in order.

The number of answers expected decides what a space or a comma divides: "1 200" is one number to
one question and two to two. All ways to divide the message are weighed; where the best ones read
an answer differently, that answer is not taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.answers.batch_numbers import is_numbered, numbered_parts
from domain.answers.counts import count_of
from domain.answers.dividing import divide
from domain.answers.lexicon import ALL, NONE, NOT, POLITE, TIME
from domain.answers.marks import clean
from domain.answers.pairs import pair_of, read_pair
from domain.answers.readings import UNREADABLE, Kind, Reading, Status
from domain.answers.shares import share_of
from domain.answers.words import END, Token, cut, tokenize
from domain.answers.yes_no import yes_no_of

_MAX_CHARACTERS = 2000
_FEW = 2
_DONE = frozenset({"ok", "gửi", "đúng", "đồng", "xác", "chuẩn"})
_DONE_PHRASES = (("gửi", "đi"), ("gửi", "luôn"), ("đúng", "rồi"), ("đồng", "ý"), ("xác", "nhận"))
_HOLDING = frozenset({"dung", "khoan", "de", "dam"})
_NEWS = frozenset(
    {"mới", "thêm", "phát", "sinh", "thay", "đổi", "cả", "hết", "gì", "có", "phát_sinh"}
)


@dataclass(frozen=True, slots=True)
class Batch:
    """A message laid out over the questions: None where a question was not answered.

    `ok`: it ended with a word that sends. `nothing`: "không phát sinh" to the whole. `numbered`:
    the answers bore the numbers of their questions. `leftover`: what belongs to no question.
    """

    readings: tuple[Reading | None, ...]
    ok: bool = False
    nothing: bool = False
    numbered: bool = False
    leftover: str = ""


def read_batch(text: str, kinds: Sequence[Kind]) -> Batch:
    """Lay a message out over questions of these kinds."""
    empty: tuple[Reading | None, ...] = (None,) * len(kinds)
    if len(text) > _MAX_CHARACTERS:
        return Batch(empty, leftover=text[:_MAX_CHARACTERS])
    text = clean(text).strip()
    if not text or not kinds:
        return Batch(empty, leftover=text)
    parts = {} if _by_full_stops(text, len(kinds)) else numbered_parts(text, len(kinds))
    if parts:
        return _by_number(parts, kinds)
    if is_numbered(text) and len(kinds) > 1:
        return Batch(empty, leftover=text)
    if len(kinds) > 1 and _nothing(text):
        return Batch(empty, nothing=True)
    return _in_order(_without_greeting(text), kinds)


def _by_full_stops(text: str, length: int) -> bool:
    """ "2. 0. 1. 0": exactly as many sentences as questions, and no lines."""
    return length > _FEW and "\n" not in text and len(text.rstrip(". ").split(". ")) == length


def _without_greeting(text: str) -> str:
    """Without a first line that says only "em gửi báo cáo ạ"."""
    first, _, rest = text.partition("\n")
    polite = all(token.word.bits & POLITE for token in tokenize(first)[:-1])
    return rest if rest and polite else text


def read_part(tokens: list[Token], kind: Kind) -> Reading:
    """One answer of a batch; `tokens` end with END."""
    if kind is Kind.COUNT:
        return count_of(tokens)
    if kind is Kind.PAIR:
        return pair_of(tokens)
    if kind is Kind.SHARE:
        return share_of(tokens)
    return yes_no_of(tokens) if kind is Kind.YES_NO else UNREADABLE


def _read_text(text: str, kind: Kind) -> Reading:
    return read_pair(text) if kind is Kind.PAIR else read_part(tokenize(text), kind)


# -- numbered


def _by_number(parts: dict[int, str], kinds: Sequence[Kind]) -> Batch:
    last = list(parts)[-1]
    parts[last], ok = _without_ok(parts[last], whole=False)
    readings: list[Reading | None] = [None] * len(kinds)
    for number, text in parts.items():
        readings[number - 1] = _read_text(text, kinds[number - 1]) if text else UNREADABLE
    return Batch(tuple(readings), ok=ok, numbered=True)


def _without_ok(text: str, *, whole: bool) -> tuple[str, bool]:
    """The text without a last word that sends, and whether there was one."""
    tokens = cut(text)[:-1]
    while tokens and (tokens[-1].text in ".!" or tokens[-1].word.names & {"nhé", "ạ", "em"}):
        tokens = tokens[:-1]
    size = _done_words(tokens)
    if size and _held_back(tokens[:-size], tokens[-size], whole=whole):
        return text, False
    if not size or (len(tokens) == size and not whole):
        return text, False
    kept = text
    for token in reversed(tokens[-size:]):
        kept = kept[: kept.rfind(token.text)]
    return kept.strip(" ,;.\n"), True


def _held_back(before: list[Token], done: Token, *, whole: bool) -> bool:
    """ "không đúng", "chưa gửi", "chưa ok" send nothing; "6: chưa ok" answers and sends."""
    if not before:
        return False
    if before[-1].word.marks.base in _HOLDING:
        return True
    answers = "ok" in done.word.names and (len(before) > 1 or not whole)
    return bool(before[-1].word.bits & NOT) and not answers


def _done_words(tokens: list[Token]) -> int:
    for first, second in _DONE_PHRASES:
        if len(tokens) > 1 and first in tokens[-2].word.names and second in tokens[-1].word.names:
            return 2
    if not tokens:
        return 0
    return int(not tokens[-1].word.names.isdisjoint(_DONE - {"đồng", "xác"}))


# -- nothing at all


def _nothing(text: str) -> bool:
    """ "không", "không có gì mới", "tháng này không phát sinh" to the whole."""
    tokens = tokenize(text)[:-1]
    if len(tokens) > 1 and tokens[0].digits == "0" and all(t.word.bits & ALL for t in tokens[1:]):
        return True
    if any(token.digits for token in tokens) or any(t.text in ",;" for t in tokens):
        return False
    words = [t.word for t in tokens]
    denied = sum(bool(w.bits & (NOT | NONE)) for w in words)
    if denied != 1 or "\n" in text:
        return False
    if any("có" in w.names and not w.bits & NONE for w in words[:1]):
        return False
    reading = count_of([*tokens, END])
    return reading.status is Status.ZERO or _no_news(tokens)


def _no_news(tokens: list[Token]) -> bool:
    return all(
        token.word.bits & (NOT | NONE | POLITE | TIME) or token.word.names & _NEWS
        for token in tokens
    )


# -- in order


def _in_order(text: str, kinds: Sequence[Kind]) -> Batch:
    shorter, ok = _without_ok(text, whole=True)
    if ok and not shorter:
        return Batch((None,) * len(kinds), ok=True)
    laid = _laid(shorter, kinds, ok=ok)
    if ok and kinds[-1] is Kind.YES_NO and laid.readings[-1] is None:
        full = divide(text, kinds, read_part)
        if full is not None and len(full) == len(kinds) and UNREADABLE not in full:
            return Batch(full)
    return laid


def _laid(text: str, kinds: Sequence[Kind], *, ok: bool) -> Batch:
    readings = divide(text, kinds, read_part)
    if readings is None:
        return Batch((None,) * len(kinds), ok=ok, leftover=text)
    missing = len(kinds) - len(readings)
    return Batch((*readings, *(None,) * missing), ok=ok)
