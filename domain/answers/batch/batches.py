"""Reads many answers in one message: numbered, named, one per line, separated, or just in order.

The number of answers expected decides what a space or a comma separates: "1 200" is one number to
one question and two to two. All ways to segment the message are weighed; where the best ones read
an answer differently, that answer is not taken.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.answers.batch.alignment import align
from domain.answers.batch.clauses import is_answer
from domain.answers.batch.courtesies import (
    Rest,
    says_same,
    says_unchanged,
    split_rest,
    split_same,
    strip_noise,
)
from domain.answers.batch.form import Batch, Form, Question, UnplacedReason
from domain.answers.batch.keyboards import repair_keys, repair_signs
from domain.answers.batch.named import split_clauses
from domain.answers.batch.wordings import rewrite
from domain.answers.readings import Kind
from domain.answers.text.lexicon import ALL, ANY, NONE, NOT, POLITE, TIME, YET
from domain.answers.text.marks import clean
from domain.answers.text.phrases import strip_marks
from domain.answers.text.words import Token, Word, tokenize

__all__ = ["Batch", "read_batch", "says_no_news"]

_MAX_CHARACTERS = 2000
_ONE_LETTER = frozenset({"k", "kg"})
"""Too little to say nothing of a whole form: it answers a line."""
_CLAUSE_END = re.compile(r"[,.;\n]")
_MAY_BE_A_LINE = frozenset({UnplacedReason.UNCLEAR, UnplacedReason.OTHER_THING})
_NEWS = frozenset(
    {"mới", "thêm", "phát", "sinh", "thay", "đổi", "cả", "hết", "gì", "có", "phát_sinh", "đâu",
     "để", "chi_hội", "bên", "báo", "báo_cáo", "là", "thì", "đều", "hoạt_động"}
)  # fmt: skip


def read_batch(
    text: str, questions: Sequence[Question], asked: Sequence[int] = (), *, month: int | None = None
) -> Batch:
    """Lay a message out over these questions.

    `asked`: the numbers of the questions still open, to which answers without a number or a name
    go in order; all questions if none are given. `month`: the one that the report is about.
    """
    form = Form(questions, tuple(asked) or tuple(range(1, len(questions) + 1)), month)
    if len(text) > _MAX_CHARACTERS:
        return Batch(tuple(form.make_empty()), leftover=text[:_MAX_CHARACTERS])
    text = clean(repair_signs(text)).strip()
    if not text or not questions:
        return Batch(tuple(form.make_empty()), leftover=text)
    text = rewrite(repair_keys(text, form.known_words), len(questions))
    begun = len(form.asked) < len(form.kinds)
    several = not begun and len(form.asked) > 1 and form.kinds[0] is not Kind.YES_NO
    if several and _says_only_not_yet([token.word for token in tokenize(text)[:-1]]):
        return Batch(tuple(form.make_empty()), leftover=text)
    if len(questions) > 1 and _read_same(text) is None and _tells_nothing(text, form):
        return Batch(tuple(form.make_empty()), nothing=True)
    return _read(text, form)


def _tells_nothing(text: str, form: Form) -> bool:
    if text.strip(" .!,").lower() in _ONE_LETTER:
        return False
    if says_no_news(_without_remarks(text, form)):
        return True
    return says_nothing(text) and not any(c.plainly for c in split_clauses(text, form.names))


def _read(text: str, form: Form) -> Batch:
    if len(form.kinds) > 1 and (same := _read_same(text)):
        return Batch(tuple(form.make_empty()), numbered=True, rest=same)
    named, rest = split_rest(text) if len(form.kinds) > 1 else (text, None)
    shorter = strip_noise(named) or named
    if rest is None and len(form.kinds) > 1:
        shorter, rest = _split_no_news(shorter, form)
    batch = align(shorter, form, rest)
    unclear = any(one.why in _MAY_BE_A_LINE for one in batch.unplaced)
    if rest is None or batch.leftover or unclear:  # what is left is known once all is placed
        return batch
    return replace(batch, rest=rest, numbered=True)


def _read_same(text: str) -> Rest | None:
    if says_same(text):
        return Rest.SAME
    said = [one for one in _CLAUSE_END.split(text) if one.strip()]
    if any(map(says_same, said)) and all(
        says_same(one) or says_unchanged(one) or says_no_news(one) for one in said
    ):
        return Rest.SAME
    return Rest.UNCHANGED if says_unchanged(text) else None


def _split_no_news(text: str, form: Form) -> tuple[str, Rest | None]:
    """Split off "như tháng trước", and "không có gì" in "không có gì, chỉ sinh hoạt 1 buổi"."""
    first, different = split_same(text)
    same = _read_same(first)
    if different.strip() and same is not None:
        return different.strip(), same
    first, _, others = text.partition(",")
    if not others.strip() or len(text.split(",")) == len(form.asked):
        return text, None
    if (same := _read_same(first)) is not None:
        return others.strip(), same
    return (others.strip(), Rest.NONE) if says_no_news(first) else (text, None)


# -- nothing at all


def says_nothing(text: str) -> bool:
    """Recognise "không", "không có gì mới", "tháng này không phát sinh" as an answer to all.

    A denial that names a thing ("không có đảng viên", "không có hộ nào") is none.
    """
    tokens = tokenize(clean(text))[:-1]
    if len(tokens) == 1 and tokens[0].digits.strip("0") == "" and tokens[0].digits:
        return True
    if len(tokens) > 1 and tokens[0].digits == "0" and _is_no_news(tokens[1:]):
        return not any(token.word.bits & (NOT | NONE) for token in tokens[1:])
    if any(token.digits for token in tokens) or any(t.text in ",;" for t in tokens):
        return False
    words = [t.word for t in tokens]
    if any("ai" in w.names for w in words):
        return False
    if _says_only_not_yet(words):
        return False
    denied = sum(bool(w.bits & (NOT | NONE)) for w in words)
    if denied != 1 or "\n" in text:
        return False
    if any("có" in w.names and not w.bits & NONE for w in words[:1]):
        return False
    return _is_no_news(tokens)


def _says_only_not_yet(words: list[Word]) -> bool:
    """Return True for "chưa em ạ": of a whole form it may as well mean that she has not begun."""
    kept = [word for word in words if not word.bits & (POLITE | TIME)]
    return len(kept) == 1 and bool(kept[0].bits & YET)


def _without_remarks(text: str, form: Form) -> str:
    """Return the one clause that says anything: "bận mùa vụ, không phát sinh gì"."""
    clauses = [c for c in split_clauses(text, form.names) if c.whole]
    telling = [c for c in clauses if c.question is not None or c.run_on or is_answer(c.text)]
    return telling[0].whole if len(telling) == 1 and len(clauses) > 1 else ""


def says_no_news(text: str) -> bool:
    """Recognise "tháng này không có gì"; a bare "không" may answer a single question."""
    return (
        says_nothing(text) and re.search(r"\b(?:gi|j|phat sinh)\b", strip_marks(text)) is not None
    )


def _is_no_news(tokens: list[Token]) -> bool:
    return all(
        token.word.bits & (NOT | NONE | POLITE | TIME | ANY | ALL) or token.word.names & _NEWS
        for token in tokens
    )
