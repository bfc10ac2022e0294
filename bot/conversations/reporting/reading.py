"""From typed words to an answer of the form: reading, comparing with the usual, refusing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.conversations.reporting.state import Answer, ReportState
from domain.answers import (
    Batch,
    Kind,
    Passing,
    Question,
    Reading,
    Status,
    fold,
    read_answer,
    read_batch,
    read_in_passing,
    read_yes_no,
    says_nothing,
    tells_of_danger,
)
from domain.notices.reporting import CASE, Amounts
from domain.periods import Period
from domain.plan.doubts import Doubt, find_doubt
from domain.plan.plan import Plan

LONGEST_ANSWER = 1000
"""In letters; a longer text is no answer and is not read."""

_CASE_FIELDS = ("yes",)
_MOST_QUOTED_WORDS = 3
_MOST_QUOTED_LETTERS = 24
_LONGEST_PIECE = 40
_TELLS_OF_HELP = re.compile(r"\b(?:giup do|can giup|bao luc|kho khan|chong|danh|khoc|so hai)\b")
_HOLDS_BACK = re.compile(r"\b(?:xem|coi|khoan|tu tu|doi|cho ti|kiem tra|hoi lai|tinh lai|sua)\b")
"""“Xem lại đã” is no "dạ": nothing is sent on it."""
_KINDS = {"count": Kind.COUNT, "pair": Kind.PAIR, "share": Kind.SHARE, "yes_no": Kind.YES_NO}


@dataclass(frozen=True, slots=True)
class Inexact:
    """A number that was not said exactly: a range, a bound, or a percentage without its whole."""

    low: float | None = None
    high: float | None = None
    percent: float | None = None


class RefusalReason(StrEnum):
    """Why an answer could not be taken. NOT_OWN_WORDS: a bare "ok", which may mean the report."""

    UNREAD = "unread"
    UNKNOWN = "unknown"
    NOT_OWN_WORDS = "not_own_words"


Verdict = Answer | Inexact | RefusalReason


def find_answer_kind(plan: Plan, code: str) -> Kind:
    """Return how answers to a question are read."""
    return Kind.YES_NO if code == CASE else _KINDS[plan.indicator(code).asks]


def read_one(plan: Plan, code: str, text: str) -> Reading:
    """Read a whole message as the answer to one question."""
    return read_answer(text, describe_question(plan, code))


def is_yes(text: str) -> bool:
    """Tell whether a question of ours ("is that right?") was answered with yes."""
    return _read_plain_yes_no(text) == "yes"


def is_no(text: str) -> bool:
    """Tell whether it was answered with no."""
    return _read_plain_yes_no(text) == "no"


def is_zero(text: str) -> bool:
    """Tell whether the whole message is only a zero or "nothing", and names no thing."""
    return says_nothing(text)


def _read_plain_yes_no(text: str) -> str | None:
    """Read "yes" or "no"; None for a text with a number in it, which answers the form."""
    if any(letter.isdecimal() for letter in text) or _HOLDS_BACK.search(fold(text)):
        return None
    reading = read_yes_no(text)
    if reading.status in (Status.ZERO, Status.NOT_YET):
        return "no"
    if reading.status is Status.CONFIRM and reading.value == "yes":
        return None  # "chắc là đúng" must not send anything
    return reading.value if reading.value in ("yes", "no") else None


def read_answers(plan: Plan, state: ReportState, text: str, asked: Sequence[int] = ()) -> Batch:
    """Lay a message out over the form; `asked`: the numbers of the questions still open."""
    questions = tuple(describe_question(plan, code) for code in state.codes)
    return read_batch(text, questions, asked, month=Period.parse(state.period).month)


def read_told(plan: Plan, state: ReportState, text: str) -> Passing | None:
    """Read a report of the form's month that was told outside it; None where words tell none."""
    questions = tuple(describe_question(plan, code) for code in state.codes)
    return read_in_passing(text, questions, month=Period.parse(state.period).month)


def describe_question(plan: Plan, code: str) -> Question:
    """Describe a question to the reader: its kind, and the words that belong to it."""
    names = list_question_names(plan, code)
    if code == CASE:
        return Question(Kind.YES_NO, names, own_words=True)
    indicator = plan.indicator(code)
    return Question(
        find_answer_kind(plan, code),
        names,
        (indicator.unit_word, *indicator.counted_in),
        indicator.said_beside,
        indicator.said_of_stock,
        indicator.ceiling,
    )


def list_question_names(plan: Plan, code: str) -> tuple[str, ...]:
    """Return what a question may be called in an answer to the form, its own words included."""
    if code == CASE:
        case = plan.case_question
        return (case.ask, case.short, *case.said_in_form)
    indicator = plan.indicator(code)
    return (indicator.ask, indicator.short, *indicator.said_as, *indicator.said_in_form)


def judge_reading(plan: Plan, state: ReportState, code: str, reading: Reading) -> Verdict:
    """Turn a reading into an answer, with a doubt if it should be confirmed, or refuse it."""
    if reading.status is Status.UNKNOWN:
        return RefusalReason.UNKNOWN
    if reading.status is Status.UNREADABLE:
        return RefusalReason.UNREAD
    if reading.status is Status.SAME:
        return repeat_previous(plan, state, code, changed=reading.value is None)
    amounts = _read_amounts(plan, code, reading)
    if not isinstance(amounts, dict):
        return amounts
    doubt, usual = _find_doubt(plan, state, code, amounts)
    if not doubt and reading.status is Status.CONFIRM:
        doubt = "read"
    return Answer(amounts, doubt=doubt, usual=usual)


def _find_doubt(plan: Plan, state: ReportState, code: str, amounts: Amounts) -> Doubt:
    """Find what is unusual beside what this unit reported before."""
    if code == CASE:
        return "", None
    before, usual = state.previous.get(code, {}), state.usual.get(code, {})
    return find_doubt(plan.indicator(code), amounts, state.level, before, usual)


def repeat_previous(
    plan: Plan, state: ReportState, code: str, *, changed: bool = True
) -> Answer | RefusalReason:
    """Answer as last period ("như tháng trước"); refuse if nothing was told then.

    Not `changed`: she said "không thay đổi". Of a state that is the same; of what is counted anew
    each month it is most likely none, which she should look at.
    """
    if not changed and code != CASE and not plan.indicator(code).is_state:
        return Answer(dict.fromkeys(plan.indicator(code).field_names, 0.0), doubt="read")
    before = state.previous.get(code)
    return RefusalReason.UNREAD if before is None else Answer(dict(before), unchanged=True)


def _read_amounts(plan: Plan, code: str, reading: Reading) -> Amounts | Inexact | RefusalReason:
    fields = _CASE_FIELDS if code == CASE else plan.indicator(code).field_names
    kind = find_answer_kind(plan, code)
    if kind is Kind.YES_NO:
        return {fields[0]: float(reading.value == "yes")}
    if reading.status is Status.ZERO:
        return dict.fromkeys(fields, 0.0)
    if kind is Kind.COUNT:
        return _take_count(fields, reading.value)
    return _take_two_numbers(fields, reading.value)


def _take_count(fields: tuple[str, ...], value: Any) -> Amounts | Inexact | RefusalReason:
    if isinstance(value, dict):
        return Inexact(value.get("low"), value.get("high"))
    return {fields[0]: float(value)} if isinstance(value, int | float) else RefusalReason.UNREAD


def _take_two_numbers(fields: tuple[str, ...], value: Any) -> Amounts | Inexact | RefusalReason:
    if isinstance(value, dict) and value.get("percent") is not None:
        return Inexact(percent=value["percent"])
    numbers = tuple(value.values()) if isinstance(value, dict) else value
    if not isinstance(numbers, tuple | list) or len(numbers) != len(fields):
        return RefusalReason.UNREAD
    return {name: float(number) for name, number in zip(fields, numbers, strict=True)}


def quote_words(code: str, text: str) -> str:
    """Return the words that may be quoted back, or "".

    Only few are quoted, and none where they may tell of somebody's trouble.
    """
    words = " ".join(drop_control_characters(text).split())
    if code == CASE or len(words.split()) > _MOST_QUOTED_WORDS:
        return ""
    return words if len(words) <= _MOST_QUOTED_LETTERS else ""


def quote_piece(text: str) -> str:
    """Return a piece of her message that may be quoted back, "" for a long one or a story.

    What may tell of somebody's trouble is not quoted.
    """
    words = " ".join(drop_control_characters(text).split())
    told = tells_of_danger(words) or _TELLS_OF_HELP.search(fold(words)) is not None
    return "" if told or len(words) > _LONGEST_PIECE else words


def drop_control_characters(text: str) -> str:
    """Return the text without control characters and marks that turn the writing around."""
    return "".join(letter for letter in text[:200] if letter.isprintable() or letter.isspace())
