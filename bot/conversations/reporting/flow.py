"""How a report moves on: keeping answers, correcting lines, finding the next question."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.conversations.reporting.state import (
    Answer,
    Manner,
    Pending,
    ReportStage,
    ReportState,
    collect_values,
    find_asked_codes,
    find_open_codes,
)
from domain.notices.reporting import CASE, Amounts
from domain.plan.plan import Plan


def keep_answers(state: ReportState, given: Mapping[str, Answer]) -> ReportState:
    """Keep these answers and go on to what is still open, or to the summary."""
    answers = {**state.answers, **given}
    kept = replace(
        state, answers=answers, pending=None, last=tuple(given) or state.last, case_asked=False
    )
    return advance(kept)


def advance(state: ReportState) -> ReportState:
    """Go on to the next open question in the form's order, or to the summary if there is none."""
    left = find_open_codes(state)
    if not left:
        shown = collect_values(state) if state.shown is None else state.shown
        return replace(state, stage=ReportStage.REVIEW, fixing=False, shown=shown)
    later = [c for c in left if state.codes.index(c) >= state.position]
    position = state.codes.index((later or list(left))[0])
    return replace(state, stage=ReportStage.ASK, fixing=False, position=position)


def keep_or_echo(state: ReportState, code: str, answer: Answer) -> ReportState:
    """Keep one answer, or echo it first if it is in doubt.

    Where all is asked in one message the summary is the echo.
    """
    if answer.doubt and state.manner is Manner.STEPS:
        return replace(state, stage=ReportStage.CONFIRM, pending=Pending(code, answer))
    return keep_answers(state, {code: answer})


def drop_doubt(answer: Answer) -> Answer:
    """Return the same answer without its doubt."""
    return Answer(answer.values)


def ask_line_again(state: ReportState, code: str) -> ReportState:
    """Ask one line again; then the summary comes back."""
    position = state.codes.index(code)
    return replace(state, stage=ReportStage.ASK, fixing=True, position=position, pending=None)


def go_back(state: ReportState) -> ReportState:
    """Go one question back, or from a line asked on its own to the summary or what is open."""
    if state.fixing:
        return advance(replace(state, fixing=False))
    if state.manner is Manner.ONE_ANSWER:
        return state
    return replace(state, stage=ReportStage.ASK, position=max(0, state.position - 1), pending=None)


def answer_nothing_at_all(plan: Plan, state: ReportState) -> ReportState:
    """Answer "không phát sinh" to all that is open.

    What is counted becomes 0; a state stays as it was last period. Whether somebody needs help is
    only answered by it where that was asked, too.
    """
    asked = find_asked_codes(state)
    open_codes = [code for code in find_open_codes(state) if code != CASE or code in asked]
    given = {code: answer_nothing(plan, state, code) for code in open_codes}
    return replace(keep_answers(state, given), nothing=not state.answers)


def answer_nothing(plan: Plan, state: ReportState, code: str) -> Answer:
    """Return the answer "không phát sinh" to one question; a state never told stays untold."""
    if code == CASE:
        return Answer({"yes": 0.0})
    indicator = plan.indicator(code)
    if not indicator.is_state:
        return Answer(_fill_zeros(indicator.field_names))
    before = state.previous.get(code)
    return Answer() if before is None else Answer(dict(before), unchanged=True)


def _fill_zeros(fields: tuple[str, ...]) -> Amounts:
    return dict.fromkeys(fields, 0.0)


def switch_manner(state: ReportState, manner: Manner) -> ReportState:
    """Ask the same form in the other manner and keep its answers."""
    return advance(replace(state, manner=manner, position=0, pending=None))
