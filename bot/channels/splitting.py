"""Texts as networks count them: UTF-16 units, bold spans, pieces of limited length."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.engine.message import split_bold

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A part of a text; `bold` are (start, length) in UTF-16 units of this piece."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()


def make_storable(text: str) -> str:
    """Replace what no database takes: NUL and halves of surrogate pairs."""
    return _UNSTORABLE.sub("\ufffd", text) if _UNSTORABLE.search(text) else text


def count_units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def split_text(marked: str, most: int) -> tuple[TextPiece, ...]:
    """Split a text with marks of bold into pieces of at most `most` UTF-16 units.

    A piece ends after a line if possible, else after a word, else between letters; a letter and
    its marks stay together. Blank pieces are left out, so a blank text has none.
    """
    text, bold = split_bold(marked)
    spans = ((start, end) for start, end in _find_ranges(text, most))
    return tuple(_cut_piece(text, bold, *span) for span in spans if text[slice(*span)].strip())


def _find_ranges(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) in characters; line ends at a cut are left out."""
    start = 0
    while start < len(text):
        end = _reach(text, start, most)
        if end < len(text):
            end = _cut(text, start, end)
        yield start, start + len(text[start:end].rstrip("\n"))
        start = end


def _reach(text: str, start: int, most: int) -> int:
    """Return the furthest end of a piece that begins at `start`."""
    if count_units(text[start : start + most]) <= most:
        return min(len(text), start + most)
    used = 0
    for index, letter in enumerate(islice(text, start, None), start):
        used += 2 if letter > "\uffff" else 1
        if used > most:
            return index
    return len(text)


def _cut(text: str, start: int, end: int) -> int:
    """Return the best place at or before `end` to end a piece."""
    least = start + (end - start) // 3  # an early line end would make a stump
    for mark in ("\n", " "):
        found = text.rfind(mark, least, end)
        if found >= 0:
            return found + 1
    whole = end
    while whole > least and (unicodedata.combining(text[whole]) or text[whole] in _JOINERS):
        whole -= 1
    return whole


def _cut_piece(text: str, bold: tuple[tuple[int, int], ...], start: int, end: int) -> TextPiece:
    kept: list[tuple[int, int]] = []
    for span_start, length in bold:
        first, last = max(start, span_start), min(end, span_start + length)
        if first < last:
            kept.append((count_units(text[start:first]), count_units(text[first:last])))
    return TextPiece(text[start:end], tuple(kept))
