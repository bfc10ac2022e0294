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
    r"|(?:cai|tin|so) nay (?:moi|la) dung\b(?: [^\W\d]+)*"
    r"|chuc (?:em|e|ca nha|moi nguoi|cac em|ca co quan)\b(?:[ ,]+[^\W\d]+)*"
    r"|(?:chi|c) (?:di|ban|dang|ve|phai di) (?:ban|lam|nau|cho|ruong|nuong|cay|gat|o)\b"
    r"(?: [^\W\d]+)*)[\s.!]*$"
)
_FIRST = re.compile(r"\b(?:cau|muc|dong) (?:dau tien|dau|thu nhat)\b(?! nam\b)")
_LAST = re.compile(r"\b(?:cau|muc|dong) (?:cuoi cung|cuoi)\b(?! nam\b)")


_AMOUNT = r"(?=[ :=]*(?:\d|(?:khong|ko|k|chua|hong|hem|mot|hai|ba|bon)\b))"
_POOR = re.compile(rf"(?<!thoat )(?<!can )(?<!ho )(?<!tai )(?<!xoa )(?<!giam )\bngheo\b{_AMOUNT}")
_NEAR_POOR = re.compile(rf"\bcan\b(?! ngheo\b){_AMOUNT}")
"""“Nghèo 0 cận 1”: beside one another the two lines are told by one word each."""


_SPOKEN_SIGN = re.compile(r"(?:^| )(?:phay|cham|xuong dong)(?= |$)")
_FEWEST_SPOKEN = 3
"""So often a sign is spoken it is one: "một phẩy năm" has one."""
_NUMBER_OF = re.compile(r"\bso (?=(?:buoi|ho|nguoi|hoi vien|chi em|nha)\b)")


_SAME_OF_BOTH = ("thoát nghèo và cận nghèo đều ", "; thoát nghèo và cận nghèo đều ")
_BOTH_POOR = re.compile(
    r"(, *)?(?<!thoat )(?<!can )(?<!ho )(?<!tai )\b(?:thoat )?ngheo(?:,| va| voi| hay| lan| cung)? "
    r"(?:thoat )?can(?: ngheo)?(?: (?:deu|thi|la|cung))* "
    r"(?=(?:khong|ko|k|kg|hong|hem|chua|0)\b)"
)
"""“Nghèo cận nghèo đều không” says the same of two lines."""
_LINE_BY_DASH = re.compile(r"(?:(?<=^)|(?<=[;\n])|(?<=[;\n] ))(\d) ?[-–] ?(?=\S)")
_FEWEST_DASHES = 3
_LINES = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_LINE_IN_WORDS = re.compile(r"\bcau (mot|hai|ba|bon|nam|sau|bay|tam)\b:? ?")


_NOBODY = re.compile(
    r"\b(?:khong|ko|k|hong|hem) (?:co )?(?:ai|chi nao|chi em nao)(?: ca| bi| phai)?"
    r" (?:lam sao|sao|keu(?: giup)?|gap chuyen(?: gi)?|bi gi|co chuyen gi|phai giup)\b"
)
_SHORT_UNIT = re.compile(r"(?<=\d)(?:b|h|hv|n)(?=[\s,;.]|$)")
_FEWEST_SHORT_UNITS = 3
_FROM_TO = re.compile(r"\bcau (\d)(?: ?(?:den|toi|-) ?(?:cau )?(\d)|((?: ?, ?\d)+)) ?: ?([^:\n]+)$")
_DONE_AFTER_PAIR = re.compile(r"(?<=\d/\d)[ ,]+(?=(?:roi|r|chua|da nhan)\b)")
"""What follows the pair in a row of names answers the next line: "hv 1/1 rồi đảng 0"."""


def rewrite(text: str, length: int) -> str:
    """Rewrite a clean text; `length`: how many questions the form has."""
    if length > 1:
        text = _write_lines(_write_signs(text))
        text = _replace(_NOBODY, text, lambda _: "không ai cần giúp")
        text = _replace(_DONE_AFTER_PAIR, text, lambda _: ", ")
        if len(_SHORT_UNIT.findall(text)) >= _FEWEST_SHORT_UNITS:
            text = _SHORT_UNIT.sub("", text)
        text = _replace(_NUMBER_OF, text, lambda _: "")
        text = _replace(_BOTH_POOR, text, lambda hit: _SAME_OF_BOTH[bool(hit[1])])
        text = _name_poor(text)
        if len(_LINE_BY_DASH.findall(text)) >= _FEWEST_DASHES:
            text = _LINE_BY_DASH.sub(r"\1: ", text)
        if len(_LINE_IN_WORDS.findall(strip_marks(text))) > 1:
            text = _replace(_LINE_IN_WORDS, text, lambda hit: f", câu {_LINES[hit[1]]}: ")
    text = _replace(_FAVOUR, text, lambda hit: hit["verb"] + (hit["again"] or ""))
    if length > 1:
        text = _replace(_FIRST, text, lambda _: "câu 1")
        text = _replace(_LAST, text, lambda _: f"câu {length}")
        text = _replace(_ASIDE_AT_END, text, lambda _: "")
    return text.strip()


def _write_lines(text: str) -> str:
    """Write "câu 1 đến câu 4: 1 0 1 2" as a line for each."""
    hit = _FROM_TO.search(strip_marks(text))
    if hit is None:
        return text
    first = int(hit[1])
    lines = range(first, int(hit[2]) + 1) if hit[2] else [first, *map(int, _FIGURE.findall(hit[3]))]
    said = _BETWEEN_ANSWERS.split(text[hit.start(4) : hit.end(4)].strip())
    if len(said) != len(lines):
        return text
    told = ", ".join(f"câu {line}: {one}" for line, one in zip(lines, said, strict=True))
    return f"{text[: hit.start()]}{told}"


_FIGURE = re.compile(r"\d")
_BETWEEN_ANSWERS = re.compile(r"[\s,;]+")


def _write_signs(text: str) -> str:
    """Write the commas that were spoken to the telephone: "hai buổi phẩy một hộ phẩy …"."""
    several = len(_SPOKEN_SIGN.findall(strip_marks(text))) >= _FEWEST_SPOKEN
    return _replace(_SPOKEN_SIGN, text, lambda _: ",") if several else text


def _name_poor(text: str) -> str:
    """Write "nghèo 0 cận 1" in full; "cần" with its mark is another word."""
    plain = strip_marks(text)
    near = [hit for hit in _NEAR_POOR.finditer(plain) if "cần" not in text[hit.start() : hit.end()]]
    if not near and "can ngheo" not in plain:
        return text
    hits = [(hit, "cận nghèo") for hit in near]
    hits += [(hit, "thoát nghèo") for hit in _POOR.finditer(plain)]
    for hit, name in sorted(hits, key=lambda found: -found[0].start()):
        text = text[: hit.start()] + name + text[hit.end() :]
    return text


def _replace(pattern: re.Pattern[str], text: str, make: Callable[[re.Match[str]], str]) -> str:
    for hit in reversed(list(pattern.finditer(strip_marks(text)))):
        text = text[: hit.start()] + make(hit) + text[hit.end() :]
    return text
