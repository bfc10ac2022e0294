"""What speaks of a line that was answered and is not understood puts that line in doubt.

"Bỏ câu 4 đi", "đổi câu 2 với câu 3": whoever says such a thing does not mean the line to stay as it
is, so it is asked about and never kept in silence.
"""

import dataclasses
from collections.abc import Iterator

from msgspec.structs import replace

from bot.conversations.reporting.asking import explain_refusal
from bot.conversations.reporting.corrections import find_named_line
from bot.conversations.reporting.flow import ask_line_again
from bot.conversations.reporting.reading import (
    RefusalReason,
    describe_question,
    judge_reading,
    read_answers,
)
from bot.conversations.reporting.state import Answer, ReportStage, find_asked_codes
from bot.conversations.reporting.turn import ReportStep, Turn
from bot.engine.conversation import Step
from domain.answers.batch.mentions import find_mentioned, may_change
from domain.answers.text.questions import asks_something
from domain.notices.reporting import CASE

_STAGES = frozenset({ReportStage.ASK, ReportStage.REVIEW, ReportStage.WHICH})


def doubt_what_was_spoken_of(turn: Turn, step: ReportStep) -> ReportStep:
    """Put answered lines in doubt that her message spoke of and left as they were."""
    state = step.state
    if state is None or step.park or step.effects or turn.state.stage not in _STAGES:
        return step
    if state.stage not in _STAGES or not may_change(turn.text):
        return step
    if find_named_line(turn.state, turn.text) is not None:
        return step
    codes = [code for code in _list_left(turn) if state.answers.get(code) == _before(turn, code)]
    asked = find_asked_codes(state) if state.fixing else ()
    if not codes or (asked and asked[0] not in codes):
        return step
    doubted = {code: replace(state.answers[code], doubt="read") for code in codes}
    state = replace(state, answers={**state.answers, **doubted})
    if state.stage is ReportStage.ASK or state.fixing:
        return dataclasses.replace(step, state=state)
    why = explain_refusal(state, codes[0], RefusalReason.UNREAD)
    return Step(ask_line_again(state, codes[0]), (why,))


def _before(turn: Turn, code: str) -> Answer | None:
    return turn.state.answers.get(code)


def _list_left(turn: Turn) -> Iterator[str]:
    """Yield the answered lines that the message speaks of and does not tell again as they are."""
    plan, state = turn.plan, turn.state
    questions = [describe_question(plan, code) for code in state.codes]
    mentioned = find_mentioned(turn.text, questions)
    said = read_answers(plan, state, turn.text).readings if mentioned else ()
    for number in mentioned:
        code = state.codes[number - 1]
        answer = state.answers.get(code)
        if code == CASE or answer is None or answer.values is None:
            continue
        reading = said[number - 1] if number <= len(said) else None
        verdict = None if reading is None else judge_reading(plan, state, code, reading)
        if isinstance(verdict, Answer) and verdict.values == answer.values:
            continue
        if reading is None and asks_something(turn.text) and not any(map(str.isdigit, turn.text)):
            continue
        yield code
