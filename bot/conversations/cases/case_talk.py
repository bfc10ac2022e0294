"""Staff and reporter talk through the bot under a case's number; neither sees the other's."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from bot.conversations.cases.intake_words import Wanted, wanted
from bot.conversations.effects import SayInCase, TakeBack
from bot.engine.conversation import Event, Facts, Step
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.case_work import CaseTalk, CaseTalkOver
from domain.notices.intake import Cleaned, HarmlessScreen, TidyUp
from domain.notices.reporting import NoText

LONGEST_WORDS = 1000


class TalkState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom she talks to, by the case; `traces` as in the intake. Her words are not kept here."""

    case_id: int
    started_at: datetime
    message_refs: tuple[str, ...] = ()
    over: bool = False


class CaseTalkConversation:
    """What she types goes to the other side, until XONG or a way out."""

    name = "case_talk"
    version = 1
    confidential = True
    state_type = TalkState

    def key(self, state: TalkState) -> str | None:
        """It is not set aside: what is typed later must not go to somebody unawares."""
        return None

    def prompt(self, state: TalkState, facts: Facts) -> tuple[Notice, ...]:
        """To whom the words go."""
        return () if state.over else (CaseTalk(state.case_id),)

    def step(self, state: TalkState, event: Event, facts: Facts) -> Step[TalkState]:
        """Words are passed on; a way out ends it and offers to tidy up."""
        state = (
            replace(state, message_refs=(*state.message_refs, event.message_ref))
            if event.message_ref
            else state
        )
        wish = wanted(event)
        if state.over:
            return _step_when_over(state, wish)
        if wish is Wanted.EXIT:
            return Step(replace(state, over=True), (HarmlessScreen(), TidyUp()))
        if wish is Wanted.DONE:
            return Step(None, (CaseTalkOver(),))
        if event.what != "text":
            return Step(state, (NoText(event.what),))
        if event.pressed or not event.text.strip():
            return Step(state, self.prompt(state, facts))
        words = Confidential(event.text.strip()[:LONGEST_WORDS])
        return Step(state, effects=(SayInCase(state.case_id, words, more=True),))


def _step_when_over(state: TalkState, wish: Wanted | None) -> Step[TalkState]:
    if wish is Wanted.CLEAN:
        return Step(None, (Cleaned(),), (TakeBack(state.started_at, state.message_refs),))
    return Step(None, unheard=True)
