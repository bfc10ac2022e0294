"""Leaving the intake: a harmless screen, what is stopped at her wish, and what is taken back."""

from bot.conversations.cases.intake_answers import ANSWER_READERS
from bot.conversations.cases.intake_asking import IntakeStep, forget_answers
from bot.conversations.cases.intake_state import IntakeState, is_unwatched
from bot.conversations.cases.intake_words import (
    Control,
    is_fragment,
    keeps_commune_out,
    names_kin_in_commune,
    read_control,
    wants_it_stopped,
)
from bot.conversations.effects import StopTelling, TakeBack
from bot.engine.conversation import Event, Facts, Step
from domain.answers import asks_whom_to_call, tells_of_danger
from domain.cases.intake_form import IntakeStage
from domain.notices.base import Notice
from domain.notices.intake import Cleaned, HarmlessScreen, TidyUp


def _leave(state: IntakeState) -> HarmlessScreen:
    """Leave a harmless screen; where the phone is not safe it does not tell that something went."""
    kept = "" if state.phone_is_safe is False else "kept"
    return HarmlessScreen(state.stranger, kept if state.opened else "nothing")


def leave_for(state: IntakeState, *, stops: bool) -> IntakeStep:
    """Leave; `stops`: she also wants that nobody more is told."""
    if stops:
        then: tuple[Notice, ...] = (_say_it_stops(state), TidyUp())
        return Step(forget_answers(state), effects=(StopTelling(state.started_at, then=then),))
    return Step(forget_answers(state), (_leave(state), TidyUp()))


def _say_it_stops(state: IntakeState) -> HarmlessScreen:
    return HarmlessScreen(state.stranger, "stopped" if state.phone_is_safe else "quiet")


def may_be_another(state: IntakeState, event: Event, facts: Facts) -> bool:
    """Tell whether somebody else may hold the phone by now, to whom no question is shown: words
    that answer nothing after a while, where it is not known to be safe."""
    if event.what != "text" or event.pressed or not state.opened or state.phone_is_safe:
        return False
    if not is_unwatched(state, facts.now):
        return False
    if state.phone_is_safe is None and not is_fragment(event.text):
        return False
    control = read_control(event)
    heard = tells_of_danger(event.text) or asks_whom_to_call(event.text) or keeps_out(event)
    if heard or control not in (None, Control.HELP):
        return False
    return state.stage is not IntakeStage.NOTE and (
        ANSWER_READERS[state.stage](state, event, facts) is None
    )


def keeps_out(event: Event) -> bool:
    """Tell whether she says that the commune must not know, or that kin of theirs sits there."""
    text = event.text if event.what == "text" and not event.pressed else ""
    return keeps_commune_out(text) or names_kin_in_commune(text)


def step_when_over(
    state: IntakeState, event: Event, control: Control | None, facts: Facts
) -> IntakeStep:
    """Take messages back if she wishes; leave anything else to the shell, since it is over."""
    if control is Control.CLEAN:
        return Step(None, (Cleaned(),), (TakeBack(state.started_at, state.message_refs),))
    if state.opened and not event.pressed and wants_it_stopped(event.text):
        then: tuple[Notice, ...] = (_say_it_stops(state), TidyUp())
        return Step(state, effects=(StopTelling(state.started_at, then=then),))
    if control is Control.EXIT:
        return Step(state, (HarmlessScreen(state.stranger), TidyUp()))
    return Step(None, unheard=True)
