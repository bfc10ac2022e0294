"""Finds phrases in a text as they are typed: with all marks, some, or none."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from domain.answers.text.marks import agrees, clean, take_apart


@lru_cache(maxsize=2048)
def _strip_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0]
    return "d" if plain == "đ" else plain


def strip_marks(text: str) -> str:
    """Strip the marks, letter by letter: positions in the result are positions in the text."""
    return text if text.isascii() else "".join(map(_strip_letter, text))


_NEVER = r"(?!)"


class Phrases:
    """Phrases to look for, written with their marks: "sắp" is found in "sap", not in "sập".

    `marked`: those that mean something else without marks ("quà", "qua") and need them.
    """

    def __init__(self, *phrases: str, marked: tuple[str, ...] = ()) -> None:
        self._meant: dict[str, list[list[str]]] = {}
        self._marked = {clean(phrase) for phrase in marked}
        for phrase in filter(None, (*phrases, *marked)):
            self._meant.setdefault(strip_marks(clean(phrase)), []).append(clean(phrase).split())
        longest_first = sorted(self._meant, key=len, reverse=True)
        joined = "|".join(re.escape(plain).replace(r"\ ", r"\s+") for plain in longest_first)
        self._pattern = re.compile(rf"(?<![^\W\d_])(?:{joined})(?!\w)" if joined else _NEVER)

    def find_all(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of each phrase in a clean text."""
        for hit in self._pattern.finditer(strip_marks(text)):
            typed = text[hit.start() : hit.end()].split()
            for meant in self._meant[" ".join(strip_marks(word) for word in typed)]:
                needed = " ".join(meant) in self._marked
                if _agree(typed, meant) and not (needed and " ".join(typed).isascii()):
                    yield hit.start(), hit.end()
                    break

    def cut_out(self, text: str) -> str:
        """Return a clean text without them."""
        for start, end in reversed(list(self.find_all(text))):
            text = f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
        return text

    def are_in(self, text: str) -> bool:
        """Return True if one of them is in a clean text."""
        return next(self.find_all(text), None) is not None


def _agree(typed: list[str], meant: list[str]) -> bool:
    return all(
        agrees(take_apart(word), take_apart(other))
        for word, other in zip(typed, meant, strict=True)
    )


@lru_cache(maxsize=512)
def find_phrases(phrases: tuple[str, ...]) -> Phrases:
    """Return these phrases to look for, made once."""
    return Phrases(*phrases)
