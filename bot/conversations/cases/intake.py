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
    may_be_name,
    offer_officers,
    toggle_answer,
)
from bot.conversations.cases.intake_asking import (
    IntakeStep,
    ask,
    build_question,
    file_answers,
    forget_answers,
    hear_who_is_meant,
    list_asked,
    name_numbers,
)
from bot.conversations.cases.intake_leaving import (
    keeps_out,
    leave_for,
    may_be_another,
    step_when_over,
)
from bot.conversations.cases.intake_state import (
    IntakeState,
    build_intake,
    fell_silent,
    go_back,
    go_to_next,
    is_unwatched,
)
from bot.conversations.cases.intake_words import (
    Control,
    is_story,
    keeps_commune_out,
    names_kin_in_commune,
    read_control,
    says_he_holds_it,
    wants_it_stopped,
)
from bot.conversations.effects import (
    AwaitAnswer,
    DecideCommune,
    SayItIsTheSame,
)
from bot.engine.conversation import Event, Facts, Step
from domain.answers import (
    asks_who_knows,
    asks_whom_to_call,
    speaks_as_child,
    tells_of_danger,
    tells_of_poison,
)
from domain.cases.intake_form import Agreement, IntakeStage
from domain.notices.base import Notice
from domain.notices.intake import (
    HarmlessScreen,
    IntakeCompleted,
    IntakeLimits,
    IntakeMustPassOn,
    IntakeNotPassedOn,
    IntakeNumbers,
    IntakeStanding,
    TidyUp,
    TypeItsNumber,
)

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
        over = over or (state.phone_is_safe is False and is_unwatched(state, facts.now))
        return () if over else list_asked(state)

    def step(self, state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
        """Take a way out first, then an answer, else kindly ask the question again."""
        control, before = read_control(event), state
        refs = (*state.message_refs, event.message_ref) if event.message_ref else state.message_refs
        state = replace(state, message_refs=refs, asked_at=facts.now)
        if state.stage is IntakeStage.LEFT:
            return step_when_over(state, event, control, facts)
        silent, neutral = fell_silent(before, facts.now), may_be_another(before, event, facts)
        if event.what == "text" and not event.pressed and says_he_holds_it(event.text):
            return _hide_from_whoever_holds_it(state)
        stops = state.opened and not event.pressed and wants_it_stopped(event.text)
        if control is Control.EXIT or stops:
            return leave_for(state, stops=stops)
        if neutral or (control is Control.SEE and state.opened and not silent):
            shown = HarmlessScreen(state.stranger) if neutral else TypeItsNumber()
            return Step(replace(state, asked_at=before.asked_at), (shown,))  # as old as it was
        if silent:
            return _await_answer(_step_after_silence(state, event, facts))
        return _await_answer(self._hear(state, event, control, facts))

    def _hear(
        self, state: IntakeState, event: Event, control: Control | None, facts: Facts
    ) -> IntakeStep:
        named = leave_out_by_name(state, event, facts) if control is None else None
        if named is not None:
            return _keep_pick(state, named, facts, "name")
        if state.stage is not IntakeStage.NOTE and keeps_out(event):
            return _leave_commune_out(state, event, facts)
        if (picked := toggle_answer(state, event, facts)) is not None:
            return _keep_pick(state, picked, facts)
        done = control is Control.DONE and list_picked_numbers(state)
        answer = state if done else ANSWER_READERS[state.stage](state, event, facts)
        if answer is not None:
            return _take_answer(state, answer, facts)
        return _CONTROL_STEPS.get(control, _ask_again)(state, event, facts)


def open_intake(
    now: datetime,
    unit_id: int,
    own: int = 0,
    *,
    stranger: bool = False,
    message_ref: str = "",
    words: str = "",
    cried: bool = False,
) -> tuple[IntakeState, tuple[Notice, ...]]:
    """Say the limits and ask the first question.

    `unit_id`: her commune, or the province; `own`: as in the state. `words`: what she said first,
    of which only is kept whether the commune may know and whether she is a child. `cried`: they
    told of danger, so the numbers for it stand first.
    """
    young = speaks_as_child(words)
    state = IntakeState(
        now,
        unit_id,
        own,
        message_refs=(message_ref,) if message_ref else (),
        stranger=stranger,
        commune_known=own > 0,
        commune_out=keeps_commune_out(words) or names_kin_in_commune(words),
        cried=cried,
        young=young,
        child=True if young else None,
        poison=tells_of_poison(words),
    )
    numbers = name_numbers(state) if cried else IntakeNumbers("asked")
    asked = build_question(state, "left_out" if state.commune_out else "")
    return state, (numbers, IntakeLimits(stranger), asked)


def _hide_from_whoever_holds_it(state: IntakeState) -> IntakeStep:
    """Show a harmless screen, and from now on nothing on this phone says what it is about."""
    state = replace(state, phone_is_safe=False)
    screen = (HarmlessScreen(state.stranger),)
    if state.opened:  # nothing more is asked here; without a case her silence still opens one
        return Step(forget_answers(state), screen, effects=(file_answers(state),))
    return Step(state, screen)


def _await_answer(step: IntakeStep) -> IntakeStep:
    """Have it said, if she answers nothing more, that nobody was told; not once a case is open."""
    state = step.state
    if state is None or state.opened or state.stage is IntakeStage.LEFT or state.asked_at is None:
        return step
    return dataclasses.replace(step, effects=(*step.effects, AwaitAnswer(state.asked_at)))


def _step_after_silence(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Take a late answer where it matters who is told; anything else is said outside."""
    late = state.stage in _HEARD_LATE and event.what == "text"
    answer = ANSWER_READERS[state.stage](state, event, facts) if late else None
    if answer is None or (state.stage is IntakeStage.DANGER and not answer.danger):
        return Step(None, unheard=True)
    return _take_answer(state, answer, facts)


# --- an answer ---------------------------------------------------------------------------------


def _take_answer(before: IntakeState, after: IntakeState, facts: Facts) -> IntakeStep:
    """Offer the communes of the name given if there are several; else go on."""
    which = after.stage is IntakeStage.COMMUNE and after.offered != before.offered
    if which:
        return ask(after)
    if before.stage is IntakeStage.LAST_OFFICER:  # it was asked in place of that question
        return _go_on(replace(before, stage=IntakeStage.EXCLUDED), after, facts)
    asks_last = before.stage is IntakeStage.EXCLUDED and _leaves_nobody(before, after, facts)
    return _ask_about_last(after) if asks_last else _go_on(before, after, facts)


def _leaves_nobody(before: IntakeState, after: IntakeState, facts: Facts) -> bool:
    """Tell whether this answer leaves out whoever was left to be told."""
    out, was = {*after.excluded, *after.by_name}, {*before.excluded, *before.by_name}
    return out != was and bool(facts.officers) and set(facts.officers) <= out


def _ask_about_last(state: IntakeState) -> IntakeStep:
    """Ask whether really nobody is to be told; until she says so it does not count."""
    return ask(replace(state, stage=IntakeStage.LAST_OFFICER, offered=()))


def _keep_pick(
    before: IntakeState, state: IntakeState, facts: Facts, again: str = ""
) -> IntakeStep:
    """Keep one of several answers and ask on; in an open case it counts at once.

    She may leave before she says that she is done.
    """
    if state.stage is IntakeStage.EXCLUDED and _leaves_nobody(before, state, facts):
        return _ask_about_last(state)
    question = build_question(state, again)
    if state.opened:
        return Step(state, effects=(file_answers(state, then=(question,)),))
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
        return Step(forget_answers(after), effects=(same,))
    if before.stage is IntakeStage.COMMUNE_TOLD:
        then = (build_question(after),)
        decided = DecideCommune(before.started_at, not after.commune_out, then=then)
        return Step(after, effects=(decided,))
    if after.opened or intake.must_be_passed_on:
        return _open_or_complete(before, after)
    if after.agreed is not before.agreed and not intake.passes_on:
        return _handle_missing_consent(after, facts)
    if after.agreed is Agreement.NOT_ASKED and before.stage is IntakeStage.EXCLUDED:
        return Step(forget_answers(after), effects=(file_answers(after),))
    if after.stage is IntakeStage.LEFT:
        return Step(forget_answers(after), effects=(file_answers(after, then=(TidyUp(),)),))
    child = not before.child and after.child is True
    numbers = (IntakeNumbers("child"),) if child else ()
    return ask(after, *numbers, again="noted" if before.stage is IntakeStage.NOTE else "")


def _handle_missing_consent(state: IntakeState, facts: Facts) -> IntakeStep:
    """End without consent: nothing is kept if she refused it.

    If she was not asked yet, the case is kept sealed until she was; who must not learn of it even
    then is asked now.
    """
    if state.agreed is Agreement.NOT_ASKED:
        asked = offer_officers(replace(state, stage=IntakeStage.EXCLUDED), facts)
        if may_be_asked(asked, facts):
            return ask(asked)
        return Step(forget_answers(state), effects=(file_answers(state),))
    return Step(forget_answers(state), (IntakeNotPassedOn(), IntakeNumbers(), TidyUp()))


def _open_or_complete(before: IntakeState, after: IntakeState) -> IntakeStep:
    """Pass on at once what must be passed on, or complete it; then ask what else must be known."""
    opened = replace(after, opened=True)
    then = (*_explain_duty(before, after), *_say_next(before, opened))
    kept = forget_answers(opened) if after.stage is IntakeStage.LEFT else opened
    numbers = name_numbers(after)
    if before.opened and before.stage is IntakeStage.EXCLUDED:  # what they saw before is said first
        return Step(kept, effects=(file_answers(opened, then=then),))
    if before.opened:
        return Step(kept, then, (file_answers(after),))
    if after.commune_out:  # she said so before the case was open
        decided = DecideCommune(before.started_at, False, then=then)
        return Step(kept, (numbers,), (file_answers(after), decided))
    return Step(kept, (numbers,), (file_answers(after, then=then),))


def _explain_duty(before: IntakeState, after: IntakeState) -> tuple[Notice, ...]:
    """Say that the case must be passed on although she just refused consent."""
    refused = after.agreed is not before.agreed and after.agreed is Agreement.NO
    return (IntakeMustPassOn(),) if refused else ()


def _say_next(before: IntakeState, after: IntakeState) -> tuple[Notice, ...]:
    if after.stage is IntakeStage.LEFT:
        return (IntakeCompleted(), TidyUp())
    return (build_question(after, "noted" if before.stage is IntakeStage.NOTE else ""),)


def _leave_commune_out(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Take "đừng báo xã", said at any question, as what the question about the commune means by 2.

    Before a case is open it is kept, and counts as soon as it is.
    """
    after = replace(state, commune_out=True)
    if state.stage is IntakeStage.COMMUNE_TOLD:
        return _go_on(state, after, facts)
    if state.opened:
        then = list_asked(after)
        return Step(after, effects=(DecideCommune(state.started_at, False, then=then),))
    answer = ANSWER_READERS[state.stage](after, event, facts)
    if state.stage is IntakeStage.DANGER and answer is not None and answer.danger:
        return _go_on(after, answer, facts)
    cries = tells_of_danger(event.text)
    after = hear_who_is_meant(replace(after, cried=after.cried or cries), event.text)
    numbers = (name_numbers(after),) if cries else ()
    return ask(after, *numbers, again="left_out")


# --- what is no answer -------------------------------------------------------------------------


def _go_back(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    earlier = go_back(state)
    while not may_be_asked(earlier, facts) and go_back(earlier).stage is not earlier.stage:
        earlier = go_back(earlier)
    return ask(offer_officers(earlier, facts))


def _ask_for_note(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    if state.stage is IntakeStage.NOTE:
        return ask(state)
    return ask(replace(state, stage=IntakeStage.NOTE, returns_to=state.stage))


def _show_numbers(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    return ask(state, IntakeNumbers())


def _show_nothing(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Show neither the case nor the question: whoever holds the phone now may have typed it."""
    return Step(state, (TypeItsNumber(),))


def _ask_again(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """Ask again. What was typed is not kept; whoever told a story is told so.

    Danger told in place of an answer is met with the numbers, and asked about anew; in danger
    whatever is not understood is. Where she asks who knows of it, she hears that first.
    """
    state = hear_who_is_meant(state, event.text if event.what == "text" else "")
    numbers = (name_numbers(state),) if state.danger else ()
    if event.what != "text":
        return ask(state, *numbers, again="shown")
    again = "story" if is_story(event) else "unread"
    if tells_of_danger(event.text):
        if not state.danger:
            state = replace(state, stage=IntakeStage.DANGER, offered=(), cried=True)
        return ask(state, name_numbers(state), again=again)
    if asks_who_knows(event.text):
        standing = (IntakeStanding(),) if state.opened else ()
        return ask(state, *numbers, *standing, again="" if state.opened else "nobody_yet")
    if asks_whom_to_call(event.text):
        return _show_numbers(state, event, facts)
    if state.stage is IntakeStage.EXCLUDED and may_be_name(state, event):
        return ask(state, again="no_name")
    if again == "story" and not numbers:
        numbers = (IntakeNumbers("asked"),)
    return ask(state, *numbers, again=again)


_CONTROL_STEPS: Mapping[Control | None, Callable[[IntakeState, Event, Facts], IntakeStep]] = {
    Control.BACK: _go_back,
    Control.NOTE: _ask_for_note,
    Control.HELP: _show_numbers,
    Control.SEE: _show_nothing,
}
