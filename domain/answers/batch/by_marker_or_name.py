"""Puts the answers of a batch to their questions by marker or by name."""

import re
from collections.abc import Sequence

from domain.answers.batch.courtesies import is_greeting, strip_greeting, strip_marks
from domain.answers.batch.form import Batch, Form, strip_last_month
from domain.answers.batch.in_order import read_in_order
from domain.answers.batch.named import Clause, split_clauses
from domain.answers.batch.numbered import Part, split_by_markers
from domain.answers.batch.parts import CORRECTION, read_text
from domain.answers.batch.segmentation import split_plainly
from domain.answers.batch.sending import split_ok
from domain.answers.readings import UNREADABLE, Kind, Reading, Status
from domain.answers.text.words import cut

_NOTHING_READ = frozenset({Status.UNREADABLE, Status.UNKNOWN})
_HER_NUMBER = re.compile(r"^\d{1,2}[/.)] +(?=\S)")
_GAINS_OR_LOSSES = re.compile(r"\b(?:giam|bot|tang|them|moi|mat|chuyen|vao|ra|nghi|xong|dang ky)\b")


def read_by_marker_or_name(text: str, form: Form) -> Batch | None:
    """Read a batch by its markers or its names; None where the answers have neither."""
    shorter, ok = split_ok(strip_greeting(text), whole=False)
    before, parts = split_by_markers(shorter, len(form.kinds), form.asked, form.is_yes_no)
    if _is_by_full_stops(text, len(form.kinds)) and len(parts) != len(form.asked):
        return None
    if parts:
        return _read_by_marker(before, parts, form, ok=ok)
    if is_numbered(text) and len(form.kinds) > 1:
        return Batch(tuple(form.make_empty()), leftover=text)
    return _read_by_name(text, form)


def is_numbered(text: str) -> bool:
    """Return True if the text begins like "9: 5", whether or not there is such a question."""
    tokens = cut(text)
    return bool(tokens[0].digits and tokens[1].text == ":" and len(tokens[0].digits) <= 2)


def _is_by_full_stops(text: str, length: int) -> bool:
    """Return True for "2. 0. 1. 0": as many sentences as questions, on one line."""
    sentences = text.rstrip(". ").split(". ")
    return length > 2 and "\n" not in text and len(sentences) == length


# -- by marker


def _read_by_marker(before: str, parts: list[Part], form: Form, *, ok: bool) -> Batch | None:
    readings = form.make_empty()
    correction = CORRECTION.search(strip_marks(before))
    said = (before[: correction.start()] if correction else before).strip(" ,.;\n")
    tail = re.search(r"[\s,.;]+(?:a|o|à|ơ)$", said)
    said = said[: tail.start()] if tail else said
    if said and not is_greeting(said):
        whole = read_in_order(strip_greeting(said), form.select_asked())
        if whole.leftover or None in whole.readings:
            return Batch(tuple(readings), leftover=before)
        for number, reading in zip(form.asked, whole.readings, strict=True):
            readings[number - 1] = reading
    elif _names_another(parts, form):
        return None
    for number, reading in _read_each(parts, form).items():
        readings[number - 1] = reading
    return Batch(tuple(readings), ok=ok, numbered=True)


def _names_another(parts: list[Part], form: Form) -> bool:
    """Return True if parts name other questions than their numbers: she counts differently."""
    named = [(n, c.question) for n, text in parts for c in split_clauses(text, form.names)]
    others = [(n, question + 1) for n, question in named if question is not None]
    return any(n != question for n, question in others) and len(others) >= len(parts)


def _read_each(parts: list[Part], form: Form) -> dict[int, Reading]:
    """Read each part. A number said again corrects the first if all were said, else contradicts."""
    said: dict[int, Reading] = {}
    for number, text in parts:
        reading = read_text(form.strip_name(text, number - 1), form.kinds[number - 1])
        earlier = said.get(number)
        if earlier is None or earlier == reading:
            said[number] = reading
        elif len(said) == len(form.asked) and reading.value is not None:
            said[number] = Reading(Status.CONFIRM, reading.value)
        else:
            said[number] = UNREADABLE
    return said


# -- by name


def _read_by_name(text: str, form: Form) -> Batch | None:
    """Read what is called by name; None where nothing is, or where all is in the form's order."""
    said = (
        join_pairs(split_clauses(strip_greeting(text), form.names), form.kinds)
        if form.names
        else []
    )
    named = [clause for clause in said if clause.question is not None]
    if not named or _is_in_form_order(text, named, form):
        return None
    readings = form.make_empty()
    for clause in named:
        _keep(readings, clause, form)
    if all(reading is None or reading.status in _NOTHING_READ for reading in readings):
        return None
    return Batch(tuple(readings), numbered=True)


def _keep(readings: list[Reading | None], clause: Clause, form: Form) -> None:
    at = clause.question or 0
    words = strip_last_month(_HER_NUMBER.sub("", clause.text))
    reading = UNREADABLE if clause.ambiguous else read_text(words, form.kinds[at])
    earlier = readings[at]
    readings[at] = reading if earlier in (None, reading) else UNREADABLE


def _is_in_form_order(text: str, named: list[Clause], form: Form) -> bool:
    """Return True if there are as many pieces as questions and each name is in its place."""
    sizes = {len(pieces) for pieces in split_plainly(strip_greeting(text))}
    for numbers in (range(1, len(form.kinds) + 1), form.asked):
        if len(numbers) in sizes:
            return all(_stands_in_place(clause, numbers) for clause in named)
    return False


def _stands_in_place(clause: Clause, numbers: Sequence[int]) -> bool:
    """Return True if the name is in its place; a name of one word alone contradicts nothing."""
    at_home = clause.place < len(numbers) and numbers[clause.place] == (clause.question or 0) + 1
    return at_home or not clause.plainly


def join_pairs(said: Sequence[Clause], kinds: Sequence[Kind]) -> list[Clause]:
    """Join "kết nạp 2, giảm 1" into one pair, and a correction to what it corrects."""
    joined: list[Clause] = []
    for clause in said:
        last = joined[-1] if joined else None
        if last is not None and last.question is not None and _goes_with(last, clause, kinds):
            joined[-1] = last._replace(text=f"{last.text}, {clause.text}")
        else:
            joined.append(clause)
    return joined


def _goes_with(last: Clause, clause: Clause, kinds: Sequence[Kind]) -> bool:
    plain = strip_marks(clause.text)
    correction = CORRECTION.match(plain) is not None
    if clause.question is None and (
        correction or CORRECTION.search(strip_marks(last.text)) is not None
    ):
        return True
    pair = kinds[last.question or 0] is Kind.PAIR
    same = clause.question in (None, last.question)
    return pair and same and _GAINS_OR_LOSSES.search(plain) is not None
