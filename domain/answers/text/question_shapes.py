"""Recognises questions by how they are built: "có tính không", "đủ chưa em", "thế là 2 buổi hả".

questions.py knows the words of questions; here are endings and frames that hold any words.
"""

import re

from domain.answers.text.marks import clean
from domain.answers.text.phrases import strip_marks
from domain.answers.text.questions import asks_something

_LAST = r"(?: (?:em|e|a|ah|ha|vay|the|nhi|ta|oi|nhe|day|hoi|chi|duoc|chau))*[ .!]*$"
_NOT_DENIED = r"(?<!khong )(?<!ko )(?<!k )(?<!chua )(?<!hong )(?<!hem )(?<!chang )"
_NO = r"(?:khong|ko|hong)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_NOT_DENIED}\bco (?:tinh|duoc|can|phai|nen|la|sao|mat|bi)\b.*\b{_NO}{_LAST}",
        rf"^[^\d]*{_NOT_DENIED}\bco (?!ai\b)\w+[^\d]*\b{_NO}{_LAST}",
        r"\b(?:tinh|ghi|bao cao|lay|tra loi|viet)\b[^\d]*\bhay\b",
        rf"\b(?:du|xong|duoc|dung|ok|on|chuan|gui|toi|den)(?: \w+)? chua{_LAST}",
        r"(?<!\d )(?<!\d)\b(?:ha|nhi|hu)\b(?: (?:em|e|chi|oi|a|chau))*[ .!]*$",
        r"\bsao(?: (?:em|e|vay|the|ha|a|nhi|day))*[ .!]*$",
        r"\b(?:sao|tai sao|vi sao) (?:lai|phai|nhieu|khong|ko|em|chi)\b",
        r"\b(?:tinh|ghi|la|chi bao|truoc bao|duoc) may\b",
        rf"{_NOT_DENIED}\bla (?:ho |nguoi |cai |buoi |tien |so |viec )?(?:gi|j|nao){_LAST}",
        r"\bkhac (?:gi|nhau)\b|\bkhac\b.*\b(?:cho nao|nhau|the nao|gi)\b|\b(?:cho|o) nao\b",
        rf"{_NOT_DENIED}\b(?:ghi|tra loi|hoi|dien|go|viet|can|phai lam) (?:gi|j)\b",
        rf"{_NOT_DENIED}\b(?:cho ai|ai xem|ai doc|ai biet|ai nhan|ai hoi|ai gui|ai day)\b",
    )
)
_OUTSIDE = tuple(
    re.compile(shape)
    for shape in (
        r"^(?!.*\b(?:khong|ko|k|chua|chang)\b)"
        rf".*\b(?:ngay|hom|luc|thang|cach|cho|tuan|so) nao{_LAST}",
        r"^(?:(?:em|oi|a|ma|the) )*(?:sao|tai sao|vi sao|lam sao)\b",
        rf"^(?:em|ban|bot|may) (?!oi|a|nhe|ghi|dien|de|cho|tinh|nhap|bao|gui|cu)\w+\b"
        rf".*\b{_NO}{_LAST}",
        rf"^(?:ai|dau|may gio|bao lau)\b.*{_LAST}",
        rf"^(?!.*\b(?:khong|ko|k|chua|chang|cha|hong)\b).*\b(?:gi|j){_LAST}",
        rf"{_NOT_DENIED}\bco (?!ai\b)\w+ (?:gi|nao|ai)\b.*\b{_NO}{_LAST}",
        rf"\b(?:em|ban|may) (?:co |se )?(?:hieu|biet|doc|nghe|nhan|thay|giup|xem)\b"
        rf".*\b{_NO}{_LAST}",
        r"\b(?:chi hoi|xa|xom|don vi|dia ban|nha|ai) nao "
        r"(?:nhat|dung|dau|cham|hon|con|da|chua|dang)\b",
        rf"\b(?:voi|hoi|goi|cho|noi|bao|nho|tim) ai{_LAST}",
        r"\b(?:ngay|thu|xa minh|xa|muc|bao|gom|thieu|con|tinh|no|hoi|duoc) may\b"
        r"(?! (?:nay|hom|chi|em|dua|chau|ba|ong|anh|con)\b)",
        r"\bmay (?:lan|cau|buoi|tuoi|gio)\b(?! (?:nay|roi|lien)\b)",
        r"(?<!khong )(?<!chang )(?<!cha )(?<!ko )\b(?:nhung|la) (?:khong |cai |nhung )*gi$",
        rf"\b(?:mat tien|ton tien|mat phi|ton phi|lau|kho|duoc|sao|het)\b.*\b{_NO}{_LAST}",
    )
)
"""How questions are built that a form's answers may look like: only heard outside one."""

_AT_THE_END = re.compile(r"(?<!\w)(?:à|hả|nhỉ|hử)(?: (?:em|e|chị))?[ .!]*$")
"""“À” with its mark; "a" without one is a polite "ạ"."""

_SAYS_SO = re.compile(r"\b(?:sao|nao|ai|gi|the nao) cung\b")
_CLAUSE_END = re.compile(r"[,;\n]|\.(?!\d)")


def asks(text: str) -> bool:
    """Return True if a clause of the text asks, by its words or by how it is built."""
    return asks_something(text) or any(map(_is_built_so, _CLAUSE_END.split(clean(text))))


def asks_outside(text: str) -> bool:
    """Return True if a clause of a text said outside any form asks."""
    return asks(text) or any(
        shape.search(strip_marks(clause).strip())
        for clause in _CLAUSE_END.split(clean(text))
        for shape in _OUTSIDE
        if not _SAYS_SO.search(strip_marks(clause))
    )


def _is_built_so(clause: str) -> bool:
    plain = strip_marks(clause)
    if _SAYS_SO.search(plain):
        return False
    return _AT_THE_END.search(clause) is not None or any(s.search(plain) for s in _SHAPES)
