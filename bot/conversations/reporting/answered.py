"""What follows while the report asks: from one answer, from many at once, and from a wish."""

from collections.abc import Callable, Mapping

from bot.conversations.reporting.asking import (
    ask_briefly,
    ask_in_full,
    build_review,
    echo_corrections,
    explain_refusal,
    is_asked_at_once,
)
from bot.conversations.reporting.corrections import Corrections, read_lines, read_lines_at_once
from bot.conversations.reporting.flow import (
    answer_nothing,
    answer_nothing_at_all,
    go_back,
    keep_answers,
    keep_or_echo,
    switch_manner,
)
from bot.conversations.reporting.intents import Intent
from bot.conversations.reporting.reading import (
    Inexact,
    RefusalReason,
    is_zero,
    judge_reading,
    read_one,
)
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportStage,
    ReportState,
    find_asked_codes,
    number_of,
)
from bot.conversations.reporting.turn import (
    ReportStep,
    Turn,
    ask_cancel,
    park_form,
    say_unread,
    step_to,
)
from bot.engine.conversation import Step
from domain.notices.base import Notice
from domain.notices.reporting import AskExact, HelpOnForm, HelpOnQuestion, NotMatched

_MOST_REFUSALS = 2
"""So many unread answers are named one by one; if there are more, all are asked again in a list."""

_MAY_BE_ANSWERS = frozenset({Intent.OK, Intent.NOTHING})
"""Wishes whose words also answer a question."""


def take_answers(turn: Turn) -> ReportStep:
    """Follow a plain wish first ("de sau" is not a 6), then take answers, then a looser wish."""
    if turn.intent and turn.plainly and turn.intent not in _MAY_BE_ANSWERS:
        return follow_wish(turn, turn.intent)
    codes = find_asked_codes(turn.state)
    return _take_one(turn, codes[0]) if len(codes) == 1 else _take_many(turn, codes)


def _take_one(turn: Turn, code: str) -> ReportStep:
    """Take the answer to the only question asked, a wish, or lines named by their numbers."""
    verdict = judge_reading(turn.plan, turn.state, code, read_one(turn.plan, code, turn.text))
    if isinstance(verdict, Answer):
        return step_to(keep_or_echo(turn.state, code, verdict))
    if turn.intent is not None:
        return follow_wish(turn, turn.intent)
    lines = read_lines_at_once(*turn.reading)
    if lines.answers:
        return _correct_midway(turn, lines)
    return say_unread(turn, explain_refusal(turn.state, code, verdict))


def _correct_midway(turn: Turn, lines: Corrections) -> ReportStep:
    """Keep lines given out of turn, echo them and ask the open question again."""
    state = keep_answers(turn.state, lines.answers)
    if state.stage is ReportStage.REVIEW:
        return step_to(state)
    return Step(state, (*echo_corrections(turn.state, lines.answers), *ask_in_full(state)))


def _take_many(turn: Turn, codes: tuple[str, ...]) -> ReportStep:
    """Take answers to several questions, or "none" to all of them."""
    lines = read_lines(*turn.reading, codes)
    zero = turn.intent is Intent.NOTHING or (is_asked_at_once(turn.state) and is_zero(turn.text))
    if lines.nothing or (zero and not lines.placed):
        return step_to(answer_nothing_at_all(turn.plan, turn.state))
    if not lines.answers and (turn.intent or not lines.refused or is_asked_at_once(turn.state)):
        return _answer_unmatched(turn)
    state = keep_answers(turn.state, lines.answers) if lines.answers else turn.state
    return Step(state, _ask_rest(state, turn.state, lines))


def _answer_unmatched(turn: Turn) -> ReportStep:
    if turn.intent is not None:
        return follow_wish(turn, turn.intent)
    return say_unread(turn, NotMatched(len(find_asked_codes(turn.state))), *ask_briefly(turn.state))


def _ask_rest(state: ReportState, before: ReportState, lines: Corrections) -> tuple[Notice, ...]:
    """Ask again only what could not be read, each line with its reason if they are few."""
    if state.stage is ReportStage.REVIEW:
        return (build_review(state),)
    few = list(lines.refused.items())[:_MOST_REFUSALS]
    if set(find_asked_codes(state)) == {code for code, _ in few}:
        last = _explain_refusals(before, lines, few[-1:], "kept")
        return _explain_refusals(before, lines, few[:-1], "") + last
    return (*_explain_refusals(before, lines, few, ""), *ask_in_full(state))


def _explain_refusals(
    state: ReportState,
    lines: Corrections,
    few: list[tuple[str, RefusalReason | Inexact]],
    then: str,
) -> tuple[Notice, ...]:
    return tuple(
        explain_refusal(state, code, why, lines.words.get(code, ""), then=then) for code, why in few
    )


# --- wishes that are no answers -------------------------------------------------------------


def follow_wish(turn: Turn, intent: Intent) -> ReportStep:
    """Do what she wishes while a question stands."""
    return _WISHES[intent](turn)


def _skip_questions(turn: Turn) -> ReportStep:
    if is_asked_at_once(turn.state):
        return Step(turn.state, ask_briefly(turn.state))
    return step_to(keep_answers(turn.state, dict.fromkeys(find_asked_codes(turn.state), Answer())))


def _explain_questions(turn: Turn) -> ReportStep:
    codes = find_asked_codes(turn.state)
    if turn.state.stage is ReportStage.ASK and len(codes) == 1:
        number = number_of(turn.state, codes[0])
        return Step(turn.state, (HelpOnQuestion(number, codes[0]), *ask_in_full(turn.state)))
    if turn.state.stage is ReportStage.ASK:
        return Step(turn.state, (HelpOnForm(codes),))
    return Step(turn.state, ask_briefly(turn.state))


def _answer_nothing(turn: Turn) -> ReportStep:
    codes = find_asked_codes(turn.state)
    if len(codes) > 1:
        return step_to(answer_nothing_at_all(turn.plan, turn.state))
    return step_to(
        keep_answers(turn.state, {codes[0]: answer_nothing(turn.plan, turn.state, codes[0])})
    )


def _ask_exact_number(turn: Turn) -> ReportStep:
    codes = find_asked_codes(turn.state)
    if len(codes) > 1:
        return step_to(turn.state)
    return Step(turn.state, (AskExact(number_of(turn.state, codes[0]), codes[0]),))


def _edit_last(turn: Turn) -> ReportStep:
    if turn.state.answers and turn.state.manner is Manner.STEPS:
        return step_to(go_back(turn.state))
    return step_to(turn.state)


_WISHES: Mapping[Intent, Callable[[Turn], ReportStep]] = {
    Intent.OK: lambda turn: Step(turn.state, ask_briefly(turn.state)),
    Intent.BACK: lambda turn: step_to(go_back(turn.state)),
    Intent.SKIP: _skip_questions,
    Intent.CANCEL: ask_cancel,
    Intent.LATER: park_form,
    Intent.HELP: _explain_questions,
    Intent.EDIT: _edit_last,
    Intent.NOTHING: _answer_nothing,
    Intent.NOTHING_AT_ALL: lambda turn: step_to(answer_nothing_at_all(turn.plan, turn.state)),
    Intent.ONE_ANSWER: lambda turn: step_to(switch_manner(turn.state, Manner.ONE_ANSWER)),
    Intent.STEPS: lambda turn: step_to(switch_manner(turn.state, Manner.STEPS)),
    Intent.ANOTHER: _ask_exact_number,
}
