"""Whether free words tell of violence or danger: then help is offered, not "I did not understand".

It is asked only of what nothing else has read, and leads to a question, never to a report: too
many found is a question too much, one missed leaves a woman alone. The words stay nowhere.
"""

import re

from domain.answers.text.marks import clean, fold

LONGEST = 2_000
"""Characters looked at; danger is told early."""

_FOLDED = (
    "chong danh", "bo danh", "bi danh", "danh em", "danh chi", "danh toi", "danh dap", "danh con",
    "danh vo", "bao luc", "bao hanh", "hanh hung", "de doa", "doi giet", "giet", "chem",
    "hiep dam", "cuong hiep", "xam hai", "lam dung", "mua ban nguoi", "lua ban", "bi ban sang",
    "muon chet", "cuu em", "cuu toi", "cuu voi", "cuu chau", "nguy hiem",
)  # fmt: skip
_WITH_MARKS = ("tự tử", "tự vẫn", "hiếp")
"""Without marks these are other words: "từ từ", "hiệp"."""

_PLAIN = re.compile(rf"\b({'|'.join(_FOLDED)})\b")
_MARKED = re.compile(rf"\b({'|'.join(_WITH_MARKS)})\b")


def tells_of_danger(text: str) -> bool:
    """Any text, marks or none; what is "đánh" alone (a drum, a game) is not enough."""
    start = text[:LONGEST]
    return bool(_PLAIN.search(fold(start)) or _MARKED.search(clean(start).lower()))
