"""The report conversation: one question at a time, or all in one message and one answer.

Both manners are one conversation over one state (state.py). opening.py opens it; reading.py and
corrections.py read what she says; asking.py asks; answered.py and confirmed.py decide stage by
stage what follows.
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bot.conversations.reporting.answered import take_answers
from bot.conversations.reporting.asking import ask_briefly, ask_in_full, echo_corrections
from bot.conversations.reporting.confirmed import (
    choose_line,
    confirm_cancel,
    confirm_value,
    review_report,
)
from bot.conversations.reporting.corrections import read_lines
from bot.conversations.reporting.opening import correct_report, open_report
from bot.conversations.reporting.state import (
    ReportStage,
    ReportState,
    build_head,
    drop_unknown_questions,
    report_key,
)
from bot.conversations.reporting.turn import ReportStep, Turn, read_turn
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.reporting import CannotChange, GoOn, NoText

__all__ = ["ReportConversation", "correct_report", "open_report"]

_STAGE_STEPS: Mapping[ReportStage, Callable[[Turn], ReportStep]] = {
    ReportStage.ASK: take_answers,
    ReportStage.CONFIRM: confirm_value,
    ReportStage.REVIEW: review_report,
    ReportStage.WHICH: choose_line,
    ReportStage.CANCEL: confirm_cancel,
}


class ReportConversation:
    """`/baocao`; see the module."""

    name = "report"
    version = 1
    confidential = False
    state_type = ReportState

    def key(self, state: ReportState) -> str | None:
        """Return the key under which it is set aside: one report per unit and period."""
        return report_key(state.unit_id, state.period)

    def prompt(self, state: ReportState, facts: Facts) -> tuple[Notice, ...]:
        """Ask again where the form was left."""
        state = drop_unknown_questions(facts.plan, state)
        return (GoOn(build_head(state)), *ask_in_full(state))

    def step(self, state: ReportState, event: Event, facts: Facts) -> ReportStep:
        """Decide what follows from one event."""
        state = drop_unknown_questions(facts.plan, state)
        if event.what != "text":
            return Step(state, (NoText(event.what), *ask_briefly(state)))
        turn = read_turn(state, event, facts.plan)
        if event.edited and state.last and state.stage is not ReportStage.CONFIRM:
            return _apply_edit(turn)
        return _STAGE_STEPS[state.stage](turn)


def _apply_edit(turn: Turn) -> ReportStep:
    """Correct what the edited message had answered, wherever the form is now."""
    lines = read_lines(*turn.reading, turn.state.last)
    if not lines.answers:
        return Step(turn.state, (CannotChange(), *ask_briefly(turn.state)))
    state = replace(
        turn.state,
        answers={**turn.state.answers, **lines.answers},
    )
    said = () if state.stage is ReportStage.REVIEW else echo_corrections(turn.state, lines.answers)
    return Step(state, (*said, *ask_in_full(state)))
