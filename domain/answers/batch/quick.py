"""Reads a report said outside any form: "thoát nghèo 3 hộ, thêm 5 hội viên"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.answers.batch.clauses import join_pairs, split_named
from domain.answers.batch.courtesies import strip_greeting, strip_noise
from domain.answers.batch.form import Form, Question
from domain.answers.batch.parts import read_text
from domain.answers.batch.relevance import find_reason
from domain.answers.readings import UNREADABLE, Reading, Status
from domain.answers.text.lexicon import NONE, NOT, POLITE, THING, TIME, YES
from domain.answers.text.marks import clean
from domain.answers.text.phrases import strip_marks
from domain.answers.text.words import tokenize

_MAX_CHARACTERS = 600
_ASKING = re.compile(
    r"\?|\b(?:la gi|the nao|lam gi|khi nao|bao gio|o dau|luc|(?:vi|tai|lam)? ?sao|dung khong"
    r"|phai khong|nao em|giay to)\b"
)
_ANOTHER_TIME = re.compile(
    r"\b(?:(?:thang|nam|quy|ky|tuan) (?:truoc|ngoai|sau|toi)|sang nam|mai|se|tu dau nam"
    r"|du kien|ke hoach|chi tieu)\b"
)
_MONEY = re.compile(r"\d ?(?:nghin|ngan|trieu|dong)\b|\d0k\b|\bquy hoi\b")
_PLAIN = POLITE | THING | TIME | NOT | NONE | YES
_GIVEN = frozenset({
    "thêm", "mới", "đã", "được", "tổng", "tổng_cộng", "là", "tăng", "giảm", "kết_nạp", "giúp",
    "đạt", "vận_động", "tổ_chức", "họp", "trong", "của", "chi_hội", "giới_thiệu", "bớt", "vào",
    "ra", "mười", "mươi", "lăm", "mốt", "chục", "lĩnh", "nhận", "ai", "nào", "có", "xong",
    "đăng_ký",
})  # fmt: skip
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(\d{1,2})[/.)] ")


@dataclass(frozen=True, slots=True)
class QuickItem:
    """An item of the plan, with what people call it in passing ("thoát nghèo") as its names.

    `in_form`: what else it is called once it is plain that she reports ("họp").
    """

    code: str
    question: Question
    in_form: tuple[str, ...] = ()


def read_quick_report(text: str, items: Sequence[QuickItem]) -> tuple[tuple[str, Reading], ...]:
    """Return (code, reading) for each clause that names an item and gives an amount, in order.

    A question, a plan or a figure of another month is no report: nothing is read from it.
    """
    if len(text) > _MAX_CHARACTERS:
        return ()
    text = strip_noise(clean(text))
    if not text or any(p.search(strip_marks(text)) for p in (_ASKING, _ANOTHER_TIME, _MONEY)):
        return ()
    text = strip_greeting(_strip_numbers(text))
    found = _read_items(text, items, [item.question for item in items])
    if not found:
        return ()
    in_full = [replace(i.question, names=(*i.question.names, *i.in_form)) for i in items]
    more = _read_items(text, items, in_full)
    also = {code: r for code, r in more.items() if r.is_certain and code not in found}
    return tuple({**found, **also}.items())


def _strip_numbers(text: str) -> str:
    """Start a line in place of each of her own numbers: "1/ sinh hoạt 2 2/ thoát nghèo 1"."""
    numbers = [int(number) for number in _NUMBERED.findall(text)]
    counted = numbers == list(range(1, len(numbers) + 1))
    return _NUMBERED.sub("\n", text) if counted else text


def _read_items(
    text: str, items: Sequence[QuickItem], questions: Sequence[Question]
) -> dict[str, Reading]:
    """Read the useful clauses; an item with two different amounts has none."""
    form = Form(questions, ())
    found: dict[str, Reading] = {}
    for clause in join_pairs(split_named(text, form), form.kinds):
        if clause.question is None or clause.ambiguous:
            continue
        item = items[clause.question]
        if find_reason(clause.whole, form, clause.question) is not None:
            continue
        reading = _confirm_if_more_said(clause.text, read_text(clause.text, item.question))
        found[item.code] = reading if found.get(item.code) in (None, reading) else UNREADABLE
    return {code: reading for code, reading in found.items() if _is_useful(reading)}


def _confirm_if_more_said(text: str, reading: Reading) -> Reading:
    """Doubt a value where more is said than the amount: "xã giao 3 hộ" reports nothing."""
    plain = all(
        token.digits or token.word.bits & _PLAIN or token.word.names & _GIVEN or token.word.digit
        for token in tokenize(text)[:-1]
        if token.text[0].isalnum()
    )
    if plain or reading.status is not Status.VALUE:
        return reading
    return Reading(Status.CONFIRM, reading.value)


def _is_useful(reading: Reading) -> bool:
    return reading.status in (Status.VALUE, Status.CONFIRM, Status.ZERO, Status.NOT_YET)
