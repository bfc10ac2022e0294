"""The report conversation: one question at a time, or all in one message and one answer.

Both manners are one conversation over one state (state.py; flow.py moves it on, opening.py opens
it). A turn (turn.py) is read for what she wishes (intents.py), for a question of hers, which is
answered whatever the stage (questions.py), and for answers (reading.py one, corrections.py many,
doubts.py what is odd). Then its stage decides: answered.py while questions are open, confirmed.py
at the summary, sending.py where it leaves. asking.py says where the form stands.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec.structs import replace

from bot.conversations.reporting.answered import take_answers
from bot.conversations.reporting.asking import (
    ask_briefly,
    ask_in_full,
    echo_corrections,
    resume_form,
)
from bot.conversations.reporting.confirmed import (
    choose_line,
    confirm_cancel,
    confirm_value,
    review_report,
)
from bot.conversations.reporting.corrections import read_lines
from bot.conversations.reporting.flow import keep_answers
from bot.conversations.reporting.opening import correct_report, open_report
from bot.conversations.reporting.questions import answer_question, read_question
from bot.conversations.reporting.sending import decide_which_stays, take_reason
from bot.conversations.reporting.spoken_of import doubt_what_was_spoken_of
from bot.conversations.reporting.state import (
    Answer,
    ReportStage,
    ReportState,
    drop_unknown_questions,
    find_asked_codes,
    form_key,
)
from bot.conversations.reporting.turn import ReportStep, Turn, read_turn
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.reporting import CASE, CannotChange, NoText
from domain.plan.plan import Plan

__all__ = ["ReportConversation", "correct_report", "keep_beside_danger", "open_report"]

_STAGE_STEPS: Mapping[ReportStage, Callable[[Turn], ReportStep]] = {
    ReportStage.ASK: take_answers,
    ReportStage.CONFIRM: confirm_value,
    ReportStage.REVIEW: review_report,
    ReportStage.WHICH: choose_line,
    ReportStage.CANCEL: confirm_cancel,
    ReportStage.STANDS: decide_which_stays,
    ReportStage.REASON: take_reason,
}


class ReportConversation:
    """`/baocao`; see the module."""

    name = "report"
    version = 1
    confidential = False
    state_type = ReportState

    def key(self, state: ReportState) -> str | None:
        """Return the key under which it is set aside: one report per unit and period."""
        return form_key(state)

    def prompt(self, state: ReportState, facts: Facts) -> tuple[Notice, ...]:
        """Ask again where the form was left."""
        state = drop_unknown_questions(facts.plan, state)
        return resume_form(state)

    def step(self, state: ReportState, event: Event, facts: Facts) -> ReportStep:
        """Decide what follows from one event."""
        state = drop_unknown_questions(facts.plan, state)
        if event.what != "text":
            return Step(state, (NoText(event.what), *ask_briefly(state)))
        turn = read_turn(state, event, facts)
        if event.edited and state.last and state.stage is not ReportStage.CONFIRM:
            return _apply_edit(turn)
        turn, asked = read_question(turn)
        if asked is not None:
            return doubt_what_was_spoken_of(turn, answer_question(turn, asked))
        return doubt_what_was_spoken_of(turn, _STAGE_STEPS[state.stage](turn))


def keep_beside_danger(plan: Plan, state: ReportState, text: str, now: datetime) -> ReportState:
    """Keep what a message tells besides danger; the case itself comes first, apart.

    Its answers are only kept where they are named, or where the whole row is there: words of a
    story are no figures. That somebody needs help is then answered too.
    """
    codes = find_asked_codes(state)
    lines = read_lines(plan, state, text, codes)
    given = {code: answer for code, answer in lines.answers.items() if code != CASE}
    is_row = len(codes) > 1 and set(codes) - {CASE} <= set(given)
    if state.stage is not ReportStage.ASK or not given or not (lines.placed or is_row):
        return state
    told = {CASE: Answer({"yes": 1.0})} if CASE in codes else {}
    kept = keep_answers(state, {**given, **told})
    return replace(kept, case_told_at=now) if told else kept


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
