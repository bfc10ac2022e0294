"""Cuts a message into words and looks up what each may mean."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from domain.answers.text import lexicon
from domain.answers.text.lexicon import (
    ABOUT,
    DATE,
    DOUBTS,
    FILLER,
    GROUPS,
    NEED_MARKS,
    NOT,
    OUT_OF,
    PER_CENT,
    PLUS,
)
from domain.answers.text.marks import TONES, Marks, agrees, clean, take_apart

_PIECES = re.compile(r"[0-9]+|[^\W\d_\u0300-\u036f][^\W\d_\u0300-\u036f\u0300-\u036f]*|\S")
_PASSED_OVER = frozenset(".,;:!\"“”'’‘()[]…*•_|^@{}`´·=")


_AFTER_NOT = frozenset({"có", "biết", "rõ", "phải", "ai", "được"})


class Word(NamedTuple):
    """What a typed word may mean.

    `names`: the words of the lexicon that it fits. `bits`: what these do. `digit`: 1 to 9 for
    một…chín. `tail`: the same after tens, with mốt, tư, lăm. `marked`: some mark was typed.
    `phrases`: those that it may begin, the longest first. `opens`: a number may begin with it.
    `scale`: 1000 for nghìn. `continues`: it may continue a number that has begun.
    """

    typed: str
    marks: Marks
    names: frozenset[str]
    bits: int
    digit: int
    tail: int
    marked: bool
    phrases: tuple[tuple[str, ...], ...] = ()
    opens: bool = False
    scale: int = 0
    continues: bool = False


class Token(NamedTuple):
    """A piece of the message; `digits` is "" for a word; `gap`: a space comes before it."""

    text: str
    digits: str
    gap: bool
    word: Word


def _index_bits() -> dict[str, int]:
    bits: dict[str, int] = {}
    for group, names in GROUPS:
        for name in names.split():
            bits[name] = bits.get(name, 0) | (group & ~DATE)
    return bits


_BITS = _index_bits()


def _index_digits() -> dict[str, int]:
    return {name: n for n, name in enumerate(lexicon.DIGITS.split(), start=1)}


_PAIR = 2
_PICTURES = 0x2600
_LONGEST_CACHED = 16
SCALES = {"nghìn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9}
OPENERS = frozenset(
    {"mười", "hăm", "băm", "trăm", "chục", "tá", "nửa", "nghìn", "vạn", "triệu", "không", "mươi"}
)
_CONTINUERS = frozenset({"mươi", "chục", "tá", "trăm", "phẩy", "rưỡi", "rưởi", "mốt"})
_ORDER = {name: place for place, name in enumerate(_BITS)}
_DIGITS = _index_digits()
_TAILS = _DIGITS | lexicon.TAILS


def _list_spellings() -> Iterator[tuple[str, str]]:
    """Yield (spelling, name) for single syllables."""
    for name in (*_BITS, *_TAILS, *lexicon.OTHER_NUMERALS.split()):
        for syllable in name.split("_"):
            yield syllable, syllable
    for name, others in lexicon.ALIASES.items():
        for other in others.split():
            yield other, name


def _index_by_base(
    spellings: Iterable[tuple[str, str]],
) -> dict[str, tuple[tuple[Marks, str], ...]]:
    index: dict[str, dict[tuple[Marks, str], None]] = {}
    for spelling, name in spellings:
        marks = take_apart(spelling)
        index.setdefault(marks.base, {})[(marks, name)] = None
    return {base: tuple(found) for base, found in index.items()}


_WORDS = _index_by_base(_list_spellings())


def _index_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Index the phrases by their first syllable, the longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for name in _BITS:
        parts = tuple(name.split("_"))
        if len(parts) > 1:
            index.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in index.items()}


_PHRASES = _index_phrases()


_SHORTEST_TELEX = 4
_TELEX_KEYS = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TAKEN_AS_TYPED = frozenset({"bay"})  # bây (giờ) is not bảy


def _find_names(marks: Marks) -> frozenset[str]:
    fitting = [(word, name) for word, name in _WORDS.get(marks.base, ()) if agrees(marks, word)]
    if marks.tone or marks.base in _TAKEN_AS_TYPED:
        exact = frozenset(name for word, name in fitting if word == marks)
        if exact:
            return exact
    return frozenset(name for _, name in fitting)


@lru_cache(maxsize=16384)
def look_up(typed: str) -> Word:
    """Look up what a typed word may mean; letters repeated for emphasis count once."""
    marks = take_apart(typed)
    names = (
        _find_names(marks)
        or _find_names(_remove_repeats(marks))
        or _find_names(decode_telex(marks))
    )
    return _make_word(typed, marks, names)


def decode_telex(marks: Marks) -> Marks:
    """Decode the keys of a keyboard that did not make the letters: "khoong", "roofi", "chuwa"."""
    if not marks.base.isascii() or len(marks.base) < _SHORTEST_TELEX:
        return marks
    typed = marks.base
    for keys, letter in _TELEX_KEYS.items():
        typed = typed.replace(keys, letter)
    place = next((at for at in range(len(typed) - 1, 0, -1) if typed[at] in _TELEX_TONES), None)
    if place is None:
        return take_apart(typed) if typed != marks.base else marks
    toned = typed[:place] + typed[place + 1 :]
    return take_apart(toned)._replace(tone=TONES[_TELEX_TONES[typed[place]]])


def _remove_repeats(marks: Marks) -> Marks:
    """Keep each letter once: "khôngg", "coó"."""
    base, qualities = marks.base[:1], marks.qualities[:1]
    for letter, quality in zip(marks.base[1:], marks.qualities[1:], strict=True):
        if letter != base[-1]:
            base, qualities = base + letter, qualities + quality
        elif quality != " ":
            qualities = qualities[:-1] + quality
    return Marks(base, qualities, marks.tone)


def _make_word(typed: str, marks: Marks, names: frozenset[str]) -> Word:
    marked = bool(marks.tone or marks.qualities.strip())
    if not marked:
        names = names - NEED_MARKS
    bits = _combine_bits(names, typed)
    digit = max((_DIGITS.get(name, 0) for name in names), default=0)
    tail = max((_TAILS.get(name, 0) for name in names), default=0)
    opens = digit > 0 or not names.isdisjoint(OPENERS)
    scale = max((SCALES.get(name, 0) for name in names), default=0)
    continues = bool(tail or scale or typed == "k") or not names.isdisjoint(_CONTINUERS)
    phrases = _find_phrases(names)
    return Word(typed, marks, names, bits, digit, tail, marked, phrases, opens, scale, continues)


def _find_phrases(names: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    found = dict.fromkeys(phrase for name in names for phrase in _PHRASES.get(name, ()))
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), _ORDER["_".join(phrase)])))


def _combine_bits(names: frozenset[str], typed: str) -> int:
    """Combine what all these words do; a doubt is dropped where another word is harmless."""
    bits = 0
    for name in names:
        bits |= _BITS.get(name, 0)
    harmless = any(_BITS.get(name, 0) & FILLER and not _BITS[name] & DOUBTS for name in names)
    own = 0
    for name in names:
        if _BITS.get(name, 0) & FILLER or name == typed:
            own |= _BITS.get(name, 0) & DOUBTS
    return (bits & ~DOUBTS) | own if harmless else bits


def _is_picture(text: str) -> bool:
    """Return True for a face or a flower, not for an operator, "❓" or another script's digit."""
    picture = unicodedata.category(text[0]) in ("So", "Sk", "Mn") and ord(text[0]) >= _PICTURES
    return picture and text[0] not in "❓❔➕➖➗"


@lru_cache(maxsize=4096)
def _read_sign(text: str) -> Word:
    """Look up a punctuation mark or a picture; those that say nothing are fillers."""
    silent = text in _PASSED_OVER or _is_picture(text)
    known = {
        "👍": "ok",
        "👌": "ok",
        "✅": "có",
        "✔": "có",
        "☑": "có",
        "✓": "có",
        "❌": "không",
        "✖": "không",
        "✗": "không",
        "✘": "không",
    }
    names = frozenset({known[text]}) if text in known else frozenset()
    if text == "+":
        return _make_word(text, Marks(text, " ", ""), names)._replace(bits=FILLER | PLUS)
    if text in "~≈≃":
        return _make_word(text, Marks(text, " ", ""), names)._replace(bits=ABOUT)
    if text in "%/":
        return _make_word(text, Marks(text, " ", ""), names)._replace(
            bits=PER_CENT if text == "%" else OUT_OF
        )
    word = _make_word(text, Marks(text, " " * len(text), ""), names)
    return word._replace(bits=word.bits | FILLER) if silent and not word.bits & NOT else word


NUMERAL = Word("", Marks("", "", ""), frozenset(), 0, 0, 0, marked=False)
END = Token("", "", True, NUMERAL)


def tokenize(text: str) -> list[Token]:
    """Cut a cleaned text into tokens and join known phrases; the last token is END."""
    return join_phrases(cut(text))


def cut(text: str) -> list[Token]:
    """Cut a cleaned text into tokens without joining phrases; the last token is END."""
    tokens: list[Token] = []
    gap = text[:1].isspace()
    for run in text.split():
        tokens += _cut_run_cached(run, gap) if len(run) <= _LONGEST_CACHED else _cut_run(run, gap)
        gap = True
    tokens.append(END)
    return _replace_letter_o(tokens) if "o" in text else tokens


def _cut_run(run: str, gap: bool) -> tuple[Token, ...]:
    """Cut what stands between two spaces."""
    pieces = _PIECES.findall(run)
    return tuple(_make_token(piece, gap and at == 0) for at, piece in enumerate(pieces))


# A run is a word with the signs attached to it; a long one is not worth the memory.
_cut_run_cached = lru_cache(maxsize=8192)(_cut_run)


def _make_token(piece: str, gap: bool) -> Token:
    if "0" <= piece[0] <= "9":
        return Token(piece, piece, gap, NUMERAL)
    word = look_up(piece) if piece.isalpha() or len(piece) > 1 else _read_sign(piece)
    return Token(piece, "", gap, word)


def _replace_letter_o(tokens: list[Token]) -> list[Token]:
    """Read the letter o as không: "o có", "o biết"."""
    for at, token in enumerate(tokens[:-1]):
        if token.text == "o" and _stands_for_not(tokens, at):
            tokens[at] = token._replace(word=look_up("không"))
    return tokens


def _stands_for_not(tokens: list[Token], at: int) -> bool:
    return len(tokens) == 2 or not tokens[at + 1].word.names.isdisjoint(_AFTER_NOT)


def join_phrases(tokens: list[Token]) -> list[Token]:
    """Make one token of every known phrase."""
    joined: list[Token] = []
    at, length = 0, len(tokens)
    while at < length:
        token = tokens[at]
        phrase = _find_phrase(tokens, at) if token.word.phrases else ()
        if phrase:
            joined.append(_make_phrase_token(tokens, at, phrase))
            at += len(phrase)
        else:
            joined.append(token)
            at += 1
    return joined


def _find_phrase(tokens: list[Token], at: int) -> tuple[str, ...]:
    second = tokens[at + 1]
    names, digits = second.word.names, second.digits
    for phrase in tokens[at].word.phrases:
        if phrase[1] not in names and phrase[1] != digits:
            continue
        if len(phrase) == _PAIR or _goes_on(tokens, at + _PAIR, phrase[_PAIR:]):
            return phrase
    return ()


def _goes_on(tokens: list[Token], at: int, rest: tuple[str, ...]) -> bool:
    return at + len(rest) < len(tokens) and all(
        part in tokens[at + n].word.names or part == tokens[at + n].digits
        for n, part in enumerate(rest)
    )


def _make_phrase_token(tokens: list[Token], at: int, phrase: tuple[str, ...]) -> Token:
    return Token(" ".join(phrase), "", tokens[at].gap, _make_phrase_word("_".join(phrase)))


@lru_cache(maxsize=4096)
def _make_phrase_word(name: str) -> Word:
    return _make_word(name, take_apart(name), frozenset({name}))


def prepare(text: str, limit: int) -> list[Token] | None:
    """Clean the text and tokenize it; None where it is empty or too long to be an answer."""
    if len(text) > 4 * limit:
        return None
    text = clean(text).strip().replace("đ/c", "đồng chí").replace("d/c", "đồng chí")
    return tokenize(text) if 0 < len(text) <= limit else None
