"""Asking the questions of the intake, and what is filed of the answers so far."""

from msgspec.structs import replace

from bot.conversations.cases.intake_answers import list_picked_numbers
from bot.conversations.cases.intake_state import IntakeState, build_intake
from bot.conversations.effects import FileCase
from bot.engine.conversation import Step
from domain.answers import speaks_as_child, tells_of_poison
from domain.cases.intake_form import IntakeStage
from domain.notices.base import Notice
from domain.notices.intake import IntakeNumbers, IntakeQuestion

IntakeStep = Step[IntakeState]


def ask(state: IntakeState, *before: Notice, again: str = "") -> IntakeStep:
    """Ask the open question after these notices; numbers are named once."""
    if any(isinstance(notice, IntakeNumbers) for notice in before):
        return Step(state, (*before, build_question(state, again)))
    return Step(state, (*before, *list_asked(state, again)))


def list_asked(state: IntakeState, again: str = "") -> tuple[Notice, ...]:
    """The open question; before it is known whether there is danger, the numbers stand over it."""
    numbers = (IntakeNumbers("asked"),) if state.stage is IntakeStage.DANGER else ()
    return (*numbers, build_question(state, again))


def build_question(state: IntakeState, again: str = "") -> IntakeQuestion:
    """Build the notice of the open question; `again`: as in `IntakeQuestion`."""
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


def hear_who_is_meant(state: IntakeState, text: str) -> IntakeState:
    """Keep of words that are no answer only whether a child writes and poison was taken."""
    if speaks_as_child(text):
        state = replace(state, young=True, child=True)
    return replace(state, poison=True) if tells_of_poison(text) else state


def name_numbers(state: IntakeState) -> IntakeNumbers:
    """Name the numbers for danger, the one that helps now first."""
    if state.poison:
        return IntakeNumbers("poison")
    return IntakeNumbers("child_now" if state.young else "")


def forget_answers(state: IntakeState) -> IntakeState:
    """Forget every answer and keep only what is needed to take messages back."""
    return IntakeState(
        state.started_at,
        state.unit_id,
        stage=IntakeStage.LEFT,
        opened=state.opened,
        message_refs=state.message_refs,
        stranger=state.stranger,
        phone_is_safe=state.phone_is_safe,
    )


def file_answers(state: IntakeState, then: tuple[Notice, ...] = ()) -> FileCase:
    """Build the effect that files the case, or completes it."""
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
