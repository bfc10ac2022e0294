"""Tells what is a result of this month from what only sounds like one.

A clause with an amount may speak of a plan ("dự kiến 2 hộ"), of another time ("năm ngoái 3 hộ"), of
what there is already ("có 45 hội viên") or of a thing that no question asks ("thăm 2 gia đình"). No
such clause is given to a question, by whatever road: it is kept apart with the reason.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.batch.form import Form, Question, UnplacedReason
from domain.answers.numbers.amounts import may_start
from domain.answers.readings import Kind
from domain.answers.text.lexicon import (
    ABOUT,
    ANY,
    AT_A_LOSS,
    BETWEEN,
    CORRECTION,
    KNOWING,
    NONE,
    NOT,
    POLITE,
    PRONOUN,
    THING,
    TIME,
    YES,
)
from domain.answers.text.marks import clean
from domain.answers.text.phrases import Phrases, find_phrases, strip_marks
from domain.answers.text.questions import asks_something
from domain.answers.text.scanning import scan
from domain.answers.text.words import Token, tokenize

_PLANNED = Phrases(
    "đăng ký", "đăng kí", "dự kiến", "dự định", "dự tính", "sắp", "sắp tới", "sẽ", "nếu",
    "kế hoạch", "phấn đấu", "chỉ tiêu", "mục tiêu", "chuẩn bị", "đang xét", "đang làm hồ sơ",
    "đang làm thủ tục", "hy vọng", "hi vọng", "cố gắng", "tháng sau", "tháng tới", "tuần sau",
    "tuần tới", "quý sau", "quý tới", "năm sau", "sang năm", "kỳ sau", "kỳ tới", "đợt sau",
    "ngày mai", "hôm sau", "đến cuối năm", "cuối năm", "có thể", "đề nghị", "đề xuất", "đang chờ",
    "nghe bảo", "xã bảo", "ai nói", "ai bảo", "chưa được công nhận", "chưa công nhận",
    "chờ xã", "chờ công nhận", "chờ xét", "chờ duyệt",
    "chờ quyết định", "chưa có quyết định", "mà chưa", "nhưng chưa", "chưa kết nạp", "phải được",
    "phải đạt", "hứa", "lần sau", "giao cho", "được giao", "định hướng", "nộp đơn", "làm đơn",
    marked=("chờ", "đợi"),
)  # fmt: skip
_OTHER_TIME = Phrases(
    "năm ngoái", "năm trước", "năm kia", "năm rồi", "tháng trước", "tháng trc", "kỳ trước",
    "quý trước", "đợt trước", "cả năm", "từ đầu năm", "đầu năm", "lũy kế", "luỹ kế", "cộng dồn",
    "sáu tháng", "6 tháng", "chín tháng", "9 tháng", "mười tháng", "10 tháng", "cả quý",
    "nhiệm kỳ", "từ trước đến nay", "từ trước tới nay", "mấy năm nay", "hàng năm", "hằng năm",
    "năm 2023", "năm 2024", "năm 2026", "năm nay", "trong năm",
    "hồi đầu năm", "tính đến nay", "đến nay",
)  # fmt: skip
_AS_BEFORE = re.compile(
    r"\b(?:nhu|bang|giong|y|hon|kem|so voi|so)(?: la)? (?:thang|nam|ky|quy|dot|hoi)"
    r" (?:truoc|trc|ngoai)"
)
_STOCK = Phrases("còn", "hiện", "hiện có", "hiện nay", "đang có", "tổng số", "toàn chi hội", "sẵn")
_HAVING = re.compile(
    r"\b(?:chi hoi|chi bo|xom|thon|to|ben)(?: (?:chi|em|minh))?(?: (?:nay|chi|thi))? co"
    r" (?:tat ca |tong cong )?\d+\b"
    r"|\bco (?:tat ca |tong cong )?\d+ (?:chi )?(?:hoi vien|hv)\b(?! moi)"
    r"|\b(?:trong|cua|toan) chi hoi (?:chi |minh )?co \d+|\bchi co \d+ (?:hoi vien|hv)\b"
)
_MONTH = re.compile(r"(?<![\d/])\b(?:thang|t) ?(\d{1,2})(?![\d/%-])(?! (?:ho|buoi|nguoi|nha)\b)")
_MONTH_WORD = re.compile(
    r"\bthang (gieng|hai|ba|tu|bay|tam|chin|muoi mot|muoi hai|muoi|chap)\b"
    r"(?! (?:ho|buoi|nguoi|nha|hoi vien|chi|lan)\b)"
)
_MONTHS = {
    "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:ben canh|ben kia|(?:chi hoi|xom|thon|xa|to) (?:khac|ben|ban)|nguoi ta|xa minh duoc)\b"
    r"|\b\d+ (?:tieng|phut|gio) nua\b"
)
"""What others did is none of hers."""
_HELD_BACK = re.compile(r"\d.* (?:ma|nhung)(?: [a-z]+){1,3} chua\b")
"""“… mà chi bộ chưa họp”: it is not done yet."""
_QUARTER = re.compile(r"\bquy (?:\d|i{1,3}|iv)\b")
_DAY_BEFORE = re.compile(r"(?:\d|mung|mong|ngay|ram|muoi|\bmot|\bhai|\bba) ?$")
_ACTIVITIES = Phrases(
    "tham gia", "tham dự", "thăm", "thăm hỏi", "tặng quà", "suất quà", "phần quà",
    "ủng hộ", "mua quà", "làm nhà", "xây nhà", "sửa nhà", "quyên góp", "đóng góp", "góp tiền",
    "tham quan", "cổ vũ", "khám", "tiêm", "tờ rơi",
    "trồng cây", "tuyên truyền", "truyền thông", "vay vốn", "học sinh", "trẻ em",
    "ngày công", "tiết mục", "hội phí", "bảo hiểm", "có mặt",
    "đến họp", "đi họp", "đám cưới", "đám ma", "đám hiếu", "sinh con", "sinh nhật", "con lợn",
    "con gà", "con trâu", "con bò", "hộ nghèo", "tái nghèo", "mâu thuẫn", "hoà giải", "hòa giải",
    "gói mì", "sách vở", "xe đạp", "hố rác", "thùng rác", "dọn vệ sinh", "dọn dẹp", "giúp đỡ",
    "làm đường", "đường hoa", "văn nghệ", "bóng chuyền", "câu lạc bộ", "clb", "lớp", "xoá", "xóa",
    marked=(
        "tặng", "trồng", "vắng", "dự", "quà", "cây", "giải", "đội", "quỹ", "thẻ", "áo", "chăn",
        "cân", "đẻ", "ốm", "bò", "trâu", "lợn", "gà", "gạo", "cháu", "thùng", "giỏ", "bỏ", "vay",
        "khoá", "khóa",
    ),
)  # fmt: skip
"""What a branch does besides what its form asks."""

_BESIDE = frozenset({
    "thêm", "mới", "đã", "được", "tổng", "tổng_cộng", "là", "đạt", "vận_động", "tổ_chức", "trong",
    "của", "chi_hội", "cả", "hết", "ai", "nào", "gì", "có", "xong", "cho", "với", "và", "thì", "mà",
    "vừa", "vẫn", "cũng", "chỉ", "đúng", "đủ", "số", "câu", "mười", "mươi", "lăm", "mốt", "chục",
    "lần", "cộng", "tất_cả", "làm", "thực_hiện", "hoàn_thành", "kết_quả", "cụ_thể", "gồm", "bên",
    "phát_sinh", "rồi", "thôi", "luôn", "đều", "bằng", "hộ", "phải", "đến", "về", "xóm", "thôn",
    "bản", "xã", "hội", "hôm", "ngày", "trăm", "tư", "linh", "rưỡi", "như", "giữ", "tại", "ở",
})  # fmt: skip
_HARMLESS = POLITE | TIME | PRONOUN | NOT | NONE | YES | ANY
_HARMLESS |= ABOUT | KNOWING | AT_A_LOSS | CORRECTION
_PLACES = frozenset({"chi_hội", "xóm", "thôn", "bản", "xã", "phường", "hội", "tổ"})
_OFTEN_MISTYPED = frozenset({"khong", "chua", "duoc", "thang", "tong"})
_ANYBODY = frozenset({"nguoi"})
"""A unit in which also those are counted who came to a meeting."""
_BY_WHICH = re.compile(
    r"(?<=\w) (?:nho|bang(?! thang)|vi|do|ma(?! \w+ chua)|nhung)\b(?!.*\d).*$", re.DOTALL
)
_SHORTEST_MISTYPED = 4


def find_reason(text: str, form: Form, at: int | None = None) -> UnplacedReason | None:
    """Return why a clause is no result of this month; None where nothing speaks against it.

    `at`: the question that it names or is numbered for.
    """
    question = None if at is None else form.questions[at]
    if asks_something(text):
        return UnplacedReason.QUESTION
    if question is not None and question.kind is Kind.YES_NO:
        return UnplacedReason.OTHER_TIME if _is_of_another_time(text, form.month) else None
    if not has_amount(text):
        return None
    if _is_planned(text, question):
        return UnplacedReason.PLANNED
    if _is_of_another_time(text, form.month):
        return UnplacedReason.OTHER_TIME
    return UnplacedReason.OTHER_THING if _is_another_thing(text, question) else None


_GIVEN = Phrases(
    "mua quà", "tặng quà", "thăm hỏi", "ủng hộ", "quyên góp", "làm nhà", "xây nhà", "sửa nhà",
    "hỗ trợ tiền", "cho vay",
)  # fmt: skip
"""“Mua quà cho 2 hộ nghèo” names them for what they were given."""


def is_held_back(text: str) -> bool:
    """Return True for an amount that is told to be not done yet: "2 chị mà chi bộ chưa họp"."""
    return _HELD_BACK.search(strip_marks(text)) is not None


def has_amount(text: str) -> bool:
    """Return True if the text has a number in it, in figures or words."""
    return any(number.amount for number in scan(tokenize(text)).numbers)


def _is_planned(text: str, question: Question | None) -> bool:
    """Return True for what is to come; "đăng ký" belongs to a question that asks for it."""
    own = () if question is None else (*question.names, *question.beside)
    if is_held_back(text):
        return True
    for start, end in _PLANNED.find_all(text):
        said = strip_marks(text[start:end])
        if not any(said in strip_marks(clean(word)) for word in own):
            return True
    return False


def _is_of_another_time(text: str, month: int | None) -> bool:
    plain = strip_marks(text)
    compared = _AS_BEFORE.search(plain)
    if compared is None and (_OTHER_TIME.are_in(text) or _QUARTER.search(plain)):
        return True
    word = _MONTH_WORD.search(plain)
    if word is not None and month is not None and _MONTHS[word[1]] != month:
        return True
    return any(
        int(hit[1]) != month and not _DAY_BEFORE.search(plain[: hit.start()])
        for hit in _MONTH.finditer(plain)
        if 1 <= int(hit[1]) <= 12 and month is not None
    )


def _is_another_thing(text: str, question: Question | None) -> bool:
    if _ELSEWHERE.search(strip_marks(text)):
        return True
    if question is not None and is_of_stock(text, question):
        return True
    own = () if question is None else _list_own_bases(question)
    by_which = _BY_WHICH.search(strip_marks(text))
    if question is not None and by_which is not None:
        text = text[: by_which.start()]
    return any(
        not any(strip_marks(text[start:end]) in said for said in own)
        for start, end in _ACTIVITIES.find_all(text)
    )


def is_of_stock(text: str, question: Question) -> bool:
    """Return True for "chi hội có 45 hội viên", "38 hội viên": what there is, not what is new."""
    named = find_phrases(question.stock)
    if not question.stock or not named.are_in(text) or _has_own_word(text, question):
        return False
    if _STOCK.are_in(text) or _HAVING.search(strip_marks(text)):
        return True
    amounts = [number.amount for number in scan(tokenize(text)).numbers]
    most = question.ceiling
    return most is not None and len(amounts) == 1 and bool(amounts[0] and amounts[0] > most)


def _has_own_word(text: str, question: Question) -> bool:
    """Return True if it says that something changed: "có 2 hội viên mới"."""
    others = find_phrases(question.stock).cut_out(text)
    return bool(question.beside) and find_phrases(question.beside).are_in(others)


@lru_cache(maxsize=256)
def _list_own_bases(question: Question) -> frozenset[str]:
    """List the words and phrases of a question without their marks."""
    said = [strip_marks(clean(t)) for t in (*question.names, *question.units, *question.beside)]
    return frozenset({*said, *(word for phrase in said for word in phrase.split())})


def count_own_words(text: str, question: Question) -> int:
    """Count the words in a clause that only an answer to this question is likely to have."""
    return len(list(find_phrases((*question.units, *question.beside)).find_all(text)))


def has_other_unit(text: str, question: Question) -> bool:
    """Return True if the only amount is counted in what the question does not ask: "25 chị"."""
    own = _list_unit_bases(question)
    tokens = tokenize(find_phrases(question.beside).cut_out(text))[:-1]
    units = [
        token
        for at, token in enumerate(tokens)
        if _is_unit(tokens, at) and token.word.names.isdisjoint(_PLACES)
    ]
    return (
        bool(question.units)
        and bool(units)
        and not any(
            token.word.marks.base.replace("_", " ") in own or _is_part_of(token, own)
            for token in units
        )
    )


def focus(text: str, form: Form, at: int) -> str:
    """Return the one amount that is counted in the question's own unit, where others are not.

    "1 buổi có 30 chị dự" tells of one meeting; "" where no single amount stands out, or where
    another may answer another question ("1 buổi 2 hộ").
    """
    question = form.questions[at]
    if _GIVEN.are_in(text):
        return ""
    own = frozenset(strip_marks(clean(unit)) for unit in question.units)
    tokens = tokenize(text)
    numbers = scan(tokens).numbers
    mine = [number for number in numbers if _is_one_of(tokens[number.end], own)]
    if len(mine) != 1 or len(numbers) == 1 or question.kind is not Kind.COUNT:
        return ""
    asked = {strip_marks(clean(q.units[0])) for q in form.questions if q.units} - _ANYBODY
    after = [tokens[number.end] for number in numbers if number not in mine]
    if not all(_is_of_another_thing(t) and t.word.marks.base not in asked for t in after):
        return ""
    return " ".join(token.text for token in tokens[mine[0].start : mine[0].end])


def _is_of_another_thing(token: Token) -> bool:
    """Return True for a noun after an amount, not for "hay", "mới", "ạ"."""
    harmless = token.word.bits & (_HARMLESS | BETWEEN) or token.word.names & _BESIDE
    return token.text.isalpha() and (bool(token.word.bits & THING) or not harmless)


def _is_one_of(token: Token, said: frozenset[str]) -> bool:
    base = token.word.marks.base.replace("_", " ")
    return base in said or any(strip_marks(n).replace("_", " ") in said for n in token.word.names)


@lru_cache(maxsize=256)
def _list_unit_bases(question: Question) -> frozenset[str]:
    """List what an amount of this question may be counted in, without marks."""
    return frozenset(strip_marks(clean(t)) for t in (*question.units, *question.names))


# -- what may stand where nothing but its place says which question is answered


def fits_in_place(text: str, question: Question) -> bool:
    """Return True if a clause holds nothing that speaks against this question.

    Its amount may be counted in no other unit than the question's, and beside it may stand only
    words of courtesy and words of this question: whoever says more may speak of another thing.
    """
    return fit_in_place(tokenize(text), question)


def fit_in_place(tokens: list[Token], question: Question) -> bool:
    """Return the same of tokens that end with END."""
    own, units = _list_own_bases(question), _list_unit_bases(question)
    for at, token in enumerate(tokens[:-1]):
        if not token.text[0].isalpha() or token.word.digit:
            continue
        base = token.word.marks.base.replace("_", " ")
        counted = question.units and (_is_unit(tokens, at) or _is_denied(tokens, at))
        if counted and not (base in units or _is_part_of(token, units)):
            return False
        if base in own or _is_part_of(token, own):
            continue
        if "ai" in token.word.names and question.units and "nguoi" not in units:
            return False
        if not _is_harmless(tokens, at) and not _is_mistyped(token, own | _OFTEN_MISTYPED):
            return False
    return True


def _is_part_of(token: Token, own: frozenset[str]) -> bool:
    """Return True if a typed word, or a phrase the lexicon knows, is one of the question's."""
    return any(
        strip_marks(name).replace("_", " ") in own
        or ("_" in name and all(part in own for part in strip_marks(name).split("_")))
        for name in token.word.names
    )


def _is_unit(tokens: list[Token], at: int) -> bool:
    """Return True for the word right after an amount that says what is counted."""
    word = tokens[at].word
    if not word.bits & THING or not at or "em" in word.names or len(word.typed) == 1:
        return False
    if word.bits & NOT:
        return False
    before = tokens[at - 1]
    return bool(before.digits or before.word.digit or may_start(before))


def _is_denied(tokens: list[Token], at: int) -> bool:
    """Return True for the "hộ" of "không có hộ nào": it says what there is none of."""
    word = tokens[at].word
    if not word.bits & THING or word.bits & PRONOUN or len(word.typed) == 1:
        return False
    return any(bool(token.word.bits & (NOT | NONE)) for token in tokens[:at])


def _is_harmless(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.word.bits & _HARMLESS or token.word.names & _BESIDE or len(token.text) == 1:
        return True
    return any(not tokens[n].word.names.isdisjoint(_PLACES) for n in range(max(0, at - 2), at))


def _is_mistyped(token: Token, own: frozenset[str]) -> bool:
    base = token.word.marks.base
    if len(base) < _SHORTEST_MISTYPED or token.word.bits:
        return False
    return any(
        abs(len(word) - len(base)) <= 1
        and len(word) >= _SHORTEST_MISTYPED
        and DamerauLevenshtein.distance(base, word, score_cutoff=1) <= 1
        for word in own
    )
