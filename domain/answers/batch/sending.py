"""Reads the word at the end of a batch that sends it: "4: 4 ok"."""

from domain.answers.text.lexicon import NOT
from domain.answers.text.words import Token, cut

_SENDING = frozenset({"ok", "gửi", "đúng", "đồng", "xác", "chuẩn"})
_SENDING_PHRASES = (("gửi", "đi"), ("gửi", "luôn"), ("đúng", "rồi"), ("đồng", "ý"), ("xác", "nhận"))
_HOLDING = frozenset({"dung", "khoan", "de", "dam"})


def split_ok(text: str, *, whole: bool) -> tuple[str, bool]:
    """Return (the text without a last word that sends, whether there was one)."""
    tokens = cut(text)[:-1]
    while tokens and (tokens[-1].text in ".!" or tokens[-1].word.names & {"nhé", "ạ", "em"}):
        tokens = tokens[:-1]
    size = _count_sending_words(tokens)
    if size and _is_held_back(tokens[:-size], tokens[-size], whole=whole):
        return text, False
    if not size or (len(tokens) == size and not whole):
        return text, False
    kept = text
    for token in reversed(tokens[-size:]):
        kept = kept[: kept.rfind(token.text)]
    return kept.strip(" ,;.\n"), True


def _is_held_back(before: list[Token], done: Token, *, whole: bool) -> bool:
    """Return True for "không đúng", "chưa gửi", "chưa ok"; "6: chưa ok" answers and sends."""
    if not before:
        return False
    if before[-1].word.marks.base in _HOLDING:
        return True
    answers = "ok" in done.word.names and (len(before) > 1 or not whole)
    return bool(before[-1].word.bits & NOT) and not answers


def _count_sending_words(tokens: list[Token]) -> int:
    for first, second in _SENDING_PHRASES:
        if len(tokens) > 1 and first in tokens[-2].word.names and second in tokens[-1].word.names:
            return 2
    if not tokens:
        return 0
    return int(not tokens[-1].word.names.isdisjoint(_SENDING - {"đồng", "xác"}))
