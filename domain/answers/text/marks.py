"""Vietnamese syllables split into base letters, letter qualities and a tone.

A typed syllable fits a word when the base letters are equal and every mark that was typed agrees.
That one rule reads text without marks, with some of them, decomposed (NFD), and with the tone
placed in the old way or the new one.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

QUALITIES = {"\u0302": "^", "\u0306": "(", "\u030c": "(", "\u031b": "+"}
# Half the country speaks hỏi and ngã alike and confuses them in writing: one sign for both.
TONES = {"\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "?", "\u0323": "."}
INVISIBLE = (
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, 0xFE0E, 0xFE0F, 0x20E3, *range(0x1F3FB, 0x1F400),
)  # fmt: skip
LETTERS: dict[int, str | None] = {
    **dict.fromkeys(INVISIBLE, None),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0x00D0, 0x00F0, 0x0189, 0x0256, 0x0110), "đ"),
    0x3000: " ", 0x00A0: " ", 0x202F: " ", 0x2044: "/", 0x2215: "/", 0x2212: "-", 0x1F51F: "10",
}  # fmt: skip
_TRANSLATED = frozenset(map(chr, LETTERS))


class Marks(NamedTuple):
    """A syllable split into its marks; `qualities` has one sign for each letter (a space: none)."""

    base: str
    qualities: str
    tone: str


def clean(text: str) -> str:
    """Return the text in lower case, composed (NFC), with plain digits, nothing invisible."""
    if text.isascii():
        return text.lower()
    plain = text if _TRANSLATED.isdisjoint(text) else text.translate(LETTERS)
    return unicodedata.normalize("NFC", plain.lower())


@lru_cache(maxsize=16384)
def take_apart(syllable: str) -> Marks:
    """Split a lower-case syllable into base letters, qualities and one tone."""
    base: list[str] = []
    quality: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", syllable):
        if letter in TONES:
            tone = TONES[letter]
        elif letter in QUALITIES and quality:
            quality[-1] = QUALITIES[letter]
        elif not unicodedata.combining(letter):
            base.append("d" if letter == "đ" else letter)
            quality.append("-" if letter == "đ" else " ")
    return Marks("".join(base), "".join(quality), tone)


def agrees(typed: Marks, word: Marks) -> bool:
    """Return True if the base letters are equal and every mark of `typed` is in `word`."""
    if typed.base != word.base or (typed.tone and typed.tone != word.tone):
        return False
    return all(
        mine in (" ", theirs) for mine, theirs in zip(typed.qualities, word.qualities, strict=True)
    )


def fold(text: str) -> str:
    """Return the text clean, without marks, with single spaces: for keys and comparisons."""
    plain = unicodedata.normalize("NFD", clean(text)).replace("đ", "d")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
