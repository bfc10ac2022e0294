"""Reads many answers in one message: numbered, named, one per line, separated, or just in order.

The number of answers expected decides what a space or a comma separates: "1 200" is one number to
one question and two to two. All ways to segment the message are weighed; where the best ones read
an answer differently, that answer is not taken.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.answers.batch.by_marker_or_name import read_by_marker_or_name
from domain.answers.batch.courtesies import (
    Rest,
    says_same,
    split_rest,
    strip_greeting,
    strip_marks,
    strip_noise,
)
from domain.answers.batch.form import Batch, Form
from domain.answers.batch.in_order import read_open_in_order
from domain.answers.batch.named import Names, split_clauses
from domain.answers.numbers.counts import read_count_tokens
from domain.answers.readings import Kind, Status
from domain.answers.text.lexicon import ALL, NONE, NOT, POLITE, TIME
from domain.answers.text.marks import clean
from domain.answers.text.words import END, Token, tokenize

__all__ = ["Batch", "read_batch"]

_MAX_CHARACTERS = 2000
_NEWS = frozenset(
    {"mới", "thêm", "phát", "sinh", "thay", "đổi", "cả", "hết", "gì", "có", "phát_sinh"}
)


def read_batch(
    text: str, kinds: Sequence[Kind], names: Names = (), asked: Sequence[int] = ()
) -> Batch:
    """Lay a message out over questions of these kinds.

    `names`: what each question may be called. `asked`: the numbers of the questions still open, to
    which answers without a number or a name go in order; all questions if none are given.
    """
    form = Form(kinds, names, asked or range(1, len(kinds) + 1))
    if len(text) > _MAX_CHARACTERS:
        return Batch(tuple(form.make_empty()), leftover=text[:_MAX_CHARACTERS])
    text = clean(text).strip()
    if not text or not kinds:
        return Batch(tuple(form.make_empty()), leftover=text)
    if (
        len(kinds) > 1
        and _says_nothing(text)
        and not any(c.plainly for c in split_clauses(text, names))
    ):
        return Batch(tuple(form.make_empty()), nothing=True)
    return _read(text, form)


def _read(text: str, form: Form) -> Batch:
    if len(form.kinds) > 1 and says_same(text):
        return Batch(tuple(form.make_empty()), numbered=True, rest=Rest.SAME)
    named, rest = split_rest(text) if len(form.kinds) > 1 else (text, None)
    shorter = strip_noise(named) or named
    if rest is None and len(form.kinds) > 1:
        shorter, rest = _split_no_news(shorter, form)
    batch = read_by_marker_or_name(shorter, form) or read_open_in_order(
        strip_greeting(shorter), form, rest
    )
    if rest is None or batch.leftover:
        return batch
    return replace(batch, rest=rest, numbered=True)


def _split_no_news(text: str, form: Form) -> tuple[str, Rest | None]:
    """Split off "không có gì" in "không có gì, chỉ sinh hoạt 1 buổi": the rest is none."""
    first, _, others = text.partition(",")
    if not others.strip() or len(text.split(",")) == len(form.asked):
        return text, None
    if says_same(first):
        return others.strip(), Rest.SAME
    return (others.strip(), Rest.NONE) if _tells_no_news(first) else (text, None)


# -- nothing at all


def _says_nothing(text: str) -> bool:
    """Recognise "không", "không có gì mới", "tháng này không phát sinh" as an answer to all."""
    tokens = tokenize(text)[:-1]
    if len(tokens) > 1 and tokens[0].digits == "0" and all(t.word.bits & ALL for t in tokens[1:]):
        return True
    if any(token.digits for token in tokens) or any(t.text in ",;" for t in tokens):
        return False
    words = [t.word for t in tokens]
    denied = sum(bool(w.bits & (NOT | NONE)) for w in words)
    if denied != 1 or "\n" in text:
        return False
    if any("có" in w.names and not w.bits & NONE for w in words[:1]):
        return False
    reading = read_count_tokens([*tokens, END])
    return reading.status is Status.ZERO or _is_no_news(tokens)


def _tells_no_news(text: str) -> bool:
    """Recognise "tháng này không có gì"; a bare "không" may answer a single question."""
    return (
        _says_nothing(text) and re.search(r"\b(?:gi|j|phat sinh)\b", strip_marks(text)) is not None
    )


def _is_no_news(tokens: list[Token]) -> bool:
    return all(
        token.word.bits & (NOT | NONE | POLITE | TIME) or token.word.names & _NEWS
        for token in tokens
    )
