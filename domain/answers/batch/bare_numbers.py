"""Finds lines by their bare numbers: "5 mới 2 giảm 0 6 rồi 7 ko 8 ko", "2 ko 3 ko 1 một buổi".

Such a number looks like an amount, so it is taken for a line's only where all of them are followed
by an answer that their own questions take.
"""

import re
from collections.abc import Iterator

from domain.answers.batch.form import Form
from domain.answers.batch.numbered import Part
from domain.answers.batch.parts import read_text
from domain.answers.batch.relevance import fits_in_place
from domain.answers.readings import Status
from domain.answers.text.phrases import strip_marks

_NUMBER = re.compile(r"(?:(?<=[\s,;])|^)(\d{1,2}) (?=[a-z])")
_FIGURES = re.compile(r"\d+")
_FEWEST = 3
_TAKEN = frozenset({Status.VALUE, Status.ZERO, Status.NOT_YET})


def split_by_bare_numbers(text: str, form: Form) -> list[Part]:
    """Return (number, its text) of each line; [] where the numbers may be amounts."""
    plain = strip_marks(text)
    hits = list(_NUMBER.finditer(plain))
    if len(hits) < _FEWEST or hits[0].start():
        return []
    counting = list(_count_up(hits))
    all_of_them = len(hits) == len(_FIGURES.findall(plain))
    for markers in (counting, hits if all_of_them else []):
        numbers = [int(hit[1]) for hit in markers]
        if len(numbers) < _FEWEST or len(set(numbers)) < len(numbers):
            continue
        if not all(1 <= number <= len(form.kinds) for number in numbers):
            continue
        ends = [hit.start() for hit in markers[1:]] + [len(text)]
        parts = [
            (int(hit[1]), text[hit.end() : end].strip(" ,;"))
            for hit, end in zip(markers, ends, strict=True)
        ]
        if all(_is_answered(number, said, form) for number, said in parts):
            return parts
    return []


def _count_up(hits: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the numbers that follow one on another, from the first on."""
    expected = int(hits[0][1])
    for hit in hits:
        if int(hit[1]) == expected:
            expected += 1
            yield hit


def _is_answered(number: int, said: str, form: Form) -> bool:
    question = form.questions[number - 1]
    return fits_in_place(said, question) and read_text(said, question).status in _TAKEN
