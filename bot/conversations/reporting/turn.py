"""One event at one state of a report, and what may follow at any stage."""

from dataclasses import dataclass, replace

import msgspec

from bot.conversations.reporting.asking import asks
from bot.conversations.reporting.intents import Intent, loose_intent, plain_intent
from bot.conversations.reporting.reading import LONGEST_ANSWER
from bot.conversations.reporting.state import ReportState, Stage, head, report_key
from bot.engine.conversation import Event, Step
from domain.notices.base import Notice
from domain.notices.reporting import Parked
from domain.plan.plan import Plan

ReportStep = Step[ReportState]


@dataclass(frozen=True, slots=True)
class Turn:
    """One event at one state. `text` is "" where what was typed is too long to be an answer.

    `plainly`: the wish was said in its own words, not with a slip or in others.
    """

    state: ReportState
    text: str
    intent: Intent | None
    plainly: bool
    event: Event
    plan: Plan

    @property
    def reading(self) -> tuple[Plan, ReportState, str]:
        """What is needed to read the message."""
        return self.plan, self.state, self.text

    def at(self, state: ReportState) -> "Turn":
        """The same event at another state."""
        return replace(self, state=state)


def turn_of(state: ReportState, event: Event, plan: Plan) -> Turn:
    """The event as the stages look at it."""
    text = event.text if len(event.text) <= LONGEST_ANSWER else ""
    intent = plain_intent(event)
    return Turn(state, text, intent or loose_intent(event), intent is not None, event, plan)


def say(state: ReportState) -> ReportStep:
    """Go on in this state and ask what it asks."""
    return Step(state, asks(state))


def unread(turn: Turn, *notices: Notice) -> ReportStep:
    """Say so; but a word that asks for a list of figures is the shell's."""
    if turn.event.command == "list":
        return Step(turn.state, unheard=True)
    return Step(turn.state, notices)


def later(turn: Turn) -> ReportStep:
    """Set the form aside as it is."""
    state = turn.state
    notice = Parked(head(state), len(state.answers), len(state.codes))
    return Step(state, (notice,), park=report_key(state.unit_id, state.period))


def ask_cancel(turn: Turn) -> ReportStep:
    """Ask before anything is dropped."""
    return say(msgspec.structs.replace(turn.state, stage=Stage.CANCEL, returns_to=turn.state.stage))
