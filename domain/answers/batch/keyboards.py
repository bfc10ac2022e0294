"""Repairs what keyboards leave behind: keycaps, arrows, doubled commas, VNI and Telex keys."""

import re
import unicodedata
from collections.abc import Collection

from domain.answers.text.marks import Marks, agrees, take_apart
from domain.answers.text.words import decode_telex, look_up

_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3[ .:)]*")
_TEN = re.compile("\U0001f51f[ .:)]*")
_ARROW = re.compile(r"\s*(?:[-=–—]+>|[→➡➔⇒➜])\ufe0f?\s*")
_COMMAS = re.compile(r",+")
_MANY = 2
_VNI = re.compile(r"(?<![\w])[a-z]+[1-9][a-z1-9]*(?!\w)")
_MARKED_LAST = re.compile(r"[a-z][6-9][1-5]$")
_CALLED = frozenset({"cau", "c", "y", "so", "muc", "dong", "t", "thang"})
_VNI_LETTERS = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_MARK_LEFT = re.compile(r"(?<![\w])[a-z]+[1-5](?!\w)")
_SHORT_TELEX = {"cos": "có", "gif": "gì", "ddc": "đc", "dax": "đã"}
_LATE_VOWEL = re.compile(r"([aeo])[^aeo]+\1$")
"""The doubled vowel after the word: "khongo"."""
_WORD = re.compile(r"(?<!\w)[a-z]{3,}(?!\w)")


def repair_signs(text: str) -> str:
    """Write keycaps as "1: " and arrows as ": ", and commas as one where all are doubled."""
    text = _TEN.sub("\n10: ", _KEYCAP.sub(r"\n\1: ", text))
    text = re.sub(r"\n1: \n0: ", "\n10: ", text)
    text = _ARROW.sub(": ", text)
    runs = _COMMAS.findall(text)
    doubled = len(runs) >= _MANY and all(len(run) > 1 for run in runs)
    return _COMMAS.sub(",", text) if doubled else text


def repair_keys(text: str, known: Collection[str]) -> str:
    """Write "kho6ng", "sinh hoajt" as meant, where that gives a word; `known`: the form's words."""
    decoded = _VNI.sub(lambda hit: _decode_vni(hit[0], known), text)
    if decoded != text:  # where one word was typed so, the figure of "chi5" is a mark, too
        decoded = _MARK_LEFT.sub(lambda hit: _drop_mark(hit[0]), decoded)
    text = decoded
    return _WORD.sub(lambda hit: _repair_telex(hit[0], known), text)


def _decode_vni(typed: str, known: Collection[str]) -> str:
    """Decode VNI; digits at the end alone may be an amount ("moi2"), and are left."""
    bare = typed.rstrip("123456789")
    if bare in _CALLED or (look_up(bare).names and not _MARKED_LAST.search(typed)):
        return typed
    letters = ""
    tone = ""
    inside = False
    for at, sign in enumerate(typed):
        if sign in _VNI_LETTERS:
            if not letters:
                return typed
            inside = True
            letters = _add_quality(letters, _VNI_LETTERS[sign])
        elif sign == "9":
            if not letters.startswith("d"):
                return typed
            inside = True
            letters = "đ" + letters[1:]
        elif sign in _VNI_TONES:
            tone = _VNI_TONES[sign]
            inside = inside or at < len(typed) - 1
        else:
            letters += sign
    said = unicodedata.normalize("NFC", _add_tone(letters, tone))
    return said if inside and _is_word(take_apart(said), known) else typed


def _drop_mark(typed: str) -> str:
    """Drop the tone at the end of a word that is one without it; "moi2" may be an amount."""
    known = typed[:-1] not in _CALLED and len(typed) > _MANY
    return typed[:-1] if known and look_up(typed[:-1]).names else typed


def _add_tone(letters: str, tone: str) -> str:
    """Put the tone on the last vowel, behind the mark it may have."""
    vowels = [n for n, letter in enumerate(letters) if letter in "aeiouy"]
    at = vowels[-1] if vowels else len(letters) - 1
    while at + 1 < len(letters) and unicodedata.combining(letters[at + 1]):
        at += 1
    return letters[: at + 1] + tone + letters[at + 1 :]


def _add_quality(letters: str, mark: str) -> str:
    """Put a letter's mark on the last vowel that takes it: in "khong6" the o, in "chua7" the u."""
    takes = {"\u0302": "aeo", "\u031b": "ou", "\u0306": "a"}[mark]
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in takes:
            return letters[: at + 1] + mark + letters[at + 1 :]
    return letters


def _repair_telex(typed: str, known: Collection[str]) -> str:
    if typed in known or typed in _SHORT_TELEX:
        return _SHORT_TELEX.get(typed, typed)
    decoded = decode_telex(take_apart(typed))
    names = look_up(typed).names
    if names and not names <= look_up(decoded.base).names:
        return typed
    if not names and _LATE_VOWEL.search(typed) and look_up(typed[:-1]).names:
        return typed[:-1]
    return typed if decoded.base == typed or not _is_word(decoded, known) else _spell(decoded)


def _is_word(marks: Marks, known: Collection[str]) -> bool:
    return marks.base in known or any(
        agrees(marks, take_apart(name)) for name in look_up(marks.base).names
    )


def _spell(marks: Marks) -> str:
    """Return a spelling with the same letters; its marks add nothing once the word is known."""
    return marks.base
