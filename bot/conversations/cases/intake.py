"""Reporting a case: limits first, one question a message, a way out at every step.

It asks for a referral note, not a story: what is typed in free words is not kept. In danger the
case is opened at the first answer, and each further answer completes it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec.structs import replace

from bot.conversations.cases.intake_answers import (
    ANSWER_READERS,
    leave_out_by_name,
    list_picked_numbers,
    may_be_asked,
    offer_officers,
    toggle_answer,
)
from bot.conversations.cases.intake_state import IntakeState, build_intake, go_back, go_to_next
from bot.conversations.cases.intake_words import Control, is_story, read_control
from bot.conversations.effects import DecideCommune, FileCase, SayItIsTheSame, TakeBack
from bot.engine.conversation import Event, Facts, Step
from domain.answers import tells_of_danger
from domain.cases.intake_form import Agreement, IntakeStage
from domain.notices.base import Notice
from domain.notices.intake import (
    Cleaned,
    HarmlessScreen,
    IntakeCompleted,
    IntakeLimits,
    IntakeMustPassOn,
    IntakeNotPassedOn,
    IntakeNumbers,
    IntakeQuestion,
    TidyUp,
)

IntakeStep = Step[IntakeState]


class IntakeConversation:
    """Asks for what a case's referral note needs; see the module."""

    name = "intake"
    version = 1
    state_type = IntakeState
    confidential = True

    def key(self, state: IntakeState) -> str | None:
        """Return None: it is short and asked anew, so it is dropped rather than set aside."""
        return None

    def prompt(self, state: IntakeState, facts: Facts) -> tuple[Notice, ...]:
        """Ask the question again; say nothing once it is over."""
        return () if state.stage is IntakeStage.LEFT else (_build_question(state),)

    def step(self, state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
        """Take a way out first, then an answer, else kindly ask the question again."""
        state = (
            replace(state, message_refs=(*state.message_refs, event.message_ref))
            if event.message_ref
            else state
        )
        control = read_control(event)
        if state.stage is IntakeStage.LEFT:
            return _step_when_over(state, event, control, facts)
        if control is Control.EXIT:
            return Step(_forget_answers(state), (HarmlessScreen(), TidyUp()))
        if (picked := toggle_answer(state, event, facts)) is not None:
            return _keep_pick(picked)
        done = control is Control.DONE and list_picked_numbers(state)
        answer = state if done else ANSWER_READERS[state.stage](state, event, facts)
        if answer is not None:
            return _take_answer(state, answer, facts)
        if (named := leave_out_by_name(state, event, facts)) is not None and control is None:
            return _keep_pick(named, "name")
        return _CONTROL_STEPS.get(control, _ask_again)(state, event, facts)


def open_intake(
    now: datetime,
    unit_id: int,
    own: int = 0,
    *,
    stranger: bool = False,
    message_ref: str = "",
) -> tuple[IntakeState, tuple[Notice, ...]]:
    """Say the limits and ask the first question.

    `unit_id`: her commune, or the province; `own`: as in the state.
    """
    state = IntakeState(
        now,
        unit_id,
        own,
        message_refs=(message_ref,) if message_ref else (),
        stranger=stranger,
        commune_known=own > 0,
    )
    return state, (IntakeLimits(stranger), _build_question(state))


def _forget_answers(state: IntakeState) -> IntakeState:
    """Forget every answer and keep only what is needed to take messages back."""
    return IntakeState(
        state.started_at,
        state.unit_id,
        stage=IntakeStage.LEFT,
        opened=state.opened,
        message_refs=state.message_refs,
    )


def _build_question(state: IntakeState, again: str = "") -> IntakeQuestion:
    units = state.offered if state.stage is IntakeStage.COMMUNE else ()
    if state.stage is IntakeStage.COMMUNE and not units and state.commune_known:
        units = (state.unit_id,)
    officers = state.offered if state.stage is IntakeStage.EXCLUDED else ()
    picking = bool(list_picked_numbers(state))
    earlier = state.earlier if state.stage is IntakeStage.SAME else 0
    more = again == "name" or bool(state.by_name)
    return IntakeQuestion(
        state.stage, again, units, officers, state.opened, picking, earlier, state.stranger, more
    )


def _ask(state: IntakeState, *before: Notice, again: str = "") -> IntakeStep:
    return Step(state, (*before, _build_question(state, again)))


# --- an answer ---------------------------------------------------------------------------------


def _take_answer(before: IntakeState, after: IntakeState, facts: Facts) -> IntakeStep:
    """Offer the communes of the name given if there are several; else go on."""
    which = after.stage is IntakeStage.COMMUNE and after.offered != before.offered
    return _ask(after) if which else _go_on(before, after, facts)


def _keep_pick(state: IntakeState, again: str = "") -> IntakeStep:
    """Keep one of several answers and ask on; in an open case it counts at once.

    She may leave before she says that she is done.
    """
    question = _build_question(state, again)
    if state.opened:
        return Step(state, effects=(_file_case(state, then=(question,)),))
    return Step(state, (question,))


def _go_on(before: IntakeState, after: IntakeState, facts: Facts) -> IntakeStep:
    """Go on to the next question that can be asked; file the case when it is time."""
    if after.stage is before.stage:
        after = go_to_next(after)
        while not may_be_asked(after, facts):
            after = go_to_next(after)
    after, intake = offer_officers(after, facts), build_intake(after)
    if before.stage is IntakeStage.SAME and after.stage is IntakeStage.LEFT:
        same = SayItIsTheSame(before.started_at, before.earlier, then=(TidyUp(),))
        return Step(_forget_answers(after), effects=(same,))
    if before.stage is IntakeStage.COMMUNE_TOLD:
        then = (_build_question(after),)
        decided = DecideCommune(before.started_at, not after.commune_out, then=then)
        return Step(after, effects=(decided,))
    if after.opened or intake.must_be_passed_on:
        return _open_or_complete(before, after)
    if after.agreed is not before.agreed and not intake.passes_on:
        return _handle_missing_consent(after, facts)
    if after.agreed is Agreement.NOT_ASKED and before.stage is IntakeStage.EXCLUDED:
        return Step(_forget_answers(after), effects=(_file_case(after),))
    if after.stage is IntakeStage.LEFT:
        return Step(_forget_answers(after), effects=(_file_case(after, then=(TidyUp(),)),))
    return _ask(after, again="noted" if before.stage is IntakeStage.NOTE else "")


def _handle_missing_consent(state: IntakeState, facts: Facts) -> IntakeStep:
    """End without consent: nothing is kept if she refused it.

    If she was not asked yet, the case is kept sealed until she was; who must not learn of it even
    then is asked now.
    """
    if state.agreed is Agreement.NOT_ASKED:
        asked = offer_officers(replace(state, stage=IntakeStage.EXCLUDED), facts)
        if may_be_asked(asked, facts):
            return _ask(asked)
        return Step(_forget_answers(state), effects=(_file_case(state),))
    return Step(_forget_answers(state), (IntakeNotPassedOn(), IntakeNumbers(), TidyUp()))


def _open_or_complete(before: IntakeState, after: IntakeState) -> IntakeStep:
    """Pass on at once what must be passed on, or complete it; then ask what else must be known."""
    opened = replace(after, opened=True)
    then = (*_explain_duty(before, after), *_say_next(before, opened))
    kept = _forget_answers(opened) if after.stage is IntakeStage.LEFT else opened
    if before.opened and before.stage is IntakeStage.EXCLUDED:  # what they saw before is said first
        return Step(kept, effects=(_file_case(opened, then=then),))
    if before.opened:
        return Step(kept, then, (_file_case(after),))
    return Step(kept, (IntakeNumbers(),), (_file_case(after, then=then),))


def _explain_duty(before: IntakeState, after: IntakeState) -> tuple[Notice, ...]:
    """Say that the case must be passed on although she just refused consent."""
    refused = after.agreed is not before.agreed and after.agreed is Agreement.NO
    return (IntakeMustPassOn(),) if refused else ()


def _say_next(before: IntakeState, after: IntakeState) -> tuple[Notice, ...]:
    if after.stage is IntakeStage.LEFT:
        return (IntakeCompleted(), TidyUp())
    return (_build_question(after, "noted" if before.stage is IntakeStage.NOTE else ""),)


def _file_case(state: IntakeState, then: tuple[Notice, ...] = ()) -> FileCase:
    since = state.started_at
    return FileCase(
        state.unit_id,
        build_intake(state),
        since,
        again=state.opened,
        then=then,
        commune_known=state.commune_known,
        phone_is_safe=state.phone_is_safe,
    )


# --- what is no answer -------------------------------------------------------------------------


def _go_back(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    earlier = go_back(state)
    while not may_be_asked(earlier, facts) and go_back(earlier).stage is not earlier.stage:
        earlier = go_back(earlier)
    return _ask(offer_officers(earlier, facts))


def _ask_for_note(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    if state.stage is IntakeStage.NOTE:
        return _ask(state)
    return _ask(replace(state, stage=IntakeStage.NOTE, returns_to=state.stage))


def _show_numbers(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    return _ask(state, IntakeNumbers())


def _ask_again(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Ask again. What was typed is not kept; whoever told a story is told so.

    Danger told in place of an answer is met with the numbers, and asked about anew.
    """
    if event.what != "text":
        return _ask(state, again="shown")
    if tells_of_danger(event.text):
        if not state.danger:
            state = replace(state, stage=IntakeStage.DANGER, offered=())
        return _ask(state, IntakeNumbers(), again="story" if is_story(event) else "")
    return _ask(state, again="story" if is_story(event) else "unread")


_CONTROL_STEPS: Mapping[Control | None, Callable[[IntakeState, Event, Facts], IntakeStep]] = {
    Control.BACK: _go_back,
    Control.NOTE: _ask_for_note,
    Control.HELP: _show_numbers,
}


def _step_when_over(
    state: IntakeState, event: Event, control: Control | None, facts: Facts
) -> IntakeStep:
    """Take messages back if she wishes; leave anything else to the shell, since it is over."""
    if control is Control.CLEAN:
        return Step(None, (Cleaned(),), (TakeBack(state.started_at, state.message_refs),))
    if control is Control.EXIT:
        return Step(state, (HarmlessScreen(), TidyUp()))
    return Step(None, unheard=True)
