"""Officer and reporter talk through the bot about a case; neither sees the other's contact."""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.conversations.cases.intake_words import Control, read_control
from bot.conversations.effects import SayInCase, SayShown, TakeBack
from bot.engine.conversation import Event, Facts, Step
from domain.answers import tells_of_danger
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.case_work import CaseTalk, CaseTalkOver
from domain.notices.intake import Cleaned, HarmlessScreen, IntakeNumbers, TidyUp
from domain.notices.reporting import NoText

LONGEST_WORDS = 1000
LONGEST_SILENCE = timedelta(minutes=10)


class TalkState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The case she talks about. Her words are not kept here.

    `heard_at`: when she last wrote; after some minutes without a word nothing is passed on any
    more. `message_refs`: where her own messages lie, as Event.message_ref. `over`: the talk has
    ended, and she may have messages taken back. `stranger`: she holds no post. `unsafe`: her phone
    is, so nothing on it says that she sent anything.
    """

    case_id: int
    started_at: datetime
    heard_at: datetime | None = None
    message_refs: tuple[str, ...] = ()
    over: bool = False
    stranger: bool = False
    unsafe: bool = False


class CaseTalkConversation:
    """Passes what she types on to the other side, until XONG, a way out, or some silence."""

    name = "case_talk"
    version = 1
    confidential = True
    state_type = TalkState

    def key(self, state: TalkState) -> str | None:
        """Return None: were it set aside, later words could go to somebody unawares."""
        return None

    def prompt(self, state: TalkState, facts: Facts) -> tuple[Notice, ...]:
        """Say to whom the words go."""
        return () if state.over else (CaseTalk(state.case_id),)

    def step(self, state: TalkState, event: Event, facts: Facts) -> Step[TalkState]:
        """Pass words on; end at a way out and offer to take messages back."""
        state = (
            replace(state, message_refs=(*state.message_refs, event.message_ref))
            if event.message_ref
            else state
        )
        control = read_control(event)
        if not state.over and facts.now - (state.heard_at or state.started_at) > LONGEST_SILENCE:
            state = replace(state, over=True)
        if state.over:
            return _step_when_over(state, control)
        if control is Control.EXIT:
            return Step(replace(state, over=True), (_leave(state), TidyUp()))
        if control is Control.SEE:
            return Step(state, unheard=True)
        if control is Control.HELP:
            return Step(state, (IntakeNumbers(), *self.prompt(state, facts)))
        if control is Control.DONE:
            return Step(None, (CaseTalkOver(),))
        state = replace(state, heard_at=facts.now)
        if event.what != "text":
            shown = SayShown(state.case_id, event.what)
            return Step(state, (NoText(event.what),), (shown,))
        if event.pressed or not event.text.strip():
            return Step(state, self.prompt(state, facts))
        words = Confidential(event.text.strip()[:LONGEST_WORDS])
        numbers = (IntakeNumbers(),) if tells_of_danger(event.text) else ()
        return Step(state, numbers, (SayInCase(state.case_id, words, more=True),))


def _leave(state: TalkState) -> HarmlessScreen:
    return HarmlessScreen(state.stranger, "" if state.unsafe else "kept")


def _step_when_over(state: TalkState, control: Control | None) -> Step[TalkState]:
    if control is Control.EXIT:
        return Step(state, (_leave(state), TidyUp()))
    if control is Control.CLEAN:
        return Step(None, (Cleaned(),), (TakeBack(state.started_at, state.message_refs),))
    return Step(None, unheard=True)
