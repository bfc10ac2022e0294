"""Recognises a question of hers: "5 không 3 sạch là gì", "có phải ghi tên không em"."""

import re

from domain.answers.text.marks import clean
from domain.answers.text.phrases import Phrases, strip_marks

_ASKING = Phrases(
    "là gì", "là j", "nghĩa là", "nghĩa gì", "là sao", "tại sao", "vì sao", "làm sao", "sao lại",
    "ra sao", "thế nào", "như nào", "kiểu gì", "làm gì", "khi nào", "bao giờ", "bao lâu",
    "bao nhiêu", "ở đâu", "đúng không", "đúng ko", "đúng k", "phải không", "phải ko", "phải k",
    "có phải", "được không", "được ko", "được k", "đc không", "đc ko", "đc k", "hay không",
    "hay ko", "là những gì", "gồm những gì", "gồm gì", "tính không", "tính ko", "tính k",
    "tính luôn không", "giải thích", "hỏi tí", "cho em hỏi", "cho hỏi", "em ơi hỏi", "là ai",
    "ai thế", "ai vậy", "là cái nào", "chưa hiểu", "không hiểu", "ko hiểu", "k hiểu", "lúc nào",
    "ghi vào đâu", "ghi vào câu nào", "ghi ở câu nào", "có cần ghi", "có cần tính", "thì sao",
    "có được tính",
    "sao em", "sao hả em", "sao hả", "gì hả em", "gì thế", "gì vậy", "gì đấy em", "mấy hả em",
)  # fmt: skip
_TAGGED = re.compile(r"\b(?:ha em|ha e|ha chau|vay em|the em|ha ban)[ .!]*$")
_DONE_YET = re.compile(r"\b(?:bao|bao cao|gui|nop) chua\b(?: (?:em|e|ha|vay|the|nhi|a))*[ .!]*$")
_WHETHER = re.compile(r"\bco\b[^\d]*\b(?:khong|ko|chua)\b (?:em|e|ha|vay|the|nhi)\b[ .!]*$")
_COUNTED_IN = re.compile(
    r"\btinh (?:ca|luon|gop|chung|them)\b[^\d]*\b(?:khong|ko|k)\b(?: (?:em|e|ha|a))*[ .!]*$"
)
_MARKED = re.compile(r"[^\W\d]\s*\?+[\s.!)]*$")
_SAYS_SO = re.compile(r"\b(?:bao nhieu cung|sao cung|nao cung|ai cung|gi cung|gi dau)\b")
_CLAUSE_END = re.compile(r"[,;\n]|\.(?!\d)")


def asks_something(text: str) -> bool:
    """Return True if a clause of the text asks, with or without its mark: that is no answer."""
    return any(_asks(clause) for clause in _CLAUSE_END.split(clean(text)))


def _asks(clause: str) -> bool:
    plain = strip_marks(clause)
    if _MARKED.search(plain):
        return True
    if _SAYS_SO.search(plain):
        return False
    asking = _ASKING.are_in(clause) or _WHETHER.search(plain) is not None
    asking = asking or _DONE_YET.search(plain) is not None
    asking = asking or _COUNTED_IN.search(plain) is not None
    return asking or _TAGGED.search(plain) is not None
