"""Not me: whether she really is not the person the assistant takes her for."""

from enum import StrEnum

import msgspec

from bot.conversations.effects import UndoJoining
from bot.conversations.intents import Intent, fold_phrase, read_plain_intent
from bot.conversations.reporting.reading import is_no, is_yes
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.people import AskNotMe, NamedPost, StaysRecorded


class NotMeAnswer(StrEnum):
    """What may be answered; each is a button's value and can be typed."""

    NOT_ME = "1"
    IT_IS_ME = "2"


_NOT_ME = frozenset({NotMeAnswer.NOT_ME, "khong phai toi", "khong phai chi", "thoi ghi"})
_IT_IS_ME = frozenset({NotMeAnswer.IT_IS_ME, "la toi", "la chi", "giu", "giu nguyen"})


class NotMeState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The code to be taken back, and the post it gave. `linked`: it linked a phone instead."""

    code: str
    held: NamedPost
    linked: bool = False


class NotMeConversation:
    """One question with two answers. Yes and no are neither: they could mean both."""

    name = "not_me"
    version = 1
    confidential = False
    state_type = NotMeState

    def key(self, state: NotMeState) -> str | None:
        """Return None: it is asked anew rather than set aside."""
        return None

    def prompt(self, state: NotMeState, facts: Facts) -> tuple[Notice, ...]:
        """Ask again."""
        return (AskNotMe(state.held, state.linked),)

    def step(self, state: NotMeState, event: Event, facts: Facts) -> Step[NotMeState]:
        """End the post, or leave it as it is."""
        said = fold_phrase(event.text[:40])
        if said in _NOT_ME:
            return Step(None, effects=(UndoJoining(state.code),))
        if said in _IT_IS_ME or read_plain_intent(event) in (Intent.CANCEL, Intent.LATER):
            return Step(None, (StaysRecorded(state.held),))
        if event.command is not None and read_plain_intent(event) is None:
            return Step(state, unheard=True)
        again = AskNotMe(state.held, state.linked, again=True)
        answers = said.isdecimal() or is_yes(event.text) or is_no(event.text)
        return Step(state, (again,), unheard=not answers)
