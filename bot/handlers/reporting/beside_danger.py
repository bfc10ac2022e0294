"""Danger told amid a report: the case comes first, the report's other answers are kept."""

from dataclasses import replace

import msgspec

from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.intake_state import IntakeState
from bot.conversations.reporting.report import ReportConversation, keep_beside_danger
from bot.conversations.reporting.state import ReportState, build_head
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call
from bot.handlers.reporting.passing import open_report_said_in_passing
from domain.cases.intake_form import IntakeStage
from domain.notices.base import Notice
from domain.notices.reporting import Parked


def keep_report_beside(call: Call, event: Event, outcome: Outcome | None) -> Outcome | None:
    """Let the open form go on after the case, with what her message told of it besides."""
    frame = call.session.frame
    if outcome is None or not _opens_case(outcome) or frame is None:
        return outcome
    if (frame.name, frame.version) != (ReportConversation.name, ReportConversation.version):
        return outcome
    state = msgspec.json.decode(frame.state, type=ReportState)
    kept = keep_beside_danger(call.plan, state, event.text, call.now)
    return replace(outcome, then=((ReportConversation.name, kept),))


def keep_report_in_passing(call: Call, outcome: Outcome) -> Outcome:
    """Let the figures of a message that told of danger outside any form open theirs afterwards."""
    if not _opens_case(outcome) or call.session.frame is not None:
        return outcome
    told = open_report_said_in_passing(call)
    if told is None or told.opens is None or told.opens[0] != ReportConversation.name:
        return outcome
    return replace(outcome, then=(told.opens,))


def tell_form_waits(call: Call) -> tuple[Notice, ...]:
    """Say at the end of a case that the report beneath it waits; nothing while it goes on."""
    frame = call.session.frame
    if frame is None or frame.name != IntakeConversation.name or frame.over is None:
        return ()
    ended = msgspec.json.decode(frame.state, type=IntakeState).stage is IntakeStage.LEFT
    below = call.session.parked.get(frame.over)
    if not ended or below is None or below.name != ReportConversation.name:
        return ()
    state = msgspec.json.decode(below.state, type=ReportState)
    return (Parked(build_head(state), len(state.answers), len(state.codes)),)


def _opens_case(outcome: Outcome) -> bool:
    return outcome.opens is not None and outcome.opens[0] == IntakeConversation.name
