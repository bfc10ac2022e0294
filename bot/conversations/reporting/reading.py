"""From typed words to an answer of the form: reading, comparing with the usual, refusing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.conversations.reporting.state import Answer, ReportState
from domain.answers import (
    Batch,
    Kind,
    QuickItem,
    Reading,
    Status,
    read_batch,
    read_count,
    read_pair,
    read_share,
    read_yes_no,
)
from domain.notices.reporting import CASE, Amounts
from domain.org.levels import Level
from domain.plan.plan import Plan

FAR = 10
"""An amount this many times the highest so far is asked again."""

LONGEST_ANSWER = 1000
"""In letters; a longer text is no answer and is not read."""

_CASE_FIELDS = ("yes",)
_MOST_QUOTED_WORDS = 3
_MOST_QUOTED_LETTERS = 24
_KINDS = {"count": Kind.COUNT, "pair": Kind.PAIR, "share": Kind.SHARE, "yes_no": Kind.YES_NO}
_READERS = {
    Kind.COUNT: read_count,
    Kind.PAIR: read_pair,
    Kind.SHARE: read_share,
    Kind.YES_NO: read_yes_no,
}


@dataclass(frozen=True, slots=True)
class Inexact:
    """A number that was not said exactly: a range, a bound, or a percentage without its whole."""

    low: float | None = None
    high: float | None = None
    percent: float | None = None


class RefusalReason(StrEnum):
    """Why an answer could not be taken."""

    UNREAD = "unread"
    UNKNOWN = "unknown"


Verdict = Answer | Inexact | RefusalReason


def find_answer_kind(plan: Plan, code: str) -> Kind:
    """Return how answers to a question are read."""
    return Kind.YES_NO if code == CASE else _KINDS[plan.indicator(code).asks]


def read_one(plan: Plan, code: str, text: str) -> Reading:
    """Read a whole message as the answer to one question."""
    return _READERS[find_answer_kind(plan, code)](text)


def is_yes(text: str) -> bool:
    """Tell whether a question of ours ("is that right?") was answered with yes."""
    return _read_plain_yes_no(text) == "yes"


def is_no(text: str) -> bool:
    """Tell whether it was answered with no."""
    return _read_plain_yes_no(text) == "no"


def is_zero(text: str) -> bool:
    """Tell whether the whole message is only a zero, however it is said."""
    return read_count(text).status is Status.ZERO


def _read_plain_yes_no(text: str) -> str | None:
    """Read "yes" or "no"; None for a text with a number in it, which answers the form."""
    if any(letter.isdecimal() for letter in text):
        return None
    reading = read_yes_no(text)
    if reading.status in (Status.ZERO, Status.NOT_YET):
        return "no"
    if reading.status is Status.CONFIRM and reading.value == "yes":
        return None  # "chắc là đúng" must not send anything
    return reading.value if reading.value in ("yes", "no") else None


def read_answers(plan: Plan, codes: Sequence[str], text: str, asked: Sequence[int] = ()) -> Batch:
    """Lay a message out over these questions; `asked`: the numbers of those still open."""
    kinds = tuple(find_answer_kind(plan, code) for code in codes)
    return read_batch(text, kinds, tuple(list_question_names(plan, code) for code in codes), asked)


def list_question_names(plan: Plan, code: str) -> tuple[str, ...]:
    """Return what a question may be called in an answer to the form, its own words included."""
    if code == CASE:
        case = plan.case_question
        return (case.ask, case.short, *case.said_in_form)
    indicator = plan.indicator(code)
    return (indicator.ask, indicator.short, *indicator.said_as, *indicator.said_in_form)


def list_quick_items(plan: Plan) -> list[QuickItem]:
    """Return what may be reported outside any form, by the names people use."""
    named = [indicator for indicator in plan.indicators if indicator.said_as]
    return [QuickItem(i.code, i.said_as, find_answer_kind(plan, i.code)) for i in named]


def judge_reading(plan: Plan, state: ReportState, code: str, reading: Reading) -> Verdict:
    """Turn a reading into an answer, with a doubt if it should be confirmed, or refuse it."""
    if reading.status is Status.UNKNOWN:
        return RefusalReason.UNKNOWN
    if reading.status is Status.UNREADABLE:
        return RefusalReason.UNREAD
    if reading.status is Status.SAME:
        return repeat_previous(state, code)
    amounts = _read_amounts(plan, code, reading)
    if not isinstance(amounts, dict):
        return amounts
    doubt, usual = _find_doubt(plan, state, code, amounts)
    if not doubt and reading.status is Status.CONFIRM:
        doubt = "read"
    return Answer(amounts, doubt=doubt, usual=usual)


def repeat_previous(state: ReportState, code: str) -> Answer | RefusalReason:
    """Answer as last period ("như tháng trước"); refuse if nothing was told then."""
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


def _find_doubt(
    plan: Plan, state: ReportState, code: str, amounts: Amounts
) -> tuple[str, float | None]:
    """Return ("far" or "ceiling", the highest so far) for an unusual amount, else ("", None)."""
    if find_answer_kind(plan, code) not in (Kind.COUNT, Kind.PAIR):
        return "", None
    ceiling = plan.indicator(code).ceiling if state.level == Level.BRANCH else None
    for name, amount in amounts.items():
        usual = state.usual.get(code, {}).get(name)
        if usual is not None and amount > FAR * max(usual, 1):
            return "far", usual
        if ceiling is not None and amount > ceiling and amount > (usual or 0):
            return "ceiling", usual
    return "", None


def quote_words(code: str, text: str) -> str:
    """Return the words that may be quoted back, or "".

    Only few are quoted, and none where they may tell of somebody's trouble.
    """
    words = " ".join(drop_control_characters(text).split())
    if code == CASE or len(words.split()) > _MOST_QUOTED_WORDS:
        return ""
    return words if len(words) <= _MOST_QUOTED_LETTERS else ""


def drop_control_characters(text: str) -> str:
    """Return the text without control characters and marks that turn the writing around."""
    return "".join(letter for letter in text[:200] if letter.isprintable() or letter.isspace())
