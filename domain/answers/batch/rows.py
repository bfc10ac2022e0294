"""Rows that hold words: "1 0 0 2 2/1 tiền rồi nhé đảng 0 không ai", and rows begun line by line.

Names in a row only say again what its order says. Where they are all in their places, and all the
questions are answered, the order decides and not the names.
"""

from dataclasses import replace

from domain.answers.batch.courtesies import answers_nothing
from domain.answers.batch.form import Batch, Form
from domain.answers.batch.named import split_clauses
from domain.answers.batch.parts import read_text
from domain.answers.batch.relevance import find_reason, fits_in_place
from domain.answers.batch.segmentation import segment
from domain.answers.readings import Reading, Status

_SURE = frozenset({Status.VALUE, Status.ZERO, Status.NOT_YET})
_FEWEST_IN_A_ROW = 4


def align_complete(text: str, form: Form) -> Batch | None:
    """Read a row that answers all that is asked, whatever names stand in it; None if it is none."""
    if not text[:1].isdigit() or "\n" in text or not form.names:
        return None
    whole = tuple(range(1, len(form.kinds) + 1))
    for numbers in dict.fromkeys((whole, tuple(form.asked))):
        if len(numbers) < _FEWEST_IN_A_ROW:
            continue
        inner = replace(form, asked=numbers).select_asked()
        for row in _list_without_remarks(text):
            said = segment(row, inner)
            if said is None or len(said) != len(numbers):
                continue
            if all(reading.status in _SURE for reading in said):
                return _spread(said, numbers, form)
    return None


def _list_without_remarks(text: str) -> list[str]:
    """Return the text, and what is before a last remark: "…, chị em vẫn khỏe"."""
    row, sign, remark = text.rpartition(",")
    ends = sign and not any(map(str.isdigit, remark)) and answers_nothing(remark)
    return [text, row] if ends else [text]


def align_lines(text: str, form: Form) -> Batch | None:
    """Read "1 buổi", "ko", "ko" on lines of their own as the first of what is asked."""
    lines = [line.strip(" ,;.") for line in text.splitlines() if line.strip(" ,;.")]
    if not 1 < len(lines) < len(form.asked) or not form.names:
        return None
    said: list[Reading] = []
    all_named = True
    for line, number in zip(lines, form.asked, strict=False):
        question = form.questions[number - 1]
        clauses = split_clauses(line, form.names)
        named = {clause.question for clause in clauses if clause.plainly}
        all_named = all_named and any(clause.question == number - 1 for clause in clauses)
        if not named <= {None, number - 1} or find_reason(line, form, number - 1) is not None:
            return None
        reading = read_text(line, question)
        if reading.status not in _SURE or not fits_in_place(line, question):
            return None
        said.append(reading)
    batch = _spread(tuple(said), tuple(form.asked[: len(said)]), form)
    return replace(batch, numbered=all_named)


def _spread(said: tuple[Reading, ...], numbers: tuple[int, ...], form: Form) -> Batch:
    readings = form.make_empty()
    for number, reading in zip(numbers, said, strict=True):
        readings[number - 1] = reading
    return Batch(tuple(readings))
