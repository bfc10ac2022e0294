"""Reads one answer of a batch: a usual one, "as last month", or one that she corrected."""

import re

from domain.answers.batch.courtesies import answers_nothing, says_same, says_unchanged
from domain.answers.batch.form import Question
from domain.answers.numbers.counts import read_count_tokens
from domain.answers.numbers.pairs import read_pair, read_pair_tokens
from domain.answers.numbers.shares import read_share_tokens
from domain.answers.readings import UNCHANGED, UNREADABLE, Kind, Reading, Status
from domain.answers.text.lexicon import ANY, BUT, NONE, NOT, POLITE, TIME
from domain.answers.text.phrases import strip_marks
from domain.answers.text.scanning import scan
from domain.answers.text.words import END, Token, cut, tokenize
from domain.answers.text.yes_no import read_yes_no_tokens

CORRECTION = re.compile(
    r"(?:\b(?:a|o|ay|u)\b[ ,]*)?(?:\b(?:chi|c|em|e|minh)\b )?"
    r"(?:\b(?:bam|go|nho|ghi|viet|dem|tinh|doc|noi|nhan) )?"
    r"\b(?:nham|quen|y lon|lon|xin loi|sua lai|sua|a khong|nguoc lai)\b(?: so| nguoi)?"
    r"(?: roi| mat| ti| nhe| em| a)*[\s,:]*"
)
"""What takes back the words before it."""
_MONEY = re.compile(
    r"(?<![\d/])\d{2,4}(?:[.,]\d{3})*\s?k\b(?! co)|(?<![\d/])\d{1,4}(?:[.,]\d{3})*\s?"
    r"(?:nghin|ngan|trieu|tr)\b(?: ?\d{1,3}\b(?! (?:ho|buoi|nguoi|hoi)))?(?: (?:dong|ruoi))?"
    r"|(?<![\d/])\d[\d.]*\s?(?:dong|vnd)\b|(?<![\d/])\d{1,3}(?:\.\d{3})+\s?d\b"
)
_WHY = re.compile(
    r"(?<=\w)[\s(]+(?:vi|do|tai vi|boi vi|boi|ma(?!(?: [a-z]+){1,3} chua)|nen|tai) (?=[a-z]{2})"
    r"(?!.*\d).*$",
    re.DOTALL,
)
_DANGLING = re.compile(r"(?<=\w) (?:được|duoc|đc|dc|là|la|số tiền|so tien)$")
_YET = re.compile(r"\bchua\b")
_IN_ALL = re.compile(r"\b(?:nua|vi chi|tong cong|tong|tat ca|ca thay) la (?=\d|mot|hai|ba|bon)")
"""“Còn 1 buổi nữa là 2”: the sum is what counts."""
_NOT_BUT = re.compile(r"\b(?:khong|ko|k) phai\b.*\bma (?:la )?(.+)$")
_AND_NOT = re.compile(r"(?<=\w)[ ,]+chu (?:khong|ko|k|dau)\b.*$")
_AS_BEFORE = re.compile(
    r"(?<=\w)[ ,]+(?:van )?(?:nhu|bang|giong)(?: nhu)? (?:thang|ky|lan|quy) (?:truoc|trc)\b.*$"
)
_GROUP = 3
_WITH_END = 2
_LIKE = frozenset({"nhu", "giong", "van", "giu", "bang", "y", "khong", "ko", "k", "kg", "chua"})
_NEEDED = frozenset({
    "có", "cần", "giúp", "giúp_đỡ", "đỡ", "chị_em", "người", "trường_hợp", "ai", "nào", "gì", "cả",
    "hết", "đâu", "phát_sinh", "hội_viên", "phụ_nữ", "hội", "khó_khăn", "cần_giúp", "nhờ", "ca",
    "việc", "vấn", "đề", "vấn_đề", "vướng", "mắc", "chuyện",
})  # fmt: skip
_A_YES = frozenset({"có", "cần", "giúp", "giúp_đỡ"})


def read_tokens(tokens: list[Token], question: Question) -> Reading:
    """Read tokens that end with END as one answer of a batch."""
    first = tokens[0].word.marks.base.split("_")[0]
    if first in _LIKE:
        said = " ".join(t.text for t in tokens[:-1])
        if says_same(said):
            return Reading(Status.SAME)
        if says_unchanged(said):
            return UNCHANGED
    kind = question.kind
    if question.own_words:
        return read_own_yes_no(tokens)
    if kind is Kind.COUNT:
        return read_count_tokens(tokens)
    if kind is Kind.PAIR:
        return read_pair_tokens(tokens)
    if kind is Kind.SHARE:
        return read_share_tokens(_insert_slash(tokens))
    if kind is Kind.YES_NO:
        return UNREADABLE if _says_both(tokens) else read_yes_no_tokens(tokens)
    return UNREADABLE


def _says_both(tokens: list[Token]) -> bool:
    """Return True for "0 giảm rồi": a figure of another line beside the answer."""
    done = any("rồi" in token.word.names for token in tokens)
    return done and bool(scan(tokens).numbers)


def read_own_yes_no(tokens: list[Token]) -> Reading:
    """Read yes or no only where it is said of this question: no bare "ok", no other object.

    "ừ", "ok em", "đúng rồi" agree to something else; "không có đảng viên" denies something else.
    """
    if len(tokens) == _WITH_END and tokens[0].digits and not tokens[0].digits.strip("0"):
        return Reading(Status.VALUE, "no")
    reading = read_yes_no_tokens(tokens)
    words = [token for token in tokens[:-1] if token.text[0].isalnum()]
    if any(token.word.bits & BUT or "nhiều" in token.word.names for token in words):
        return UNREADABLE
    if reading.status in (Status.ZERO, Status.NOT_YET) or reading.value == "no":
        return reading if all(map(_is_said_of_need, words)) else UNREADABLE
    if reading.value == "yes":
        asked_for = any(not token.word.names.isdisjoint(_A_YES) for token in words)
        return reading if asked_for else UNREADABLE
    return reading


def _is_said_of_need(token: Token) -> bool:
    """Return True for a word that may stand in "không có chị em nào cần giúp đâu em"."""
    harmless = token.word.bits & (NOT | NONE | POLITE | TIME | ANY)
    return bool(harmless or token.digits == "0" or token.word.names & _NEEDED)


def _insert_slash(tokens: list[Token]) -> list[Token]:
    """Insert the stroke between the two figures of a share: "812-1430", "812 1430"."""
    figures = [token for token in tokens if token.digits]
    others = [token for token in tokens[:-1] if not token.digits]
    if len(figures) != 2 or len(others) > 1 or any(t.text not in "-–:" for t in others):
        return tokens
    if len(figures[1].digits) == _GROUP and not others:
        return tokens
    return [figures[0], *cut("/")[:-1], figures[1], END]


def read_text(text: str, question: Question) -> Reading:
    """Read a text as one answer: a usual one, "as last month", or one that she corrected."""
    if not text:
        return UNREADABLE
    if says_same(text):
        return Reading(Status.SAME)
    if says_unchanged(text):
        return UNCHANGED
    correction = CORRECTION.search(strip_marks(text))
    if correction is not None and correction.start():
        if _tells_why(text[correction.end() :]):
            return _read_correction(text[: correction.start()].strip(" ,.;-"), question)
        return _read_correction(text[correction.end() :], question)
    total = _IN_ALL.search(strip_marks(text))
    if total is not None:
        return _read_correction(text[total.end() :], question)
    if question.kind is Kind.YES_NO and _MONEY.search(strip_marks(text)):
        text = _strip_money(text) or "rồi"
    reading = _read_plainly(text, question)
    for shorter in () if reading.status is not Status.UNREADABLE else _list_shorter(text):
        reading = _read_plainly(shorter, question)
        if reading.status is not Status.UNREADABLE:
            return _doubt_if_delayed(reading, text)
    return reading


def _tells_why(text: str) -> bool:
    """Return True for what follows "chị nhầm" at the end: "tháng trước", "cái Mẩy", nothing."""
    return not any(letter.isdecimal() for letter in text) and not any(
        token.word.bits & (NOT | NONE) or token.word.digit for token in tokenize(text)[:-1]
    )


def _doubt_if_delayed(reading: Reading, text: str) -> Reading:
    """Doubt the zero of "chưa sinh hoạt vì mưa": there may still be one."""
    delayed = reading.status is Status.ZERO and _YET.search(strip_marks(text))
    return Reading(Status.CONFIRM, 0) if delayed else reading


def _read_plainly(text: str, question: Question) -> Reading:
    if question.kind is Kind.PAIR:
        return read_pair(text)
    return read_tokens(tokenize(text), question)


def _list_shorter(text: str) -> list[str]:
    """List what is left without money, without a reason, or of several sentences."""
    found = []
    plain = strip_marks(text)
    if _MONEY.search(plain):
        found.append(_strip_money(text))
    instead = _NOT_BUT.search(plain)
    if instead is not None:
        found.append(text[instead.start(1) : instead.end(1)])
    not_that = _AND_NOT.search(plain)
    if not_that is not None:
        found.append(text[: not_that.start()])
    same = _AS_BEFORE.search(plain)
    if same is not None:
        found.append(text[: same.start()])
    why = _WHY.search(plain)
    if why is not None:
        found.append(text[: why.start()])
    sentences = [part for part in text.split(". ") if not answers_nothing(part)]
    if len(sentences) == 1:
        found.append(sentences[0])
    return [shorter for shorter in found if shorter.strip() and shorter != text]


def _strip_money(text: str) -> str:
    money = _MONEY.search(strip_marks(text))
    rest = text if money is None else f"{text[: money.start()]} {text[money.end() :]}"
    return _DANGLING.sub("", rest.strip(" ,()"))


def _read_correction(text: str, question: Question) -> Reading:
    """Read what she says after "à nhầm"; it is to be confirmed."""
    tail = re.search(r"\s*\b(?:moi dung|moi phai)\b.*$", strip_marks(text))
    reading = read_text(text[: tail.start()] if tail else text, question)
    if reading.status is Status.NOT_YET:
        return reading
    return Reading(Status.CONFIRM, reading.value) if reading.value is not None else UNREADABLE


def strip_last_month(text: str) -> str:
    """Strip brackets copied from the form, where more follows them: "(1): 2"."""
    kept = re.sub(r"^\([^()]*\)[ :?]*(?=.)", "", text.strip(" :?"))
    return kept.strip(" :?") or text
