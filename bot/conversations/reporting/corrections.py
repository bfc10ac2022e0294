"""Several answers in one message: in order, or each with the number of its question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversations.reporting.flow import nothing
from bot.conversations.reporting.intents import folded
from bot.conversations.reporting.reading import Exact, Refused, judge, read_answers, read_one, same
from bot.conversations.reporting.state import Answer, ReportState, number_of
from domain.answers import Batch, Rest
from domain.plan.plan import Plan

_BETWEEN = re.compile(r"[,;\n]")
_ONE_LINE = re.compile(
    r"(?:câu|cau|số|so)?\s*([0-9]{1,2})\s*(?:[:.)=]|là|la)?\s+(?!câu|cau)(\S.*)", re.IGNORECASE
)
_LINE = frozenset({"cau", "so", "dong", "sai", "sua"})
_AROUND_LINE = frozenset({"chua", "dung", "khong", "phai", "muon", "lai", "chi", "em", "nhe", "a"})
_LONGEST_NAMING = 60
_NUMBERED = re.compile(r"([0-9]{1,2})\s*[:.)]\s*(.+)")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a message gives anew. `words`: what was said where refused. `ok`: and sends it.
    `nothing`: the message said "none" to everything. `placed`: the answers bore the numbers or
    names of their questions."""

    answers: dict[str, Answer] = field(default_factory=dict)
    refused: dict[str, Refused | Exact] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ok: bool = False
    nothing: bool = False
    placed: bool = False

    def __bool__(self) -> bool:
        return bool(self.answers or self.refused)


def lines_in(plan: Plan, state: ReportState, text: str, codes: Sequence[str]) -> Corrections:
    """Answers to these questions in order, or to any by its number (`4: 5`, `1: 12, 6 rồi`).

    More answers than questions give nothing: laid out one off they would all be wrong. But where
    the whole form fits, it was said anew. A few that name other questions are theirs.
    """
    numbers = [number_of(state, code) for code in codes]
    batch = read_answers(plan, state.codes, text, numbers)
    if len(codes) == 1 < len(state.codes) and not batch.numbered:
        return _alone(plan, state, text, codes[0])
    return _laid_out(plan, state, text, codes, batch)


def lines_at_once(plan: Plan, state: ReportState, text: str) -> Corrections:
    """Lines by their numbers, or all answers of the form, every one of them read; else nothing."""
    whole = read_answers(plan, state.codes, text)
    lines = _laid_out(plan, state, text, state.codes, whole)
    complete = len(lines.answers) == len(state.codes) > 1
    return lines if whole.numbered or complete else Corrections()


def line_corrected(plan: Plan, state: ReportState, text: str) -> Corrections:
    """One line said loosely where only a line can be meant: `4 5`, `câu 4: 5`, `6 chưa`."""
    said = _ONE_LINE.fullmatch(text.strip())
    if said is None or not 1 <= int(said[1]) <= len(state.codes):
        return Corrections()
    return lines_at_once(plan, state, f"{said[1]}: {said[2]}")


def line_named(state: ReportState, text: str) -> str | None:
    """The question whose number alone was said: `4`, `câu 4`, `sai câu 4`."""
    words = folded(text[:_LONGEST_NAMING]).split()
    numbers = [word for word in words if word.isascii() and word.isdecimal()]
    others = set(words) - set(numbers)
    if len(numbers) != 1 or not others <= _LINE | _AROUND_LINE or (others and not others & _LINE):
        return None
    number = int(numbers[0])
    return state.codes[number - 1] if 1 <= number <= len(state.codes) else None


def _alone(plan: Plan, state: ReportState, text: str, code: str) -> Corrections:
    verdict = judge(plan, state, code, read_one(plan, code, text))
    if isinstance(verdict, Answer):
        return Corrections({code: verdict})
    return Corrections(refused={code: verdict})


def _laid_out(
    plan: Plan, state: ReportState, text: str, codes: Sequence[str], batch: Batch
) -> Corrections:
    lines = Corrections(ok=batch.ok, nothing=batch.nothing, placed=batch.numbered)
    if batch.leftover and not batch.numbered:
        return lines
    if batch.rest is not None:
        lines.answers.update(_rest(plan, state, batch))
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    for number, (code, reading) in enumerate(zip(state.codes, batch.readings, strict=True), 1):
        if reading is None:
            continue
        verdict = judge(plan, state, code, reading)
        if isinstance(verdict, Answer):
            lines.answers[code] = verdict
        else:
            lines.refused[code] = verdict
            place = number if batch.numbered or code not in codes else codes.index(code) + 1
            lines.words[code] = _words_of(parts, place, len(codes), batch.numbered)
    return lines


def _rest(plan: Plan, state: ReportState, batch: Batch) -> dict[str, Answer]:
    """What "còn lại không" or "như tháng trước" comes to for the open lines not named."""
    given: dict[str, Answer] = {}
    for code, reading in zip(state.codes, batch.readings, strict=True):
        if reading is not None or code in state.answers:
            continue
        told = nothing(plan, state, code) if batch.rest is Rest.NONE else same(state, code)
        if isinstance(told, Answer) and told.values is not None:
            given[code] = told
    return given


def _words_of(parts: Sequence[str], number: int, questions: int, numbered: bool) -> str:
    """What was said to a question, where the message plainly shows it."""
    if numbered:
        named = (_NUMBERED.match(part) for part in parts)
        return next((m[2].strip() for m in named if m and int(m[1]) == number), "")
    return parts[number - 1] if len(parts) == questions else ""
