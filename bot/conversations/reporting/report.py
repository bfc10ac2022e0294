"""The report conversation: one question at a time, or all in one message and one answer.

Both manners are one conversation over one state. Read the files in this order:

- state.py: where a form stands, and how answers move it on;
- reading.py, corrections.py: from words to one answer, and to many;
- asking.py: what is asked at each stage, as notices;
- turn.py: one event with what she wishes, and what may follow at any stage, sending included;
- answered.py while questions are open, confirmed.py at the summary;
- questions.py: what she says that is no answer, heard before the stage.

Here a turn goes its way through them, and below is how a form is opened.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from bot.conversations.intents import fold_phrase
from bot.conversations.reporting.answered import take_answers
from bot.conversations.reporting.asking import (
    announce_form,
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
from bot.conversations.reporting.corrections import (
    Corrections,
    find_named_line,
    lay_out_batch,
    read_lines,
)
from bot.conversations.reporting.questions import (
    answer_question,
    doubt_what_was_spoken_of,
    read_question,
)
from bot.conversations.reporting.reading import describe_question, read_told
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportStage,
    ReportState,
    advance,
    collect_values,
    drop_unknown_questions,
    find_asked_codes,
    form_key,
    keep_answers,
    list_form_codes,
    number_of,
)
from bot.conversations.reporting.turn import (
    ReportStep,
    Turn,
    decide_which_stays,
    read_turn,
    take_reason,
)
from bot.engine.conversation import Event, Facts, Step
from domain.answers.batch.mentions import find_named_alone
from domain.notices.base import Notice
from domain.notices.reporting import CASE, Amounts, CannotChange, Change, Kept, NoText, OwedMonth
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import OneAnswer, Plan

__all__ = [
    "ReportConversation",
    "correct_report",
    "hold_number",
    "keep_beside_danger",
    "open_report",
]

_TO_BECOME = re.compile(r"\b(?:thanh|la|con|phai la) (\d{1,3})\b(?!.*\d)")
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
        turn = _give_held(read_turn(state, event, facts))
        if event.edited and state.last and state.stage is not ReportStage.CONFIRM:
            return _apply_edit(turn)
        turn, asked = read_question(turn)
        if asked is not None:
            return doubt_what_was_spoken_of(turn, answer_question(turn, asked))
        return doubt_what_was_spoken_of(turn, _STAGE_STEPS[state.stage](turn))


def _give_held(turn: Turn) -> Turn:
    """Give the line she names now what she said before that it should be: "thành 3", "câu 4"."""
    held, state = turn.state.held, replace(turn.state, held="")
    if not held:
        return turn
    questions = [describe_question(turn.plan, code) for code in state.codes]
    named = find_named_alone(turn.text, questions)
    code = find_named_line(state, turn.text)
    number = number_of(state, code) if code is not None else named[0] if len(named) == 1 else 0
    turn = turn.with_state(state)
    if not number:
        return turn
    return dataclasses.replace(turn, text=f"{number}: {held}", intent=None, agrees=False)


def hold_number(state: ReportState, text: str) -> ReportState:
    """Ask which line is meant by "sửa thành 3", and keep the number until she has said."""
    found = _TO_BECOME.search(fold_phrase(text))
    if found is None:
        return state
    return replace(state, stage=ReportStage.WHICH, held=found[1])


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


# --- how it is opened -----------------------------------------------------------------------------


Opening = tuple[ReportState, tuple[Notice, ...]]


def open_report(
    plan: Plan,
    *,
    unit_id: int,
    unit_name: str,
    level: Level,
    period: Period,
    previous: Mapping[str, Amounts],
    usual: Mapping[str, Amounts],
    one_answer: bool,
    on_behalf: bool = False,
    due: date | None = None,
    edition: int = 0,
    of_other: bool = False,
) -> Opening:
    """Open a new form; return its state and what is said first.

    `previous`: last period's amounts; `usual`: the unit's highest so far; both code → field →
    amount. `one_answer`: messages out are scarce, so one should ask all (the plan's setting may
    say otherwise). `of_other`: she is not the leader whom some lines ask about. The form must ask
    something: `list_form_codes` is not empty.
    """
    state = ReportState(
        unit_id=unit_id,
        unit_name=unit_name,
        period=str(period),
        codes=list_form_codes(plan, level, period),
        level=level.value,
        due=due,
        manner=_choose_manner(plan, one_answer),
        on_behalf=on_behalf,
        previous=_copy_amounts(previous),
        usual=_copy_amounts(usual),
        edition=edition,
        of_other=of_other,
    )
    return state, announce_form(state)


def read_told_answers(plan: Plan, state: ReportState, text: str) -> Corrections | None:
    """Read what was told of this form before it was open; None where the words report nothing."""
    told = read_told(plan, state, text)
    if told is None:
        return None
    return lay_out_batch(plan, state, told.text, state.codes, told.batch)


def fill_in_answers(
    state: ReportState, given: Mapping[str, Answer], also_owed: tuple[OwedMonth, ...] = ()
) -> Opening:
    """Fill a form in with answers given before it was open, and echo them.

    `also_owed`: other months of the unit, which the head names.
    """
    filled = keep_answers(state, given)
    echoed = tuple(
        Kept(Change(number_of(state, code), code, None, answer.values))
        for code, answer in given.items()
    )
    if filled.stage is ReportStage.REVIEW:
        echoed = ()
    return filled, (*echoed, *announce_form(filled, also_owed))


def correct_report(
    plan: Plan,
    *,
    unit_id: int,
    unit_name: str,
    level: Level,
    period: Period,
    previous: Mapping[str, Amounts],
    usual: Mapping[str, Amounts],
    sent: Mapping[str, Amounts],
    skipped: Sequence[str],
    help_needed: bool | None,
    one_answer: bool,
    on_behalf: bool = False,
    due: date | None = None,
    edition: int = 0,
    of_other: bool = False,
    of_leader: bool = False,
) -> Opening:
    """Open a report already sent, at its summary; see `open_report`.

    `sent`: its amounts; `of_leader`: an officer corrects what the branch itself sent.
    """
    state, _ = open_report(
        plan,
        unit_id=unit_id,
        unit_name=unit_name,
        level=level,
        period=period,
        previous=previous,
        usual=usual,
        one_answer=one_answer,
        on_behalf=on_behalf,
        due=due,
        edition=edition,
        of_other=of_other,
    )
    state = replace(state, of_leader=of_leader)
    state = replace(state, answers=_restore_answers(state, sent, skipped, help_needed))
    state = advance(replace(state, correcting=True, shown=collect_values(state)))
    return state, announce_form(state)


def _restore_answers(
    state: ReportState,
    sent: Mapping[str, Amounts],
    skipped: Sequence[str],
    help_needed: bool | None,
) -> dict[str, Answer]:
    answers = {code: Answer() for code in skipped if code in state.codes}
    answers |= {code: Answer(dict(sent[code])) for code in state.codes if code in sent}
    if help_needed is not None and CASE in state.codes:
        answers[CASE] = Answer({"yes": float(help_needed)})
    return answers


def _choose_manner(plan: Plan, one_answer: bool) -> Manner:
    setting = plan.settings.one_answer
    all_at_once = one_answer if setting is OneAnswer.AUTO else setting is OneAnswer.ALWAYS
    return Manner.ONE_ANSWER if all_at_once else Manner.STEPS


def _copy_amounts(amounts: Mapping[str, Amounts]) -> dict[str, Amounts]:
    return {code: dict(values) for code, values in amounts.items()}
