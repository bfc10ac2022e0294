"""What surrounds the answers of a batch: greetings, thanks, telephone numbers, dates; and what is
said of all other questions: "còn lại không", "như tháng trước".
"""

import re
from enum import StrEnum

from domain.answers.numbers.counts import read_count_tokens
from domain.answers.readings import Status
from domain.answers.text.lexicon import POLITE
from domain.answers.text.phrases import strip_marks
from domain.answers.text.words import tokenize
from domain.answers.text.yes_no import read_yes_no_tokens

_POLITE = r"(?: (?:em|chi|e|c|nhe|nha|nhen|a|ah|ak|oi|luon|thoi|da|nhieu|ca|het))*"
_TELEPHONE = re.compile(
    r"(?:\b(?:sdt|so dt|dt|so dien thoai|dien thoai|zalo)\b[ :]*(?:chi|em)?[ :]*)?"
    r"(?<!\d)0\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}(?!\d)"
)
_A_DAY = r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?"
_DATES = re.compile(
    rf"\(?(?:\b(?:vao|trong|ke tu) )?\b(?:ngay|hom|sang|toi) {_A_DAY}(?:(?: va |, ?| ){_A_DAY})*\)?"
    r"|(?:\bvao )?\b(?:ngay|hom|mung|mong) \d{1,2}(?:(?:,| va|) (?:ngay |hom )?\d{1,2})*"
    r"(?= ?[:,.;)\n]|$| (?:va|thi|la|duoc|co|chi|ho|hop|sinh)\b)"
    r"|\b(?:thang |ky |t)\d{1,2}(?:[/-]\d{4}| nam \d{4})?(?= ?[:,.\n]| cua\b| chi hoi\b|$)"
)
_DAY_ASIDE = re.compile(rf"(?<=[a-z\d] )\((?:ngay |hom )?{_A_DAY}(?:(?: va |, ?| ){_A_DAY})*\)")
_VILLAGE = re.compile(
    r"\b(?:(?:o|tai) )?(?:xom|thon|khu|to dan pho|chi hoi) \d{1,2}\b"
    r"(?! ?[/-]\d| (?:buoi|ho|nguoi|lan|chi|hoi vien|hv|cuoc|nha|mo hinh|gia dinh|bua)\b)"
)
_ASIDE = re.compile(r"(?<=[a-z\d] )\((?=[^()]* )[^()]*[a-z]{2}[^()]*\)")
_THANKS = re.compile(
    r"\b(?:cam on|cam un|thanks|thank|tks|het roi|the thoi|the la het|chi gui em|xong roi)"
    rf"{_POLITE}[\s.!]*$"
)
_LETTER_O = re.compile(
    r"(?<!\w)o(?=\s*(?:[\d,;/.\n]|o\b|$)| (?:roi|rồi|r|chua|chưa|k|ko|khong|không|ho|hộ)\b)"
)
_GREETED = re.compile(r"\b(?:chao|oi|bao cao|bc|gui|goi|ghi|thua|xin|kinh|toi|chi hoi|xa|phuong)\b")
_SEGMENT = re.compile(r"[^:.,\n]*[:.,\n]+\s*")
_REST = re.compile(
    r"(?:^|[\s,.;])(?:va )?(?:con dau(?= (?:nhu|y|giong|van|thi|khong|ko|deu)\b)"
    r"|(?:phan |cac cau |may cau |nhung cau |cau |cac muc |cac y )?con lai"
    r"|(?:con )?(?:cac|may|nhung) (?:cau |muc |y |cai )?(?:khac|kia|con lai)|ngoai ra"
    r"|con dau(?= 0\b))\b[\s:]*([^,.;\n]*)"
)
_NOTHING_ELSE = re.compile(
    r"[\s,.;]+(?:va |thi |ngoai ra )?(?:khong|ko|k|chang|chua|hong|hem) (?:con |co )?"
    rf"(?:gi|j) (?:khac|nua|them)(?: het| ca| dau)?{_POLITE}[\s.!]*$"
)
_BESIDES = re.compile(
    r"^(.*?)\bngoai (.+?) ra\b[, ]*(?:thi )?(?:khong|ko|k|chang|chua) (?:con |co )?(?:gi|j)\b(.*)$"
)
_BULLET = re.compile(r"^\s*[-+*•–]\s+|^\s*[-*•–](?=[^\W\d])", re.MULTILINE)
_SAME = re.compile(
    r"(?:(?:da|bao cao|bc|thang nay|chi|em|thi|la|deu|tat ca|moi thu|cac cau) )*(?:van )?"
    r"(?:(?:van the |van vay )?"
    r"(?:nhu|giong nhu|giong y|giong|bang|y nhu|y|giu|y chang|y het|giong het)"
    r"(?: la| cai)? (?:thang truoc|cu|truoc|lan truoc|ky truoc|thang roi|hom truoc|thang vua roi"
    r"|moi thang|moi khi|moi lan|thuong le)"
    r"|(?:chep|lay|ghi)(?: lai)?(?: y| nhu)? thang truoc(?: (?:cho|giup) (?:chi|c|toi))?"
    r"|thang truoc (?:the nao|sao|ra sao) thang nay (?:the|vay|the do|y the)"
    rf"|van the|van vay){_POLITE}[ .!]*"
)
_UNCHANGED = re.compile(
    r"(?:(?:bao cao|bc|thang nay|chi|em|thi|la|deu|tat ca|van) )*(?:giu nguyen|y nguyen"
    r"|(?:khong|ko|k|kg|khg|chua|chang) (?:co (?:gi )?)?(?:thay doi|doi|bien dong)(?: gi)?)"
    r"(?: (?:so voi |so )?(?:thang|ky|lan) truoc)?"
    rf"{_POLITE}[ .!]*"
)
"""Said of a state it stays; said of what is counted each month nothing was added."""


_BUT = re.compile(
    r"[\s,.;]+(?:nhung|chi khac|chi co|chi|rieng|tru|co dieu|khac la|khac moi|khac)\b(?: la| thi)? "
)


class Rest(StrEnum):
    """What was said of all questions that were not named."""

    NONE = "none"
    SAME = "same"
    UNCHANGED = "unchanged"


def says_same(text: str) -> bool:
    """Recognise "như tháng trước", "vẫn như cũ"."""
    return _SAME.fullmatch(strip_marks(text).strip(" ,.;")) is not None


def split_same(text: str) -> tuple[str, str]:
    """Split "như tháng trước, riêng hội viên 2" into what is the same and what is not."""
    hit = _BUT.search(strip_marks(text))
    return (text, "") if hit is None else (text[: hit.start()], text[hit.end() :])


def says_unchanged(text: str) -> bool:
    """Recognise "không thay đổi", "giữ nguyên"."""
    return _UNCHANGED.fullmatch(strip_marks(text).strip(" ,.;")) is not None


def strip_noise(text: str) -> str:
    """Strip telephone numbers, days, asides in brackets and thanks."""
    text = _strip_bullets(_replace_letter_o(text))
    for noise in (_TELEPHONE, _DATES, _DAY_ASIDE, _VILLAGE, _ASIDE):
        text = _cut_out(noise, text)
    return _cut_out(_THANKS, text).strip(" ,;!\n")


def _strip_bullets(text: str) -> str:
    """Strip the dash before each line, where every line has one."""
    lines = [line for line in text.splitlines() if line.strip()]
    listed = len(lines) > 1 and all(_BULLET.match(line) for line in lines)
    return _BULLET.sub("", text) if listed else text


def _replace_letter_o(text: str) -> str:
    """Write the letter o as 0 where it stands among figures: "1 o o 2 1/o"."""
    return _LETTER_O.sub("0", text) if any(letter.isdecimal() for letter in text) else text


def _cut_out(pattern: re.Pattern[str], text: str) -> str:
    found = list(pattern.finditer(strip_marks(text)))
    for hit in reversed(found):
        text = text[: hit.start()].rstrip(" ") + " " + text[hit.end() :].lstrip(" ")
    return text.strip(" ") if found else text


def strip_greeting(text: str) -> str:
    """Strip "chào em, chị báo cáo nhé:" from the beginning."""
    while (first := _SEGMENT.match(text)) is not None and first.end() < len(text):
        if not is_greeting(first[0]):
            break
        text = text[first.end() :]
    return text


def is_greeting(text: str) -> bool:
    """Return True if a piece says who reports and answers nothing."""
    words = text.strip(" :.,\n")
    if not words:
        return True
    if any(letter.isdecimal() for letter in words) or not answers_nothing(words):
        return False
    polite = all(token.word.bits & POLITE for token in tokenize(words)[:-1])
    return polite or _GREETED.search(strip_marks(words)) is not None


def answers_nothing(text: str) -> bool:
    """Return True if the text could not answer any question."""
    tokens = tokenize(text)
    return all(
        reading.status is Status.UNREADABLE
        or (reading.status is Status.CONFIRM and answer == "yes")
        for reading, answer in (
            (read_count_tokens(tokens), ""),
            (read_yes_no_tokens(tokens), read_yes_no_tokens(tokens).value),
        )
    )


def split_rest(text: str) -> tuple[str, Rest | None]:
    """Return (the text without what it says of all other questions, what it says of them)."""
    plain = strip_marks(text)
    hit = _BESIDES.match(plain) if "\n" not in text else None
    if hit is not None:
        return f"{text[: hit.end(1)]}{text[hit.start(2) : hit.end(2)]}".strip(), Rest.NONE
    hit = _NOTHING_ELSE.search(plain)
    if hit is not None and hit.start():
        return text[: hit.start()].strip(" ,.;\n"), Rest.NONE
    hit = _REST.search(plain)
    if hit is None:
        return text, None
    rest = _read_rest(text[hit.start(1) : hit.end(1)])
    if rest is None:
        return text, None
    return f"{text[: hit.start()]}\n{text[hit.end() :]}".strip(" ,.;\n"), rest


def _read_rest(words: str) -> Rest | None:
    if says_same(words):
        return Rest.SAME
    if says_unchanged(words):
        return Rest.UNCHANGED
    return Rest.NONE if read_count_tokens(tokenize(words)).status is Status.ZERO else None
