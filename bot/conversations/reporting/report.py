"""The report conversation: one question at a time, or all in one message and one answer.

Both manners are one conversation over one state (report_state). How it is opened is in
report_opening; what she says is read in report_reading and report_corrections; what is asked is
in report_asking; what follows is decided stage by stage in report_answered and report_confirmed.
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bot.conversations.reporting.answered import asking
from bot.conversations.reporting.asking import asks, asks_briefly, kept_lines
from bot.conversations.reporting.confirmed import cancelling, choosing_line, confirming, reviewing
from bot.conversations.reporting.corrections import lines_in
from bot.conversations.reporting.opening import correct_report, open_report
from bot.conversations.reporting.state import ReportState, Stage, head, known_to, report_key
from bot.conversations.reporting.turn import ReportStep, Turn, turn_of
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.reporting import CannotChange, GoOn, NoText

__all__ = ["ReportConversation", "correct_report", "open_report"]

_STAGES: Mapping[Stage, Callable[[Turn], ReportStep]] = {
    Stage.ASK: asking,
    Stage.CONFIRM: confirming,
    Stage.REVIEW: reviewing,
    Stage.WHICH: choosing_line,
    Stage.CANCEL: cancelling,
}


class ReportConversation:
    """`/baocao`; see the module."""

    name = "report"
    version = 1
    confidential = False
    state_type = ReportState

    def key(self, state: ReportState) -> str | None:
        """One report per unit and period can be set aside."""
        return report_key(state.unit_id, state.period)

    def prompt(self, state: ReportState, facts: Facts) -> tuple[Notice, ...]:
        """The form goes on where it was."""
        state = known_to(facts.plan, state)
        return (GoOn(head(state)), *asks(state))

    def step(self, state: ReportState, event: Event, facts: Facts) -> ReportStep:
        """What follows from one event."""
        state = known_to(facts.plan, state)
        if event.what != "text":
            return Step(state, (NoText(event.what), *asks_briefly(state)))
        turn = turn_of(state, event, facts.plan)
        if event.edited and state.last and state.stage is not Stage.CONFIRM:
            return _edited(turn)
        return _STAGES[state.stage](turn)


def _edited(turn: Turn) -> ReportStep:
    """An edit corrects what that message answered, wherever the form is now."""
    lines = lines_in(*turn.reading, turn.state.last)
    if not lines.answers:
        return Step(turn.state, (CannotChange(), *asks_briefly(turn.state)))
    state = replace(
        turn.state,
        answers={**turn.state.answers, **lines.answers},
    )
    said = () if state.stage is Stage.REVIEW else kept_lines(turn.state, lines.answers)
    return Step(state, (*said, *asks(state)))
