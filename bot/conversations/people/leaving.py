"""I am not leader any more: whether her officer is to be told."""

import msgspec

from bot.conversations.effects import TellOfLeaving
from bot.conversations.intents import Intent, fold_phrase, read_plain_intent
from bot.engine.conversation import Event, Facts, Step
from domain.notices.asked import AskLeaving, StaysInPost
from domain.notices.base import Notice
from domain.notices.people import NamedPost

_LEFT = frozenset({"1", "da nghi", "nghi roi", "dung", "dung roi", "co", "bao di", "phai", "vang"})
_STAYS = frozenset({"2", "khong", "ko", "k", "chua", "van lam", "giu nguyen", "con lam"})


class LeavingState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The post in question: its role and unit, and their names."""

    role: str
    unit_id: int
    held: NamedPost


class LeavingConversation:
    """One question with two answers. She ends nothing herself: the officer does."""

    name = "leaving"
    version = 1
    confidential = False
    state_type = LeavingState

    def key(self, state: LeavingState) -> str | None:
        """Return None: it is asked anew rather than set aside."""
        return None

    def prompt(self, state: LeavingState, facts: Facts) -> tuple[Notice, ...]:
        """Ask again."""
        return (AskLeaving(state.held),)

    def step(self, state: LeavingState, event: Event, facts: Facts) -> Step[LeavingState]:
        """Have the officer told, or leave all as it is."""
        said, intent = fold_phrase(event.text[:40]), read_plain_intent(event)
        if said in _LEFT or intent is Intent.OK:
            return Step(None, effects=(TellOfLeaving(state.role, state.unit_id),))
        if said in _STAYS or intent in (Intent.CANCEL, Intent.LATER):
            return Step(None, (StaysInPost(state.held),))
        if event.command is not None and intent is None:
            return Step(state, unheard=True)
        return Step(state, (AskLeaving(state.held, again=True),), unheard=True)
