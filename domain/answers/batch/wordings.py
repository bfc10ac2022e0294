"""Writes what people say in their own way as the form would have it said.

A favour that is asked of the bot ("gửi giúp chị") helps nobody in need; "câu đầu" is a number; and
what is told to the bot at the end ("em ghi giúp chị với mắt chị kém") answers nothing.
"""

import re
from collections.abc import Callable

from domain.answers.text.phrases import strip_marks

_FAVOUR = re.compile(
    r"\b(?P<verb>gui|nop|ghi|nhap|bao|bao cao|xem|luu|sua|dien|doc|chot|chuyen)(?P<again> lai)?"
    r" (?:giup|ho|dum|gium)(?: (?:cho )?(?:chi|c|co|toi|minh|bac)\b)?(?: voi\b)?(?! can\b)"
)
_ASIDE_AT_END = re.compile(
    r"(?<=[\w)])[\s,.;!]+(?:"
    r"(?:em|e|chau|may) (?:ghi|xem|nhap|kiem tra|coi|doc|tinh|dem|luu)\b(?: [^\W\d]+)*"
    r"(?: \d+ cau)?(?: [^\W\d]+)*"
    r"|chuc (?:em|e|ca nha|moi nguoi|cac em|ca co quan)\b(?:[ ,]+[^\W\d]+)*"
    r"|(?:chi|c) (?:di|ban|dang|ve|phai di) (?:ban|lam|nau|cho|ruong|nuong|cay|gat|o)\b"
    r"(?: [^\W\d]+)*)[\s.!]*$"
)
_FIRST = re.compile(r"\b(?:cau|muc|dong) (?:dau tien|dau|thu nhat)\b(?! nam\b)")
_LAST = re.compile(r"\b(?:cau|muc|dong) (?:cuoi cung|cuoi)\b(?! nam\b)")


def rewrite(text: str, length: int) -> str:
    """Rewrite a clean text; `length`: how many questions the form has."""
    text = _replace(_FAVOUR, text, lambda hit: hit["verb"] + (hit["again"] or ""))
    if length > 1:
        text = _replace(_FIRST, text, lambda _: "câu 1")
        text = _replace(_LAST, text, lambda _: f"câu {length}")
        text = _replace(_ASIDE_AT_END, text, lambda _: "")
    return text.strip()


def _replace(pattern: re.Pattern[str], text: str, make: Callable[[re.Match[str]], str]) -> str:
    for hit in reversed(list(pattern.finditer(strip_marks(text)))):
        text = text[: hit.start()] + make(hit) + text[hit.end() :]
    return text
