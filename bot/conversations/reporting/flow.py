"""How a report moves on: answers kept, lines corrected, the next question found."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.conversations.reporting.state import (
    Answer,
    Manner,
    Pending,
    ReportState,
    Stage,
    open_codes,
    values_of,
)
from domain.notices.reporting import CASE, Amounts
from domain.plan.plan import Plan


def keep(state: ReportState, given: Mapping[str, Answer]) -> ReportState:
    """The state with these answers, gone on to what is still open or to the summary."""
    answers = {**state.answers, **given}
    kept = replace(state, answers=answers, pending=None, last=tuple(given) or state.last)
    return go_on(kept)


def go_on(state: ReportState) -> ReportState:
    """The next open question in the form's order; the summary when there is none."""
    left = open_codes(state)
    if not left:
        shown = values_of(state) if state.shown is None else state.shown
        return replace(state, stage=Stage.REVIEW, fixing=False, shown=shown)
    later = [c for c in left if state.codes.index(c) >= state.position]
    position = state.codes.index((later or list(left))[0])
    return replace(state, stage=Stage.ASK, fixing=False, position=position)


def take(state: ReportState, code: str, answer: Answer) -> ReportState:
    """Keep one answer, or echo it first. In one answer the summary is the echo."""
    if answer.doubt and state.manner is Manner.STEPS:
        return replace(state, stage=Stage.CONFIRM, pending=Pending(code, answer))
    return keep(state, {code: answer})


def confirmed(answer: Answer) -> Answer:
    """The same answer without its doubt."""
    return Answer(answer.values)


def fix(state: ReportState, code: str) -> ReportState:
    """Ask one line again; then the summary comes back."""
    position = state.codes.index(code)
    return replace(state, stage=Stage.ASK, fixing=True, position=position, pending=None)


def back(state: ReportState) -> ReportState:
    """One question back; from a line being corrected, to the summary."""
    if state.fixing:
        return replace(state, stage=Stage.REVIEW, fixing=False)
    if state.manner is Manner.ONE_ANSWER:
        return state
    return replace(state, stage=Stage.ASK, position=max(0, state.position - 1), pending=None)


def nothing_at_all(plan: Plan, state: ReportState) -> ReportState:
    """ "Không phát sinh" to all that is open: 0 for what is counted, as before for states."""
    given = {code: nothing(plan, state, code) for code in open_codes(state)}
    return replace(keep(state, given), nothing=not state.answers)


def nothing(plan: Plan, state: ReportState, code: str) -> Answer:
    """ "Không phát sinh" to one question; a state never told before stays untold."""
    if code == CASE:
        return Answer({"yes": 0.0})
    indicator = plan.indicator(code)
    if not indicator.is_state:
        return Answer(_zeros(indicator.field_names))
    before = state.previous.get(code)
    return Answer() if before is None else Answer(dict(before), unchanged=True)


def _zeros(fields: tuple[str, ...]) -> Amounts:
    return dict.fromkeys(fields, 0.0)


def in_manner(state: ReportState, manner: Manner) -> ReportState:
    """The same form in the other manner, its answers kept."""
    return go_on(replace(state, manner=manner, position=0, pending=None))
