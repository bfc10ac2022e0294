"""While the report asks: answers one by one or many at once, and wishes that are no answers."""

from collections.abc import Callable, Mapping

from bot.conversations.reporting.asking import (
    asks,
    asks_all,
    asks_briefly,
    kept_lines,
    refusal,
    review,
)
from bot.conversations.reporting.corrections import Corrections, lines_at_once, lines_in
from bot.conversations.reporting.flow import back, in_manner, keep, nothing, nothing_at_all, take
from bot.conversations.reporting.intents import Intent
from bot.conversations.reporting.reading import Exact, Refused, is_zero, judge, read_one
from bot.conversations.reporting.state import Answer, Manner, ReportState, Stage, asked, number_of
from bot.conversations.reporting.turn import ReportStep, Turn, ask_cancel, later, say, unread
from bot.engine.conversation import Step
from domain.notices.base import Notice
from domain.notices.reporting import AskExact, HelpOnForm, HelpOnQuestion, NotMatched

_MOST_REFUSALS = 2
"""How many unread answers are named one by one; more are asked again as a list."""

_MAY_BE_ANSWERS = frozenset({Intent.OK, Intent.NOTHING})
"""Wishes whose very words also answer a question."""


def asking(turn: Turn) -> ReportStep:
    """A plain wish first ("de sau" is no 6), then an answer, then a wish said otherwise."""
    if turn.intent and turn.plainly and turn.intent not in _MAY_BE_ANSWERS:
        return wished(turn, turn.intent)
    codes = asked(turn.state)
    return _one_answered(turn, codes[0]) if len(codes) == 1 else _many_answered(turn, codes)


def _one_answered(turn: Turn, code: str) -> ReportStep:
    verdict = judge(turn.plan, turn.state, code, read_one(turn.plan, code, turn.text))
    if isinstance(verdict, Answer):
        return say(take(turn.state, code, verdict))
    if turn.intent is not None:
        return wished(turn, turn.intent)
    lines = lines_at_once(*turn.reading)
    if lines.answers:
        return _corrected_midway(turn, lines)
    return unread(turn, refusal(turn.state, code, verdict))


def _corrected_midway(turn: Turn, lines: Corrections) -> ReportStep:
    state = keep(turn.state, lines.answers)
    if state.stage is Stage.REVIEW:
        return say(state)
    return Step(state, (*kept_lines(turn.state, lines.answers), *asks(state)))


def _many_answered(turn: Turn, codes: tuple[str, ...]) -> ReportStep:
    lines = lines_in(*turn.reading, codes)
    zero = turn.intent is Intent.NOTHING or (asks_all(turn.state) and is_zero(turn.text))
    if lines.nothing or (zero and not lines.placed):
        return say(nothing_at_all(turn.plan, turn.state))
    if not lines.answers and (turn.intent or not lines.refused or asks_all(turn.state)):
        return _not_matched(turn)
    state = keep(turn.state, lines.answers) if lines.answers else turn.state
    return Step(state, _still_asked(state, turn.state, lines))


def _not_matched(turn: Turn) -> ReportStep:
    if turn.intent is not None:
        return wished(turn, turn.intent)
    return unread(turn, NotMatched(len(asked(turn.state))), *asks_briefly(turn.state))


def _still_asked(state: ReportState, before: ReportState, lines: Corrections) -> tuple[Notice, ...]:
    """Only what could not be read is asked again, each by its reason where they are few."""
    if state.stage is Stage.REVIEW:
        return (review(state),)
    few = list(lines.refused.items())[:_MOST_REFUSALS]
    if set(asked(state)) == {code for code, _ in few}:
        return _reasons(before, lines, few[:-1], "") + _reasons(before, lines, few[-1:], "kept")
    return (*_reasons(before, lines, few, ""), *asks(state))


def _reasons(
    state: ReportState, lines: Corrections, few: list[tuple[str, Refused | Exact]], then: str
) -> tuple[Notice, ...]:
    return tuple(
        refusal(state, code, why, lines.words.get(code, ""), then=then) for code, why in few
    )


# --- wishes that are no answers -------------------------------------------------------------


def wished(turn: Turn, intent: Intent) -> ReportStep:
    """What follows from a wish while a question stands."""
    return _WISHES[intent](turn)


def _skip(turn: Turn) -> ReportStep:
    if asks_all(turn.state):
        return Step(turn.state, asks_briefly(turn.state))
    return say(keep(turn.state, dict.fromkeys(asked(turn.state), Answer())))


def _help(turn: Turn) -> ReportStep:
    codes = asked(turn.state)
    if turn.state.stage is Stage.ASK and len(codes) == 1:
        number = number_of(turn.state, codes[0])
        return Step(turn.state, (HelpOnQuestion(number, codes[0]), *asks(turn.state)))
    if turn.state.stage is Stage.ASK:
        return Step(turn.state, (HelpOnForm(codes),))
    return Step(turn.state, asks_briefly(turn.state))


def _nothing_here(turn: Turn) -> ReportStep:
    codes = asked(turn.state)
    if len(codes) > 1:
        return say(nothing_at_all(turn.plan, turn.state))
    return say(keep(turn.state, {codes[0]: nothing(turn.plan, turn.state, codes[0])}))


def _another(turn: Turn) -> ReportStep:
    codes = asked(turn.state)
    if len(codes) > 1:
        return say(turn.state)
    return Step(turn.state, (AskExact(number_of(turn.state, codes[0]), codes[0]),))


def _edit(turn: Turn) -> ReportStep:
    if turn.state.answers and turn.state.manner is Manner.STEPS:
        return say(back(turn.state))
    return say(turn.state)


_WISHES: Mapping[Intent, Callable[[Turn], ReportStep]] = {
    Intent.OK: lambda turn: Step(turn.state, asks_briefly(turn.state)),
    Intent.BACK: lambda turn: say(back(turn.state)),
    Intent.SKIP: _skip,
    Intent.CANCEL: ask_cancel,
    Intent.LATER: later,
    Intent.HELP: _help,
    Intent.EDIT: _edit,
    Intent.NOTHING: _nothing_here,
    Intent.NOTHING_AT_ALL: lambda turn: say(nothing_at_all(turn.plan, turn.state)),
    Intent.ONE_ANSWER: lambda turn: say(in_manner(turn.state, Manner.ONE_ANSWER)),
    Intent.STEPS: lambda turn: say(in_manner(turn.state, Manner.STEPS)),
    Intent.ANOTHER: _another,
}
