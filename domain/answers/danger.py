"""Recognise words of violence or danger in free text, so that help is offered.

This is asked only of text that nothing else could read, and leads to a question, never to a
report: a false alarm costs one question too many, a missed one leaves a woman alone. The words are
not stored anywhere.
"""

import re

from domain.answers.text.marks import clean, fold

LONGEST = 2_000
"""Characters looked at; people speak of danger early."""

_FOLDED = (
    "chong danh", "bo danh", "bi danh", "danh em", "danh chi", "danh toi", "danh dap", "danh con",
    "danh vo", "bao luc", "bao hanh", "hanh hung", "de doa", "doi giet", "giet", "chem",
    "hiep dam", "cuong hiep", "xam hai", "lam dung", "mua ban nguoi", "lua ban", "bi ban sang",
    "muon chet", "cuu em", "cuu toi", "cuu voi", "cuu chau", "nguy hiem",
)  # fmt: skip
_WITH_MARKS = ("tự tử", "tự vẫn", "hiếp")
"""Without their marks these would be other words: "từ từ", "hiệp"."""

_PLAIN = re.compile(rf"\b({'|'.join(_FOLDED)})\b")
_MARKED = re.compile(rf"\b({'|'.join(_WITH_MARKS)})\b")


def tells_of_danger(text: str) -> bool:
    """Return True if the text speaks of danger; "đánh" alone (a drum, a game) is not enough."""
    start = text[:LONGEST]
    return bool(_PLAIN.search(fold(start)) or _MARKED.search(clean(start).lower()))
