"""Several answers in one message: in order, or each with the number of its question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversations.report_reading import Exact, Refused, judge, read_answers, read_one
from bot.conversations.report_state import Answer, ReportState
from bot.conversations.report_words import folded
from domain.answers import Batch
from domain.plan import Plan

_BETWEEN = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a message gives anew. `words`: what was said where refused. `ok`: and sends it."""

    answers: dict[str, Answer] = field(default_factory=dict)
    refused: dict[str, Refused | Exact] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ok: bool = False

    def __bool__(self) -> bool:
        return bool(self.answers or self.refused)


def numbered(plan: Plan, state: ReportState, text: str) -> Corrections:
    """`4: 5` or `1: 12, 6 rồi`: lines of the whole form by their numbers; else nothing."""
    batch = read_answers(plan, state.codes, text)
    return _laid_out(plan, state, text, state.codes, batch) if batch.numbered else Corrections()


def in_order(plan: Plan, state: ReportState, text: str, codes: Sequence[str]) -> Corrections:
    """Answers to these questions in their order, some perhaps missing or unread."""
    if len(codes) == 1:
        return _alone(plan, state, text, codes[0])
    return _laid_out(plan, state, text, codes, read_answers(plan, codes, text))


def whole_form(plan: Plan, state: ReportState, text: str) -> Corrections:
    """All answers of the form said at once, every one of them read; else nothing."""
    lines = in_order(plan, state, text, state.codes)
    return lines if len(lines.answers) == len(state.codes) else Corrections()


def line_named(state: ReportState, text: str) -> str | None:
    """The question whose number alone was said: `4`, `câu 4`."""
    number = folded(text[:40]).removeprefix("cau").removeprefix("dong").strip()
    if not (number.isascii() and number.isdecimal()) or not 1 <= int(number) <= len(state.codes):
        return None
    return state.codes[int(number) - 1]


def _alone(plan: Plan, state: ReportState, text: str, code: str) -> Corrections:
    verdict = judge(plan, state, code, read_one(plan, code, text))
    if isinstance(verdict, Answer):
        return Corrections({code: verdict})
    return Corrections(refused={code: verdict}, words={code: text})


def _laid_out(
    plan: Plan, state: ReportState, text: str, codes: Sequence[str], batch: Batch
) -> Corrections:
    words = {} if batch.numbered else _parts(text, codes)
    lines = Corrections(words=words, ok=batch.ok)
    for code, reading in zip(codes, batch.readings, strict=True):
        if reading is None:
            continue
        verdict = judge(plan, state, code, reading)
        if isinstance(verdict, Answer):
            lines.answers[code] = verdict
        else:
            lines.refused[code] = verdict
    return lines


def _parts(text: str, codes: Sequence[str]) -> dict[str, str]:
    """What was said to each question, where the message plainly shows it."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) != len(codes):
        return {}
    return {code: part.strip() for code, part in zip(codes, parts, strict=True)}
