"""A case is reported: limits first, one question a message, a way out at every step.

It asks for a referral note, not a story: what is typed in free words is not kept. In danger the
case is opened at the first answer and each further answer completes it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec.structs import replace

from bot.conversations.cases.intake_answers import (
    ANSWERED,
    may_be_asked,
    picked_numbers,
    prepared,
    toggled,
)
from bot.conversations.cases.intake_state import Agreed, IntakeState, Stage, back, intake_of, onward
from bot.conversations.cases.intake_words import Wanted, is_story, wanted
from bot.conversations.effects import FileCase, TakeBack
from bot.engine.conversation import Event, Facts, Step
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
    """Reporting a case. It is dropped, not set aside, when something else is opened."""

    name = "intake"
    version = 1
    state_type = IntakeState
    confidential = True

    def key(self, state: IntakeState) -> str | None:
        """Nothing of it waits about: it is short, and asked anew."""
        return None

    def prompt(self, state: IntakeState, facts: Facts) -> tuple[Notice, ...]:
        """The question again; nothing once it is over."""
        return () if state.stage is Stage.LEFT else (_question(state),)

    def step(self, state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
        """A way out first, then an answer, then kindly the question again."""
        state = (
            replace(state, message_refs=(*state.message_refs, event.message_ref))
            if event.message_ref
            else state
        )
        wish = wanted(event)
        if state.stage is Stage.LEFT:
            return _after(state, event, wish, facts)
        if wish is Wanted.EXIT:
            return Step(_over(state), (HarmlessScreen(), TidyUp()))
        if (picked := toggled(state, event)) is not None:
            return _picked(picked)
        done = wish is Wanted.DONE and picked_numbers(state)
        answer = state if done else ANSWERED[state.stage](state, event, facts)
        if answer is not None:
            return _taken(state, answer, facts)
        return _WISHES.get(wish, _again)(state, event, facts)


def open_intake(
    now: datetime,
    unit_id: int,
    own: int = 0,
    *,
    stranger: bool = False,
    message_ref: str = "",
) -> tuple[IntakeState, tuple[Notice, ...]]:
    """The limits and the first question. `unit_id`: her commune, or the province; see the state."""
    state = IntakeState(now, unit_id, own, message_refs=(message_ref,) if message_ref else ())
    return state, (IntakeLimits(stranger), _question(state))


def _over(state: IntakeState) -> IntakeState:
    """Only what taking messages back needs is still known; every answer is forgotten."""
    return IntakeState(
        state.started_at,
        state.unit_id,
        stage=Stage.LEFT,
        opened=state.opened,
        message_refs=state.message_refs,
    )


def _question(state: IntakeState, again: str = "") -> IntakeQuestion:
    units = state.offered if state.stage is Stage.COMMUNE else ()
    if state.stage is Stage.COMMUNE and not units and state.own:
        units = (state.own,)
    officers = state.offered if state.stage is Stage.EXCLUDED else ()
    picking = bool(picked_numbers(state))
    return IntakeQuestion(state.stage, again, units, officers, state.opened, picking)


def _ask(state: IntakeState, *before: Notice, again: str = "") -> IntakeStep:
    return Step(state, (*before, _question(state, again)))


# --- an answer ---------------------------------------------------------------------------------


def _taken(before: IntakeState, after: IntakeState, facts: Facts) -> IntakeStep:
    """Several communes so called are offered first; else it goes on."""
    which = after.stage is Stage.COMMUNE and after.offered != before.offered
    return _ask(after) if which else _go_on(before, after, facts)


def _picked(state: IntakeState) -> IntakeStep:
    """One of several answers; it counts at once where the case is open, should she leave now."""
    return Step(state, (_question(state),), (_filed(state),) if state.opened else ())


def _go_on(before: IntakeState, after: IntakeState, facts: Facts) -> IntakeStep:
    """The next question that can be asked, the case filed where it is time."""
    if after.stage is before.stage:
        after = onward(after)
        while not may_be_asked(after, facts):
            after = onward(after)
    after, intake = prepared(after, facts), intake_of(after)
    if after.opened or intake.must_be_passed_on:
        return _complete(before, after)
    if after.agreed is not before.agreed and not intake.passes_on:
        return _not_agreed(after, facts)
    if after.agreed is Agreed.NOT_ASKED and before.stage is Stage.EXCLUDED:
        return Step(_over(after), effects=(_filed(after),))
    if after.stage is Stage.LEFT:
        return Step(_over(after), effects=(_filed(after, then=(TidyUp(),)),))
    return _ask(after, again="noted" if before.stage is Stage.NOTE else "")


def _not_agreed(state: IntakeState, facts: Facts) -> IntakeStep:
    """Refused: nothing is kept. Not asked yet: it is kept sealed until she was; who must not
    learn of it even then is asked now."""
    if state.agreed is Agreed.NOT_ASKED:
        asked = prepared(replace(state, stage=Stage.EXCLUDED), facts)
        if may_be_asked(asked, facts):
            return _ask(asked)
        return Step(_over(state), effects=(_filed(state),))
    return Step(_over(state), (IntakeNotPassedOn(), IntakeNumbers(), TidyUp()))


def _complete(before: IntakeState, after: IntakeState) -> IntakeStep:
    """What must be passed on is, at once; then what else is to be known."""
    opened = replace(after, opened=True)
    then = (*_said_of(before, after), *_next(before, opened))
    kept = _over(opened) if after.stage is Stage.LEFT else opened
    if before.opened:
        return Step(kept, then, (_filed(after),))
    return Step(kept, (IntakeNumbers(),), (_filed(after, then=then),))


def _said_of(before: IntakeState, after: IntakeState) -> tuple[Notice, ...]:
    refused = after.agreed is not before.agreed and after.agreed is Agreed.NO
    return (IntakeMustPassOn(),) if refused else ()


def _next(before: IntakeState, after: IntakeState) -> tuple[Notice, ...]:
    if after.stage is Stage.LEFT:
        return (IntakeCompleted(), TidyUp())
    return (_question(after, "noted" if before.stage is Stage.NOTE else ""),)


def _filed(state: IntakeState, then: tuple[Notice, ...] = ()) -> FileCase:
    since = state.started_at
    return FileCase(state.unit_id, intake_of(state), since, again=state.opened, then=then)


# --- what is no answer -------------------------------------------------------------------------


def _back(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    earlier = back(state)
    while not may_be_asked(earlier, facts) and back(earlier).stage is not earlier.stage:
        earlier = back(earlier)
    return _ask(prepared(earlier, facts))


def _note(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    if state.stage is Stage.NOTE:
        return _ask(state)
    return _ask(replace(state, stage=Stage.NOTE, returns_to=state.stage))


def _help(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    return _ask(state, IntakeNumbers())


def _again(state: IntakeState, event: Event, facts: Facts) -> IntakeStep:
    """What was typed is not kept; a digit too many or a photo just gets the question again."""
    if event.what != "text":
        return _ask(state, again="shown")
    return _ask(state, again="story" if is_story(event) else "unread")


_WISHES: Mapping[Wanted | None, Callable[[IntakeState, Event, Facts], IntakeStep]] = {
    Wanted.BACK: _back,
    Wanted.NOTE: _note,
    Wanted.HELP: _help,
}


def _after(state: IntakeState, event: Event, wish: Wanted | None, facts: Facts) -> IntakeStep:
    """It is over: messages are taken back if she wishes, anything else is not ours."""
    if wish is Wanted.CLEAN:
        return Step(None, (Cleaned(),), (TakeBack(state.started_at, state.message_refs),))
    if wish is Wanted.EXIT:
        return Step(state, (HarmlessScreen(), TidyUp()))
    return Step(None, unheard=True)
