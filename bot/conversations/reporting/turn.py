"""One event at one state of a report, and what may follow at any stage."""

from dataclasses import dataclass, replace

import msgspec

from bot.conversations.reporting.asking import ask_in_full
from bot.conversations.reporting.intents import (
    Intent,
    is_bare_agreement,
    read_loose_intent,
    read_plain_intent,
)
from bot.conversations.reporting.reading import LONGEST_ANSWER
from bot.conversations.reporting.state import ReportStage, ReportState, build_head, form_key
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.hands import StandingReport
from domain.notices.reporting import Parked
from domain.plan.plan import Plan

ReportStep = Step[ReportState]


@dataclass(frozen=True, slots=True)
class Turn:
    """One event at one state.

    `text`: "" if what was typed is too long to be an answer. `plainly`: the wish was said in its
    own words, without a slip. `standing`: as in Facts. `agrees`: it is nothing but agreement ("ok",
    "ừ em"). `case_opened`: the case that was told amid this form has been reported.
    `unseen`: as in Facts.
    """

    state: ReportState
    text: str
    intent: Intent | None
    plainly: bool
    event: Event
    plan: Plan
    standing: StandingReport | None = None
    agrees: bool = False
    case_opened: bool = False
    unseen: bool = False

    @property
    def reading(self) -> tuple[Plan, ReportState, str]:
        """The arguments of the functions that read the message."""
        return self.plan, self.state, self.text

    def with_state(self, state: ReportState) -> "Turn":
        """Return the same event at another state."""
        return replace(self, state=state)


def read_turn(state: ReportState, event: Event, facts: Facts) -> Turn:
    """Read the wish in an event, as the stages need it."""
    text = event.text if len(event.text) <= LONGEST_ANSWER else ""
    intent = read_plain_intent(event)
    wish = intent or read_loose_intent(event)
    agrees = is_bare_agreement(event)
    return Turn(
        state,
        text,
        wish,
        intent is not None,
        event,
        facts.plan,
        facts.standing,
        agrees,
        case_opened=facts.recent_case != 0,
        unseen=facts.unseen,
    )


def step_to(state: ReportState) -> ReportStep:
    """Go on in this state and ask its question."""
    return Step(state, ask_in_full(state))


def say_unread(turn: Turn, *notices: Notice) -> ReportStep:
    """Say that it was not read; but leave a word that asks for a list of figures to the shell."""
    if turn.event.command == "list":
        return Step(turn.state, unheard=True)
    return Step(turn.state, notices)


def park_form(turn: Turn) -> ReportStep:
    """Set the form aside as it stands."""
    state = turn.state
    notice = Parked(build_head(state), len(state.answers), len(state.codes), state.unit_id)
    return Step(state, (notice,), park=form_key(state))


def ask_cancel(turn: Turn) -> ReportStep:
    """Ask whether the form should be dropped."""
    return step_to(
        msgspec.structs.replace(turn.state, stage=ReportStage.CANCEL, returns_to=turn.state.stage)
    )
