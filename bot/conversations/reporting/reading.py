"""From what was typed to an answer of the form: read, compared with what is usual, or refused."""

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
"""How many times the highest so far makes an amount worth asking again."""

LONGEST_ANSWER = 1000
"""Letters; what is longer is no answer, and is not read."""

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
class Exact:
    """A number was said, but not exactly: a range, a bound, or a percentage of we know not what."""

    low: float | None = None
    high: float | None = None
    percent: float | None = None


class Refused(StrEnum):
    """Why an answer could not be taken."""

    UNREAD = "unread"
    UNKNOWN = "unknown"


Verdict = Answer | Exact | Refused


def kind_of(plan: Plan, code: str) -> Kind:
    """How answers to a question are read."""
    return Kind.YES_NO if code == CASE else _KINDS[plan.indicator(code).asks]


def read_one(plan: Plan, code: str, text: str) -> Reading:
    """A whole message as the answer to one question."""
    return _READERS[kind_of(plan, code)](text)


def is_yes(text: str) -> bool:
    """Whether a question of ours ("is that right?") was answered with yes."""
    return _said(text) == "yes"


def is_no(text: str) -> bool:
    """Whether it was answered with no."""
    return _said(text) == "no"


def is_zero(text: str) -> bool:
    """Whether the whole message is but a zero, however said."""
    return read_count(text).status is Status.ZERO


def _said(text: str) -> str | None:
    """Yes or no, unless there is a number in it: that is an answer to the form."""
    if any(letter.isdecimal() for letter in text):
        return None
    reading = read_yes_no(text)
    if reading.status in (Status.ZERO, Status.NOT_YET):
        return "no"
    if reading.status is Status.CONFIRM and reading.value == "yes":
        return None  # "chắc là đúng" sends nothing
    return reading.value if reading.value in ("yes", "no") else None


def read_answers(plan: Plan, codes: Sequence[str], text: str, asked: Sequence[int] = ()) -> Batch:
    """A message laid out over these questions; `asked`: the numbers still open of them."""
    kinds = tuple(kind_of(plan, code) for code in codes)
    return read_batch(text, kinds, tuple(names_of(plan, code) for code in codes), asked)


def names_of(plan: Plan, code: str) -> tuple[str, ...]:
    """What a question may be called in an answer to the form: by its own words too."""
    if code == CASE:
        case = plan.case_question
        return (case.ask, case.short, *case.said_in_form)
    indicator = plan.indicator(code)
    return (indicator.ask, indicator.short, *indicator.said_as, *indicator.said_in_form)


def quick_items(plan: Plan) -> list[QuickItem]:
    """What may be reported outside any form, by the names people use."""
    named = [indicator for indicator in plan.indicators if indicator.said_as]
    return [QuickItem(i.code, i.said_as, kind_of(plan, i.code)) for i in named]


def judge(plan: Plan, state: ReportState, code: str, reading: Reading) -> Verdict:
    """The answer a reading comes to, with its doubt where it should be looked at twice."""
    if reading.status is Status.UNKNOWN:
        return Refused.UNKNOWN
    if reading.status is Status.UNREADABLE:
        return Refused.UNREAD
    if reading.status is Status.SAME:
        return same(state, code)
    amounts = _amounts(plan, code, reading)
    if not isinstance(amounts, dict):
        return amounts
    doubt, usual = _far(plan, state, code, amounts)
    if not doubt and reading.status is Status.CONFIRM:
        doubt = "read"
    return Answer(amounts, doubt=doubt, usual=usual)


def same(state: ReportState, code: str) -> Answer | Refused:
    """ "Như tháng trước": what was told last time, where something was."""
    before = state.previous.get(code)
    return Refused.UNREAD if before is None else Answer(dict(before), unchanged=True)


def _amounts(plan: Plan, code: str, reading: Reading) -> Amounts | Exact | Refused:
    fields = _CASE_FIELDS if code == CASE else plan.indicator(code).field_names
    kind = kind_of(plan, code)
    if kind is Kind.YES_NO:
        return {fields[0]: float(reading.value == "yes")}
    if reading.status is Status.ZERO:
        return dict.fromkeys(fields, 0.0)
    if kind is Kind.COUNT:
        return _count(fields, reading.value)
    return _two_numbers(fields, reading.value)


def _count(fields: tuple[str, ...], value: Any) -> Amounts | Exact | Refused:
    if isinstance(value, dict):
        return Exact(value.get("low"), value.get("high"))
    return {fields[0]: float(value)} if isinstance(value, int | float) else Refused.UNREAD


def _two_numbers(fields: tuple[str, ...], value: Any) -> Amounts | Exact | Refused:
    if isinstance(value, dict) and value.get("percent") is not None:
        return Exact(percent=value["percent"])
    numbers = tuple(value.values()) if isinstance(value, dict) else value
    if not isinstance(numbers, tuple | list) or len(numbers) != len(fields):
        return Refused.UNREAD
    return {name: float(number) for name, number in zip(fields, numbers, strict=True)}


def _far(plan: Plan, state: ReportState, code: str, amounts: Amounts) -> tuple[str, float | None]:
    """("far" or "ceiling", the highest so far) where an amount is out of the usual."""
    if kind_of(plan, code) not in (Kind.COUNT, Kind.PAIR):
        return "", None
    ceiling = plan.indicator(code).ceiling if state.level == Level.BRANCH else None
    for name, amount in amounts.items():
        usual = state.usual.get(code, {}).get(name)
        if usual is not None and amount > FAR * max(usual, 1):
            return "far", usual
        if ceiling is not None and amount > ceiling and amount > (usual or 0):
            return "ceiling", usual
    return "", None


def quotable(code: str, text: str) -> str:
    """The words that may be quoted back: few, and none where somebody's trouble may be told."""
    words = " ".join(letter_by_letter(text).split())
    if code == CASE or len(words.split()) > _MOST_QUOTED_WORDS:
        return ""
    return words if len(words) <= _MOST_QUOTED_LETTERS else ""


def letter_by_letter(text: str) -> str:
    """The text without control characters and marks that turn the writing around."""
    return "".join(letter for letter in text[:200] if letter.isprintable() or letter.isspace())
