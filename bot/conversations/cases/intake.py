"""Reporting a case: limits first, one question a message, a way out at every step.

It asks for a referral note, not a story: what is typed in free words is not kept. In danger the
case is opened at the first answer, and each further answer completes it.
"""

import dataclasses
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
from bot.conversations.cases.intake_state import (
    IntakeState,
    build_intake,
    fell_silent,
    go_back,
    go_to_next,
)
from bot.conversations.cases.intake_words import (
    Control,
    is_story,
    keeps_commune_out,
    names_kin_in_commune,
    read_control,
)
from bot.conversations.effects import (
    AwaitAnswer,
    DecideCommune,
    FileCase,
    SayItIsTheSame,
    TakeBack,
)
from bot.engine.conversation import Event, Facts, Step
from domain.answers import asks_whom_to_call, tells_of_danger
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
    TypeItsNumber,
)

IntakeStep = Step[IntakeState]

_HEARD_LATE = frozenset({IntakeStage.DANGER, IntakeStage.COMMUNE_TOLD, IntakeStage.COMMUNE})
"""Questions whose answer still counts after a silence, since somebody is told, or is not, by it."""


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
        """Ask the question again; say nothing once it is over, or closed itself after a silence."""
        over = state.stage is IntakeStage.LEFT or fell_silent(state, facts.now)
        return () if over else _list_asked(state)

    def step(self, state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
        """Take a way out first, then an answer, else kindly ask the question again."""
        silent = fell_silent(state, facts.now)
        refs = (*state.message_refs, event.message_ref) if event.message_ref else state.message_refs
        state = replace(state, message_refs=refs, asked_at=facts.now)
        control = read_control(event)
        if state.stage is IntakeStage.LEFT:
            return _step_when_over(state, event, control, facts)
        if control is Control.EXIT:
            return Step(_forget_answers(state), (_leave(state), TidyUp()))
        if silent:
            return _await_answer(_step_after_silence(state, event, facts))
        return _await_answer(self._hear(state, event, control, facts))

    def _hear(
        self, state: IntakeState, event: Event, control: Control | None, facts: Facts
    ) -> IntakeStep:
        if state.stage is not IntakeStage.NOTE and keeps_commune_out(event.text):
            return _leave_commune_out(state, event, facts)
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
    return state, (IntakeNumbers("asked"), IntakeLimits(stranger), _build_question(state))


def _await_answer(step: IntakeStep) -> IntakeStep:
    """Have it said, if she answers nothing more, that nobody was told; not once a case is open."""
    state = step.state
    if state is None or state.opened or state.stage is IntakeStage.LEFT or state.asked_at is None:
        return step
    return dataclasses.replace(step, effects=(*step.effects, AwaitAnswer(state.asked_at)))


def _leave(state: IntakeState) -> HarmlessScreen:
    return HarmlessScreen(state.stranger, "kept" if state.opened else "nothing")


def _step_after_silence(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Take a late answer where it matters who is told; anything else is said outside."""
    late = state.stage in _HEARD_LATE and event.what == "text"
    answer = ANSWER_READERS[state.stage](state, event, facts) if late else None
    if answer is None or (state.stage is IntakeStage.DANGER and not answer.danger):
        return Step(None, unheard=True)
    return _take_answer(state, answer, facts)


def _forget_answers(state: IntakeState) -> IntakeState:
    """Forget every answer and keep only what is needed to take messages back."""
    return IntakeState(
        state.started_at,
        state.unit_id,
        stage=IntakeStage.LEFT,
        opened=state.opened,
        message_refs=state.message_refs,
        stranger=state.stranger,
    )


def _list_asked(state: IntakeState, again: str = "") -> tuple[Notice, ...]:
    """The open question; before it is known whether there is danger, the numbers stand over it."""
    numbers = (IntakeNumbers("asked"),) if state.stage is IntakeStage.DANGER else ()
    return (*numbers, _build_question(state, again))


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
    if any(isinstance(notice, IntakeNumbers) for notice in before):
        return Step(state, (*before, _build_question(state, again)))
    return Step(state, (*before, *_list_asked(state, again)))


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
    child = not before.child and after.child is True
    numbers = (IntakeNumbers("child"),) if child else ()
    return _ask(after, *numbers, again="noted" if before.stage is IntakeStage.NOTE else "")


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
    if after.commune_out:  # she said so before the case was open
        decided = DecideCommune(before.started_at, False, then=then)
        return Step(kept, (IntakeNumbers(),), (_file_case(after), decided))
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
        commune_out=state.commune_out,
    )


def _leave_commune_out(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Take "đừng báo xã", said at any question, as what the question about the commune means by 2.

    Before a case is open it is kept, and counts as soon as it is.
    """
    after = replace(state, commune_out=True)
    if state.stage is IntakeStage.COMMUNE_TOLD:
        return _go_on(state, after, facts)
    if state.opened:
        then = _list_asked(after)
        return Step(after, effects=(DecideCommune(state.started_at, False, then=then),))
    answer = ANSWER_READERS[state.stage](after, event, facts)
    if state.stage is IntakeStage.DANGER and answer is not None and answer.danger:
        return _go_on(after, answer, facts)
    numbers = (IntakeNumbers(),) if tells_of_danger(event.text) else ()
    return _ask(after, *numbers, again="left_out")


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


def _show_nothing(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Show neither the case nor the question: whoever holds the phone now may have typed it."""
    return Step(state, (TypeItsNumber(),))


def _ask_again(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Ask again. What was typed is not kept; whoever told a story is told so.

    Danger told in place of an answer is met with the numbers, and asked about anew; in danger
    whatever is not understood is. Kin in the commune, named after the question about it, has that
    asked again.
    """
    numbers = (IntakeNumbers(),) if state.danger else ()
    if event.what != "text":
        return _ask(state, *numbers, again="shown")
    again = "story" if is_story(event) else "unread"
    if tells_of_danger(event.text):
        if not state.danger:
            state = replace(state, stage=IntakeStage.DANGER, offered=())
        return _ask(state, IntakeNumbers(), again=again)
    if asks_whom_to_call(event.text):
        return _show_numbers(state, event, facts)
    if _is_kin_news(state, event):
        return _ask(replace(state, stage=IntakeStage.COMMUNE_TOLD, offered=()))
    if again == "story" and not numbers:
        numbers = (IntakeNumbers("asked"),)
    return _ask(state, *numbers, again=again)


def _is_kin_news(state: IntakeState, event: Event) -> bool:
    known = state.opened and state.danger and state.commune_known
    return known and not state.commune_out and names_kin_in_commune(event.text)


_CONTROL_STEPS: Mapping[Control | None, Callable[[IntakeState, Event, Facts], IntakeStep]] = {
    Control.BACK: _go_back,
    Control.NOTE: _ask_for_note,
    Control.HELP: _show_numbers,
    Control.SEE: _show_nothing,
}


def _step_when_over(
    state: IntakeState, event: Event, control: Control | None, facts: Facts
) -> IntakeStep:
    """Take messages back if she wishes; leave anything else to the shell, since it is over."""
    if control is Control.CLEAN:
        return Step(None, (Cleaned(),), (TakeBack(state.started_at, state.message_refs),))
    if control is Control.EXIT:
        return Step(state, (HarmlessScreen(state.stranger), TidyUp()))
    return Step(None, unheard=True)
