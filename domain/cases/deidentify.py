"""Takes out of a short note what tells who it is about: names, places, numbers, links.

It takes out too much rather than too little: what is lost can be asked again in private, but what
stays lies in the case for years.
"""

import re
import unicodedata

NAME, NUMBER, PLACE = "[tên]", "[số]", "[nơi]"
LONGEST = 200
"""A note has at most so many letters: it is no story."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LINK = re.compile(r"\S*(?:@|://|www\.|\.(?:com|vn|net|me)\b)\S*", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\d(?:[\W_]{0,3}\d){4,}")
_WORD = re.compile(r"[^\W\d_]+(?:\u0301[^\W\d_]*)*")
_FEWEST_SPOKEN = 5

_SPOKEN = _set(
    "không một mốt hai ba bốn tư năm lăm sáu bảy bẩy tám chín khong mot bon sau bay tam chin"
    " linh lẻ"
)
_TITLES = _set(
    "chị anh em cô chú bác ông bà cháu bé con chồng vợ dì cậu mợ thím thằng cụ chi co chu bac ong"
    " ba chau be chong vo di cau mo thim thang"
)
_NAMED = _set("tên ten")
_PLACES = _set("xóm thôn bản tổ phố ngõ nhà đường xom thon ban ngo duong")
_SURNAMES = _set(
    "nguyễn trần lê phạm hoàng huỳnh nông lý bế đàm triệu mã lục vi ma dương sầm đinh lô lò vàng"
    " giàng thào sùng hầu phùng đặng bàn tẩn hứa lã đoàn bùi vũ võ phan ngô đỗ hồ trương lương mạc"
    " tô tống thẩm khổng mông hoàng tạ trịnh đào lâm linh lưu lầu phàn chảo tráng sình lùng ngọc"
    " nguyen tran pham hoang huynh nong trieu duong sam dinh giang thao sung phung dang bui phan"
    " truong luong tong trinh"
)
_MIDDLE = _set(
    "thị văn thi van thùy thu minh ngọc hồng kim bích a mí mi mùi mui mỷ my sìa tòn ton mẩy may"
)
_GIVEN = _set(
    "lan hoa mai hương huong hạnh hanh thủy thuỷ thuy thảo nga ngân hằng hang huệ liên lien loan"
    " nhung oanh phượng phuong quyên quỳnh trang vân yến yen tuyết tuyet dung hiền hien hiếu hùng"
    " hung dũng tuấn tuan tùng tung tiến thắng cường cuong sơn long nam hải hai toàn đức duc việt"
    " nhàn nhan nụ thơm thoa thu tình tươi xuân cúc đào điệp giang hà linh ly my na ngọc"
    " hồng bích kim nguyệt lệ mùi mỷ"
)
_GIVEN_BARE = frozenset(
    "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).replace(
        "đ", "d"
    )
    for name in _GIVEN
)
"""The same names, as typed without marks."""
_DOES = _set(
    "bị bi đang dang mới moi vừa vua ở sợ muốn muon kể ke nói noi khóc khoc bỏ cần can xin anh"
)
"""What follows a name that a sentence begins with."""
_NEVER_NAMES = _set(
    "hội ubnd công an xã tỉnh huyện y tế trạm em chị anh cô bác ông bà cháu con chồng vợ không"
    " chưa đã đang sẽ có là bị và hay hoặc nhưng vì nên khi nếu thì cần mong muốn xin nhờ"
)


def remove_names(text: str) -> str:
    """Replace names, numbers, places and links by `[tên]` and the like, and cut the note short."""
    text = "".join(c for c in text[: 4 * LONGEST] if unicodedata.category(c) != "Cf")
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    text = _DIGITS.sub(NUMBER, _LINK.sub(NUMBER, text))
    found = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    marks = _mark_words(
        [word for word, _, _ in found], _find_sentence_starts(text, found), _is_shouting(text)
    )
    return _replace_words(text, found, marks)[:LONGEST].rstrip()


def _find_sentence_starts(text: str, found: list[tuple[str, int, int]]) -> list[bool]:
    """Find which words begin a sentence: a capital there means nothing."""
    return [text[:start].rstrip()[-1:] in ("", ".", "!", "?", ":", "\n") for _, start, _ in found]


def _is_shouting(text: str) -> bool:
    """Return True if most letters are capitals: then a capital means nothing anywhere."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)


def _mark_words(words: list[str], starts: list[bool], shouts: bool) -> list[str]:
    """Choose for each word what it is replaced by; "" keeps it."""
    low = [word.lower() for word in words]
    marks = [""] * len(words)
    for at, word in enumerate(words):
        capital = word[:1].isupper() and not shouts
        if capital and not starts[at] and low[at] not in _NEVER_NAMES:
            marks[at] = marks[at] or NAME
        elif starts[at] and _is_given(low[at]) and _DOES.intersection(low[at + 1 : at + 2]):
            marks[at] = NAME
        _mark_after(low, at, marks)
    _mark_surnames(low, marks)
    _mark_spoken(low, marks)
    _spread(words, marks, shouts)
    return marks


def _mark_after(low: list[str], at: int, marks: list[str]) -> None:
    """Mark what follows a title, "tên" or "xóm" as a name or a place."""
    following = range(at + 1, len(low))
    if low[at] in _NAMED:
        for n in [i for i in following if low[i] not in _NAMED | {"là", "la"}][:1]:
            marks[n] = NAME
    elif low[at] in _TITLES and at + 1 < len(low) and _is_given(low[at + 1]):
        marks[at + 1] = NAME
    elif low[at] in _PLACES and at + 1 < len(low) and low[at + 1] not in _NEVER_NAMES:
        for n in following[:2]:
            marks[n] = PLACE


def _is_given(low: str) -> bool:
    return low in _GIVEN or low in _GIVEN_BARE


def _mark_surnames(low: list[str], marks: list[str]) -> None:
    """Mark a surname before a middle or a given name: "nông thị hoa", "hoàng văn"."""
    for at in range(len(low) - 1):
        if low[at] not in _SURNAMES:
            continue
        if low[at + 1] in _MIDDLE:
            marks[at : at + 3] = [NAME] * len(marks[at : at + 3])
        elif _is_given(low[at + 1]):
            marks[at : at + 2] = [NAME, NAME]


def _mark_spoken(low: list[str], marks: list[str]) -> None:
    """Mark a number said digit by digit: "không chín một hai"."""
    at = 0
    while at < len(low):
        end = at
        while end < len(low) and low[end] in _SPOKEN:
            end += 1
        if end - at >= _FEWEST_SPOKEN:
            marks[at:end] = [NUMBER] * (end - at)
        at = max(end, at + 1)


def _spread(words: list[str], marks: list[str], shouts: bool) -> None:
    """Mark a capital beside a name too, also at the beginning of a sentence."""
    if shouts:
        return
    for at in range(len(words) - 2, -1, -1):
        capital = words[at][:1].isupper() and words[at].lower() not in _NEVER_NAMES
        if capital and marks[at + 1] == NAME:
            marks[at] = marks[at] or NAME


def _replace_words(text: str, found: list[tuple[str, int, int]], marks: list[str]) -> str:
    parts: list[str] = []
    last, before = 0, ""
    for (_, start, end), mark in zip(found, marks, strict=True):
        between = text[last:start]
        if mark and mark == before and not between.strip():
            last = end
            continue
        parts += [between, mark or text[start:end]]
        last, before = end, mark
    return "".join([*parts, text[last:]])
