"""Reads what is wanted outside a form besides reporting: one table of wishes, in wish_words.py.

Marks, case and courtesies do not matter. Long texts and stories hold no wish.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from domain.answers.text.commands import read_command
from domain.answers.text.marks import clean, fold, take_apart
from domain.answers.text.question_shapes import asks, asks_outside
from domain.answers.text.wish_words import ALONE, ANYWHERE, NAMED_SETS, SPELT, Wish
from domain.answers.text.words import decode_telex

__all__ = ["NEVER_AN_ANSWER", "TALK", "Wish", "is_talk", "read_wish", "sort_wish", "spell_out"]

_LONGEST = 160
_MOST_WORDS = 22
_MOST_COURTESIES = 5

TALK = frozenset({Wish.INSULT, Wish.SMALL_TALK, Wish.THANKS, Wish.GREETING})
_QUESTIONS = frozenset({
    Wish.DELETE, Wish.PRINT, Wish.NEW_PHONE, Wish.SUBSTITUTE, Wish.SENT_ASK, Wish.DUE,
    Wish.CONTACT, Wish.WHO, Wish.ON_NOW, Wish.MEANING, Wish.MY_REPORT,
})  # fmt: skip
NEVER_AN_ANSWER = frozenset({
    Wish.DELETE, Wish.LEFT_POST, Wish.STOP, Wish.PRINT, Wish.NEW_PHONE,
    Wish.SENT_ASK, Wish.MY_REPORT, Wish.DUE, Wish.CONTACT, Wish.WHO, Wish.ON_NOW,
})  # fmt: skip
"""What no answer to a form or to a menu could mean: it is heard there too."""


def sort_wish(wish: Wish) -> str:
    """Return what a wish is: a "command", a "question" or mere "talk"."""
    if wish in TALK:
        return "talk"
    return "question" if wish in _QUESTIONS else "command"


@lru_cache(maxsize=4096)
def read_wish(text: str) -> Wish | None:
    """Read what is wanted; None for everything else, such as a report or a story.

    The first wish of the table that fits is meant.
    """
    if len(text) > _LONGEST or _TELEPHONE.search(text) or _tells_figures(text):
        return None
    said = spell_out(text)
    if not said:
        return Wish.THANKS if _is_only_signs(text) else None
    if len(said.split()) > _MOST_WORDS:
        return None
    wholes = tuple(f"{whole} " for whole in _list_shortenings(said))
    fitting = (wish for wish in Wish if _fits(wish, wholes))
    found = next(fitting, None)
    if found is Wish.LEFT_POST and asks_outside(text):
        return next(fitting, Wish.CONTACT)  # whoever asks how to leave has not left yet
    return found or _read_mistyped(text)


def _read_mistyped(text: str) -> Wish | None:
    """Read "baoo cao": a form that opens by mistake costs nothing."""
    return Wish.REPORT if read_command(text).value == Wish.REPORT.value else None


def _tells_figures(text: str) -> bool:
    """Tell whether it reports figures, whatever is said around them: "nhập hộ chị là 1 buổi"."""
    plain = fold(clean(text))
    told = _FIGURES.search(plain) is not None and _CORRECTING.search(plain) is None
    return told and not asks(text)


def is_talk(text: str) -> bool:
    """Tell whether it is a sentence of words, so that somebody tells something."""
    if len(text) > _LONGEST_TALK:
        return False
    words = [word for word in fold(clean(text)).split() if _SYLLABLE.fullmatch(word)]
    return len(words) >= _FEWEST_WORDS


def _fits(wish: Wish, wholes: Sequence[str]) -> bool:
    anywhere, alone = _ANYWHERE.get(wish), _ALONE.get(wish)
    if anywhere is not None and any(anywhere.search(whole) for whole in wholes):
        return True
    return alone is not None and any(alone.fullmatch(whole) for whole in wholes)


def _is_only_signs(text: str) -> bool:
    """Tell whether it is a row of emoji: a kind word."""
    pictures = any(unicodedata.category(letter) == "So" for letter in text)
    return pictures and not any(letter.isalnum() or letter == "?" for letter in text)


# --- how people write --------------------------------------------------------------------------

_YES_MADAM = re.compile(r"\bdạ\b")
"""Without its mark it would be "đã", which tells of what is done."""

_HOUSE = re.compile(r"\bm[aá]i nhà\b")
"""A roof; without marks it would be "mai nha", which puts off."""

_SHORTEST_KEYED = 3

_FIGURES = re.compile(
    r"\b\d{1,2} (?:buoi|ho|hoi vien|hv|dang vien|nguoi moi|chi moi)\b|: *\d{1,2}(?: |,|$)"
    r"|\b(?:moi|giam|tang|buoi|hop|sach|ngheo|dang|hoat|hv|hoi vien) \d{1,2}(?![\d/:h])"
    r"(?! (?:gio|ngay|thang|hom|nam)\b)"
)
_CORRECTING = re.compile(r"\b(?:nham|lon|sai|thieu|sot|sua|dinh chinh)\b")
_LONGEST_TALK = 300
_SYLLABLE = re.compile(r"[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(?:[cmnpt]|ch|ng|nh)?[.,!]*")
_FEWEST_WORDS = 3
"""So many words that could be Vietnamese are a sentence; fewer are a slip of the fingers."""

_TELEPHONE = re.compile(r"\d[\d .-]{6,}\d")
_MONTH = re.compile(r"\b(?<!\d)t ?(1[0-2]|0?[1-9])\b(?![./])")
_SIGNS = re.compile(r"[^a-z0-9./\s]|(?<!\d)[./]|[./](?!\d)")
_LEAD = frozenset({
    "da", "vang", "u", "uh", "um", "a", "ah", "o", "oi", "alo", "ne", "nay", "the", "vay", "thi",
    "em", "chi", "co", "bac", "ban", "minh", "toi", "xin", "nho", "cho", "giup", "hoi", "muon",
    "can", "van", "la", "ma", "thoi", "ui", "oh", "hi", "lam", "on",
})  # fmt: skip
_TAIL = frozenset({
    "a", "ah", "ak", "nhe", "nha", "nhen", "nhi", "hen", "em", "chi", "oi", "voi", "di", "da",
    "luon", "giup", "gium", "day", "vay", "ma", "ne", "thoi", "ha", "dum", "the",
})  # fmt: skip


def spell_out(text: str) -> str:
    """Return the words as wishes are compared: folded, short forms in full, without signs."""
    marked = _HOUSE.sub("căn nhà", _YES_MADAM.sub("vâng", clean(text)))
    folded = _MONTH.sub(r"thang \1", _SIGNS.sub(" ", fold(marked)))
    return " ".join(SPELT.get(word) or _repair_keys(word) for word in folded.split())


def _repair_keys(word: str) -> str:
    """Write "baos" as "bao", where only what Telex keys leave behind makes it a word."""
    if len(word) <= _SHORTEST_KEYED or not word.isalpha() or word in _VOCABULARY:
        return word
    meant = decode_telex(take_apart(word)).base
    return meant if meant in _VOCABULARY else word


def _list_shortenings(said: str) -> tuple[str, ...]:
    """List the text without polite words before it, one by one, with and without those behind."""
    words = said.split()
    ended = words
    while len(ended) > 1 and ended[-1] in _TAIL:
        ended = ended[:-1]
    before = next((at for at, word in enumerate(words) if word not in _LEAD), len(words) - 1)
    starts = range(min(before, _MOST_COURTESIES) + 1)
    listed = [whole[at:] for whole in (words, ended) for at in starts if whole[at:]]
    return tuple(dict.fromkeys(" ".join(each) for each in listed))


# --- the table's own notation ------------------------------------------------------------------


def _compile_table(table: Mapping[Wish, Sequence[str]]) -> dict[Wish, re.Pattern[str]]:
    return {
        wish: re.compile("|".join(_write_pattern(phrase) for phrase in phrases))
        for wish, phrases in table.items()
    }


def _write_pattern(phrase: str) -> str:
    """Write a phrase as a pattern over words that are each followed by a space.

    `a/b_c` is either of two, `x?` may be left out, `x*` may stand several times, `…` is anything,
    `<me>` one of a named set, `!x` must not follow; `^` and `$` are the ends.
    """
    if phrase.startswith("^"):
        return "^" + "".join(_write_word(word) for word in phrase[1:].split())
    return r"(?<!\S)" + "".join(_write_word(word) for word in phrase.split())


def _write_word(word: str) -> str:
    if word == "$":
        return "$"
    if word == "…":
        return r"(?:\S+ )*?"
    denied, bare = word.startswith("!"), word.lstrip("!")
    count = bare[-1] if bare[-1] in "?*+" else ""
    either = bare[: len(bare) - len(count)].split("/")
    written = "|".join(NAMED_SETS.get(one, one.replace("_", " ")) for one in either)
    return f"(?!(?:{written}) )" if denied else f"(?:(?:{written}) ){count}"


_ANYWHERE, _ALONE = _compile_table(ANYWHERE), _compile_table(ALONE)
_VOCABULARY = frozenset(
    re.findall(
        r"[a-z]+", " ".join(p for t in (ANYWHERE, ALONE) for each in t.values() for p in each)
    )
)
"""All words that say a wish."""
