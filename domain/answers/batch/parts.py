"""One answer of a batch: as usual, as last month, or with a slip of hers mended."""

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
"""What takes back what she said before."""
_GROUP = 3
_LIKE = frozenset({"nhu", "giong", "van", "giu", "bang", "y", "khong"})


def read_part(tokens: list[Token], kind: Kind) -> Reading:
    """One answer of a batch; `tokens` end with END."""
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
    """ "812-1430", "812 1430": two figures of a share without the stroke between them."""
    figures = [token for token in tokens if token.digits]
    others = [token for token in tokens[:-1] if not token.digits]
    if len(figures) != 2 or len(others) > 1 or any(t.text not in "-–:" for t in others):
        return tokens
    if len(figures[1].digits) == _GROUP and not others:
        return tokens
    return [figures[0], *cut("/")[:-1], figures[1], END]


def read_text(text: str, kind: Kind) -> Reading:
    """One answer of a batch: as usual, as last month, or with a slip of hers mended."""
    if not text:
        return UNREADABLE
    if says_same(text):
        return Reading(Status.SAME)
    slip = CORRECTION.search(strip_marks(text))
    if slip is not None and slip.start():
        return _read_correction(text[slip.end() :], kind)
    reading = read_pair(text) if kind is Kind.PAIR else read_part(tokenize(text), kind)
    sentences = [part for part in text.split(". ") if not answers_nothing(part)]
    if reading.status is Status.UNREADABLE and len(sentences) == 1 and sentences[0] != text:
        return read_text(sentences[0], kind)
    return reading


def _read_correction(text: str, kind: Kind) -> Reading:
    """What she says after "à nhầm": to be looked at again."""
    tail = re.search(r"\s*\b(?:moi dung|moi phai)\b.*$", strip_marks(text))
    reading = read_text(text[: tail.start()] if tail else text, kind)
    return Reading(Status.CONFIRM, reading.value) if reading.value is not None else UNREADABLE
