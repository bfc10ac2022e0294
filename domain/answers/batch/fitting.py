"""Finds the question that a clause without a number or a name can only answer."""

import re
from collections.abc import Sequence

from domain.answers.batch.clauses import is_answer
from domain.answers.batch.form import Form, Question
from domain.answers.batch.named import split_clauses
from domain.answers.batch.parts import read_text
from domain.answers.batch.relevance import count_own_words, fits_in_place, has_amount
from domain.answers.numbers.pairs import tell_half
from domain.answers.readings import Kind, Reading, Status
from domain.answers.text.lexicon import NONE, NOT
from domain.answers.text.phrases import find_phrases
from domain.answers.text.words import tokenize

_SURE = frozenset({Status.VALUE, Status.ZERO, Status.NOT_YET})
_PAIR_SIGN = re.compile(r"\d\s*[/+-]|[+-]\s*\d")


def find_fitting(
    text: str, readings: Sequence[Reading | None], form: Form
) -> list[tuple[int, Reading]]:
    """Find the open questions that an unnamed clause may answer, with what it says of each."""
    pairs = [n for n, kind in enumerate(form.kinds, 1) if kind is Kind.PAIR]
    halved = len(pairs) == 1 and tell_half(text)  # "mới 3 thôi" names the pair's half
    if halved and (pair := _list_fitting(text, readings, form, pairs)):
        return pair
    found = _list_fitting(text, readings, form, form.asked)
    if found or len(form.asked) == len(form.kinds):
        return found
    told = [n for n in range(1, len(form.kinds) + 1) if n not in form.asked]
    own = [n for n in told if find_phrases(form.questions[n - 1].beside).are_in(text)]
    return _list_fitting(text, readings, form, own)  # "mới 3 thôi": said of a line told before


def _list_fitting(
    text: str, readings: Sequence[Reading | None], form: Form, numbers: Sequence[int]
) -> list[tuple[int, Reading]]:
    found = []
    counted = has_amount(text)
    for number in numbers:
        question = form.questions[number - 1]
        if readings[number - 1] is not None or not fits_in_place(text, question):
            continue
        if counted and question.kind is Kind.YES_NO:
            continue
        reading = read_text(text, question)
        if reading.status in _SURE or reading.value is not None:
            found.append((number - 1, reading))
    if len(found) > 1 and counted:
        own = [count_own_words(text, form.questions[at]) for at, _ in found]
        if own.count(max(own)) == 1 and max(own) > 1:
            return [found[own.index(max(own))]]
    return found


def tells_its_question(text: str) -> bool:
    """Return True for one clause with an amount and more: "2 chị mới vào", "3/1", "+2 -1"."""
    denied = any(token.word.bits & (NOT | NONE) for token in tokenize(text)[:-1])
    return has_amount(text) and not text.strip().isdecimal() and not denied


def find_only_telling(text: str) -> str:
    """Return the one clause with an amount: "mới 3 thôi" in "mới 3 thôi, cái Hoa chưa đủ tuổi"."""
    telling = [clause.whole for clause in split_clauses(text, ()) if is_answer(clause.whole)]
    return telling[0] if len(telling) == 1 else ""


def is_told_apart(text: str, question: Question) -> bool:
    """Return True if not only the room for it, but a word or a sign ("3/1") names the question."""
    paired = question.kind is not Kind.COUNT and _PAIR_SIGN.search(text) is not None
    return paired or count_own_words(text, question) > 0
