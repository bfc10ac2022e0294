"""Reads one answer of a batch: a usual one, "as last month", or one that she corrected."""

import re

from domain.answers.batch.courtesies import answers_nothing, says_same, strip_marks
from domain.answers.numbers.counts import read_count_tokens
from domain.answers.numbers.pairs import read_pair, read_pair_tokens
from domain.answers.numbers.shares import read_share_tokens
from domain.answers.readings import UNREADABLE, Kind, Reading, Status
from domain.answers.text.words import END, Token, cut, tokenize
from domain.answers.text.yes_no import read_yes_no_tokens

CORRECTION = re.compile(
    r"(?:\b(?:a|o|ay|u)\b[ ,]*)?\b(?:nham|quen|y lon|xin loi|sua lai|sua|a khong)\b"
    r"(?: roi| mat| ti)?[\s,:]*"
)
"""What takes back the words before it."""
_GROUP = 3
_LIKE = frozenset({"nhu", "giong", "van", "giu", "bang", "y", "khong"})


def read_part(tokens: list[Token], kind: Kind) -> Reading:
    """Read tokens that end with END as one answer of a batch."""
    if tokens[0].word.marks.base.split("_")[0] in _LIKE and says_same(
        " ".join(t.text for t in tokens[:-1])
    ):
        return Reading(Status.SAME)
    if kind is Kind.COUNT:
        return read_count_tokens(tokens)
    if kind is Kind.PAIR:
        return read_pair_tokens(tokens)
    if kind is Kind.SHARE:
        return read_share_tokens(_insert_slash(tokens))
    return read_yes_no_tokens(tokens) if kind is Kind.YES_NO else UNREADABLE


def _insert_slash(tokens: list[Token]) -> list[Token]:
    """Insert the stroke between the two figures of a share: "812-1430", "812 1430"."""
    figures = [token for token in tokens if token.digits]
    others = [token for token in tokens[:-1] if not token.digits]
    if len(figures) != 2 or len(others) > 1 or any(t.text not in "-–:" for t in others):
        return tokens
    if len(figures[1].digits) == _GROUP and not others:
        return tokens
    return [figures[0], *cut("/")[:-1], figures[1], END]


def read_text(text: str, kind: Kind) -> Reading:
    """Read a text as one answer: a usual one, "as last month", or one that she corrected."""
    if not text:
        return UNREADABLE
    if says_same(text):
        return Reading(Status.SAME)
    correction = CORRECTION.search(strip_marks(text))
    if correction is not None and correction.start():
        return _read_correction(text[correction.end() :], kind)
    reading = read_pair(text) if kind is Kind.PAIR else read_part(tokenize(text), kind)
    sentences = [part for part in text.split(". ") if not answers_nothing(part)]
    if reading.status is Status.UNREADABLE and len(sentences) == 1 and sentences[0] != text:
        return read_text(sentences[0], kind)
    return reading


def _read_correction(text: str, kind: Kind) -> Reading:
    """Read what she says after "à nhầm"; it is to be confirmed."""
    tail = re.search(r"\s*\b(?:moi dung|moi phai)\b.*$", strip_marks(text))
    reading = read_text(text[: tail.start()] if tail else text, kind)
    return Reading(Status.CONFIRM, reading.value) if reading.value is not None else UNREADABLE
