"""Finds the lines a message speaks of, whether or not it answers them."""

import re
from collections.abc import Sequence

from domain.answers.batch.form import Question
from domain.answers.batch.named import split_clauses
from domain.answers.batch.parts import CORRECTION
from domain.answers.batch.relevance import has_amount
from domain.answers.text.lexicon import NONE, NOT
from domain.answers.text.marks import clean
from domain.answers.text.phrases import strip_marks
from domain.answers.text.words import tokenize

_LINE = re.compile(r"\b(?:cau|muc|dong) (?:so )?(\d{1,2})\b(?: (?:va|voi|,) (?:cau )?(\d{1,2})\b)?")
_CHANGING = re.compile(
    r"\b(?:bo|xoa|doi|bot|them|sai|tru|cong|sua|thay|lai|nua|thieu|thua|roi|khong phai)\b"
)
_TAKING_BACK = re.compile(
    r"(?:(?:a|o|ay|u|oi|quen|nham|thoi|khoan|y lon|lon|xin loi|chet)\b[\s,.!]*"
    r"(?:chi |c |em |e )?(?:(?:nham|quen|lon|mat|roi|khong phai|ghi|bam|go|chet|em)\b[\s,.!]*)*)"
    r"(?=\S)"
)


def find_mentioned(text: str, questions: Sequence[Question]) -> tuple[int, ...]:
    """Return the numbers of the questions that a text names or numbers, in the form's order."""
    said = clean(text)
    found = {c.question for c in split_clauses(said, [q.names for q in questions])}
    for clause in split_clauses(said, [q.names for q in questions]):
        found |= {piece.question for piece in clause.run_on}
    numbers = {question + 1 for question in found if question is not None}
    for hit in _LINE.finditer(strip_marks(said)):
        numbers |= {int(number) for number in hit.groups() if number}
    return tuple(sorted(number for number in numbers if 1 <= number <= len(questions)))


def find_named_alone(text: str, questions: Sequence[Question]) -> tuple[int, ...]:
    """Return the number of the question if a text is nothing but a name: "5 không 3 sạch"."""
    said = split_clauses(clean(text), [question.names for question in questions])
    if any(clause.text or clause.run_on or clause.question is None for clause in said):
        return ()
    return tuple(clause.question + 1 for clause in said if clause.question is not None)


def may_change(text: str) -> bool:
    """Return True if a text may tell another answer: by an amount, a denial, "nhầm", "bỏ"."""
    said = _LINE.sub("", strip_marks(clean(text)))
    if has_amount(said) or CORRECTION.search(said) or _CHANGING.search(strip_marks(clean(text))):
        return True
    return any(token.word.bits & (NOT | NONE) for token in tokenize(clean(text))[:-1])


def strip_taking_back(text: str) -> str:
    """Return what follows "à", "nhầm", "thôi" at the beginning; "" where there is no such word."""
    hit = _TAKING_BACK.match(strip_marks(clean(text)))
    return clean(text)[hit.end() :] if hit else ""
